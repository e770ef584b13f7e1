"""An editor with the YAML language server completes, explains and checks a plan by our schema."""

import json
import shutil
import subprocess
import threading
from pathlib import Path
from queue import Empty, Queue

import pytest

from patcher.spec import schema_path

ROOT = Path(__file__).parent.parent
SERVER = ROOT / ".node/node_modules/.bin/yaml-language-server"
PLAN = """\
patcher: 1
plan: p
title: T
steps:
  - id: one
    subject: Drop it
    edits:
      - delete: {definition: load}
        file: pkg/m.py
        unreferencd: true
"""

pytestmark = pytest.mark.skipif(
    not SERVER.exists() or shutil.which("node") is None,
    reason="the YAML language server comes from the npm registry, and there is no npm",
)


class Editor:
    """The other end of the language server's pipes."""

    def __init__(self):
        self.server = subprocess.Popen(
            ["node", str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.said = Queue()
        self.told = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            length = None
            for row in iter(self.server.stdout.readline, b"\r\n"):
                if not row:
                    return
                if row.lower().startswith(b"content-length:"):
                    length = int(row.split(b":")[1])
            self.said.put(json.loads(self.server.stdout.read(length)))

    def send(self, **message):
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.server.stdin.flush()

    def wait(self, wanted):
        """Return the first message that is wanted; what the server asks on the way is answered."""
        while True:
            try:
                message = self.said.get(timeout=30)
            except Empty:
                raise AssertionError("the language server says nothing") from None
            if "method" in message and "id" in message:
                items = message.get("params", {}).get("items", [])
                self.send(id=message["id"], result=[{} for _ in items])
            if wanted(message):
                return message

    def ask(self, method, **params):
        self.told += 1
        number = self.told
        self.send(id=number, method=method, params=params)
        answer = self.wait(lambda m: m.get("id") == number and "method" not in m)
        assert "error" not in answer, answer
        return answer["result"]

    def close(self):
        self.server.kill()
        self.server.wait()
        self.server.stdin.close()
        self.server.stdout.close()


@pytest.fixture(scope="module")
def editor(tmp_path_factory):
    folder = tmp_path_factory.mktemp("editor")
    editor = Editor()
    try:
        editor.ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities={})
        editor.send(method="initialized", params={})
        editor.uri = (folder / "plan.yaml").as_uri()
        editor.text = f"# yaml-language-server: $schema={schema_path().as_uri()}\n{PLAN}"
        document = {"uri": editor.uri, "languageId": "yaml", "version": 1, "text": editor.text}
        editor.send(method="textDocument/didOpen", params={"textDocument": document})
        yield editor
    finally:
        editor.close()


def place(editor, text):
    """Return where a text begins in the plan: 0-based line and character, as editors count."""
    start = editor.text.index(text)
    line = editor.text.count("\n", 0, start)
    return {"line": line, "character": start - (editor.text.rfind("\n", 0, start) + 1)}


def test_a_misspelt_key_is_underlined(editor):
    published = editor.wait(
        lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"]["diagnostics"]
    )
    found = published["params"]["diagnostics"]
    assert any(d["range"]["start"] == place(editor, "unreferencd") for d in found)
    assert any("unreferencd" in d["message"] for d in found)


def test_a_key_is_explained_with_an_example(editor):
    where = {"textDocument": {"uri": editor.uri}, "position": place(editor, "definition")}
    said = editor.ask("textDocument/hover", **where)["contents"]["value"]
    assert "the definition with that whole qualified name" in said
    assert "Store._load" in said


def test_keys_are_completed(editor):
    position = place(editor, "unreferencd")
    found = editor.ask("textDocument/completion", textDocument={"uri": editor.uri}, position=position)
    labels = {item["label"] for item in found["items"]}
    assert {"count", "near", "unreferenced", "leave"} <= labels
    assert "subject" not in labels
