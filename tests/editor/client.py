"""An editor's side of the language server protocol, as little of it as a test needs."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Message = dict[str, Any]
_LONGEST = 240.0
"""Seconds to wait for an answer; the first takes longest, because the server reads the schema."""


class Editor:
    """Speaks to a language server that it starts, and answers what the server asks an editor."""

    def __init__(self, command: Sequence[str], workspace: Path) -> None:
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._heard: queue.Queue[Message | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._last = 0
        self.marks: dict[str, list[Message]] = {}
        folder = {"uri": workspace.as_uri(), "name": "workspace"}
        abilities = {"workspace": {"configuration": True}, "textDocument": {"hover": {"contentFormat": ["markdown"]}}}
        self.ask(
            "initialize", {"processId": None, "rootUri": folder["uri"], "capabilities": abilities, "workspaceFolders": [folder]}
        )
        self._send({"method": "initialized", "params": {}})

    def close(self) -> None:
        """End the server."""
        self._server.kill()
        self._server.wait()
        for stream in (self._server.stdin, self._server.stdout):
            assert stream is not None
            stream.close()

    def open(self, file: Path, text: str) -> list[Message]:
        """Open a file as if it held this text; answers with what the server marks in it."""
        uri = file.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        self._until(lambda said: said.get("method") == "textDocument/publishDiagnostics" and said["params"]["uri"] == uri)
        return self.marks[uri]

    def ask(self, method: str, params: Message) -> Any:
        """A request, and its answer."""
        self._last += 1
        number = self._last
        self._send({"id": number, "method": method, "params": params})
        return self._until(lambda said: said.get("id") == number and "method" not in said)["result"]

    def at(self, method: str, file: Path, line: int, character: int) -> Any:
        """A request about a place in a file."""
        return self.ask(method, {"textDocument": {"uri": file.as_uri()}, "position": {"line": line, "character": character}})

    def _until(self, wanted: Callable[[Message], bool]) -> Message:
        while True:
            said = self._heard.get(timeout=_LONGEST)
            assert said is not None, "the server ended"
            if "method" in said and "id" in said:
                self._send({"id": said["id"], "result": _settings(said)})
            elif said.get("method") == "textDocument/publishDiagnostics":
                self.marks[said["params"]["uri"]] = said["params"]["diagnostics"]
            if wanted(said):
                return said

    def _send(self, message: Message) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._server.stdin is not None
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
        self._server.stdin.flush()

    def _listen(self) -> None:
        stream = self._server.stdout
        assert stream is not None
        while head := stream.readline():
            length = 0
            while head.strip():
                name, _, value = head.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                head = stream.readline()
            self._heard.put(json.loads(stream.read(length)))
        self._heard.put(None)


def _settings(request: Message) -> Any:
    """What an editor that was just installed answers; the public list of schemas is on the network, so it is switched off."""
    if request["method"] != "workspace/configuration":
        return None
    ours = {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}
    return [ours if item.get("section") == "yaml" else {} for item in request["params"]["items"]]
