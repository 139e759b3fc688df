// The slider under the picture, and the border between source and proof that it sets.

// Width of the thumb in CSS pixels, as in panels.css.
const THUMB = 16;
// A proof is compared with its source, half and half; the gamut view covers the whole picture.
const START = { proof: 50, gamut: 0 };

export class Slider {
  #range;
  #width = 0;
  #values = { ...START };
  #view = "proof";
  #changed;

  constructor(range, changed) {
    this.#range = range;
    this.#changed = changed;
    range.addEventListener("input", () => this.#take());
    this.#speak();
  }

  resize(width) {
    this.#width = width;
  }

  turnTo(view, usable) {
    this.#view = view;
    this.#range.hidden = !(view in START);
    this.#range.disabled = !usable;
    if (view in START) this.#range.value = this.#values[view];
    this.#speak();
  }

  // The border in CSS pixels from the stage's left: the thumb's centre; at the ends, the stage's edges.
  get at() {
    if (this.#range.hidden || this.#range.disabled) return null;
    const value = Number(this.#range.value);
    if (value <= 0) return 0;
    if (value >= 100) return this.#width;
    return THUMB / 2 + (value / 100) * (this.#width - THUMB);
  }

  slideTo(x) {
    this.#range.value = ((x - THUMB / 2) / (this.#width - THUMB)) * 100;
    this.#take();
  }

  #take() {
    this.#values[this.#view] = Number(this.#range.value);
    this.#speak();
    this.#changed();
  }

  #speak() {
    const left = Math.round(Number(this.#range.value));
    this.#range.setAttribute("aria-valuetext", `${left} % source, ${100 - left} % ${this.#view}`);
  }
}
