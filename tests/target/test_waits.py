"""Every wait of the suite stands in one module."""

from __future__ import annotations

import ast
from pathlib import Path

import conformance.suite
import conformance.target

ROOTS = [Path(module.__path__[0]) for module in (conformance.suite, conformance.target)]
DECLARED = Path(ROOTS[1] / "waits.py")


def test_nobody_sleeps_for_a_number_of_its_own() -> None:
    own = [
        f"{file.name}:{node.lineno}"
        for root in ROOTS
        for file in root.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in ("sleep", "_sleep")
        and any(isinstance(part, ast.Constant) for argument in node.args for part in ast.walk(argument))
    ]
    assert own == [], f"declare these waits in {DECLARED.name}"


def test_no_module_declares_a_wait_of_its_own() -> None:
    words = ("SLEEP", "PAUSE", "PATIENCE_SECONDS", "POLL", "RETRY")
    own = [
        f"{file.name}:{node.lineno} {target.id}"
        for root in ROOTS
        for file in root.rglob("*.py")
        if file != DECLARED
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and any(word in target.id for word in words)
    ]
    assert own == [], f"declare these waits in {DECLARED.name}"
