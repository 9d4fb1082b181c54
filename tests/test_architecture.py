"""The directions between the parts, as pyproject.toml states them, and the size of modules."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = 400
LAYERS = "Each part knows only the parts below it"

FORBIDDEN = {
    "contract imports target": ("contract", "conformance.target", LAYERS),
    "contract imports an HTTP client": ("contract", "httpcore", "The contract knows nothing of HTTP"),
    "target imports checks": ("target", "conformance.checks", LAYERS),
    "a check imports the transport": (
        "checks",
        "conformance.target.transport",
        "Checks are pure: they send nothing",
    ),
    "evidence imports target": ("evidence", "conformance.target", "Evidence reads records only"),
    "evidence imports suite": ("evidence", "conformance.suite", "Evidence reads records only"),
    "evidence imports reference_pod": (
        "evidence",
        "conformance.reference_pod",
        "Evidence reads records only",
    ),
    "reference_pod imports target": (
        "reference_pod",
        "conformance.target",
        "The reference pod may use the contract and nothing else",
    ),
    "suite imports reference_pod": (
        "suite",
        "conformance.reference_pod",
        "The suite meets the reference pod over HTTP only",
    ),
    "suite imports cli": ("suite", "conformance.cli", LAYERS),
    "suite imports proof": ("suite", "conformance.proof", LAYERS),
    "proof imports cli": ("proof", "conformance.cli", LAYERS),
}
"""Each case: the part that is at fault, what it imports, the contract that must break."""


def _lint_imports(directory: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
        ],
        cwd=directory,
        env={**os.environ, "PYTHONPATH": str(directory), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """An empty package with the project's parts and the project's import contracts."""
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    parts = [path.name for path in (ROOT / "conformance").iterdir() if (path / "__init__.py").is_file()]
    for part in ["", *parts]:
        (tmp_path / "conformance" / part).mkdir(exist_ok=True)
        (tmp_path / "conformance" / part / "__init__.py").touch()
    for module in [
        "__main__.py",
        "cli_specs.py",
        "version.py",
        "plain_text.py",
        "target/connection.py",
        "target/transport.py",
    ]:
        (tmp_path / "conformance" / module).touch()
    return tmp_path


def test_the_package_keeps_every_import_contract() -> None:
    linted = _lint_imports(ROOT)
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_an_empty_package_keeps_every_import_contract(skeleton: Path) -> None:
    linted = _lint_imports(skeleton)
    assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.mark.parametrize(("part", "imported", "contract"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_forbidden_import_breaks_its_contract(
    skeleton: Path, part: str, imported: str, contract: str
) -> None:
    (skeleton / "conformance" / part / "__init__.py").write_text(f"import {imported}\n")
    linted = _lint_imports(skeleton)
    assert linted.returncode == 1, linted.stdout + linted.stderr
    assert f"{contract} BROKEN" in linted.stdout, linted.stdout


def test_no_module_is_longer_than_400_lines() -> None:
    modules = [path for part in ("conformance", "tests") for path in (ROOT / part).rglob("*.py")]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}
