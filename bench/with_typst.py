"""Typst on a comparable document: `with_typst.py COUNT FONTS OUT.pdf`, as a whole process, writing of its source included."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import typst

from cases import recommendations, response

HEAD = r"""
#set document(title: "Comments on a made-up report", date: none)
#set page(paper: "a4", margin: 25mm, numbering: "1 of 1", header: [Police and Crime Commissioner for Benchshire])
#set text(font: "Source Sans 3", size: 11pt, lang: "en", region: "GB")
#set par(leading: 0.65em)
#show heading: set text(font: "Source Serif 4")
#show figure: set block(breakable: true)
#show figure: set align(start)
#let part(name, body) = grid(columns: (42mm, 1fr), gutter: 4mm, strong(name), body)
"""


def text(words: str) -> str:
    """Words as Typst takes them literally."""
    return '#"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def source(count: int) -> str:
    """The document: the same words in the same order, with headings, quotations and a table for each recommendation."""
    case = response(count)
    parts = [HEAD, f"= {text(case['report']['title'])}", "#outline()", "== Findings", "=== Recommendations"]
    for each in recommendations(count):
        parts += finding(each)
    parts += ["== The chief constable’s comments", f"#quote(block: true)[{text(case['chief_officer_comments']['text'])}]"]
    parts += ["== The commissioner’s reply", text(case["reply_to_chief_officer"]["text"])]
    for section in case["comments"]["sections"]:
        parts += [f"== {text(section['heading'])}", *map(text, section["text"].split("\n\n"))]
    parts += ["== Monitoring", text(case["monitoring"])]
    return "\n\n".join(parts)


def finding(each: dict[str, Any]) -> list[str]:
    """One recommendation with its answers."""
    (action,) = each["force_actions"]
    further = [f"*{name.capitalize()}* {text(action[name])}" for name in ("evidence", "measure") if name in action]
    when = f"Done: {action['done_on']}" if "done_on" in action else f"Due: {action['due_on']}"
    cells = ["\n\n".join([text(action["what"]), *further]), text(action["owner"]), text(action["status"]), text(when)]
    return [
        f"==== Recommendation {each['label']}: {text(each['heading'])}",
        text(f"{each['area']}; paragraph {each['paragraph']}; due {each['due_wording']}"),
        f"#part[The report says][#quote(block: true)[{text(each['text'])}]]",
        "#part[Acceptance][The Commissioner accepts this.]",
        f"#part[Action taken][{text(each['explanation']['action_taken'])}]",
        f"#part[Oversight][{text(each['oversight']['by'] + '; next review: ' + each['oversight']['next_review_on'])}]",
        "#figure(kind: table, caption: [Actions of Benchshire Police on recommendation "
        + each["label"]
        + "], table(columns: (1fr, 32mm, 24mm, 28mm), table.header([Action], [Owner], [Status], [Date]), "
        + ", ".join(f"[{cell}]" for cell in cells)
        + "))",
    ]


def main() -> None:
    """Set the document with tags, as PDF/UA-1, in the same fonts."""
    count, fonts, out = sys.argv[1:]
    typ = Path(out).with_suffix(".typ")
    typ.write_text(source(int(count)), encoding="utf-8")
    typst.compile(str(typ), output=out, font_paths=[fonts], ignore_system_fonts=True, pdf_standards=["ua-1"])


if __name__ == "__main__":
    main()
