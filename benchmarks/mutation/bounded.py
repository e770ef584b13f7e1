"""Run pytest with a bound on CPU time and memory: `python bounded.py SECONDS ARGUMENT ...`.

A mutant may loop without an end or fill the memory. CPU time, not the clock, so that a busy machine judges alike.
"""

from __future__ import annotations

import resource
import sys

import pytest

MEMORY = 4 << 30  # bytes

if __name__ == "__main__":
    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.exit(pytest.main(sys.argv[2:]))
