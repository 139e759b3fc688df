// The values of each pixel: RGB, inks and colour difference.

const LEVELS_PER_DE = 5;

export class Samples {
  // rgb and cmyk: four bytes a pixel; de: one byte, in fifths of a ΔE2000.
  constructor({ width, height, rgb, cmyk, de, before }, separated) {
    Object.assign(this, { width, height, rgb, cmyk, de, before, separated });
  }

  at(x, y) {
    const pixel = y * this.width + x;
    const inks = [...this.cmyk.subarray(pixel * 4, pixel * 4 + 4)].map((level) => level / 2.55);
    return {
      rgb: [...this.rgb.subarray(pixel * 4, pixel * 4 + 3)],
      inks,
      coverage: inks.reduce((sum, ink) => sum + ink),
      de: this.separated ? this.de[pixel] / LEVELS_PER_DE : null,
      most: this.de[pixel] === 255,
    };
  }
}

export function levelOf(de) {
  return de * LEVELS_PER_DE;
}

// A worker thread reads the millions of values, so that the web page stays responsive.
export async function takeApart(blob, separated, signal) {
  const worker = new Worker(new URL("unpack.js", import.meta.url));
  try {
    return new Samples(await answer(worker, blob, signal), separated);
  } finally {
    worker.terminate();
  }
}

function answer(worker, blob, signal) {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    worker.onerror = (event) => reject(new Error(event.message || "the browser cannot read the samples"));
    worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data));
    worker.postMessage(blob);
  });
}
