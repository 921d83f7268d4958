// What the walk lays on the ground: the loop, the track, others' findings, lamp posts, questions and areas.
// Promises: one source for each name, there from the start and empty until shown; the same layers in every theme;
// nothing is told by colour alone: findings have a shape, the walked part is thin, questions have numbers.
import { circleAround, collection, heartOf } from "./geometry.js";
import { palette } from "./palette.js";

export const OVERLAYS = ["dense", "hot", "walked", "emerging", "areas", "loop", "track", "assets", "found", "voices", "findings", "ask", "draft"];

/** Made of the others: where areas are named, the room that own pins take from words, how far places reach. */
const MADE = {
  "areas-names": ["areas", namesOf], "mine-room": ["mine", (mine) => mine], "findings-reach": ["findings", reachOf],
  "emerging-reach": ["emerging", circlesOf], "emerging-names": ["emerging", topsOf],
};

/** What a tap can mean, the uppermost first. */
export const TAPPED = { "finding-chosen": "findings", finding: "findings", "finding-dot": "findings", "ask-dot": "ask", "ask-number-beside": "ask", found: "found", "found-far": "found", asset: "assets" };

const NONE = collection([]);
const walked = ["to-boolean", ["get", "walked"]];
const chosen = ["to-boolean", ["get", "selected"]];
const open = ["to-boolean", ["get", "open"]];
const LINE_ENDS = { "line-cap": "round", "line-join": "round" };

export function overlaySources(data) {
  const names = [...OVERLAYS, "mine"];
  const shown = Object.assign({}, ...names.map((name) => sourcesOf(name, data.get(name) ?? NONE)));
  return Object.fromEntries(Object.entries(shown).map(([name, held]) => [name, { type: "geojson", data: held, tolerance: 0.2 }]));
}

/** The sources that what is shown under a name goes to, each with what it is to hold. */
export function sourcesOf(name, data) {
  const made = Object.entries(MADE).filter(([, [of]]) => of === name);
  const own = name === "mine" ? [] : [[name, data]];
  return Object.fromEntries([...own, ...made.map(([source, [, make]]) => [source, make(data)])]);
}

/** One place for the name of each area; tiles would each write it anew. */
function namesOf(areas) {
  return collection(areas.features.filter(({ geometry }) => geometry).map(({ geometry, properties }) => ({
    type: "Feature", properties, geometry: { type: "Point", coordinates: heartOf(geometry) },
  })));
}

/** How far apart the voices of the chosen finding lie, and how unsure its place is, as an area. */
function reachOf(findings) {
  const chosen = findings.features.filter(({ properties }) => properties.selected && properties.reach_m > 0);
  return collection(chosen.map(({ geometry, properties }) => circleAround(geometry.coordinates, properties.reach_m)));
}

/** What is new, as wide as it reaches. */
function circlesOf(places) {
  return collection(places.features.map(({ geometry, properties }) => circleAround(geometry.coordinates, properties.side_m / 2)));
}

/** The northernmost place of each circle, with its number in the list: what is written there covers nothing in the circle. */
function topsOf(places) {
  const tops = circlesOf(places).features.map(({ geometry }) => geometry.coordinates[0][0]);
  return collection(tops.map((coordinates, index) => ({
    type: "Feature", properties: { name: `${index + 1}` }, geometry: { type: "Point", coordinates },
  })));
}

function over(id, type, source, rest) {
  return { id, type, source, ...rest };
}

function grows(...stops) {
  return ["interpolate", ["linear"], ["zoom"], ...stops];
}

function lines(c, theme) {
  const ahead = ["!", walked];
  return [
    ...picture(c),
    over("area", "fill", "areas", { paint: { "fill-color": c.area, "fill-opacity": ["case", chosen, 0.03, 0] } }),
    over("area-edge", "line", "areas", {
      layout: LINE_ENDS, paint: { "line-color": c.area, "line-width": ["case", chosen, 3, 1.2], "line-opacity": ["case", chosen, 0.8, 0.4] },
    }),
    over("finding-reach", "fill", "findings-reach", {
      paint: { "fill-color": c.amber, "fill-opacity": 0.25, "fill-outline-color": c.ink },
    }),
    over("voice", "circle", "voices", {
      paint: { "circle-color": c.raised, "circle-radius": grows(14, 2, 17, 4.5, 20, 7), "circle-stroke-color": c.ink, "circle-stroke-width": 1.5 },
    }),
    over("loop-walked", "line", "loop", {
      filter: walked, layout: LINE_ENDS, paint: { "line-color": c.walked, "line-width": grows(12, 1.5, 18, 3), "line-opacity": 0.75 },
    }),
    over("loop-bed", "line", "loop", {
      filter: ahead, layout: LINE_ENDS,
      paint: { "line-color": c.loopBed, "line-width": grows(12, 5, 15, 9, 18, 14), "line-opacity": c.loopBedStrength },
    }),
    // Beads rather than dashes: those stay round between whole zooms.
    over("loop", "symbol", "loop", {
      filter: ahead,
      layout: {
        "symbol-placement": "line", "symbol-spacing": 12, "icon-image": `bead/${theme}`, "icon-size": grows(12, 0.65, 15, 0.85, 18, 1.15),
        "icon-allow-overlap": true, "icon-ignore-placement": true, "icon-padding": 0,
      },
    }),
    over("track", "line", "track", {
      layout: LINE_ENDS, paint: { "line-color": c.track, "line-width": grows(13, 1.5, 18, 2.5), "line-opacity": 0.85 },
    }),
    over("draft-edge", "line", "draft", { layout: LINE_ENDS, paint: { "line-color": c.wordsHalo, "line-width": 7, "line-opacity": 0.7 } }),
    over("draft", "line", "draft", { layout: LINE_ENDS, filter: ["!", open], paint: { "line-color": c.draft, "line-width": 4 } }),
    // Where the way is not found yet, or there is none.
    over("draft-open", "line", "draft", { filter: open, paint: { "line-color": c.draft, "line-width": 2.5, "line-dasharray": [1, 2] } }),
  ];
}

/** What a picture of a neighbourhood shows under its findings: how densely they lie, what is more than chance, which streets were walked, what is new. */
function picture(c) {
  // A square of so many metres is so many pixels wide: at zoom 0 and 65° N, a pixel is 33 km.
  const pixels = (metres, zoom) => ["*", metres, (2 ** zoom) / 33_000];
  const wide = (times) => ["interpolate", ["exponential", 2], ["zoom"], 10, pixels(["*", times, ["get", "side_m"]], 10), 18, pixels(["*", times, ["get", "side_m"]], 18)];
  return [
    over("dense", "circle", "dense", {
      paint: { "circle-color": c.unsafe, "circle-blur": 1, "circle-radius": wide(1.6), "circle-opacity": ["*", 0.34, ["get", "share"]], "circle-pitch-alignment": "map" },
    }),
    over("walked", "line", "walked", {
      layout: LINE_ENDS, paint: { "line-color": c.track, "line-width": grows(12, 2, 15, 4, 18, 7), "line-opacity": 0.55 },
    }),
    over("hot", "fill", "hot", { paint: { "fill-color": c.unsafe, "fill-opacity": 0.16 } }),
    over("hot-edge", "line", "hot", { paint: { "line-color": c.unsafe, "line-width": 1.6 } }),
    over("emerging", "fill", "emerging-reach", { paint: { "fill-color": c.amber, "fill-opacity": 0.12 } }),
    over("emerging-bed", "line", "emerging-reach", { paint: { "line-color": c.wordsHalo, "line-width": 5, "line-opacity": 0.7 } }),
    over("emerging-edge", "line", "emerging-reach", { paint: { "line-color": c.words, "line-width": 2, "line-dasharray": [2.5, 1.5] } }),
  ];
}

function points(c, theme, font) {
  const bold = ["Bold", ...font];
  const feeling = ["match", ["get", "feeling"], "safe", "safe", "unsafe"];
  const pin = ["concat", "pin/", theme, "/", feeling, "/", ["coalesce", ["get", "icon"], ""]];
  return [
    over("asset", "circle", "assets", {
      minzoom: 14.5,
      paint: {
        "circle-color": c.lamp, "circle-radius": grows(15, 1.6, 17, 3.2, 19, 5),
        "circle-stroke-color": c.lampEdge, "circle-stroke-width": grows(15, 0.5, 18, 1.5),
      },
    }),
    over("asset-name", "symbol", "assets", {
      minzoom: 18, layout: { "text-field": ["coalesce", ["get", "ref"], ""], "text-font": font, "text-size": 12, "text-offset": [0, 1], "text-anchor": "top" },
      paint: { "text-color": c.quietWords, "text-halo-color": c.wordsHalo, "text-halo-width": 1.5 },
    }),
    over("area-name", "symbol", "areas-names", {
      layout: { "text-field": ["coalesce", ["get", "name"], ""], "text-font": bold, "text-size": 15, "text-max-width": 9, "text-letter-spacing": 0.03, "text-padding": 12 },
      paint: { "text-color": c.words, "text-halo-color": c.wordsHalo, "text-halo-width": 1.6 },
    }),
    over("found-far", "symbol", "found", {
      maxzoom: 14.5,
      layout: { "icon-image": ["concat", "dot/", theme, "/", feeling], "icon-allow-overlap": true, "icon-size": grows(10, 0.7, 14, 1) },
    }),
    over("found", "symbol", "found", {
      minzoom: 14.5,
      layout: {
        "icon-image": pin, "icon-allow-overlap": true, "icon-anchor": "bottom", "icon-size": grows(14.5, 0.75, 16.5, 1),
        "symbol-z-order": "viewport-y",
      },
    }),
    ...findings(c, theme, feeling),
    over("emerging-name", "symbol", "emerging-names", {
      layout: { "text-field": ["get", "name"], "text-font": bold, "text-size": 14, "text-anchor": "bottom", "text-offset": [0, -0.2], "text-allow-overlap": true },
      paint: { "text-color": c.words, "text-halo-color": c.wordsHalo, "text-halo-width": 2 },
    }),
    over("mine-room", "symbol", "mine-room", {
      layout: { "icon-image": "room", "icon-anchor": "bottom", "icon-allow-overlap": true },
      paint: { "icon-opacity": 0 },
    }),
    ...questions(c, bold),
  ];
}

/** Places that are asked about, each with its number: in its dot where there is room, else beside it, where it leaves room for the others. */
function questions(c, bold) {
  const near = 16;
  const number = { "text-field": ["to-string", ["get", "number"]], "text-font": bold, "text-size": 15, "text-allow-overlap": true };
  return [
    over("ask-dot", "circle", "ask", {
      paint: { "circle-color": c.raised, "circle-radius": ["step", ["zoom"], 5, near, 13], "circle-stroke-color": c.amber, "circle-stroke-width": 3 },
    }),
    over("ask-number", "symbol", "ask", { minzoom: near, layout: { ...number, "text-ignore-placement": true }, paint: { "text-color": c.ink } }),
    over("ask-number-beside", "symbol", "ask", {
      maxzoom: near,
      layout: { ...number, "text-variable-anchor": ["left", "right", "bottom", "top", "bottom-left", "top-right", "top-left", "bottom-right"], "text-radial-offset": 0.7 },
      paint: { "text-color": c.words, "text-halo-color": c.wordsHalo, "text-halo-width": 2.5 },
    }),
  ];
}

/**
 * What a desk looks at: every finding has its dot, and those with most voices their pin, as far as there is room.
 * The chosen one lies over all of them.
 */
function findings(c, theme, feeling) {
  const chosen = ["to-boolean", ["get", "selected"]];
  const mark = (kind) => ["concat", `${kind}/`, theme, "/", feeling, "/", ["coalesce", ["get", "icon"], ""]];
  const voices = ["coalesce", ["get", "voices"], 1];
  const size = ["interpolate", ["linear"], voices, 1, 0.78, 4, 0.92, 12, 1.1];
  return [
    over("finding-dot", "symbol", "findings", {
      layout: { "icon-image": ["concat", "dot/", theme, "/", feeling], "icon-allow-overlap": true, "icon-ignore-placement": true },
    }),
    over("finding", "symbol", "findings", {
      filter: ["!", chosen],
      layout: { "icon-image": mark("mark"), "icon-anchor": "bottom", "icon-size": size, "icon-padding": 0, "symbol-sort-key": ["-", 0, voices] },
    }),
    over("finding-chosen", "symbol", "findings", {
      filter: chosen,
      layout: { "icon-image": mark("chosen"), "icon-anchor": "bottom", "icon-allow-overlap": true, "icon-size": 1.2 },
    }),
  ];
}

export function overlayLayers(theme, font) {
  const c = palette(theme);
  return { lines: lines(c, theme), points: points(c, theme, font) };
}
