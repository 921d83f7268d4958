// Keeps the walker's shell on the phone, so that it starts without net.
// Promises: answers GET only; never touches /api or /desk; a version is kept whole or not at all, takes over only when
// the page says so, and old versions go only after the new one has taken over. The map's files are large and not every
// walk has a map: they are kept from the first use on, and from then on every version comes with its own. What people
// recorded is not here but in IndexedDB, which nothing here touches.
"use strict";

const BUILD = "{{build}}";
const PREFIX = "lykta-shell-";
const CACHE = PREFIX + BUILD;
const SHELL = "/";
const PRECACHE = {{precache}};
const MAP = {{map-files}};
const KEPT = new Set(PRECACHE);
const KEPT_ON_USE = new Set(MAP);

self.addEventListener("install", (event) => event.waitUntil(install()));

async function install() {
  // All answers first, then the cache: half a version is worse than none.
  const wanted = (await hasMap()) ? [...PRECACHE, ...MAP] : PRECACHE;
  const answers = await Promise.all(wanted.map(async (url) => [url, await obtain(url)]));
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(answers.map(([url, answer]) => cache.put(url, answer)));
  } catch (full) {
    await caches.delete(CACHE);
    throw full;
  }
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
});

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin) return;
  const path = url.pathname;
  if (path === "/sw.js" || path === "/healthz" || /^\/(api|desk)(\/|$)/.test(path)) return;
  if (KEPT.has(path)) event.respondWith(kept(path, event.request));
  else if (KEPT_ON_USE.has(path)) event.respondWith(keptOnUse(path, event.request));
  else if (event.request.mode === "navigate" && !path.includes(".")) event.respondWith(kept(SHELL, event.request));
});

// The browser may have cleared the cache; then the net, if there is any.
async function kept(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

async function keptOnUse(path, request) {
  const cache = await caches.open(CACHE);
  const held = await cache.match(path);
  if (held) return held;
  const answer = await fetch(request);
  // A phone without room still has what it asked for.
  if (answer.ok) await cache.put(path, answer.clone()).catch(() => {});
  return answer;
}
