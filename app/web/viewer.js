// The stage: a picture, an overlay on it, and left of the border the source that it is compared with.

import { Placement } from "./placement.js";

export class Viewer {
  placement = new Placement();
  #canvas;
  #context;
  #layers = { base: null, over: null, before: null };
  #split = null;
  #cross = null;
  #frame = 0;
  #listener;

  constructor(canvas, listener) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
    this.#listener = listener;
    new ResizeObserver(() => this.#resize()).observe(canvas.parentElement);
  }

  get shown() {
    return this.#layers.base !== null;
  }

  get ratio() {
    return globalThis.devicePixelRatio || 1;
  }

  get cross() {
    return this.#cross;
  }

  show({ base, over = null, before = null }) {
    this.#layers = { base, over, before };
    if (base) this.placement.hold(base.width, base.height);
    this.paint();
  }

  // Set the border in CSS pixels from the stage's left; null: no source is shown.
  split(at) {
    this.#split = at;
    this.repaint();
  }

  // Forget the zoom and the crosshair of the last picture.
  renew() {
    this.#cross = null;
    this.placement.picture = null;
    this.placement.fit();
    this.show({ base: null });
  }

  mark(pixel) {
    this.#cross = pixel;
    this.repaint();
  }

  move(change) {
    if (!this.shown) return;
    change(this.placement);
    this.repaint();
  }

  point(event) {
    const box = this.#canvas.getBoundingClientRect();
    return { x: (event.clientX - box.left) * this.ratio, y: (event.clientY - box.top) * this.ratio };
  }

  // Paint once a frame, however many events come before it.
  repaint() {
    this.#frame ||= requestAnimationFrame(() => this.paint());
  }

  paint() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { width, height } = this.#canvas;
    this.#context.clearRect(0, 0, width, height);
    if (this.shown) this.#paintLayers(width, height);
    this.#listener.posed(this.placement, this.shown);
  }

  #paintLayers(width, height) {
    const { base, over, before } = this.#layers;
    const edge = before && this.#split !== null ? Math.round(this.#split * this.ratio) : 0;
    this.#within(edge, width - edge, height, () => {
      this.#lay(base);
      if (over) this.#lay(over);
    });
    if (edge > 0) this.#within(0, edge, height, () => this.#lay(before));
    if (edge > 0 && edge < width) this.#paintEdge(edge, height);
    if (this.#cross) this.#paintCross();
  }

  #within(left, width, height, paint) {
    const context = this.#context;
    context.save();
    context.beginPath();
    context.rect(left, 0, width, height);
    context.clip();
    paint();
    context.restore();
  }

  #lay(image) {
    const { x, y, width, height } = this.placement.rectangle;
    // Enlarged pixels are shown as squares, so that the probe's values match what is seen.
    this.#context.imageSmoothingEnabled = width < image.width;
    this.#context.imageSmoothingQuality = "high";
    this.#context.drawImage(image, x, y, width, height);
  }

  #paintEdge(edge, height) {
    const unit = Math.max(1, Math.round(this.ratio));
    this.#context.fillStyle = "rgb(0 0 0 / 45%)";
    this.#context.fillRect(edge - unit, 0, 3 * unit, height);
    this.#context.fillStyle = "#fff";
    this.#context.fillRect(edge, 0, unit, height);
  }

  #paintCross() {
    const { x, y } = this.placement.rectangle;
    const scale = this.placement.scale;
    const at = { x: x + (this.#cross.x + 0.5) * scale, y: y + (this.#cross.y + 0.5) * scale };
    const gap = Math.max(scale / 2 + 2, 4 * this.ratio);
    const arm = gap + 12 * this.ratio;
    const path = new Path2D();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      path.moveTo(at.x + dx * gap, at.y + dy * gap);
      path.lineTo(at.x + dx * arm, at.y + dy * arm);
    }
    this.#stroke(path, "#000", 3);
    this.#stroke(path, "#fff", 1);
  }

  #stroke(path, colour, width) {
    this.#context.strokeStyle = colour;
    this.#context.lineWidth = width * this.ratio;
    this.#context.stroke(path);
  }

  #resize() {
    const { clientWidth, clientHeight } = this.#canvas.parentElement;
    this.#canvas.width = Math.max(1, Math.round(clientWidth * this.ratio));
    this.#canvas.height = Math.max(1, Math.round(clientHeight * this.ratio));
    this.placement.resize(this.#canvas.width, this.#canvas.height);
    this.#listener.resized(clientWidth);
    this.paint();
  }
}
