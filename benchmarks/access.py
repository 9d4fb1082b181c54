"""Whole runs at the profile smoke whose way to the pod is hard: tokens that end, and TLS on both sides.

Exit code 0 when each ends as its row says, and no file or output of it holds a secret of the pod; else 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from conformance.evidence.records import Exchange, iter_records
from tests.end_to_end.kit import command, mock, pod_process, verdict
from tests.end_to_end.leaks import leaks_of
from tests.end_to_end.two_hosts import GROUPS, POD, two_hosts

SHORT = ("--session-seconds", "2", "--jwt-seconds", "2")
SIGN_INS = 12
"""Those of a run whose tokens live: six actors, before the run and in it."""
MOST_REQUESTS = 15_000
"""Twice those of a run on a pod that conforms: a loop of renewals sends more."""

Serve = Callable[[Path], AbstractContextManager[Path]]
"""Serves a pod; gives its target file, which it writes into a folder."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A run that has ended: its exit code, verdict and exchanges by operation, and the secrets found."""

    code: int
    verdict: str
    requests: int
    findings: int
    asked: Counter[str]
    leaks: list[str]

    def __str__(self) -> str:
        sign_ins = sum(count for name, count in self.asked.items() if name.startswith("login."))
        return (
            f"exit {self.code}, {self.verdict}, {self.requests:,} requests, {sign_ins:,} of them sign-ins, "
            f"{self.findings} findings, {len(self.leaks)} secrets in files or output"
        )


@contextmanager
def short_tokens(folder: Path) -> Iterator[Path]:
    """A pod whose sessions and common JWTs live for two seconds."""
    target = folder / "target.toml"
    with mock(target, *SHORT):
        yield target


@contextmanager
def revoking(folder: Path) -> Iterator[Path]:
    """A pod that refuses every token right after it gave it out."""
    target = folder / "target.toml"
    with pod_process([sys.executable, "-m", "tests.hostile.whole_runs", "revoking", str(target)]):
        yield target


@contextmanager
def mutual_tls(folder: Path) -> Iterator[Path]:
    """A pod on two hosts that ask for client certificates, behind a proxy with a password."""
    with two_hosts(folder) as (target, proxy):
        yield target
        assert set(proxy.tunnels) == {POD, GROUPS}, f"only {set(proxy.tunnels)} were reached by the proxy"


def green(run: Ended) -> bool:
    """Whether the run passed."""
    return (run.code, run.verdict) == (0, "pass")


def renewed(run: Ended) -> bool:
    """Whether the run passed though tokens ended, again and again."""
    return green(run) and run.asked["login.session"] > 2 * SIGN_INS


def found(run: Ended) -> bool:
    """Whether the run came to findings, and to an end."""
    return (run.code, run.verdict) == (1, "fail") and run.findings > 0 and run.requests < MOST_REQUESTS


def certified(run: Ended) -> bool:
    """Whether the run passed, and an actor signed in with a certificate."""
    return green(run) and run.asked["login.certificate"] > 0


ROWS: dict[str, tuple[Serve, Callable[[Ended], bool]]] = {
    "tokens of two seconds": (short_tokens, renewed),
    "every token revoked": (revoking, found),
    "two hosts, mutual TLS, a proxy": (mutual_tls, certified),
}


def main() -> int:
    """Make the runs one after the other."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.access", description=__doc__)
    parser.add_argument("--workers", type=int, default=1, help="of each run (default 1)")
    options = parser.parse_args()
    failed = 0
    for name, (serve, holds) in ROWS.items():
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as scratch:
            run = one_run(serve, Path(scratch), options.workers)
        good = holds(run) and not run.leaks
        failed += not good
        print(f"{name}: {run}, {time.monotonic() - began:.0f} s{'' if good else ': NOT AS IT SHOULD BE'}")
        print(*run.leaks, sep="\n", end="", flush=True)
    return 1 if failed else 0


def one_run(serve: Serve, scratch: Path, workers: int) -> Ended:
    """A whole run against the pod, searched for its secrets."""
    folder = scratch / "run"
    with serve(scratch) as target:
        options = ("--profile", "smoke", "--workers", str(workers), "--output", folder)
        ended = command("run", "--target", target, *options)
    document = verdict(folder)
    exchanges = (row for row in iter_records(folder / "run.jsonl") if isinstance(row, Exchange))
    return Ended(
        ended.code,
        document["verdict"],
        document["requests"],
        len(document["findings"]),
        Counter(exchange.operation for exchange in exchanges),
        leaks_of(target, folder, ended.output),
    )


if __name__ == "__main__":
    sys.exit(main())
