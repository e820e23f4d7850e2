"""Metadata and attachments held against each other: what the documents say of themselves and bring with them."""

from __future__ import annotations

import pikepdf

from pccresponse.verifying.attached import attached_files
from pccresponse.verifying.differences import Findings, Kind
from pccresponse.verifying.quoting import counted, held_against, quoted, word_changes
from pccresponse.verifying.read_metadata import PACKET, PROGRAMS, identifier_of, metadata_of

_MOST_PASSAGES = 20
_LARGEST_TEXT = 1 << 20


def compare_sayings(was: pikepdf.Pdf, now: pikepdf.Pdf, findings: Findings) -> None:
    """Tell of every entry of the metadata that is another, and of another name for the file."""
    old, new = metadata_of(was), metadata_of(now)
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name, ""), new.get(name, "")
        if before == after:
            continue
        kind: Kind = "producer" if name in PROGRAMS else "metadata"
        passages = _passages_of_packet(before, after) if name == PACKET else [(before, after)]
        for passage in passages or [("white space", "other white space")]:
            message = f"What the document says of itself ({quoted(name, 60)}): {held_against(*passage)}."
            findings.add(kind, message, was=passage[0], now=passage[1])
    before, after = identifier_of(was), identifier_of(now)
    if before != after:
        findings.add("identifier", f"The identifier of the file: {held_against(before, after)}.", was=before, now=after)


def _passages_of_packet(was: str, now: str) -> list[tuple[str, str]]:
    """Between the tags stand words; with spaces around them, the tags are words too."""
    old, new = (packet.replace("<", " <").replace(">", "> ") for packet in (was, now))
    return list(word_changes(old, new))[:_MOST_PASSAGES]


def compare_attachments(was: pikepdf.Pdf, now: pikepdf.Pdf, findings: Findings) -> None:
    """Tell of every attachment that is new, gone or changed, and of each that is not what the file declares."""
    old, checksums = attached_files(was)
    new, _ = attached_files(now)
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            findings.add("attachment", f"The attachment {quoted(name)} is only in the original.", was=name)
        elif name not in old:
            findings.add("attachment", f"The attachment {quoted(name)} is only in the rebuilt document.", now=name)
        elif old[name] != new[name]:
            _compare_contents(name, old[name], new[name], findings)
    for name, checksum in checksums.items():
        if not checksum.fits:
            message = f"The attachment {quoted(name)} of the original does not have the checksum that is given for it."
            findings.add("attachment", message, was=checksum.declared)


def _compare_contents(name: str, was: bytes, now: bytes, findings: Findings) -> None:
    passages = _passages(was, now)
    for before, after in passages:
        findings.add("attachment", f"In the attachment {quoted(name)}, {held_against(before, after)}.", was=before, now=after)
    if not passages:
        sizes = f"{counted(len(was), 'byte')}, and {len(now):,} in the rebuilt document"
        findings.add("attachment", f"The attachment {quoted(name)} has other contents: {sizes}.")


def _passages(was: bytes, now: bytes) -> list[tuple[str, str]]:
    """The words that changed; none where it is no text, or where only white space did."""
    if max(len(was), len(now)) > _LARGEST_TEXT:
        return []
    try:
        return list(word_changes(was.decode(), now.decode()))[:_MOST_PASSAGES]
    except UnicodeDecodeError:
        return []
