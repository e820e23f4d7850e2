// What has to be known before anything below is believed: that the files cannot be read, or that nobody answers any more.

import { make } from "./elements.js";
import { card } from "./problems.js";

/** The banners of this moment, as one tree. `gone` is "" while saves are followed, else why they are not. */
export function bannersOf(state, gone) {
  const holder = make("div", { id: "live-banners" });
  if (gone === "crowded") {
    holder.append(
      make(
        "section",
        { class: "banner stopped", "aria-labelledby": "live-stopped", "data-key": "crowded" },
        make("h2", { id: "live-stopped" }, "This page is not being updated"),
        make("p", {}, "It is open in too many tabs. Close another tab or window, and this one will continue."),
      ),
    );
  }
  if (gone === "stopped") {
    holder.append(
      make(
        "section",
        { class: "banner stopped", "aria-labelledby": "live-stopped", "data-key": "stopped" },
        make("h2", { id: "live-stopped" }, "The preview was stopped"),
        make("p", {}, "What you see below is no longer updated. To start the preview again, run:"),
        make("pre", { class: "source command" }, make("code", {}, `${document.body.dataset.typed} preview ${document.body.dataset.slug}`)),
        make("p", {}, "Then open the address that it prints. This page will continue too."),
      ),
    );
  }
  if (gone === "locked") {
    holder.append(
      make(
        "section",
        { class: "banner stopped", "aria-labelledby": "live-stopped", "data-key": "locked" },
        make("h2", { id: "live-stopped" }, "This page is locked"),
        make("p", {}, "The preview was started again and has a new key. Open the address in the terminal, and this page will continue."),
      ),
    );
  }
  if (state?.broken) {
    const causes = state.problems.filter(({ severity }) => severity === "error");
    holder.append(
      make(
        "section",
        { class: "banner broken", "aria-labelledby": "live-broken", "data-key": "broken" },
        make("h2", { id: "live-broken" }, "The files cannot be read"),
        make("p", {}, state.broken.message),
        make("ul", { class: "cards" }, causes.map((problem) => inBanner(problem))),
      ),
    );
  }
  return holder;
}

function inBanner(problem) {
  const item = card(problem);
  item.id = `live-broken-${problem.id}`; // the same problem is in the list as well
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
