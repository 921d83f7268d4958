// The style of the ground: what the archive holds, drawn for someone who walks in the dark.
// Promises: the same layers in the same order in every theme, so that a change of theme is a change of paint only;
// names no address to fetch from (no glyphs, no sprite); draws our own archives and Protomaps' alike; whatever an
// archive lacks is simply not drawn.
import { palette } from "./palette.js";

export const GROUND = "ground";

const GREEN = ["park", "grass", "garden", "meadow", "village_green", "recreation_ground", "golf_course", "nature_reserve",
  "grassland", "heath", "cemetery", "allotments", "flowerbed", "greenfield", "plant_nursery", "farmland", "camp_site",
  "dog_park", "zoo", "protected_area", "national_park", "orchard", "fell", "wetland"];
const WOOD = ["forest", "wood", "scrub"];
const PEOPLE = ["school", "kindergarten", "university", "college", "hospital", "retail", "commercial"];
const WORK = ["railway", "industrial", "military", "construction", "quarry", "landfill", "aerodrome", "runway"];
const PLAY = ["playground", "pitch", "track", "sports_centre", "stadium"];
const SAND = ["beach", "sand", "scree", "shingle", "bare_rock"];
const SQUARE = ["pedestrian", "pier", "platform", "breakwater"];
const WAYS = ["footway", "path", "cycleway", "bridleway", "track", "corridor", "sidewalk", "crossing", "pier"];

/** All layers of the ground that a press of the finger cannot mean, for counting what is drawn. */
export const COUNTED = ["buildings", "street", "street-big", "path", "path-unlit", "water", "green", "square"];

// ---------- The words of the style language that are used again and again ----------

const get = (key) => ["get", key];
const is = (key, ...values) => ["in", get(key), ["literal", values]];
const yes = (key) => ["to-boolean", get(key)];
const not = (what) => ["!", what];
const all = (...what) => ["all", ...what];
const any = (...what) => ["any", ...what];

/** A size that grows with the zoom as the ground does. */
function grows(...stops) {
  return ["interpolate", ["exponential", 1.7], ["zoom"], ...stops.flat()];
}

const AREA = ["==", ["geometry-type"], "Polygon"];
const LINE = ["==", ["geometry-type"], "LineString"];
const ABOVE = yes("is_bridge");
const BELOW = yes("is_tunnel");
const LEVEL = all(not(ABOVE), not(BELOW));
const UNLIT = is("lit", "no");
const LIT = is("lit", "yes");
const STREET = is("kind", "minor_road");
const BIG = is("kind", "major_road", "highway");
const ROAD = any(STREET, BIG);
const STAIRS = is("kind_detail", "steps");
const WALKING_STREET = all(is("kind", "path"), is("kind_detail", "pedestrian"));
const PAVEMENT = any(is("footway", "sidewalk", "crossing"), is("kind_detail", "sidewalk", "crossing"));
const PATH = all(is("kind", "path"), not(STAIRS), not(WALKING_STREET), not(is("kind_detail", "platform")));
const INDOORS = is("kind_detail", "corridor");
const YARD = is("service", "yard", "siding", "spur", "crossover");

const STREET_WIDTH = grows([12, 0.5], [14, 2], [15, 3.5], [17, 9], [19, 26]);
const BIG_WIDTH = grows([10, 0.8], [13, 2.6], [15, 5.5], [17, 13], [19, 36]);
const PATH_WIDTH = grows([13, 0.6], [15, 1.2], [17, 2], [19, 4]);
/** Paths are faint from afar. */
const COMING = ["interpolate", ["linear"], ["zoom"], 14, 0.55, 15.5, 1];
const BED_WIDTH = grows([14, 1], [16, 2.6], [17, 4.6], [19, 12]);

const isService = is("kind_detail", "service");
const streetWidth = atEachZoom([12, 0.5, 0.2], [14, 2, 0.8], [15, 3.5, 1.6], [17, 9, 4.5], [19, 26, 13]);
const streetCasing = atEachZoom([13, 1.6, 1], [14, 3.2, 1.8], [15, 5, 2.8], [17, 11, 6.2], [19, 29, 15]);

/** Streets and their lesser ones (drives, yards): the zoom must be outermost. */
function atEachZoom(...stops) {
  const wide = stops.map(([zoom, street, service]) => [zoom, ["case", isService, service, street]]);
  return grows(...wide);
}

// ---------- Layers ----------

function ground(id, type, layer, filter, rest) {
  return { id, type, source: GROUND, "source-layer": layer, filter, ...rest };
}

function area(id, filter, color, edge) {
  const paint = { "fill-color": color, "fill-antialias": true };
  if (edge) paint["fill-outline-color"] = edge;
  return ground(id, "fill", "landuse", all(AREA, filter), { paint });
}

function line(id, filter, paint, layout = {}, minzoom = 0) {
  return ground(id, "line", "roads", all(LINE, filter), { minzoom, paint, layout: { "line-join": "round", ...layout } });
}

const ROUND = { "line-cap": "round" };

function surfaces(c) {
  return [
    area("people", is("kind", ...PEOPLE), c.people),
    area("work", is("kind", ...WORK), c.work),
    area("green", is("kind", ...GREEN), c.green),
    area("wood", is("kind", ...WOOD), c.wood),
    area("sand", is("kind", ...SAND), c.sand),
    ground("water", "fill", "water", AREA, { paint: { "fill-color": c.water } }),
    ground("shore", "line", "water", AREA, { minzoom: 14, paint: { "line-color": c.waterEdge, "line-width": 0.8 } }),
    ground("stream", "line", "water", LINE, {
      layout: ROUND,
      paint: { "line-color": c.water, "line-width": grows([11, 0.8], [15, 2], [18, 6]) },
    }),
    area("parking", is("kind", "parking"), c.parking),
    area("play", is("kind", ...PLAY), c.play, c.squareEdge),
    area("square", is("kind", ...SQUARE), c.square),
    ground("square-edge", "line", "landuse", all(AREA, is("kind", ...SQUARE)), {
      minzoom: 15, paint: { "line-color": c.squareEdge, "line-width": 0.8 },
    }),
    ground("buildings", "fill", "buildings", all(AREA, not(is("kind", "building_part"))), {
      minzoom: 13, paint: { "fill-color": c.building, "fill-outline-color": c.buildingEdge },
    }),
  ];
}

/** What goes under the ground or through a house: pale, between broken lines. */
function tunnels(c) {
  const road = all(ROAD, BELOW);
  const way = all(any(PATH, WALKING_STREET), BELOW, not(INDOORS));
  return [
    line("street-tunnel", road, { "line-color": c.tunnelBed, "line-width": streetWidth, "line-opacity": 0.75 }, {}, 14),
    line("street-tunnel-edge", road, {
      "line-color": c.tunnel, "line-width": 1, "line-gap-width": streetWidth, "line-dasharray": [3, 3], "line-opacity": 0.75,
    }, {}, 14),
    line("path-tunnel", way, { "line-color": c.tunnelBed, "line-width": BED_WIDTH }, {}, 15),
    line("path-tunnel-edge", way, {
      "line-color": c.tunnel, "line-width": 1, "line-gap-width": BED_WIDTH, "line-dasharray": [3, 2],
    }, {}, 15),
  ];
}

function streetColour(c) {
  return ["case", UNLIT, c.streetUnlit, LIT, c.streetLit, c.street];
}

function streets(c) {
  const small = all(STREET, LEVEL);
  const big = all(BIG, LEVEL);
  const walking = all(WALKING_STREET, LEVEL);
  return [
    line("street-edge", small, { "line-color": c.streetEdge, "line-width": streetCasing }, ROUND, 13),
    line("walking-street-edge", walking, { "line-color": c.squareEdge, "line-width": streetCasing }, ROUND, 14),
    line("street-big-edge", big, {
      "line-color": c.bigEdge, "line-width": grows([10, 1.2], [13, 4], [15, 7], [17, 15], [19, 39]),
    }, ROUND, 11),
    line("walking-street", walking, { "line-color": c.square, "line-width": STREET_WIDTH }, ROUND, 13),
    line("street", small, { "line-color": streetColour(c), "line-width": streetWidth }, ROUND, 12),
    line("street-big", big, { "line-color": c.big, "line-width": BIG_WIDTH }, ROUND),
  ];
}

function rails(c) {
  const rail = all(is("kind", "rail"), not(BELOW), not(is("kind_detail", "tram")));
  const width = ["interpolate", ["linear"], ["zoom"], 12, ["case", YARD, 0.2, 0.5], 15, ["case", YARD, 0.5, 0.8], 18, ["case", YARD, 1.4, 2]];
  return [
    line("rail", rail, { "line-color": c.rail, "line-width": width, "line-opacity": ["interpolate", ["linear"], ["zoom"], 14, 0.5, 16, ["case", YARD, 0.6, 1]] }),
    line("tram", all(is("kind", "rail"), is("kind_detail", "tram"), not(BELOW)), {
      "line-color": c.rail, "line-width": 1, "line-opacity": 0.7,
    }, {}, 15),
    line("ferry", is("kind", "ferry"), { "line-color": c.waterWords, "line-width": 1, "line-dasharray": [4, 4], "line-opacity": 0.6 }),
  ];
}

function paths(c) {
  const open = all(PATH, LEVEL, not(PAVEMENT), not(INDOORS));
  return [
    line("pavement", all(PATH, LEVEL, PAVEMENT), {
      "line-color": ["case", UNLIT, c.pathUnlit, c.pavement], "line-width": grows([15, 0.6], [17, 1.3], [19, 3]),
      "line-dasharray": [2.5, 1.5], "line-opacity": ["interpolate", ["linear"], ["zoom"], 15.5, 0, 16.2, 1],
    }, {}, 15),
    line("path", all(open, not(UNLIT), not(LIT)), { "line-color": c.path, "line-width": PATH_WIDTH, "line-dasharray": [3.2, 1.6], "line-opacity": COMING }),
    line("path-lit", all(open, LIT), { "line-color": c.pathLit, "line-width": PATH_WIDTH, "line-dasharray": [3.2, 1.6], "line-opacity": COMING }),
    line("path-unlit", all(open, UNLIT), { "line-color": c.pathUnlit, "line-width": PATH_WIDTH, "line-dasharray": [0.1, 2.4], "line-opacity": COMING }, ROUND),
  ];
}

/** Steps as one sees them from above: short strokes across. */
function stairs(c, id, where) {
  const wide = grows([15, 2.5], [16, 4], [17, 6], [19, 13]);
  return line(id, all(STAIRS, where), { "line-color": c.stairs, "line-width": wide, "line-dasharray": [0.2, 0.34] }, {}, 15);
}

/** What crosses above: an edge on both sides. */
function bridges(c) {
  const small = all(STREET, ABOVE);
  const big = all(BIG, ABOVE);
  const way = all(any(PATH, WALKING_STREET), ABOVE);
  const bed = grows([13, 1.5], [15, 4], [17, 8], [19, 18]);
  return [
    line("path-bridge-edge", way, { "line-color": c.bridgeEdge, "line-width": 1.3, "line-gap-width": bed }, {}, 14),
    line("path-bridge-bed", way, { "line-color": c.bridgeBed, "line-width": bed }, {}, 14),
    line("path-bridge", way, {
      "line-color": ["case", UNLIT, c.pathUnlit, LIT, c.pathLit, c.path], "line-width": PATH_WIDTH, "line-dasharray": [3.2, 1.6],
    }, {}, 13),
    line("street-bridge-edge", small, { "line-color": c.bridgeEdge, "line-width": 1.3, "line-gap-width": streetWidth }, {}, 13),
    line("street-bridge", small, { "line-color": streetColour(c), "line-width": streetWidth }, {}, 12),
    line("street-big-bridge-edge", big, { "line-color": c.bridgeEdge, "line-width": 1.3, "line-gap-width": BIG_WIDTH }, {}, 13),
    line("street-big-bridge", big, { "line-color": c.big, "line-width": BIG_WIDTH }),
    stairs(c, "stairs-bridge", ABOVE),
  ];
}

function lamps(c) {
  const lamp = (id, minzoom, paint) => ground(id, "circle", "lamps", true, { minzoom, paint });
  return [
    lamp("lamp-halo", 15, {
      "circle-color": c.halo, "circle-opacity": c.haloStrength, "circle-blur": 1,
      "circle-radius": grows([15, 6], [16, 12], [17, 20], [19, 46]),
    }),
    lamp("lamp", 15, {
      "circle-color": c.lamp, "circle-radius": grows([15, 1.1], [16, 1.7], [17, 2.4], [19, 4.2]),
      "circle-stroke-color": c.lampEdge, "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 16, 0, 17, 0.8],
    }),
  ];
}

// ---------- Words ----------

/** The name as it is called in the language, else as it stands on the sign. */
function called(language) {
  const own = language ? [get(`name:${language}`)] : [];
  return ["coalesce", ...own, get("name"), ""];
}

function words(id, layer, filter, minzoom, layout, paint) {
  return ground(id, "symbol", layer, filter, { minzoom, layout, paint: { "text-halo-width": 1.6, "text-halo-blur": 0.4, ...paint } });
}

function labels(c, { language, font }) {
  const name = called(language);
  const bold = ["Bold", ...font];
  const base = { "text-field": name, "text-font": font, "text-padding": 4, "text-max-width": 8 };
  const along = { ...base, "symbol-placement": "line", "symbol-spacing": 320, "text-max-angle": 30, "text-letter-spacing": 0.01 };
  const quiet = { "text-color": c.quietWords, "text-halo-color": c.wordsHalo };
  const strong = { "text-color": c.words, "text-halo-color": c.wordsHalo };
  const water = { "text-color": c.waterWords, "text-halo-color": c.waterHalo };
  const step = (...stops) => ["interpolate", ["linear"], ["zoom"], ...stops];
  const thing = (image) => ({ ...base, "icon-image": image, "icon-padding": 1, "text-optional": true, "text-anchor": "top", "text-offset": [0, 0.75] });
  return [
    words("water-line-name", "water", LINE, 13, { ...along, "text-size": 13 }, water),
    words("water-name", "water", ["==", ["geometry-type"], "Point"], 12, { ...base, "text-size": 14 }, water),
    ground("entrance", "symbol", "pois", all(is("kind", "entrance"), not(is("kind_detail", "subway_entrance"))), {
      minzoom: 17.5, layout: { "icon-image": "thing/door", "icon-padding": 0 },
    }),
    ground("bench", "symbol", "pois", is("kind", "bench"), { minzoom: 16.5, layout: { "icon-image": "thing/bench", "icon-padding": 0 } }),
    words("shop-name", "pois", is("kind", "supermarket", "convenience", "mall", "kiosk", "restaurant", "cafe", "bar", "pub",
      "fast_food", "nightclub", "pharmacy", "clinic", "doctors", "hotel", "museum", "theatre", "cinema"), 17.5,
      { ...base, "text-size": 12, "text-padding": 8 }, quiet),
    words("help-name", "pois", is("kind", "school", "kindergarten", "university", "college", "hospital", "library",
      "community_centre", "townhall", "police", "fire_station", "place_of_worship", "sports_centre", "stadium", "square", "social_facility"), 15.5,
      { ...base, "text-size": 12.5, "text-padding": 8 }, quiet),
    words("park-name", "pois", is("kind", "park", "nature_reserve", "cemetery", "playground", "garden", "pitch", "dog_park"), 15,
      { ...base, "text-size": 13 }, { "text-color": c.greenWords, "text-halo-color": c.wordsHalo }),
    words("path-name", "roads", all(LINE, is("kind", "path"), not(WALKING_STREET)), 16, { ...along, "text-size": 12.5 }, quiet),
    words("street-name", "roads", all(LINE, any(STREET, WALKING_STREET)), 14.5, { ...along, "text-size": step(14, 12, 17, 14.5, 19, 17) }, strong),
    words("street-big-name", "roads", all(LINE, BIG), 13, { ...along, "text-size": step(13, 12, 17, 15, 19, 18) }, strong),
    words("stop", "pois", is("kind", "bus_stop", "tram_stop"), 16, {
      ...thing(["match", get("kind"), "tram_stop", "thing/tram", "thing/bus"]),
      "text-field": ["step", ["zoom"], "", 17, name], "text-size": 12,
    }, quiet),
    // The doors of an underground station all carry its name, which the station itself tells.
    ground("subway-entrance", "symbol", "pois", is("kind_detail", "subway_entrance"), {
      minzoom: 16, layout: { "icon-image": "thing/train", "icon-padding": 1 },
    }),
    words("station", "pois", is("kind", "station", "bus_station", "ferry_terminal"), 13.5, {
      ...thing(["match", get("kind"), "bus_station", "thing/bus", "ferry_terminal", "thing/boat", "thing/train"]),
      "text-size": step(13, 12, 17, 14), "text-font": bold,
    }, strong),
    words("place", "places", is("kind", "neighbourhood", "macrohood", "island"), 11, {
      ...base, "text-font": bold, "text-size": step(11, 12, 15, 16), "text-max-width": 9,
    }, { "text-color": c.placeWords, "text-halo-color": c.wordsHalo, "text-opacity": step(16, 1, 16.8, 0) }),
    words("town", "places", is("kind", "locality"), 8, {
      ...base, "text-font": bold, "text-size": step(9, 13, 14, 20),
    }, { "text-color": c.words, "text-halo-color": c.wordsHalo, "text-opacity": step(14.5, 1, 15.5, 0) }),
  ];
}

/** The layers of the ground under everything, then the words, which the caller may put its own lines between. */
export function groundLayers(theme, options) {
  const c = palette(theme);
  return {
    under: [
      { id: "paper", type: "background", paint: { "background-color": c.ground } },
      ...surfaces(c), ...tunnels(c), ...streets(c), ...rails(c), ...paths(c), stairs(c, "stairs", LEVEL), ...bridges(c),
    ],
    lamps: lamps(c),
    words: labels(c, options),
  };
}
