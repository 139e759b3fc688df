// The report as tables and lists, in an order that makes sense when it is read aloud.

import { el, number, percent, share } from "./dom.js";

const NAMES = { c: "Cyan", m: "Magenta", y: "Yellow", k: "Black" };

export function reportOf(report, show) {
  return [
    warning(report.print),
    inks(report.inks),
    coverage(report.coverage, show),
    gamut(report.gamut),
    print(report),
    separation(report),
  ].filter(Boolean);
}

function warning({ warning: words }) {
  return words && el("p", { className: "warning" }, words);
}

function inks(values) {
  const rows = Object.entries(NAMES).map(([ink, name]) => inkRow(ink, name, values[ink]));
  const heads = ["Ink", "Mean %", "Most %", "Inked %"].map((text) => el("th", { scope: "col" }, text));
  return el(
    "table",
    { className: "inks figures" },
    el("caption", {}, "Inks"),
    el("thead", {}, el("tr", {}, ...heads)),
    el("tbody", {}, ...rows),
  );
}

function inkRow(ink, name, { mean, max, inkcov }) {
  const head = el("th", { scope: "row" }, el("span", {}, name), bar(ink, mean, max));
  return el("tr", {}, head, ...[mean, max, inkcov * 100].map((value) => el("td", {}, number(value, 1))));
}

// Hidden from screen readers: the table has the same figures.
function bar(ink, mean, max) {
  const fill = el("span", { className: `fill ${ink}` });
  const tick = el("span", { className: "tick" });
  fill.style.width = `${mean}%`;
  tick.style.left = `${max}%`;
  return el("span", { className: "meter", "aria-hidden": "true" }, fill, tick);
}

function coverage(values, show) {
  // Not max > limit: both are rounded to a tenth of a percent, and the service compares exact values.
  const over = values.above > 0;
  return list("Total area coverage", [
    ["Mean", percent(values.mean)],
    ["Median", percent(values.p50)],
    ["99th percentile", percent(values.p99)],
    ["Most", percent(values.max), over],
    ["Limit", percent(values.limit)],
    ["Above the limit", share(values.above), values.above > 0],
    ["Heaviest tile", values.worst && worst(values.worst, show)],
    ["Its corner, pixels", values.worst && corner(values.worst)],
  ]);
}

function worst(tile, show) {
  const button = el("button", { type: "button", className: "quiet-button" }, "Show");
  button.setAttribute("aria-label", "Show the heaviest tile");
  button.addEventListener("click", () => show(tile));
  return el("span", {}, `${percent(tile.max)} `, button);
}

function corner({ x, y }) {
  return `x ${number(x)}, y ${number(y)}`;
}

function gamut(values) {
  if (!values) return null;
  return list("Gamut", [
    [`Out, above ΔE ${number(values.threshold, 1)}`, share(values.share)],
    ["Mean ΔE2000", number(values.mean, 1)],
    ["Mean outside", values.mean_outside === null ? "–" : number(values.mean_outside, 1)],
    ["Most", number(values.max, 1)],
  ]);
}

function print({ print: { dpi, stated, width_mm: width, height_mm: height }, picture, colours, pure_k: black }) {
  const same = dpi[0] === dpi[1];
  const resolution = same ? number(dpi[0]) : `${number(dpi[0])} × ${number(dpi[1])}`;
  return list("Print", [
    ["Size", `${number(width, 1)} × ${number(height, 1)} mm`],
    ["Resolution", stated ? `${resolution} dpi, ${stated}` : `${resolution} dpi`],
    ["Pixels", `${number(picture.width)} × ${number(picture.height)}`],
    ["Pages", picture.pages > 1 ? number(picture.pages) : null],
    ["Colours", colours === null || colours === undefined ? null : number(colours)],
    ["K alone", black ? `${number(black.pixels)} px, ${share(black.share)}` : null],
  ]);
}

function separation({ picture, separation: recipe }) {
  const rows = [
    ["Source", picture.source],
    ["Profile", picture.profile],
  ];
  if (recipe) {
    rows.push(["Condition", recipe.condition], ["Intent", recipe.intent], ["Precision", recipe.precision]);
    rows.push(["Table", el("code", { title: recipe.table }, recipe.table.slice(0, 12))]);
  } else {
    rows.push(["Separation", "none: the inks are the picture’s own"]);
  }
  return list("Separation", rows);
}

function list(title, rows) {
  const items = rows
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([term, value, alarming]) =>
      el("div", {}, el("dt", {}, term), el("dd", { className: alarming ? "alarming" : "" }, value)),
    );
  return el("section", {}, el("h3", {}, title), el("dl", { className: "figures" }, ...items));
}
