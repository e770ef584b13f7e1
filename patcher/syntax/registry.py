"""Which module reads which language: one entry a language, imported on first use.

A path's language is told by its name alone, never by its content, so that the same plan means
the same thing before and after an edit.

>>> language_of("docs/README.md").name, language_of("no/such.kind").name
('markdown', 'text')
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from patcher.source import SourceFile
from patcher.syntax.model import Language
from patcher.syntax.syntax import Syntax

LARGE = 20_000  # bytes from which on looking at parts of a file costs less than looking at all of it
_TEXT = "patcher.syntax.text"


def _known(
    name: str,
    suffixes: str,
    knows: str,
    *,
    filenames: str = "",
    code: bool = True,
    module: str = "",
    large: str = "",
) -> Language:
    """Return a language that has a module of its own, or shares one; lists are separated by blanks."""
    return Language(
        name,
        f"patcher.syntax.{module or name}",
        tuple(suffixes.split()),
        tuple(filenames.split()),
        frozenset(knows.split()),
        code,
        large=f"patcher.syntax.{large}" if large else "",
    )


def _lexical(name: str, suffixes: str, *, filenames: str = "", code: bool = True) -> Language:
    """Return a language of which only comments, strings and brackets are known (see `syntax.text`)."""
    return Language(name, _TEXT, tuple(suffixes.split()), tuple(filenames.split()), frozenset(), code)


LANGUAGES = (
    _known("python", ".py .pyi .pyw", "definition statement import entry branch"),
    _known(
        "toml",
        ".toml",
        "definition statement entry section",
        filenames="Pipfile poetry.lock uv.lock Cargo.lock",
        code=False,
        large="toml_parts",
    ),
    _known("markdown", ".md .markdown .mdown .mkd", "section item", code=False),
    _known("javascript", ".js .mjs .cjs .jsx", "definition statement import entry branch"),
    _known("rust", ".rs", "definition statement import entry branch"),
    _known("typescript", ".ts .mts .cts .tsx", "definition statement import entry branch"),
    _known("java", ".java", "definition statement import entry branch"),
    _known("css", ".css", "definition statement entry", code=False),
    _known(
        "dockerfile",
        ".dockerfile",
        "definition statement entry section",
        filenames="Dockerfile Containerfile",
    ),
    _known("hcl", ".hcl .tf .tfvars .nomad", "definition statement entry"),
    _known(
        "shell",
        ".sh .bash .zsh .ksh .bats",
        "definition statement branch",
        filenames=".bashrc .profile .bash_profile .zshrc PKGBUILD APKBUILD",
    ),
    _known("sql", ".sql", "definition statement entry"),
    _known(
        "make",
        ".mk .mak .make",
        "definition statement branch",
        filenames="Makefile makefile GNUmakefile",
    ),
    _known("go", ".go", "definition statement import entry branch"),
    _known("protobuf", ".proto", "definition statement entry"),
    _known("c", ".c .h", "definition statement entry branch"),
    _known(
        "cpp",
        ".cc .cpp .cxx .c++ .hh .hpp .hxx .ipp .inl .cu .cuh",
        "definition statement entry import branch",
    ),
    _lexical("objc", ".m .mm"),
    _lexical("csharp", ".cs"),
    _lexical("scss", ".scss .less .sass", code=False),
    _lexical("kotlin", ".kt .kts"),
    _lexical("scala", ".scala .sc .sbt"),
    _lexical("groovy", ".groovy .gradle", filenames="Jenkinsfile"),
    _lexical("swift", ".swift"),
    _lexical("dart", ".dart"),
    _lexical("php", ".php .phtml"),
    _lexical("ruby", ".rb .rake .gemspec .ru", filenames="Rakefile Gemfile Vagrantfile"),
    _lexical("perl", ".pl .pm .t"),
    _lexical("lua", ".lua"),
    _lexical("r", ".r .R"),
    _lexical("julia", ".jl"),
    _lexical("haskell", ".hs"),
    _lexical("elixir", ".ex .exs"),
    _lexical("erlang", ".erl .hrl"),
    _lexical("ocaml", ".ml .mli"),
    _lexical("clojure", ".clj .cljs .cljc .edn .lisp .el .scm"),
    _lexical("tcl", ".tcl .tm"),
    _lexical("vim", ".vim", filenames=".vimrc"),
    _lexical("fish", ".fish"),
    _lexical("powershell", ".ps1 .psm1 .psd1"),
    _lexical("batch", ".bat .cmd"),
    _lexical("cmake", ".cmake", filenames="CMakeLists.txt"),
    _lexical("m4", ".m4 .ac", filenames="configure.in"),
    _lexical("nix", ".nix"),
    _lexical("starlark", ".bzl .bazel .star", filenames="BUILD WORKSPACE"),
    _lexical("graphql", ".graphql .gql"),
    _known(
        "yaml",
        ".yaml .yml",
        "definition statement entry item",
        filenames=".clang-format .clang-tidy",
        code=False,
    ),
    _known(
        "json",
        ".json .webmanifest .ipynb .geojson .jsonld .har .topojson",
        "definition statement entry",
        filenames="composer.lock .arcconfig .bowerrc",
        code=False,
        large="json_large",
    ),
    _known(
        "jsonc",
        ".jsonc .json5 .code-workspace .code-snippets",
        "definition statement entry",
        filenames="tsconfig.json jsconfig.json .eslintrc .eslintrc.json .babelrc .jshintrc .swcrc renovate.json5 "
        "devcontainer.json tslint.json deno.json launch.json",
        code=False,
        module="json",
    ),
    _known(
        "ini",
        ".ini .cfg .conf .cnf .properties .editorconfig .service .socket .timer .desktop .mount .automount .target "
        ".slice .network .netdev .nspawn",
        "definition statement section",
        filenames=".gitconfig .gitmodules .coveragerc .flake8 .pylintrc pylintrc .npmrc .hgrc .pypirc",
        code=False,
        large="ini_parts",
    ),
    _lexical(
        "hashed",  # lists of lines with `#` comments
        ".env .in",
        filenames=".gitignore .gitattributes .dockerignore .mailmap CODEOWNERS requirements.txt "
        "constraints.txt",
        code=False,
    ),
    _known("html", ".html .htm .xhtml .vue .svelte", "definition statement entry", code=False),
    _known(
        "xml",
        ".xml .svg .xsd .xsl .xslt .plist .csproj .fsproj .vbproj .vcxproj .proj .props .targets .filters .nuspec "
        ".resx .xaml .axaml .fxml .pom .wsdl .rss .atom .dbk .docbook .dita .ditamap .xlf .xliff .ui .qrc .xib "
        ".storyboard .entitlements .rng .rdf .owl .kml .gpx .opf .ncx .wxs .wxl .iml .jrxml .urdf .xacro",
        "definition statement entry item",
        filenames="app.config web.config nuget.config packages.config App.config Web.config NuGet.config NuGet.Config",
        code=False,
    ),
    _lexical("template", ".tpl .tmpl .gotmpl .j2 .jinja .jinja2 .njk", code=False),
    _lexical("tex", ".tex .sty .cls .bib", code=False),
    _known("rst", ".rst .rest", "section item", code=False),
    _lexical("text", ".txt .text", code=False),
)


@cache
def _by_name() -> dict[str, Language]:
    return {language.name: language for language in LANGUAGES}


@cache
def _by_filename() -> dict[str, Language]:
    return {name: language for language in LANGUAGES for name in language.filenames}


@cache
def _by_suffix() -> dict[str, Language]:
    return {suffix: language for language in LANGUAGES for suffix in language.suffixes}


_COPIES = frozenset(
    {"in", "sample", "example", "dist", "template", "default"}
)  # of what stands before the dot
_WITH_TEMPLATES = frozenset({"html", "yaml"})  # read with blocks of templates in them


def language_names() -> tuple[str, ...]:
    """Return the names that `language:` may have, sorted."""
    return tuple(sorted(_by_name()))


def language_of(path: str, override: str | None = None) -> Language:
    """Return the language that a path's name tells, or the one named by `override`.

    A path that tells none is `text`. Raises `KeyError`, its argument a message that lists the
    names, for an override that is no language.
    """
    if override is not None:
        if override not in _by_name():
            raise KeyError(f"`{override}` is not a language; known: {', '.join(language_names())}")
        return _by_name()[override]
    name = path.rpartition("/")[2]
    if name in _by_filename():
        return _by_filename()[name]
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        return _by_name()["text"]
    found = _by_suffix().get("." + suffix) or _by_suffix().get("." + suffix.lower())
    if suffix in _COPIES or (found is not None and found.name == "template"):
        made = language_of(stem)  # `config.h.in`, `app.yml.sample`, `page.html.j2`: what is made of it tells
        if made.name in _WITH_TEMPLATES or (suffix in _COPIES and made.name != "text"):
            return made
    if found is not None:
        return found
    # `Dockerfile.dev`, `Makefile.am`: the kind stands before the dot.
    return _by_filename().get(stem) or _by_name()["text"]


def syntax_of(source: SourceFile, language: Language) -> Syntax:
    """Return a file seen in a language; nothing of it is computed yet.

    Raises `ImportError` where the language's grammar is not installed and is needed at once.
    """
    in_parts = language.large and len(source.data) >= LARGE
    module = language.large if in_parts else language.module
    built: Syntax = import_module(module).build(source, language)
    return built
