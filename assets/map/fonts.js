// The page's own font, which words on the map are drawn with.
// Promises: waits for it, but not for ever.

const FONTS_MS = 1500;
/** The letters that street names here are made of. */
const LETTERS = "AÅÄÖaåäöáčđŋšŧžÁČĐŊŠŦŽ";

/** The families of an element, first choice first. */
export function fontOf(element) {
  const families = getComputedStyle(element).fontFamily.split(",");
  return families.map((family) => family.trim().replace(/^["']|["']$/g, "")).filter(Boolean);
}

/** Resolves when the first of them is there. */
export async function fontsOf([family]) {
  if (!document.fonts || !family) return;
  const wanted = ["400", "700"].map((weight) => document.fonts.load(`${weight} 24px "${family}"`, LETTERS));
  const late = new Promise((resolve) => setTimeout(resolve, FONTS_MS));
  await Promise.race([Promise.allSettled(wanted), late]);
}
