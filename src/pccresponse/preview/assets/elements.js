// Making elements. Words become text nodes, so that nothing in a file is read as HTML.

/** make("p", { class: "lead" }, "Words ", make("b", {}, "and more")) drops null, false and "" among the children. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

/** Words for screen readers only. */
export const forEars = (words) => make("span", { class: "for-ears" }, words);

/** "1 error", "2 errors". */
export const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** "2 errors, 1 warning", or "no problem found". */
export function countsInWords(counts) {
  const words = [
    counts.error && counted(counts.error, "error", "errors"),
    counts.warning && counted(counts.warning, "warning", "warnings"),
    counts.advice && counted(counts.advice, "piece of advice", "pieces of advice"),
  ].filter(Boolean);
  return words.length ? words.join(", ") : "no problem found";
}

/** "18 June 2024" for "2024-06-18". */
export function dayInWords(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  if (!day) return iso;
  const when = new Date(Date.UTC(year, month - 1, day));
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(when);
}

export const capital = (words) => words.slice(0, 1).toUpperCase() + words.slice(1);

/** "responses/x/response.yaml:41:7", as far as known. */
export const placeOf = (problem) => [problem.file, problem.line, problem.column].filter(Boolean).join(":");
