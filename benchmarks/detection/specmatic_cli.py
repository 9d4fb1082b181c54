"""Specmatic, from npm, on the normalised copies; it reads OpenAPI 3 only."""

from __future__ import annotations

import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.detection.access import Access
from benchmarks.detection.tool import Alarm, ToolError, last_line
from conformance.contract import Operation
from conformance.contract.load import specs_root

NAME = re.compile(r"Scenario: (?P<method>[A-Z]+) (?P<path>\S+) -> (?P<status>\w+)")
RULE = re.compile(r"\bR\d{4}\b")


@dataclass(frozen=True, slots=True)
class Specmatic:
    """`test` on one document with a filter for the paths; `jar` is specmatic.jar of the npm package."""

    jar: Path
    name: str = "Specmatic, normalised documents"
    settings: str = "java -jar specmatic.jar test"

    def version(self) -> str:
        """What the jar says."""
        done = subprocess.run(
            ["java", "-jar", str(self.jar), "--version"], capture_output=True, text=True, check=True
        )
        found = re.search(r"v?(\d+\.\d+\.\d+)", done.stdout)
        return found.group(1) if found else "unknown"

    def run(self, access: Access, operations: list[Operation], folder: Path) -> frozenset[Alarm]:
        """One run over the paths of the operations."""
        api = operations[0].api
        paths = ",".join(sorted({operation.path for operation in operations}))
        command = ["java", "-jar", str(self.jar), "test", str(specs_root() / f"{api}.yaml")]
        command += ["--testBaseURL", access.base_url(api), "--junitReportDir", str(folder / "junit")]
        command += ["--filter", f"PATH='{paths}'"]
        tokens = {name: value.removeprefix("Bearer ") for name, value in access.headers(api).items()}
        schemes = {scheme for operation in operations for scheme in operation.security}
        environment = {**os.environ, **dict.fromkeys(schemes, next(iter(tokens.values())))}
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment)
        reports = list((folder / "junit").glob("*.xml"))
        if not reports:
            raise ToolError(f"{self.name}: {last_line(done.stderr or done.stdout)}")
        ids = {(operation.method, operation.path): operation.id for operation in operations}
        return frozenset(alarm for report in reports for alarm in _alarms(report, ids))


def _alarms(report: Path, ids: dict[tuple[str, str], str]) -> Iterator[Alarm]:
    # written by the tool itself a moment ago
    for case in ElementTree.parse(report).iter("testcase"):
        failure = case.find("failure")
        failure = case.find("error") if failure is None else failure
        texts = " ".join(case.itertext())
        named = NAME.search(f"{case.get('name', '')} {texts}")
        if failure is None or named is None:
            continue
        rules = ",".join(sorted(set(RULE.findall(texts)))) or "failed"
        operation = ids.get((named["method"], named["path"]), f"{named['method']} {named['path']}")
        yield Alarm(operation, f"{named['status']} {rules}")
