// Which document is shown, as flowing text or as pages. The choice is in the address, so that a reload keeps it.

import { make } from "./elements.js";
import { noticeWideTables, paper, putText, readText, styled } from "./paper.js";
import { coveredAtTop, goTo, keepingPlace } from "./reading_position.js";

const byId = (id) => document.getElementById(id);
const text = byId("live-text");
const pages = byId("live-pages");
const which = byId("live-which");

let documents = [];
let chosen = "";
let view = "text";
let textShown = { name: "", version: "" };
let waitingForText = Promise.resolve();
const tops = new Map(); // the scroll position of each document

/** Show the documents of a state. */
export function showDocuments(state) {
  documents = state.documents;
  if (!chosen) readAddress();
  if (!current() && documents.length) chosen = documents[0].name;
  const options = documents.map(({ name, title }) => make("option", { value: name }, title));
  if (options.length !== which.options.length || options.some((each, at) => !each.isEqualNode(which.options[at]))) which.replaceChildren(...options);
  which.value = chosen;
  refresh();
}

/** Mark the document as out of date, with the reason; null removes the mark. */
export function setAside(why) {
  byId("live-paper").classList.toggle("set-aside", why !== null);
  byId("live-set-aside").hidden = why === null;
  byId("live-set-aside").firstElementChild.textContent = why ?? "";
}

const current = () => documents.find(({ name }) => name === chosen);

function readAddress() {
  const [name, how] = decodeURIComponent(location.hash.slice(1)).split("/");
  if (name) chosen = name;
  if (how === "pages" || how === "text") view = how;
}

function refresh() {
  const shown = current();
  for (const radio of document.querySelectorAll("input[name=view]")) radio.checked = radio.value === view;
  text.hidden = view !== "text";
  pages.hidden = view !== "pages";
  if (!shown) return;
  history.replaceState(null, "", `#${shown.name}/${view}`);
  byId("live-paper").setAttribute("aria-label", shown.title);
  const pdf = byId("live-pdf");
  pdf.hidden = !shown.pages;
  if (shown.pages) pdf.firstElementChild.href = shown.pages.pdf;
  sayHowFresh(shown);
  putPages(shown);
  waitingForText = fetchText(shown);
}

async function fetchText({ name, text: wanted }) {
  const isShown = () => textShown.name === name && textShown.version === wanted.version;
  if (!wanted || isShown()) return;
  const [body] = await Promise.all([readText(wanted.url), styled]);
  const still = current()?.name === name && current().text?.version === wanted.version;
  if (!body || !still || isShown()) return; // a newer state is coming, the text is gone, or it was requested twice
  const sameDocument = textShown.name === name;
  textShown = { name, version: wanted.version };
  if (sameDocument) keepingPlace(() => putText(body, { marking: true }));
  else {
    paper.replaceChildren();
    putText(body, { marking: false });
    if (tops.has(name) && view === "text") scrollTo({ top: tops.get(name), behavior: "instant" });
  }
}

function sayHowFresh(shown) {
  const line = byId("live-freshness");
  const late = shown.pages && shown.text && shown.pages.of_text !== shown.text.version;
  let words = "";
  if (shown.pages_state === "failed") words = `The ${view === "pages" || shown.pages ? "pages" : "document"} cannot be made: ${shown.failure}`;
  else if (view === "pages" && !shown.pages) words = "Making the pages …";
  else if (view === "pages" && late) words = "The program is making the pages. These show the text before your last save.";
  line.hidden = !words;
  line.textContent = words;
  line.classList.toggle("failed", shown.pages_state === "failed");
}

function putPages({ title, pages: made }) {
  if (!made || view !== "pages") return;
  while (pages.children.length > made.count) pages.lastElementChild.remove();
  made.urls.forEach((url, at) => {
    const words = `Page ${at + 1} of ${made.count} of ${title}; its words are in the text view`;
    let item = pages.children[at];
    if (!item) {
      item = make("li", { tabindex: "-1" }, make("img", { loading: "lazy", width: made.width, height: made.height, src: url, alt: words }), make("p", { class: "page-number", "aria-hidden": "true" }));
      pages.append(item);
    }
    const picture = item.querySelector("img");
    picture.alt = words;
    picture.width = made.width;
    picture.height = made.height;
    item.querySelector("p").textContent = `${at + 1} of ${made.count}`;
    exchange(picture, url);
  });
}

/** Replace a picture once the new one is loaded, so that nothing flickers. */
function exchange(picture, url) {
  picture.dataset.wanted = url;
  if (picture.getAttribute("src") === url) return;
  const box = picture.getBoundingClientRect();
  if (box.bottom < -innerHeight || box.top > 2 * innerHeight) {
    picture.src = url;
    return;
  }
  const coming = new Image();
  coming.src = url;
  coming.decode().then(
    () => picture.dataset.wanted === url && (picture.src = url),
    () => {}, // already gone: a newer one is coming
  );
}

/** Show an element of a document, or its page. Without an anchor, show the beginning. */
export async function showPlace(name, anchor, page = null) {
  if (!documents.some((each) => each.name === name)) return false;
  if (name !== chosen) choose(name);
  await waitingForText;
  if (view === "pages") {
    const item = pages.children[(page ?? current()?.pages?.anchors[anchor] ?? 1) - 1];
    if (item) goTo(item);
    return Boolean(item);
  }
  const target = anchor ? paper.querySelector(`#${CSS.escape(anchor)}`) : paper.querySelector("h1, h2, p");
  if (target) goTo(target.matches("h1, h2, h3, h4, h5, h6, p, li, td") ? target : (target.closest("tr") ?? target));
  return Boolean(target);
}

function choose(name) {
  tops.set(chosen, scrollY);
  chosen = name;
  pages.replaceChildren();
  which.value = name;
  refresh();
}

/** Switch between text and pages, and stay at the same place. */
function changeView(to) {
  const top = coveredAtTop() + 40;
  const anchors = current()?.pages?.anchors ?? {};
  const began = byId("live-paper").getBoundingClientRect().top < coveredAtTop();
  let goesTo = null;
  if (began && to === "pages") {
    const passed = [...paper.querySelectorAll("[id]")].filter((each) => each.id in anchors && each.getBoundingClientRect().top <= top);
    goesTo = () => pages.children[(anchors[passed.at(-1)?.id] ?? 1) - 1];
  } else if (began) {
    const page = 1 + [...pages.children].findIndex((each) => each.getBoundingClientRect().bottom > top);
    goesTo = () => [...paper.querySelectorAll("[id]")].find((each) => anchors[each.id] >= page) ?? paper.lastElementChild;
  }
  view = to;
  refresh();
  noticeWideTables();
  const target = goesTo?.();
  if (target) scrollBy({ top: target.getBoundingClientRect().top - coveredAtTop() - 12, behavior: "instant" });
}

which.addEventListener("change", () => {
  choose(which.value);
  const above = byId("live-paper").getBoundingClientRect().top - coveredAtTop();
  if (above < 0) scrollBy({ top: above - 12, behavior: "instant" });
});
for (const radio of document.querySelectorAll("input[name=view]")) radio.addEventListener("change", () => changeView(radio.value));
paper.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  event.preventDefault(); // the address keeps the choice of document
  const target = paper.querySelector(`#${CSS.escape(decodeURIComponent(link.hash.slice(1)))}`);
  if (target) goTo(target);
});
addEventListener("hashchange", () => {
  readAddress();
  if (!current() && documents.length) chosen = documents[0].name;
  refresh();
});
new ResizeObserver(noticeWideTables).observe(paper);
