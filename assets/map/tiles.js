// The archive under the map, from the phone's own disk or over the net piece by piece.
// Promises: an archive that is a Blob is never asked for over the net; a URL is fetched by ranges and from nowhere
// else; what an archive says about itself comes out as plain text.
import { addProtocol } from "maplibre-gl/dist/maplibre-gl-csp.js";
import { FetchSource, PMTiles, Protocol } from "pmtiles";
import { GROUND } from "./style.js";

const protocol = new Protocol();
let begun = false;
let count = 0;

/** Lets MapLibre read archives. Once is enough. */
export function beginTiles() {
  if (!begun) addProtocol("pmtiles", protocol.tile);
  begun = true;
}

/** An archive that is at hand as a whole. */
class BlobSource {
  #blob;
  #key;

  constructor(blob, key) {
    this.#blob = blob;
    this.#key = key;
  }

  getKey() {
    return this.#key;
  }

  async getBytes(offset, length) {
    return { data: await this.#blob.slice(offset, offset + length).arrayBuffer() };
  }
}

function archive(tiles, key) {
  if (tiles instanceof Blob) return new PMTiles(new BlobSource(tiles, key));
  return new PMTiles(new FetchSource(new URL(tiles, location.href).href));
}

/** The archive as a source of the style, and a way to let go of it. */
export function openTiles(tiles) {
  if (!tiles) return { source: {}, bounds: async () => null, close() {} };
  count += 1;
  const opened = archive(tiles, `archive-${count}`);
  const key = opened.source.getKey();
  protocol.add(opened);
  return {
    source: { [GROUND]: { type: "vector", url: `pmtiles://${key}` } },
    bounds: () => boundsOf(opened),
    close: () => protocol.tiles.delete(key),
  };
}

/** What the archive covers, when it says so. */
async function boundsOf(opened) {
  try {
    const { minLon, minLat, maxLon, maxLat } = await opened.getHeader();
    return minLon < maxLon && minLat < maxLat ? [[minLon, minLat], [maxLon, maxLat]] : null;
  } catch (reason) {
    console.warn("the map cannot be read", reason);
    return null;
  }
}

/** Whom the map is to be thanked for, as plain text; empty when the archive does not say. */
export async function attributionOf(tiles) {
  try {
    if (!tiles) return "";
    const { attribution } = await archive(tiles, "attribution").getMetadata();
    return typeof attribution === "string" ? plain(attribution) : "";
  } catch (reason) {
    console.warn("the map does not say where it comes from", reason);
    return "";
  }
}

const SIGNS = { "&copy;": "©", "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&nbsp;": " " };

function plain(html) {
  const bare = html.replace(/<[^>]*>/g, " ");
  return bare.replace(/&#?\w+;/g, (sign) => SIGNS[sign] ?? sign).replace(/\s+/g, " ").trim();
}
