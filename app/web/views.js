// Views that the browser draws from the samples, without another request.

import { inBands } from "./bands.js";
import { levelOf } from "./samples.js";

// A pink that no ink has, 70 % opaque: visible on any picture, which stays visible through it.
const MARK = [255, 0, 200, 178];
const INKS = { c: [0, 147, 211], m: [204, 0, 107], y: [255, 237, 0], k: [0, 0, 0] };
const BLACK = [0, 0, 0];
const CHANNELS = { c: 0, m: 1, y: 2, k: 3 };

// An overlay for the proof: transparent where the colour is in gamut.
export async function drawGamut(samples, threshold, signal) {
  const mark = packed(MARK);
  const last = levelOf(threshold);
  let outside = 0;
  const canvas = await draw(samples, signal, (pixels, start) => {
    for (let i = 0; i < pixels.length; i += 1) {
      if (samples.de[start + i] <= last) continue;
      pixels[i] = mark;
      outside += 1;
    }
  });
  return { canvas, share: outside / samples.de.length };
}

export function drawPlate(samples, plate, tint, signal) {
  const shades = ramp(tint ? INKS[plate] : BLACK);
  const channel = CHANNELS[plate];
  return draw(samples, signal, (pixels, start) => {
    for (let i = 0, from = start * 4 + channel; i < pixels.length; i += 1, from += 4) {
      pixels[i] = shades[samples.cmyk[from]];
    }
  });
}

async function draw({ width, height }, signal, paint) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  await inBands(height, signal, (top, rows) => {
    const band = context.createImageData(width, rows);
    paint(new Uint32Array(band.data.buffer), top * width);
    context.putImageData(band, 0, top);
  });
  return canvas;
}

function ramp(ink) {
  return Uint32Array.from({ length: 256 }, (_, level) => {
    const share = level / 255;
    return packed([...ink.map((value) => Math.round(255 + (value - 255) * share)), 255]);
  });
}

// Return four bytes as one number in the machine's byte order.
function packed(bytes) {
  return new Uint32Array(Uint8Array.from(bytes).buffer)[0];
}
