"""Whose a use is in languages other than Python: by reach, by imports and paths, by what stands before a dot.

The grammars tell locals, keys and attributes apart (`Use.kind`); what a name means beyond its file is
told here, by the rules of the manual (`docs/proof.md`). What cannot be told is said to be so.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from functools import cached_property

from patcher.proof.verdicts import CERTAIN, FAMILIES, LIKELY, NO, PERHAPS, Wanted, strength
from patcher.syntax.model import Imported, Use
from patcher.syntax.syntax import Syntax

_SCRIPTS = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".d.ts")
_HERE = ("this", "self", "Self")
_VALUES = frozenset({"field", "variable", "constant", "member", "property"})


class Families:
    """A tree's files, as languages with a `Scoping` name one another."""

    def __init__(self, paths: Iterable[str], read: Callable[[str], Syntax]) -> None:
        self._every = paths
        self._read = read

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(self._every)

    def knows(self, syntax: Syntax, wanted: Wanted) -> bool:
        """Tell whether the rules here are those of a use in a file of something that is sought."""
        family = FAMILIES.get(syntax.language.name)
        return family is not None and family == wanted.family and syntax.tells_scopes

    def of(self, use: Use, syntax: Syntax, wanted: Wanted) -> str:
        """Return whether a use in a file is one of a definition, as `Belonging.of` does."""
        if not self.reaches(syntax.source.path, wanted) and not _includes(syntax, wanted):
            return NO
        if use.kind == "text":
            return PERHAPS
        if use.kind == "either":
            return self._either(use, wanted)
        if wanted.holder == "class" and (wanted.family != "c" or self._is_own(wanted)):
            return self._member(use, syntax, wanted)
        if wanted.holder == "function":
            inside = use.scope == wanted.parent or use.scope.startswith(wanted.parent + ".")
            return CERTAIN if inside and syntax.source.path == wanted.file and use.kind == "name" else NO
        told = {
            "name": self._plain,
            "export": self._plain,
            "import": self._imported,
            "attribute": self._behind_dot,
            "path": self._path,
        }.get(use.kind)
        return told(use, syntax, wanted) if told is not None else NO

    def reaches(self, path: str, wanted: Wanted) -> bool:
        """Tell whether a file can see a definition at all."""
        if wanted.reach == "any" or path == wanted.file:
            return True
        folder = posixpath.dirname(wanted.file)
        if wanted.reach == "folder":
            return posixpath.dirname(path) == folder
        if wanted.reach == "below":
            return path.startswith(f"{_module_folder(wanted.file)}/".lstrip("/"))
        return False

    # what a file's own level has

    def _plain(self, use: Use, syntax: Syntax, wanted: Wanted) -> str:
        path, name = syntax.source.path, wanted.last
        if path == wanted.file:
            return CERTAIN
        imports = [i for i in syntax.imports() if i.names[0] == name]
        defined = any(d.name == name for d in syntax.definitions())
        match wanted.family:
            case "go":
                if posixpath.dirname(path) != posixpath.dirname(wanted.file):
                    return NO
                return PERHAPS if defined else CERTAIN
            case "c":
                if self._shadowed(use, syntax, name):
                    return NO
                return PERHAPS if defined else CERTAIN
            case "java":
                return self._java(path, imports, syntax, wanted)
            case "rust":
                if imports:
                    return max(
                        (self._rust_path(i.names[1].rpartition("::")[0], wanted) for i in imports),
                        key=strength,
                    )
                return NO if defined else self._globbed(syntax, wanted)
        if imports:
            modules = [i.names[-1].rpartition(".")[0] for i in imports]
            return max((self._module(path, module, wanted) for module in modules), key=strength)
        return NO if defined or _is_module(self._read(wanted.file)) else PERHAPS

    def _imported(self, use: Use, syntax: Syntax, wanted: Wanted) -> str:
        if wanted.family == "script":
            return self._module(syntax.source.path, use.owner, wanted)
        if wanted.family == "rust":
            return CERTAIN if syntax.source.path == wanted.file else self._rust_path(use.owner, wanted)
        folder = posixpath.dirname(wanted.file).replace("/", ".")
        return CERTAIN if f".{folder}".endswith(f".{use.owner}") else NO

    def _behind_dot(self, use: Use, syntax: Syntax, wanted: Wanted) -> str:
        """Tell it of `a.name`: `a` must be what the file calls the module, the package or the folder."""
        if wanted.family in ("c", "rust") or not use.owner or use.owner.startswith(_HERE):
            return NO
        if wanted.family == "java":
            folder = posixpath.dirname(wanted.file).replace("/", ".")
            return CERTAIN if f".{folder}".endswith(f".{use.owner}") else NO
        imports = [i for i in syntax.imports() if i.names[0] == use.owner]
        if wanted.family == "go":
            folder = posixpath.basename(posixpath.dirname(wanted.file))
            return CERTAIN if any(i.names[-1].rpartition("/")[2] in ("", folder) for i in imports) else NO
        verdicts = [
            self._module(syntax.source.path, i.names[-1].rpartition(".")[0], wanted)
            for i in imports
            if i.names[-1].endswith((".*", ".default"))
        ]
        required = self._required(syntax, use.owner)
        verdicts += [self._module(syntax.source.path, module, wanted) for module in required]
        return max(verdicts, key=strength, default=NO)

    def _is_own(self, wanted: Wanted) -> bool:
        """Tell whether a name of C or C++ is reached through what holds it: a constant or a type is, in C, without."""
        return wanted.kind in ("field", "function") or "namespace" in self._holders(wanted)

    def _holders(self, wanted: Wanted) -> set[str]:
        return {d.kind for d in self._read(wanted.file).definitions() if d.name == wanted.parent}

    def _shadowed(self, use: Use, syntax: Syntax, name: str) -> bool:
        """Tell whether what holds the code around a use has a member of that name, which is then meant."""
        parts = use.scope.split(".") if use.scope else []
        return any(
            syntax.definitions_called(".".join([*parts[:count], name])) for count in range(1, len(parts) + 1)
        )

    def _path(self, use: Use, syntax: Syntax, wanted: Wanted) -> str:
        if not use.owner:
            return PERHAPS
        if wanted.family == "c":
            return CERTAIN if wanted.parent and _last(use.owner) == _last(wanted.parent) else PERHAPS
        if use.owner[use.owner.rfind(":") + 1 :][:1].isupper():
            return NO  # something of a type
        return self._rust_path(use.owner, wanted, syntax.source.path)

    # modules

    def _module(self, path: str, module: str, wanted: Wanted) -> str:
        """Tell whether a module that a script names is a file; a package, or what is not there, cannot be told."""
        if not module.startswith("."):
            return PERHAPS if posixpath.basename(module) == _stem(wanted.file) else NO
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), module))
        base = re.sub(r"\.[cm]?[jt]sx?$", "", target)
        names = [target, *(stem + end for stem in (target, base) for end in _SCRIPTS)]
        names += [f"{target}/index{end}" for end in _SCRIPTS]
        if wanted.file in names:
            return CERTAIN
        found = next((name for name in names if name in self._paths), None)
        if found is None:
            return NO
        # Another file may pass it on.
        again = self._read(found)
        passes = any(use.kind in ("import", "export") for use in again.uses_of(wanted.last))
        return PERHAPS if passes or "export *" in again.source.text else NO

    def _required(self, syntax: Syntax, name: str) -> list[str]:
        pattern = rf"(?<!\w){re.escape(name)}\s*=\s*require\(\s*['\"]([^'\"]+)['\"]"
        return re.findall(pattern, syntax.source.text)

    def _rust_path(self, owner: str, wanted: Wanted, path: str = "") -> str:
        """Tell whether a path's last part is the module that a file is, or one inside it."""
        last = owner.rpartition("::")[2].strip()
        if path == wanted.file and last in ("self", "super", "crate"):
            return CERTAIN
        if last == _stem(wanted.file):
            return CERTAIN
        return PERHAPS if last in ("self", "super", "crate") or last[:1].islower() else NO

    def _globbed(self, syntax: Syntax, wanted: Wanted) -> str:
        globs = re.findall(r"\buse\s+([\w:]+)::\*", syntax.lexis.masked)
        if any(g.rpartition("::")[2] in ("super", _stem(wanted.file)) for g in globs):
            return CERTAIN
        return PERHAPS if globs or wanted.kind == "macro" else NO

    def _java(self, path: str, imports: list[Imported], syntax: Syntax, wanted: Wanted) -> str:
        folder = posixpath.dirname(wanted.file)
        if imports:
            owners = (i.names[-1].rpartition(".")[0] for i in imports)
            return CERTAIN if any(f".{folder.replace('/', '.')}".endswith(f".{o}") for o in owners) else NO
        if posixpath.dirname(path) == folder:
            return CERTAIN
        return PERHAPS if re.search(r"\bimport\s+(?:static\s+)?[\w.]+\.\*", syntax.lexis.masked) else NO

    # what a type has

    def _member(self, use: Use, syntax: Syntax, wanted: Wanted) -> str:
        here = (
            syntax.source.path == wanted.file or wanted.family == "c"
        )  # what C++ holds goes on in other files
        inside = here and (use.scope == wanted.parent or use.scope.startswith(wanted.parent + "."))
        owner = use.owner.removesuffix(".this").rpartition("::")[2]
        if use.kind == "name":
            if wanted.family == "c":
                return self._plain_in_cpp(use, syntax, wanted, inside)
            if wanted.family != "java":
                return self._plain_member(inside, wanted)
            return CERTAIN if inside else NO if here or wanted.reach == "file" else PERHAPS
        if use.kind == "key":
            return _of_type(use.owner, wanted) if wanted.kind in _VALUES else NO
        if use.kind == "import":
            return CERTAIN if owner.rpartition(".")[2] == wanted.parent else NO
        if use.kind not in ("attribute", "path"):
            return NO
        if owner in _HERE:
            return CERTAIN if inside else self._of_another(use, syntax, wanted)
        if owner and owner.rpartition(".")[2] == wanted.parent.rpartition(".")[2]:
            return CERTAIN
        if use.kind == "path":
            return PERHAPS if wanted.family == "c" else LIKELY if len(owner) == 1 else NO
        return NO if self._is_module_of(owner, syntax) else LIKELY

    def _plain_in_cpp(self, use: Use, syntax: Syntax, wanted: Wanted, inside: bool) -> str:
        """Tell it of a plain name of C++: that of a class above or of a namespace that is opened cannot be told."""
        if inside:
            return CERTAIN
        if self._shadowed(use, syntax, wanted.last):
            return NO
        if "namespace" not in self._holders(wanted):
            return PERHAPS if "." in use.scope else NO
        opened = rf"\busing\s+namespace\s+(?:[\w:]*::)?{re.escape(_last(wanted.parent))}\b"
        named = any(i.names[0] == wanted.last for i in syntax.imports())
        return CERTAIN if named or re.search(opened, syntax.lexis.masked) else PERHAPS

    def _plain_member(self, inside: bool, wanted: Wanted) -> str:
        """Tell it of a plain name: a namespace and a module have their own, a type's need the type before them."""
        holders = self._holders(wanted)
        if holders & {"namespace", "module"}:
            return CERTAIN if inside else PERHAPS if wanted.family == "rust" else NO
        return PERHAPS if wanted.kind == "variant" else NO

    def _of_another(self, use: Use, syntax: Syntax, wanted: Wanted) -> str:
        """Tell it of `this.name` in another type: its own, or one that it has from a type above it."""
        holder = use.scope
        while holder:
            if any(d.name == f"{holder}.{wanted.last}" for d in syntax.definitions()):
                return NO
            holder = holder.rpartition(".")[0]
        return PERHAPS if wanted.family in ("java", "script") else NO

    def _is_module_of(self, owner: str, syntax: Syntax) -> bool:
        return bool(owner) and any(i.names[0] == owner for i in syntax.imports()) and owner[:1].islower()

    def _either(self, use: Use, wanted: Wanted) -> str:
        if wanted.holder == "class":
            return _of_type(use.owner, wanted)
        return NO if use.owner and "map" not in use.owner and "[" not in use.owner else PERHAPS


def _includes(syntax: Syntax, wanted: Wanted) -> bool:
    """Tell whether a file of C takes in the one of a definition that stays in it: `#include "that.c"`."""
    if wanted.family != "c":
        return False
    name = re.escape(posixpath.basename(wanted.file))
    return re.search(rf'#[ \t]*include[ \t]*[<"](?:[^>"\n]*/)?{name}[>"]', syntax.source.text) is not None


def _of_type(owner: str, wanted: Wanted) -> str:
    """Tell whose a key is by the type of its literal, where that is written."""
    if not owner:
        return PERHAPS
    last = re.split(r"[.:&*\[\]<]", owner.split("<")[0])[-1]
    return CERTAIN if last in (wanted.parent.rpartition(".")[2], "Self") else NO


def _last(path: str) -> str:
    return re.split(r"\.|::", path)[-1]


def _is_module(syntax: Syntax) -> bool:
    return (
        re.search(r"^\s*(?:import|export)\b|\b(?:module\.)?exports\b", syntax.lexis.masked, re.M) is not None
    )


def _stem(path: str) -> str:
    """Return the name under which a file is a module: of an index, that of its folder."""
    name = posixpath.basename(path).partition(".")[0]
    return posixpath.basename(posixpath.dirname(path)) if name in ("index", "mod", "lib", "main") else name


def _module_folder(path: str) -> str:
    """Return the folder of the modules below a module of Rust."""
    folder, name = posixpath.split(path)
    stem = name.partition(".")[0]
    return folder if stem in ("mod", "lib", "main") else posixpath.join(folder, stem)
