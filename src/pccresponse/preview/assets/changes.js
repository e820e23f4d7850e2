// The changes since the last commit: in law first, then by subject, word by word.

import { capital, counted, forEars, make } from "./elements.js";

/** The panel's content. */
export function changesPanel({ changes }) {
  const panel = make("div");
  if (changes.unavailable) {
    panel.append(make("h2", {}, "Nothing to compare with"), make("p", {}, changes.unavailable));
    return panel;
  }
  const count = changesCounted(changes);
  panel.append(
    make("h2", { class: "sum" }, count ? counted(count, "change", "changes") : "No change"),
    make("p", { class: "meaning" }, `Since ${changes.since}. Line breaks and the order of findings do not count as changes.`),
  );
  if (changes.in_law.length) {
    panel.append(
      make(
        "section",
        { class: "group in-law", "data-key": "in law" },
        make("h3", {}, "What it does in law"),
        make("ul", { class: "plain" }, changes.in_law.map((sentence) => make("li", {}, sentence))),
      ),
    );
  }
  for (const group of changes.groups) {
    panel.append(
      make("section", { class: "group", "data-key": group.heading }, make("h3", {}, group.heading), group.subjects.map((each) => subject(each))),
    );
  }
  return panel;
}

/** How many changes there are. */
export const changesCounted = (changes) =>
  changes.groups.reduce((sum, group) => sum + group.subjects.reduce((inner, each) => inner + each.changes.length, 0), 0);

function subject(subject) {
  return make(
    "div",
    { class: "subject", "data-key": subject.what },
    make(
      "h4",
      {},
      capital(subject.what),
      subject.anchor && [
        " ",
        make("button", { type: "button", class: "quiet", "data-does": "anchor", "data-anchor": subject.anchor }, "Show", forEars(` ${subject.what} in the document`)),
      ],
    ),
    make("dl", {}, subject.changes.map((each) => [make("dt", {}, title(each)), make("dd", {}, words(each))])),
  );
}

const title = (change) => capital(change.field ? `${change.field}: ${change.kind}` : change.kind);

function words(change) {
  if (change.passages.length) return change.passages.map((each) => make("p", { class: "passage" }, passage(each)));
  if (change.was && change.now) return [make("p", { class: "whole" }, gone(change.was, "was")), make("p", { class: "whole" }, come(change.now, "now"))];
  if (change.was) return make("p", { class: "whole" }, gone(change.was, "deleted"));
  if (change.now) return make("p", { class: "whole" }, come(change.now, "inserted"));
  return change.kind === "reworded" ? make("p", {}, "The same words, laid out differently.") : null;
}

const passage = ({ before, was, now, after }) => [
  before && `${before} `,
  was && gone(was, "deleted"),
  was && now && " ",
  now && come(now, "inserted"),
  after && ` ${after}`,
];

const gone = (text, said) => make("del", {}, forEars(`[${said}: `), text, forEars("]"));
const come = (text, said) => make("ins", {}, forEars(`[${said}: `), text, forEars("]"));
