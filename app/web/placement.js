// The picture's place and zoom on the stage, in device pixels.

// Share of the stage that a fitted picture fills.
const MARGIN = 0.97;
// Screen pixels per picture pixel, at most.
const LARGEST = 64;
// Width of the picture on the stage, at least.
const SMALLEST = 16;

export class Placement {
  stage = { width: 1, height: 1 };
  picture = null;
  fitted = true;
  // span: the picture's width on the stage. middle: the point of the picture at the stage's centre,
  // in spans. Views whose sizes in pixels differ a little are then shown in the same place.
  span = 1;
  middle = { x: 0.5, y: 0.5 };

  resize(width, height) {
    this.stage = { width, height };
    if (this.fitted) this.fit();
  }

  // A picture of another aspect ratio is another picture: fit it.
  hold(width, height) {
    const before = this.picture;
    this.picture = { width, height };
    const alike = before && Math.abs(before.width / before.height - width / height) < 0.05;
    if (this.fitted || !alike) this.fit();
  }

  get aspect() {
    return this.picture.height / this.picture.width;
  }

  get scale() {
    return this.span / this.picture.width;
  }

  get rectangle() {
    const { width, height } = this.stage;
    return {
      x: Math.round(width / 2 - this.middle.x * this.span),
      y: Math.round(height / 2 - this.middle.y * this.span),
      width: this.span,
      height: this.span * this.aspect,
    };
  }

  fit() {
    this.fitted = true;
    if (!this.picture) return;
    const { width, height } = this.stage;
    this.span = Math.max(1, MARGIN * Math.min(width, height / this.aspect));
    this.middle = { x: 0.5, y: this.aspect / 2 };
  }

  one(point = this.centre) {
    this.zoomTo(this.picture.width, point);
  }

  get centre() {
    return { x: this.stage.width / 2, y: this.stage.height / 2 };
  }

  zoomBy(factor, point = this.centre) {
    this.zoomTo(this.span * factor, point);
  }

  // Zoom; the pixel under the point stays under it.
  zoomTo(span, point) {
    const from = this.rectangle;
    const at = { x: (point.x - from.x) / this.span, y: (point.y - from.y) / this.span };
    this.fitted = false;
    this.span = Math.min(LARGEST * this.picture.width, Math.max(SMALLEST, span));
    this.#centreOn(
      at.x - (point.x - this.stage.width / 2) / this.span,
      at.y - (point.y - this.stage.height / 2) / this.span,
    );
  }

  panBy(x, y) {
    this.fitted = false;
    this.#centreOn(this.middle.x - x / this.span, this.middle.y - y / this.span);
  }

  lookAt(x, y) {
    this.one();
    this.#centreOn(x / this.picture.width, y / this.picture.width);
  }

  pixelAt(point) {
    const { x, y } = this.rectangle;
    const pixel = { x: Math.floor((point.x - x) / this.scale), y: Math.floor((point.y - y) / this.scale) };
    const { width, height } = this.picture;
    return pixel.x >= 0 && pixel.y >= 0 && pixel.x < width && pixel.y < height ? pixel : null;
  }

  // The stage's centre stays within the picture.
  #centreOn(x, y) {
    this.middle = { x: Math.min(1, Math.max(0, x)), y: Math.min(this.aspect, Math.max(0, y)) };
  }
}
