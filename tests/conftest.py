"""Options of the tests."""

import signal

from hypothesis import settings


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite", action="store_true", help="write golden files anew instead of comparing them"
    )


# A shell that starts the suite in the background has it ignore SIGINT, and every process that a test starts would too.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes tells of the machine, not of the program.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")
