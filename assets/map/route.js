// Finds the way along streets and paths that are on the screen.
// Promises: looks only at what is already loaded; a street's two halves in neighbouring tiles are one street; when
// there is no way, or only an unreasonable one, the answer is a straight line and never an error.
import { crossing, linesOf, metresBetween, nearestOnSegment } from "./geometry.js";
import { GROUND } from "./style.js";

const METRES_PER_DEGREE = 111319.49;
/** Ends this near to each other, or to a street, are taken to meet. */
const MEET_M = 1.5;
/** Farther round than this, nobody meant it. */
const DETOUR = 4;
const DETOUR_M = 150;
/** Farther out the tiles leave paths out, and hold so many streets that finding a way would hold up the page. */
const PATHS_ZOOM = 15;
/** So far around the two ends a way is looked for. */
const AROUND_M = 300;

/** How much longer a walk along it feels. Nobody walks on motorways, rails or ferries. */
function effort({ kind, kind_detail: detail, access }) {
  const base = { path: 1, minor_road: 1.1, major_road: 1.5, other: 1 }[kind];
  if (!base) return Infinity;
  return base * (detail === "steps" ? 1.2 : 1) * (access ? 4 : 1);
}

function levelOf({ is_bridge: bridge, is_tunnel: tunnel, layer }) {
  if (bridge) return Math.max(1, layer ?? 1);
  return tunnel ? Math.min(-1, layer ?? -1) : 0;
}

/** Streets as points that meet and stretches between them, in metres east and north of a place in the midst. */
class Network {
  constructor(features, centre, end) {
    this.centre = centre;
    this.end = end;
    this.squeeze = Math.cos((centre[1] * Math.PI) / 180);
    this.nodes = [];
    this.edges = [];
    this.cells = new Map();
    this.stretches = new Map();
    for (const feature of features) this.#add(feature);
    this.#mend();
    this.#cross();
  }

  flat([lon, lat]) {
    return [(lon - this.centre[0]) * METRES_PER_DEGREE * this.squeeze, (lat - this.centre[1]) * METRES_PER_DEGREE];
  }

  round([x, y]) {
    return [this.centre[0] + x / (METRES_PER_DEGREE * this.squeeze), this.centre[1] + y / METRES_PER_DEGREE];
  }

  #add({ geometry, properties }) {
    const like = { weight: effort(properties), level: levelOf(properties) };
    if (like.weight === Infinity) return;
    for (const line of linesOf(geometry)) {
      const places = line.map((position) => this.flat(position));
      places.slice(1).forEach((place, index) => {
        if (this.#isNear(places[index], place)) this.join(this.node(places[index]), this.node(place), like);
      });
    }
  }

  /** Whether a stretch reaches into the box around the two ends. */
  #isNear(a, b) {
    const end = this.flat(this.end);
    return [0, 1].every((axis) => {
      const [low, high] = [Math.min(0, end[axis]) - AROUND_M, Math.max(0, end[axis]) + AROUND_M];
      return Math.max(a[axis], b[axis]) >= low && Math.min(a[axis], b[axis]) <= high;
    });
  }

  /** The node at the place: one that is near enough, or a new one. */
  node(place) {
    const near = this.#near(place);
    if (near !== undefined) return near;
    const id = this.nodes.push({ place, to: [] }) - 1;
    const cell = key(place, MEET_M);
    this.cells.set(cell, [...(this.cells.get(cell) ?? []), id]);
    return id;
  }

  #near([x, y]) {
    for (const cell of cellsAround([x, y], MEET_M)) {
      const found = this.cells.get(cell)?.find((id) => {
        const [nx, ny] = this.nodes[id].place;
        return Math.hypot(nx - x, ny - y) < MEET_M / 2;
      });
      if (found !== undefined) return found;
    }
    return undefined;
  }

  join(a, b, like) {
    if (a === b || this.nodes[a].to.some((edge) => edge.to === b)) return;
    const [p, q] = [this.nodes[a].place, this.nodes[b].place];
    const length = Math.hypot(q[0] - p[0], q[1] - p[1]) * like.weight;
    this.nodes[a].to.push({ to: b, length });
    this.nodes[b].to.push({ to: a, length });
    this.#index(this.edges.push({ a, b, like }) - 1, p, q);
  }

  #index(edge, p, q) {
    const steps = Math.ceil(Math.hypot(q[0] - p[0], q[1] - p[1]) / CELL_M) + 1;
    for (let step = 0; step <= steps; step += 1) {
      const cell = key([p[0] + ((q[0] - p[0]) * step) / steps, p[1] + ((q[1] - p[1]) * step) / steps], CELL_M);
      const held = this.stretches.get(cell);
      if (!held) this.stretches.set(cell, [edge]);
      else if (held.at(-1) !== edge) held.push(edge);
    }
  }

  /** Ends that stop short of a street they belong to, as at the edge of a tile. */
  #mend() {
    const ends = this.nodes.map((node, id) => [id, node]).filter(([, node]) => node.to.length === 1);
    for (const [id] of ends) this.attach(id, MEET_M);
  }

  /** Joins the node to the nearest stretch within reach; says whether there was one. */
  attach(id, reachM) {
    const place = this.nodes[id].place;
    const best = this.#nearestEdge(place, reachM, id);
    if (!best) return false;
    const at = this.#split(best.edge, best.place);
    this.join(id, at, best.edge.like);
    return true;
  }

  /** A node on a stretch. The whole stretch stays: it is as long as its parts. */
  #split({ a, b, like }, place) {
    const at = this.node(place);
    this.join(at, a, like);
    this.join(at, b, like);
    return at;
  }

  /** Streets that cross on the same level meet, also where the tile has left out the corner that they share. */
  #cross() {
    for (const held of [...this.stretches.values()]) {
      const here = [...held];
      here.forEach((one, index) => here.slice(index + 1).forEach((other) => this.#meet(this.edges[one], this.edges[other])));
    }
  }

  #meet(one, other) {
    if (one.like.level !== other.like.level || one.a === other.a || one.a === other.b || one.b === other.a || one.b === other.b) return;
    const ends = [one.a, one.b, other.a, other.b].map((id) => this.nodes[id].place);
    const place = crossing(...ends);
    if (!place) return;
    this.#split(one, place);
    this.#split(other, place);
  }

  #nearestEdge(place, reachM, not) {
    let best = null;
    for (const cell of cellsAround(place, CELL_M)) {
      for (const index of this.stretches.get(cell) ?? []) {
        const edge = this.edges[index];
        if (edge.a === not || edge.b === not) continue;
        const found = nearestOnSegment(place, this.nodes[edge.a].place, this.nodes[edge.b].place);
        if (found.off <= reachM && (!best || found.off < best.off)) best = { ...found, edge };
      }
    }
    return best;
  }

  /** Dijkstra: the places from one node to another, or nothing. */
  way(from, to) {
    const far = new Map([[from, 0]]);
    const before = new Map();
    const done = new Set();
    const waiting = new Heap();
    waiting.push(0, from);
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (next.item === to) return this.#back(before, to);
      if (done.has(next.item)) continue;
      done.add(next.item);
      for (const edge of this.nodes[next.item].to) {
        const length = next.order + edge.length;
        if (length >= (far.get(edge.to) ?? Infinity)) continue;
        far.set(edge.to, length);
        before.set(edge.to, next.item);
        waiting.push(length, edge.to);
      }
    }
    return null;
  }

  #back(before, to) {
    const ids = [];
    for (let id = to; id !== undefined; id = before.get(id)) ids.unshift(id);
    return ids.map((id) => this.round(this.nodes[id].place));
  }
}

/** Stretches are looked up by squares of this size. */
const CELL_M = 20;

function key([x, y], size) {
  return `${Math.floor(x / size)},${Math.floor(y / size)}`;
}

function cellsAround([x, y], size) {
  const offsets = [-1, 0, 1];
  return offsets.flatMap((dx) => offsets.map((dy) => key([x + dx * size, y + dy * size], size)));
}

/** The least first. */
class Heap {
  #items = [];

  push(order, item) {
    const items = this.#items;
    let at = items.push({ order, item }) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (items[up].order <= items[at].order) break;
      [items[up], items[at]] = [items[at], items[up]];
      at = up;
    }
  }

  pop() {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (items.length > 0) {
      items[0] = last;
      this.#sink();
    }
    return top;
  }

  #sink() {
    const items = this.#items;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < items.length && items[left].order < items[least].order) least = left;
      if (right < items.length && items[right].order < items[least].order) least = right;
      if (least === at) return;
      [items[least], items[at]] = [items[at], items[least]];
      at = least;
    }
  }
}

/** The way on foot between two places, both included. */
export function wayBetween(map, from, to) {
  const straight = [from, to];
  if (!map.getSource(GROUND) || map.getZoom() < PATHS_ZOOM) return straight;
  const features = map.querySourceFeatures(GROUND, { sourceLayer: "roads" });
  const network = new Network(features, from, to);
  const [start, end] = [from, to].map((place) => network.node(network.flat(place)));
  if (![start, end].every((id) => network.nodes[id].to.length > 0 || network.attach(id, 5))) return straight;
  const way = network.way(start, end);
  if (!way || lengthOf(way) > DETOUR * metresBetween(from, to) + DETOUR_M) return straight;
  return [from, ...way.slice(1, -1), to];
}

function lengthOf(line) {
  return line.slice(1).reduce((sum, point, index) => sum + metresBetween(line[index], point), 0);
}

/** The place on a drawn street or path within reach of a place on the screen; corners win over what lies between. */
export function snapTo(map, point, layers, reachPx) {
  const box = [[point.x - reachPx, point.y - reachPx], [point.x + reachPx, point.y + reachPx]];
  const drawn = layers.filter((id) => map.getLayer(id));
  const found = map.queryRenderedFeatures(box, { layers: drawn }).flatMap((feature) => linesOf(feature.geometry));
  let best = null;
  for (const line of found) best = nearer(best, onLine(map, point, line, reachPx));
  return best && best.off <= reachPx ? best.lonLat : null;
}

function onLine(map, point, line, reachPx) {
  const places = line.map((position) => Object.values(map.project(position)));
  const from = [point.x, point.y];
  let best = null;
  for (let index = 1; index < places.length; index += 1) {
    const near = nearestOnSegment(from, places[index - 1], places[index]);
    const corner = cornerOf(from, near, places, index, reachPx / 2);
    const { lng, lat } = map.unproject(corner ? places[corner.index] : near.place);
    best = nearer(best, { off: near.off, lonLat: corner ? line[corner.index] : [lng, lat] });
  }
  return best;
}

function cornerOf(from, near, places, index, reachPx) {
  const ends = [index - 1, index].map((end) => ({ index: end, off: Math.hypot(places[end][0] - from[0], places[end][1] - from[1]) }));
  return ends.sort((a, b) => a.off - b.off).find((end) => end.off <= reachPx);
}

function nearer(a, b) {
  if (!a || !b) return a ?? b;
  return b.off < a.off ? b : a;
}
