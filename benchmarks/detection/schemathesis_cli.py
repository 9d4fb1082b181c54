"""The Schemathesis command line, on the published documents or on the normalised copies."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.detection.access import Access
from benchmarks.detection.document import write_document
from benchmarks.detection.known import Values, known_values
from benchmarks.detection.tool import Alarm, ToolError, last_line
from conformance.contract import Operation
from conformance.contract.load import specs_root

OPTIONS = (
    *("--phases", "examples,coverage,fuzzing,stateful", "--mode", "all", "--continue-on-failure"),
    *("--max-examples", "10", "--no-shrink", "--seed", "1", "--generation-database", "none"),
    *("--report", "junit", "--no-color"),
)
KNOWN = 0.8
"""How often a known id is taken where there is one; the other requests have ids that nobody knows."""

ACCUSE_DOCUMENTED = ("ST201", "ST202")
"""negative_data_rejection and positive_data_acceptance: they call documented answers failures."""

FAILURE = re.compile(r"^\s*- (?P<code>ST\d{3}) |^\s*\[(?P<status>\d{3})\] ", re.MULTILINE)


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
        api, area = operations[0].api, operations[0].area
        report, config = folder / "junit.xml", folder / "schemathesis.toml"
        config.write_text(configuration(access.headers(api), known_values(area)), encoding="utf-8")
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run"]
        command += [str(self._document(api, operations, folder)), "--url", access.base_url(api), *OPTIONS]
        command += ["--report-junit-path", str(report)]
        for operation in operations:
            command += ["--include-name", f"{operation.method} {operation.path}"]
        environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment)
        if done.returncode not in (0, 1) or not report.exists():
            raise ToolError(f"{self.name}: {last_line(done.stderr or done.stdout)}")
        return frozenset(alarms_of(report.read_text(encoding="utf-8"), operations))

    def _document(self, api: str, operations: list[Operation], folder: Path) -> Path:
        if self.published:
            # Only the control characters are mended, which no parser takes: PROVENANCE.md
            return specs_root() / "published" / f"{api}.yml"
        path = folder / f"{api}.json"
        write_document(operations, path)
        return path


def configuration(headers: Mapping[str, str], values: Values) -> str:
    """The text of schemathesis.toml: credentials in headers, and known ids as dictionaries."""
    # A JSON string is a TOML string.
    lines = ["[headers]", *(f"{name} = {json.dumps(value)}" for name, value in headers.items())]
    bound = []
    for (location, name), value in values.items():
        if isinstance(value, list):
            continue  # its dictionaries take single values only
        place = f'"{location}.{name}"'
        lines += [f"[dictionaries.{place}]", f"values = [{json.dumps(value)}]"]
        bound.append(f"{place} = {{ dictionary = {place}, probability = {KNOWN} }}")
    return "\n".join([*lines, "[parameters]", *bound]) + "\n"


def alarms_of(junit: str, operations: list[Operation]) -> Iterator[Alarm]:
    """The failures in a JUnit report: the code of each with the status of the answer that it is about."""
    ids = {f"{operation.method} {operation.path}": operation.id for operation in operations}
    # written by the tool itself a moment ago
    for case in ElementTree.fromstring(junit).iter("testcase"):
        label = case.get("name", "")
        for failure in (*case.iter("failure"), *case.iter("error")):
            text = "\n".join((failure.get("message", ""), failure.text or ""))
            kinds = list(_kinds(text)) or [(failure.get("type") or failure.tag)]
            yield from (Alarm(ids.get(label, label), kind) for kind in kinds)


def _kinds(text: str) -> Iterator[str]:
    # The codes of an answer stand above its status.
    codes: list[str] = []
    for found in FAILURE.finditer(text):
        if found["code"]:
            codes.append(found["code"])
        else:
            yield from (f"{code} {found['status']}" for code in codes)
            codes = []
    yield from codes
