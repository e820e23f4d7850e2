"""`pccresponse preview`."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from pathlib import Path

import click

from pccresponse.cli.options import Day, slugs
from pccresponse.cli.output import say, say_on_stderr
from pccresponse.foundation import temporary_folders
from pccresponse.foundation.errors import WrongUseError
from pccresponse.workspace import Workspace, find_workspace

_LEADS_TO = """<!doctype html>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={address}">
<title>Preview</title>
"""


@click.command("preview")
@click.argument("name", required=False, shell_complete=slugs)
@click.option("--port", type=click.IntRange(0, 65535), metavar="NUMBER", help="The port to use. Use 0 for any free port.")
@click.option("--no-browser", is_flag=True, help="Show the address, but do not open a browser.")
@click.option(
    "--today",
    type=Day(),
    default=None,
    show_default="the day on the clock",
    metavar="DAY",
    help="Work out what is late or due as if today were this day.",
)
def command(name: str | None, port: int | None, no_browser: bool, today: date | None) -> None:
    """Show the response NAME, or a list of all responses, on a page in your browser that updates each time you save.

    The page shows the documents, the problems, the days left, the duties of section 55, the approvals and what has changed since the
    last commit. You can also approve a version there.

    Only this computer can open the page, until you stop the program with Ctrl-C. The address has a key in it, so do not share it.

    \b
    pccresponse preview 2024-06-18-peel-2023-25-westshire
    pccresponse preview --port 8200 --no-browser
    """
    workspace = find_workspace(Path.cwd())
    slug = _slug_of(name, workspace) if name else None
    from pccresponse.preview.serving import address_of, listening_socket, new_secret, serve

    bound, key = listening_socket(port), new_secret()
    address = address_of(bound, key, slug)
    temporary_folders.keep_everything_in_it()
    with ExitStack() as at_the_end:

        def ready() -> None:
            say(f"The page is at {address} until you press Ctrl-C.")
            if not no_browser:
                at_the_end.enter_context(_opened_in_a_browser(address, workspace, bound.getsockname()[1]))

        serve(bound, workspace, key=key, today=(lambda: today) if today else date.today, mistake=say_on_stderr, ready=ready)


def _slug_of(name: str, workspace: Workspace) -> str:
    """The slug of a response in the workspace, given its name, folder or file. Raises `WrongUseError`."""
    folder = workspace.response_file(name).parent
    if folder.name not in workspace.slugs() or folder.parent.resolve() != workspace.responses.resolve():
        raise WrongUseError(f"{name} is not a response of this workspace.", f"Its folder has to lie in {workspace.responses}.")
    return folder.name


@contextmanager
def _opened_in_a_browser(address: str, workspace: Workspace, port: int) -> Iterator[None]:
    """Open the page in a browser through a file that only this user can read.

    All users of a machine can see the arguments of a program, so the address with its key must not be one. The file is in the workspace
    because a browser may not be allowed to read the folder for temporary files.
    """
    import webbrowser

    file = workspace.build / f"preview-{port}.html"
    try:
        file.parent.mkdir(exist_ok=True)
        if not file.parent.resolve().is_relative_to(workspace.root.resolve()):
            raise OSError(errno.EXDEV, "build is a link to elsewhere")
        file.unlink(missing_ok=True)  # left by a killed preview
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as made:
            made.write(_LEADS_TO.format(address=address))
    except OSError as error:
        say_on_stderr(
            f"The browser was not opened, because {workspace.shown(file)} cannot be written: {error.strerror}. Open the address yourself."
        )
        yield
        return
    try:
        webbrowser.open(file.as_uri())
        yield
    finally:
        with suppress(OSError):
            file.unlink(missing_ok=True)
