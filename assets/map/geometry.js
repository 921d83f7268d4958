// Small sums about places on the ground and on the screen.
// Promises: pure functions; coordinates are [longitude, latitude] in degrees, lengths are metres unless a name says
// otherwise; nothing here knows the map.

const EARTH_M = 40075016.686;
const RADIANS = Math.PI / 180;

/** How many metres a screen point covers at zoom 0 (MapLibre's world is 512 wide). */
export function metresPerPixelAtZero(lat) {
  return (EARTH_M / 512) * Math.cos(lat * RADIANS);
}

export function metresPerPixel(lat, zoom) {
  return metresPerPixelAtZero(lat) / 2 ** zoom;
}

/** Good to a thousandth within a town, which is all that is asked of it. */
export function metresBetween(a, b) {
  const perDegree = EARTH_M / 360;
  const x = (b[0] - a[0]) * perDegree * Math.cos(((a[1] + b[1]) / 2) * RADIANS);
  const y = (b[1] - a[1]) * perDegree;
  return Math.hypot(x, y);
}

/** A place within an area that its name can be written at: the centre of gravity of its largest part. */
export function heartOf({ type, coordinates }) {
  const rings = type === "Polygon" ? [coordinates[0]] : type === "MultiPolygon" ? coordinates.map((part) => part[0]) : [coordinates];
  const weighed = rings.map(weigh).sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const { weight, x, y } = weighed[0];
  return weight === 0 ? rings[0][0] : [x, y];
}

function weigh(ring) {
  // From the first corner, so that little is lost in large numbers.
  const [ox, oy] = ring[0];
  let [weight, x, y] = [0, 0, 0];
  for (let index = 1; index < ring.length; index += 1) {
    const [ax, ay] = [ring[index - 1][0] - ox, ring[index - 1][1] - oy];
    const [bx, by] = [ring[index][0] - ox, ring[index][1] - oy];
    const cross = ax * by - bx * ay;
    weight += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return { weight, x: ox + x / (3 * weight), y: oy + y / (3 * weight) };
}

export function between(a, b, part) {
  return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part];
}

export function collection(features) {
  return { type: "FeatureCollection", features };
}

const CORNERS = 48;

/** The area within so many metres of a place. */
export function circleAround([lon, lat], metres) {
  const perDegree = EARTH_M / 360;
  const corner = (_, index) => {
    const turn = (2 * Math.PI * index) / CORNERS;
    return [lon + (metres * Math.sin(turn)) / (perDegree * Math.cos(lat * RADIANS)), lat + (metres * Math.cos(turn)) / perDegree];
  };
  return { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [Array.from({ length: CORNERS + 1 }, corner)] } };
}
