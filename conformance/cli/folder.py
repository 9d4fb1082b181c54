"""The run folder: making it, and filling it when the tests are over."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from conformance.cli.children import last_line
from conformance.cli.exit_codes import CommandError, ExitCode
from conformance.contract import load_contract
from conformance.evidence.junit import junit
from conformance.evidence.matrix import matrix, matrix_page
from conformance.evidence.merge import merge
from conformance.evidence.records import End, RecordError
from conformance.evidence.runlog import RunLog, read_run
from conformance.evidence.verdict import verdict
from conformance.plain_text import printable_json
from conformance.target.curl import curl_line


def run_id(now: datetime, seed: int) -> str:
    """The id of a run that starts now: UTC time and seed, 20261122T101500Z-s1."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-s{seed}"


def check_output(output: Path) -> None:
    """Raise CommandError when a run folder of this name would mix with something else."""
    if output.exists() and not (output.is_dir() and not any(output.iterdir())):
        raise CommandError(f"--output {output}: exists and is not an empty folder; name a new one")


def make_folder(output: Path | None, name: str) -> Path:
    """Make the run folder, `output` or a new reports/`name`; raises CommandError when it cannot be made."""
    folder = output if output is not None else _unused(Path("reports") / name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"--output {folder}: cannot be made ({error.strerror})") from None
    return folder


def _unused(folder: Path) -> Path:
    """The folder, or the first of folder-2, folder-3, ... that is free: two runs may start in one second."""
    candidate, number = folder, 1
    while candidate.exists():
        number += 1
        candidate = folder.with_name(f"{folder.name}-{number}")
    return candidate


def finalise(folder: Path, end: End) -> dict[str, Any]:
    """Write run.jsonl, verdict.json, the matrix and junit.xml out of the records; the verdict document.

    Raises CommandError when the records cannot be read or tell of no run.
    """
    try:
        log = read_run(merge(folder, asdict(end)))
    except RecordError as error:
        if end.interrupted:
            message = f"interrupted before the first record; what there is lies in {folder}"
            raise CommandError(message, ExitCode.INCOMPLETE) from None
        output = folder / "pytest.log"
        message = f"no verdict: {error}; the end of {output}: {last_line(output)}"
        raise CommandError(message, ExitCode.SUITE_TROUBLE) from None
    document = verdict(log, curl_of)
    _write(folder / "junit.xml", junit_of(log))
    rows = matrix(log)
    _write(folder / "matrix.json", _json(rows))
    _write(folder / "matrix.html", matrix_page(rows))
    _write(folder / "verdict.json", _json(document))
    # run.jsonl holds all of it now.
    shutil.rmtree(folder / "records", ignore_errors=True)
    return document


def junit_of(log: RunLog) -> str:
    """The JUnit file of a run, with the areas of the contract as class names."""
    operations = load_contract().operations.values()
    return junit(
        log, {operation.id: f"{operation.api}.{operation.area}" for operation in operations}, curl_of
    )


def curl_of(request: Mapping[str, Any]) -> str:
    """The curl command of a recorded request; shell variables stand for its secrets."""
    body = request["body"]
    data: bytes | None
    if isinstance(body, Mapping):
        data = base64.b64decode(body["base64"])
    else:
        data = None if body is None else str(body).encode("utf-8", "surrogatepass")
    return curl_line(request["method"], request["url"], request["headers"].items(), data)


def _json(document: Mapping[str, Any]) -> str:
    return printable_json(json.dumps(document, indent=2, ensure_ascii=False)) + "\n"


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    scratch = path.with_name(f"{path.name}.part")
    scratch.write_bytes(text.encode("utf-8", "backslashreplace"))
    scratch.replace(path)
