// The problems by severity, each with its place, provision and remedy.

import { capital, counted, countsInWords, forEars, make, placeOf } from "./elements.js";

const GROUPS = [
  ["error", "Errors", "Put these right before you make the final documents."],
  ["warning", "Warnings", "These are often mistakes. Check each of them."],
  ["advice", "Advice", "Following this advice makes the documents better."],
];

/** The panel's content. */
export function problemsPanel(state) {
  const panel = make("div");
  panel.append(make("h2", { class: "sum" }, capital(countsInWords(state.counts))));
  if (!state.problems.length) {
    panel.append(
      make("p", {}, "The checks look at how the files are written, at names and dates, and at what section 55 required on the day of the report."),
      make("p", {}, "No check can tell whether what you write is true or well put."),
    );
  }
  for (const [severity, heading, meaning] of GROUPS) {
    const found = state.problems.filter((problem) => problem.severity === severity);
    if (!found.length) continue;
    panel.append(
      make(
        "section",
        { class: "group", "data-key": severity },
        make("h3", {}, heading, " ", make("span", { class: "count" }, `(${found.length})`)),
        make("p", { class: "meaning" }, meaning),
        make("ul", { class: "cards" }, found.map((problem) => card(problem))),
      ),
    );
  }
  return panel;
}

/** A problem. Its buttons have data attributes that live_page.js handles. */
export function card(problem) {
  const place = placeOf(problem);
  return make(
    "li",
    { class: `card ${problem.severity}`, id: `live-problem-${problem.id}`, "data-key": problem.id },
    make(
      "p",
      { class: "kind" },
      make("span", { class: `badge ${problem.severity}` }, capital(problem.severity)),
      " ",
      make("span", { class: "code" }, problem.code),
    ),
    make("p", { class: "what" }, problem.message),
    place &&
      make(
        "p",
        { class: "where" },
        make("code", { class: "place" }, place),
        " ",
        make("button", { type: "button", class: "quiet", "data-does": "copy", "data-place": place }, "Copy", forEars(` the place ${place}`)),
      ),
    sourceLine(problem),
    make("p", { class: "remedy" }, make("b", {}, "What to do: "), problem.remedy),
    problem.cites && make("p", { class: "law" }, problem.cites),
    problem.document &&
      make("p", {}, make("button", { type: "button", "data-does": "show", "data-problem": problem.id }, "Show in the document", forEars(`: ${problem.message}`))),
    problem.why &&
      make("details", {}, make("summary", {}, "Why", forEars(` ${problem.code} is asked for`)), paragraphs(problem.why)),
  );
}

/** The source line with the word of the problem marked. */
function sourceLine({ source_line: line, column }) {
  if (!line || !line.trim()) return null;
  const indent = line.length - line.trimStart().length;
  const characters = [...line.slice(indent)];
  const at = Math.max(0, Math.min((column ?? 1) - 1 - indent, characters.length));
  const before = characters.slice(0, at).join("");
  const rest = characters.slice(at).join("");
  const word = rest.match(/^(?:"[^"]*"|[[{]|[^\s:,\]}]+|.)/u)?.[0] ?? "";
  const marked = word ? make("mark", {}, word) : make("mark", { class: "end" }, "\u00a0", forEars("(here)"));
  return make("pre", { class: "source", tabindex: "0", role: "group", "aria-label": "The line in the file" }, make("code", {}, before, marked, rest.slice(word.length)));
}

const paragraphs = (text) =>
  text
    .split(/\n\s*\n/)
    .filter((part) => part.trim())
    .map((part) => make("p", {}, part.replace(/\s+/g, " ").trim()));

/** A button that goes to problems in the list. */
export function problemLink(ids, state) {
  const known = ids.filter((id) => state.problems.some((problem) => problem.id === id));
  if (!known.length) return null;
  const codes = [...new Set(known.map((id) => state.problems.find((problem) => problem.id === id).code))].join(", ");
  return make("button", { type: "button", class: "quiet", "data-does": "problem", "data-problem": known[0] }, `${counted(known.length, "problem", "problems")}: ${codes}`);
}
