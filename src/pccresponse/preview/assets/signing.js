// Sign-off: the state, who acts next, who approved which version, and the form to approve.

import { capital, dayInWords, make } from "./elements.js";

const STANDINGS = { fresh: ["✓", "Fresh"], stale: ["✕", "Out of date"], missing: ["○", "Missing"] };
const LONGEST = 400;
const UNREADABLE = "You cannot approve while the files cannot be read.";

let begun = ""; // the version when the user entered the form, which they have read
let sending = null; // the approval that was sent and is not yet in a state
let answered = null; // the answer to the last one

/** The panel's content. */
export function signOffPanel({ sign_off: signOff, broken }) {
  const panel = make("div");
  if (!signOff) {
    panel.append(make("h2", {}, "Sign-off"), make("p", {}, "Nothing to show yet."));
    return panel;
  }
  panel.append(
    make(
      "section",
      { class: `stage ${broken ? "broken" : ""}`, "data-key": "stage" },
      make("h2", {}, "Sign-off"),
      make("p", { class: "stage-state" }, capital(signOff.state)),
      make("p", { class: "next" }, make("b", {}, "Next: "), signOff.what ? `${signOff.who}: ${sentence(signOff.what)}` : sentence(signOff.who)),
      signOff.short && make("p", { class: "meaning" }, broken ? "It was last version " : "This is version ", make("code", { class: "version" }, signOff.short), "."),
    ),
  );
  if (signOff.version) panel.append(approvals(signOff, broken), form(signOff, broken));
  return panel;
}

const sentence = (words) => (/[.!?]$/.test(words) ? words : `${words}.`);

function approvals({ roles, short }, broken) {
  const required = roles.filter((each) => each.required);
  const fresh = required.filter((each) => each.standing === "fresh").length;
  return make(
    "section",
    { class: "group", "data-key": "approvals" },
    make("h3", {}, "Approvals"),
    make("p", { class: "meaning" }, required.length ? `${fresh} of ${required.length} that office.yaml requires${broken ? ", as it was" : ""}.` : "office.yaml requires none."),
    roles.length > 0 && make("ul", { class: "roles" }, roles.map((each) => role(each, short))),
  );
}

function role({ role, required, standing, approval }, short) {
  const [sign, words] = STANDINGS[standing] ?? ["", standing];
  const { name, on, version } = approval ?? {};
  const day = on && dayInWords(on);
  const told = {
    fresh: `${name} approved it on ${day}`,
    stale: [`${name} approved `, make("code", {}, version?.slice(0, short.length)), ` on ${day}; it is `, make("code", {}, short), " now"],
  }[standing];
  return make(
    "li",
    { class: `role ${standing}`, "data-key": role },
    make("p", { class: "role-state" }, make("span", { class: "sign", "aria-hidden": "true" }, sign), " ", words),
    make("div", {}, make("p", { class: "role-name" }, role, !required && make("span", { class: "count" }, " (not required)")), told && make("p", { class: "law" }, told)),
  );
}

function form({ roles, short, version }, broken) {
  if (answered?.ok && answered.version !== version) answered = null; // about another version
  const required = roles.filter((each) => each.required);
  const attributes = { id: "live-approve-role", name: "role", required: true };
  const choice = required.length
    ? make("select", { ...attributes, "data-key": "choice" }, make("option", { value: "" }, "Choose a role"), required.map((each) => make("option", { value: each.role }, each.role)))
    : make("input", { ...attributes, "data-key": "free", type: "text", autocomplete: "organization-title", maxlength: LONGEST });
  return make(
    "form",
    { class: "group approve", id: "live-approve", "data-key": "approve", "aria-labelledby": "live-approve-heading" },
    make("h3", { id: "live-approve-heading" }, "Approve this version"),
    make("p", { class: "meaning" }, "It is saved in response.yaml with today’s date. It is a record that your office keeps, not a signature."),
    make("p", { class: "field" }, make("label", { for: "live-approve-role" }, "Role"), choice),
    make(
      "p",
      { class: "field" },
      make("label", { for: "live-approve-name" }, "Name"),
      make("input", { id: "live-approve-name", name: "name", type: "text", autocomplete: "name", required: true, maxlength: LONGEST }),
    ),
    make("p", {}, make("button", { type: "submit", class: "main", "aria-disabled": broken ? "true" : null, "aria-describedby": "live-approve-answer" }, `Approve version ${short}`)),
    make("p", { id: "live-approve-answer", class: answered?.ok === false || broken ? "refused" : "" }, broken ? UNREADABLE : answered?.sentence),
  );
}

/** The announcement about approvals that an update made out of date; "" if there are none. */
export function signOffNews(older, newer) {
  if (!older?.sign_off || !newer.sign_off || newer.broken) return "";
  const before = new Map(older.sign_off.roles.map((each) => [each.role, each]));
  const stale = newer.sign_off.roles.filter((each) => each.standing === "stale" && before.get(each.role)?.standing === "fresh");
  return stale.length ? `. Now out of date: the approval of the ${stale.map((each) => each.role).join(", the ")}` : "";
}

/** Whether a state comes from this page's own approval, whose answer already says so. */
export function isOurOwn({ sign_off: signOff }) {
  const is = sending !== null && signOff?.version === sending.version && signOff.roles.some((each) => each.standing === "fresh" && each.approval?.name === sending.name);
  if (is && sending.answered) sending = null;
  return is;
}

/** Listen to the form in `panel`: `stateNow()` is the state, `say(words)` announces them, `again()` redraws the panel. */
export function listenToForm(panel, address, { stateNow, say, again }) {
  const tell = (ok, words) => {
    answered = { ok, sentence: words, version: stateNow().sign_off.version };
    say(words);
    again();
  };
  panel.addEventListener("focusin", (event) => {
    const form = event.target.closest("form");
    if (form && !form.contains(event.relatedTarget)) begun = stateNow().sign_off.version;
  });
  panel.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { broken, sign_off: signOff } = stateNow();
    if (broken) return say(`Not approved. ${UNREADABLE}`); // also shown beside the button
    if (begun && begun !== signOff.version) {
      begun = signOff.version;
      return tell(false, `Not approved. The content changed while you were reading it and is now version ${signOff.short}. Read it, and then select the button again.`);
    }
    if (sending && !sending.answered) return undefined; // pressed twice
    const fields = new FormData(event.target);
    const name = fields.get("name").trim().split(/\s+/).join(" ").normalize("NFC");
    sending = { name, version: signOff.version, answered: false };
    const { ok, sentence: words } = await send(address, { role: fields.get("role"), name: fields.get("name"), version: signOff.version });
    if (sending) sending.answered = true;
    if (ok) {
      event.target.reset();
      isOurOwn(stateNow()); // the state may already be here
    } else sending = null;
    return tell(ok, words);
  });
}

async function send(address, approval) {
  const token = document.querySelector("meta[name=live-token]").content;
  const headers = { "Content-Type": "application/json", "X-Live-Token": token };
  try {
    const answer = await fetch(`${address}/approve`, { method: "POST", headers, body: JSON.stringify(approval) });
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) return await answer.json();
    return { ok: false, sentence: "Not approved. The preview was started again, or there was a fault. Reload the page and try again." };
  } catch {
    return { ok: false, sentence: "There was no answer, because the preview was stopped. Look in response.yaml to see whether it was approved." };
  }
}
