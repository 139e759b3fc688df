// The status line: a text, and a progress bar of what is being sent or received.

import { byId, bytes } from "./dom.js";

const bar = byId("progress");

// The text names stages only: a screen reader would read every change of a percentage aloud.
export function say(words) {
  if (byId("status").textContent !== words) byId("status").textContent = words;
}

export function rest() {
  bar.hidden = true;
}

// total is null if a proxy hides it: the bar then shows activity without a value.
export function transfer(done, total) {
  bar.hidden = false;
  if (total) bar.value = done / total;
  else bar.removeAttribute("value");
}

// Return listeners that name a request's stages: sending, then the service's work, then receiving.
export function stages(sending, working, receiving) {
  return {
    onSent(done, total) {
      say(done < total ? sending : working);
      transfer(done, done < total ? total : null);
    },
    onReceived(done, total) {
      say(receiving);
      transfer(done, total);
    },
  };
}

export function counting(reports) {
  return {
    onSent: reports.onSent,
    onReceived(done, total) {
      reports.onReceived(done, total);
      byId("bytes").textContent = total ? `${bytes(done)} of ${bytes(total)}` : bytes(done);
    },
  };
}
