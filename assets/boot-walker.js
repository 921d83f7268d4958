// Starts the walker, and lets the service worker keep it on the phone.
// Promises: the worker's address is the only one that the page's Trusted Types policy lets through, so registering
// happens here and nowhere else. A new version waits until the page sends it `{type: "take-over"}`; the page finds it
// through `navigator.serviceWorker`.
import init from "{{walker.js}}";

const policy = globalThis.trustedTypes?.createPolicy("lykta", {
  createScriptURL(url) {
    if (url === "/sw.js") return url;
    throw new TypeError(`${url} is not ours to run`);
  },
});

async function stay() {
  if (!("serviceWorker" in navigator)) return;
  const worker = policy ? policy.createScriptURL("/sw.js") : "/sw.js";
  await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
}

init({ module_or_path: "{{walker.wasm}}" })
  .catch((reason) => {
    console.error(reason);
    dispatchEvent(new Event("lykta-failed"));
  })
  // Also when the start failed: the next version may be the one that works.
  .then(stay)
  .catch((reason) => console.warn("the service worker did not register", reason));
