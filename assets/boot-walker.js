// Starts the walker, and keeps it on the phone by its service worker.
// Promises: a new version is only announced (`lykta-new-version` on window, `data-new-version` on html); it takes over
// when the page says so (`lykta-take-over`), so that a walk is never interrupted.
import init from "{{walker.js}}";

const policy = globalThis.trustedTypes?.createPolicy("lykta", {
  createScriptURL(url) {
    if (url === "/sw.js") return url;
    throw new TypeError(`${url} is not ours to run`);
  },
});

function announceWhenInstalled(registration) {
  const waiting = registration.waiting;
  // Without a controller this is the first version, which takes over by itself.
  if (!waiting || !navigator.serviceWorker.controller) return;
  document.documentElement.dataset.newVersion = "";
  dispatchEvent(new Event("lykta-new-version"));
}

function watch(registration) {
  announceWhenInstalled(registration);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming?.addEventListener("statechange", () => coming.state === "installed" && announceWhenInstalled(registration));
  });
  document.addEventListener("visibilitychange", () => {
    // Off line this fails, and the version at hand goes on.
    if (document.visibilityState === "visible") registration.update().catch(() => {});
  });
  addEventListener("lykta-take-over", () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting?.postMessage({ type: "take-over" });
  });
}

async function stay() {
  if (!("serviceWorker" in navigator)) return;
  const url = policy ? policy.createScriptURL("/sw.js") : "/sw.js";
  watch(await navigator.serviceWorker.register(url, { updateViaCache: "none" }));
}

init({ module_or_path: "{{walker.wasm}}" })
  .catch((reason) => {
    console.error(reason);
    dispatchEvent(new Event("lykta-failed"));
  })
  // Also when the start failed: the next version may be the one that works.
  .then(stay)
  .catch((reason) => console.warn("the service worker did not register", reason));
