"""Two PDFs held against each other, from what everybody sees down to what nobody does."""

from __future__ import annotations

import pikepdf

from pccresponse.verifying.compare_objects import ObjectWalk
from pccresponse.verifying.comparing_means import compare_means
from pccresponse.verifying.comparing_pages import Pairs, compare_pictures, compare_sizes, compare_texts, pair_pages
from pccresponse.verifying.comparing_sayings import compare_attachments, compare_sayings
from pccresponse.verifying.comparing_tags import compare_role_maps, compare_tags, compare_unheard
from pccresponse.verifying.comparing_ways import compare_ways
from pccresponse.verifying.differences import Comparison, Findings, Kind, Level
from pccresponse.verifying.errors import UnreadablePdfError
from pccresponse.verifying.inspecting import page_contents
from pccresponse.verifying.open_untrusted import opened, repairs_of
from pccresponse.verifying.quoting import counted
from pccresponse.verifying.read_links import Ways
from pccresponse.verifying.read_metadata import page_sizes
from pccresponse.verifying.read_pages import Pages, pages_of
from pccresponse.verifying.read_resources import means_of
from pccresponse.verifying.read_tags import role_map_of, tags_of, unheard

_TOLD_OF_THE_PAGE: tuple[Kind, ...] = ("text", "picture", "page size", "means", "alternative")


def compare(original: bytes, rebuilt: bytes) -> Comparison:
    """How far two documents agree, and every difference in words. Raises `UnreadablePdfError` for a file beyond the limits."""
    if original == rebuilt:
        return Comparison(level=Level.IDENTICAL_BYTES)
    findings = Findings()
    with opened(original) as was, opened(rebuilt) as now:
        # Before anybody draws a page, each is looked at for what it would take.
        page_contents(was)
        page_contents(now)
        with pages_of(original) as old_pages, pages_of(rebuilt) as new_pages:
            for document, pages in ((was, old_pages), (now, new_pages)):
                if len(document.pages) != len(pages):
                    raise UnreadablePdfError("The PDF is damaged: two programs find different numbers of pages in it.")
            pairs = _compare_what_is_seen(was, now, old_pages, new_pages, findings)
            _compare_what_is_heard(was, now, old_pages, new_pages, pairs, findings)
        compare_role_maps(role_map_of(was), role_map_of(now), findings)
        compare_ways(Ways(was, dict(pairs)), Ways(now), pairs, findings)
        compare_sayings(was, now, findings)
        compare_attachments(was, now, findings)
        compare_means(means_of(was), means_of(now), findings)
        _name_the_rest(was, now, pairs, findings)
        _look_at_the_files(original, rebuilt, was, now, findings)
    return findings.comparison()


def _compare_what_is_seen(was: pikepdf.Pdf, now: pikepdf.Pdf, old: Pages, new: Pages, findings: Findings) -> Pairs:
    old_texts = [old.text(number) for number in range(1, len(old) + 1)]
    new_texts = [new.text(number) for number in range(1, len(new) + 1)]
    pairs = pair_pages(old_texts, new_texts, findings)
    old_sizes, new_sizes = page_sizes(was), page_sizes(now)
    for pair in pairs:
        compare_sizes(old_sizes[pair[0] - 1], new_sizes[pair[1] - 1], pair[0], findings)
        compare_texts(old_texts[pair[0] - 1], new_texts[pair[1] - 1], pair[0], findings)
        compare_pictures(old, new, pair, findings)
    return pairs


def _compare_what_is_heard(was: pikepdf.Pdf, now: pikepdf.Pdf, old: Pages, new: Pages, pairs: Pairs, findings: Findings) -> None:
    marks, new_marks = ([pages.marked(number) for number in range(1, len(pages) + 1)] for pages in (old, new))
    tags, new_tags = tags_of(was, marks), tags_of(now, new_marks)
    compare_tags(tags, new_tags, findings)
    compare_unheard(unheard(tags, marks), unheard(new_tags, new_marks), pairs, findings)


def _name_the_rest(was: pikepdf.Pdf, now: pikepdf.Pdf, pairs: Pairs, findings: Findings) -> None:
    """Objects that differ and are behind nothing that was told already."""
    told = {kind for kind in ("tags", "links", "outline", "attachment", "behaviour") if findings.has(kind)}
    for unseen in ObjectWalk(was, now, pairs).differences():
        if unseen.kind in told:
            continue
        if unseen.kind == "drawing" and any(findings.has(kind, unseen.page) for kind in _TOLD_OF_THE_PAGE):
            continue
        findings.add(unseen.kind, unseen.message, page=unseen.page)


def _look_at_the_files(original: bytes, rebuilt: bytes, was: pikepdf.Pdf, now: pikepdf.Pdf, findings: Findings) -> None:
    """What the bytes alone tell: damage, additions, and, where there is nothing else to tell, that they differ."""
    for repair in repairs_of(was):
        findings.add("damage", f"The original is damaged and was read as well as it could be: {repair}.")
    ends, new_ends = original.count(b"startxref"), rebuilt.count(b"startxref")
    if ends != new_ends:
        told = f"The original was added to after it was made: it ends {counted(ends, 'time')}, the rebuilt document {new_ends}."
        findings.add("object", told, was=str(ends), now=str(new_ends))
    objects, new_objects = len(was.objects), len(now.objects)
    if objects != new_objects and all(each.kind == "identifier" for each in findings.comparison().differences):
        told = f"The original holds {counted(objects, 'object')}, the rebuilt document {new_objects:,}."
        findings.add("object", told, was=str(objects), now=str(new_objects))
    if not findings.comparison().differences:
        findings.add("object", "The bytes differ somewhere in the file that shows nowhere: the same is written in another way.")
