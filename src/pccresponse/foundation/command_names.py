"""What somebody types to start this program, and how a command of it is named in a message.

Messages are written with the plain name, as in `pccresponse check`. Whoever shows one to a person sends it through `as_typed`.
"""

from __future__ import annotations

import os
import re

NAME = "pccresponse"
VARIABLE = "PCCRESPONSE_COMMAND"
"""`./run` sets it to what was typed. It decides nothing but these words."""

COMMANDS = {
    "approve": "Write down who approves a response, and which version of it.",
    "bag": "Put what was published into a bag for an archive, with all it was made from.",
    "build": "Make the documents of one response, of several, or of all.",
    "check": "Say what is wrong or missing, on which line, why, and what to do.",
    "completion": "Print the script that completes commands in your shell.",
    "diff": "Say what was changed between two states, by finding and field, and in law.",
    "editions": "List the editions of the templates; begin or release one of your own.",
    "history": "Say what was published when, under which record, and what has changed.",
    "law": "Say what section 55 asked for on a day, and who was in office.",
    "new": "Start a response: a commented YAML file to fill in.",
    "preview": "Show a response on a page in the browser that follows every save.",
    "publish": "Make the final documents, keep them, and record what they came from.",
    "rules": "List what is checked, or explain one rule.",
    "schema": "Print the JSON Schema of response.yaml or office.yaml.",
    "status": "Say where each response stands, and who has to act next.",
    "verify": "Make documents again from their record, and prove that they are the same.",
}
"""Every command, with what it does."""

_COMMAND = re.compile(rf"(?<![\w./-]){NAME}(?= (?:{'|'.join(COMMANDS)}|-h|--help)(?![\w-]))")


def program_name() -> str:
    """The name to type: that of `./run`, as it was typed, under which the program runs, or the program's own."""
    typed = os.environ.get(VARIABLE, "")
    return typed if typed and typed.isprintable() else NAME


def as_typed(text: str) -> str:
    """The text with each command of this program named so that it can be typed as it stands.

    >>> as_typed("See what was changed with pccresponse diff. Files that pccresponse makes carry one.")
    'See what was changed with pccresponse diff. Files that pccresponse makes carry one.'
    """
    name = program_name()
    return text if name == NAME else _COMMAND.sub(lambda _: name, text)
