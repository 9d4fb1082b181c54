"""Whether runs with the same seed send the same requests and come to the same verdict.

    python -m benchmarks.repeat [--runs 3] [--profile gate] [--seed 1] [--select EXPR]

Requests are compared test by test, in their order, with method, path, query, headers and body. Who wins when
several write at once is the pod's to say, and shows in what is sent after it: of the tests of that family
(`concurrency`) methods and paths are compared, in any order. Ends with 1 when two runs differ.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Requests = dict[str, list[tuple[Any, ...]]]
"""The requests of each test."""

_AT_ONCE = "/concurrency/"


def main() -> int:
    """Run as often as asked, print each run's requests and verdict, and what differs from the first."""
    parser = argparse.ArgumentParser(description="compare runs with the same seed")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--profile", default="gate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--select")
    options = parser.parse_args()
    arguments = ["--profile", options.profile, "--seed", str(options.seed)]
    arguments += ["--select", options.select] if options.select else []
    first: tuple[Requests, Any] | None = None
    worst = 0
    for number in range(1, options.runs + 1):
        with tempfile.TemporaryDirectory() as folder:
            found = one_run(Path(folder) / "run", arguments)
        requests, verdict = found
        total = sum(len(rows) for rows in requests.values())
        print(f"run {number}: {verdict['verdict']}, {total:,} requests in {len(requests)} tests", flush=True)
        first = first or found
        for test in differing(first[0], requests):
            print(f"  other requests than in run 1: {test}")
            worst = 1
        if essence(verdict) != essence(first[1]):
            print("  another verdict than in run 1")
            worst = 1
    return worst


def one_run(folder: Path, arguments: list[str]) -> tuple[Requests, Any]:
    """The requests and the verdict of a run on the embedded pod."""
    command = [sys.executable, "-m", "conformance", "run", "--output", str(folder), *arguments]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    return requests_of(folder), json.loads((folder / "verdict.json").read_text(encoding="utf-8"))


def requests_of(folder: Path) -> Requests:
    """What was sent in a run, by test; sign-in is left out, its signatures carry the time."""
    found: Requests = defaultdict(list)
    with (folder / "run.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["record"] == "exchange" and not record["operation"].startswith("login."):
                test, sent = record["test"] or "", record["request"]
                url = urlsplit(sent["url"])
                headers = sorted(pair for pair in sent["headers"].items() if pair[0] != "Host")
                row = (sent["method"], url.path, url.query, str(headers), str(sent["body"]))
                found[test].append(row[:2] if _AT_ONCE in test else row)
    return {test: sorted(rows) if _AT_ONCE in test else rows for test, rows in found.items()}


def differing(one: Requests, other: Requests) -> list[str]:
    """The tests that sent other requests."""
    return sorted(test for test in one.keys() | other.keys() if one.get(test) != other.get(test))


def essence(verdict: Any) -> Any:
    """What a verdict says, without when it was said and where the run was."""
    return {key: verdict[key] for key in ("verdict", "counts", "operations", "requirements", "findings")}


if __name__ == "__main__":
    sys.exit(main())
