"""The start of the program: `patcher`, or `python -m patcher`.

A signal that comes before there is anything to undo, or after all is done, ends the process with one line;
so little may be imported here. When the command line has ended, so does the process: nothing is taken
apart that the system takes back at once, which is a twentieth of a run on a large file.
"""

import atexit
import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
else:
    import _signal as signal  # what `signal` makes enumerations of, whose import takes as long as all before it

_LINES = {
    int(signal.SIGINT): b"stopped; nothing was left half done\n",
    int(signal.SIGTERM): b"terminated; nothing was left half done\n",
}


def main() -> None:
    """Run the command line and exit with its status."""
    gc.disable()  # one run is short, and the collector looks again and again at trees that all stay
    for number in _LINES:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _end)
    from patcher.cli import main as run

    try:
        run()
    except SystemExit as ended:  # all is written and flushed, but for what these may say
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(ended.code if isinstance(ended.code, int) else 0)


def _end(number: int, _frame: object) -> None:
    try:
        os.write(2, _LINES[number])
    except OSError:
        pass
    finally:
        os._exit(128 + number)


if __name__ == "__main__":
    main()
