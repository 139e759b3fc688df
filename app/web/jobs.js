// The requests that a picture needs, the most urgent first, and the answers that have come.

import { post } from "./api.js";
import { stages } from "./news.js";
import { queryFor } from "./options.js";
import { takeApart } from "./samples.js";

export class Answers {
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
    Object.assign(this, new Answers(), { file, serial: this.serial + 1 });
  }
}

export function jobsFor(answers, form, tab) {
  const key = (errand) => answers.file && `${answers.serial} ${queryFor(form, errand)}`;
  const ask = (path, errand, extra, signal, named) => {
    const query = queryFor(form, errand);
    if (extra) query.append("view", extra);
    return post(path, query, answers.file, { signal, ...named });
  };
  return [
    { name: "proof", wanted: () => key("proof"), run: (signal) => proof(answers, ask, signal) },
    { name: "ink", wanted: () => (tab() === "ink" ? key("ink") : null), run: (signal) => ink(answers, ask, signal) },
    { name: "samples", wanted: () => key("samples"), run: (signal) => samples(answers, ask, key("source"), signal) },
    { name: "report", wanted: () => key("report"), run: (signal) => report(answers, ask, signal) },
  ];
}

async function proof(answers, ask, signal) {
  const words = stages(`Sending ${answers.file.name}`, "Making the proof", "Receiving the proof");
  const { blob, header } = await ask("v1/proof", "proof", null, signal, words);
  const picture = await createImageBitmap(blob);
  signal.throwIfAborted();
  answers.proof = picture;
  answers.size = { view: header("X-Platesetter-Size"), full: header("X-Platesetter-Full-Size") };
}

async function samples(answers, ask, beforeKey, signal) {
  const words = stages("Sending the picture for its plates", "Making the plates", "Receiving the plates");
  const { blob, header } = await ask("v1/proof", "samples", "samples", signal, words);
  const taken = await takeApart(blob, header("X-Platesetter-Gamut") !== "none", signal);
  signal.throwIfAborted();
  Object.assign(answers, { samples: taken, before: taken.before, beforeKey });
}

async function ink(answers, ask, signal) {
  const words = stages("Sending the picture for its ink map", "Making the ink map", "Receiving the ink map");
  const { blob } = await ask("v1/proof", "ink", "ink", signal, words);
  const picture = await createImageBitmap(blob);
  signal.throwIfAborted();
  answers.ink = picture;
}

async function report(answers, ask, signal) {
  const words = stages("Sending the picture for its report", "Counting every pixel", "Receiving the report");
  const { blob } = await ask("v1/report", "report", null, signal, words);
  answers.report = JSON.parse(await blob.text());
}
