"""The profile read-only against a pod that notices every write, until enough requests have been sent.

Exit code 0 when no request could have written anything, the pod's state is what it was, and nothing that the
runs left or printed holds a secret of the pod; else 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.end_to_end.kit import command
from tests.end_to_end.leaks import leaks_of
from tests.end_to_end.real_pod import real_pod, residue, touched
from tests.end_to_end.tripwire import Tripwire


def main() -> int:
    """Run with one seed after the other."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tripwire", description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000, help="how many at least (default 20000)")
    parser.add_argument("--people", type=int, default=100, help="foreign users, rooms, groups (default 100)")
    parser.add_argument("--workers", type=int, default=2, help="of each run (default 2)")
    options = parser.parse_args()
    wire, seed = Tripwire(), 0
    printed: list[str] = []
    with (
        tempfile.TemporaryDirectory() as scratch,
        real_pod(Path(scratch), options.people, wire.before) as pod,
    ):
        before, runs = pod.records(), Path(scratch) / "runs"
        while wire.requests < options.requests:
            seed += 1
            ended = command(
                *("run", "--target", pod.target_file, "--output", runs / f"run-{seed}"),
                *("--profile", "read-only", "--seed", str(seed), "--workers", str(options.workers)),
            )
            printed.append(ended.output)
            print(f"seed {seed}: exit {ended.code}, {wire.requests} requests so far", flush=True)
            if ended.code:
                print(ended.output)
        after = pod.records()
        leaked = leaks_of(pod.target_file, runs, *printed)
    trouble = [*wire.writes, *touched(before, after), *residue(pod.pod, before, after)]
    print(*trouble, *leaked, sep="\n")
    print(
        f"{wire.requests} requests, {len(wire.read)} operations, {len(trouble)} writes or changes, "
        f"{len(leaked)} secrets in files or output"
    )
    return 1 if trouble or leaked else 0


if __name__ == "__main__":
    sys.exit(main())
