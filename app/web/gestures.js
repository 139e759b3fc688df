// Pointer, wheel and keys on the viewer.

// CSS pixels from the border between source and proof within which a drag moves the border.
const NEAR = 8;
// CSS pixels that an arrow key pans.
const STEP = 48;
// Factor of one zoom by key.
const ZOOM = 1.25;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function listen(canvas, viewer, { probe, slide, splitAt }) {
  const grabs = (event) => {
    const at = splitAt();
    return at !== null && Math.abs(event.offsetX - at) <= NEAR;
  };
  canvas.addEventListener("wheel", (event) => wheel(event, viewer), { passive: false });
  canvas.addEventListener("dblclick", (event) => toggle(event, viewer));
  canvas.addEventListener("keydown", (event) => key(event, viewer, probe));
  canvas.addEventListener("pointerdown", (event) => drag(event, canvas, viewer, grabs(event) ? slide : null));
  canvas.addEventListener("pointermove", (event) => {
    canvas.style.cursor = grabs(event) ? "ew-resize" : "";
    if (viewer.shown) probe(viewer.placement.pixelAt(viewer.point(event)), false);
  });
  canvas.addEventListener("pointerleave", () => probe(viewer.cross, false));
}

function wheel(event, viewer) {
  if (!viewer.shown) return;
  event.preventDefault();
  const lines = event.deltaMode === 1 ? 16 : 1;
  const point = viewer.point(event);
  viewer.move((placement) => placement.zoomBy(Math.exp(-event.deltaY * lines * 0.0015), point));
}

function toggle(event, viewer) {
  const point = viewer.point(event);
  viewer.move((placement) => (placement.fitted ? placement.one(point) : placement.fit()));
}

function drag(start, canvas, viewer, slide) {
  if (start.button !== 0 || !viewer.shown) return;
  canvas.setPointerCapture(start.pointerId);
  let last = start;
  const move = (event) => {
    if (slide) return slide(event.offsetX);
    const x = (event.clientX - last.clientX) * viewer.ratio;
    const y = (event.clientY - last.clientY) * viewer.ratio;
    last = event;
    // Some browsers send a move of 0 pixels with a click, which must not undo the fit.
    if (x || y) viewer.move((placement) => placement.panBy(x, y));
  };
  const stop = () => {
    canvas.removeEventListener("pointermove", move);
    canvas.removeEventListener("pointerup", stop);
    canvas.removeEventListener("pointercancel", stop);
  };
  canvas.addEventListener("pointermove", move);
  canvas.addEventListener("pointerup", stop);
  canvas.addEventListener("pointercancel", stop);
}

function key(event, viewer, probe) {
  if (!viewer.shown || event.ctrlKey || event.metaKey || event.altKey) return;
  const change = keyed(event, viewer, probe);
  if (!change) return;
  event.preventDefault();
  change();
}

function keyed(event, viewer, probe) {
  const arrow = ARROWS[event.key];
  if (arrow && event.shiftKey) return () => moveCross(event, arrow, viewer, probe);
  if (arrow) {
    const step = -STEP * viewer.ratio;
    return () => viewer.move((placement) => placement.panBy(arrow[0] * step, arrow[1] * step));
  }
  if (event.key === "+" || event.key === "=") return () => viewer.move((placement) => placement.zoomBy(ZOOM));
  if (event.key === "-") return () => viewer.move((placement) => placement.zoomBy(1 / ZOOM));
  if (event.key === "0") return () => viewer.move((placement) => placement.fit());
  if (event.key === "1") return () => viewer.move((placement) => placement.one());
  if (event.key === "Escape" && viewer.cross) {
    return () => {
      viewer.mark(null);
      probe(null, true);
    };
  }
  return null;
}

// Step by one pixel of the picture, or of the screen where that is larger; by four while a key repeats.
function moveCross(event, [dx, dy], viewer, probe) {
  const { placement } = viewer;
  const { width, height } = placement.picture;
  const step = Math.max(1, Math.round(1 / placement.scale)) * (event.repeat ? 4 : 1);
  const from = viewer.cross ?? placement.pixelAt(placement.centre) ?? { x: width >> 1, y: height >> 1 };
  const pixel = {
    x: Math.min(width - 1, Math.max(0, from.x + dx * step)),
    y: Math.min(height - 1, Math.max(0, from.y + dy * step)),
  };
  viewer.mark(pixel);
  probe(pixel, true);
}
