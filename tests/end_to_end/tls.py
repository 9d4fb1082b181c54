"""What stands between the suite and a pod: TLS fronts that ask for client certificates, and a proxy."""

from __future__ import annotations

import asyncio
import base64
import ssl
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

LOOPBACK = "127.0.0.1"
_Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Front:
    """Passes the requests below some paths on to a pod, and says whose certificate the client has shown."""

    pod_port: int
    paths: tuple[str, ...]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a client."""
        subject = writer.get_extra_info("peercert")["subject"]
        name = next((value for part in subject for key, value in part if key == "commonName"), "")
        from_pod, to_pod = await asyncio.open_connection(LOOPBACK, self.pod_port)
        answers = asyncio.create_task(_copy(from_pod, writer))
        try:
            while head := await _head(reader):
                lines = [
                    line for line in head[:-4].split(b"\r\n") if not line.lower().startswith(b"x-client-")
                ]
                if not lines[0].split(b" ")[1].decode().startswith(self.paths):
                    break
                to_pod.write(b"\r\n".join([*lines, b"X-Client-Common-Name: " + name.encode(), b"", b""]))
                to_pod.write(await reader.readexactly(_length(lines)))
                await to_pod.drain()
        finally:
            to_pod.close()
            await answers


@dataclass
class Proxy:
    """Opens tunnels for whoever knows the password, to the ports that it knows for names."""

    ports: Mapping[str, int]
    credentials: str
    tunnels: Counter[str] = field(default_factory=Counter)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a client."""
        head = (await _head(reader)).decode("latin-1")
        method, place = head.split(" ")[:2]
        expected = f"basic {base64.b64encode(self.credentials.encode()).decode()}"
        if f"\r\nproxy-authorization: {expected}\r\n".lower() not in head.lower():
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            return
        name = place.partition(":")[0]
        if method != "CONNECT" or name not in self.ports:
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            return
        self.tunnels[name] += 1
        from_server, to_server = await asyncio.open_connection(LOOPBACK, self.ports[name])
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(_copy(reader, to_server), _copy(from_server, writer))


@contextmanager
def serving(*servers: tuple[Front | Proxy, ssl.SSLContext | None]) -> Iterator[list[int]]:
    """Serve them in a thread, on free ports of the loopback interface, until the block ends."""
    loop, ports, ready = asyncio.new_event_loop(), list[int](), threading.Event()

    async def run() -> None:
        listening = [
            await asyncio.start_server(_closing(server.serve), LOOPBACK, 0, ssl=context)
            for server, context in servers
        ]
        ports.extend(each.sockets[0].getsockname()[1] for each in listening)
        ready.set()
        await stopped.wait()
        for each in listening:
            each.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        # The transports of closed connections need a turn of the loop to let go of their sockets.
        await asyncio.sleep(0)

    stopped = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    try:
        assert ready.wait(10), "the servers did not start"
        yield ports
    finally:
        loop.call_soon_threadsafe(stopped.set)
        thread.join()
        loop.close()


def _closing(serve: _Handler) -> _Handler:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await serve(reader, writer)
        writer.close()

    return handle


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, OSError):
        return b""


def _length(lines: list[bytes]) -> int:
    given = [line for line in lines if line.lower().startswith(b"content-length:")]
    return int(given[0].partition(b":")[2]) if given else 0


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
