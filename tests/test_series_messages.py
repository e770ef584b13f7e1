"""Messages, authors and dates: what is written comes out of `git am` as it went in, or is refused."""

import string
from datetime import datetime, timedelta, timezone

import pytest
from gitbox import GitBox
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from patcher.diff import diff_file
from patcher.series import check_message, patch_name, render_patch
from patcher.series.mailinfo import read_mail
from patcher.series.model import Message
from patcher.tree.model import FileChange

DATE = "2026-05-14T09:00:00+10:00"


def message(subject="a step", body="", trailers=(), name="A. Maintainer", email="a@example.org", date=DATE):
    return Message(subject, body, tuple(trailers), name, email, date)


def diffs_of(name):
    return (diff_file(FileChange(name, None, b"x\n", None, 0o100644), None, hash="sha1"),)


def taken_by_git(folder, messages):
    """Apply one patch a message in one run; return message, author, address and date of each commit."""
    box = GitBox(folder / "repository")
    first = box.commit(box.tree({"f": (0o100644, b"f\n")}))
    box.git("reset", "-q", "--hard", first)
    names = []
    for number, each in enumerate(messages, 1):
        patch = render_patch(each, diffs_of(f"f{number}"), number=number, total=len(messages))
        names.append(folder / f"{number:04d}.patch")
        names[-1].write_bytes(patch.data)
    box.git("am", "-q", "--keep-cr", *map(str, names))
    shown = box.git("log", "--reverse", "--format=%B%x00%an%x00%ae%x00%aI%x00", f"{first}..")
    fields = shown.decode("utf-8", "surrogateescape").removesuffix("\n").split("\0")[:-1]
    fields = [field.removeprefix("\n") if at % 4 == 0 and at else field for at, field in enumerate(fields)]
    texts, names, addresses, dates = (fields[at::4] for at in range(4))
    dates = [date.replace("Z", "+00:00") for date in dates]  # `Z` with git from 2.45 on
    return list(zip(texts, names, addresses, dates, strict=True))


def test_the_message_as_git_keeps_it():
    body = "\n \n\x0c\nx\x0c\u00a0 \t\r\n\n\r\n\n\u2028y\x85\n\n"
    assert (
        message("s", body, [("k", "v "), ("l", "w")]).text
        == "s\n\n\x0c\nx\x0c\u00a0\n\n\u2028y\x85\n\nk: v\nl: w\n"
    )
    assert message("s").text == "s\n"


def told(each):
    return each.text, each.author_name, each.author_email, each.date


SURVIVE = [
    pytest.param(message(), id="plain"),
    pytest.param(message("x" * 300), id="a long subject of one word"),
    pytest.param(message("word " * 60 + "end"), id="a long subject of many words"),
    pytest.param(message("ü" * 200), id="a long subject that must be encoded"),
    pytest.param(message("取り除く: 古い etcd のコード", "もう呼ばれない。\n"), id="Japanese"),
    pytest.param(message("إزالة الشيفرة القديمة", "لم يعد يستدعيها أحد"), id="Arabic"),
    pytest.param(message("🔥 remove 👩‍👩‍👧‍👦 it", "🙂" * 100), id="emoji"),
    pytest.param(message("a =?UTF-8?q?b?= c"), id="a subject that looks encoded"),
    pytest.param(message("a = ? _ ?= b"), id="signs of encoding"),
    pytest.param(message("a\x1b[31mb\x7f"), id="control characters in a subject"),
    pytest.param(message("fix [x] y"), id="brackets inside a subject"),
    pytest.param(message("report: x"), id="a word that begins with re"),
    pytest.param(message("subject: x"), id="a subject that looks like a header"),
    pytest.param(message('say "hello", (or) <not>'), id="signs in a subject"),
    pytest.param(message("a\u00a0b\u2003c"), id="blanks that are not ASCII"),
    pytest.param(message("a.", "b"), id="a full stop"),
    pytest.param(message("s", "  indented first\n\tand a tab\n"), id="an indented first line"),
    pytest.param(message("s", "\n\n  \nbody\n\n\n\nmore   \n\t\n\n"), id="blank lines and blanks at ends"),
    pytest.param(message("s", "a\tb\n    code\n\nend"), id="tabs and indented lines"),
    pytest.param(message("s", "one\r\ntwo\r\n"), id="lines that end in CR LF"),
    pytest.param(message("s", "a\rb\n\x0c\nc\x0b\u2028d\x85e"), id="separators that are no line ends"),
    pytest.param(message("s", "x" * 5000), id="a long line"),
    pytest.param(message("s", ">From a friend\n>>From b"), id=">From"),
    pytest.param(message("s", "From now on it is gone"), id="From in prose"),
    pytest.param(message("s", "text\nFrom: a@b\nSubject: x\nDate: y"), id="header lines below the first"),
    pytest.param(message("s", "text\n\nFrom: a@b\n\nx"), id="a header line in a later paragraph"),
    pytest.param(message("s", "Reviewed: yes\nnote: x"), id="a first line with a colon"),
    pytest.param(message("s", "-- \nsignature\n--\n----\n---x\n--- \n".replace("--- \n", "")), id="dashes"),
    pytest.param(message("s", "  ---\n diff --git a b\n Index: x\n"), id="indented ends of a message"),
    pytest.param(message("s", "diffuse\nIndex of things\ndiff - x".replace("\ndiff - x", "")), id="almost an end"),
    pytest.param(message("s", "+++ b/x\n @@ -1 +1 @@\n@@ x @@\n+x\n-y\n"), id="parts of a diff"),
    pytest.param(message("s", "# a comment\n#another"), id="comment signs"),
    pytest.param(message("s", "[x] done\n[PATCH]x"), id="brackets in the body"),
    pytest.param(message("s", "b", [("Signed-off-by", "Ü <u@x>"), ("Fixes", "#1"), ("Fixes", "#2")]), id="trailers"),
    pytest.param(message("s", "", [("Signed-off-by", "A <a@x>")]), id="trailers without a body"),
    pytest.param(message("s", "b\n\nAcked-by: x\n", [("Signed-off-by", "A <a@x>")]), id="trailers twice"),
    pytest.param(message(name='Joe "the Plumber" Smith'), id="quotes in a name"),
    pytest.param(message(name='Jürgen "Jü" Müller'), id="quotes in a name that must be encoded"),
    pytest.param(message(name="Jürgen (work) Müller"), id="brackets in a name that must be encoded"),
    pytest.param(message(name="Jü \\ (a\\b) M"), id="backslashes in a name that must be encoded"),
    pytest.param(message(name="a\\b c"), id="a backslash in a name"),
    pytest.param(message(name="Smith, John; Dr. J: x"), id="signs in a name"),
    pytest.param(message(name="O'Neil van der 'x' y"), id="apostrophes"),
    pytest.param(message(name="山田 太郎", email="yamada@example.jp"), id="a Japanese name"),
    pytest.param(message(name="=?UTF-8?q?x?= y"), id="a name that looks encoded"),
    pytest.param(message(name="n" * 60), id="a name of 60 bytes"),
    pytest.param(message(name="a b c d e f g h i j k l m n o p", email="x" * 70 + "@example.org"), id="a long address"),
    pytest.param(message(email="a.b+c-d_e@x"), id="signs in an address"),
    pytest.param(message(date="1970-01-02T00:00:00+00:00"), id="an early date"),
    pytest.param(message(date="2099-12-31T23:59:59-12:00"), id="a late date"),
    pytest.param(message(date="2026-01-01T00:00:00+05:45"), id="a zone of odd minutes"),
    pytest.param(message(date="2026-01-01T00:00:00-00:30"), id="a zone of half an hour"),
    pytest.param(message(date="2026-01-01T00:00:00+00:01"), id="a minute east"),
    pytest.param(message(date="2026-01-01T00:00:00-23:59"), id="a zone of a day less a minute"),
    pytest.param(message(date="1970-01-01T00:00:00+00:00"), id="the first second"),
    pytest.param(message("x" * 75 + " " + "é" * 76 + " " + "y" * 998), id="words as long as lines may be"),
    pytest.param(message("a =?utf-8?b?w6k=?= =?utf-8?q??= =?x?y?z?= b ?="), id="encoded words of every kind"),
    pytest.param(message("\u202eabc\u202c \ufeffשלום\u200b"), id="directions and what is not seen"),
    pytest.param(message("From here", "Content-Type: text/html\nMIME-Version: 1.0\n\n--x\n"), id="headers of mail"),
    pytest.param(message(name="?="), id="a name that ends as if it were encoded"),
    pytest.param(message(name="a\u3000b\u2028c", email="\u200b'x'@日本"), id="signs in a person that are not seen"),
]  # fmt: skip


def test_git_takes_a_message_as_it_is_told(tmp_path):
    messages = [case.values[0] for case in SURVIVE]
    found = taken_by_git(tmp_path, messages)
    for case, each, taken in zip(SURVIVE, messages, found, strict=True):
        assert check_message(each) == (), case.id
        assert taken == told(each), case.id


@pytest.mark.parametrize("each", SURVIVE)
def test_our_reader_takes_a_message_as_git_does(each):
    mail = read_mail(render_patch(each, diffs_of("f"), number=1, total=1).data)
    assert (mail.text, mail.author_name, mail.author_email, mail.date) == told(each)


@pytest.mark.parametrize(("name", "taken"), [("n" * 60, "n" * 60), ("n" * 61, "a@example.org")])
def test_our_reader_takes_the_address_for_a_name_that_is_too_long(tmp_path, name, taken):
    each = message(name=name)
    mail = read_mail(render_patch(each, diffs_of("f"), number=1, total=1).data)
    assert mail.author_name == taken == taken_by_git(tmp_path, [each])[0][1]


END = "git ends the message at the line"
REFUSED = [
    pytest.param(message("[x] y"), "subject", "begins with `[`", id="a bracketed subject"),
    pytest.param(message("[x y"), "subject", "begins with `[`", id="an open bracket"),
    pytest.param(message("Re: x"), "subject", "takes `Re:` off", id="an answer"),
    pytest.param(message("re:re: x"), "subject", "takes `re:` off", id="an answer in small letters"),
    pytest.param(message(": x"), "subject", "takes `:` off", id="a colon first"),
    pytest.param(message("a  b"), "subject", "one space", id="two spaces"),
    pytest.param(message("a\tb"), "subject", "one space", id="a tab"),
    pytest.param(message(" a"), "subject", "one space", id="a space first"),
    pytest.param(message("a\rb"), "subject", "one space", id="a carriage return"),
    pytest.param(message("a\nb"), "subject", "several lines", id="two lines"),
    pytest.param(message(" "), "subject", "empty", id="no subject"),
    pytest.param(message("a\0b"), "subject", "no commit can hold", id="NUL"),
    pytest.param(message("s", "a\ud800"), "body", "no commit can hold", id="half of a pair"),
    pytest.param(message("s", "a\n---\nb"), "body", END, id="three dashes"),
    pytest.param(message("s", "a\n---  \nb"), "body", END, id="three dashes and blanks"),
    pytest.param(message("s", "a\n--- a/x\nb"), "body", END, id="the old side of a diff"),
    pytest.param(message("s", "a\ndiff -u x y\n"), "body", END, id="diff"),
    pytest.param(message("s", "Index: x\n"), "body", END, id="Index"),
    pytest.param(message("s", "a\n@@ -1 +1 @@ f\n"), "body", "`git apply` takes the line", id="the place of a hunk"),
    pytest.param(message("s", "a\n@@ -1,2 +1,33 @@\n"), "body", "`git apply` takes the line", id="the place of a long hunk"),
    pytest.param(message("s", "a\n-- >8 --\nb"), "body", "scissors", id="scissors"),
    pytest.param(message("s", "a\n- - 8< - - cut - - 8< - -\nb"), "body", "scissors", id="scissors with words"),
    pytest.param(message("s", "From: a <a@b>\n\nx"), "body", "header", id="an author first"),
    pytest.param(message("s", "\n\nsubject: x"), "body", "header", id="a subject first"),
    pytest.param(message("s", "DATE: x"), "body", "header", id="a date first"),
    pytest.param(message("s", "[PATCH] x"), "body", "header", id="a patch's prefix first"),
    pytest.param(message("s", ">From " + "0" * 40 + " Mon Sep 17 00:00:00 2001"), "body", "header", id="a separator"),
    pytest.param(message("s", "a\nFrom x Mon Sep 17 00:00:00 2001"), "body", "another mail", id="a mail begins"),
    pytest.param(message("s", "", [("From", "x")]), "trailers", "header", id="a trailer that is a header"),
    pytest.param(message("s", "b", [("x", "y\n---\nz")]), "trailers", END, id="an end in a trailer"),
    pytest.param(message(name=""), "author", "no name", id="no name"),
    pytest.param(message(name="a@b"), "author", "for an address", id="an address for a name"),
    pytest.param(message(name="a <b"), "author", "for an address", id="angle brackets"),
    pytest.param(message(name="n" * 61), "author", "60 bytes", id="a long name"),
    pytest.param(message(name="Joe Smith Jr."), "author", "off the ends", id="a name that ends in a point"),
    pytest.param(message(name='"Joe" Smith'), "author", "off the ends", id="a name that begins with a quote"),
    pytest.param(message(name="(joe)"), "author", "git would make `joe ", id="a name in brackets"),
    pytest.param(message(name="a  b"), "author", "git would make `a b ", id="two spaces in a name"),
    pytest.param(message(name="a\nb"), "author", "several lines", id="a name of two lines"),
    pytest.param(message(email="a"), "author", "address does not", id="no host"),
    pytest.param(message(email="a b@c"), "author", "address does not", id="a space in an address"),
    pytest.param(message(email="a@b@c"), "author", "address does not", id="two at signs"),
    pytest.param(message(email="=?utf-8?q?x?=@y"), "author", "git would make", id="an address that looks encoded"),
    pytest.param(message(email=""), "author", "address does not", id="no address"),
    pytest.param(message(date="2026-01-01T00:00:00"), "date", "no offset", id="a date without zone"),
    pytest.param(message(date="yesterday"), "date", "no date", id="no date"),
    pytest.param(message(date="2026-01-01T00:00:00.5+00:00"), "date", "fractions", id="half a second"),
    pytest.param(message(date="2026-01-01T00:00:00-00:01"), "date", "-00:01 for none", id="a minute west"),
    pytest.param(message(date="1969-12-31T00:00:00+00:00"), "date", "1970 to 2099", id="too early"),
    pytest.param(message(date="1970-01-01T00:00:00+01:00"), "date", "1970 to 2099", id="too early by its zone"),
    pytest.param(message(date="2100-01-01T00:00:00+00:00"), "date", "1970 to 2099", id="too late"),
]  # fmt: skip


@pytest.mark.parametrize(("each", "part", "words"), REFUSED)
def test_what_cannot_survive_is_refused_with_the_reason(each, part, words):
    (reason, *_) = check_message(each)
    assert reason.part == part
    assert words in reason.message
    assert reason.hint


CHARACTERS = st.one_of(
    st.sampled_from(list("abc ABC:;,.<>()[]\"'\\@#=?_-+\t\r\x0b\x0cüß€\u2028\x85日🔥")),
    st.characters(exclude_categories=("Cs",), exclude_characters="\0\n"),
)
WORDS = st.sampled_from(
    [
        "From: a@b",
        "Subject: x",
        "---",
        "diff -",
        "Index: x",
        "-- >8 --",
        "[PATCH]",
        "Re: x",
        ">From x",
        "=?UTF-8?q?=41?=",
    ]
)
PIECES = st.sampled_from(
    ["=?utf-8?q?a=20b?=", "=?utf-8?b?w6k=?=", "=?iso-8859-1?q?=E9?=", "=?utf-8?q??=", "=?x?y?z?=", "=?utf-8?q?", "=?", "?=",
     "From:", "Date: x", "SUBJECT:x", "Fwd:", ">8", "8<", "--", "- ", "+++ b/f", "GIT binary patch", "Content-Type: text/plain",
     "x" * 74, "x" * 75, "x" * 76, "w " * 40, "y" * 998, "z" * 1000, "é" * 500, "日本語", "שלום", "مرحبا", "👩\u200d👩\u200d👧", "\u202e",
     "\u200b", "\ufeff", "\u3000", "\xa0", "\x1b", "\x7f", "\\", '"', "(", ")", "[x]", "<", ">", ",", ".", "'", " ", "\t", "\r", "a", "word"]
)  # fmt: skip
ODD = st.lists(PIECES, min_size=1, max_size=7).map("".join)
LINE = st.one_of(WORDS, ODD, st.text(CHARACTERS, max_size=120))
MESSAGES = st.builds(
    message,
    subject=st.one_of(WORDS, ODD, st.text(CHARACTERS, min_size=1, max_size=200)),
    body=st.lists(LINE, max_size=6).map("\n".join),
    trailers=st.lists(st.tuples(st.sampled_from(["Fixes", "Signed-off-by", "Date"]), LINE), max_size=2),
    name=st.one_of(ODD, st.text(CHARACTERS, min_size=1, max_size=40)),
    email=st.text(string.ascii_letters + ".+-_@ü'=?[]{}!\x7f\u200b日", min_size=1, max_size=30).map(
        lambda t: t + "@example.org"
    ),
    date=st.builds(
        lambda seconds, minutes: datetime.fromtimestamp(
            seconds, timezone(timedelta(minutes=minutes))
        ).isoformat(),
        st.one_of(
            st.sampled_from([0, 99_999_999, 100_000_000, 2**31, 2**32]), st.integers(-(10**8), 4_200_000_000)
        ),
        st.one_of(st.sampled_from([0, -1, 1, 600, -1439, 1439]), st.integers(-1439, 1439)),
    ),
)


@given(st.lists(MESSAGES, min_size=30, max_size=30))
@settings(max_examples=12, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
def test_any_message_survives_or_is_refused(tmp_path_factory, messages):
    fine = [each for each in messages if not check_message(each)]
    if fine:
        assert taken_by_git(tmp_path_factory.mktemp("am"), fine) == [told(each) for each in fine]


@given(MESSAGES)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_our_reader_foretells_any_message(each):
    if not check_message(each):
        mail = read_mail(render_patch(each, diffs_of("f"), number=1, total=1).data)
        assert (mail.text, mail.author_name, mail.author_email, mail.date) == told(each)


def test_a_patch_is_what_git_format_patch_writes(tmp_path):
    box = GitBox(tmp_path / "repository")
    first = box.commit(box.tree({"f": (0o100644, b"f\n")}))
    kept = ("=?", "\x1b", '"Jü"', "(work)", "\\")
    messages = [
        each.values[0]
        for each in SURVIVE
        if not any(sign in each.values[0].author_name + each.values[0].subject for sign in kept)
    ]
    parent = first
    for number, each in enumerate(messages, 1):
        env = {
            "GIT_AUTHOR_NAME": each.author_name,
            "GIT_AUTHOR_EMAIL": each.author_email,
            "GIT_AUTHOR_DATE": each.date,
        }
        files = {f"f{n}": (0o100644, b"x\n") for n in range(1, number + 1)}
        tree = box.tree({"f": (0o100644, b"f\n"), **files})
        parent = box.commit(tree, each.text.encode(), parent, env)
    options = (
        "--zero-commit",
        "--no-signature",
        "--full-index",
        f"--base={first}",
        "-o",
        str(tmp_path / "out"),
    )
    box.git("format-patch", "-q", *options, f"{first}..{parent}")
    theirs = sorted((tmp_path / "out").iterdir())
    for number, (each, path) in enumerate(zip(messages, theirs, strict=True), 1):
        base = first if number == 1 else None
        patch = render_patch(
            each, diffs_of(f"f{number}"), number=number, total=len(messages), base_commit=base
        )
        assert patch.name == path.name
        assert patch.data == path.read_bytes()


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        pytest.param("Fix the thing", "0007-Fix-the-thing.patch", id="words"),
        pytest.param("a: b/c (d)", "0007-a-b-c-d.patch", id="signs"),
        pytest.param("v1..2...3.", "0007-v1.2.3.patch", id="points"),
        pytest.param("...a", "0007-.a.patch", id="points first"),
        pytest.param("日本語", "0007-.patch", id="no letter of ASCII"),
        pytest.param("x" * 80, "0007-" + "x" * 52 + ".patch", id="64 characters, less the zero byte"),
        pytest.param("x" * 51 + " yy", "0007-" + "x" * 51 + "-.patch", id="cut at a dash"),
        pytest.param("-a-", "0007-a.patch", id="dashes at the ends"),
    ],
)
def test_the_name_of_a_patch(subject, name):
    assert patch_name(7, subject) == name
