"""The commands `specs build`, `specs check` and `specs diff`."""

from __future__ import annotations

import json
from pathlib import Path

from conformance.contract.build import outputs, problems_of
from conformance.contract.diff import diff_documents
from conformance.contract.errors import SpecError

OK, DIFFERENT, USAGE = 0, 1, 5


def build(root: Path) -> int:
    """Write the normalised copies, their parsed form and the list of defects into `root`; 0 or 5."""
    try:
        files = outputs(root)
    except SpecError as error:
        print(error)
        return USAGE
    for path, text in files.items():
        path.parent.mkdir(exist_ok=True)
        changed = _text_of(path) != text
        if changed:
            path.write_text(text, encoding="utf-8")
        print(f"{'written  ' if changed else 'unchanged'} {path}")
    return OK


def check(root: Path) -> int:
    """Prove that what `build` writes is there and valid: 0, 1 when a file differs or is invalid, 5."""
    try:
        files = outputs(root)
    except SpecError as error:
        print(error)
        return USAGE
    problems = [
        f"{path}: {'missing' if found is None else 'outdated'}; run `symphony-conformance specs build`"
        for path, text in files.items()
        if (found := _text_of(path)) != text
    ]
    problems += problems_of(files)
    for problem in problems:
        print(problem)
    if problems:
        return DIFFERENT
    print(f"{len(files)} files are current and valid")
    return OK


def diff(old: Path, new: Path, as_json: bool) -> int:
    """Print what changed from one document to another: 1 when something breaks clients, otherwise 0, or 5."""
    try:
        changes = diff_documents(old, new)
    except SpecError as error:
        print(error)
        return USAGE
    breaking = sum(change.breaking for change in changes)
    if as_json:
        print(
            json.dumps({"breaking": breaking, "changes": [change.as_dict() for change in changes]}, indent=2)
        )
    else:
        for change in changes:
            print(change)
        print(f"{len(changes)} changes, {breaking} of them break clients" if changes else "no changes")
    return DIFFERENT if breaking else OK


def _text_of(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return None
