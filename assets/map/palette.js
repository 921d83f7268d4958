// The map's colours in each theme, beside the page's own (assets/css/shared.css has the same tokens).
// Promises: the same names in every theme; words against their halo at least 4.5:1; night has no light surface at all;
// what is lit looks warm and what is not looks cold and dark.

const light = {
  ground: "#f3efe7", green: "#dce8d3", wood: "#cbdcc2", people: "#ebe4d8", work: "#ece8e0", square: "#f8f4eb",
  squareEdge: "#d9cfbf", play: "#d5e6d0", sand: "#f1e6c8", parking: "#ebe6dd", water: "#c3dbe8", waterEdge: "#a9c8d8",
  building: "#e2d9cc", buildingEdge: "#cfc3b1",
  street: "#ffffff", streetLit: "#ffffff", streetUnlit: "#ebe7e0", streetEdge: "#d3c8b7", big: "#fff6e0", bigEdge: "#d6c196",
  path: "#8f7350", pathLit: "#9a7118", pathUnlit: "#7c7f88", pathBed: "#f7f3ec", pavement: "#bcae99", stairs: "#80603a",
  bridgeEdge: "#9a8b76", bridgeBed: "#fbf9f5", tunnel: "#a49a8b", tunnelBed: "#e4ded3", rail: "#bdb6ab",
  lamp: "#d18a00", lampEdge: "#fff8e6", halo: "#ffb400", haloStrength: 0.26,
  words: "#26343f", wordsHalo: "#f8f5ef", quietWords: "#4f5c67", waterWords: "#2a6285", waterHalo: "#d5e6ef", greenWords: "#35602f", placeWords: "#3d4a56",
  thing: "#7d7264", stop: "#60788f", onStop: "#ffffff",
  loop: "#ffb400", loopEdge: "#6b4a00", loopBed: "#ffffff", loopBedStrength: 0.5, walked: "#b98600", track: "#2563a8",
  safe: "#0e7c66", onSafe: "#ffffff", unsafe: "#b93a1b", onUnsafe: "#ffffff", raised: "#ffffff", ink: "#14202b",
  amber: "#ffb400", onAmber: "#14202b", area: "#7a4f00", draft: "#2563a8",
};

const dark = {
  ground: "#0f1d2c", green: "#12302d", wood: "#0f2a27", people: "#152637", work: "#132232", square: "#182b3d",
  squareEdge: "#2a4157", play: "#16382f", sand: "#2c2f2b", parking: "#152536", water: "#0b3352", waterEdge: "#17496d",
  building: "#1e3147", buildingEdge: "#2b4460",
  street: "#38506a", streetLit: "#465b70", streetUnlit: "#25384c", streetEdge: "#0b1622", big: "#4b637c", bigEdge: "#0b1622",
  path: "#7089a0", pathLit: "#b9a87e", pathUnlit: "#4c6176", pathBed: "#0f1d2c", pavement: "#3f566c", stairs: "#93a9bd",
  bridgeEdge: "#7d95ab", bridgeBed: "#22374c", tunnel: "#4d637a", tunnelBed: "#0b1724", rail: "#3f5266",
  lamp: "#ffd470", lampEdge: "#7a5a10", halo: "#ffb400", haloStrength: 0.3,
  words: "#dbe5ed", wordsHalo: "#0e1b2a", quietWords: "#b3c2cf", waterWords: "#8fc1e8", waterHalo: "#0b2a44", greenWords: "#9fceae", placeWords: "#c3d0db",
  thing: "#7f94a7", stop: "#8aa3ba", onStop: "#0e1b2a",
  loop: "#ffb400", loopEdge: "#0e1b2a", loopBed: "#ffb400", loopBedStrength: 0.16, walked: "#a9821f", track: "#7fb2f0",
  safe: "#4fd1b3", onSafe: "#0e1b2a", unsafe: "#ff8a66", onUnsafe: "#0e1b2a", raised: "#16273a", ink: "#eaf0f5",
  amber: "#ffb400", onAmber: "#14202b", area: "#ffb400", draft: "#7fb2f0",
};

const night = {
  ground: "#070e17", green: "#091f1c", wood: "#071a18", people: "#0a131d", work: "#09121b", square: "#0d1823",
  squareEdge: "#1b2b3b", play: "#0c241e", sand: "#171a17", parking: "#0a131d", water: "#061f35", waterEdge: "#0d2f4b",
  building: "#101c29", buildingEdge: "#1a2a3b",
  street: "#1f3043", streetLit: "#2a3a49", streetUnlit: "#131f2c", streetEdge: "#03070c", big: "#2b3e52", bigEdge: "#03070c",
  path: "#536a80", pathLit: "#968660", pathUnlit: "#3d5164", pathBed: "#070e17", pavement: "#263849", stairs: "#647b90",
  bridgeEdge: "#556b80", bridgeBed: "#132130", tunnel: "#33475a", tunnelBed: "#04090f", rail: "#24333f",
  lamp: "#e0ae45", lampEdge: "#4a370b", halo: "#d99a08", haloStrength: 0.34,
  words: "#b7c4cf", wordsHalo: "#060c14", quietWords: "#8a9dad", waterWords: "#6d9cc4", waterHalo: "#05182a", greenWords: "#78a489", placeWords: "#9babb8",
  thing: "#566a7c", stop: "#5d7387", onStop: "#060c14",
  loop: "#d99a08", loopEdge: "#060c14", loopBed: "#d99a08", loopBedStrength: 0.14, walked: "#7d5f16", track: "#6a9bd6",
  safe: "#35a189", onSafe: "#04100d", unsafe: "#d97152", onUnsafe: "#140603", raised: "#0d1824", ink: "#cfd9e2",
  amber: "#d99a08", onAmber: "#0b121a", area: "#d99a08", draft: "#6a9bd6",
};

const THEMES = { light, dark, night };

/** The colours of a theme; of the light one when the name is not known. */
export function palette(theme) {
  return THEMES[theme] ?? light;
}
