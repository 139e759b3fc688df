// Long work over a picture, in bands of rows; in between, the browser handles input.

const ROWS = 64;
// Milliseconds of work, after which the browser gets a turn.
const BUDGET = 10;

export async function inBands(height, signal, work) {
  let since = performance.now();
  for (let top = 0; top < height; top += ROWS) {
    work(top, Math.min(ROWS, height - top));
    if (performance.now() - since < BUDGET) continue;
    await pause();
    signal?.throwIfAborted();
    since = performance.now();
  }
}

// Not requestAnimationFrame: a hidden window never calls it, and the work would hang.
function pause() {
  if (globalThis.scheduler?.yield) return scheduler.yield();
  return new Promise((resolve) => setTimeout(resolve));
}
