// The options' own behaviour: what they mean, and what they are where nothing is said.

import { byId, number } from "./dom.js";

// One fixed place for the words, so that no control moves under the pointer.
export function listenForHelp(form) {
  const show = (event) => {
    const field = event.target.closest?.(".field");
    const hint = field?.querySelector(".hint");
    if (hint) byId("help").textContent = hint.textContent;
  };
  form.addEventListener("focusin", show);
  form.addEventListener("pointerover", show);
}

export function placeholders(form, conditions) {
  const { condition, black, max_ink: ink, limit } = form.elements;
  const chosen = conditions.find(({ name }) => name === condition.value);
  const own = chosen ? number(chosen.max_ink) : "";
  ink.placeholder = own;
  limit.placeholder = ink.value || own;
  byId("radius-field").hidden = black.value === "rich";
}
