"""What the other tests prove: how many of the client's calls work, and that none is left out unseen."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from conformance.contract import load_contract
from tests.client.calls import CALLS, ELSEWHERE
from tests.client.kit import Bots, Recorded

LEAST = 60


def test_at_least_sixty_operations_are_reached_each_by_a_call_of_its_own() -> None:
    operations = set(CALLS.values())
    assert len(CALLS) >= LEAST
    assert len(operations) >= LEAST
    assert operations <= set(load_contract().operations)


def test_every_call_is_made_by_a_test() -> None:
    sources = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    assert [call for call in CALLS if not re.search(rf"\.{re.escape(call)}\(", sources)] == []


@pytest.mark.anyio
async def test_no_call_of_the_client_is_left_out_unseen(bots: Bots) -> None:
    parts = [part for part in vars(bots.admin).values() if isinstance(part, Recorded)]
    existing = {
        f"{part.name}.{name}"
        for part in parts
        for name, _ in inspect.getmembers(part.service, inspect.ismethod)
        # generated code has each call in three forms, of which only the first is parsed
        if not name.startswith("_") and not name.endswith(("_with_http_info", "_without_preload_content"))
    }
    assert existing == set(CALLS) | ELSEWHERE
