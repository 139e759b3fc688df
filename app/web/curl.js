// The command that does the same.

import { hasKey } from "./api.js";

export function tiffName(name) {
  return `${stem(name)}.cmyk.tif`;
}

export function command(path, query, name, output) {
  const url = new URL(path, document.baseURI);
  // These need no escape in a query, and an option reads better as it is written.
  url.search = query.toString().replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%7E", "~");
  const key = hasKey() ? ' -H "Authorization: Bearer $PLATESETTER_KEY"' : "";
  const saved = output ? ` -o ${quoted(output)}` : "";
  return `curl --data-binary @${quoted(name)}${key}${saved} ${quoted(url.href)}`;
}

export function stem(name) {
  return name.replace(/\.[^.]*$/, "") || "image";
}

export async function copy(element) {
  // The clipboard's own interface is only there over HTTPS and on localhost.
  if (navigator.clipboard) return navigator.clipboard.writeText(element.textContent);
  getSelection().selectAllChildren(element);
  if (!document.execCommand("copy")) throw new Error("the browser refuses");
}

// Within single quotes a shell leaves everything alone but the quote itself.
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
