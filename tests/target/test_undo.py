"""The tables of what can be undone: complete, and right about where ids stand in requests and answers."""

from __future__ import annotations

import pytest

from conformance.contract import load_contract
from conformance.target.exchange import Request
from conformance.target.undo import CHANGES, LASTING, MAKES, OWN, names_nothing, value_in, values_at

OPERATIONS = load_contract().operations
TABLES = {"makes": set(MAKES), "changes": set(CHANGES), "own": set(OWN), "lasting": set(LASTING)}


def test_every_operation_that_does_something_stands_in_one_table() -> None:
    wanted = {name for name, operation in OPERATIONS.items() if operation.effects != {"read"}}
    listed = sorted(name for table in TABLES.values() for name in table)
    assert listed == sorted(wanted)


def test_what_creates_stands_in_the_table_of_what_is_made_or_is_a_connection() -> None:
    creating = {name for name, operation in OPERATIONS.items() if "create" in operation.effects}
    assert creating - {"createConnection"} == set(MAKES)


@pytest.mark.parametrize(
    ("operation", "place"),
    [(n, c.subject) for n, c in CHANGES.items() if c.subject] + [(n, p) for n, p in OWN.items()],
)
def test_places_in_paths_are_parameters_of_the_operation(operation: str, place: str) -> None:
    assert place.startswith("/") or f"{{{place}}}" in OPERATIONS[operation].path


def test_a_path_parameter_is_read_as_a_server_reads_it() -> None:
    request = Request("deleteProtocol", "DELETE", "/v1/admin/system/protocols/a%2Eb")
    assert value_in(request, OPERATIONS["deleteProtocol"], "scheme") == "a.b"


def test_of_a_list_in_an_answer_every_item_counts() -> None:
    answer = {"success": [{"userId": 1}, {"userId": 2}, {}]}
    assert values_at(answer, "/success/*/userId") == [1, 2]
    assert values_at({"success": None}, "/success/*/userId") == []


@pytest.mark.parametrize("identifier", ["abc", "12987981103106", "W1tTRExdXQ", None])
def test_what_may_be_an_id_of_somebody_else_names_something(identifier: str | None) -> None:
    assert not names_nothing(identifier)


@pytest.mark.parametrize("identifier", ["1", "-5", str(2**63), "conformance-no-such-thing"])
def test_what_cannot_be_an_id_names_nothing(identifier: str) -> None:
    assert names_nothing(identifier)
