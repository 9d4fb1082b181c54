"""This suite: the tests that concern the operations, as a process of its own.

    python -m benchmarks.detection.ours TARGET_FILE SEED OPERATION...

prints what failed as JSON, one row for each operation and requirement.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.detection.access import Access
from benchmarks.detection.tool import Alarm, ToolError, last_line
from conformance.contract import Operation
from conformance.contract.catalogue import load_catalogue
from conformance.proof.running import opened, run_test
from conformance.proof.tests import SuiteTest, suite_tests
from conformance.target.target_file import load_target
from conformance.version import version

SEED = 1


@dataclass(frozen=True, slots=True)
class Ours:
    """The gate profile; of the tests those that are made for the operations or judge one of them."""

    name: str = "symphony-conformance"
    settings: str = "profile gate, the tests that concern the operations"

    def version(self) -> str:
        """The version of the checkout."""
        return version()

    def run(self, access: Access, operations: list[Operation], folder: Path) -> frozenset[Alarm]:
        """One run over the tests that concern the operations."""
        command = [sys.executable, "-m", "benchmarks.detection.ours", str(access.target_file), str(SEED)]
        command += [operation.id for operation in operations]
        done = subprocess.run(command, capture_output=True, text=True)
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
    found: set[tuple[str, str]] = set()
    with opened(load_target(Path(target_file)), "gate", int(seed)) as world:
        for test in concerned(set(operations)):
            outcome = run_test(test, world)
            found |= {
                (_operation(requirement), f"{check} {requirement}") for check, requirement in outcome.failed
            }
            if outcome.outcome == "error":
                found.add((test.id.partition("@")[2], f"error {test.id}: {outcome.reason}"))
    print(json.dumps(sorted(found)))


def _operation(requirement: str) -> str:
    row = load_catalogue().get(requirement)
    return row.operation if row is not None else requirement.rpartition(".")[0]


if __name__ == "__main__":
    main(*sys.argv[1:])
