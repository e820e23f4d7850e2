"""What is shown changes when what was seen does, and stays when nothing can be seen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pccresponse.apart import TooLongError
from pccresponse.matter import Matter
from pccresponse.preview import looking
from pccresponse.preview.desk import Desk
from pccresponse.preview.desks import Desks
from pccresponse.preview.kept import Kept
from pccresponse.preview.looking import Looker, Sight
from pccresponse.preview.typesetter import Typeset
from pccresponse.rendering import html
from pccresponse.rendering.documents import Document
from pccresponse.rendering.html import TemplateFaultError, to_page
from pccresponse.workspace import Workspace
from tests.small_workspaces import TODAY, small_workspace, write_response

SLUG = "2015-07-21-one"
PATIENCE = 30.0


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return small_workspace(tmp_path / "w", [SLUG])


@pytest.fixture
def desk(workspace: Workspace) -> Desk:
    return Desk(Looker(SLUG, workspace, lambda: TODAY))


def seen(desk: Desk) -> Sight:
    sight = desk.looker.look()
    assert sight is not None
    return sight


def made(anchors: dict[str, int] | None = None) -> Typeset:
    return Typeset(pdf=b"%PDF", count=2, width=595, height=842, anchors=anchors or {})


def test_nothing_new_tells_nobody_anything(desk: Desk) -> None:
    sight = seen(desk)
    desk.put(sight)
    assert desk.state
    reader = asyncio.Event()
    desk.readers.add(reader)
    desk.put(sight)
    assert not reader.is_set()
    assert desk.state.sequence == 1
    assert desk.looker.look() is None


def test_a_template_that_has_no_end_is_not_tried_again_before_something_changes(
    desk: Desk, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def endless(matter: Matter, document: Document, **how: Any) -> str:
        tried.append(document.name)
        if "endless" in (how["edition"] / "comments.html.j2").read_text() and document.name == "comments":
            raise TemplateFaultError("It takes too long.") from TooLongError("takes longer than 20 seconds")
        return to_page(matter, document, **how)

    monkeypatch.setattr(html, "to_page", endless)
    monkeypatch.setattr(looking, "to_page", endless)
    template = workspace.templates / "plain" / "comments.html.j2"
    whole = template.read_text()
    template.write_text(f"{whole}{{# endless #}}")
    first = seen(desk)
    assert tried == ["comments", "comments"], "once as it will be final and once as a draft, and nothing after that"
    assert [text.failure for text in first.texts] == [
        "It takes too long.",
        *["It was not tried, because Comments on “A review of 2015-07-21-one” could not be made in the time that there is."] * 2,
    ]
    (workspace.responses / SLUG / ".response.yaml.swp").write_text("an editor's own")
    second = seen(desk)
    assert len(tried) == 2
    assert (second.problems, second.texts) == (first.problems, first.texts)
    assert [problem.code for problem in second.problems].count("EDITION-TEMPLATE") == 1
    write_response(workspace, SLUG, "Something else.")
    seen(desk)
    assert len(tried) == 4
    template.write_text(whole)
    mended = seen(desk)
    assert len(tried) == 4 + 3 + 3
    assert not any(text.failure for text in mended.texts)
    assert "EDITION-TEMPLATE" not in [problem.code for problem in mended.problems]


def test_what_is_new_is_told_and_counted(desk: Desk, workspace: Workspace) -> None:
    desk.put(seen(desk))
    reader = asyncio.Event()
    desk.readers.add(reader)
    write_response(workspace, SLUG, "Something else.")
    desk.put(seen(desk))
    assert reader.is_set()
    assert desk.state
    assert desk.state.sequence == 2


def test_a_file_that_was_never_readable_is_said_with_nothing_below(desk: Desk, workspace: Workspace) -> None:
    workspace.response_file(SLUG).write_text("report: [\n")
    desk.put(seen(desk))
    state = desk.state
    assert state
    assert state.broken
    assert (state.broken.since_sequence, state.title, state.clock, state.duties, state.documents) == (1, SLUG, None, (), ())
    assert state.counts["error"] == len(state.problems) == 1
    assert state.changes.unavailable


def test_it_is_remembered_since_when_the_file_is_broken(desk: Desk, workspace: Workspace) -> None:
    desk.put(seen(desk))
    file = workspace.response_file(SLUG)
    whole = file.read_text()
    for broken in ("report: [\n", "\n\n\nreport: [\n"):
        file.write_text(broken)
        desk.put(seen(desk))
    assert desk.state
    assert desk.state.broken
    assert (desk.state.sequence, desk.state.broken.since_sequence) == (3, 2)
    file.write_text(whole)
    desk.put(seen(desk))
    assert desk.state.broken is None


def test_pages_are_wanted_until_they_are_there_the_one_in_view_first(desk: Desk) -> None:
    desk.put(seen(desk))
    comments = desk.wanted(in_view=True)
    assert comments
    assert comments.name == "comments"
    assert desk.wanted(in_view=True, but_for=[comments]) is None, "somebody is at it"
    desk.put_pages(comments, made())
    assert desk.wanted(in_view=True) is None
    others = desk.wanted(in_view=False)
    assert others
    assert others.name == "submission-home-secretary"
    desk.looked_at = "panel-report"
    in_view = desk.wanted(in_view=True)
    assert in_view
    assert in_view.name == "panel-report"
    desk.put_failure(in_view, "It cannot be made.")
    assert desk.wanted(in_view=True) is None, "it would fail again"
    desk.looked_at = "no-document-at-all"
    assert desk.wanted(in_view=True) is None


def test_a_problem_knows_its_page_once_there_are_pages(desk: Desk, workspace: Workspace) -> None:
    file = workspace.response_file(SLUG)
    file.write_text(file.read_text().replace("- {text: The force keeps good records.}", "- {text: TODO}"))
    template = workspace.templates / "plain" / "comments.html.j2"
    template.write_text(template.read_text().replace("<h1>", '<h1 id="findings">'))
    desk.put(seen(desk))
    assert desk.state
    (problem,) = [each for each in desk.state.problems if each.severity == "error"]
    assert (problem.document, problem.anchor, problem.page) == ("comments", "findings", None)
    comments = desk.wanted(in_view=True)
    assert comments
    desk.put_pages(comments, made({"findings": 2}))
    (problem,) = [each for each in desk.state.problems if each.severity == "error"]
    assert problem.page == 2


def test_the_last_versions_of_each_name_are_kept() -> None:
    kept: Kept[int] = Kept(2)
    for version in range(3):
        kept.put("comments", f"v{version}", version)
    kept.put("invitation", "v0", 7)
    assert [kept.get("comments", f"v{version}") for version in range(3)] == [None, 1, 2]
    assert kept.get("invitation", "v0") == 7
    assert kept.get("nothing", "v0") is None
    kept.put("comments", "v1", 1)
    kept.put("comments", "v3", 3)
    assert kept.get("comments", "v2") is None, "what was made again is new again"


def with_desks(
    workspace: Workspace, mistakes: list[str], today: Callable[[], date], act: Callable[[Desks], Awaitable[None]]
) -> None:
    async def run() -> None:
        desks = Desks(workspace, today, mistakes.append)
        try:
            async with asyncio.timeout(PATIENCE):
                await act(desks)
        finally:
            desks.close()

    asyncio.run(run())


def test_a_mistake_of_ours_keeps_its_traceback_and_the_page_says_so(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    mistakes: list[str] = []

    def look(looker: Looker) -> Sight:
        raise ZeroDivisionError("a mistake of ours")

    async def act(desks: Desks) -> None:
        desk = await desks.desk(SLUG)
        assert desk
        assert desk.state
        before = desk.state
        assert before.broken is None
        monkeypatch.setattr(Looker, "look", look)
        news = asyncio.Event()
        desk.readers.add(news)
        write_response(workspace, SLUG, "Something else.")
        while not desk.state.broken:
            await news.wait()
            news.clear()
        assert "The program made a mistake" in desk.state.broken.message
        assert msgspec.structs.replace(desk.state, broken=None, sequence=0).clock == before.clock

    with_desks(workspace, mistakes, lambda: TODAY, act)
    assert "ZeroDivisionError: a mistake of ours" in mistakes[0]


def test_a_mistake_at_the_first_look_is_said_too(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    mistakes: list[str] = []

    def look(looker: Looker) -> Sight:
        raise ZeroDivisionError("a mistake of ours")

    monkeypatch.setattr(Looker, "look", look)

    async def act(desks: Desks) -> None:
        desk = await desks.desk(SLUG)
        assert desk
        assert desk.state
        assert desk.state.broken

    with_desks(workspace, mistakes, lambda: TODAY, act)
    assert mistakes


def test_another_day_is_shown_without_a_save(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pccresponse.preview.desks._NOW_AND_THEN", 0.05)
    days = [date(2026, 11, 22)]

    async def act(desks: Desks) -> None:
        desk = await desks.desk(SLUG)
        assert desk
        assert desk.state
        assert desk.state.today == "2026-11-22"
        days[0] = date(2026, 11, 23)
        news = asyncio.Event()
        desk.readers.add(news)
        while desk.state.today != "2026-11-23":
            await news.wait()
            news.clear()

    with_desks(workspace, [], lambda: days[0], act)


def test_a_file_that_is_empty_for_a_moment_is_not_taken_for_broken(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    file = workspace.response_file(SLUG)
    new = file.read_text().replace("Nothing much.", "Something else.")
    emptied = asyncio.Event()
    real = Looker.may_be_in_the_middle_of_a_save

    def seen_empty(looker: Looker) -> bool:
        found = real(looker)
        if found:
            file.write_text(new)  # the editor goes on
        return found

    async def act(desks: Desks) -> None:
        desk = await desks.desk(SLUG)
        assert desk
        assert desk.state
        first, news = desk.state, asyncio.Event()
        desk.readers.add(news)
        file.write_text("")
        emptied.set()
        while desk.state.documents == first.documents:
            await news.wait()
            news.clear()
            assert desk.state.broken is None

    monkeypatch.setattr(Looker, "may_be_in_the_middle_of_a_save", seen_empty)
    with_desks(workspace, [], lambda: TODAY, act)
    assert emptied.is_set()


def test_only_so_many_responses_are_kept_open(workspace: Workspace) -> None:
    slugs = [f"2015-07-22-number-{number:02}" for number in range(14)]
    for slug in slugs:
        write_response(workspace, slug, "Nothing much.")

    async def act(desks: Desks) -> None:
        first = await desks.desk(slugs[0])
        assert first
        first.readers.add(asyncio.Event())
        second = await desks.desk(slugs[1])
        for slug in slugs[2:]:
            assert await desks.desk(slug)
        assert await desks.desk(slugs[0]) is first, "somebody reads it"
        assert await desks.desk(slugs[1]) is not second
        assert await desks.desk("nothing-of-the-kind") is None

    with_desks(workspace, [], lambda: TODAY, act)
