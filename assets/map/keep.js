// Map archives on the phone's own disk, taken in pieces: in the private file system, or in the cache where the browser
// has none that pages can write.
// Promises: a piece is kept whole or not at all; what was kept stays when the line breaks, so fetching goes on from there;
// nothing but archives is touched here.

const FOLDER = "maps";
const CACHE = "lykta-maps";

/** How many bytes of an archive are here from its start on. */
export async function held(name) {
  return (await filed(name))?.size ?? (await cached(name)).reduce((sum, { bytes }) => sum + bytes.size, 0);
}

/** Keeps a piece that begins where what is here ends. */
export async function keep(name, offset, bytes) {
  try {
    await file(name, offset, bytes);
  } catch (refused) {
    if (refused.name === "QuotaExceededError") throw refused;
    const cache = await caches.open(CACHE);
    await cache.put(address(name, offset), new Response(bytes));
  }
}

/** The archive, as far as it is here. */
export async function archive(name) {
  return (await filed(name)) ?? new Blob((await cached(name)).map(({ bytes }) => bytes));
}

/** Clears every archive away but those named. */
export async function keepOnly(names) {
  const folder = await folderOf(false);
  if (folder) {
    for await (const name of folder.keys()) if (!names.includes(name)) await folder.removeEntry(name);
  }
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) if (!names.includes(nameOf(request))) await cache.delete(request);
}

// ---------- The private file system ----------

async function folderOf(create) {
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(FOLDER, { create });
  } catch {
    return undefined;
  }
}

async function filed(name) {
  try {
    const found = await (await folderOf(false)).getFileHandle(name);
    return await found.getFile();
  } catch {
    return undefined;
  }
}

async function file(name, offset, bytes) {
  const handle = await (await folderOf(true)).getFileHandle(name, { create: true });
  if (!handle.createWritable) {
    // Nothing must lie here that says it is the archive.
    await (await folderOf(true)).removeEntry(name);
    throw new TypeError("pages cannot write files here");
  }
  const writable = await handle.createWritable({ keepExistingData: true });
  await writable.write({ type: "write", position: offset, data: bytes });
  await writable.close();
}

// ---------- The cache ----------

function address(name, offset) {
  return `/maps/${name}/${offset}`;
}

function nameOf(request) {
  return new URL(request.url).pathname.split("/")[2];
}

/** The pieces that follow on each other from the start. */
async function cached(name) {
  const cache = await caches.open(CACHE);
  const pieces = [];
  let offset = 0;
  for (;;) {
    const answer = await cache.match(address(name, offset));
    if (!answer) return pieces;
    const bytes = await answer.blob();
    if (bytes.size === 0) return pieces;
    pieces.push({ offset, bytes });
    offset += bytes.size;
  }
}
