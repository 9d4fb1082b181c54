"""Fixtures for the tests with the vendor's Python client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.client.calls import CALLS
from tests.client.kit import Bots
from tests.client.pod import Server, running_server, served_pod


@pytest.fixture
def anyio_backend() -> str:
    """The client needs asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One socket for all tests; what it serves is new in each of them."""
    with running_server() as server:
        yield server


@pytest.fixture
async def bots(anyio_backend: str, server: Server, tmp_path: Path) -> AsyncIterator[Bots]:
    """The actors of a fresh pod, each behind a client of its own; their calls must reach what CALLS says."""
    with served_pod(server, tmp_path) as served:
        bots = Bots(served)
        yield bots
        await bots.close()
    assert bots.calls == {call: {CALLS.get(call)} for call in bots.calls}
