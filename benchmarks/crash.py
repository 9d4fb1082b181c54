"""Runs killed at random moments, each followed by a sweep: nothing of ours is left, nothing else touched, and
no secret of the pod stands in any file or output.

Exit code 0 when that holds for every run, else 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.end_to_end.crash import crash
from tests.end_to_end.real_pod import real_pod


def main() -> int:
    """Kill as many runs as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crash", description=__doc__)
    parser.add_argument("--runs", type=int, default=50, help="how many runs (default 50)")
    parser.add_argument("--seed", type=int, default=1, help="when each is killed (default 1)")
    parser.add_argument("--people", type=int, default=50, help="foreign users, rooms, groups (default 50)")
    parser.add_argument("--lines", type=int, default=400, help="lines of the ledger at most (default 400)")
    parser.add_argument("--select", help="only these tests, as of run")
    parser.add_argument("--workers", type=int, default=1, help="of each run (default 1)")
    options = parser.parse_args()
    random = Random(options.seed)
    arguments = ["--profile", "smoke", "--workers", str(options.workers)]
    arguments += ["--select", options.select] if options.select else []
    failed = 0
    with tempfile.TemporaryDirectory() as scratch, real_pod(Path(scratch), options.people) as pod:
        for number in range(1, options.runs + 1):
            lines, pause = random.randint(1, options.lines), random.uniform(0, 0.2)
            began = time.monotonic()
            found = crash(pod, Path(scratch) / f"run-{number}", lines, *arguments, pause=pause)
            failed += bool(found.trouble)
            outcome = "; ".join(found.trouble) or found.swept.output.splitlines()[0]
            print(
                f"{number}: killed at line {lines}, {time.monotonic() - began:.0f} s: {outcome}", flush=True
            )
    print(f"{options.runs} runs killed, {failed} with trouble")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
