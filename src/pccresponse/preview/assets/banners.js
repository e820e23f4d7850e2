// Banners above the page: the files cannot be read, or the page is no longer updated.

import { make } from "./elements.js";
import { card } from "./problems.js";

const STOPPED = {
  crowded: () => ["This page is not being updated", make("p", {}, "It is open in too many tabs. Close another tab or window, and this one will continue.")],
  stopped: () => [
    "The preview was stopped",
    make("p", {}, "What you see below is no longer updated. To start the preview again, run:"),
    make("pre", { class: "source command" }, make("code", {}, `${document.body.dataset.typed} preview ${document.body.dataset.slug}`)),
    make("p", {}, "Then open the address that it prints. This page will continue too."),
  ],
  locked: () => ["This page is locked", make("p", {}, "The preview was started again and has a new key. Open the address in the terminal, and this page will continue.")],
};

/** The current banners, as one tree. `gone` is "" while saves are followed, otherwise the reason why they are not. */
export function bannersOf(state, gone) {
  const holder = make("div", { id: "live-banners" });
  if (gone) holder.append(banner("stopped", gone, ...STOPPED[gone]()));
  if (state?.broken) {
    const causes = state.problems.filter(({ severity }) => severity === "error");
    const cards = make("ul", { class: "cards" }, causes.map((problem) => inBanner(problem)));
    holder.append(banner("broken", "broken", "The files cannot be read", make("p", {}, state.broken.message), cards));
  }
  return holder;
}

const banner = (kind, key, heading, ...content) =>
  make("section", { class: `banner ${kind}`, "aria-labelledby": `live-${kind}`, "data-key": key }, make("h2", { id: `live-${kind}` }, heading), content);

function inBanner(problem) {
  const item = card(problem);
  item.id = `live-broken-${problem.id}`; // the list has the same problem
  for (const button of item.querySelectorAll("details")) button.remove();
  return item;
}

/** What the status line says of a new state: short, because it is read aloud. */
export function statusOf(state, countsInWords) {
  if (!state.broken) return `Updated: ${countsInWords(state.counts)}`;
  const first = state.problems.find(({ severity }) => severity === "error");
  if (!first) return state.broken.message;
  const file = first.file.split("/").pop();
  return `${file} cannot be read${first.line ? `: line ${first.line}` : ""}`;
}
