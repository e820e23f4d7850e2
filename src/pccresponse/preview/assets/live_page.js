// The live page: shows each state that arrives.

import { bannersOf, statusOf } from "./banners.js";
import { changesCounted, changesPanel } from "./changes.js";
import { clockAtAGlance, lawPanel } from "./clock.js";
import { listen } from "./connection.js";
import { capital, counted, countsInWords } from "./elements.js";
import { patch } from "./patching.js";
import { goTo, goToPart, keepingPlace } from "./reading_position.js";
import { problemsPanel } from "./problems.js";
import { setAside, showDocuments, showPlace } from "./documents.js";
import { isOurOwn, listenToForm, signOffNews, signOffPanel } from "./signing.js";
import { tabs } from "./tabs.js";

const byId = (id) => document.getElementById(id);
const chooseTab = tabs(byId("live-tabs"));
let state = null;
let gone = ""; // why the page is not updated: a key of GONE
const GONE = { stopped: "The preview was stopped", locked: "This page is locked", crowded: "This page is not being updated" };

function say(words) {
  if (byId("live-status").textContent !== words) byId("live-status").textContent = words;
}

function showState(newer) {
  const first = state === null;
  const isNews = (first || whatIsSaid(newer) !== whatIsSaid(state)) && !isOurOwn(newer);
  const ofSignOff = signOffNews(state, newer);
  state = newer;
  keepingPlace(() => {
    showHead();
    showBanners();
    putPanel("live-problems", problemsPanel(state));
    putPanel("live-law", lawPanel(state));
    putPanel("live-sign-off", signOffPanel(state));
    putPanel("live-changes", changesPanel(state));
    showDocuments(state);
  });
  if (isNews) say(first && !state.broken ? "Updated each time you save" : `${statusOf(state, countsInWords)}${ofSignOff}`);
}

/** The parts of a state that are announced. Pages are not: they follow each text. */
const whatIsSaid = ({ problems, broken, clock, changes, documents, sign_off }) =>
  JSON.stringify([problems.map((each) => ({ ...each, page: null })), broken?.message, clock, changes, documents.map(({ text }) => text), sign_off]);

function putPanel(id, content) {
  const panel = byId(id);
  const fresh = panel.cloneNode(false);
  fresh.append(...content.childNodes);
  patch(panel, fresh);
}

function showHead() {
  byId("live-title").textContent = state.title;
  const { error } = state.counts;
  document.title = `${state.broken ? "Cannot be read" : capital(countsInWords(state.counts))}: ${state.title}`;
  const glance = byId("live-glance-problems");
  glance.textContent = capital(countsInWords(state.counts));
  glance.classList.toggle("error", error > 0);
  byId("live-glance-clock").textContent = clockAtAGlance(state.clock);
  byId("live-glance-clock").dataset.state = state.clock?.publication.clock ?? "";
  byId("live-glance-version").textContent = state.sign_off?.short ? `Version ${state.sign_off.short}` : "";
  const count = state.problems.length;
  byId("live-tab-problems").textContent = count ? `Problems (${count})` : "Problems";
  byId("live-jump-review").textContent = count ? `Review: ${counted(count, "problem", "problems")}` : "Review";
  const changed = state.changes.unavailable ? 0 : changesCounted(state.changes);
  byId("live-tab-changes").textContent = changed ? `Changes (${changed})` : "Changes";
}

function showBanners() {
  patch(byId("live-banners"), bannersOf(state, gone));
  if (gone) setAside(gone === "stopped" ? "The preview was stopped. This is the text as it was then." : `${GONE[gone]}.`);
  else setAside(state?.broken ? "This is the text as it was when the files could last be read." : null);
}

async function show(name, anchor, page) {
  if (!(await showPlace(name, anchor, page))) say("That place is no longer in the documents.");
}

const DOES = {
  show({ dataset }) {
    const problem = state.problems.find(({ id }) => id === dataset.problem);
    if (problem) show(problem.document, problem.anchor, problem.page);
  },
  anchor({ dataset }) {
    show("comments", dataset.anchor, null);
  },
  problem({ dataset }) {
    chooseTab("live-tab-problems");
    const card = byId(`live-problem-${dataset.problem}`);
    if (card) goTo(card);
  },
  async copy({ dataset }) {
    try {
      await navigator.clipboard.writeText(dataset.place);
      say(`Copied: ${dataset.place}`);
    } catch {
      say("Your browser did not allow the place to be copied.");
    }
  },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-does], [data-goes-to]");
  if (!button) return;
  if (button.dataset.does) DOES[button.dataset.does](button);
  else {
    event.preventDefault();
    goToPart(byId(button.dataset.goesTo));
  }
});

const address = `/r/${encodeURIComponent(document.body.dataset.slug)}`;
listenToForm(byId("live-sign-off"), address, {
  stateNow: () => state,
  say,
  again: () => putPanel("live-sign-off", signOffPanel(state)),
});
listen(`${address}/events`, {
  onState: showState,
  async onGone() {
    const answer = await fetch(`${address}/state`).catch(() => null);
    gone = answer?.ok ? "crowded" : answer?.status === 403 ? "locked" : "stopped";
    if (answer?.ok) showState(await answer.json());
    else keepingPlace(showBanners);
    say(GONE[gone]);
  },
  onBack() {
    gone = "";
    keepingPlace(showBanners);
    say("Updated each time you save");
  },
});
