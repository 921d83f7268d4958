// Keeps the walker's shell on the phone, so that it starts without net.
// Promises: answers GET only; never touches /api or /desk; a version is kept whole or not at all, takes over only when
// the page says so, and old versions go only after the new one has taken over. The map's files are large and not every
// walk has a map: they are kept when the page says that it wants them, and from then on every version comes with its own.
// What people recorded is not here but in IndexedDB, which nothing here touches.
"use strict";

const BUILD = "{{build}}";
const PREFIX = "lykta-shell-";
const CACHE = PREFIX + BUILD;
const SHELL = "/";
const PRECACHE = {{precache}};
const MAP = {{map-files}};
const KEPT = new Set([...PRECACHE, ...MAP]);

self.addEventListener("install", (event) => event.waitUntil(install()));

async function install() {
  try {
    await keep((await hasMap()) ? [...PRECACHE, ...MAP] : PRECACHE);
  } catch (full) {
    await caches.delete(CACHE);
    throw full;
  }
}

// All answers first, then the cache: half a version is worse than none.
async function keep(urls) {
  const answers = await Promise.all(urls.map(async (url) => [url, await obtain(url)]));
  const cache = await caches.open(CACHE);
  await Promise.all(answers.map(([url, answer]) => cache.put(url, answer)));
}

// Whether an earlier version has the map.
async function hasMap() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const held = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return held.flat().some((request) => new URL(request.url).pathname.startsWith("/a/map."));
}

// What an earlier version holds under the same content hash need not cross a weak line again.
async function obtain(url) {
  const held = url.startsWith("/a/") ? await caches.match(url) : undefined;
  if (held) return held;
  const answer = await fetch(url, { cache: url.startsWith("/a/") ? "default" : "reload", credentials: "omit" });
  if (!answer.ok || answer.redirected) throw new Error(`${url}: ${answer.status}`);
  return answer;
}

self.addEventListener("activate", (event) => event.waitUntil(activate()));

async function activate() {
  await self.clients.claim();
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
}

self.addEventListener("message", (event) => {
  if (event.data?.type === "take-over") self.skipWaiting();
  if (event.data?.type === "keep-map") event.waitUntil(keepMap(event.ports[0]));
});

async function keepMap(asker) {
  try {
    await keep(MAP);
    asker.postMessage({ kept: true });
  } catch (failed) {
    asker.postMessage({ kept: false, why: String(failed) });
  }
}

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin) return;
  const path = url.pathname;
  if (path === "/sw.js" || path === "/healthz" || /^\/(api|desk)(\/|$)/.test(path)) return;
  if (KEPT.has(path)) event.respondWith(kept(path, event.request));
  else if (event.request.mode === "navigate" && !path.includes(".")) event.respondWith(kept(SHELL, event.request));
});

// The browser may have cleared the cache; then the net, if there is any.
async function kept(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}
