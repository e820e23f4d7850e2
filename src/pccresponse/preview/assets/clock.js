// The clock of section 55 and the list of its duties.

import { counted, dayInWords, make } from "./elements.js";
import { problemLink } from "./problems.js";

const STATES = {
  open: "The period is running",
  soon: "The last day is near",
  overdue: "Overdue",
  "in time": "Published in time",
  late: "Published late",
  "planned late": "Planned for after the last day",
  unsure: "Not certain",
  "no period": "No period applies",
};
const DUTIES = {
  done: ["✓", "Done"],
  late: ["✓", "Done late"],
  missing: ["✕", "Missing"],
  "to come": ["○", "To come"],
  "not required": ["–", "Not required"],
  "not known": ["?", "Not known"],
};

/** The panel's content. */
export function lawPanel(state) {
  const panel = make("div");
  if (state.clock) panel.append(clock(state.clock));
  if (state.duties?.length) {
    const done = state.duties.filter((duty) => ["done", "late"].includes(duty.state)).length;
    const asked = state.duties.filter((duty) => duty.state !== "not required").length;
    panel.append(
      make(
        "section",
        { class: "group", "data-key": "duties" },
        make("h2", {}, "What section 55 requires"),
        make("p", { class: "meaning" }, `${done} of ${asked} done, according to the files.`),
        make("ol", { class: "duties" }, state.duties.map((each) => duty(each, state))),
      ),
    );
  }
  if (!panel.childElementCount) panel.append(make("h2", {}, "Section 55"), make("p", {}, "The clock needs the day of the report, which cannot be read yet."));
  return panel;
}

function clock({ published_on: publishedOn, publication, missing }) {
  const counts = publication.day !== null && publication.of !== null;
  return make(
    "section",
    { class: `clock ${publication.clock.replace(" ", "-")}`, "data-key": "clock" },
    make("h2", { id: "live-clock-heading" }, "The clock"),
    make("p", { class: "clock-state" }, STATES[publication.clock] ?? publication.clock),
    counts && make("p", { class: "clock-day" }, make("b", {}, dayInPeriod(publication))),
    counts && make("progress", { max: publication.of, value: Math.max(0, Math.min(publication.day, publication.of)), "aria-label": dayInPeriod(publication) }),
    make("p", { class: "clock-sentence" }, publication.sentence),
    make(
      "dl",
      {},
      make("div", {}, make("dt", {}, "Report published"), make("dd", {}, dayInWords(publishedOn))),
      publication.last_day && make("div", {}, make("dt", {}, "Last day"), make("dd", {}, dayInWords(publication.last_day))),
    ),
    missing.length > 0 && [
      make("h3", {}, "Still missing"),
      make("ul", { class: "plain" }, missing.map((each) => make("li", {}, each))),
    ],
  );
}

function duty(duty, state) {
  const [sign, words] = DUTIES[duty.state] ?? ["", duty.state];
  const link = problemLink(duty.problems, state);
  return make(
    "li",
    { class: `duty ${duty.state.replace(" ", "-")}`, "data-key": `${duty.provision} ${duty.what}` },
    make("p", { class: "duty-state" }, make("span", { class: "sign", "aria-hidden": "true" }, sign), " ", words),
    make(
      "div",
      {},
      make("p", { class: "duty-what" }, duty.what),
      make("p", { class: "law" }, duty.provision, duty.detail && `. ${duty.detail}`),
      link && make("p", {}, link),
    ),
  );
}

/** The clock in a few words, for the head of the page. */
export function clockAtAGlance(clock) {
  if (!clock) return "";
  const { publication } = clock;
  const words = STATES[publication.clock] ?? publication.clock;
  const running = ["open", "soon", "overdue", "planned late"].includes(publication.clock) && publication.day !== null;
  if (!running) return words;
  const day = dayInPeriod(publication);
  const lastDay = dayInWords(publication.last_day);
  return publication.clock === "overdue" ? `Overdue: ${day}, ${lastDay}` : `${day}: last day ${lastDay}`;
}

/** Which day of the period it is; when the period has ended, how long ago its last day was. */
function dayInPeriod({ day, of }) {
  const late = day - of;
  return late > 0 ? `${counted(late, "day", "days")} after the last day` : `Day ${day} of ${of}`;
}
