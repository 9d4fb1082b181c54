"""Whether the suite stays green whatever lies on the pod and in whatever order its tests run.

    python -m benchmarks.isolation [--seeds 10] [--populate 0 10000] [--workers 2] [--profile gate]

Each run has a reference pod of its own, filled with so many users, groups, rooms and connections, a seed of
its own, and all tests in a random order (`benchmarks.shuffled`) spread over the workers. Ends with 1 when
a run is not a pass.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from conformance.cli.children import start_pytest
from conformance.cli.folder import finalise
from conformance.cli.run import Options, pytest_arguments
from conformance.evidence.records import End
from tests.end_to_end.kit import mock


def main() -> int:
    """Make all runs, one line for each."""
    parser = argparse.ArgumentParser(description="run in random order, on empty and full pods")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--populate", type=int, nargs="+", default=[0, 10_000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--profile", default="gate")
    options = parser.parse_args()
    failed = 0
    for populate in options.populate:
        for seed in range(1, options.seeds + 1):
            began = time.monotonic()
            with tempfile.TemporaryDirectory() as scratch:
                document = one_run(Path(scratch), options.profile, seed, options.workers, populate)
            took = time.monotonic() - began
            print(
                f"{populate:>7,} of each, seed {seed:>2}: {document['verdict']}, {counted(document)}, "
                f"{document['requests']:,} requests, {took:.0f} s",
                flush=True,
            )
            for finding in document["findings"]:
                print(f"    {finding['id']}: {finding['expected']} | {finding['observed']}", flush=True)
            failed += document["verdict"] != "pass"
    return int(failed > 0)


def one_run(scratch: Path, profile: str, seed: int, workers: int, populate: int) -> dict[str, Any]:
    """The verdict of one run in random order on a pod of its own."""
    target, folder = scratch / "target.toml", scratch / "run"
    folder.mkdir()
    with mock(target, "--populate", str(populate), "--seed", str(seed)):
        run = Options(target, profile, folder, seed, workers, None)
        process = start_pytest(
            [*pytest_arguments(run, target, folder), "-p", "benchmarks.shuffled"], folder / "pytest.log"
        )
        code = process.wait()
    finished = datetime.now(UTC).isoformat(timespec="milliseconds")
    return finalise(folder, End(finished, False, code))


def counted(document: dict[str, Any]) -> str:
    """The counts that are not nought."""
    return ", ".join(f"{number:,} {name}" for name, number in document["counts"].items() if number)


if __name__ == "__main__":
    sys.exit(main())
