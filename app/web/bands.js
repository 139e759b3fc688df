// Long work over a picture, in pieces short enough that the page answers in between.

const ROWS = 64;
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

// Not requestAnimationFrame: in a hidden window it never comes, and the work would hang.
function pause() {
  if (globalThis.scheduler?.yield) return scheduler.yield();
  return new Promise((resolve) => setTimeout(resolve));
}
