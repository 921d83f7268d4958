// The handles of a line that is drawn at the desk, and what is done with them.
// Promises: shows what it is given and tells what was done, by number; it knows no line and computes none; nothing is
// left behind when it ends.
import { Marker } from "maplibre-gl/dist/maplibre-gl-csp.js";

export class Drawing {
  #map;
  #words;
  #tell;
  #markers = [];
  #click = (event) => this.#clicked(event);
  #zoomed = () => this.#makeRoom();

  constructor(map, words, tell) {
    this.#map = map;
    this.#words = words;
    this.#tell = tell;
    map.on("click", this.#click);
    map.on("zoom", this.#zoomed);
    map.doubleClickZoom.disable();
    map.getCanvas().style.cursor = "crosshair";
  }

  close() {
    this.#map.off("click", this.#click);
    this.#map.off("zoom", this.#zoomed);
    this.#map.doubleClickZoom.enable();
    this.#map.getCanvas().style.cursor = "";
    this.#sweep();
  }

  /** `corners` are places; `middles` are places with the zoom from which there is room for a handle. */
  show({ corners, middles }) {
    // A corner that was just moved keeps the focus.
    const focused = this.#markers.findIndex(({ element }) => element === document.activeElement);
    this.#sweep();
    corners.forEach((place, index) => this.#corner(place, index));
    middles.forEach(({ at, from_zoom: fromZoom }, index) => this.#middle(at, fromZoom, index));
    this.#makeRoom();
    this.#markers[focused]?.element.focus({ preventScroll: true });
  }

  #sweep() {
    for (const { marker } of this.#markers) marker.remove();
    this.#markers = [];
  }

  #makeRoom() {
    const zoom = this.#map.getZoom();
    for (const { element, fromZoom } of this.#markers) element.hidden = zoom < fromZoom;
  }

  #clicked({ originalEvent, lngLat }) {
    const target = originalEvent.target;
    if (target instanceof Element && target.closest("button")) return;
    this.#did("add", 0, lngLat, originalEvent.altKey);
  }

  #did(act, index, place, straight = false) {
    this.#tell({ kind: "draw", act, index, lon: place?.lng ?? 0, lat: place?.lat ?? 0, straight });
  }

  #corner(place, index) {
    const element = this.#handle(place, `map-corner${index === 0 ? " first" : ""}`, "move", this.#words.corner, index);
    element.addEventListener("click", () => this.#did("press", index));
    element.addEventListener("contextmenu", (event) => this.#remove(event, index));
    element.addEventListener("keydown", (event) => {
      if (event.key === "Delete" || event.key === "Backspace") this.#remove(event, index);
    });
  }

  #middle(place, fromZoom, index) {
    const element = this.#handle(place, "map-middle", "insert", this.#words.between, index, fromZoom);
    // The list beside the map is for the keyboard; here each would be one stop of very many.
    element.tabIndex = -1;
  }

  #remove(event, index) {
    event.preventDefault();
    this.#did("remove", index);
  }

  #handle(place, name, act, word, index, fromZoom = 0) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = name;
    element.setAttribute("aria-label", `${word} ${index + 1}`);
    const marker = new Marker({ element, draggable: true, clickTolerance: 3 }).setLngLat(place).addTo(this.#map);
    marker.on("dragend", () => this.#did(act, index, marker.getLngLat()));
    this.#markers.push({ element, marker, fromZoom });
    return element;
  }
}
