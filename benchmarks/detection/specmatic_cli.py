"""Specmatic, from npm, on the normalised copies; it reads OpenAPI 3 only."""

from __future__ import annotations

import json
import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.detection.access import Access
from benchmarks.detection.document import write_document
from benchmarks.detection.known import Values, known_values
from benchmarks.detection.tool import Alarm, ToolError, last_line
from conformance.contract import Operation

SWITCHES = {"SPECMATIC_GENERATIVE_TESTS": "true", "MAX_TEST_REQUEST_COMBINATIONS": "10"}
"""Environment: tests with invalid requests too, and so many combinations of optional things at most."""

JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A process that lives for seconds starts in half the time."""

NAME = re.compile(r"(?P<kind>[+-]ve) +Scenario: (?P<method>[A-Z]+) (?P<path>\S+) -> (?P<status>\w+)")
PARAMETER = re.compile(r"\((\w[\w-]*):\w+\)")
RULE = re.compile(r"\bR\d{4}\b")
OBSERVED = re.compile(r"response contained status (\d{3})")


@dataclass(frozen=True, slots=True)
class Specmatic:
    """`test` on the document of the operations; `jar` is specmatic.jar of the npm package."""

    jar: Path
    name: str = "Specmatic, normalised documents"

    @property
    def settings(self) -> str:
        """The command line with what it takes from the environment, but for the document and the target."""
        switches = " ".join(f"{name}={value}" for name, value in SWITCHES.items())
        return f"{switches} java -jar specmatic.jar test"

    def version(self) -> str:
        """What the jar says."""
        done = subprocess.run(
            ["java", "-jar", str(self.jar), "--version"], capture_output=True, text=True, check=True
        )
        found = re.search(r"v?(\d+\.\d+\.\d+)", done.stdout)
        return found.group(1) if found else "unknown"

    def run(self, access: Access, operations: list[Operation], folder: Path) -> frozenset[Alarm]:
        """One run over the operations."""
        api, area = operations[0].api, operations[0].area
        write_document(operations, folder / "document.json")
        # It takes a dictionary of this name as the document's.
        dictionary = json.dumps(dictionary_of(known_values(area), operations))
        (folder / "document_dictionary.json").write_text(dictionary, encoding="utf-8")
        command = ["java", *JAVA, "-jar", str(self.jar.resolve()), "test", "document.json"]
        command += ["--testBaseURL", access.base_url(api), "--junitReportDir", "junit"]
        done = subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            env={**os.environ, **SWITCHES, **credentials(access, operations)},
        )
        reports = list((folder / "junit").glob("*.xml"))
        if not reports:
            raise ToolError(f"{self.name}: {last_line(done.stderr or done.stdout)}")
        return frozenset(
            alarm for report in reports for alarm in alarms_of(report.read_text(encoding="utf-8"), operations)
        )


def credentials(access: Access, operations: list[Operation]) -> dict[str, str]:
    """A variable of the environment for each security scheme of the operations."""
    (value,) = access.headers(operations[0].api).values()
    token = value.removeprefix("Bearer ")
    return {scheme: token for operation in operations for scheme in operation.security}


def dictionary_of(values: Values, operations: list[Operation]) -> dict[str, dict[str, Any]]:
    """A dictionary with known values: of parameters, and of properties by the name of the body's schema."""
    dictionary: dict[str, dict[str, Any]] = {}
    parameters: dict[str, dict[str, Any]] = {}
    schemas = {
        str(operation.request_body.schema.get("$ref", "")).rpartition("/")[2]
        for operation in operations
        if operation.request_body is not None
    }
    for (location, name), value in values.items():
        if location != "body":
            parameters.setdefault(location.upper(), {})[name] = value
            continue
        for schema in sorted(schemas - {""}):
            dictionary.setdefault(schema, {})[name] = value
    return {**dictionary, "PARAMETERS": parameters}


def alarms_of(junit: str, operations: list[Operation]) -> Iterator[Alarm]:
    """The failures in a JUnit report: what was sent and expected, the broken rules and the wrong status."""
    ids = {(operation.method, operation.path): operation.id for operation in operations}
    # written by the tool itself a moment ago
    for case in ElementTree.fromstring(junit).iter("testcase"):
        if case.find("failure") is None and case.find("error") is None:
            continue
        texts = " ".join(case.itertext())
        named = NAME.search(f"{case.get('name', '')} {texts}")
        if named is None:
            yield Alarm("", f"failed: {case.get('name', '')}")
            continue
        path = PARAMETER.sub(r"{\1}", named["path"])
        operation = ids.get((named["method"], path), f"{named['method']} {path}")
        what = [*sorted(set(RULE.findall(texts))), *sorted(set(OBSERVED.findall(texts)))]
        yield Alarm(operation, f"{named['kind']} {named['status']}: {' '.join(what) or 'failed'}")
