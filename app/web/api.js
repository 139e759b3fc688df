// Requests to the service, and each way in which an answer can fail to come.

const BEGINS = "urn:platesetter:problem:";
let key = "";

export class Problem extends Error {
  constructor({ type = "", title, detail = "", status = 0 }) {
    super(title);
    this.kind = type.replace(BEGINS, "");
    this.title = title;
    this.detail = detail;
    this.status = status;
  }
}

// The key is kept in this variable only: it is lost when the web page is closed.
export function useKey(text) {
  key = text;
}

export function hasKey() {
  return key !== "";
}

export async function conditions() {
  const answer = await fetch("v1/conditions", { headers: authorisation() }).catch(() => {
    throw new Problem({ title: "The service does not answer.", detail: "The web page asked for the list of printing conditions." });
  });
  if (!answer.ok) throw problemFrom(answer.status, await answer.text());
  return answer.json();
}

export async function post(path, query, file, { signal, onSent, onReceived } = {}) {
  const request = new XMLHttpRequest();
  const blob = await exchange(request, path, query, file, { signal, onSent, onReceived });
  if (request.status !== 200) throw problemFrom(request.status, await blob.text());
  return { blob, header: (name) => request.getResponseHeader(name) };
}

// XMLHttpRequest, because fetch() does not report how much of a body it has sent.
function exchange(request, path, query, file, { signal, onSent, onReceived }) {
  return new Promise((resolve, reject) => {
    const words = query.toString();
    request.open("POST", words ? `${path}?${words}` : path);
    request.responseType = "blob";
    // Without this, the browser derives the type from the file; a form's type would make the service parse the picture as a form.
    request.setRequestHeader("Content-Type", "application/octet-stream");
    for (const [name, value] of Object.entries(authorisation())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onSent?.(event.loaded, event.total);
    // Kept here, because after an error the request returns neither headers nor bytes.
    const seen = { begun: false, bytes: 0, length: null };
    request.onreadystatechange = () => {
      if (request.readyState === XMLHttpRequest.HEADERS_RECEIVED) Object.assign(seen, { begun: true, length: expected(request) });
    };
    request.onprogress = (event) => {
      seen.bytes = event.loaded;
      onReceived?.(event.loaded, seen.length);
    };
    request.onload = () => {
      const cut = cutShort(request);
      if (cut) reject(cut);
      else resolve(request.response);
    };
    request.onerror = () => failure(file, seen).then(reject);
    obey(signal, request, reject);
    request.send(file);
  });
}

function obey(signal, request, reject) {
  if (!signal) return;
  const stop = () => {
    request.abort();
    reject(signal.reason);
  };
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop, { once: true });
}

function authorisation() {
  return key ? { Authorization: `Bearer ${key}` } : {};
}

// A proxy that compresses states the compressed length, and the browser counts bytes after unpacking.
function expected(request) {
  if (request.getResponseHeader("Content-Encoding")) return null;
  const length = request.getResponseHeader("Content-Length");
  return length === null ? null : Number(length);
}

function cutShort(request) {
  const length = expected(request);
  if (length === null || request.response?.size === length) return null;
  return cut(request.response?.size ?? 0, length);
}

function cut(received, length) {
  const of = length === null ? "" : ` ${figures(received)} of ${figures(length)} bytes arrived.`;
  return new Problem({ title: "The connection was cut before the last byte.", detail: `The part that arrived is not used.${of}` });
}

async function failure(file, { begun, bytes, length }) {
  if (begun) return cut(bytes, length);
  const legible = await file.slice(0, 1).arrayBuffer().then(() => true, () => false);
  if (!legible) {
    return new Problem({
      title: "The file can no longer be read.",
      detail: `${file.name} was changed, moved or deleted after you chose it. Choose it again.`,
    });
  }
  return new Problem({
    title: "No answer came.",
    detail: "The service cannot be reached, or the connection was cut while the browser sent the picture.",
  });
}

function problemFrom(status, text) {
  try {
    return new Problem({ ...JSON.parse(text), status });
  } catch {
    return new Problem({ title: `The service answered ${status}`, detail: text.slice(0, 300), status });
  }
}

function figures(count) {
  return count.toLocaleString("en-GB");
}
