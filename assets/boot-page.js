// Runs before the first paint: the theme that was chosen, and what to say if the app cannot start or stops.
// Promises: touches nothing that is saved; the page is never white first and dark then.
(function () {
  "use strict";
  var html = document.documentElement;

  function saved(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch (refused) {
      return null;
    }
  }

  var theme = saved("theme");
  if (theme === "light" || theme === "dark" || theme === "night") html.dataset.theme = theme;

  // The browser's own bar takes the page's colour, whichever theme comes.
  function colourBar() {
    var meta = document.querySelector('meta[name="theme-color"]');
    if (meta) meta.content = getComputedStyle(html).getPropertyValue("--paper").trim() || meta.content;
  }
  new MutationObserver(colourBar).observe(html, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", colourBar);

  // The browser offers to put the app on the home screen once, at a time of its own; the page takes it up at a tap.
  addEventListener("beforeinstallprompt", function (event) {
    event.preventDefault();
    window.lyktaInstall = event;
  });

  function sayThatItFailed() {
    var problem = document.getElementById("boot-problem");
    if (problem) problem.hidden = false;
  }
  function stopped(error) {
    return typeof WebAssembly !== "object" || error instanceof WebAssembly.RuntimeError;
  }
  document.addEventListener("DOMContentLoaded", function () {
    colourBar();
    document.getElementById("boot-again").addEventListener("click", function () { location.reload(); });
  });
  addEventListener("lykta-failed", sayThatItFailed);
  // A script that did not come (its element says so, in the capture phase), or wasm that has stopped.
  addEventListener("error", function (event) {
    if (event.target instanceof HTMLScriptElement || stopped(event.error)) sayThatItFailed();
  }, true);
  addEventListener("unhandledrejection", function (event) {
    if (stopped(event.reason)) sayThatItFailed();
  });
})();
