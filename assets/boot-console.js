// Starts the desk. The map comes when it is first wanted; its worker's address is the only one that the page's Trusted
// Types policy lets through.
import init from "{{console.js}}";

const MAP_WORKER = "{{map-worker.later.js}}";

const policy = globalThis.trustedTypes?.createPolicy("lykta", {
  createScriptURL(url) {
    if (url === MAP_WORKER) return url;
    throw new TypeError(`${url} is not ours to run`);
  },
});

let map;
globalThis.lyktaMap = () => map ??= openMap().catch((reason) => {
  map = undefined;
  throw reason;
});

async function openMap() {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "{{map.later.css}}" });
  document.head.append(link);
  const bridge = await import("{{map.later.js}}");
  bridge.begin(policy ? policy.createScriptURL(MAP_WORKER) : MAP_WORKER);
  return bridge;
}

init({ module_or_path: "{{console.wasm}}" }).catch((reason) => {
  console.error(reason);
  dispatchEvent(new Event("lykta-failed"));
});
