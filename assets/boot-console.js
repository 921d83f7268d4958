// Starts the desk.
import init from "{{console.js}}";

init({ module_or_path: "{{console.wasm}}" }).catch((reason) => {
  console.error(reason);
  dispatchEvent(new Event("lykta-failed"));
});
