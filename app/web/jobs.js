// The requests that a picture needs, the most urgent first, and the answers that have come.

import { post } from "./api.js";
import { stages } from "./news.js";
import { queryFor } from "./options.js";
import { takeApart } from "./samples.js";

export class Shelf {
  file = null;
  serial = 0;
  proof = null;
  samples = null;
  before = null;
  beforeKey = "";
  ink = null;
  report = null;
  size = null;

  take(file) {
    Object.assign(this, new Shelf(), { file, serial: this.serial + 1 });
  }
}

export function jobsFor(shelf, form, tab) {
  const key = (errand) => shelf.file && `${shelf.serial} ${queryFor(form, errand)}`;
  const ask = (path, errand, extra, signal, named) => {
    const query = queryFor(form, errand);
    if (extra) query.append("view", extra);
    return post(path, query, shelf.file, { signal, ...named });
  };
  return [
    { name: "proof", wanted: () => key("proof"), run: (signal) => proof(shelf, ask, signal) },
    { name: "ink", wanted: () => (tab() === "ink" ? key("ink") : null), run: (signal) => ink(shelf, ask, signal) },
    { name: "samples", wanted: () => key("samples"), run: (signal) => samples(shelf, ask, key("source"), signal) },
    { name: "report", wanted: () => key("report"), run: (signal) => report(shelf, ask, signal) },
  ];
}

async function proof(shelf, ask, signal) {
  const words = stages(`Sending ${shelf.file.name}`, "Making the proof", "Receiving the proof");
  const { blob, header } = await ask("v1/proof", "proof", null, signal, words);
  const picture = await createImageBitmap(blob);
  signal.throwIfAborted();
  shelf.proof = picture;
  shelf.size = { view: header("X-Platesetter-Size"), full: header("X-Platesetter-Full-Size") };
}

async function samples(shelf, ask, beforeKey, signal) {
  const words = stages("Sending the picture for its plates", "Making the plates", "Receiving the plates");
  const { blob, header } = await ask("v1/proof", "samples", "samples", signal, words);
  const taken = await takeApart(blob, header("X-Platesetter-Gamut") !== "none", signal);
  signal.throwIfAborted();
  Object.assign(shelf, { samples: taken, before: taken.before, beforeKey });
}

async function ink(shelf, ask, signal) {
  const words = stages("Sending the picture for its ink map", "Making the ink map", "Receiving the ink map");
  const { blob } = await ask("v1/proof", "ink", "ink", signal, words);
  const picture = await createImageBitmap(blob);
  signal.throwIfAborted();
  shelf.ink = picture;
}

async function report(shelf, ask, signal) {
  const words = stages("Sending the picture for its report", "Counting every pixel", "Receiving the report");
  const { blob } = await ask("v1/report", "report", null, signal, words);
  shelf.report = JSON.parse(await blob.text());
}
