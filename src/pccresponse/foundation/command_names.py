"""The commands, and how messages name them.

Messages have the plain name, as in `pccresponse check`. Code that shows one to a person passes it through `as_typed`.
"""

from __future__ import annotations

import os
import re

NAME = "pccresponse"
VARIABLE = "PCCRESPONSE_COMMAND"
"""`./run` sets it to what the user typed. It changes only the words of messages."""

COMMANDS = {
    "answers": "Put the force's actions from a filled-in form into a response.",
    "approve": "Record who approves a response, and which version.",
    "ask": "Make a form in which the chief officer says what the force does.",
    "bag": "Pack what you published, and what it was made from, for an archive.",
    "build": "Make the documents.",
    "check": "Find what is wrong or missing, and what to do about it.",
    "comments": "Put the chief officer's letter into a response.",
    "completion": "Print the script that completes commands in your shell.",
    "diff": "Show what changed between two versions, and what it means in law.",
    "editions": "List the editions of the templates. Start or release your own.",
    "history": "Show what you published and when, and what has changed since.",
    "law": "Show what section 55 asked for on a day, and who was in office.",
    "new": "Start a response: make a file with notes on what to fill in.",
    "preview": "Show a response in your browser, updated each time you save.",
    "publish": "Make the final documents, keep them, and record what they came from.",
    "rules": "List what is checked, or explain one rule.",
    "schema": "Print the JSON Schema that helps your editor.",
    "status": "Show where each response stands, and who must act next.",
    "update": "Bring a corrected report into a response, and keep the answers.",
    "verify": "Make documents again, and prove that they are the same.",
}

_COMMAND = re.compile(rf"(?<![\w./-]){NAME}(?= (?:{'|'.join(COMMANDS)}|-h|--help)(?![\w-]))")


def program_name() -> str:
    """What the user types to start the program: `./run`, as they typed it, or the program's own name."""
    typed = os.environ.get(VARIABLE, "")
    return typed if typed and typed.isprintable() else NAME


def as_typed(text: str) -> str:
    """The text with each command of this program written as the user would type it.

    >>> as_typed("See what was changed with pccresponse diff. Files that pccresponse makes carry one.")
    'See what was changed with pccresponse diff. Files that pccresponse makes carry one.'
    """
    name = program_name()
    return text if name == NAME else _COMMAND.sub(lambda _: name, text)
