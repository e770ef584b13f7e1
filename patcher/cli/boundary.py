"""The one place where what ends a run, be it an error, a signal or its time, becomes text on stderr and an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn

import click

from patcher.errors import PatcherError, Problem, Refusal

if TYPE_CHECKING:
    import signal

    from patcher.cli.progress import Progress
    from patcher.report.paint import Paint
else:
    import _signal as signal  # without the enumerations that `signal` makes of it, as in `__main__`


class Screen:
    """How this run talks: its format, its colour, and the texts that frames quote from."""

    def __init__(self) -> None:
        self.format = "text"
        self.color = "auto"
        self.quiet = False
        self.verbose = False
        self.plans: dict[str, str] = {}
        self._progress: Progress | None = None

    def colored(self, stream: Any) -> bool:
        """Tell whether a stream gets colour: the option, then NO_COLOR and FORCE_COLOR, then a terminal."""
        if self.color != "auto":
            return self.color == "always"
        if os.environ.get("NO_COLOR"):
            return False
        if os.environ.get("FORCE_COLOR"):
            return True
        return bool(stream.isatty()) and os.environ.get("TERM") != "dumb"

    def paint(self, stream: Any) -> Paint:
        """Return the painter for a stream."""
        from patcher.report.paint import Paint

        return Paint(self.colored(stream), self.columns(stream))

    def columns(self, stream: Any) -> int:
        """Return how many columns a stream gets: a terminal's, 40 to 100; 100 where it is none."""
        from patcher.report.words import WIDTH

        try:
            columns = os.get_terminal_size(stream.fileno()).columns
        except (OSError, ValueError):
            return WIDTH
        return min(WIDTH, max(40, columns)) if columns else WIDTH

    @contextmanager
    def progress(self, doing: Callable[[], str]) -> Iterator[None]:
        """Show on a terminal's stderr what a run is at, until it ends or anything is printed."""
        if not self.quiet and sys.stderr.isatty():
            from patcher.cli.progress import Progress

            self._progress = Progress(sys.stderr, doing)
            self._progress.start()
        try:
            yield
        finally:
            self.clear()

    def clear(self) -> None:
        """Take the line of progress away, for good."""
        if self._progress is not None:
            self._progress.stop()

    def out(self, text: str) -> None:
        """Print a result."""
        self.clear()
        print(text)

    def say(self, text: str) -> None:
        """Print a message to stderr unless the run is quiet."""
        self.clear()
        if not self.quiet:
            sys.stdout.flush()  # where both go to one file, in the order in which they were said
            print(text, file=sys.stderr)


SCREEN = Screen()


def guarded(command: Callable[..., object]) -> NoReturn:
    """Run the command line; turn whatever ends it into one explanation and an exit status."""
    _open_streams()
    try:
        status = _with_room(command)
    except SystemExit as ended:  # shell completion ends the process itself
        status = ended.code if isinstance(ended.code, int) else 0
    except BaseException as error:  # what would have explained an error has failed itself
        status = _plainly(error)
    for stream in (sys.stdout, sys.stderr):
        _flushed(stream)
    sys.exit(status)


def roomy(function: Callable[..., int]) -> Callable[..., int]:
    """Return a function with room below it for the frames of all that it calls.

    CPython keeps frames in chunks of 16 KiB. Where a call does not fit, the system is asked for a chunk that goes back
    when the call returns, and a loop that stands at such an edge asks at each turn. A frame of more than 256 KiB gets
    a chunk of twice that, whose other half is for the calls; memory that nobody touches is not there. An error that
    passes such a frame has to copy it, and may find no memory for that.
    """
    function.__code__ = function.__code__.replace(co_stacksize=34 * 1024)  # in words
    return function


@roomy
def _with_room(command: Callable[..., object]) -> int:
    return _ended(command)


def _ended(command: Callable[..., object]) -> int:
    try:
        with Stopper():
            ended = command(standalone_mode=False)  # click gives the status of an `Exit` back
            sys.stdout.flush()
            return ended if isinstance(ended, int) else 0
    except click.ClickException as wrong:
        return _usage(wrong)
    except PatcherError as error:
        return _explain(error)
    except Stopped as stopped:
        print(f"{stopped}; nothing was left half done", file=sys.stderr)
        return stopped.status
    except BrokenPipeError:
        return 3
    except OSError as error:
        return _explain_os(error)
    except (ImportError, MemoryError):
        raise
    except Exception as error:
        return _defect(error)


def _open_streams() -> None:
    """Make all three standard streams ones that can be used, whatever the caller has closed.

    Else the first file that is opened would get the number of one of them. What is written to an
    output that was closed is an error; messages that nobody wanted are not.
    """
    for number, name, flags in (
        (0, "stdin", os.O_RDONLY),
        (1, "stdout", os.O_RDONLY),
        (2, "stderr", os.O_WRONLY),
    ):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, flags)
            setattr(sys, name, open(number, "w" if number else "r", closefd=False))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def _plainly(error: BaseException) -> int:
    """Say in one line, with nothing that must be imported first, what ended the run; return the exit status."""
    if isinstance(error, Stopped):
        words, status = str(error), error.status
    elif isinstance(error, ImportError):
        words, status = f"a part of patcher cannot be read: {error}", 3
    elif isinstance(error, MemoryError):
        words, status = "the memory is used up; raise its limit", 3
    elif isinstance(error, OSError):
        words, status = f"the system says: {error}", 3
    else:
        words, status = f"patcher failed by a fault of its own: {type(error).__name__}: {error}", 4
    with suppress(Exception):
        print(f"error: {words}", file=sys.stderr)
    return status


def _flushed(stream: Any) -> None:
    """Write what a stream still holds; where that cannot be, let Python's own last try go nowhere in silence."""
    try:
        stream.flush()
    except OSError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class Stopped(BaseException):
    """A signal arrived. `KeyboardInterrupt` is not used: click writes an empty line of its own for it."""

    def __init__(self, number: int) -> None:
        super().__init__("stopped" if number == 2 else "terminated")
        self.status = 128 + number


class Stopper:
    """Turns SIGINT and SIGTERM into exceptions, so that what is half done is undone on the way out."""

    def __enter__(self) -> None:
        def stop(number: int, _frame: object) -> None:
            raise Stopped(number)

        self._before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        for number, handler in self._before.items():
            if handler != signal.SIG_IGN:
                signal.signal(number, stop)

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)


class time_limit:  # noqa: N801 - reads as a statement
    """Ends the run with `timeout` when it takes longer than a number of seconds."""

    doing = "reading the plan"

    def __init__(self, seconds: float) -> None:
        if seconds <= 0:
            raise click.UsageError("--timeout takes a number of seconds above 0")
        self.seconds = seconds

    def __enter__(self) -> None:
        def stop(_number: int, _frame: object) -> None:
            raise TimeIsUp

        signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, self.seconds)

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    def used_up(self) -> PatcherError:
        """Return the refusal of a run whose time is over."""
        message = f"the run took longer than {self.seconds:g} s while {time_limit.doing}"
        hint = f"`--timeout {self.seconds * 5:g}` gives it more"
        return Refusal(Problem("timeout", message, option="--timeout", hint=hint))


class TimeIsUp(BaseException):
    """The time of the run is over: nothing that goes on after an error may go on after this."""


def doing(what: str) -> None:
    """Remember what the run is at, for the line of progress and the message of a run that takes too long."""
    time_limit.doing = what


def fail(problems: tuple[Problem, ...], status: int, after: str = "") -> NoReturn:
    """Show problems in the run's format and end with a status."""
    show_problems(problems, after)
    raise click.exceptions.Exit(status)


def show_problems(problems: tuple[Problem, ...], after: str = "") -> None:
    """Show problems: frames on stderr, `concise` lines or one JSON document on stdout."""
    from patcher.report.frames import concise, render_problems

    SCREEN.clear()
    if SCREEN.format != "text":
        SCREEN.out(_for_machines(problems, concise))
        return
    limit = None if SCREEN.verbose else 12
    paint = SCREEN.paint(sys.stderr)
    frames = render_problems(problems, _texts(), words=_words(), paint=paint, limit=limit)
    print(frames, file=sys.stderr)
    words = "1 error" if len(problems) == 1 else f"{len(problems)} errors"
    codes = sorted({problem.code for problem in problems})
    more = f"More: patcher explain {codes[0] if len(codes) == 1 else 'CODE'}"
    said = [f"{words}: {', '.join(codes)}.", *([after.rstrip(".") + "."] if after else []), more]
    from patcher.report.words import joined

    print("\n".join(joined(said, paint.width)), file=sys.stderr)


def _for_machines(problems: tuple[Problem, ...], concise: Callable[[Problem], str]) -> str:
    """Return problems in the run's machine format: one document, or a line each."""
    from patcher.report.machine import dump, errors_document

    if SCREEN.format == "json":
        return dump(errors_document(problems))
    if SCREEN.format == "sarif":
        return sarif_of(problems)
    if SCREEN.format == "github":
        from patcher.report.github import annotation

        concise = annotation
    return "\n".join(concise(problem) for problem in problems)


def sarif_of(problems: tuple[Problem, ...]) -> str:
    """Return problems as one SARIF document; none gives a log that says so."""
    from importlib.metadata import version

    from patcher.report.machine import dump
    from patcher.report.sarif import sarif_document

    return dump(sarif_document(problems, version("patcher")))


def _texts() -> Mapping[str, str]:
    return SCREEN.plans


def _words() -> list[str]:
    """Return the words of the command line, the program by its name."""
    return ["patcher", *sys.argv[1:]]


def _explain(error: PatcherError) -> int:
    show_problems(error.problems, "Nothing was written.")
    return error.exit_code


def _usage(wrong: click.ClickException) -> int:
    context = getattr(wrong, "ctx", None)
    name = context.command_path if context is not None else "patcher"
    message = str(wrong.message).rstrip(".") or wrong.format_message().rstrip(".")
    close = next(iter(getattr(wrong, "possibilities", None) or ()), None)
    usage = " ".join(context.get_usage().split()).removeprefix("Usage: ") if context is not None else name
    hint = f"did you mean `{close}`?" if close else f"it is called as `{usage}`; see `{name} --help`"
    message = message[:1].lower() + message[1:]
    show_problems((Problem("usage", message, option=_option(wrong), hint=hint),))
    return 2


def _option(wrong: click.ClickException) -> str | None:
    """Return the option or argument that a complaint of the command line is about."""
    named: str | None = getattr(wrong, "option_name", None)
    param = getattr(wrong, "param", None)
    if named is None and param is not None:
        typed = [option for option in param.opts if any(word.startswith(option) for word in sys.argv[1:])]
        named = next(iter(typed), param.opts[0])
    return named


def _explain_os(error: OSError) -> int:
    from patcher.directory.files import remedy_of

    if error.filename is None and SCREEN.format != "text":
        return _plainly(error)  # a document that cannot be printed is not mended by another one
    name = None if error.filename is None else os.fsdecode(error.filename)
    code = "cannot-write" if error.errno in (28, 30, 122) else "file-unreadable"
    message = (error.strerror or str(error)).lower() + (f": `{name}`" if name is not None else "")
    hint = "check the disk and the limits of the system" if name is None else remedy_of(error, name)
    show_problems((Problem(code, message, option=name, hint=hint),))
    return 3


def _defect(error: Exception) -> int:
    import traceback

    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(last.filename)}:{last.lineno}"
    message = f"patcher failed by a fault of its own: {type(error).__name__} at {where}: {error}"
    show_problems(
        (Problem("defect", message, hint="please report it with the plan; -v shows the whole trace"),)
    )
    if SCREEN.verbose:
        traceback.print_exception(error)
    return 4
