"""A stand-in for pytest: writes the records of a small run into a folder and ends in the way that it is told.

Usage: fake_pytest.py FOLDER WAY, where WAY is one of the functions below.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from tests.evidence import build

FOLDER = Path(sys.argv[1])


def write(*rows: build.Row) -> None:
    """Append records as a worker does."""
    (FOLDER / "records").mkdir(exist_ok=True)
    with (FOLDER / "records" / "main.jsonl").open("a", encoding="utf-8") as file:
        file.write(build.text(*rows))


def passing() -> int:
    """One test, which passes."""
    write(*build.judged("passed")[:-1])
    return 0


def failing() -> int:
    """One test, which fails."""
    write(*build.judged("failed")[:-1])
    return 1


def crashing() -> int:
    """An internal error after the first test."""
    write(*build.judged("passed")[:-1])
    print("INTERNALERROR> something broke")
    return 3


def refusing() -> int:
    """Options that pytest does not take."""
    print("ERROR: Wrong expression passed to '-k': a b: at column 3: expected end of input; got identifier")
    return 4


def silent() -> int:
    """An end before the first record."""
    print("ImportError: no suite")
    return 1


def interrupted() -> int:
    """A Ctrl-C between two tests: the second never ends."""
    rows = build.judged("passed")
    rows[1] = build.plan(build.planned(), build.planned(operation=build.READ), tests=2)
    write(*rows[:-1], build.exchange("main-2", operation=build.READ))
    os.kill(os.getppid(), getattr(signal, sys.argv[3]))
    try:
        signal.pause()
    except KeyboardInterrupt:
        print("cleaned up")
    return 2


def early() -> int:
    """A Ctrl-C before the first record."""
    os.kill(os.getppid(), signal.SIGINT)
    signal.pause()
    return 2


def stubborn() -> int:
    """A suite that does not end when it is interrupted, so that the user interrupts again."""
    write(*build.judged("passed")[:-1])
    signal.signal(signal.SIGINT, lambda number, frame: None)
    os.kill(os.getppid(), signal.SIGINT)
    signal.pause()
    os.kill(os.getppid(), signal.SIGINT)
    while True:
        signal.pause()


WAYS = {
    way.__name__: way for way in (passing, failing, crashing, refusing, silent, interrupted, early, stubborn)
}

if __name__ == "__main__":
    sys.exit(WAYS[sys.argv[2]]())
