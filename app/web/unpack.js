// A worker thread: it splits the picture of samples into arrays. The picture has four blocks, one below
// the other: the source's RGB; the same colours in sRGB; C, M, Y; and K with the colour differences.

const BLOCKS = 4;

self.onmessage = async ({ data: blob }) => {
  try {
    const parts = await unpack(blob);
    self.postMessage(parts, [parts.rgb.buffer, parts.cmyk.buffer, parts.de.buffer, parts.before]);
  } catch (error) {
    self.postMessage({ error: error.message });
  }
};

async function unpack(blob) {
  // A colour conversion or a multiplication by alpha would change the measured values.
  const raw = { colorSpaceConversion: "none", premultiplyAlpha: "none" };
  const bitmap = await createImageBitmap(blob, raw);
  const { width } = bitmap;
  const height = bitmap.height / BLOCKS;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const read = (block) => {
    context.drawImage(bitmap, 0, -block * height);
    return context.getImageData(0, 0, width, height).data;
  };
  const rgb = read(0);
  const cmyk = read(2);
  const de = takeBlack(cmyk, read(3));
  const before = await createImageBitmap(bitmap, 0, height, width, height);
  return { width, height, rgb, cmyk, de, before };
}

// Put K in the place of alpha, which is opaque in the block of C, M and Y.
function takeBlack(cmyk, black) {
  const de = new Uint8Array(black.length / 4);
  for (let from = 0, to = 0; from < black.length; from += 4, to += 1) {
    cmyk[from + 3] = black[from];
    de[to] = black[from + 1];
  }
  return de;
}
