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

/** Where on the stretch a–b the point is nearest: `at` from 0 to 1, the place and how far off, in the units given. */
export function nearestOnSegment(point, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length;
  const at = Math.min(1, Math.max(0, along));
  const place = [a[0] + at * dx, a[1] + at * dy];
  return { at, place, off: Math.hypot(point[0] - place[0], point[1] - place[1]) };
}

/** Where the stretches a–b and c–d cross, if they do. */
export function crossing(a, b, c, d) {
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
  const area = rx * sy - ry * sx;
  if (Math.abs(area) < 1e-9) return null;
  const [ox, oy] = [c[0] - a[0], c[1] - a[1]];
  const along = (ox * sy - oy * sx) / area;
  const across = (ox * ry - oy * rx) / area;
  const within = along >= 0 && along <= 1 && across >= 0 && across <= 1;
  return within ? [a[0] + along * rx, a[1] + along * ry] : null;
}

/** The lines of a feature, whatever its geometry. */
export function linesOf(geometry) {
  if (geometry.type === "LineString") return [geometry.coordinates];
  if (geometry.type === "MultiLineString") return geometry.coordinates;
  return [];
}

/** The positions that matter for the shape of a line, by Douglas and Peucker; first and last always do. */
export function bendsOf(line, toleranceM) {
  const kept = new Set([0, line.length - 1]);
  const waiting = [[0, line.length - 1]];
  while (waiting.length > 0) {
    const [from, to] = waiting.pop();
    const far = farthest(line, from, to);
    if (far.off <= toleranceM) continue;
    kept.add(far.index);
    waiting.push([from, far.index], [far.index, to]);
  }
  return [...kept].filter((index) => index >= 0).sort((a, b) => a - b);
}

function farthest(line, from, to) {
  let best = { index: -1, off: 0 };
  for (let index = from + 1; index < to; index += 1) {
    const off = offLine(line[index], line[from], line[to]);
    if (off > best.off) best = { index, off };
  }
  return best;
}

function offLine(point, a, b) {
  const squeeze = Math.cos(point[1] * RADIANS);
  const flat = ([lon, lat]) => [lon * squeeze, lat];
  return nearestOnSegment(flat(point), flat(a), flat(b)).off * (EARTH_M / 360);
}

/** The place half way along a line, by length. */
export function middleOf(line) {
  const lengths = line.slice(1).map((point, index) => metresBetween(line[index], point));
  let left = lengths.reduce((sum, length) => sum + length, 0) / 2;
  for (const [index, length] of lengths.entries()) {
    if (left <= length) return between(line[index], line[index + 1], length === 0 ? 0 : left / length);
    left -= length;
  }
  return line[0];
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

export function lineFeature(coordinates, properties = {}) {
  return { type: "Feature", properties, geometry: { type: "LineString", coordinates } };
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
