"""The inputs as they stood at a revision, and what git knows of a response: from any repository, however ill it means."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from pccresponse.foundation.errors import CannotRunError, DamagedFileError, WrongUseError
from pccresponse.pipeline.checking import check
from pccresponse.publishing import git, revisions
from pccresponse.publishing.git import GitRefusedError, repository_of
from pccresponse.publishing.revisions import log_of, not_committed, workspace_as_it_stood, workspace_at
from pccresponse.workspace import Workspace
from tests.published import SLUG, TODAY, WITH_LOGO, publish, workspace_with
from tests.repositories import TestRepository
from tests.small_workspaces import build_what_changed, small_workspace, write_response

GIT = shutil.which("git") or "git"
PROGRAMS = (
    "core.fsmonitor",
    "core.pager",
    "core.editor",
    "core.sshCommand",
    "core.askPass",
    "core.gitProxy",
    "credential.helper",
    "diff.evil.command",
    "diff.evil.textconv",
    "diff.external",
    "filter.evil.clean",
    "filter.evil.process",
    "filter.evil.smudge",
    "gpg.program",
    "gpg.ssh.program",
    "interactive.diffFilter",
    "merge.evil.driver",
    "pager.log",
    "pager.rev-list",
    "remote.evil.uploadpack",
    "sequence.editor",
)
"""Settings of a repository that name a program for git to start."""


@pytest.fixture(autouse=True)
def _nobody_else_s_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return workspace_with(tmp_path / "office", SLUG)


@pytest.fixture
def repository(workspace: Workspace) -> TestRepository:
    """The workspace as a repository with one commit."""
    made = TestRepository(workspace.root)
    made.commit("Begin", "2015-08-01")
    return made


def change(workspace: Workspace, words: str = "# changed\n", slug: str = SLUG) -> None:
    with workspace.response_file(slug).open("a", encoding="utf-8") as file:
        file.write(words)


def text_at(revision: str, workspace: Workspace, into: Path) -> str:
    return workspace_at(revision, workspace, into).response_file(SLUG).read_text("utf-8")


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def script(path: Path, words: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{words}\n")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return path


def test_the_inputs_come_back_as_they_stood(workspace: Workspace, repository: TestRepository, tmp_path: Path) -> None:
    before = workspace.response_file(SLUG).read_text("utf-8")
    change(workspace)
    repository.git("tag", "later", repository.commit("Change it", "2015-08-02"))
    change(workspace, "# not committed\n")
    assert text_at("HEAD~1", workspace, tmp_path / "a") == before
    assert text_at("later", workspace, tmp_path / "b") == f"{before}# changed\n"
    then = workspace_at("main~1", workspace, tmp_path / "c")
    assert files_in(then.root) == {"responses/office.yaml", f"responses/{SLUG}/response.yaml"}
    assert check(then.response_file(SLUG), then, today=TODAY).case


def test_templates_come_from_the_revision_and_what_was_published_stays_behind(
    workspace: Workspace, repository: TestRepository, tmp_path: Path
) -> None:
    publish(workspace)
    for path in ("templates/ours/edition.yaml", "responses/.DS_Store", f"responses/{SLUG}/notes/a.txt", "README.md"):
        (workspace.root / path).parent.mkdir(parents=True, exist_ok=True)
        (workspace.root / path).write_text(path)
    repository.commit("Publish", "2015-08-02")
    (workspace.root / "templates" / "ours" / "edition.yaml").write_text("of today")
    then = workspace_at("HEAD", workspace, tmp_path / "then")
    assert files_in(then.root) == {
        "responses/office.yaml",
        f"responses/{SLUG}/response.yaml",
        f"responses/{SLUG}/record.json",
        f"responses/{SLUG}/notes/a.txt",
        "templates/ours/edition.yaml",
    }
    assert (then.templates / "ours" / "edition.yaml").read_text() == "templates/ours/edition.yaml"


def test_only_the_responses_that_are_asked_for_come(workspace: Workspace, repository: TestRepository, tmp_path: Path) -> None:
    shutil.copytree(workspace.responses / SLUG, workspace.responses / "2015-07-22-b")
    repository.commit("Another", "2015-08-02")
    assert workspace_at("HEAD", workspace, tmp_path / "a", slugs=["2015-07-22-b"]).slugs() == ("2015-07-22-b",)
    with pytest.raises(WrongUseError, match=r"At HEAD~1 there was no response called 2015-07-22-b\."):
        workspace_at("HEAD~1", workspace, tmp_path / "b", slugs=["2015-07-22-b"])
    assert not (tmp_path / "b").exists()


def test_responses_may_itself_be_the_repository(workspace: Workspace, tmp_path: Path) -> None:
    repository = TestRepository(workspace.responses)
    repository.commit("Begin", "2015-08-01")
    (workspace.templates / "ours" / "fonts").mkdir(parents=True)
    (workspace.templates / "ours" / "fonts" / "a.ttf").write_text("of today")
    before = workspace.response_file(SLUG).read_text("utf-8")
    change(workspace)
    repository.commit("Change it", "2015-08-02")
    assert text_at("HEAD~1", workspace, tmp_path / "then") == before
    assert files_in(tmp_path / "then") == {"responses/office.yaml", f"responses/{SLUG}/response.yaml", "templates/ours/fonts/a.ttf"}
    log = log_of(repository_of(workspace), SLUG, editions=["ours"])
    assert [commit.touched for commit in log.commits] == [("response.yaml",), ("response.yaml", "responses/office.yaml")]


def test_a_workspace_may_lie_deep_in_a_repository(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "top" / "a b" / "[x]", SLUG)
    workspace_with(tmp_path / "top" / "a b" / "x", SLUG)
    repository = TestRepository(tmp_path / "top")
    repository.commit("Begin", "2015-08-01")
    then = workspace_at("HEAD", workspace, tmp_path / "then")
    assert files_in(then.root) == {"responses/office.yaml", f"responses/{SLUG}/response.yaml"}
    (log,) = log_of(repository_of(workspace), SLUG).commits
    assert set(log.touched) == {"response.yaml", "responses/office.yaml"}


@pytest.mark.parametrize(
    ("revision", "says"),
    [
        ("no-such", 'There is no revision "no-such"'),
        ("0123456789abcdef0123456789abcdef01234567", "There is no revision"),
        ("HEAD:responses", "There is no revision"),
        ("", "cannot be a revision"),
        ("--output=x", "cannot be a revision"),
        ("-HEAD", "cannot be a revision"),
        ("HEAD\n--all", "cannot be a revision"),
        ("HEAD\x1b[2J", "cannot be a revision"),
        ("x" * 5000, "cannot be a revision"),
        ("both", '"both" means more than one revision; one of them is a branch'),
    ],
)
def test_what_is_no_revision_is_wrong_use(
    workspace: Workspace, repository: TestRepository, tmp_path: Path, revision: str, says: str
) -> None:
    repository.git("branch", "both")
    change(workspace)
    repository.commit("Change it", "2015-08-02")
    repository.git("tag", "both")
    with pytest.raises(WrongUseError, match=says.replace("(", r"\(")) as refusal:
        workspace_at(revision, workspace, tmp_path / "then")
    assert refusal.value.remedy
    assert refusal.value.message.isprintable()
    assert not (tmp_path / "then").exists()
    assert workspace_at("refs/heads/both", workspace, tmp_path / "then").slugs()


def test_digits_that_begin_two_commits_are_too_few(workspace: Workspace, repository: TestRepository, tmp_path: Path) -> None:
    stream = "".join(
        f"commit refs/heads/many\ncommitter A <a@b> {1_400_000_000 + number} +0000\ndata 1\nx\n" for number in range(1_000)
    )
    repository.git("fast-import", "--quiet", given=stream.encode())
    starts = Counter(name[:4] for name in repository.git("rev-list", "many").split())
    (start, count) = starts.most_common(1)[0]
    assert count > 1
    with pytest.raises(WrongUseError, match=f'More than one commit begins with "{start}"'):
        workspace_at(start, workspace, tmp_path / "then")


def test_a_revision_without_responses_says_so(tmp_path: Path, workspace: Workspace) -> None:
    repository = TestRepository(workspace.root)
    (workspace.root / ".gitignore").write_text("responses\n")
    repository.commit("Begin without", "2015-08-01")
    with pytest.raises(WrongUseError, match="At HEAD there was no folder responses"):
        workspace_at("HEAD", workspace, tmp_path / "then")


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("120000 blob {blob}\tlogo.png", "was a link"),
        ("160000 commit {commit}\tinside", "was a repository of its own"),
        ("100644 blob {blob}\t..", "cannot be written everywhere"),
        ("100644 blob {blob}\ta\\b.yaml", "cannot be written everywhere"),
        ("100644 blob {blob}\tbell\x07.yaml", "cannot be written everywhere"),
        ("100644 blob {blob}\tC:x", "cannot be written everywhere"),
    ],
)
def test_what_is_no_plain_file_is_refused(
    workspace: Workspace, repository: TestRepository, tmp_path: Path, entry: str, says: str
) -> None:
    blob = repository.git("hash-object", "-w", "--stdin", given=b"/etc/passwd")
    inner = repository.git("mktree", "-z", given=entry.format(blob=blob, commit=repository.git("rev-parse", "HEAD")).encode())
    middle = repository.git("mktree", given=f"040000 tree {inner}\tevil\n".encode())
    top = repository.git("mktree", given=f"040000 tree {middle}\tresponses\n".encode())
    commit = repository.git("commit-tree", "-m", "Evil", top)
    with pytest.raises(DamagedFileError, match=says) as refusal:
        workspace_at(commit, workspace, tmp_path / "then")
    assert refusal.value.message.isprintable()
    assert not (tmp_path / "then").exists()


def test_a_folder_that_holds_something_is_not_written_over(
    workspace: Workspace, repository: TestRepository, tmp_path: Path
) -> None:
    workspace_at("HEAD", workspace, tmp_path / "then")
    with pytest.raises(CannotRunError, match=r"could not be written to .*: File exists"):
        workspace_at("HEAD", workspace, tmp_path / "then")


def test_a_tree_that_unfolds_without_end_is_refused_in_time(
    workspace: Workspace, repository: TestRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = repository.git("mktree", given=b"")
    blob = repository.git("hash-object", "-w", "--stdin", given=b"x")
    lines = [f"100644 blob {blob}\t{letter}\n" for letter in "abcdefghij"]
    for _ in range(12):
        tree = repository.git("mktree", given="".join(lines).encode())
        lines = [f"040000 tree {tree}\t{letter}\n" for letter in "abcdefghij"]
    commit = repository.git(
        "commit-tree", "-m", "Bomb", repository.git("mktree", given=f"040000 tree {tree}\tresponses\n".encode())
    )
    monkeypatch.setattr(git, "_MOST_LISTED", 1 << 20)
    with pytest.raises(CannotRunError, match="answer is longer than 1 MB"):
        workspace_at(commit, workspace, tmp_path / "then")


@pytest.mark.parametrize(
    ("module", "limit", "value"), [(git, "MOST_FILES", 1), (revisions, "_LARGEST", 100), (revisions, "MOST_BYTES", (1 << 20) + 100)]
)
def test_more_than_an_office_can_have_is_refused(
    workspace: Workspace,
    repository: TestRepository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    limit: str,
    value: int,
) -> None:
    monkeypatch.setattr(module, limit, value)
    with pytest.raises(CannotRunError, match=r"The revision has 2 files|are larger than"):
        workspace_at("HEAD", workspace, tmp_path / "then")
    assert not (tmp_path / "then").exists()


@pytest.mark.skipif(os.name == "nt", reason="the programs are scripts of a Unix shell")
def test_nothing_that_the_repository_names_is_ever_started(
    workspace: Workspace, repository: TestRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(workspace)
    (workspace.root / ".gitattributes").write_text("* filter=evil diff=evil merge=evil ident export-subst\n")
    repository.commit("Publish", "2015-08-02")
    started = tmp_path / "started"
    evil = script(tmp_path / "evil", f'echo "$0 $*" >> "{started}"; exit 1')
    for name in ("post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman", "pre-commit"):
        script(workspace.root / ".git" / "hooks" / name, f"exec {evil}")
    for setting in PROGRAMS:
        repository.git("config", setting, str(evil))
    for setting, value in {
        "alias.rev-list": f"!{evil}",
        "alias.cat-file": f"!{evil}",
        "core.hooksPath": str(workspace.root / ".git" / "hooks"),
        "log.showSignature": "true",
        "filter.evil.required": "true",
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
        "remote.evil.url": f"ext::{evil}",
        "remote.evil.promisor": "true",
        "extensions.partialClone": "evil",
        "core.repositoryFormatVersion": "1",
    }.items():
        repository.git("config", setting, value)
    change(workspace)
    for name in ("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_EDITOR", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_PROXY_COMMAND"):
        monkeypatch.setenv(name, str(evil))
    monkeypatch.setenv("GIT_TRACE", str(started))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    found = repository_of(workspace)
    assert [commit.subject for commit in log_of(found, SLUG).commits] == ["Publish", "Begin"]
    assert not_committed(found, workspace, [f"{SLUG}/response.yaml"]) == (f"{SLUG}/response.yaml changed",)
    workspace_at("HEAD~1", workspace, tmp_path / "then")
    blob = repository.git("rev-parse", f"HEAD:responses/{SLUG}/response.yaml")
    (workspace.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(CannotRunError, match=r"has lost responses/.*/response\.yaml|Git refused"):
        workspace_at("HEAD", workspace, tmp_path / "missing")
    assert not started.exists()
    subprocess.run(["git", "status"], cwd=workspace.root, env={"PATH": os.environ["PATH"]}, capture_output=True, check=False)
    assert started.exists(), "the guard has to see what starts programs"


def test_a_folder_outside_a_repository_is_a_sentence(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(GitRefusedError, match="is not in a git repository") as refusal:
        workspace_at("HEAD", workspace, tmp_path / "then")
    assert "git init" in refusal.value.remedy


def test_a_machine_without_git_is_a_sentence(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitRefusedError, match="Git is not installed"):
        repository_of(workspace)


@pytest.mark.skipif(os.name == "nt", reason="the program in git's place is a script of a Unix shell")
def test_a_repository_of_somebody_else_is_named_with_what_to_do(
    workspace: Workspace, repository: TestRepository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script(tmp_path / "bin" / "git", f'GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {GIT} "$@"')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(GitRefusedError, match="does not trust the repository") as refusal:
        repository_of(workspace)
    command = refusal.value.remedy.partition(": ")[2]
    assert command == f"git config --global --add safe.directory {workspace.root}"
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / ".gitconfig").write_text(f"[safe]\n\tdirectory = {workspace.root}\n")
    assert repository_of(workspace).responses == "responses/"


@pytest.mark.skipif(os.name == "nt", reason="the program in git's place is a script of a Unix shell")
def test_git_that_never_answers_is_not_waited_for(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script(tmp_path / "bin" / "git", "exec tail -f /dev/null")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(git, "_SECONDS", 0.2)
    with pytest.raises(GitRefusedError, match="took longer than"):
        repository_of(workspace)


def test_a_repository_without_a_commit_says_so(workspace: Workspace, tmp_path: Path) -> None:
    TestRepository(workspace.root)
    with pytest.raises(WrongUseError, match="The repository has no commits yet"):
        workspace_at("HEAD", workspace, tmp_path / "then")
    with pytest.raises(WrongUseError, match="The repository has no commits yet"):
        log_of(repository_of(workspace), SLUG)


def test_a_shallow_clone_says_that_it_is_one(workspace: Workspace, repository: TestRepository, tmp_path: Path) -> None:
    first = repository.git("rev-parse", "HEAD")
    change(workspace)
    repository.commit("Change it", "2015-08-02")
    repository.git("clone", "--quiet", "--depth=1", f"file://{workspace.root}", str(tmp_path / "clone"))
    clone = Workspace(tmp_path / "clone")
    with pytest.raises(WrongUseError, match="has only the latest commits") as refusal:
        workspace_at(first, clone, tmp_path / "then")
    assert "git fetch --unshallow" in refusal.value.remedy
    log = log_of(repository_of(clone), SLUG)
    assert [commit.subject for commit in log.commits] == ["Change it"]
    assert not log.complete


def test_the_commits_of_a_response_are_listed_with_what_they_touched_and_recorded(
    workspace: Workspace, repository: TestRepository
) -> None:
    publish(workspace)
    repository.commit("Publish", "2015-09-01")
    shutil.copytree(workspace.responses / SLUG, workspace.responses / "2015-07-22-b")
    repository.commit("Begin another like it", "2015-09-02")
    with (workspace.responses / "office.yaml").open("a") as file:
        file.write("# moved\n")
    repository.commit("Move \x1b[2Jhouse", "2015-09-03")
    change(workspace)
    publish(workspace, reason="Wrong")
    publish(workspace, reason="Wrong again")
    (workspace.templates / "2015").mkdir(parents=True)
    (workspace.templates / "2015" / "edition.yaml").write_text("name: x\n")
    repository.commit("Publish twice", "2015-09-04")
    log = log_of(repository_of(workspace), SLUG, editions=["2015"])
    assert [(commit.day, commit.subject, commit.touched, commit.recorded) for commit in log.commits] == [
        ("2015-09-04", "Publish twice", ("published/2", "published/3", "record.json", "response.yaml", "templates/2015"), (2, 3)),
        ("2015-09-03", "Move \N{REPLACEMENT CHARACTER}[2Jhouse", ("responses/office.yaml",), ()),
        ("2015-09-01", "Publish", ("published/1", "record.json"), (1,)),
        ("2015-08-01", "Begin", ("response.yaml", "responses/office.yaml"), ()),
    ]
    assert {commit.author for commit in log.commits} == {"Morgan Ellery"}
    assert log.complete
    assert log.earlier_names == ()
    without = log_of(repository_of(workspace), SLUG, office=False)
    assert [commit.subject for commit in without.commits] == ["Publish twice", "Publish", "Begin"]


def test_a_response_is_followed_through_its_names(workspace: Workspace, repository: TestRepository) -> None:
    for number, (old, new) in enumerate(((SLUG, "2015-07-21-b"), ("2015-07-21-b", "2015-07-21-c"))):
        repository.git("mv", f"responses/{old}", f"responses/{new}")
        change(workspace, slug=new)
        repository.commit(f"Call it {new}", f"2015-08-0{number + 2}")
    log = log_of(repository_of(workspace), "2015-07-21-c")
    assert log.earlier_names == ("2015-07-21-b", SLUG)
    assert [commit.subject for commit in log.commits] == ["Call it 2015-07-21-c", "Call it 2015-07-21-b", "Begin"]


def test_a_merge_is_listed_with_what_it_brought(workspace: Workspace, repository: TestRepository) -> None:
    repository.git("checkout", "--quiet", "-b", "side")
    change(workspace)
    repository.commit("On the side", "2015-08-02")
    repository.git("checkout", "--quiet", "main")
    (workspace.responses / "office.yaml").write_text("force: kent\n")
    repository.commit("On the main line", "2015-08-03")
    repository.git("merge", "--quiet", "--no-ff", "--no-edit", "side", day="2015-08-04")
    log = log_of(repository_of(workspace), SLUG)
    touched = {commit.subject: commit.touched for commit in log.commits}
    assert touched["Merge branch 'side'"] == ("response.yaml",)
    assert touched["On the side"] == ("response.yaml",)
    assert touched["On the main line"] == ("responses/office.yaml",)


def test_a_record_that_nobody_can_read_marks_nothing(workspace: Workspace, repository: TestRepository) -> None:
    (workspace.responses / SLUG / "record.json").write_bytes(b"\xff{")
    repository.commit("Damage", "2015-08-02")
    assert [commit.recorded for commit in log_of(repository_of(workspace), SLUG).commits] == [(), ()]


def test_what_is_not_committed_is_named_and_ends_of_lines_do_not_count(workspace: Workspace, repository: TestRepository) -> None:
    paths = ["office.yaml", f"{SLUG}/response.yaml", f"{SLUG}/office.yaml", f"{SLUG}/record.json"]
    found = repository_of(workspace)
    assert not_committed(found, workspace, paths) == ()
    file = workspace.response_file(SLUG)
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert not_committed(found, workspace, paths) == ()
    change(workspace)
    (workspace.responses / "office.yaml").unlink()
    (workspace.responses / SLUG / "record.json").write_text("{}")
    assert not_committed(found, workspace, paths) == (
        f"{SLUG}/record.json was never committed",
        f"{SLUG}/response.yaml changed",
        "office.yaml is not there",
    )


def test_a_repository_with_longer_names_does_as_well(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "office", WITH_LOGO)
    repository = TestRepository(workspace.root)
    shutil.rmtree(workspace.root / ".git")
    repository.git("init", "--quiet", "--object-format=sha256", ".")
    repository.commit("Begin", "2015-08-01")
    found = repository_of(workspace)
    assert found.digest == "sha256"
    assert not_committed(found, workspace, [f"{WITH_LOGO}/logo.png"]) == ()
    assert workspace_at("HEAD", workspace, tmp_path / "then").slugs() == (WITH_LOGO,)
    assert len(log_of(found, WITH_LOGO).commits[0].id) == 64


def test_a_revision_is_written_out_once_and_built_there(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "office", ["2015-07-21-a"], "As it was.")
    repository = TestRepository(workspace.root)
    first = repository.commit("One", "2015-08-01")
    write_response(workspace, "2015-07-21-a", "As it is.")
    repository.commit("Two", "2015-08-02")
    earlier = workspace_as_it_stood("HEAD~1", workspace)
    assert earlier.root == workspace.build / f"at-{first[:12]}"
    assert "As it was." in earlier.response_file("2015-07-21-a").read_text(encoding="utf-8")
    assert set(build_what_changed(earlier)) == {"2015-07-21-a"}
    assert workspace_as_it_stood(first, workspace) == earlier
    assert build_what_changed(earlier) == {}
    assert [path.name for path in workspace.build.iterdir()] == [earlier.root.name]
