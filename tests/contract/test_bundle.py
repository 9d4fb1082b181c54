"""The second file of a document is merged in, whole and without guessing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.contract import SpecError
from conformance.contract.bundle import bundle

_REFERENCE = {"$ref": "./other.yaml#/components/schemas/A"}


def _other(folder: Path, **schemas: Any) -> Path:
    (folder / "other.yaml").write_text(yaml.safe_dump({"components": {"schemas": schemas, "parameters": {}}}))
    return folder


def test_references_become_local_and_their_targets_come_along(tmp_path: Path) -> None:
    folder = _other(
        tmp_path, A={"properties": {"b": {"$ref": "#/components/schemas/B"}}}, B={"type": "string"}
    )
    document = bundle({"paths": {"/x": _REFERENCE}}, folder)
    assert document == {
        "paths": {"/x": {"$ref": "#/components/schemas/A"}},
        "components": {
            "schemas": {
                "A": {"properties": {"b": {"$ref": "#/components/schemas/B"}}},
                "B": {"type": "string"},
            }
        },
    }


def test_a_file_that_refers_to_a_third_one_brings_it_along(tmp_path: Path) -> None:
    folder = _other(tmp_path, A={"$ref": "third.yaml#/components/schemas/C"})
    (folder / "third.yaml").write_text(yaml.safe_dump({"components": {"schemas": {"C": {"type": "string"}}}}))
    assert bundle({"a": _REFERENCE}, folder)["components"]["schemas"]["C"] == {"type": "string"}


def test_two_definitions_of_one_name_are_refused(tmp_path: Path) -> None:
    document = {"a": _REFERENCE, "components": {"schemas": {"A": {}}}}
    with pytest.raises(SpecError, match=r"components\.schemas\.A: the document has a component of that name"):
        bundle(document, _other(tmp_path, A={}))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"other\.yaml: cannot be read"):
        bundle({"a": _REFERENCE}, tmp_path)
