"""This suite: the tests that concern the operations, as a process of its own.

    python -m benchmarks.detection.ours TARGET_FILE SEED OPERATION...

prints what failed as JSON, one row for each operation and requirement.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.detection.access import Access
from benchmarks.detection.tool import Alarm, ToolError, last_line
from conformance.contract import Operation
from conformance.contract.capabilities import load_statements
from conformance.proof.outcome import Outcome
from conformance.proof.running import opened, run_test
from conformance.proof.tests import SuiteTest, suite_tests
from conformance.target.target_file import load_target

SEED = 1
CHECKOUT = Path(__file__).parents[2]

UNJUDGED = "unjudged: "
"""How the kind of an alarm begins that accuses nobody: a test that broke, was blocked or told nothing.

Where a pod is right it is a false alarm all the same: the run would not be green.
"""


@dataclass(frozen=True, slots=True)
class Ours:
    """The gate profile; of the tests those that are made for the operations or judge one of them."""

    name: str = "symphony-conformance"
    settings: str = "profile gate, seed 1, the tests that concern the operations"

    def version(self) -> str:
        """The version of the checkout with its commit."""
        project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        command = ["git", "describe", "--tags", "--always", "--dirty"]
        done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True)
        commit = done.stdout.strip()
        return f"{project['version']} ({commit})" if commit else str(project["version"])

    def run(self, access: Access, operations: list[Operation], folder: Path) -> frozenset[Alarm]:
        """One run over the tests that concern the operations."""
        command = [sys.executable, "-m", "benchmarks.detection.ours", str(access.target_file), str(SEED)]
        command += [operation.id for operation in operations]
        done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True)
        if done.returncode:
            raise ToolError(f"{self.name}: {last_line(done.stderr)}")
        return frozenset(Alarm(*row) for row in json.loads(done.stdout.splitlines()[-1]))


def concerned(operations: set[str]) -> list[SuiteTest]:
    """The generated tests of the operations, and the hand-written ones that judge one of them."""
    return [
        test
        for name, test in suite_tests().items()
        if (test.generated and name.partition("@")[2] in operations)
        or any(_operation(requirement) in operations for requirement in test.judges)
    ]


def main(target_file: str, seed: str, *operations: str) -> None:
    """Run the tests and print what failed."""
    found: set[Alarm] = set()
    with opened(load_target(Path(target_file)), "gate", int(seed)) as world:
        for test in concerned(set(operations)):
            found |= set(alarms_of(test.id, run_test(test, world)))
    print(json.dumps(sorted([alarm.operation, alarm.kind] for alarm in found)))


def alarms_of(test: str, outcome: Outcome) -> Iterator[Alarm]:
    """What a test accuses a pod of, and why it could not judge; warnings are no alarms."""
    for check, requirement in outcome.failed:
        yield Alarm(_operation(requirement), f"{check} {requirement}")
    operation = test.partition("@")[2]
    if outcome.outcome in ("error", "blocked"):
        yield Alarm(operation, f"{UNJUDGED}{test}: {outcome.outcome}")
    for check, requirement in outcome.unjudged:
        yield Alarm(operation, f"{UNJUDGED}{test}: {check} {requirement}")


def _operation(requirement: str) -> str:
    row = load_statements().get(requirement)
    return row.operation if row is not None else requirement.rpartition(".")[0]


if __name__ == "__main__":
    main(*sys.argv[1:])
