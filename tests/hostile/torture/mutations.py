"""Good files made bad: by the byte, by the word, and by what they are made of."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pikepdf
import yaml

Mutate = Callable[[bytes, random.Random], bytes]

# fmt: off
_WORDS = (
    "\x00", "\t", "\r", "\n", ":", "-", "?", "[", "]", "{", "}", "&", "*", "!", "|", ">", "%", "@", "`", "'", '"', "#", "~", ",",
    "\\", "/", "<", "=", "(", ")", "^", "$", "_", "0", "-1", "1e999", "é", "王", "\u202e", "\u2028", "\ufeff", "\ud7ff",
    "a\u0301\u0316", "\U0001f600", "\x1b[2J", "\r\n", "<<", "---", "...", "&a", "*a", "!!python/object:os.system", "!!binary",
    "null", "true", "0x1f", "1_000", "2015-02-30", "0000-00-00", "9999-12-31", "../../etc/passwd", "/dev/zero", "file:///etc/passwd",
    "CON", "a" * 5_000, "[^1]", "[^1]: x", "| a | b |\n|-|-|\n", "# ", "> ", "```", "&#x202E;", "&nbsp;", "<b>", "](javascript:x)",
    "{{ x }}", "{% for i in range(9) %}", "{% endfor %}", "{{ 1/0 }}", "{{ case.__class__ }}", "{% include 'x' %}", "* {", "@page",
    "size: 0 0", "float: footnote", "margin: -1e30pt", "content: url(x)", "column-count: 9",
)
# fmt: on
_TOKENS: Sequence[bytes] = (*(word.encode() for word in _WORDS), b"\xff\xfe", b"\xed\xa0\x80")
_ODD_VALUES: Sequence[Any] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        10**30,
        1.5,
        float("inf"),
        "",
        " ",
        "\n",
        "x" * 3_000,
        "2015-07-21",
        "not recorded",
        "none received",
    ),
    *(
        "9999-12-31",
        "0001-01-01",
        "2015-13",
        "[^1]",
        "[^1]: x",
        "# x",
        "***",
        "&nbsp;",
        "&#x202E;x",
        "a@b",
        "../x",
        "http://x",
        "plain",
        "2026",
    ),
    *([], {}, [None], [[]], {"": ""}, {"x": {"x": {}}}, ["x"] * 300, list(range(50))),
)


def by_byte(content: bytes, chance: random.Random) -> bytes:
    """Something changed, cut out, put in, said twice or cut off, at up to six places."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        at = chance.randrange(len(data) + 1)
        length = chance.choice((1, 1, 4, 40, 400))
        match chance.randrange(7):
            case 0 if data:
                data[at % len(data)] = chance.randrange(256)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length] * chance.choice((1, 2, 30))
            case 3:
                data[at:at] = chance.choice(_TOKENS)
            case 4:
                data[at : at + length] = chance.choice(_TOKENS)
            case 5 if chance.random() < 0.3:
                del data[at:]
            case _:
                other = chance.randrange(len(data) + 1)
                data[at:at] = data[other : other + length]
    return bytes(data[: 2 << 20])


def by_value(content: bytes, chance: random.Random) -> bytes:
    """YAML or JSON in which values were exchanged, taken away, said twice, or put under other keys."""
    data = yaml.load(content, Loader=_Plain)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        data = _changed(data, chance)
    if chance.random() < 0.5:
        return json.dumps(data, ensure_ascii=chance.random() < 0.5, indent=chance.choice((None, 2)), default=str).encode(
            "utf-8", "replace"
        )
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=chance.random() < 0.3)).encode("utf-8", "replace")


class _Plain(yaml.SafeLoader):
    """Dates stay as they are written."""


_Plain.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _changed(data: Any, chance: random.Random) -> Any:
    """One thing changed in a copy of it, as deep as chance will have it."""
    if isinstance(data, dict) and data and chance.random() < 0.85:
        key = chance.choice(list(data))
        match chance.randrange(8):
            case 0:
                return {other: value for other, value in data.items() if other != key}
            case 1:
                return {**data, chance.choice(["x", "", "file", "text", key.upper() if isinstance(key, str) else "1"]): data[key]}
            case 2:
                return {**data, key: data[chance.choice(list(data))]}
            case _:
                return {**data, key: _changed(data[key], chance)}
    if isinstance(data, list) and data and chance.random() < 0.85:
        at = chance.randrange(len(data))
        match chance.randrange(6):
            case 0:
                return [*data[:at], *data[at + 1 :]]
            case 1:
                return [*data[:at], *[data[at]] * chance.choice((2, 3, 40)), *data[at + 1 :]]
            case 2:
                return list(reversed(data))
            case _:
                return [*data[:at], _changed(data[at], chance), *data[at + 1 :]]
    if isinstance(data, str) and data and chance.random() < 0.5:
        return by_byte(data.encode(), chance).decode("utf-8", "replace")
    return chance.choice(_ODD_VALUES)


def by_byte_or_value(content: bytes, chance: random.Random) -> bytes:
    """Either."""
    return by_byte(content, chance) if chance.random() < 0.45 else by_value(content, chance)


def in_zip(content: bytes, chance: random.Random) -> bytes:
    """A zip file, such as a Word file, one member of which was changed; or its own bytes."""
    if chance.random() < 0.3:
        return by_byte(content, chance)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            member = old.read(name)
            if name == chosen and chance.random() < 0.1:
                continue
            new.writestr(name, by_byte(member, chance) if name == chosen else member)
    return made.getvalue()


def in_pdf(content: bytes, chance: random.Random) -> bytes:
    """A PDF in which objects were exchanged, taken away, or had their streams changed; or its own bytes."""
    if chance.random() < 0.5:
        return by_byte(content, chance)
    with pikepdf.open(io.BytesIO(content)) as document:
        objects = [each for each in document.objects if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array))]
        for _ in range(chance.choice((1, 1, 2, 5))):
            _change_object(chance.choice(objects), objects, document, chance)
        made = io.BytesIO()
        try:
            document.save(made, fix_metadata_version=False)
        except pikepdf.PdfError:  # so much was taken away that nothing can be saved
            return by_byte(content, chance)
        return made.getvalue()


def _change_object(thing: Any, objects: Sequence[Any], document: pikepdf.Pdf, chance: random.Random) -> None:
    odd: list[Any] = [0, -1, 2**31, pikepdf.Name("/X"), pikepdf.String("x"), pikepdf.Array([]), pikepdf.Dictionary(), True]
    odd.append(chance.choice(objects))
    value = chance.choice(odd)
    if isinstance(thing, pikepdf.Array):
        if len(thing) and chance.random() < 0.7:
            thing[chance.randrange(len(thing))] = value
        else:
            thing.append(value)
        return
    if isinstance(thing, pikepdf.Stream) and chance.random() < 0.4:
        try:
            thing.write(by_byte(thing.read_bytes(), chance))
        except pikepdf.PdfError:
            thing.write(b"x")
        return
    keys = list(thing.keys())
    key = chance.choice(keys) if keys else "/X"
    if key == "/Length":
        return
    if chance.random() < 0.3 and keys:
        del thing[key]
    else:
        thing[key] = value
