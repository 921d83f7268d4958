// The one bridge to MapLibre: everything that Lykta draws on a map goes through here.
// Promises: nothing is fetched but the archive that was given; nothing here throws into the caller, who hears of
// failures as an event; what is shown stays when the theme changes; after `close` nothing is left running. Calls may
// come before the map is ready: what they ask for is there once it is.
import maplibregl from "maplibre-gl/dist/maplibre-gl-csp.js";
import { Drawing } from "./draw.js";
import { fontOf, fontsOf } from "./fonts.js";
import { Here } from "./here.js";
import { OVERLAYS, overlayLayers, overlaySources, sourcesOf } from "./overlays.js";
import { palette } from "./palette.js";
import { OwnPins, addPicture, redraw } from "./pins.js";
import { COUNTED, GROUND, groundLayers } from "./style.js";
import { beginTiles, openTiles } from "./tiles.js";
import { Touch } from "./touch.js";

export { archive, held, keep, keepOnly } from "./keep.js";
export { attributionOf } from "./tiles.js";

const NOTHING = { type: "FeatureCollection", features: [] };
const GLIDE_MS = 200;
/** A map that does not come back within this is told to be lost. */
const LOST_MS = 5000;
const NEAR_ZOOM = 17;
const WORDS = { map: "Karta", here: "Här är du", corner: "Hörn", between: "Mitt emellan hörn" };

/** To be called once before a map is opened, with the TrustedScriptURL of MapLibre's own worker. */
export function begin(workerUrl) {
  maplibregl.setWorkerUrl(workerUrl);
  beginTiles();
}

/** Whether this browser can draw a map at all. */
export function canDraw() {
  try {
    const context = document.createElement("canvas").getContext("webgl2") ?? document.createElement("canvas").getContext("webgl");
    // Browsers allow few contexts; this one is given back at once.
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}

/** Opens a map in the element. The answer can be used at once, also when the map fails. */
export function open(element, options, tell) {
  const hear = (event) => {
    try {
      tell(event);
    } catch (reason) {
      console.error("what the map told could not be heard", reason);
    }
  };
  const chart = new Chart(element, options ?? {}, hear);
  return Object.freeze({
    show: calmly((name, features) => chart.show(name, features)),
    here: calmly((position) => chart.here(position)),
    look: calmly((theme) => chart.look(theme)),
    follow: calmly((on) => chart.follow(on)),
    goTo: calmly((lon, lat, zoom) => chart.goTo(lon, lat, zoom)),
    room: calmly((padding) => chart.room(padding)),
    reveal: calmly((lon, lat) => chart.reveal(lon, lat)),
    zoom: calmly((by) => chart.zoom(by)),
    fit: calmly((bounds, padding) => chart.fit(bounds, padding)),
    resize: calmly(() => chart.resize()),
    draw: calmly((handles) => chart.draw(handles)),
    close: calmly(() => chart.close()),
  });
}

/** A call that goes wrong is a mistake of ours, to be seen by developers; the map goes on. */
function calmly(action) {
  return (...given) => {
    try {
      action(...given);
    } catch (reason) {
      console.error("the map", reason);
    }
  };
}

class Chart {
  #element;
  #options;
  #tell;
  #theme;
  #painted;
  #font;
  #words;
  #icons;
  #still;
  #map = null;
  #tiles = null;
  #pins;
  #here;
  #touch;
  #drawing = null;
  #data = new Map();
  #ready = false;
  #follows = false;
  #count = 0;
  #stale = true;
  #lost = 0;

  constructor(element, options, tell) {
    this.#element = element;
    this.#options = options;
    this.#tell = tell;
    this.#theme = options.theme ?? "light";
    this.#words = { ...WORDS, ...options.words };
    this.#icons = options.icons ?? {};
    this.#still = Boolean(options.still);
    this.#font = fontOf(element);
    try {
      this.#begin();
    } catch (reason) {
      console.error(reason);
      this.#abandon();
      // After the caller has got the handle.
      queueMicrotask(() => tell({ kind: "failed", why: "webgl" }));
    }
  }

  #begin() {
    this.#element.classList.add("map-ground");
    this.#ground();
    this.#tiles = openTiles(this.#options.tiles);
    this.#map = new maplibregl.Map(mapOptions(this.#element, this.#options, this.#words, this.#still));
    this.#gestures();
    this.#pins = new OwnPins(this.#map, this.#icons, this.#tell);
    this.#here = new Here(this.#map, this.#still, this.#words.here);
    this.#touch = new Touch(this.#map, this.#tell, () => this.#ready && this.#drawing === null);
    this.#listen();
    this.#dress();
  }

  /** Words are drawn with the page's font, which must be there before the first of them. */
  async #dress() {
    const { bounds, centre } = this.#options;
    const [, own] = await Promise.all([fontsOf(this.#font), bounds || centre ? null : this.#tiles.bounds()]);
    if (!this.#map) return;
    if (own) this.#map.jumpTo(this.#map.cameraForBounds(own, { padding: roomFor(this.#element, 24) }));
    this.#map.setStyle(this.#style(), { diff: false });
  }

  #ground() {
    this.#element.style.backgroundColor = palette(this.#theme).ground;
  }

  #gestures() {
    const map = this.#map;
    map.touchPitch.disable();
    if (this.#options.rotates) return;
    map.dragRotate.disable();
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
  }

  #listen() {
    const map = this.#map;
    map.on("style.load", () => this.#styled());
    map.on("styleimagemissing", ({ id }) => addPicture(map, id, this.#theme, this.#icons));
    map.on("idle", () => this.#idle());
    map.on("sourcedata", (event) => {
      if (event.sourceId === GROUND && event.tile) this.#stale = true;
    });
    map.on("dragstart", (event) => this.#panned(event));
    map.on("movestart", (event) => {
      // Later, for whoever moved it may be the one who is told, and is busy.
      queueMicrotask(() => this.#tell({ kind: "moves" }));
      if (event.originalEvent instanceof KeyboardEvent) this.#panned(event);
    });
    map.on("error", ({ error }) => console.warn("the map", error?.message ?? error));
    map.on("webglcontextlost", () => this.#losing());
    map.on("webglcontextrestored", () => clearTimeout(this.#lost));
  }

  #styled() {
    if (this.#ready) return;
    this.#ready = true;
    // What came while the style was on its way.
    for (const name of this.#data.keys()) this.#push(name);
    if (this.#painted !== this.#theme) this.#paint();
    this.#tell({ kind: "ready" });
  }

  #idle() {
    if (!this.#ready) return;
    const layers = COUNTED.filter((id) => this.#map.getLayer(id));
    if (this.#stale) this.#count = layers.length > 0 ? this.#map.queryRenderedFeatures({ layers }).length : 0;
    this.#stale = false;
    this.#tell({ kind: "idle", features: this.#count });
  }

  #panned(event) {
    if (!event.originalEvent) return;
    this.#follows = false;
    this.#tell({ kind: "user-moved" });
  }

  /** Phones take the graphics away from pages in the background, and mostly give them back. */
  #losing() {
    clearTimeout(this.#lost);
    const wait = () => {
      if (document.visibilityState === "visible") this.#tell({ kind: "failed", why: "lost" });
      else document.addEventListener("visibilitychange", () => this.#map && this.#losing(), { once: true });
    };
    this.#lost = setTimeout(wait, LOST_MS);
  }

  // ---------- Style ----------

  #style() {
    this.#painted = this.#theme;
    return {
      version: 8,
      sources: { ...this.#tiles.source, ...overlaySources(this.#data) },
      layers: this.#layers(),
      transition: { duration: this.#still ? 0 : GLIDE_MS, delay: 0 },
    };
  }

  #layers() {
    const ground = groundLayers(this.#theme, { language: this.#options.language, font: this.#font });
    const overlays = overlayLayers(this.#theme, this.#font);
    const all = [...ground.under, ...ground.lamps, ...overlays.lines, ...ground.words, ...overlays.points];
    return this.#options.tiles ? all : all.filter((layer) => layer.source !== GROUND);
  }

  look(theme) {
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.#ground();
    if (this.#ready) this.#paint();
  }

  #paint() {
    redraw(this.#map, this.#painted, this.#theme, this.#icons);
    this.#painted = this.#theme;
    for (const layer of this.#layers()) this.#repaint(layer);
  }

  #repaint({ id, paint = {}, layout = {} }) {
    for (const [name, value] of Object.entries(paint)) this.#map.setPaintProperty(id, name, value);
    if (layout["icon-image"]) this.#map.setLayoutProperty(id, "icon-image", layout["icon-image"]);
  }

  // ---------- What is shown ----------

  show(name, features) {
    const shown = features ?? NOTHING;
    if (name === "mine") this.#pins?.show(shown.features);
    else if (!OVERLAYS.includes(name)) throw new Error(`the map has no layer ${name}`);
    this.#data.set(name, shown);
    this.#push(name);
  }

  #push(name) {
    if (!this.#ready) return;
    const sources = sourcesOf(name, this.#data.get(name));
    for (const [source, held] of Object.entries(sources)) this.#map.getSource(source).setData(held);
  }

  here(position) {
    this.#here?.show(position);
    if (this.#follows) this.#centre();
  }

  // ---------- Where one looks ----------

  follow(on) {
    this.#follows = Boolean(on);
    if (this.#follows) this.#centre();
  }

  #centre() {
    const place = this.#here?.place;
    if (place && this.#map) this.#move({ center: place });
  }

  #move(camera) {
    if (this.#still) this.#map.jumpTo(camera);
    else this.#map.easeTo({ ...camera, duration: GLIDE_MS });
  }

  goTo(lon, lat, zoom) {
    if (!this.#map) return;
    this.#move({ center: [lon, lat], zoom: zoom ?? Math.max(this.#map.getZoom(), NEAR_ZOOM) });
  }

  /** Goes to a place only when it cannot be seen. */
  reveal(lon, lat) {
    if (this.#map && !this.#map.getBounds().contains([lon, lat])) this.#move({ center: [lon, lat] });
  }

  zoom(by) {
    if (this.#map) this.#move({ zoom: this.#map.getZoom() + by });
  }

  fit(bounds, padding = 40) {
    if (!this.#map) return;
    const [west, south, east, north] = bounds;
    const room = typeof padding === "number" ? roomFor(this.#element, padding) : padding;
    const camera = this.#map.cameraForBounds([[west, south], [east, north]], { padding: room, maxZoom: 18 });
    if (camera) this.#move({ center: camera.center, zoom: camera.zoom });
  }

  /** How much of each side is covered by something: what is followed or gone to lies in the midst of the rest. */
  room(padding) {
    this.#map?.setPadding({ top: 0, right: 0, bottom: 0, left: 0, ...padding });
    if (this.#follows) this.#centre();
  }

  resize() {
    this.#map?.resize();
  }

  // ---------- Drawing ----------

  /** Lets a line be drawn that has these handles, or ends it without any. */
  draw(handles) {
    if (!this.#map) return;
    if (handles) {
      this.#drawing ??= new Drawing(this.#map, this.#words, this.#tell);
      this.#drawing.show(handles);
    } else {
      this.#drawing?.close();
      this.#drawing = null;
    }
  }

  // ---------- The end ----------

  close() {
    clearTimeout(this.#lost);
    this.#drawing?.close();
    this.#touch?.close();
    this.#here?.hide();
    this.#pins?.clear();
    this.#abandon();
  }

  #abandon() {
    this.#drawing = null;
    this.#ready = false;
    this.#tiles?.close();
    const map = this.#map;
    this.#map = null;
    map?.remove();
    // A map that could not begin has left its things behind.
    for (const part of this.#element.querySelectorAll(":scope > [class^='maplibregl-']")) part.remove();
    this.#element.classList.remove("map-ground", "maplibregl-map");
    this.#element.style.backgroundColor = "";
  }
}

function mapOptions(container, options, words, still) {
  return {
    container,
    ...cameraOf(options, container),
    minZoom: 8,
    maxZoom: 20,
    maxPitch: 0,
    attributionControl: false,
    maplibreLogo: false,
    boxZoom: false,
    pitchWithRotate: false,
    renderWorldCopies: false,
    refreshExpiredTiles: false,
    fadeDuration: still ? 0 : 150,
    validateStyle: false,
    // Three dots for each is more than the eye sees in the dark and the battery likes.
    pixelRatio: Math.min(devicePixelRatio || 1, 2),
    locale: { "Map.Title": words.map },
    clickTolerance: 6,
    canvasContextAttributes: { powerPreference: "low-power" },
  };
}

function cameraOf({ bounds, centre, zoom }, element) {
  if (centre) return { center: centre, zoom: zoom ?? 16 };
  if (bounds) return { bounds: [[bounds[0], bounds[1]], [bounds[2], bounds[3]]], fitBoundsOptions: { padding: roomFor(element, 24) } };
  return { center: [16, 62.5], zoom: zoom ?? 8 };
}

/** A margin that leaves room for the map on a small screen too. */
function roomFor(element, padding) {
  const least = Math.min(element.clientWidth, element.clientHeight);
  return Math.max(0, Math.min(padding, least / 3));
}
