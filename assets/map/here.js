// Where the walker is.
// Promises: the ring is as wide as the position is unsure, in true metres at every zoom; a direction is only shown
// when one is known; moves in at most a fifth of a second, or at once when things are to be still; an update that does
// not move the camera costs no drawing of the map.
import { Marker } from "maplibre-gl/dist/maplibre-gl-csp.js";
import { between, metresBetween, metresPerPixel } from "./geometry.js";

const GLIDE_MS = 200;
/** Farther than this is a jump, not a walk. */
const JUMP_M = 200;

function part(name) {
  const element = document.createElement("span");
  element.className = name;
  return element;
}

export class Here {
  #map;
  #still;
  #marker;
  #ring = part("map-here-ring");
  #cone = part("map-here-cone");
  #at = null;
  #accuracy = 0;
  #frame = 0;
  #resize = () => this.#widen();

  constructor(map, still, label) {
    this.#map = map;
    this.#still = still;
    const element = document.createElement("div");
    element.className = "map-here";
    element.setAttribute("role", "img");
    element.setAttribute("aria-label", label);
    element.append(this.#ring, this.#cone, part("map-here-dot"));
    this.#marker = new Marker({ element, subpixelPositioning: true, rotationAlignment: "map", pitchAlignment: "map" });
  }

  get place() {
    return this.#at;
  }

  show(position) {
    if (!position) return this.hide();
    const { lon, lat, accuracyM, headingDeg } = position;
    const to = [lon, lat];
    const from = this.#at;
    this.#at = to;
    this.#accuracy = Math.max(0, accuracyM ?? 0);
    this.#turn(headingDeg);
    if (from) this.#glide(from, to);
    else this.#appear(to);
    this.#widen();
  }

  hide() {
    cancelAnimationFrame(this.#frame);
    this.#map.off("zoom", this.#resize);
    this.#marker.remove();
    this.#at = null;
  }

  #appear(place) {
    this.#marker.setLngLat(place).addTo(this.#map);
    this.#map.on("zoom", this.#resize);
  }

  #turn(headingDeg) {
    const known = Number.isFinite(headingDeg);
    this.#cone.hidden = !known;
    this.#marker.setRotation(known ? headingDeg : 0);
  }

  #widen() {
    if (!this.#at) return;
    const across = (2 * this.#accuracy) / metresPerPixel(this.#at[1], this.#map.getZoom());
    this.#ring.style.width = this.#ring.style.height = `${across.toFixed(1)}px`;
  }

  #glide(from, to) {
    cancelAnimationFrame(this.#frame);
    if (this.#still || metresBetween(from, to) > JUMP_M) {
      this.#marker.setLngLat(to);
      return;
    }
    const start = performance.now();
    const { lng, lat } = this.#marker.getLngLat();
    const step = (now) => {
      const done = Math.min(1, Math.max(0, (now - start) / GLIDE_MS));
      this.#marker.setLngLat(between([lng, lat], to, done * (2 - done)));
      if (done < 1) this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  }
}
