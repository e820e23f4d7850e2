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

function clock(clock) {
  const counts = clock.day !== null && clock.of !== null;
  return make(
    "section",
    { class: `clock ${clock.state.replace(" ", "-")}`, "data-key": "clock" },
    make("h2", { id: "live-clock-heading" }, "The clock"),
    make("p", { class: "clock-state" }, STATES[clock.state] ?? clock.state),
    counts && make("p", { class: "clock-day" }, make("b", {}, dayInPeriod(clock))),
    counts && make("progress", { max: clock.of, value: Math.max(0, Math.min(clock.day, clock.of)), "aria-label": dayInPeriod(clock) }),
    make("p", { class: "clock-sentence" }, clock.sentence),
    make(
      "dl",
      {},
      clock.published_on && make("div", {}, make("dt", {}, "Report published"), make("dd", {}, dayInWords(clock.published_on))),
      clock.last_day && make("div", {}, make("dt", {}, "Last day"), make("dd", {}, dayInWords(clock.last_day))),
    ),
    clock.missing.length > 0 && [
      make("h3", {}, "Still missing"),
      make("ul", { class: "plain" }, clock.missing.map((each) => make("li", {}, each))),
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
  const words = STATES[clock.state] ?? clock.state;
  const running = ["open", "soon", "overdue", "planned late"].includes(clock.state) && clock.day !== null;
  if (!running) return words;
  const day = dayInPeriod(clock);
  return clock.state === "overdue" ? `Overdue: ${day}, ${dayInWords(clock.last_day)}` : `${day}: last day ${dayInWords(clock.last_day)}`;
}

/** Which day of the period it is; when the period has ended, how long ago its last day was. */
function dayInPeriod(clock) {
  const late = clock.day - clock.of;
  return late > 0 ? `${counted(late, "day", "days")} after the last day` : `Day ${clock.day} of ${clock.of}`;
}
