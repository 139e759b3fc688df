// The three ways to open a picture: choose, drop or paste a file.

import { byId } from "./dom.js";

export function listen(pick) {
  const input = byId("file");
  input.addEventListener("change", () => {
    const [file] = input.files;
    // Emptied below, so that choosing the same file again, changed on disk, fires another event.
    if (file) pick(file, 1);
    input.value = "";
  });
  document.addEventListener("paste", (event) => first(event.clipboardData, event, pick));
  listenToDrops(pick);
}

function listenToDrops(pick) {
  const sign = byId("drop");
  // The browser fires dragenter on a child before dragleave on its parent: count both.
  let depth = 0;
  const settle = (change) => {
    depth = Math.max(0, depth + change);
    sign.hidden = depth === 0;
  };
  document.addEventListener("dragenter", (event) => carries(event) && settle(1));
  document.addEventListener("dragleave", (event) => carries(event) && settle(-1));
  document.addEventListener("dragover", (event) => carries(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    settle(-Infinity);
    first(event.dataTransfer, event, pick);
  });
}

function carries(event) {
  return event.dataTransfer?.types.includes("Files");
}

function first(transfer, event, pick) {
  const files = transfer?.files ?? [];
  if (files.length === 0) return;
  event.preventDefault();
  pick(files[0], files.length);
}
