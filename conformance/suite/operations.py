"""The operations in the order in which the suite visits them."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.contract import Operation, load_contract


def _ordered() -> dict[str, Operation]:
    """Document order, with the one operation that deletes everything at the end."""
    operations = load_contract().operations
    last = [name for name, operation in operations.items() if {"irreversible", "delete"} <= operation.effects]
    return {name: operations[name] for name in [*(n for n in operations if n not in last), *last]}


OPERATIONS: Mapping[str, Operation] = _ordered()
