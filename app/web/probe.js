// The probe's figures, padded to a fixed width so that they do not move while they change.

import { byId } from "./dom.js";

const NONE = "–";
const FIGURE_SPACE = "\u2007";
// Milliseconds.
const SPEAK_AFTER = 400;
let speaking = 0;

export function read(samples, pixel, aloud) {
  const value = samples && pixel ? samples.at(pixel.x, pixel.y) : null;
  const words = value ? worded(value) : { rgb: NONE, cmyk: NONE, tac: NONE, de: NONE };
  for (const [name, text] of Object.entries(words)) byId(`probe-${name}`).textContent = text;
  if (aloud) say(pixel, value && words);
}

function worded({ rgb, inks, coverage, de, most }) {
  return {
    rgb: columns(rgb.map(String), 3),
    cmyk: columns(inks.map((ink, i) => `${"CMYK"[i]} ${ink.toFixed(1)}`), 7),
    tac: coverage.toFixed(1),
    de: de === null ? NONE : `${most ? "≥ " : ""}${de.toFixed(1)}`,
  };
}

function columns(texts, width) {
  return texts.map((text) => text.padEnd(width, FIGURE_SPACE)).join("  ").trimEnd();
}

// A screen reader reads the pixel on which the crosshair stops, not those on the way.
function say(pixel, words) {
  clearTimeout(speaking);
  speaking = setTimeout(() => {
    byId("probe-said").textContent = words
      ? `${pixel.x}, ${pixel.y}: RGB ${words.rgb}; ${words.cmyk}; coverage ${words.tac} %; Delta E ${words.de}`
      : "";
  }, SPEAK_AFTER);
}
