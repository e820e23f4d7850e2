"""A document reads its edition and what it is handed; nothing else on the machine and nothing on the network."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pccresponse.rendering.pdf import render
from pccresponse.rendering.pdf.engine import OutsideResourceError, RenderingError
from tests.rendering.pdf.papers import EDITION, FACTS, IMAGES, page, rendered
from tests.rendering.pdf.reader import Document

pytestmark = pytest.mark.slow  # much work for few tests


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server that notes what it is asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(IMAGES["logo"])

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    running = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}", asked
    running.shutdown()
    running.server_close()


ASKS = [
    '<img src="{0}/x.png" alt="x">',
    '<link rel="stylesheet" href="{0}/x.css">',
    '<style>@import url("{0}/x.css");</style>',
    '<p style="background: url({0}/x.png)">x</p>',
    '<style>@font-face {{ font-family: x; src: url("{0}/x.ttf") }} p {{ font-family: x }}</style><p>x</p>',
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>t</title><image href="{0}/x.png" width="9"/></svg>',
    '<ul style="list-style-image: url({0}/x.png)"><li>x</li></ul>',
    '<object data="{0}/x.png">x</object>',
]


@pytest.mark.parametrize("html", ASKS)
def test_nothing_is_fetched_from_the_network(html: str, server: tuple[str, list[str]]) -> None:
    address, asked = server
    with pytest.raises(OutsideResourceError, match="may be read"):
        rendered(html.format(address))
    assert asked == []


@pytest.mark.parametrize("html", ASKS)
def test_no_file_outside_the_edition_is_read(html: str, tmp_path: Path) -> None:
    for name in ("x.png", "x.css", "x.ttf"):
        (tmp_path / name).write_bytes(IMAGES["logo"])
    with pytest.raises(OutsideResourceError, match="not in the edition"):
        rendered(html.format(tmp_path.as_uri()))


@pytest.mark.parametrize(
    "name", ["../../pyproject.toml", "fonts/../../../README.md", "%2e%2e/%2e%2e/pyproject.toml", "//host/share/x.png"]
)
def test_no_way_round_by_the_form_of_an_address(name: str) -> None:
    with pytest.raises(OutsideResourceError):
        rendered(f'<img src="{name}" alt="x">')


def test_a_symbolic_link_out_of_the_edition_is_not_followed(tmp_path: Path) -> None:
    edition, outside = tmp_path / "edition", tmp_path / "outside.png"
    edition.mkdir()
    outside.write_bytes(IMAGES["logo"])
    (edition / "fonts").symlink_to(EDITION / "fonts")
    (edition / "x.png").symlink_to(outside)
    with pytest.raises(OutsideResourceError, match="not in the edition"):
        render(page('<img src="x.png" alt="x">', ""), facts=FACTS, edition=edition, text_font="Source Sans 3")


def test_a_missing_file_of_the_edition_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(OutsideResourceError, match="absent"):
        rendered('<link rel="stylesheet" href="css/absent.css"><h1>One</h1>')


def test_a_picture_that_was_not_handed_over_is_an_error() -> None:
    with pytest.raises(OutsideResourceError, match='no picture called "crest"'):
        rendered('<img src="pccresponse-image:crest" alt="Crest">')


def test_a_picture_that_is_none_is_an_error() -> None:
    with pytest.raises(RenderingError, match="pccresponse-image:logo"):
        render(
            page('<img src="pccresponse-image:logo" alt="x">', ""),
            facts=FACTS,
            edition=EDITION,
            text_font="Source Sans 3",
            images={"logo": b"not a picture"},
        )


def test_files_of_the_edition_pictures_and_data_are_read(tmp_path: Path) -> None:
    edition = tmp_path / "edition"
    (edition / "css").mkdir(parents=True)
    (edition / "fonts").symlink_to(EDITION / "fonts")
    (edition / "css" / "base.css").write_text("p::after { content: 'read from the style sheet' }")
    (edition / "x.png").write_bytes(IMAGES["logo"])
    body = (
        '<link rel="stylesheet" href="css/base.css"><p>x</p><img src="x.png" alt="a"><img src="pccresponse-image:logo" alt="b">'
        '<img alt="c" src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%229%22 height=%229%22/%3E">'
    )
    document = Document(render(page(body, ""), facts=FACTS, edition=edition, text_font="Source Sans 3", images=IMAGES))
    assert [str(each.raw.Alt) for each in document.tree.all("Figure")] == ["a", "b", "c"]
    assert "read from the style sheet" in document.tree.text
