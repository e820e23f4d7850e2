// The flowing text of a document, in a tree of its own (a shadow root): put in place piece by piece, and what changed marked.
// The server has taken out of it what could act; here it is never read as HTML by this page itself.

import { patch } from "./patching.js";

const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, td, th, caption, dt, dd";
const MARKED_FOR = 12_000; // milliseconds

const root = document.getElementById("live-text").shadowRoot;
let unmarking = 0;

/** What holds the text. */
export const paper = root.querySelector(".paper");

/** The text at an address, as a body of a document that is shown nowhere and runs nothing; null where there is none any more. */
export function readText(address) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.responseType = "document";
    request.addEventListener("loadend", () => resolve(request.status === 200 ? request.response?.body : null));
    request.open("GET", address);
    request.send();
  });
}

/** When the text has its styles, so that what is measured is what is seen. */
export const styled = Promise.all(
  [...root.querySelectorAll("link")].map((link) => link.sheet || new Promise((resolve) => ["load", "error"].forEach((name) => link.addEventListener(name, resolve)))),
);

/** Put a text in place. With `marking`, the pieces whose words are not as they were are marked for a while. */
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

/** A table that is wider than its room can be scrolled, and therefore reached, by the keyboard. */
export function noticeWideTables() {
  for (const wide of paper.querySelectorAll(".wide")) {
    if (wide.scrollWidth > wide.clientWidth + 1) wide.setAttribute("tabindex", "0");
    else wide.removeAttribute("tabindex");
  }
}
