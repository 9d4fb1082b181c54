"""What the server writes in one go leaves in one packet."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from conformance.reference_pod.joining import joined


class Wire:
    """A transport that remembers what was done to it."""

    def __init__(self) -> None:
        self.done: list[Any] = []
        self.name = "wire"

    def write(self, data: bytes) -> None:
        self.done.append(data)

    def is_closing(self) -> bool:
        return "closed" in self.done

    def close(self) -> None:
        self.done.append("closed")


def written(*parts: bytes | None) -> list[Any]:
    """What reaches the wire of parts that are written one after the other; None lets the loop come round."""

    async def write() -> list[Any]:
        wire = Wire()
        transport = joined(cast(asyncio.Transport, wire), asyncio.get_running_loop())
        for part in parts:
            if part is None:
                await asyncio.sleep(0)
            elif part == b"close":
                transport.close()
            else:
                transport.write(part)
        await asyncio.sleep(0)
        return wire.done

    return asyncio.run(write())


def test_head_and_body_leave_together() -> None:
    assert written(b"head", b"body") == [b"headbody"]


def test_what_is_written_later_leaves_later() -> None:
    assert written(b"one", None, b"two") == [b"one", b"two"]


def test_an_empty_body_sends_nothing_of_its_own() -> None:
    assert written(b"head", b"", None, b"") == [b"head"]


def test_what_was_written_before_the_end_still_leaves() -> None:
    assert written(b"head", b"body", b"close") == [b"headbody", "closed"]


def test_nothing_leaves_after_the_end() -> None:
    assert written(b"close", b"late") == ["closed"]


def test_everything_else_is_the_transport_s() -> None:
    async def name() -> Any:
        transport = joined(cast(asyncio.Transport, Wire()), asyncio.get_running_loop())
        return cast(Any, transport).name

    assert asyncio.run(name()) == "wire"
