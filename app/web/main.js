// The web page's parts, connected: what each event changes.

import * as api from "./api.js";
import { command, copy, stem, tiffName } from "./curl.js";
import { JobQueue } from "./job_queue.js";
import { bytes, byId, el, number } from "./dom.js";
import { Download } from "./download.js";
import { listen as listenToGestures } from "./gestures.js";
import { jobsFor, Answers } from "./jobs.js";
import * as news from "./news.js";
import { fault, fillConditions, queryFor } from "./options.js";
import { listen as listenToFiles } from "./picker.js";
import { read } from "./probe.js";
import { ProblemBox } from "./problem.js";
import { reportOf } from "./report.js";
import { Screen } from "./screen.js";
import { listenForHelp, placeholders } from "./settings.js";
import { Slider } from "./slider.js";
import { Tabs } from "./tabs.js";
import { Viewer } from "./viewer.js";

// Milliseconds without a change of an option, after which the web page asks the service.
const PAUSE = 300;
const root = document.documentElement;
const form = byId("options");
const answers = new Answers();
const download = new Download();
const tabs = new Tabs(document.querySelector('[role="tablist"]'), byId("panel"), tabChanged);
const queue = new JobQueue(jobsFor(answers, form, () => tabs.active), { done: arrived, settled, failed });
const problem = new ProblemBox({ retry: resume, keep: keepInks, use: useKey });
const slider = new Slider(byId("slider"), () => screen.slide());
const viewer = new Viewer(byId("viewer"), { posed, resized });
const current = (name) => (queue.current(name) ? answers[name] : null);
const screen = new Screen(viewer, slider, {
  get proof() { return answers.proof; },
  // The source does not depend on the separation's options, so it stays current when they change.
  get before() { return answers.beforeKey === sourceKey() ? answers.before : null; },
  get samples() { return current("samples"); },
  get ink() { return current("ink"); },
});
let conditions = [];
let timer = 0;

function sourceKey() {
  return `${answers.serial} ${queryFor(form, "source")}`;
}

// The state is computed from what the web page holds, so that no event can leave it outdated.
function mark() {
  root.dataset.state = !answers.file ? "empty" : problem.shown ? "problem" : queue.settled() ? "ready" : "working";
  if (queue.current("proof")) root.dataset.proof = "ready";
  else delete root.dataset.proof;
  byId("empty").hidden = Boolean(answers.file);
  byId("download").disabled = !answers.file;
  byId("stop").hidden = !download.busy;
  byId("report").setAttribute("aria-busy", String(Boolean(answers.file) && !queue.current("report")));
}

function pick(file, count) {
  download.stop();
  answers.take(file);
  byId("name").textContent = `${file.name}, ${bytes(file.size)}`;
  byId("name").title = file.name;
  byId("bytes").textContent = "";
  byId("report").replaceChildren(el("p", { className: "quiet" }, "The report comes last: the service counts every pixel."));
  byId("view-size").textContent = "";
  byId("viewer").setAttribute("aria-label", file.name);
  viewer.renew();
  news.say(count > 1 ? `The web page opens one picture at a time: it opened ${file.name}.` : `Sending ${file.name}`);
  refresh();
  resume();
}

function optionsChanged() {
  placeholders(form, conditions);
  refresh();
  clearTimeout(timer);
  timer = setTimeout(resume, PAUSE);
}

// Update at once what needs no request; resume() sends the requests.
function refresh() {
  problem.clear();
  queue.hold();
  download.dropIfOther(queryFor(form, "convert"));
  mark();
  drawCommand();
  drawScreen();
}

function resume() {
  clearTimeout(timer);
  const words = fault(form);
  if (words) return failed(new api.Problem({ type: "option", title: "An option cannot be used.", detail: words }));
  problem.clear();
  mark();
  if (answers.file) queue.work();
}

function arrived(name) {
  if (name === "report") byId("report").replaceChildren(...reportOf(answers.report, showTile));
  if (name === "proof") drawSize();
  drawScreen().then(mark);
}

function settled() {
  if (!download.busy) news.rest();
  if (answers.file && !download.busy) news.say("Proof, plates and report are ready.");
  mark();
}

function failed(error, retry) {
  if (!(error instanceof api.Problem)) {
    error = new api.Problem({ title: "The picture cannot be shown.", detail: error.message, status: -1 });
  }
  problem.show(error, retry);
  news.rest();
  news.say("");
  mark();
  drawScreen();
}

function drawScreen() {
  const plate = document.querySelector('[name="plate"]:checked').value;
  const threshold = form.elements.threshold.valueAsNumber;
  const usable = Number.isNaN(threshold) ? Infinity : threshold;
  return screen.show(tabs.active, { threshold: usable, plate, tint: byId("tint").checked });
}

function drawSize() {
  const worded = (size) => size.split("x").map((side) => number(Number(side)).replaceAll(",", "")).join(" × ");
  byId("view-size").textContent =
    `View ${worded(answers.size.view)} of ${worded(answers.size.full)} pixels. The report and the TIFF use all of them.`;
}

function drawCommand() {
  const name = answers.file?.name ?? "photo.jpg";
  const errand = byId("errand").value;
  if (errand === "view") byId("curl").textContent = viewCommand(name);
  else {
    const output = errand === "convert" ? tiffName(name) : null;
    byId("curl").textContent = command(`v1/${errand}`, queryFor(form, errand), name, output);
  }
}

function viewCommand(name) {
  const plate = document.querySelector('[name="plate"]:checked').value;
  const view = tabs.active === "plates" ? plate : tabs.active;
  const query = queryFor(form, tabs.active === "plates" ? "plate" : view);
  if (view !== "proof") query.append("view", view);
  if (tabs.active === "plates" && byId("tint").checked) query.append("tint", "on");
  return command("v1/proof", query, name, `${stem(name)}.${view}.png`);
}

function tabChanged() {
  mark();
  drawScreen();
  drawCommand();
  if (!problem.shown && answers.file) queue.work();
}

function posed(placement, shown) {
  byId("zoom").textContent = shown ? `${number(placement.scale * 100)} %` : "–";
  byId("zoom-fit").setAttribute("aria-pressed", String(placement.fitted));
  byId("zoom-one").setAttribute("aria-pressed", String(shown && !placement.fitted && placement.scale === 1));
  byId("viewer").classList.toggle("moved", !placement.fitted);
}

function resized(width) {
  slider.resize(width);
  screen.slide();
}

function probe(pixel, aloud) {
  // No probe on the ink map: its pixels are areas of the picture, and some are its legend.
  read(tabs.active === "ink" ? null : current("samples"), pixel, aloud);
}

function showTile({ x, y, width, height }) {
  const [full] = answers.size.full.split("x").map(Number);
  const scale = answers.proof.width / full;
  const middle = { x: Math.floor((x + width / 2) * scale), y: Math.floor((y + height / 2) * scale) };
  viewer.move((placement) => placement.lookAt(middle.x, middle.y));
  viewer.mark(middle);
  probe(middle, true);
}

function keepInks() {
  form.elements.cmyk.value = "keep";
  optionsChanged();
}

function useKey(text) {
  api.useKey(text);
  drawCommand();
  fetchConditions();
}

async function fetchTiff() {
  problem.clear();
  const words = fault(form);
  if (words) return failed(new api.Problem({ type: "option", title: "An option cannot be used.", detail: words }));
  const name = tiffName(answers.file.name);
  const stages = news.stages("Sending the picture for its TIFF", "Separating", `Receiving ${name}`);
  try {
    const going = download.start(answers.file, queryFor(form, "convert"), name, news.counting(stages));
    mark();
    const saved = await going;
    news.say(saved ? `${name} is saved.` : "The download was stopped.");
    if (!saved) byId("bytes").textContent = "";
    news.rest();
  } catch (error) {
    byId("bytes").textContent = "";
    failed(error, fetchTiff);
  }
  mark();
}

async function fetchConditions() {
  try {
    conditions = await api.conditions();
    fillConditions(form.elements.condition, conditions);
    placeholders(form, conditions);
  } catch (error) {
    failed(error, fetchConditionsAgain);
  }
}

function fetchConditionsAgain() {
  problem.clear();
  mark();
  fetchConditions().then(() => problem.shown || resume());
}

async function copyCommand() {
  try {
    await copy(byId("curl"));
    news.say("The command is copied.");
  } catch {
    news.say("The browser did not allow copying: select the command and copy it yourself.");
  }
}

listenToFiles(pick);
listenToGestures(byId("viewer"), viewer, { probe, slide: (x) => slider.slideTo(x), splitAt: () => slider.at });
listenForHelp(form);
form.addEventListener("input", optionsChanged);
// Later, because the browser resets the controls after this event.
form.addEventListener("reset", () => setTimeout(optionsChanged));
form.addEventListener("submit", (event) => event.preventDefault());
byId("plates").addEventListener("change", () => {
  drawScreen();
  drawCommand();
});
byId("errand").addEventListener("change", drawCommand);
byId("download").addEventListener("click", fetchTiff);
byId("stop").addEventListener("click", () => download.stop());
byId("copy").addEventListener("click", copyCommand);
byId("zoom-in").addEventListener("click", () => viewer.move((placement) => placement.zoomBy(1.25)));
byId("zoom-out").addEventListener("click", () => viewer.move((placement) => placement.zoomBy(0.8)));
byId("zoom-fit").addEventListener("click", () => viewer.move((placement) => placement.fit()));
byId("zoom-one").addEventListener("click", () => viewer.move((placement) => placement.one()));
drawCommand();
mark();
fetchConditions();
