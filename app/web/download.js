// The download of the TIFF, through a link to a blob; the web page keeps no copy of the saved file.

import { post } from "./api.js";
import { bytes, byId, el } from "./dom.js";

// Milliseconds until the blob is freed.
const LINGER = 60_000;

export class Download {
  #running = null;
  #query = "";

  get busy() {
    return this.#running !== null;
  }

  // Stop a running download if the options have changed.
  dropIfOther(query) {
    if (this.busy && this.#query !== query.toString()) this.stop();
  }

  stop() {
    this.#running?.abort();
  }

  // Return whether the file was saved; false if the download was stopped.
  async start(file, query, name, progress) {
    this.stop();
    const running = new AbortController();
    this.#running = running;
    this.#query = query.toString();
    try {
      const { blob } = await post("v1/convert", query, file, { signal: running.signal, ...progress });
      save(blob, name);
      byId("bytes").textContent = bytes(blob.size);
      return true;
    } catch (error) {
      if (running.signal.aborted) return false;
      throw error;
    } finally {
      if (this.#running === running) this.#running = null;
    }
  }
}

function save(blob, name) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  // Not at once: some browsers read the blob only after click() has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), LINGER);
}
