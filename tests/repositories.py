"""A git repository for a test: real git, nobody's settings, and days that are always the same."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


class TestRepository:
    """Git as somebody at a keyboard uses it, in one folder."""

    __test__ = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", ".")
        self.git("symbolic-ref", "HEAD", "refs/heads/main")

    def git(self, *arguments: str, given: bytes = b"", day: str = "2015-08-01") -> str:
        """Run git and answer with what it prints."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        people = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in _somebody(day).items()}
        alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env={**plain, **people, **alone}, input=given, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def commit(self, subject: str, day: str) -> str:
        """Commit everything as it is; answers with the commit's name."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-gpg-sign", "-m", subject, day=day)
        return self.git("rev-parse", "HEAD")


def _somebody(day: str) -> dict[str, str]:
    return {"NAME": "Morgan Ellery", "EMAIL": "office@example.org", "DATE": f"{day}T12:00:00Z"}
