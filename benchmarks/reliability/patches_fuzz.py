"""Hostile patches and manifests: each is read, or refused in words, in bounded time, and never more than that.

    python -m benchmarks.reliability.patches_fuzz [--inputs 20000] [--seed 1]

Patches of right series, and mails and diffs of other programs, are taken to pieces and put together again with
what has hurt readers of patches before: numbers beyond all lengths, names in quotes that never end, encodings
that are none, packed bytes that unpack to gigabytes. What comes out is shown as `show` does and read as `verify`
does. Manifests get odd values in their places and digests that fit, and their folders are judged against the base.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.reliability import damage
from benchmarks.reliability.plans_fuzz import refused_well, unseen
from patcher.errors import PatcherError, Refusal
from patcher.pipeline.judge import Series, check_series, compare_folder, read_series
from patcher.report.machine import dump, summary_document
from patcher.report.screen import render_summaries
from patcher.series import read_patch, summarize
from patcher.series.manifest import NAME

SECONDS = 2.0  # that one input may take

_MAIL = b"""From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001
From: =?utf-8?q?J=C3=BCrgen?= <j@example.org>
Date: Sat, 1 Feb 2025 10:00:00 +0100
Subject: [PATCH v2 1/3] =?utf-8?b?w7xiZXI=?= and
 =?utf-8?q?_more?=
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Why =C3=BC.

---
 a.txt | 2 +-
 1 file changed, 1 insertion(+), 1 deletion(-)

diff --git a/a.txt b/a.txt
index 0123456..89abcde 100644
--- a/a.txt
+++ b/a.txt
@@ -1,3 +1,3 @@ def f():
 a
-b
+c
 d
-- =20
2.39.5

"""
_DIFF = b"""Index: old/x.c
===================================================================
--- old/x.c\t2020-01-01 00:00:00.000000000 +0000
+++ new/x.c\t2020-01-02 00:00:00.000000000 +0000
@@ -1 +1,2 @@
-a
\\ No newline at end of file
+b
+c
diff --git "a/t\\303\\251 x" "b/t\\303\\251 y"
similarity index 90%
rename from "t\\303\\251 x"
rename to "t\\303\\251 y"
diff --git a/e b/e
new file mode 100755
index 0000000..e69de29
"""


def block(data: bytes, said: int) -> bytes:
    """Return a `literal` block that unpacks to the data and says another length."""
    packed = zlib.compress(data, 9)
    rows = []
    for at in range(0, len(packed), 52):
        part = packed[at : at + 52]
        length = chr(64 + len(part)) if len(part) <= 26 else chr(70 + len(part))
        rows.append(length.encode() + base64.b85encode(part, pad=True))
    return b"GIT binary patch\nliteral %d\n%s\n\nliteral 0\nHcmV?d00001\n\n" % (said, b"\n".join(rows))


_BOMB = block(bytes(1 << 24), 1 << 24)
_PIECES = [
    b"@@ -1,99999999999999999999 +1 @@", b"@@ -1 +1,2147483648 @@\n", b"@@ -0,0 +1 @@\n", b"@@ -1,0 +1,0 @@\n",
    b"@@ -" + b"9" * 5000 + b" +1 @@\n",
    b"literal 99999999999\n", b"literal " + b"9" * 5000 + b"\n", b"delta 5\n", _BOMB, block(b"x", 1 << 40), b"zHcmV?d00001\n",
    b"z" + b"~" * 65,
    b'diff --git "a/x b/x\n', b"diff --git a/x b/y\n", b'diff --git "a/\\777" "b/\\777"\n', b"diff --git " + b" b/" * 3000 + b"\n",
    b"diff --git a/.git/config b/.git/config\n", b"diff --git a/../x b/../x\n", b"rename from x\n", b"rename to y\n",
    b"copy from x\n",
    b"similarity index 999%\n", b"old mode 777\n", b"new mode 120000\n", b"new file mode 160000\n", b"deleted file mode 040000\n",
    b"--- /dev/null\n", b"+++ /dev/null\n", b"--- \n", b"+++ \n", b'--- "\n', b'+++ "b/\\', b"index 0..1\n",
    b"index " + b"0" * 5000,
    b"From ", b"From x\n", b">From ", b"\nFrom 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\n", b"\n---\n",
    b"From: =?utf-8?q?=FF?= <a@b>\n", b"From: \n", b"Subject: =?utf-8?b?!!!?=\n", b"Subject: =?none?q?x?=\n",
    b"Subject: =?utf-7?q?+AGE-?=\n",
    b"Subject: " + b"=?utf-8?q?a?= " * 500 + b"\n", b"Date: Mon, 99 Foo 99999 99:99:99 +9999\n", b"Date: -1\n",
    b"Date: 99999999999999999999 +0000\n",
    b"Content-Type: text/plain; charset=none\n", b"Content-Type: text/plain; charset=utf-16\n",
    b"Content-Type: text/plain; charset=rot13\n",
    b"Content-Type: multipart/mixed; boundary=x\n", b"Content-Transfer-Encoding: base64\n",
    b"Content-Transfer-Encoding: quoted-printable\n",
    b"=\n", b"=4", b"\0", b"\xff\xfe", b"\r\n", b"\r", b"\x1b[2J", b"\xe2\x80\xae", b"-- >8 --\n",
    b"\\ No newline at end of file\n", b"\\\n",
    b"base-commit: 0\n", b"Binary files a and b differ\n", b"GIT binary patch\n", b"\t", b" \n", b"+\n", b"-\n",
    b"x" * 100_000, b"\n" * 5000,
]  # fmt: skip


def seeds(series: list[dict[str, bytes]]) -> list[bytes]:
    """Return right patches to begin with."""
    ours = [data for files in series for name, data in files.items() if name.endswith(".patch")]
    return [_MAIL, _DIFF, *(data[:20_000] for data in ours)]


def damaged(random: Random, known: list[bytes]) -> bytes:
    """Return a patch that something has happened to."""
    data = bytearray(random.choice(known))
    for _ in range(random.randint(1, 6)):
        rows = [0, *(at + 1 for at, byte in enumerate(data) if byte == 10)]
        at = random.choice(rows) if random.random() < 0.7 else random.randrange(len(data) + 1)
        kind = random.randrange(5)
        if kind <= 1:
            data[at:at] = random.choice(_PIECES)
        elif kind == 2:
            del data[at : at + random.choice([1, 20, 400])]
        elif kind == 3 and at < len(data):
            data[at] = random.randrange(256)
        else:
            other = random.choice(known)
            start = random.randrange(len(other))
            data[at : at + random.randint(0, 40)] = other[start : start + random.randint(1, 400)]
    return bytes(data)


def judged(data: bytes) -> str:
    """Return what came of a patch: which of its two readers took it."""
    taken = []
    for name, read in (("shown", _shown), ("read", lambda data: read_patch(data, "p.patch"))):
        try:
            read(data)
            taken.append(name)
        except PatcherError as error:
            refused_well(error, "")
    return " and ".join(taken) or "refused"


def _shown(data: bytes) -> None:
    summaries = summarize(data, "p.patch")
    dump(summary_document(summaries))
    text = render_summaries(summaries, verbose=True)
    assert not unseen(text), text


_ODD: list[Callable[[], Any]] = [
    lambda: None, lambda: True, lambda: -1, lambda: 0, lambda: 10**400, lambda: 1e308, lambda: 0.5, list, dict, str,
    lambda: "\ud800",
    lambda: "x" * 100_000, lambda: "../../x", lambda: "/etc/passwd", lambda: "a\0b", lambda: "\u202e\x1b[2J",
    lambda: [[[[[]]]]] * 9,
    lambda: {"": {}}, lambda: "0" * 40, lambda: "f" * 64, lambda: "sha256:" + "0" * 64, lambda: "9999-12-31T23:59:59+23:59",
    lambda: "0001-01-01T00:00:00-23:59", lambda: ".git/config", lambda: NAME, lambda: "manifest.json/", lambda: 2**63,
    lambda: -(2**63),
]  # fmt: skip


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place in a document, as what holds it and its key or index."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])


def odd_manifest(random: Random, data: bytes) -> bytes:
    """Return a manifest with odd values in it and a digest that fits them."""
    document = json.loads(data)
    for _ in range(random.randint(1, 3)):
        holder, key = random.choice(list(_places(document)))
        kind = random.randrange(6)
        if kind == 0 and isinstance(holder, dict):
            holder[str(random.choice(_ODD)())[:80]] = holder[key]
        elif kind == 1:
            del holder[key]
            if not document:
                return b"{}\n"
        elif kind == 2 and isinstance(holder, list):
            holder.extend(holder[:] * random.choice([1, 30]))
        else:
            holder[key] = random.choice(_ODD)()
    return damage.digested(document)


def judged_folder(right: damage.Right, files: dict[str, bytes]) -> str:
    """Return what came of a folder: whether it is read, and agrees with its base."""
    damage.write(right.folder, files)
    compare_folder(right.result, str(right.folder))
    try:
        series = read_series(str(right.folder))
        problems = check_series(Series(None, series.files, series.manifest), right.base)
    except PatcherError as error:
        refused_well(error, "")
        return "folder refused"
    if problems:
        refused_well(Refusal(*problems), "")
    return "folder found" if problems else "folder agrees"


def run(inputs: int, seed: int) -> tuple[Counter[str], list[tuple[bytes, str]]]:
    """Return how many patches were read and refused, and those at which a reader failed or took too long."""
    random = Random(seed)
    counts: Counter[str] = Counter()
    failed: list[tuple[bytes, str]] = []
    with tempfile.TemporaryDirectory(prefix="patches-fuzz-") as folder:
        series = damage.rights(seed, Path(folder))
        rights = [next(series) for _ in range(3)]
        known = seeds([right.files for right in rights])
        for number in range(inputs):
            right = rights[-1]  # those before it have given their folder away
            manifest = number % 4 == 3
            data = odd_manifest(random, right.files[NAME]) if manifest else damaged(random, known)
            began = time.process_time()
            try:
                counts[judged_folder(right, {**right.files, NAME: data}) if manifest else judged(data)] += 1
            except Exception as error:
                failed.append((data, f"{type(error).__name__}: {error}"))
            took = time.process_time() - began
            if took > SECONDS:
                failed.append((data, f"took {took:.1f} s"))
    return counts, failed


def main() -> int:
    """Print the figures, and the patches at which a reader failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.monotonic()
    counts, failed = run(asked.inputs, asked.seed)
    for data, why in failed[:10]:
        print(f"{why[:300]}\n  {data[:2000]!r}")
    print(f"{asked.inputs} inputs in {time.monotonic() - began:.0f} s: {dict(counts)}; {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
