"""`pccresponse preview`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pccresponse import scratch
from pccresponse.cli.options import Day, slugs
from pccresponse.cli.output import say, say_aside
from pccresponse.errors import WrongUseError
from pccresponse.workspace import Workspace, find_workspace


@click.command("preview")
@click.argument("name", required=False, shell_complete=slugs)
@click.option("--port", type=click.IntRange(0, 65535), metavar="NUMBER", help="Serve on this port; 0 is any that is free.")
@click.option("--no-browser", is_flag=True, help="Only say the address, and leave the opening to you.")
@click.option(
    "--today",
    type=Day(),
    default=None,
    show_default="the day on the clock",
    metavar="DAY",
    help="Judge what is late or due soon as of this day.",
)
def command(name: str | None, port: int | None, no_browser: bool, today: date | None) -> None:
    """Show the response NAME, or a list of all, on a page in the browser that follows every save.

    The page has the documents as they will be, the problems, the clock and the duties of section 55, who has approved it, and what
    changed since the last commit; an approval can be given there. It is served on this machine only, from when the address is printed
    until Ctrl-C.

    \b
    pccresponse preview 2024-06-18-peel-2023-25-westshire
    pccresponse preview --port 8200 --no-browser
    """
    workspace = find_workspace(Path.cwd())
    slug = _slug_of(name, workspace) if name else None
    from pccresponse.preview.serving import address_of, listening_socket, serve

    bound = listening_socket(port)
    scratch.keep_everything_in_it()

    def ready() -> None:
        say(f"The page is at {address_of(bound, slug)} until Ctrl-C.")
        if not no_browser:
            import webbrowser

            webbrowser.open(address_of(bound, slug))

    serve(bound, workspace, today=(lambda: today) if today else date.today, mistake=say_aside, ready=ready)


def _slug_of(name: str, workspace: Workspace) -> str:
    """The response by its name, its folder or its file; the page shows those of the workspace only."""
    folder = workspace.response_file(name).parent
    if folder.name not in workspace.slugs() or folder.parent.resolve() != workspace.responses.resolve():
        raise WrongUseError(f"{name} is not a response of this workspace.", f"Its folder has to lie in {workspace.responses}.")
    return folder.name
