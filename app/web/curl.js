// The curl command that makes the same request as the web page.

import { hasKey } from "./api.js";

export function tiffName(name) {
  return `${stem(name)}.cmyk.tif`;
}

export function command(path, query, name, output) {
  const url = new URL(path, document.baseURI);
  // A query may hold these characters unescaped, and the command is easier to read that way.
  url.search = query.toString().replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%7E", "~");
  const key = hasKey() ? ' -H "Authorization: Bearer $PLATESETTER_KEY"' : "";
  const saved = output ? ` -o ${quoted(output)}` : "";
  return `curl --data-binary @${quoted(name)}${key}${saved} ${quoted(url.href)}`;
}

export function stem(name) {
  return name.replace(/\.[^.]*$/, "") || "image";
}

export async function copy(element) {
  // Browsers offer navigator.clipboard only over HTTPS and on localhost.
  if (navigator.clipboard) return navigator.clipboard.writeText(element.textContent);
  getSelection().selectAllChildren(element);
  if (!document.execCommand("copy")) throw new Error("the browser refuses to copy");
}

// Within single quotes, a shell interprets nothing but the closing quote.
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
