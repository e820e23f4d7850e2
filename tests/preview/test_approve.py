"""An approval that is sent to the real server: what is refused changes nothing, and what is taken leaves the rest of the file alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from pccresponse.preview.app import MOST_BYTES
from pccresponse.workspace import Workspace
from tests.preview.served import SLUG, TODAY, Served, serving
from tests.preview.test_security import assert_protected
from tests.small_workspaces import small_workspace

AT = f"/r/{SLUG}/approve"
JSON = "application/json"
Send = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = small_workspace(tmp_path_factory.mktemp("approve") / "w", [SLUG])
    office = made.responses / "office.yaml"
    office.write_text(office.read_text() + "required_approvals: [Mayor, Chief Executive]\n")
    return made


@pytest.fixture(scope="module")
def served(workspace: Workspace, plain_environment: dict[str, str]) -> Iterator[Served]:
    with serving(workspace.root, plain_environment, SLUG) as found:
        yield found


@pytest.fixture(scope="module")
def token(served: Served) -> str:
    match = re.search(r'<meta name="live-token" content="([^"]{40,})">', served.get(f"/r/{SLUG}").text)
    assert match
    return match[1]


@pytest.fixture
def file(workspace: Workspace, served: Served) -> Iterator[Path]:
    """The response's file, which is afterwards as it was."""
    path = workspace.response_file(SLUG)
    before = path.read_bytes()
    yield path
    path.write_bytes(before)


@pytest.fixture(scope="module")
def version(served: Served) -> str:
    """Of the content as it is at the beginning."""
    found: str = served.state()["sign_off"]["version"]
    return found


@pytest.fixture
def approval(version: str, file: Path, served: Served) -> dict[str, Any]:
    """What the page would send, once the server has seen that the file is as it was."""
    with served.reader() as reader:
        reader.until(lambda state: not state["broken"] and is_unapproved(state["sign_off"], version))
    return {"role": "Mayor", "name": "Al Moss", "version": version}


def is_unapproved(sign_off: dict[str, Any], version: str) -> bool:
    return sign_off["version"] == version and not any(each["approval"] for each in sign_off["roles"])


@pytest.fixture
def send(served: Served, token: str) -> Send:
    def post(content: object, *, at: str = AT, **headers: str) -> httpx.Response:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        given = {"content-type": JSON, "x-live-token": token} | {name.replace("_", "-"): value for name, value in headers.items()}
        return served.client.post(at, content=body, headers=given)

    return post


def test_an_approval_is_written_and_shown_and_the_rest_of_the_file_stays(
    send: Send, approval: dict[str, Any], file: Path, served: Served
) -> None:
    before = b"# A comment,\r\n" + file.read_bytes().replace(b"\n", b"\r\n")
    file.write_bytes(before)
    file.chmod(0o640)
    with served.reader() as reader:
        answer = send(approval)
        version = approval["version"]
        assert answer.status_code == 200
        assert answer.json() == {
            "ok": True,
            "sentence": f"Al Moss (Mayor) approves version {version[:8]}, on 22 November 2026. Still to approve: Chief Executive.",
        }
        assert_protected({name.lower(): value for name, value in answer.headers.items()})
        added = f'\napprovals:\n  - role: Mayor\n    name: Al Moss\n    on: {TODAY}\n    version: "{version}"\n'
        assert file.read_bytes() == before + added.replace("\n", "\r\n").encode()
        assert file.stat().st_mode & 0o777 == 0o640
        state = reader.until(lambda state: state["sign_off"]["roles"][0]["standing"] == "fresh")
    assert state["sign_off"]["roles"] == [
        {
            "role": "Mayor",
            "required": True,
            "standing": "fresh",
            "approval": {"role": "Mayor", "name": "Al Moss", "on": TODAY, "version": version},
            "position": 0,
        },
        {"role": "Chief Executive", "required": True, "standing": "missing", "approval": None, "position": None},
    ]
    again = send({**approval, "role": " mayor ", "name": "al moss"})
    assert (again.status_code, again.json()["ok"]) == (200, True)
    assert again.json()["sentence"].endswith("on 22 November 2026.")
    assert file.read_bytes().count(b"approvals:") == 1
    leftovers = [path.name for path in file.parent.iterdir() if path != file]
    assert leftovers == []


def test_approvals_that_come_at_once_are_all_written(send: Send, approval: dict[str, Any], file: Path) -> None:
    names = [f"Member {letter}" for letter in "abcdef"]
    with ThreadPoolExecutor(len(names)) as people:
        answers = list(people.map(lambda name: send({**approval, "role": "Panel", "name": name}), names))
    assert [answer.status_code for answer in answers] == [200] * len(names)
    text = file.read_text()
    assert sorted(re.findall(r"name: (Member .)", text)) == names


def test_an_approval_of_another_version_is_refused_with_what_to_do(send: Send, approval: dict[str, Any], file: Path) -> None:
    file.write_text(file.read_text().replace("Nothing much.", "Something else."))
    before = file.read_bytes()
    answer = send(approval)
    assert answer.status_code == 409
    found = re.fullmatch(
        r"Not approved\. The content is now version ([0-9a-f]{8}), not ([0-9a-f]{8})\. Read it first\.", answer.json()["sentence"]
    )
    assert found
    assert found[2] == approval["version"][:8] != found[1]
    assert answer.json()["ok"] is False
    assert file.read_bytes() == before


def test_nothing_is_approved_that_cannot_be_read(send: Send, approval: dict[str, Any], file: Path) -> None:
    file.write_text("report: [\n")
    answer = send(approval)
    assert (answer.status_code, answer.json()["ok"]) == (409, False)
    assert answer.json()["sentence"] == "Not approved, because its files cannot be read."
    assert file.read_text() == "report: [\n"


def test_a_file_that_nothing_can_be_put_into_is_left_alone_with_the_words_to_type(
    send: Send, approval: dict[str, Any], file: Path
) -> None:
    file.write_text(file.read_text() + "approvals: []\n")
    before = file.read_bytes()
    answer = send(approval)
    assert (answer.status_code, answer.json()["ok"]) == (409, False)
    assert "- role: Mayor\n" in answer.json()["sentence"]
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"role": "Cheif Executive"}, 'Did you mean "Chief Executive"?'),
        ({"role": " "}, "That role cannot be saved."),
        ({"name": ""}, "That name cannot be saved."),
        ({"name": "a\x07b"}, "That name cannot be saved."),
        ({"name": "x" * 401}, "Give up to 400 printable characters."),
        ({"version": ""}, "That is not the number of a version."),
        ({"version": "latest version"}, "That is not the number of a version."),
    ],
)
def test_what_cannot_be_an_approval_is_refused_with_the_reason(
    change: dict[str, str], words: str, send: Send, approval: dict[str, Any], file: Path
) -> None:
    before = file.read_bytes()
    answer = send(approval | change)
    assert (answer.status_code, answer.json()["ok"]) == (422, False)
    assert answer.json()["sentence"].startswith("Not approved. ")
    assert words in answer.json()["sentence"]
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{}", b"null", b"[]", b"\xff", b'{"role": "Mayor"', b"[" * 4000, b'{"role": 1, "name": "Al", "version": "00000000"}',
        b'{"role": "Mayor", "name": "Al"}', b'{"role": "Mayor", "name": "Al", "version": "00000000", "on": "2015-09-01"}',
    ],
)  # fmt: skip
def test_what_is_not_of_the_form_is_refused(content: bytes, send: Send, file: Path) -> None:
    before = file.read_bytes()
    answer = send(content)
    assert (answer.status_code, answer.json()["ok"]) == (400, False)
    assert file.read_bytes() == before


def test_a_letter_that_is_half_a_pair_is_refused(send: Send, approval: dict[str, Any], file: Path) -> None:
    before = file.read_bytes()
    answer = send(json.dumps(approval).replace("Al Moss", "\\ud800").encode())
    assert answer.status_code in (400, 422)
    assert file.read_bytes() == before


def test_more_than_an_approval_needs_is_not_read(send: Send, approval: dict[str, Any], file: Path) -> None:
    before = file.read_bytes()
    padded = json.dumps(approval).encode().ljust(MOST_BYTES)
    assert send(padded + b" ").status_code == 413
    assert send(b"a" * 3_000_000).status_code == 413
    assert file.read_bytes() == before
    assert send(padded).status_code == 200


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp"])  # fmt: skip
def test_another_kind_of_content_is_refused(kind: str, send: Send, approval: dict[str, Any], file: Path) -> None:
    before = file.read_bytes()
    assert send(approval, content_type=kind).status_code == 415
    assert file.read_bytes() == before


def test_the_kind_of_content_may_name_its_letters(send: Send, approval: dict[str, Any]) -> None:
    assert send(approval, content_type="Application/JSON; charset=utf-8").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"x_live_token": ""}, {"x_live_token": "wrong"}, {"origin": "https://elsewhere.example"}, {"origin": "null"},
        {"sec_fetch_site": "cross-site"}, {"sec_fetch_site": "same-site"},
    ],
    ids=str,
)  # fmt: skip
def test_only_the_page_itself_may_approve(headers: dict[str, str], send: Send, approval: dict[str, Any], file: Path) -> None:
    before = file.read_bytes()
    answer = send(approval, **headers)
    assert answer.status_code == 403
    assert_protected({name.lower(): value for name, value in answer.headers.items()})
    assert file.read_bytes() == before


def test_without_a_token_or_from_another_host_nothing_is_approved(
    served: Served, approval: dict[str, Any], token: str, file: Path
) -> None:
    before = file.read_bytes()
    assert served.client.post(AT, json=approval).status_code == 403
    headers = {"x-live-token": token, "host": f"elsewhere.example:{served.port}"}
    assert served.client.post(AT, json=approval, headers=headers).status_code == 421
    assert file.read_bytes() == before


@pytest.mark.parametrize("slug", ["nothing-of-the-kind", "office.yaml", ".", "2015-07-21-one%2f"])
def test_what_is_no_response_is_not_approved(slug: str, send: Send, approval: dict[str, Any]) -> None:
    assert send(approval, at=f"/r/{slug}/approve").status_code in (404, 405)
    assert send(approval, at="/r/nothing-of-the-kind/approve").status_code == 404


def test_it_is_asked_with_post_and_everything_else_with_get(send: Send, served: Served, approval: dict[str, Any]) -> None:
    asked = served.get(AT)
    assert (asked.status_code, asked.headers["allow"]) == (405, "POST")
    for other in ("/", f"/r/{SLUG}", f"/r/{SLUG}/state", f"{AT}/more", "/assets/live_page.js"):
        answer = send(approval, at=other)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET"), other


def test_a_response_outside_the_workspace_is_not_written_to(
    send: Send, approval: dict[str, Any], workspace: Workspace, file: Path
) -> None:
    outside = workspace.root.parent / "outside"
    outside.mkdir()
    (outside / "response.yaml").write_bytes(file.read_bytes())
    (workspace.responses / "2015-07-22-link").symlink_to(outside, target_is_directory=True)
    answer = send(approval, at="/r/2015-07-22-link/approve")
    assert answer.status_code == 409
    assert (outside / "response.yaml").read_bytes() == file.read_bytes()
    (workspace.responses / "2015-07-22-link").unlink()


def test_the_server_says_nothing_of_all_this_on_the_terminal(served: Served) -> None:
    import select

    assert served.process.stdout
    assert select.select([served.process.stdout], [], [], 0)[0] == []
