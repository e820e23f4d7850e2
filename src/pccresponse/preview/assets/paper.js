// The flowing text of a document: the server's fragment made fit for this page, put in place piece by piece, and what changed marked.

import { make } from "./making.js";
import { patch } from "./patching.js";

const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, td, th, caption, dt, dd";
const MARKED_FOR = 12_000; // milliseconds

let unmarking = 0;

/** The fragment as nodes of this page. Nothing in it runs: scripts that were parsed never do, and the policy of the page forbids the rest. */
export function readFragment(text) {
  const parsed = new DOMParser().parseFromString(text, "text/html");
  for (const unwanted of parsed.querySelectorAll("script, style, link, meta, iframe, object, embed, form, base")) unwanted.remove();
  for (const element of parsed.body.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) {
      if (name === "style" || name.startsWith("on")) element.removeAttribute(name);
    }
  }
  for (const main of parsed.querySelectorAll("main")) rename(main, "div"); // this page has a main part already
  for (const table of parsed.querySelectorAll("table")) {
    const name = table.caption?.textContent.trim() || (table.classList.contains("facts") ? "Facts of the report" : "Table");
    const wide = make("div", { class: "wide", role: "group", "aria-label": name });
    table.replaceWith(wide);
    wide.append(table);
  }
  for (const heading of parsed.querySelectorAll("[id]")) heading.setAttribute("tabindex", "-1");
  for (const link of parsed.querySelectorAll("a[href]")) {
    if (link.getAttribute("href").startsWith("#")) continue;
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noopener noreferrer");
  }
  return parsed.body;
}

function rename(element, name) {
  const other = element.ownerDocument.createElement(name);
  for (const { name: key, value } of [...element.attributes]) other.setAttribute(key, value);
  other.append(...element.childNodes);
  element.replaceWith(other);
}

/** Put the text in place. With `marking`, the pieces whose words are not as they were are marked for a while. */
export function putText(paper, text, { marking }) {
  unmark(paper);
  const touched = new Map();
  const fresh = paper.cloneNode(false);
  fresh.append(...[...readFragment(text).childNodes].map((node) => document.importNode(node, true)));
  patch(paper, fresh, (node, isNew) => touched.set(node, isNew));
  if (marking) mark(paper, touched);
  noticeWideTables(paper);
}

function mark(paper, touched) {
  for (const [node, isNew] of touched) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    if (!element || element === paper || !paper.contains(element)) continue;
    const block = element.closest(BLOCKS);
    if (block && paper.contains(block)) block.setAttribute("data-desk-changed", "");
    else if (isNew) for (const inside of element.querySelectorAll(BLOCKS)) inside.setAttribute("data-desk-changed", "");
  }
  clearTimeout(unmarking);
  unmarking = setTimeout(() => unmark(paper), MARKED_FOR);
}

function unmark(paper) {
  for (const marked of paper.querySelectorAll("[data-desk-changed]")) marked.removeAttribute("data-desk-changed");
}

/** A table that is wider than its room can be scrolled, and therefore reached, by the keyboard. */
export function noticeWideTables(paper) {
  for (const wide of paper.querySelectorAll(".wide")) {
    if (wide.scrollWidth > wide.clientWidth + 1) wide.setAttribute("tabindex", "0");
    else wide.removeAttribute("tabindex");
  }
}
