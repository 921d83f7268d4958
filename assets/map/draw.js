// Drawing a loop at the desk: click to go on, drag a corner, drag between two corners to make one, undo.
// Promises: every change is told as the whole line; a corner can be undone, one step at a time, back to how it was when
// drawing began; what follows streets is kept as it lay, also when the map has moved on; drawing leaves nothing behind
// when it ends.
import { Marker } from "maplibre-gl/dist/maplibre-gl-csp.js";
import { bendsOf, collection, lineFeature, metresBetween, middleOf } from "./geometry.js";
import { snapTo, wayBetween } from "./route.js";
import { WALKABLE } from "./style.js";

const SNAP_PX = 12;
/** A line that was there before gets corners where it bends more than this. */
const BEND_M = 12;
/** Steps that can be undone. */
const STEPS = 200;

/** The longest stretch without a handle between two corners, on the screen. */
const ROOM_PX = 56;

export class Drawing {
  #map;
  #options;
  #words;
  #changed;
  #corners = [];
  #legs = [];
  #before = [];
  #markers = [];
  #click = (event) => this.#clicked(event);
  #again = () => this.#middles();

  /** `changed(points)` hears of every change; `shown(collection)` draws the line. */
  constructor(map, options, words, changed, shown) {
    this.#map = map;
    this.#options = options;
    this.#words = words;
    this.#changed = changed;
    this.shown = shown;
    this.#start(options.points ?? []);
    map.on("click", this.#click);
    map.on("moveend", this.#again);
    map.doubleClickZoom.disable();
    map.getCanvas().style.cursor = "crosshair";
    this.#draw();
  }

  close() {
    this.#map.off("click", this.#click);
    this.#map.off("moveend", this.#again);
    this.#map.doubleClickZoom.enable();
    this.#map.getCanvas().style.cursor = "";
    this.#sweep();
    this.shown(collection([]));
  }

  undo() {
    const last = this.#before.pop();
    if (!last) return;
    [this.#corners, this.#legs] = last;
    this.#finish();
  }

  get points() {
    if (this.#legs.length === 0) return this.#corners.map((corner) => corner.place);
    return this.#legs.flatMap((leg, index) => (index === 0 ? leg : leg.slice(1)));
  }

  /** A line that was drawn before: corners where it bends, and what lies between as it lies. */
  #start(line) {
    if (line.length < 2) {
      this.#corners = line.map((place) => ({ place, snapped: false }));
      return;
    }
    const bends = bendsOf(line, BEND_M);
    this.#corners = bends.map((index) => ({ place: line[index], snapped: true }));
    this.#legs = bends.slice(1).map((to, index) => line.slice(bends[index], to + 1));
  }

  // ---------- Changes ----------

  #remember() {
    this.#before.push([[...this.#corners], [...this.#legs]]);
    if (this.#before.length > STEPS) this.#before.shift();
  }

  #finish() {
    this.#draw();
    this.#changed(this.points);
  }

  #clicked(event) {
    const target = event.originalEvent.target;
    if (target instanceof Element && target.closest("button")) return;
    this.#append(this.#cornerAt(event.point, event.lngLat));
  }

  #append(corner) {
    this.#remember();
    const last = this.#corners.at(-1);
    this.#corners.push(corner);
    if (last) this.#legs.push(this.#leg(last, corner));
    this.#finish();
  }

  #cornerAt(point, lngLat) {
    const snapped = this.#options.snap ? snapTo(this.#map, point, WALKABLE, SNAP_PX) : null;
    return { place: snapped ?? [lngLat.lng, lngLat.lat], snapped: snapped !== null };
  }

  #leg(from, to) {
    const follows = (this.#options.route ?? this.#options.snap) && from.snapped && to.snapped;
    return follows ? wayBetween(this.#map, from.place, to.place) : [from.place, to.place];
  }

  /** Closes the loop where it began, when the first corner is clicked. */
  #closeLoop() {
    const [first, last] = [this.#corners[0], this.#corners.at(-1)];
    if (this.#corners.length < 3 || metresBetween(first.place, last.place) < 1) return;
    this.#append(first);
  }

  #moveCorner(index, corner) {
    this.#remember();
    const closed = this.#isClosed();
    const end = this.#corners.length - 1;
    this.#put(index, corner);
    if (closed && index === 0) this.#put(end, corner);
    if (closed && index === end) this.#put(0, corner);
    this.#finish();
  }

  #put(index, corner) {
    this.#corners[index] = corner;
    if (index > 0) this.#legs[index - 1] = this.#leg(this.#corners[index - 1], corner);
    if (index < this.#corners.length - 1) this.#legs[index] = this.#leg(corner, this.#corners[index + 1]);
  }

  #insert(index, corner) {
    this.#remember();
    const [from, to] = [this.#corners[index], this.#corners[index + 1]];
    this.#corners.splice(index + 1, 0, corner);
    this.#legs.splice(index, 1, this.#leg(from, corner), this.#leg(corner, to));
    this.#finish();
  }

  #remove(index) {
    this.#remember();
    const closed = this.#isClosed();
    this.#corners.splice(index, 1);
    this.#legs.splice(Math.min(index, this.#legs.length - 1), 1);
    if (index > 0 && index < this.#corners.length) {
      this.#legs[index - 1] = this.#leg(this.#corners[index - 1], this.#corners[index]);
    } else if (index === 0) {
      this.#legs = this.#corners.slice(1).map((to, at) => this.#legs[at] ?? this.#leg(this.#corners[at], to));
      if (closed) this.#put(this.#corners.length - 1, this.#corners[0]);
    }
    this.#finish();
  }

  #isClosed() {
    const last = this.#corners.length - 1;
    return last > 1 && metresBetween(this.#corners[0].place, this.#corners[last].place) < 0.5;
  }

  // ---------- Handles ----------

  #draw() {
    const line = this.points;
    this.shown(collection(line.length > 1 ? [lineFeature(line)] : []));
    this.#sweep();
    const shown = this.#isClosed() ? this.#corners.slice(0, -1) : this.#corners;
    shown.forEach((corner, index) => this.#handle(corner.place, `map-corner${index === 0 ? " first" : ""}`, index));
    this.#middles();
  }

  #sweep() {
    for (const marker of this.#markers) marker.remove();
    this.#markers = [];
  }

  /** Handles between corners, where there is room for them. */
  #middles() {
    this.#markers = this.#markers.filter((marker) => {
      const middle = marker.getElement().classList.contains("map-middle");
      if (middle) marker.remove();
      return !middle;
    });
    this.#legs.forEach((leg, index) => {
      const [a, b] = [leg[0], leg.at(-1)].map((place) => this.#map.project(place));
      if (a.dist(b) > ROOM_PX) this.#handle(middleOf(leg), "map-middle", index);
    });
  }

  #handle(place, name, index) {
    const middle = name === "map-middle";
    const button = document.createElement("button");
    button.type = "button";
    button.className = name;
    // The list beside the map is for the keyboard; here a corner would be one stop of very many.
    button.tabIndex = middle ? -1 : 0;
    button.setAttribute("aria-label", `${middle ? this.#words.between : this.#words.corner} ${index + 1}`);
    const marker = new Marker({ element: button, draggable: true, clickTolerance: 3 }).setLngLat(place).addTo(this.#map);
    marker.on("dragend", () => this.#dropped(marker, middle, index));
    if (!middle) this.#keys(button, index);
    this.#markers.push(marker);
  }

  #dropped(marker, middle, index) {
    const lngLat = marker.getLngLat();
    const corner = this.#cornerAt(this.#map.project(lngLat), lngLat);
    if (middle) this.#insert(index, corner);
    else this.#moveCorner(index, corner);
  }

  #keys(button, index) {
    button.addEventListener("click", () => {
      if (index === 0) this.#closeLoop();
    });
    button.addEventListener("contextmenu", (event) => {
      event.preventDefault();
      this.#remove(index);
    });
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Delete" && event.key !== "Backspace") return;
      event.preventDefault();
      this.#remove(index);
    });
  }
}
