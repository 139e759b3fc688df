// The box with an error of the service, and a button for what to do about it.

import { byId, el } from "./dom.js";

const BUSY = 503;

export class ProblemBox {
  #box = byId("problem");
  #ways;

  // ways: what the buttons do: retry(), keep(), use(key).
  constructor(ways) {
    this.#ways = ways;
  }

  get shown() {
    return this.#box.childElementCount > 0;
  }

  clear() {
    this.#box.replaceChildren();
  }

  show(problem, retry = this.#ways.retry) {
    const text = el("p", {}, el("strong", {}, ended(problem.title)), problem.detail ? ` ${problem.detail}` : "");
    this.#box.replaceChildren(...[text, this.#way(problem, retry)].filter(Boolean));
  }

  #way(problem, retry) {
    if (problem.kind === "key") return this.#keyForm(retry);
    // The service refuses Lab with the same problem type, and Lab has no inks to keep.
    if (problem.kind === "colour" && /cmyk/i.test(problem.detail)) {
      return button("Keep its inks (cmyk=keep)", this.#ways.keep);
    }
    if (problem.status === BUSY || problem.status === 0 && problem.kind !== "option") {
      return button("Try again", retry);
    }
    return null;
  }

  #keyForm(retry) {
    const field = el("input", { type: "password", id: "key", autocomplete: "off", required: true });
    const form = el(
      "form",
      { className: "row" },
      el("label", { htmlFor: "key" }, "Key"),
      field,
      el("button", { type: "submit" }, "Use this key"),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#ways.use(field.value.trim());
      retry();
    });
    return form;
  }
}

// The service's titles have no full stop, and a sentence follows here.
function ended(title) {
  return /[.!?]$/.test(title) ? title : `${title}.`;
}

function button(words, action) {
  const way = el("button", { type: "button" }, words);
  way.addEventListener("click", action);
  return way;
}
