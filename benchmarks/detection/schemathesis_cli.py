"""The Schemathesis command line, on the published documents or on the normalised copies."""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.detection.access import Access
from benchmarks.detection.tool import Alarm, ToolError, last_line
from conformance.contract import Operation
from conformance.contract.load import specs_root

OPTIONS = (
    *("--phases", "examples,coverage,fuzzing,stateful", "--mode", "all", "--no-shrink"),
    *("--continue-on-failure", "--max-examples", "10", "--seed", "1"),
    *("--generation-database", "none", "--report", "json", "--no-color"),
)
ACCUSE_DOCUMENTED = frozenset({"ST201", "ST202"})
"""negative_data_rejection and positive_data_acceptance: they call documented answers failures."""


@dataclass(frozen=True, slots=True)
class Schemathesis:
    """`run` with all phases; `published` takes the vendor's documents."""

    published: bool

    @property
    def name(self) -> str:
        """Which documents it reads."""
        return f"Schemathesis, {'published' if self.published else 'normalised'} documents"

    @property
    def settings(self) -> str:
        """The command line, but for the document and the target."""
        return "schemathesis run " + " ".join(OPTIONS)

    def version(self) -> str:
        """The installed version."""
        return importlib.metadata.version("schemathesis")

    def run(self, access: Access, operations: list[Operation], folder: Path) -> frozenset[Alarm]:
        """One run over the operations."""
        api = operations[0].api
        report = folder / "schemathesis.json"
        command = [sys.executable, "-m", "schemathesis.cli", "run", str(self._document(api))]
        command += ["--url", access.base_url(api), *OPTIONS, "--report-json-path", str(report)]
        for name, value in access.headers(api).items():
            command += ["--header", f"{name}: {value}"]
        for operation in operations:
            command += ["--include-name", f"{operation.method} {operation.path}"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=_environment())
        if done.returncode not in (0, 1) or not report.exists():
            raise ToolError(f"{self.name}: {last_line(done.stderr or done.stdout)}")
        ids = {f"{operation.method} {operation.path}": operation.id for operation in operations}
        found = json.loads(report.read_text(encoding="utf-8"))["failures"]
        return frozenset(
            Alarm(ids.get(label, label), failure["code"])
            for failure in found
            for label in failure["operations"]
        )

    def _document(self, api: str) -> Path:
        # Of the published files only the control characters are mended, which no parser takes: PROVENANCE.md
        return specs_root() / "published" / f"{api}.yml" if self.published else specs_root() / f"{api}.yaml"


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONWARNINGS": "ignore"}
