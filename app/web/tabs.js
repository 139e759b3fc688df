// The ARIA tabs pattern: arrow keys move the focus, and the focused tab is shown.

const MOVES = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

export class Tabs {
  #tabs;
  #panel;
  #changed;

  constructor(list, panel, changed) {
    this.#tabs = [...list.querySelectorAll('[role="tab"]')];
    this.#panel = panel;
    this.#changed = changed;
    for (const tab of this.#tabs) tab.addEventListener("click", () => this.#select(tab));
    list.addEventListener("keydown", (event) => this.#key(event));
  }

  get active() {
    return this.#tabs.find((tab) => tab.getAttribute("aria-selected") === "true").id.replace("tab-", "");
  }

  #key(event) {
    const move = MOVES[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const last = this.#tabs.length - 1;
    const at = this.#tabs.indexOf(document.activeElement) + move;
    const to = Number.isFinite(move) ? (at + last + 1) % (last + 1) : Math.min(last, Math.max(0, at));
    this.#tabs[to].focus();
    this.#select(this.#tabs[to]);
  }

  #select(chosen) {
    for (const tab of this.#tabs) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
    }
    this.#panel.setAttribute("aria-labelledby", chosen.id);
    this.#changed();
  }
}
