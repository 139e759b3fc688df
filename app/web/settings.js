// The form's help texts, and the placeholders that show defaults.

import { byId, number } from "./dom.js";

// Help is shown in one fixed place, so that no control moves under the pointer.
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
