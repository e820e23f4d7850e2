"""A repository that came from a stranger, whose settings name programs for git to start: none is started, and the answer is the same."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.torture.program import DEADLINE, begin, plain_environment
from tests.hostile.torture.results import Fault, Result
from tests.hostile.torture.workspaces import NEW, ONE, TODAY, Workspaces, see
from tests.repositories import TestRepository
from tests.small_workspaces import write_response

_HOOKS = (
    "post-checkout",
    "post-index-change",
    "reference-transaction",
    "fsmonitor-watchman",
    "pre-commit",
    "pre-auto-gc",
    "post-merge",
    "push-to-checkout",
)
Spoil = Callable[[TestRepository, Path], object]


@dataclass(frozen=True)
class Setting:
    """Something hostile in a repository."""

    name: str
    spoil: Spoil
    may_refuse: bool = False
    """Whether the repository is such that an answer may be refused in words; no program is started either way."""


def _set(*pairs: tuple[str, str]) -> Spoil:
    """These settings, with `EVIL` for the program that must not be started."""

    def spoil(repository: TestRepository, evil: Path) -> None:
        for name, value in pairs:
            repository.git("config", name, value.replace("EVIL", str(evil)))

    return spoil


def _hooks(folder: str) -> Spoil:
    def spoil(repository: TestRepository, evil: Path) -> None:
        place = repository.folder / folder
        place.mkdir(exist_ok=True)
        for name in _HOOKS:
            hook = place / name
            hook.write_text(f'#!/bin/sh\nexec "{evil}"\n', encoding="utf-8")
            hook.chmod(0o755)
        repository.git("config", "core.hooksPath", str(place))

    return spoil


def _attributes(words: str, *pairs: tuple[str, str]) -> Spoil:
    def spoil(repository: TestRepository, evil: Path) -> None:
        (repository.folder / ".gitattributes").write_text(f"* {words}\n", encoding="utf-8")
        (repository.folder / ".git" / "info").mkdir(exist_ok=True)
        (repository.folder / ".git" / "info" / "attributes").write_text(f"* {words}\n", encoding="utf-8")
        _set(*pairs)(repository, evil)

    return spoil


def _lines(text: str) -> Spoil:
    """Lines at the end of the settings, as they are."""

    def spoil(repository: TestRepository, evil: Path) -> None:
        with (repository.folder / ".git" / "config").open("a", encoding="utf-8") as file:
            file.write(text.replace("EVIL", str(evil)))

    return spoil


def _included(repository: TestRepository, evil: Path) -> None:
    (repository.folder / "evil.config").write_text(f"[core]\n\tfsmonitor = {evil}\n\tpager = {evil}\n", encoding="utf-8")
    repository.git("config", "include.path", "../evil.config")


def _alternates(repository: TestRepository, evil: Path) -> None:
    (repository.folder / ".git" / "objects" / "info").mkdir(exist_ok=True)
    (repository.folder / ".git" / "objects" / "info" / "alternates").write_text("/dev\n/nowhere\n", encoding="utf-8")


def _submodule(repository: TestRepository, evil: Path) -> None:
    text = f'[submodule "x"]\n\tpath = x\n\turl = ext::{evil}\n\tupdate = !{evil}\n'
    (repository.folder / ".gitmodules").write_text(text, encoding="utf-8")
    _set(("submodule.x.url", "ext::EVIL"), ("submodule.x.update", "!EVIL"), ("submodule.recurse", "true"))(repository, evil)


SETTINGS = (
    Setting("core.fsmonitor", _set(("core.fsmonitor", "EVIL"))),
    Setting("core.pager and pager.*", _set(("core.pager", "EVIL"), ("pager.log", "EVIL"), ("pager.rev-list", "EVIL"), ("pager.diff", "EVIL"))),
    Setting("core.editor and others", _set(("core.editor", "EVIL"), ("sequence.editor", "EVIL"), ("core.askPass", "EVIL"))),
    Setting("diff.external", _set(("diff.external", "EVIL"), ("interactive.diffFilter", "EVIL"))),
    Setting("a diff of its own", _attributes("diff=evil", ("diff.evil.command", "EVIL"), ("diff.evil.textconv", "EVIL"), ("diff.evil.cachetextconv", "true"))),
    Setting("a filter of its own", _attributes("filter=evil", ("filter.evil.clean", "EVIL"), ("filter.evil.smudge", "EVIL"), ("filter.evil.process", "EVIL"), ("filter.evil.required", "true"))),
    Setting("a merge of its own", _attributes("merge=evil", ("merge.evil.driver", "EVIL"))),
    Setting("ident, eol and encodings", _attributes("ident export-subst text eol=crlf working-tree-encoding=UTF-16")),
    Setting("hooks", _hooks(".git/hooks")),
    Setting("hooks elsewhere", _hooks("hooks")),
    Setting("aliases", _set(("alias.rev-list", "!EVIL"), ("alias.cat-file", "!EVIL"), ("alias.log", "!EVIL"), ("alias.ls-tree", "!EVIL"))),
    Setting("signatures", _set(("log.showSignature", "true"), ("gpg.program", "EVIL"), ("gpg.ssh.program", "EVIL"), ("gpg.format", "ssh"))),
    Setting("ssh and proxies", _set(("core.sshCommand", "EVIL"), ("core.gitProxy", "EVIL"), ("http.proxy", "x"), ("credential.helper", "!EVIL"))),
    Setting(
        "a promising remote",
        _set(
            ("remote.evil.url", "ext::EVIL"),
            ("remote.evil.promisor", "true"),
            ("remote.evil.uploadpack", "EVIL"),
            ("protocol.allow", "always"),
            ("extensions.partialClone", "evil"),
            ("core.repositoryFormatVersion", "1"),
        ),
    ),
    Setting("an include", _included),
    Setting("an include of everything", _lines("[include]\n\tpath = /dev/zero\n"), may_refuse=True),
    Setting("an include of itself", _lines("[include]\n\tpath = config\n"), may_refuse=True),
    Setting("a worktree elsewhere", _set(("core.worktree", "/"))  , may_refuse=True),
    Setting("a bare repository", _set(("core.bare", "true")), may_refuse=True),
    Setting("an unknown format", _set(("core.repositoryFormatVersion", "9")), may_refuse=True),
    Setting("an unknown extension", _set(("core.repositoryFormatVersion", "1"), ("extensions.evil", "true")), may_refuse=True),
    Setting("settings that are none", _lines("[core\n\tpager = = \x00 ]]\n"), may_refuse=True),
    Setting("a very long setting", _lines("[x]\n\ty = " + "z" * 4_000_000 + "\n"), may_refuse=True),
    Setting("odd numbers", _set(("core.packedGitLimit", "1"), ("core.bigFileThreshold", "1"), ("core.deltaBaseCacheLimit", "1"), ("core.compression", "9"))),
    Setting("other words", _set(("i18n.logOutputEncoding", "UTF-16"), ("log.date", "format:%n%n"), ("format.pretty", "%x00%B"), ("color.ui", "always"), ("core.quotePath", "true"))),
    Setting("other ways", _set(("core.precomposeUnicode", "true"), ("core.ignoreCase", "true"), ("core.autocrlf", "true"), ("diff.renames", "copies"), ("log.follow", "true"), ("core.abbrev", "4"))),
    Setting("a maintenance of its own", _set(("gc.auto", "1"), ("gc.autoDetach", "false"), ("maintenance.auto", "true"), ("gc.recentObjectsHook", "EVIL"))),
    Setting("objects elsewhere", _alternates),
    Setting("a repository within", _submodule),
    Setting("traces", _set(("trace2.eventTarget", "EVIL"), ("trace2.normalTarget", "/dev/full"))),
)  # fmt: skip
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("history", ONE),
    ("diff", f"HEAD~1:{ONE}", f"HEAD:{ONE}"),
    ("diff", ONE),
    ("build", ONE, "--at", "HEAD~1", "--today", TODAY),
    ("preview", ONE, "--no-browser", "--port", "0", "--today", TODAY),
)


class GitSettings:
    """Goes through the settings; each case is one of them, asked by every command that asks git."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces
        self._plain: dict[tuple[str, ...], tuple[int, str]] = {}
        self._one_at_a_time = threading.Lock()

    def one(self, number: int, chance: random.Random, folder: Path) -> Result:
        """Try the setting that has its turn with one of the commands, and with each of them in five rounds."""
        setting = SETTINGS[number % len(SETTINGS)]
        return self.try_with(setting, COMMANDS[(number // len(SETTINGS) + number) % len(COMMANDS)], folder)

    def try_with(self, setting: Setting, command: tuple[str, ...], folder: Path) -> Result:
        """One command in a repository with that setting."""
        wanted = self._answer_without(command, folder / "plain")
        place = folder / "w"
        repository = self._repository(place)
        started = folder / "started"
        evil = folder / "evil"
        evil.write_text(f'#!/bin/sh\necho "$0 $*" >> "{started}"\nexit 1\n', encoding="utf-8")
        evil.chmod(0o755)
        setting.spoil(repository, evil)
        started.unlink(missing_ok=True)  # what git itself started while the trap was set
        before = see(place / "responses").content
        code, said, faults = self._answer(command, place, folder)
        told = f"{setting.name}: {' '.join(command)}"
        faults = [Fault(each.sort, f"{setting.name}: {each.words}") for each in faults]
        if started.exists():
            faults.append(Fault("other", f"{told} started: {started.read_text(encoding='utf-8', errors='replace')[:500]}"))
        if see(place / "responses").content != before:
            faults.append(Fault("torn", f"{told} changed files under responses/."))
        if not setting.may_refuse and code != wanted[0]:
            faults.append(Fault("other", f"{told} ended with {code}, and without the setting with {wanted[0]}:\n{said}"))
        return Result(tuple(faults))

    def _answer_without(self, command: tuple[str, ...], folder: Path) -> tuple[int, str]:
        with self._one_at_a_time:
            if command not in self._plain:
                self._repository(folder / "w")
                code, said, faults = self._answer(command, folder / "w", folder)
                if faults:
                    raise RuntimeError(f"{' '.join(command)} fails in any repository: {faults[0].words}")
                self._plain[command] = code, said
            return self._plain[command]

    def _repository(self, place: Path) -> TestRepository:
        self._workspaces.copy("released", place)
        repository = TestRepository(place)
        (place / ".gitignore").write_text("build/\n", encoding="utf-8")
        repository.commit("Begin", "2015-08-01")
        from pccresponse.workspace import Workspace

        write_response(Workspace(place), ONE, NEW)
        repository.commit("Say more", "2015-08-02")
        return repository

    def _answer(self, command: tuple[str, ...], place: Path, folder: Path) -> tuple[int, str, list[Fault]]:
        environment = {**plain_environment(), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
        program = begin(*command, cwd=place, temporary=folder / "tmp", environment=environment)
        if command[0] == "preview":
            answered = _shown(program.process, program.output)
            os.killpg(program.process.pid, signal.SIGINT)
            program.wait()
            if not answered and not program.is_late:
                return program.code, program.said, [*program.faults(), Fault("hang", f"preview shows nothing:\n{program.said}")]
            return 0, program.said, program.faults(codes=(0, 1))
        program.wait()
        return program.code, program.said, program.faults()


def _shown(process: subprocess.Popen[bytes], output: Path) -> bool:
    """Whether the live page comes to show the response, having asked git what was committed last."""
    import re
    from time import monotonic

    import httpx

    until, pause = monotonic() + DEADLINE / 2, threading.Event()
    while monotonic() < until and process.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:\d+/\S*", output.read_text(encoding="utf-8", errors="replace")):
            with httpx.Client(timeout=DEADLINE / 2, trust_env=False, follow_redirects=True) as reader:
                return reader.get(found[0]).status_code == 200
        pause.wait(0.02)
    return False
