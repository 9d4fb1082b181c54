"""The server's HTTP protocol, made to send the head and the body of a response in one packet."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class JoiningProtocol(HttpToolsProtocol):
    """uvicorn's protocol, whose two packets for each response cost a simple read a quarter of its rate."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the new connection."""
        super().connection_made(joined(transport, self.loop))


def joined(transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> asyncio.Transport:
    """The transport, made to send together what is written in one round of the event loop."""
    return cast(asyncio.Transport, _Joining(transport, loop))


class _Joining:
    # collects what is written until the event loop comes round again; all else is the transport's

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._pending: list[bytes] = []

    def write(self, data: bytes) -> None:
        if not self._pending:
            self._loop.call_soon(self._flush)
        self._pending.append(data)

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        data = b"".join(self._pending)
        self._pending.clear()
        if data and not self._transport.is_closing():
            self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
