"""The client and the pod that `mock` serves in a process of its own: all they share is the target file."""

from __future__ import annotations

import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from symphony.bdk.core.symphony_bdk import SymphonyBdk

from tests.client.kit import config
from tests.client.pod import CERTIFICATE

pytestmark = pytest.mark.anyio


@contextmanager
def mock(folder: Path) -> Iterator[dict[str, Any]]:
    """The target file of a pod that runs meanwhile."""
    path = folder / "target.toml"
    command = [sys.executable, "-m", "conformance", "mock", "--port", "0", "--target-file", str(path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("ready ")
        yield tomllib.loads(path.read_text())
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)


async def test_every_actor_of_the_target_file_signs_in(tmp_path: Path) -> None:
    with mock(tmp_path) as target:
        base = target["apis"]["pod"]["base_url"]
        (tmp_path / CERTIFICATE).write_text(httpx.get(f"{base}/v1/podcert").json()["certificate"])
        for actor in target["actors"].values():
            async with SymphonyBdk(config(httpx.URL(base).port or 80, actor, tmp_path)) as bdk:
                session = await bdk.sessions().get_session()
                assert (session.id, session.username) == (actor["user_id"], actor["username"])
