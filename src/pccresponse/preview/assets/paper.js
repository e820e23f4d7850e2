// The flowing text of a document, in a shadow root, updated piece by piece with changes marked.
// The server has removed active content, and this page never parses the text as HTML itself.

import { patch } from "./patching.js";

const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, td, th, caption, dt, dd";
const MARKED_FOR = 12_000; // milliseconds

const root = document.getElementById("live-text").shadowRoot;
let unmarking = 0;

/** The element that holds the text. */
export const paper = root.querySelector(".paper");

/** The text at an address, as the body of an inert document; null if it is gone. */
export function readText(address) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.responseType = "document";
    request.addEventListener("loadend", () => resolve(request.status === 200 ? request.response?.body : null));
    request.open("GET", address);
    request.send();
  });
}

/** Resolves when the styles are loaded, so that measurements are right. */
export const styled = Promise.all(
  [...root.querySelectorAll("link")].map((link) => link.sheet || new Promise((resolve) => ["load", "error"].forEach((name) => link.addEventListener(name, resolve)))),
);

/** Show a text. With `marking`, the pieces whose words changed are marked for a while. */
export function putText(text, { marking }) {
  unmark();
  const touched = new Map();
  const fresh = paper.cloneNode(false);
  fresh.append(...[...text.childNodes].map((node) => document.importNode(node, true)));
  patch(paper, fresh, (node, isNew) => touched.set(node, isNew));
  if (marking) mark(touched);
  noticeWideTables();
}

function mark(touched) {
  for (const [node, isNew] of touched) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    if (!element || element === paper || !paper.contains(element)) continue;
    const block = element.closest(BLOCKS);
    if (block && paper.contains(block)) block.setAttribute("data-live-changed", "");
    else if (isNew) for (const inside of element.querySelectorAll(BLOCKS)) inside.setAttribute("data-live-changed", "");
  }
  clearTimeout(unmarking);
  unmarking = setTimeout(unmark, MARKED_FOR);
}

function unmark() {
  for (const marked of paper.querySelectorAll("[data-live-changed]")) marked.removeAttribute("data-live-changed");
}

/** Make tables that need scrolling reachable by keyboard. */
export function noticeWideTables() {
  for (const wide of paper.querySelectorAll(".wide")) {
    if (wide.scrollWidth > wide.clientWidth + 1) wide.setAttribute("tabindex", "0");
    else wide.removeAttribute("tabindex");
  }
}
