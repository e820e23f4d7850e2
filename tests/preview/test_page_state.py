"""What is shown changes when what was seen does, and stays when nothing can be seen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pccresponse.case.case import Case
from pccresponse.case.documents import Document
from pccresponse.foundation.limited_process import TooLongError
from pccresponse.preview import refresh
from pccresponse.preview.open_pages import OpenPages, failure_in_words
from pccresponse.preview.page_state import PageState, RecentVersions
from pccresponse.preview.refresh import Refresher, Snapshot
from pccresponse.preview.workers import Failure, Typeset
from pccresponse.rendering import html
from pccresponse.rendering.html import TemplateFaultError, to_page
from pccresponse.workspace import Workspace
from tests.small_workspaces import TODAY, small_workspace, write_response

SLUG = "2015-07-21-one"
PATIENCE = 120.0


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return small_workspace(tmp_path / "w", [SLUG])


@pytest.fixture
def page(workspace: Workspace) -> PageState:
    return PageState(Refresher(SLUG, workspace, lambda: TODAY))


def seen(page: PageState) -> Snapshot:
    snapshot = page.refresher.refresh()
    assert snapshot is not None
    return snapshot


def made(anchors: dict[str, int] | None = None) -> Typeset:
    return Typeset(pdf=b"%PDF", count=2, width=595, height=842, anchors=anchors or {})


def test_nothing_new_tells_nobody_anything(page: PageState) -> None:
    snapshot = seen(page)
    page.put(snapshot)
    assert page.state
    reader = asyncio.Event()
    page.readers.add(reader)
    page.put(snapshot)
    assert not reader.is_set()
    assert page.state.sequence == 1
    assert page.refresher.refresh() is None


def test_the_reason_for_no_pages_is_what_keeps_them_from_being_made_and_no_earlier_error(
    page: PageState, workspace: Workspace
) -> None:
    response, office = workspace.responses / SLUG / "response.yaml", workspace.responses / "office.yaml"
    response.write_text(f"# CHECK: Is it right?\n{response.read_text()}")
    assert not seen(page).no_pages
    office.write_text(f"{office.read_text()}logo: {{file: missing.png, alternative_text: A crest}}\n")
    snapshot = seen(page)
    assert not snapshot.broken
    assert snapshot.no_pages.startswith("No pages can be made: The logo missing.png cannot be used")


def test_a_template_that_has_no_end_is_not_tried_again_before_something_changes(
    page: PageState, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def endless(case: Case, document: Document, **how: Any) -> str:
        tried.append(document.name)
        if "endless" in (how["edition"] / "comments.html.j2").read_text() and document.name == "comments":
            raise TemplateFaultError("It takes too long.") from TooLongError("takes longer than 20 seconds")
        return to_page(case, document, **how)

    monkeypatch.setattr(html, "to_page", endless)
    monkeypatch.setattr(refresh, "to_page", endless)
    template = workspace.templates / "plain" / "comments.html.j2"
    whole = template.read_text()
    template.write_text(f"{whole}{{# endless #}}")
    first = seen(page)
    assert tried == ["comments", "comments"], "once as it will be final and once as a draft, and nothing after that"
    assert [text.failure for text in first.texts] == [
        "It takes too long.",
        *["It was not tried, because Comments on “A review of 2015-07-21-one” could not be made in the time allowed."] * 2,
    ]
    (workspace.responses / SLUG / ".response.yaml.swp").write_text("an editor's own")
    second = seen(page)
    assert len(tried) == 2
    assert (second.problems, second.texts) == (first.problems, first.texts)
    assert [problem.code for problem in second.problems].count("EDITION-TEMPLATE") == 1
    write_response(workspace, SLUG, "Something else.")
    seen(page)
    assert len(tried) == 4
    template.write_text(whole)
    mended = seen(page)
    assert len(tried) == 4 + 3 + 3
    assert not any(text.failure for text in mended.texts)
    assert "EDITION-TEMPLATE" not in [problem.code for problem in mended.problems]


def test_a_document_that_was_stopped_is_told_with_its_edition(page: PageState) -> None:
    page.put(seen(page))
    sentence = "It took longer than 180 seconds and was stopped."
    assert failure_in_words(Failure(sentence, is_of_the_process=True), page.checked) == f"{sentence} The edition is plain."
    assert (
        failure_in_words(Failure("comments.pdf, with the edition plain: no room."), page.checked)
        == "comments.pdf, with the edition plain: no room."
    )


def test_what_is_new_is_told_and_counted(page: PageState, workspace: Workspace) -> None:
    page.put(seen(page))
    reader = asyncio.Event()
    page.readers.add(reader)
    write_response(workspace, SLUG, "Something else.")
    page.put(seen(page))
    assert reader.is_set()
    assert page.state
    assert page.state.sequence == 2


def test_a_file_that_was_never_readable_is_said_with_nothing_below(page: PageState, workspace: Workspace) -> None:
    workspace.response_file(SLUG).write_text("report: [\n")
    page.put(seen(page))
    state = page.state
    assert state
    assert state.broken
    assert (state.broken.since_sequence, state.title, state.clock, state.duties, state.documents) == (1, SLUG, None, (), ())
    assert state.counts["error"] == len(state.problems) == 1
    assert state.changes.unavailable


def test_it_is_remembered_since_when_the_file_is_broken(page: PageState, workspace: Workspace) -> None:
    page.put(seen(page))
    file = workspace.response_file(SLUG)
    whole = file.read_text()
    for broken in ("report: [\n", "\n\n\nreport: [\n"):
        file.write_text(broken)
        page.put(seen(page))
    assert page.state
    assert page.state.broken
    assert (page.state.sequence, page.state.broken.since_sequence) == (3, 2)
    file.write_text(whole)
    page.put(seen(page))
    assert page.state.broken is None


def test_pages_are_wanted_until_they_are_there_the_one_in_view_first(page: PageState) -> None:
    page.put(seen(page))
    comments = page.wanted(in_view=True)
    assert comments
    assert comments.name == "comments"
    assert page.wanted(in_view=True, but_for=[comments]) is None, "somebody is at it"
    page.put_pages(comments, made())
    assert page.wanted(in_view=True) is None
    others = page.wanted(in_view=False)
    assert others
    assert others.name == "submission-home-secretary"
    page.looked_at = "panel-report"
    in_view = page.wanted(in_view=True)
    assert in_view
    assert in_view.name == "panel-report"
    page.put_failure(in_view, "It cannot be made.")
    assert page.wanted(in_view=True) is None, "it would fail again"
    page.looked_at = "no-document-at-all"
    assert page.wanted(in_view=True) is None


def test_pages_that_failed_while_a_template_was_changed_are_tried_again_when_it_is_as_it_was(
    page: PageState, workspace: Workspace
) -> None:
    page.put(seen(page))
    text = page.wanted(in_view=True)
    assert text
    page.put_failure(text, "It was made with a template that somebody was writing.")
    template = workspace.templates / "plain" / "comments.html.j2"
    whole = template.read_text()
    template.write_text("{{ nobody.knows }}")
    page.put(seen(page))
    template.write_text(whole)
    page.put(seen(page))
    again = page.wanted(in_view=True)
    assert again
    assert again.pages_key == text.pages_key


def test_a_problem_knows_its_page_once_there_are_pages(page: PageState, workspace: Workspace) -> None:
    file = workspace.response_file(SLUG)
    file.write_text(file.read_text().replace("- {text: The force keeps good records.}", "- {text: TODO}"))
    template = workspace.templates / "plain" / "comments.html.j2"
    template.write_text(template.read_text().replace("<h1>", '<h1 id="findings">'))
    page.put(seen(page))
    assert page.state
    (problem,) = [each for each in page.state.problems if each.severity == "error"]
    assert (problem.document, problem.anchor, problem.page) == ("comments", "findings", None)
    comments = page.wanted(in_view=True)
    assert comments
    page.put_pages(comments, made({"findings": 2}))
    (problem,) = [each for each in page.state.problems if each.severity == "error"]
    assert problem.page == 2


def test_the_last_versions_of_each_name_are_kept() -> None:
    kept: RecentVersions[int] = RecentVersions(2)
    for version in range(3):
        kept.put("comments", f"v{version}", version)
    kept.put("invitation", "v0", 7)
    assert [kept.get("comments", f"v{version}") for version in range(3)] == [None, 1, 2]
    assert kept.get("invitation", "v0") == 7
    assert kept.get("nothing", "v0") is None
    kept.put("comments", "v1", 1)
    kept.put("comments", "v3", 3)
    assert kept.get("comments", "v2") is None, "what was made again is new again"


def with_open_pages(
    workspace: Workspace, mistakes: list[str], today: Callable[[], date], act: Callable[[OpenPages], Awaitable[None]]
) -> None:
    async def run() -> None:
        pages = OpenPages(workspace, today, mistakes.append)
        try:
            async with asyncio.timeout(PATIENCE):
                await act(pages)
        finally:
            pages.close()

    asyncio.run(run())


@pytest.mark.slow  # its workers are started from a thread
def test_a_mistake_of_ours_keeps_its_traceback_and_the_page_says_so(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    mistakes: list[str] = []

    def refreshed(refresher: Refresher) -> Snapshot:
        raise ZeroDivisionError("a mistake of ours")

    async def act(pages: OpenPages) -> None:
        page = await pages.page(SLUG)
        assert page
        assert page.state
        before = page.state
        assert before.broken is None
        monkeypatch.setattr(Refresher, "refresh", refreshed)
        news = asyncio.Event()
        page.readers.add(news)
        write_response(workspace, SLUG, "Something else.")
        while not page.state.broken:
            await news.wait()
            news.clear()
        assert "There was a fault in the program" in page.state.broken.message
        assert msgspec.structs.replace(page.state, broken=None, sequence=0).clock == before.clock

    with_open_pages(workspace, mistakes, lambda: TODAY, act)
    assert "ZeroDivisionError: a mistake of ours" in mistakes[0]


@pytest.mark.slow  # its workers are started from a thread
def test_a_mistake_at_the_first_look_is_said_too(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    mistakes: list[str] = []

    def refreshed(refresher: Refresher) -> Snapshot:
        raise ZeroDivisionError("a mistake of ours")

    monkeypatch.setattr(Refresher, "refresh", refreshed)

    async def act(pages: OpenPages) -> None:
        page = await pages.page(SLUG)
        assert page
        assert page.state
        assert page.state.broken

    with_open_pages(workspace, mistakes, lambda: TODAY, act)
    assert mistakes


@pytest.mark.slow  # its workers are started from a thread
def test_another_day_is_shown_without_a_save(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pccresponse.preview.open_pages._NOW_AND_THEN", 0.05)
    days = [date(2026, 11, 22)]

    async def act(pages: OpenPages) -> None:
        page = await pages.page(SLUG)
        assert page
        assert page.state
        assert page.state.today == "2026-11-22"
        days[0] = date(2026, 11, 23)
        news = asyncio.Event()
        page.readers.add(news)
        while page.state.today != "2026-11-23":
            await news.wait()
            news.clear()

    with_open_pages(workspace, [], lambda: days[0], act)


@pytest.mark.slow  # its workers are started from a thread
def test_a_file_that_is_empty_for_a_moment_is_not_taken_for_broken(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    file = workspace.response_file(SLUG)
    new = file.read_text().replace("Nothing much.", "Something else.")
    emptied = asyncio.Event()
    real = Refresher.may_be_in_the_middle_of_a_save

    def seen_empty(refresher: Refresher) -> bool:
        found = real(refresher)
        if found:
            file.write_text(new)  # the editor goes on
        return found

    async def act(pages: OpenPages) -> None:
        page = await pages.page(SLUG)
        assert page
        assert page.state
        first, news = page.state, asyncio.Event()
        page.readers.add(news)
        file.write_text("")
        emptied.set()
        while page.state.documents == first.documents:
            await news.wait()
            news.clear()
            assert page.state.broken is None

    monkeypatch.setattr(Refresher, "may_be_in_the_middle_of_a_save", seen_empty)
    with_open_pages(workspace, [], lambda: TODAY, act)
    assert emptied.is_set()


@pytest.mark.slow  # its workers are started from a thread
def test_only_so_many_responses_are_kept_open(workspace: Workspace) -> None:
    slugs = [f"2015-07-22-number-{number:02}" for number in range(14)]
    for slug in slugs:
        write_response(workspace, slug, "Nothing much.")

    async def act(pages: OpenPages) -> None:
        first = await pages.page(slugs[0])
        assert first
        first.readers.add(asyncio.Event())
        second = await pages.page(slugs[1])
        for slug in slugs[2:]:
            assert await pages.page(slug)
        assert await pages.page(slugs[0]) is first, "somebody reads it"
        assert await pages.page(slugs[1]) is not second
        assert await pages.page("nothing-of-the-kind") is None

    with_open_pages(workspace, [], lambda: TODAY, act)
