// The status line: words for everyone, a bar for what is being sent or received.

import { byId, bytes } from "./dom.js";

const bar = byId("progress");

// Only stages are said: a live region that counted percents would never be silent.
export function say(words) {
  if (byId("status").textContent !== words) byId("status").textContent = words;
}

export function rest() {
  bar.hidden = true;
}

// total is null where a proxy hides it: then the bar only moves.
export function transfer(done, total) {
  bar.hidden = false;
  if (total) bar.value = done / total;
  else bar.removeAttribute("value");
}

// The two halves of a request, named in turn; the service works in between.
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
