"""`./run`, the one door, tried in checkouts whose Python is a stand-in that writes down what it was asked to do."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="./run needs a Unix: on Windows, Debian inside Windows")

TOOLS = ["bash", "cat", "chmod", "cksum", "cp", "dirname", "env", "flock", "id", "mkdir", "readlink", "rm", "sh", "sleep", "touch"]
"""All that `./run` may use besides Python, pip and apt."""

STAND_IN = r"""#!/bin/sh
printf '%s\n' "$*" >>"$DIARY"
case "$*" in
    *'(3, 11) <='*) exit "${TOO_OLD:-0}" ;;
    *'import ctypes, ensurepip'*) [ ! -e "$STAND/no-venv" ]; exit ;;
    *realpath*) echo "$0" ;;
    *'"%d.%d"'*) echo 3.11 ;;
    -V) echo Python 3.11.0 ;;
    *'-m venv '*) mkdir -p "$4/bin" "$4/lib/site-packages" && cp "$0" "$4/bin/python" ;;
    *'sysconfig'*) echo "${0%/bin/python}/lib/site-packages" ;;
    *'-m pip '*) [ ! -p "$STAND/arrived" ] || { echo pip >"$STAND/arrived"; cat "$STAND/go"; }; [ ! -e "$STAND/no-network" ]; exit ;;
    '-I -') cat >/dev/null; [ -e "$STAND/no-pango" ] && echo "Pango, HarfBuzz-subset"; exit 0 ;;
    *"-m ${FAILING:-nothing}"*) exit "${CODE:-1}" ;;
    *-m\ pccresponse*) for each; do printf '<%s>' "$each"; done; printf ' in %s\n' "$PWD"
        echo "typed $PCCRESPONSE_COMMAND"
        [ -z "${PYTHONPATH+set}${PYTHONHOME+set}${PYTHONDONTWRITEBYTECODE+set}" ] || echo PYTHON ;;
esac
exit 0
"""

APT = r"""#!/bin/sh
printf 'apt-get %s\n' "$*" >>"$DIARY"
[ ! -e "$STAND/apt-fails" ] || { echo 'E: Unable to locate package'; exit 100; }
case "$*" in
    *libpango*) rm -f "$STAND/no-pango" ;;
    *venv*) rm -f "$STAND/no-venv" ;;
    *libatomic1*) rm -f "$STAND/no-atomic" ;;
    *chromium*) printf '#!/bin/sh\n' >"$STAND/chromium" && chmod +x "$STAND/chromium" ;;
esac
"""

NPM = r"""#!/bin/sh
printf 'npm %s\n' "$*" >>"$DIARY"
[ ! -e "$STAND/no-network" ] || exit 1
mkdir -p node_modules
"""


class Checkout:
    """A folder with `./run`, locks of one line, and a machine whose only Python is the stand-in."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.root = folder / "a checkout"
        self.stand = folder / "stand"
        self.tools = folder / "tools"
        self.diary = folder / "diary"
        for made in (self.root, self.stand, self.tools):
            made.mkdir()
        shutil.copy(root / "run", self.root)
        for lock in ("requirements.lock", "requirements-dev.lock"):
            (self.root / lock).write_text("one==1\n")
        (self.root / "tests" / "node").mkdir(parents=True)
        for listed in ("package.json", "package-lock.json"):
            (self.root / "tests" / "node" / listed).write_text("{}\n")
        self.script(self.stand / "python3.11", STAND_IN)
        for tool in TOOLS:
            if found := shutil.which(tool):
                (self.tools / tool).symlink_to(found)

    def script(self, path: Path, text: str) -> None:
        path.write_text(text)
        path.chmod(0o755)

    def environment(self, **more: str) -> dict[str, str]:
        path = f"{self.stand}:{self.tools}"
        return {"PATH": path, "HOME": str(self.root), "DIARY": str(self.diary), "STAND": str(self.stand), **more}

    def run(
        self, *arguments: str, cwd: Path | None = None, door: str | None = None, **more: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [door or str(self.root / "run"), *arguments],
            cwd=cwd or self.root,
            env=self.environment(**more),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )

    def asked(self, word: str) -> list[str]:
        """The lines of the diary with the word in them."""
        return [line for line in self.diary.read_text().splitlines() if word in line] if self.diary.exists() else []

    def hold_pip(self) -> None:
        """From now on the stand-in for pip says that it has been reached, and waits."""
        for pipe in ("arrived", "go"):
            os.mkfifo(self.stand / pipe)

    def arrival_at_pip(self) -> str:
        """Wait until pip has been reached."""
        return (self.stand / "arrived").read_text()

    def let_pip_pass(self) -> None:
        """From now on pip waits for nobody."""
        for pipe in ("arrived", "go"):
            (self.stand / pipe).unlink()

    def without(self, what: str) -> None:
        (self.stand / what).touch()


@pytest.fixture
def checkout(tmp_path: Path, root: Path) -> Checkout:
    return Checkout(tmp_path, root)


def test_bash_can_read_it(root: Path) -> None:
    assert subprocess.run(["bash", "-n", str(root / "run")], check=False).returncode == 0
    assert os.access(root / "run", os.X_OK)


def test_alone_it_explains_itself_and_sets_nothing_up(checkout: Checkout) -> None:
    done = checkout.run()
    assert done.returncode == 0
    assert "./run build" in done.stdout
    assert "./run test" in done.stdout
    assert not (checkout.root / ".venv").exists()


def test_the_first_call_sets_up_and_the_second_is_silent(checkout: Checkout) -> None:
    first = checkout.run("check")
    assert first.returncode == 0, first.stderr
    assert "Setting up" in first.stderr
    assert first.stdout.startswith("<-I><-m><pccresponse><check> in ")
    assert len(checkout.asked("-m pip")) == 1
    second = checkout.run("check")
    assert (second.stdout, second.stderr) == (first.stdout, "")
    assert len(checkout.asked("-m pip")) == 1


def test_what_is_installed_is_pinned_hashed_compiled_and_never_built(checkout: Checkout) -> None:
    checkout.run("check")
    (pip,) = checkout.asked("-m pip")
    assert all(word in pip for word in ("--require-hashes", "--only-binary :all:", "--no-deps", "--compile"))


def test_arguments_and_folder_reach_the_command_as_they_are(checkout: Checkout, tmp_path: Path) -> None:
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    done = checkout.run("check", "a b", "*", "", "--x=ü", cwd=elsewhere)
    assert done.stdout.splitlines()[0] == f"<-I><-m><pccresponse><check><a b><*><><--x=ü> in {elsewhere}"


def test_it_is_found_by_a_relative_path_and_by_a_link(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("a checkout/run")
    for door in ("a checkout/run", "./link", str(tmp_path / "link")):
        done = checkout.run("law", cwd=tmp_path, door=door)
        assert done.returncode == 0, done.stderr
        assert (checkout.root / ".venv").is_dir()
    assert not (tmp_path / ".venv").exists()


def test_the_callers_python_settings_stay_outside(checkout: Checkout) -> None:
    done = checkout.run("check", PYTHONPATH="/nowhere", PYTHONHOME="/nowhere", PYTHONDONTWRITEBYTECODE="1")
    assert done.returncode == 0, done.stderr
    assert "PYTHON" not in done.stdout


def test_the_exit_code_is_the_commands(checkout: Checkout) -> None:
    assert checkout.run("check", FAILING="pccresponse", CODE="1").returncode == 1
    assert checkout.run("build", FAILING="pccresponse", CODE="2").returncode == 2


def test_a_changed_lock_sets_up_anew(checkout: Checkout) -> None:
    checkout.run("check")
    (checkout.root / "requirements.lock").write_text("one==2\n")
    assert "Setting up" in checkout.run("check").stderr
    assert checkout.run("check").stderr == ""
    assert len(checkout.asked("-m venv")) == 2


def test_a_python_that_went_away_sets_up_anew(checkout: Checkout) -> None:
    checkout.run("check")
    python = checkout.root / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/nowhere/python3.10")
    assert "Setting up" in checkout.run("check").stderr
    assert len(checkout.asked("-m venv")) == 2


def test_a_set_up_that_failed_says_so_and_is_done_again(checkout: Checkout) -> None:
    checkout.without("no-network")
    done = checkout.run("check")
    assert done.returncode == 3
    assert "could not be installed" in done.stderr
    assert "pccresponse" not in done.stdout
    (checkout.stand / "no-network").unlink()
    assert checkout.run("check").returncode == 0
    assert len(checkout.asked("-m venv")) == 2


def test_a_set_up_that_was_interrupted_is_done_again(checkout: Checkout) -> None:
    checkout.hold_pip()
    process = subprocess.Popen(
        [checkout.root / "run", "check"],
        env=checkout.environment(),
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert checkout.arrival_at_pip() == "pip\n"
    os.killpg(process.pid, signal.SIGTERM)
    process.wait()
    checkout.let_pip_pass()
    assert checkout.asked("-m pip"), "it was not interrupted where it should have been"
    done = checkout.run("check")
    assert done.returncode == 0, done.stderr
    assert len(checkout.asked("-m venv")) == 2


@pytest.mark.parametrize("flock", [True, False], ids=["with flock", "without flock"])
def test_two_set_ups_at_once_take_turns(flock: bool, checkout: Checkout) -> None:
    if not flock:
        (checkout.tools / "flock").unlink(missing_ok=True)
    door = [str(checkout.root / "run"), "check"]
    checkout.hold_pip()
    first = subprocess.Popen(door, env=checkout.environment(), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    assert checkout.arrival_at_pip() == "pip\n"
    second = subprocess.Popen(door, env=checkout.environment(), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    (checkout.stand / "go").write_text("")
    assert [process.wait(timeout=300) for process in (first, second)] == [0, 0]
    assert len(checkout.asked("-m pip")) == 1


def test_a_lock_whose_owner_is_dead_stops_nobody(checkout: Checkout) -> None:
    (checkout.tools / "flock").unlink(missing_ok=True)
    turn = checkout.root / ".venv" / ".turn"
    turn.mkdir(parents=True)
    (turn / "owner").write_text("999999999\n")
    assert checkout.run("check").returncode == 0
    assert not turn.exists()


def test_a_command_that_makes_no_pdf_needs_no_library(checkout: Checkout) -> None:
    checkout.without("no-pango")
    assert checkout.run("check").returncode == 0


def test_missing_libraries_are_named_for_every_system(checkout: Checkout) -> None:
    checkout.without("no-pango")
    done = checkout.run("build")
    assert done.returncode == 3
    assert "Pango, HarfBuzz-subset" in done.stderr
    for system in ("Debian", "Fedora", "macOS", "Windows"):
        assert re.search(rf"^ +{system}.*(pango|Debian)", done.stderr, re.MULTILINE), system
    assert "libharfbuzz-subset0" in done.stderr
    assert not checkout.asked("-m pip"), "a minute of installing before the bad news"


def test_missing_libraries_are_installed_where_apt_may(checkout: Checkout) -> None:
    checkout.without("no-pango")
    checkout.script(checkout.stand / "apt-get", APT)
    checkout.script(checkout.stand / "id", "#!/bin/sh\necho 0\n")
    done = checkout.run("build")
    assert done.returncode == 0, done.stderr
    update, install = checkout.asked("apt-get")
    assert "update" in update
    assert install.endswith("libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")
    assert checkout.run("build").stderr == ""
    assert len(checkout.asked("apt-get")) == 2


def test_where_apt_fails_its_words_are_shown(checkout: Checkout) -> None:
    checkout.without("no-pango")
    checkout.without("apt-fails")
    checkout.script(checkout.stand / "apt-get", APT)
    checkout.script(checkout.stand / "id", "#!/bin/sh\necho 0\n")
    done = checkout.run("build")
    assert done.returncode == 3
    assert "Unable to locate" in done.stderr
    assert "brew install" in done.stderr


def test_apt_is_left_alone_without_the_right_to_use_it(checkout: Checkout) -> None:
    checkout.without("no-pango")
    checkout.script(checkout.stand / "apt-get", APT)
    checkout.script(checkout.stand / "id", "#!/bin/sh\necho 1000\n")
    checkout.script(checkout.stand / "sudo", "#!/bin/sh\necho 'sudo: a password is required' >&2\nexit 1\n")
    assert checkout.run("build").returncode == 3
    assert not checkout.asked("apt-get")


def test_a_python_without_environments_gets_them_from_apt(checkout: Checkout) -> None:
    checkout.without("no-venv")
    checkout.script(checkout.stand / "apt-get", APT)
    checkout.script(checkout.stand / "id", "#!/bin/sh\necho 0\n")
    assert checkout.run("check").returncode == 0
    assert checkout.asked("apt-get")[-1].endswith("python3.11-venv")


def test_a_python_without_environments_is_explained_where_there_is_no_apt(checkout: Checkout) -> None:
    checkout.without("no-venv")
    done = checkout.run("check")
    assert done.returncode == 3
    assert "python3-venv" in done.stderr


def test_without_a_python_that_is_new_enough_it_says_which_is_needed(checkout: Checkout) -> None:
    done = checkout.run("check", TOO_OLD="1")
    assert done.returncode == 3
    assert "Python 3.11 or newer" in done.stderr
    assert "PCCRESPONSE_PYTHON" in done.stderr


def test_a_python_in_an_unusual_place_can_be_named(checkout: Checkout, tmp_path: Path) -> None:
    shutil.move(checkout.stand / "python3.11", tmp_path / "my python")
    assert checkout.run("check").returncode == 3
    assert checkout.run("check", PCCRESPONSE_PYTHON=str(tmp_path / "my python")).returncode == 0


def test_the_tests_packages_are_added_when_they_are_first_wanted(checkout: Checkout) -> None:
    checkout.run("check")
    assert not checkout.asked("requirements-dev.lock")
    assert checkout.run("test").returncode == 0
    assert checkout.run("test").stderr == ""
    assert len(checkout.asked("requirements-dev.lock")) == 1


def test_what_comes_from_npm_is_added_once_and_again_when_its_lock_changes(checkout: Checkout) -> None:
    checkout.script(checkout.stand / "npm", NPM)
    assert checkout.run("check").returncode == 0
    assert not checkout.asked("npm ci")
    assert checkout.run("test").returncode == 0
    (asked,) = checkout.asked("npm ci")
    assert asked.startswith("npm ci ")
    assert "--ignore-scripts" in asked
    assert (checkout.root / ".venv" / "node" / "node_modules").is_dir()
    assert checkout.run("test").stderr == ""
    (checkout.root / "tests" / "node" / "package-lock.json").write_text("{ }\n")
    assert checkout.run("test").returncode == 0
    assert len(checkout.asked("npm ci")) == 2
    assert len(checkout.asked("requirements-dev.lock")) == 1


def test_without_npms_registry_the_tests_run_all_the_same_and_the_next_call_tries_again(checkout: Checkout) -> None:
    checkout.script(checkout.stand / "npm", NPM)
    checkout.run("check")
    assert checkout.run("test").returncode == 0
    (checkout.root / ".venv" / ".set-up-npm").unlink()
    checkout.without("no-network")
    done = checkout.run("test")
    assert done.returncode == 0
    assert "their tests are skipped" in done.stderr
    (checkout.stand / "no-network").unlink()
    assert checkout.run("test").stderr == ""
    assert len(checkout.asked("npm ci")) == 3


def test_the_browser_is_installed_where_apt_may_and_only_for_the_tests(checkout: Checkout) -> None:
    checkout.script(checkout.stand / "apt-get", APT)
    checkout.script(checkout.stand / "id", "#!/bin/sh\necho 0\n")
    checkout.run("check")
    assert not checkout.asked("apt-get")
    assert checkout.run("test").returncode == 0
    assert checkout.asked("apt-get")[-1].endswith(" chromium")
    assert checkout.run("test").stderr == ""
    assert len(checkout.asked("apt-get")) == 2


def test_a_browser_that_is_there_is_left_as_it_is(checkout: Checkout) -> None:
    checkout.script(checkout.stand / "apt-get", APT)
    checkout.script(checkout.stand / "id", "#!/bin/sh\necho 0\n")
    checkout.script(checkout.stand / "google-chrome", "#!/bin/sh\n")
    assert checkout.run("test").returncode == 0
    assert not checkout.asked("apt-get")


def with_a_driver(checkout: Checkout) -> None:
    """Set up, with the Node.js that Playwright brings, which does not run without libatomic."""
    assert checkout.run("check").returncode == 0
    driver = checkout.root / ".venv" / "lib" / "python3.11" / "site-packages" / "playwright" / "driver"
    driver.mkdir(parents=True)
    checkout.script(driver / "node", '#!/bin/sh\n[ ! -e "$STAND/no-atomic" ]\n')
    checkout.script(checkout.stand / "chromium", "#!/bin/sh\n")


def test_the_library_of_playwrights_node_is_installed_where_apt_may(checkout: Checkout) -> None:
    checkout.script(checkout.stand / "apt-get", APT)
    checkout.script(checkout.stand / "id", "#!/bin/sh\necho 0\n")
    with_a_driver(checkout)
    checkout.without("no-atomic")
    assert checkout.run("test").returncode == 0
    assert checkout.asked("apt-get")[-1].endswith(" libatomic1")
    assert checkout.run("test").stderr == ""
    assert len(checkout.asked("apt-get")) == 2


def test_where_that_library_cannot_be_installed_it_is_named_once_and_the_other_tests_run(checkout: Checkout) -> None:
    with_a_driver(checkout)
    checkout.without("no-atomic")
    done = checkout.run("test")
    assert done.returncode == 0
    assert "sudo apt-get install libatomic1" in done.stderr
    assert "sudo dnf install libatomic." in done.stderr
    assert checkout.asked("-m pytest")
    assert checkout.run("test").stderr == ""


def test_a_driver_that_runs_is_left_as_it_is(checkout: Checkout) -> None:
    checkout.script(checkout.stand / "apt-get", APT)
    checkout.script(checkout.stand / "id", "#!/bin/sh\necho 0\n")
    with_a_driver(checkout)
    assert checkout.run("test").returncode == 0
    assert not checkout.asked("apt-get")


def test_the_quick_tests_need_no_browser_no_npm_and_no_library_that_sets_pages(checkout: Checkout) -> None:
    checkout.without("no-pango")
    done = checkout.run("test", "--quick", "-k", "law")
    assert (done.returncode, done.stderr.count("run: ")) == (0, 2), done.stderr
    assert checkout.asked("-m pytest") == ["-I -m pytest -n auto --dist loadfile --quick -k law"]
    assert not checkout.asked("npm")
    assert "chromium" not in done.stderr


@pytest.mark.parametrize(("door", "typed"), [("./run", "./run"), ("../a checkout/run", "../a\\ checkout/run")])
def test_the_program_is_told_what_was_typed(checkout: Checkout, door: str, typed: str) -> None:
    done = checkout.run("check", door=door)
    assert f"typed {typed}\n" in done.stdout
    assert "typed" not in checkout.run("test").stdout, "the tests are no command that somebody typed"


def test_where_there_is_no_browser_it_is_named_once_and_the_other_tests_run(checkout: Checkout) -> None:
    done = checkout.run("test")
    assert done.returncode == 0
    for system in ("Debian", "Ubuntu", "Fedora", "macOS"):
        assert re.search(rf"{system}: \S.* install .*chromium", done.stderr), system
    assert checkout.asked("-m pytest")
    assert checkout.run("test").stderr == ""


def test_every_step_of_the_tests_is_run_and_named_and_the_first_failure_is_the_exit_code(checkout: Checkout) -> None:
    done = checkout.run("test", "-k", "a b", FAILING="ruff check", CODE="7")
    assert done.returncode == 7
    steps = re.findall(r"^== (\S+)", done.stdout, re.MULTILINE)
    assert steps == ["ruff:", "ruff:", "mypy:", "import-linter:", "Failed", "pytest:"]
    assert checkout.asked("-m pytest") == ["-I -m pytest -n auto --dist loadfile -k a b"]


def test_a_second_call_starts_no_python_but_the_commands_own(checkout: Checkout) -> None:
    checkout.run("check")
    before = len(checkout.asked(""))
    assert checkout.run("check").stderr == ""
    assert checkout.asked("")[before:] == ["-I -m pccresponse check"]


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ ;\\]+)", lock.read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "bench/requirements.lock"])
def test_a_lock_holds_names_versions_and_hashes_and_no_address(name: str, root: Path) -> None:
    text = (root / name).read_text("utf-8")
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert len({entry.splitlines()[0] for entry in entries}) == len(entries) >= 15
    assert {entry.partition("==")[0] for entry in entries} == pins(root / name).keys()
    for entry in entries:
        assert entry.count("--hash=sha256:") >= 1, entry.splitlines()[0]
    assert not re.search(r"://|^-|file:", text, re.MULTILINE)


def test_the_locks_agree_with_each_other_and_with_what_is_declared(root: Path) -> None:
    runtime, dev = pins(root / "requirements.lock"), pins(root / "requirements-dev.lock")
    assert runtime.items() <= dev.items()
    bench = pins(root / "bench" / "requirements.lock")
    assert bench["weasyprint"] == runtime["weasyprint"], "the bench would compare two versions"
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    for declared, lock in ((project["project"]["dependencies"], runtime), (project["dependency-groups"]["dev"], dev)):
        names = {re.split(r"[<>=!~ ]", requirement)[0].lower() for requirement in declared}
        assert len(names) >= 8
        assert names <= lock.keys()


def test_what_comes_from_npm_is_pinned_with_its_digest_and_without_an_address(root: Path) -> None:
    lock = json.loads((root / "tests" / "node" / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert {"node_modules/axe-core", "node_modules/yaml-language-server"} <= packages.keys()
    assert all(entry["integrity"].startswith("sha512-") and "resolved" not in entry for entry in packages.values())
    declared = json.loads((root / "tests" / "node" / "package.json").read_text("utf-8"))["dependencies"]
    assert declared == {name: packages[f"node_modules/{name}"]["version"] for name in declared}
