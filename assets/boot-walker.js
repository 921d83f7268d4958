// Starts the walker, and lets the service worker keep it on the phone.
// Promises: the addresses of the two workers are the only ones that the page's Trusted Types policy lets through, so both
// are begun here and nowhere else. A new version is only announced (`lykta-new-version` on window, `data-new-version` on
// html); it takes over when the page says so (`lykta-take-over`), so that a walk is never interrupted.
import init from "{{walker.js}}";

const MAP_WORKER = "{{map-worker.later.js}}";
// Half a megabyte on a weak line.
const PATIENCE_MS = 60_000;

const policy = globalThis.trustedTypes?.createPolicy("lykta", {
  createScriptURL(url) {
    if (url === "/sw.js" || url === MAP_WORKER) return url;
    throw new TypeError(`${url} is not ours to run`);
  },
});
const script = (url) => policy ? policy.createScriptURL(url) : url;

// The map comes when it is first wanted, and can be wanted again when it did not come.
let map;
globalThis.lyktaMap = () => map ??= openMap().catch((reason) => {
  map = undefined;
  throw reason;
});

async function openMap() {
  await keepMap();
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: "{{map.later.css}}" }));
  const bridge = await import("{{map.later.js}}");
  bridge.begin(script(MAP_WORKER));
  return bridge;
}

// A map that is said to be here draws off line too, so all that draws it is kept before anything is drawn. The worker is
// asked outright: on the very first visit it does not see yet what this page fetches.
async function keepMap() {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration?.active) return;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve, reject) => {
    port1.onmessage = ({ data }) => data.kept ? resolve() : reject(new Error(data.why));
    setTimeout(() => reject(new Error("nothing says that the map is kept")), PATIENCE_MS);
  });
  registration.active.postMessage({ type: "keep-map" }, [port2]);
  return answer;
}

function announceNewer(registration) {
  // Without a controller this is the first version, which takes over by itself.
  if (!registration.waiting || !navigator.serviceWorker.controller) return;
  document.documentElement.dataset.newVersion = "";
  dispatchEvent(new Event("lykta-new-version"));
}

function watch(registration) {
  announceNewer(registration);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming?.addEventListener("statechange", () => {
      if (coming.state === "installed") announceNewer(registration);
    });
  });
  document.addEventListener("visibilitychange", () => {
    // Off line this fails, and the version at hand goes on.
    if (document.visibilityState === "visible") registration.update().catch(() => {});
  });
  addEventListener("lykta-take-over", () => {
    const renew = () => location.reload();
    // Another tab may have let it take over already.
    if (!registration.waiting) return renew();
    navigator.serviceWorker.addEventListener("controllerchange", renew, { once: true });
    registration.waiting.postMessage({ type: "take-over" });
    // A worker waits for what this page still asks of the one before it; a page that leaves asks nothing more.
    setTimeout(renew, TAKING_OVER_MS);
  });
}

const TAKING_OVER_MS = 5_000;

// A first version is kept whole or not at all. One that broke off on a weak line is gone, and nobody else asks again.
const AGAIN_MS = 10_000;

async function stay() {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register(script("/sw.js"), { updateViaCache: "none" });
  if (registration.active || await cameWhole(registration.installing)) watch(registration);
  else setTimeout(() => stay().catch(unregistered), AGAIN_MS);
}

function cameWhole(worker) {
  return new Promise((resolve) => {
    const look = () => {
      if (worker?.state !== "parsed" && worker?.state !== "installing") resolve(worker?.state !== "redundant");
    };
    worker?.addEventListener("statechange", look);
    look();
  });
}

const unregistered = (reason) => console.warn("the service worker did not register", reason);

init({ module_or_path: "{{walker.wasm}}" })
  .catch((reason) => {
    console.error(reason);
    dispatchEvent(new Event("lykta-failed"));
  })
  // Also when the start failed: the next version may be the one that works.
  .then(stay)
  .catch(unregistered);
