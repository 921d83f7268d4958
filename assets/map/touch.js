// What fingers and mice mean on the map: a press, a tap on something, a pan.
// Promises: a press is told once, whichever of touch and context menu the browser makes of it; two fingers, a moving
// finger or a pin under it are no press; what ends a press is not also a tap.
import { TAPPED } from "./overlays.js";

const PRESS_MS = 500;
const SHAKE_PX = 10;
/** A finger is this wide. */
const REACH_PX = 22;

export class Touch {
  #map;
  #tell;
  #timer = 0;
  #from = null;
  #pressedAt = -Infinity;
  #pressing = false;
  #fingers = new Set();
  #end = new AbortController();
  #wanted = () => true;

  /** `wanted` says whether presses and taps mean anything just now. */
  constructor(map, tell, wanted) {
    this.#map = map;
    this.#tell = tell;
    this.#wanted = wanted;
    const ground = map.getCanvasContainer();
    const listen = (type, handle) => ground.addEventListener(type, handle, { signal: this.#end.signal });
    listen("pointerdown", (event) => this.#down(event));
    listen("pointermove", (event) => this.#moved(event));
    for (const type of ["pointerup", "pointercancel", "pointerleave"]) listen(type, (event) => this.#up(event));
    listen("contextmenu", (event) => this.#menu(event));
    map.on("click", (event) => this.#tap(event));
    // The map also moves by itself, when it follows the walker; a finger may rest meanwhile.
    map.on("movestart", ({ originalEvent }) => originalEvent && this.#forget());
  }

  close() {
    this.#forget();
    this.#end.abort();
  }

  /** Whether a press was told so recently that the click after it belongs to it. */
  get justPressed() {
    return performance.now() - this.#pressedAt < 700;
  }

  #down(event) {
    if (event.pointerType === "mouse") return;
    this.#fingers.add(event.pointerId);
    this.#forget();
    if (this.#fingers.size > 1 || onButton(event)) return;
    this.#from = event;
    this.#timer = setTimeout(() => this.#hold(event), PRESS_MS);
  }

  #moved(event) {
    if (!this.#from || event.pointerId !== this.#from.pointerId) return;
    if (Math.hypot(event.clientX - this.#from.clientX, event.clientY - this.#from.clientY) > SHAKE_PX) this.#forget();
  }

  #up(event) {
    this.#fingers.delete(event.pointerId);
    // The click that the browser makes of the same touch comes after this.
    if (this.#pressing) this.#pressedAt = performance.now();
    this.#pressing = false;
    this.#forget();
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#from = null;
  }

  #hold(event) {
    this.#pressing = true;
    this.#press(event);
  }

  #menu(event) {
    event.preventDefault();
    if (onButton(event)) return;
    // Android makes a context menu of a long touch, at about the time when the timer would tell it.
    if (this.justPressed || this.#pressing) return;
    if (this.#from) this.#hold(event);
    else this.#press(event);
  }

  #press(event) {
    this.#forget();
    if (!this.#wanted()) return;
    this.#pressedAt = performance.now();
    const { lng, lat } = this.#placeOf(event);
    this.#tell({ kind: "press", lon: lng, lat });
  }

  #placeOf(event) {
    // The menu key has no place of its own; it means the middle.
    if (event.type === "contextmenu" && event.pointerType === "") return this.#map.getCenter();
    const box = this.#map.getCanvasContainer().getBoundingClientRect();
    return this.#map.unproject([event.clientX - box.left, event.clientY - box.top]);
  }

  #tap(event) {
    if (this.justPressed || !this.#wanted() || onButton(event.originalEvent)) return;
    const hit = this.#nearest(event.point);
    const { lng, lat } = event.lngLat;
    if (hit) this.#tell({ kind: "tap", layer: TAPPED[hit.layer.id], id: hit.properties.id });
    else this.#tell({ kind: "ground", lon: lng, lat });
  }

  #nearest(point) {
    const layers = Object.keys(TAPPED).filter((id) => this.#map.getLayer(id));
    const box = [[point.x - REACH_PX, point.y - REACH_PX], [point.x + REACH_PX, point.y + REACH_PX]];
    const exact = this.#map.queryRenderedFeatures(point, { layers })[0];
    if (exact) return exact;
    const off = (feature) => {
      const place = this.#map.project(feature.geometry.coordinates);
      return Math.hypot(place.x - point.x, place.y - point.y);
    };
    return this.#map.queryRenderedFeatures(box, { layers }).sort((a, b) => off(a) - off(b))[0];
  }
}

function onButton(event) {
  return event.target instanceof Element && event.target.closest("button") !== null;
}
