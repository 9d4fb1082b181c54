"""Whole proofs with one seed after the other: each draws other derived defects and sends other requests.

    python -m benchmarks.proofs [--seeds 5] [--workers 2] [--folder DIR]

Prints a row of a table for each seed. With `--folder` the proofs are kept, and those that lie there already
are not made again. Ends with 1 when one of them does not hold.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HEAD = (
    "| seed | hand-written, killed | derived, killed | conforming pods | false alarms | minutes |",
    "| ---: | ---: | ---: | ---: | ---: | ---: |",
)


def main() -> int:
    """Prove with every seed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.proofs", description="whole proofs by seed")
    parser.add_argument("--seeds", type=int, default=5, help="from 1 to this (default 5)")
    parser.add_argument("--workers", type=int, default=2, help="of each proof (default 2)")
    parser.add_argument("--folder", type=Path, help="where the proofs are kept")
    options = parser.parse_args()
    print(*HEAD, sep="\n", flush=True)
    troubles = 0
    with tempfile.TemporaryDirectory() as scratch:
        for seed in range(1, options.seeds + 1):
            folder = (options.folder or Path(scratch)) / f"seed-{seed}"
            proof = one_proof(folder, seed, options.workers)
            print(row(proof), flush=True)
            for trouble in proof["troubles"]:
                print(f"    {trouble}", file=sys.stderr, flush=True)
            troubles += len(proof["troubles"])
    return int(troubles > 0)


def one_proof(folder: Path, seed: int, workers: int) -> dict[str, Any]:
    """The proof with a seed, made unless it is there; raises RuntimeError when the command makes none."""
    file = folder / "proof.json"
    if not file.is_file():
        command = [sys.executable, "-m", "conformance", "prove", "--seed", str(seed)]
        command += ["--workers", str(workers), "--output", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not file.is_file():
            raise RuntimeError(
                f"prove --seed {seed} ended with {done.returncode}: {done.stderr or done.stdout}"
            )
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return document


def row(proof: dict[str, Any]) -> str:
    """A proof as a row of the table."""
    killed = []
    for origin in ("catalogue", "derived"):
        counts = proof["counts"]["origin"][origin]
        killed.append(f"{counts['killed']:,} of {sum(counts.values()):,}")
    alarms = sum(len(variant["alarms"]) for variant in proof["variants"])
    cells = [proof["seed"], *killed, len(proof["variants"]), alarms, f"{proof['seconds'] / 60:.1f}"]
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    sys.exit(main())
