// The picture on the stage for the open tab, drawn from the answers that have arrived.

import { byId, share } from "./dom.js";
import { drawGamut, drawPlate } from "./views.js";

const KEPT = "The picture is CMYK and keeps its inks: nothing is separated, so nothing is out of gamut.";
const HEAT = "Total area coverage; each point shows the heaviest pixel that it covers. The legend is in the picture.";

export class Screen {
  #viewer;
  #slider;
  #answers;
  #drawing = new AbortController();

  // answers: proof, before, samples, ink; each null until it has arrived, and while it is outdated.
  constructor(viewer, slider, answers) {
    this.#viewer = viewer;
    this.#slider = slider;
    this.#answers = answers;
  }

  async show(tab, settings) {
    this.#drawing.abort();
    this.#drawing = new AbortController();
    const { signal } = this.#drawing;
    byId("plates").hidden = tab !== "plates";
    try {
      const picture = await this[`_${tab}`](settings, signal);
      if (!signal.aborted) this.#put(tab, picture);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  _proof() {
    const { proof, before } = this.#answers;
    return { base: proof, before, veil: proof ? "" : "The service is making the proof." };
  }

  async _gamut({ threshold }, signal) {
    const { proof, before, samples } = this.#answers;
    if (!proof || !samples) return { base: proof, veil: "The service is making the gamut view." };
    if (!samples.separated) return { base: proof, before, note: KEPT };
    const { canvas, share: outside } = await drawGamut(samples, threshold, signal);
    return { base: proof, over: canvas, before, side: `Proof, out of gamut marked: ${share(outside)}` };
  }

  async _plates({ plate, tint }, signal) {
    const { proof, samples } = this.#answers;
    if (!samples) return { base: proof, veil: "The service is making the plates." };
    return { base: await drawPlate(samples, plate, tint, signal) };
  }

  _ink() {
    const { ink, proof } = this.#answers;
    return ink ? { base: ink, note: HEAT } : { base: proof, veil: "The service is making the ink map." };
  }

  #put(tab, { base, over, before, veil = "", note = "", side = "Proof" }) {
    const compared = Boolean(base && before && !veil);
    this.#slider.turnTo(note && tab === "gamut" ? "none" : tab, compared);
    byId("veil").hidden = !veil || document.documentElement.dataset.state !== "working";
    byId("veil").textContent = veil;
    byId("note").hidden = !note;
    byId("note").textContent = note;
    byId("side-right").textContent = side;
    this.#viewer.show({ base, over, before: compared ? before : null });
    this.slide();
  }

  slide() {
    const at = this.#slider.at;
    this.#viewer.split(at);
    const width = byId("stage").clientWidth;
    byId("side-left").hidden = at === null || at < width * 0.15;
    byId("side-right").hidden = at === null || at > width * 0.85;
  }
}
