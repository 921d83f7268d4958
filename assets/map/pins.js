// Pins: those that are the walker's own, as buttons on the map, and the pictures of everybody else's.
// Promises: safe and unsafe differ in shape, not only in colour; every own pin is a real button of at least 44 px that
// says what it is; a pin that is already there is changed, never made anew, so that focus and drags survive; pictures
// are drawn when first asked for and never fetched.
import { Marker } from "maplibre-gl/dist/maplibre-gl-csp.js";
import { palette } from "./palette.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 44;
const HEIGHT = 52;

/** Round for safe, square for unsafe; both stand on their tip. */
const SHAPES = {
  safe: "M22 49C18.500 44 4 34 4 21A18 18 0 1 1 40 21C40 34 25.500 44 22 49Z",
  unsafe: "M13 3H31A9 9 0 0 1 40 12V30A9 9 0 0 1 31 39H29L22 49L15 39H13A9 9 0 0 1 4 30V12A9 9 0 0 1 13 3Z",
};

/** Phosphor's heart, and an exclamation mark: what is drawn when a category has no icon of its own. */
const SIGNS = {
  safe: "M240,102c0,70-103.79,126.66-108.21,129a8,8,0,0,1-7.58,0C119.79,228.66,16,172,16,102A62.07,62.07,0,0,1,78,40c20.65,0,38.73,8.88,50,23.89C139.27,48.88,157.35,40,178,40A62.07,62.07,0,0,1,240,102Z",
  unsafe: "M128,24a22,22,0,0,1,22,24l-8,104a14,14,0,0,1-28,0L106,48A22,22,0,0,1,128,24Zm0,164a22,22,0,1,1-22,22A22,22,0,0,1,128,188Z",
};

/** Phosphor's bus, tram, train and boat, filled. */
const THINGS = {
  bus: "M248,80v24a8,8,0,0,1-16,0V80a8,8,0,0,1,16,0ZM16,72a8,8,0,0,0-8,8v24a8,8,0,0,0,16,0V80A8,8,0,0,0,16,72Zm200-8V208a16,16,0,0,1-16,16H184a16,16,0,0,1-16-16v-8H88v8a16,16,0,0,1-16,16H56a16,16,0,0,1-16-16V64A32,32,0,0,1,72,32H184A32,32,0,0,1,216,64ZM104,148a12,12,0,1,0-12,12A12,12,0,0,0,104,148Zm72,0a12,12,0,1,0-12,12A12,12,0,0,0,176,148Zm24-76H56v40H200Z",
  tram: "M184,48H136V24h32a8,8,0,0,0,0-16H88a8,8,0,0,0,0,16h32V48H72A32,32,0,0,0,40,80V184a32,32,0,0,0,32,32h8L65.6,235.2a8,8,0,1,0,12.8,9.6L100,216h56l21.6,28.8a8,8,0,1,0,12.8-9.6L176,216h8a32,32,0,0,0,32-32V80A32,32,0,0,0,184,48Zm0,152H72a16,16,0,0,1-16-16V128H200v56A16,16,0,0,1,184,200ZM96,172a12,12,0,1,1-12-12A12,12,0,0,1,96,172Zm88,0a12,12,0,1,1-12-12A12,12,0,0,1,184,172Z",
  train: "M184,24H72A32,32,0,0,0,40,56V184a32,32,0,0,0,32,32h8L65.6,235.2a8,8,0,1,0,12.8,9.6L100,216h56l21.6,28.8a8,8,0,1,0,12.8-9.6L176,216h8a32,32,0,0,0,32-32V56A32,32,0,0,0,184,24ZM84,184a12,12,0,1,1,12-12A12,12,0,0,1,84,184Zm36-64H56V80h64Zm52,64a12,12,0,1,1,12-12A12,12,0,0,1,172,184Zm28-64H136V80h64Z",
  boat: "M221.06,110.59,208,106.23V56a16,16,0,0,0-16-16H136V24a8,8,0,0,0-16,0V40H64A16,16,0,0,0,48,56v50.23l-13.06,4.36A16,16,0,0,0,24,125.77V152c0,61.54,97.89,86.72,102.06,87.76a8,8,0,0,0,3.88,0C134.11,238.72,232,213.54,232,152V125.77A16,16,0,0,0,221.06,110.59ZM136,168a8,8,0,0,1-16,0V104.87a8,8,0,0,1,16,0Zm56-67.1L130.53,80.41a8,8,0,0,0-5.06,0L64,100.9V56H192Z",
};

function feelingOf(properties) {
  return properties.feeling === "safe" ? "safe" : "unsafe";
}

// ---------- Own pins ----------

function svg(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function pinButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "map-pin";
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, "aria-hidden": "true" });
  picture.append(svg("path", { class: "shape" }), svg("path", { class: "sign", transform: "translate(11 10) scale(0.0859375)" }));
  button.append(picture);
  return button;
}

function dress(button, properties, icons) {
  const feeling = feelingOf(properties);
  button.dataset.feeling = feeling;
  button.setAttribute("aria-label", properties.label ?? "");
  button.toggleAttribute("data-selected", Boolean(properties.selected));
  if (properties.selected) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
  button.querySelector(".shape").setAttribute("d", SHAPES[feeling]);
  button.querySelector(".sign").setAttribute("d", icons[properties.icon] ?? SIGNS[feeling]);
}

/** The walker's own pins, kept in step with what is shown. */
export class OwnPins {
  #map;
  #icons;
  #tell;
  #pins = new Map();

  constructor(map, icons, tell) {
    this.#map = map;
    this.#icons = icons;
    this.#tell = tell;
  }

  show(features) {
    const points = features.filter((feature) => feature.geometry?.type === "Point");
    const wanted = new Set(points.map((feature) => String(feature.properties.id)));
    for (const [id, pin] of this.#pins) if (!wanted.has(id)) this.#remove(id, pin);
    for (const feature of points) this.#put(feature);
  }

  clear() {
    for (const [id, pin] of this.#pins) this.#remove(id, pin);
  }

  #remove(id, pin) {
    pin.marker.remove();
    this.#pins.delete(id);
  }

  #put({ properties, geometry }) {
    const id = String(properties.id);
    const pin = this.#pins.get(id) ?? this.#make(id, properties.id);
    dress(pin.button, properties, this.#icons);
    pin.marker.setDraggable(Boolean(properties.movable));
    if (!pin.held) pin.marker.setLngLat(geometry.coordinates);
    if (!pin.placed) pin.marker.addTo(this.#map);
    pin.placed = true;
  }

  #make(id, told) {
    const button = pinButton();
    const marker = new Marker({ element: button, anchor: "bottom", clickTolerance: 6, subpixelPositioning: true });
    const pin = { button, marker, held: false, placed: false, movedAt: 0 };
    marker.on("dragstart", () => this.#hold(pin, true));
    marker.on("dragend", () => this.#dropped(pin, told));
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      // The click that ends a drag is not a tap.
      if (performance.now() - pin.movedAt > 300) this.#tell({ kind: "tap", layer: "mine", id: told });
    });
    this.#pins.set(id, pin);
    return pin;
  }

  #hold(pin, held) {
    pin.held = held;
    pin.button.toggleAttribute("data-held", held);
  }

  #dropped(pin, id) {
    this.#hold(pin, false);
    pin.movedAt = performance.now();
    const { lng, lat } = pin.marker.getLngLat();
    this.#tell({ kind: "moved", id, lon: lng, lat });
  }
}

// ---------- Pictures ----------

const RATIO = 2;

function canvas(width, height, paint) {
  const sheet = document.createElement("canvas");
  sheet.width = width * RATIO;
  sheet.height = height * RATIO;
  const pen = sheet.getContext("2d");
  pen.scale(RATIO, RATIO);
  paint(pen);
  return pen.getImageData(0, 0, sheet.width, sheet.height);
}

/** Quieter than one's own: an outline on a plain ground, three quarters of the size. */
function foundPin(theme, feeling, icon) {
  const c = palette(theme);
  return canvas(33, 39, (pen) => {
    pen.scale(0.75, 0.75);
    const shape = new Path2D(SHAPES[feeling]);
    pen.fillStyle = c.raised;
    pen.strokeStyle = c[feeling];
    pen.lineWidth = 3;
    pen.fill(shape);
    pen.stroke(shape);
    pen.translate(11, 10);
    pen.scale(22 / 256, 22 / 256);
    pen.fillStyle = c[feeling];
    pen.fill(new Path2D(icon));
  });
}

/** At the desk, where nothing is one's own: filled, and the chosen one in ink. */
function deskPin(theme, feeling, icon, fill) {
  const c = palette(theme);
  return canvas(WIDTH, HEIGHT, (pen) => {
    const shape = new Path2D(SHAPES[feeling]);
    pen.fillStyle = fill;
    pen.strokeStyle = c.raised;
    pen.lineWidth = 2;
    pen.fill(shape);
    pen.stroke(shape);
    pen.translate(11, 10);
    pen.scale(22 / 256, 22 / 256);
    pen.fillStyle = c.raised;
    pen.fill(new Path2D(icon));
  });
}

function foundDot(theme, feeling) {
  const c = palette(theme);
  return canvas(14, 14, (pen) => {
    pen.beginPath();
    if (feeling === "safe") pen.arc(7, 7, 5, 0, 2 * Math.PI);
    else pen.rect(2.5, 2.5, 9, 9);
    pen.fillStyle = c[feeling];
    pen.strokeStyle = c.raised;
    pen.lineWidth = 1.5;
    pen.fill();
    pen.stroke();
  });
}

function signOf(theme, path) {
  const c = palette(theme);
  return canvas(15, 15, (pen) => {
    pen.fillStyle = c.stop;
    pen.beginPath();
    pen.roundRect(0.5, 0.5, 14, 14, 4);
    pen.fill();
    pen.translate(2.75, 2.75);
    pen.scale(9.5 / 256, 9.5 / 256);
    pen.fillStyle = c.onStop;
    pen.fill(new Path2D(path));
  });
}

/** A bead of the loop. */
function bead(theme) {
  const c = palette(theme);
  return canvas(12, 12, (pen) => {
    pen.beginPath();
    pen.arc(6, 6, 3.9, 0, 2 * Math.PI);
    pen.fillStyle = c.loop;
    pen.strokeStyle = c.loopEdge;
    pen.lineWidth = 1.4;
    pen.fill();
    pen.stroke();
  });
}

function bench(theme) {
  return canvas(10, 6, (pen) => {
    pen.fillStyle = palette(theme).thing;
    pen.fillRect(0.5, 0.5, 9, 2.2);
    pen.fillRect(1.5, 2.7, 1.4, 2.8);
    pen.fillRect(7.1, 2.7, 1.4, 2.8);
  });
}

function door(theme) {
  return canvas(7, 7, (pen) => {
    pen.fillStyle = palette(theme).thing;
    pen.beginPath();
    pen.moveTo(3.5, 1);
    pen.lineTo(6.5, 6);
    pen.lineTo(0.5, 6);
    pen.fill();
  });
}

function picture(name, theme, icons) {
  const [group, ...rest] = name.split("/");
  if (group === "room") return canvas(WIDTH, HEIGHT, () => {});
  if (group === "bead") return bead(rest[0]);
  if (group === "dot") return foundDot(rest[0], rest[1]);
  const sign = () => icons[rest.slice(2).join("/")] ?? SIGNS[rest[1]];
  if (group === "pin") return foundPin(rest[0], rest[1], sign());
  if (group === "mark") return deskPin(rest[0], rest[1], sign(), palette(rest[0])[rest[1]]);
  if (group === "chosen") return deskPin(rest[0], rest[1], sign(), palette(rest[0]).ink);
  if (rest[0] === "bench") return bench(theme);
  if (rest[0] === "door") return door(theme);
  if (rest[0] in THINGS) return signOf(theme, THINGS[rest[0]]);
  return null;
}

/** Draws a picture that the style asks for by name. */
export function addPicture(map, name, theme, icons) {
  if (map.hasImage(name)) return;
  const image = picture(name, theme, icons);
  if (image) map.addImage(name, image, { pixelRatio: RATIO });
}

/** Draws what is there in another theme, before anything asks for it, so that nothing is gone for a moment. */
export function redraw(map, before, theme, icons) {
  for (const name of map.listImages()) {
    if (name.startsWith("thing/")) map.updateImage(name, picture(name, theme, icons));
    const [group, of, ...rest] = name.split("/");
    if (of === before) addPicture(map, [group, theme, ...rest].join("/"), theme, icons);
  }
}
