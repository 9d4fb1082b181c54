"""The Schemathesis command line, on the published documents or on the normalised copies."""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.detection.access import Access
from benchmarks.detection.tool import Alarm, ToolError
from conformance.contract import Operation
from conformance.contract.load import specs_root

SEED = 1
EXAMPLES = 10
ACCUSE_DOCUMENTED = "negative_data_rejection,positive_data_acceptance"
"""Checks that call documented answers failures: a 400 for an unknown id, a 2xx for a lenient reading."""


@dataclass(frozen=True, slots=True)
class Schemathesis:
    """`run` with all phases; `published` takes the vendor's documents, `excluded` leaves out checks."""

    published: bool
    excluded: str = ""
    name: str = field(init=False)
    settings: str = field(init=False)

    def __post_init__(self) -> None:
        documents = "published documents" if self.published else "normalised documents"
        checks = "quiet checks" if self.excluded else "all checks"
        object.__setattr__(self, "name", f"Schemathesis, {documents}, {checks}")
        object.__setattr__(self, "settings", "schemathesis run " + " ".join(self._options()))

    def version(self) -> str:
        """The installed version."""
        return importlib.metadata.version("schemathesis")

    def run(self, access: Access, operations: list[Operation], folder: Path) -> frozenset[Alarm]:
        """One run over the operations."""
        api = operations[0].api
        report = folder / "schemathesis.json"
        command = [sys.executable, "-m", "schemathesis.cli", "run", str(self._document(api))]
        command += ["--url", access.base_url(api), *self._options(), "--report-json-path", str(report)]
        for name, value in access.headers(api).items():
            command += ["--header", f"{name}: {value}"]
        for operation in operations:
            command += ["--include-name", f"{operation.method} {operation.path}"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=_environment())
        if done.returncode not in (0, 1) or not report.exists():
            raise ToolError(f"{self.name}: {(done.stderr or done.stdout)[-400:]}")
        ids = {f"{operation.method} {operation.path}": operation.id for operation in operations}
        found = json.loads(report.read_text(encoding="utf-8"))["failures"]
        return frozenset(
            Alarm(ids.get(label, label), failure["code"])
            for failure in found
            for label in failure["operations"]
        )

    def _options(self) -> list[str]:
        options = ["--phases", "examples,coverage,fuzzing,stateful", "--mode", "all", "--no-shrink"]
        options += ["--continue-on-failure", "--max-examples", str(EXAMPLES), "--seed", str(SEED)]
        options += ["--generation-database", "none", "--report", "json", "--no-color"]
        return [*options, "--exclude-checks", self.excluded] if self.excluded else options

    def _document(self, api: str) -> Path:
        # Of the published files only the control characters are mended, which no parser takes: PROVENANCE.md
        return specs_root() / "published" / f"{api}.yml" if self.published else specs_root() / f"{api}.yaml"


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONWARNINGS": "ignore"}
