"""What operations do to a target: reviewed row by row, told on a page, switched in the target file."""

from __future__ import annotations

import json
from importlib.resources import files

from conformance.contract import load_contract
from conformance.contract.effects import STRENGTH, SWITCHES, effects_page, gravest
from conformance.contract.load import specs_root
from conformance.contract.yamlio import read_document

OPERATIONS = load_contract().operations.values()


def test_every_effect_is_one_of_the_words() -> None:
    assert {effect for operation in OPERATIONS for effect in operation.effects} <= set(STRENGTH)


def test_an_operation_reads_or_does_something_and_never_both() -> None:
    assert [o.id for o in OPERATIONS if "read" in o.effects and len(o.effects) > 1] == []


def test_what_is_irreversible_needs_a_switch() -> None:
    assert [o.id for o in OPERATIONS if "irreversible" in o.effects and o.needs is None] == []


def test_the_target_file_knows_the_switches_that_operations_need() -> None:
    schema = json.loads((files("conformance.target") / "target.schema.json").read_bytes())
    assert set(schema["properties"]["allow"]["properties"]) == set(SWITCHES)
    assert {o.needs for o in OPERATIONS if o.needs} == set(SWITCHES)


def test_the_page_has_a_line_for_each_operation() -> None:
    page = effects_page(read_document(specs_root() / "operations.yaml"))
    assert [o.id for o in OPERATIONS if page.count(f"| `{o.id}` |") != 1] == []


def test_a_request_counts_by_its_gravest_effect() -> None:
    assert gravest({"create", "notifies-people"}) == "create"
    assert gravest({"irreversible", "delete"}) == "irreversible"
