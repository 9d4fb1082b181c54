"""Sockets under one deadline: httpcore's time-outs are for each read, and bytes that drip would never end."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from threading import local
from time import monotonic
from typing import Any

import httpcore

_WRITTEN_AT_ONCE = 65536


@dataclass(slots=True)
class Watch:
    """One request on its way: its deadline, and whether it opened a connection and got any byte."""

    until: float
    connected: bool = False
    received: bool = False

    def left(self, timeout: float | None) -> float:
        """The seconds that the next step may take; raises ReadTimeout when there are none."""
        seconds = self.until - monotonic()
        if seconds <= 0:
            raise httpcore.ReadTimeout
        return seconds if timeout is None else min(seconds, timeout)


class DeadlineBackend(httpcore.NetworkBackend):
    """Opens connections whose every step ends at the deadline of the request that this thread sends."""

    def __init__(self) -> None:
        self._own = httpcore.SyncBackend()
        self._threads = local()

    def watch(self, seconds: float) -> Watch:
        """Begin a request of this thread that must have ended within these seconds."""
        watch = self._threads.watch = Watch(monotonic() + seconds)
        return watch

    @property
    def current(self) -> Watch:
        """The request that this thread is at."""
        found: Watch = self._threads.watch
        return found

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the host, within what is left of the deadline."""
        watch = self.current
        watch.connected = True
        opened = self._own.connect_tcp(host, port, watch.left(timeout), local_address, socket_options)
        return _Stream(opened, self)

    def sleep(self, seconds: float) -> None:
        """Not used: nothing is retried below the transport."""
        self._own.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    def __init__(self, own: httpcore.NetworkStream, backend: DeadlineBackend) -> None:
        self._own = own
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        watch = self._backend.current
        data = self._own.read(max_bytes, watch.left(timeout))
        watch.received = watch.received or bool(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _WRITTEN_AT_ONCE):
            self._own.write(buffer[start : start + _WRITTEN_AT_ONCE], self._backend.current.left(timeout))

    def close(self) -> None:
        self._own.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        watch = self._backend.current
        return _Stream(self._own.start_tls(ssl_context, server_hostname, watch.left(timeout)), self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._own.get_extra_info(info)
