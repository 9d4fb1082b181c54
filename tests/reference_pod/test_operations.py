"""Every operation of the contract has exactly one handler, and every handler an operation."""

from __future__ import annotations

from conformance.contract import load_contract
from conformance.reference_pod.registry import handler_name, handlers
from conformance.reference_pod.rights import REQUIRED


def test_every_operation_has_a_handler() -> None:
    missing = [o for o in load_contract().operations if handler_name(o) not in handlers()]
    assert missing == [], "operations without a handler"


def test_every_handler_has_an_operation() -> None:
    names = {handler_name(o) for o in load_contract().operations}
    assert sorted(set(handlers()) - names) == [], "handlers without an operation"


def test_handler_names_are_the_operation_ids_in_snake_case() -> None:
    ids = ("createIM", "createIMForUsers", "listConnections", "getIM")
    assert [handler_name(i) for i in ids] == [
        "create_im",
        "create_im_for_users",
        "list_connections",
        "get_im",
    ]


def test_privileges_are_asked_for_only_where_a_403_is_documented() -> None:
    operations = load_contract().operations
    wrong = [o for o in REQUIRED if "403" not in operations[o].responses]
    assert wrong == [], "operations that cannot answer 403"
