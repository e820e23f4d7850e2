"""One made-up response of an archive, with its office: the same for the same number, whatever the size of the archive."""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

from archive_days import Days, chief_officers, days, office_holders
from archive_findings import findings
from archive_words import AREAS, BOARDS, INSPECTORATES, bullets, paragraph
from pccresponse import statute

SEED = "the archive of 2026"
EDITION = "2026"
_SUBJECTS = {"mayor": "The Mayor", "mayor's office": "The Mayor’s Office", "common council": "The Common Council"}
_PILLARS = ("effectiveness", "efficiency", "legitimacy")
_FOUR = ("outstanding", "good", "good", "good", "requires improvement", "inadequate")
_FIVE = ("outstanding", "good", "good", "adequate", "adequate", "requires improvement", "inadequate")
_QUESTIONS = (
    "How well does the force prevent crime and keep people safe?",
    "How well does the force use its resources?",
    "How well does the force treat the public?",
)


class Case(NamedTuple):
    """A response and its office as data, and the name of their folder."""

    slug: str
    response: dict[str, Any]
    office: dict[str, Any]


def case(number: int, old_edition: str | None) -> Case:
    """The response of that number. One to a report before 2017 is made with the old edition, if there is one."""
    rng = Random(f"{SEED}, {number}")
    known = statute.forces()
    force = known[number % len(known)]
    when = days(rng)
    who = _SUBJECTS.get(statute.body_on(force.id, when.published).kind, "The Commissioner")
    edition = old_edition if old_edition and when.report.year < 2017 else EDITION
    response = {"edition": edition, **_response(rng, when, number, force.name_on(when.report), who)}
    return Case(f"{when.report}-{force.id}-{number:04d}", response, _office(force.id))


def _pages_wanted(rng: Random) -> float:
    """How many pages of findings the comments have: mostly few, seldom many. With all its copies a response has 40 at most."""
    return min(6.3, max(0.0, rng.lognormvariate(-0.15, 1.0) - 0.5))


def _response(rng: Random, when: Days, number: int, force: str, who: str) -> dict[str, Any]:
    pages = _pages_wanted(rng)
    kind = rng.choice(("force", "force", "force", "force", "force", "letter", "post-inspection review", "thematic", "joint"))
    found = findings(rng, when, pages, who=who)
    if kind in ("thematic", "joint"):
        _address(rng, found)
    return {
        "report": _report(rng, when, number, kind, force),
        **({"judgments": judgments} if (judgments := _judgments(rng, when, kind)) else {}),
        "findings": found or "none",
        "invitation": _invitation(rng, when),
        **_chief_officers_part(rng, when, who),
        "comments": {
            "sections": [
                {"heading": heading, "text": _text(rng, pages)}
                for heading in ("In general", "What follows from it", "What residents say")[: 1 + (pages > 1.5) + (pages > 4)]
            ],
            "made_on": when.made.isoformat(),
        },
        "monitoring": f"The {rng.choice(BOARDS)} takes a report on what was promised each quarter, in public.",
        "publication": {
            "published_on": when.published.isoformat(),
            "url": f"https://www.example.org/responses/{number:04d}",
        },
        "submission": {"sent_on": when.published.isoformat()},
        **({"panel_report": _panel_report(rng, when)} if pages < 3 and rng.random() < 0.12 else {}),
    }


def _report(rng: Random, when: Days, number: int, kind: str, force: str) -> dict[str, Any]:
    year = when.report.year
    titles = {
        "thematic": "In time? How forces answer the telephone",
        "joint": "Together for children",
        "letter": "A letter on call handling",
        "post-inspection review": "Custody, visited again",
    }
    extra: dict[str, Any] = {}
    if kind == "joint":
        extra["joint_with"] = [rng.choice(INSPECTORATES)]
    elif kind == "post-inspection review":
        extra["follows_up"] = [{"title": "Custody, a first visit", "published_on": str(year - 1)}]
    elif kind == "force" and year >= 2015:
        extra["programme"] = f"PEEL {year}" if year < 2018 else f"PEEL {year}/{(year + 1) % 100}"
    return {
        "title": titles.get(kind, f"PEEL: {force}"),
        "kind": kind,
        "published_on": when.report.isoformat(),
        "published_on_source": "Made up.",
        **extra,
        "url": f"https://www.example.org/reports/{number:04d}",
        "pages": rng.randint(8, 140),
        "summary": paragraph(rng, "fault", rng.choice((1, 1, 2, 3))),
    }


def _judgments(rng: Random, when: Days, kind: str) -> dict[str, Any]:
    """In the form of their day: words in 2014, pillars from 2015, areas from 2021; none of a force in a report on several."""
    year = when.report.year
    if kind != "force" or rng.random() < 0.25:
        return {}
    if year < 2015:
        audit = {"title": "Case files examined", "grades": ["Good", "Requires improvement", "Inadequate"], "rows": [_audit(rng)]}
        return {"narrative": paragraph(rng, "fault", 2), **({"case_audits": [audit]} if rng.random() < 0.4 else {})}
    if year < 2021:
        return {"pillars": [_pillar(rng, pillar) for pillar in _PILLARS]}
    return {"areas": [{"area": area, "grade": rng.choice(_FIVE)} for area in AREAS]}


def _pillar(rng: Random, pillar: str) -> dict[str, Any]:
    questions = [{"question": rng.choice(_QUESTIONS), "grade": rng.choice(_FOUR)}] if rng.random() < 0.3 else []
    return {"pillar": pillar, "grade": rng.choice(_FOUR), **({"questions": questions} if questions else {})}


def _audit(rng: Random) -> dict[str, Any]:
    counts = [rng.randint(0, 30) for _ in range(3)]
    return {"cases": "All case files", "counts": counts, "total": sum(counts)}


def _invitation(rng: Random, when: Days) -> dict[str, Any]:
    """Of an old one no date may be known; the letter is then not made."""
    if not when.under_the_law_of_2017 and rng.random() < 0.3:
        return {"sent_on": "not recorded"}
    return {"sent_on": when.invitation.isoformat(), "reply_by": when.reply_by.isoformat()}


def _chief_officers_part(rng: Random, when: Days, who: str) -> dict[str, Any]:
    if rng.random() < 0.35:
        return {"chief_officer_comments": "none received"}
    given = {"text": paragraph(rng, "reply", rng.choice((1, 2, 3, 5))), "received_on": when.received.isoformat()}
    reply = {"text": f"{who} is grateful for these comments."} if rng.random() < 0.5 else "none"
    return {"chief_officer_comments": given, "reply_to_chief_officer": reply}


def _text(rng: Random, pages: float) -> str:
    """Comments of the body, the longer the more there is to say; some of them with a list."""
    paragraphs = [paragraph(rng, "view", rng.randint(1, 3)) for _ in range(1 + (pages > 2) + (pages > 4))]
    if rng.random() < 0.2:
        paragraphs.append(bullets(rng, "view", 3))
    return "\n\n".join(paragraphs)


def _panel_report(rng: Random, when: Days) -> dict[str, Any]:
    return {
        "meeting": "Police and Crime Panel",
        "held_on": when.meeting.isoformat(),
        "agenda_item": str(rng.randint(3, 12)),
        "purpose": "To present the comments on the report.",
        "sections": [{"heading": "Background", "text": paragraph(rng, "view", 2)}],
        "actions": ["The panel is asked to note the report."],
    }


def _address(rng: Random, found: dict[str, list[dict[str, Any]]]) -> None:
    """To whom each finding of a report on several forces speaks; mostly to all of them."""
    for kind in found.values():
        for finding in kind:
            finding["addressees"] = ["chief constables"] if rng.random() < 0.8 else ["College of Policing", "Home Office"]
            for inner in finding.get("recommendations", ()):
                inner["addressees"] = ["chief constables"]


def _office(force: str) -> dict[str, Any]:
    return {
        "force": force,
        "office_holders": office_holders(force),
        "chief_officers": chief_officers(force),
        "address": "The Office\n1 Example Street\nExampleton\nQE1 1AA",
        "email": f"office@{force}.example",
        "governance_boards": [{"name": board} for board in BOARDS],
    }
