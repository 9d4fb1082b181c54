"""One HTTP/1.1 request and its answer, over kept-alive connections."""

from __future__ import annotations

import re
import socket
import ssl
import zlib
from time import perf_counter
from urllib.parse import urlsplit

import certifi
import httpcore

from conformance.target.errors import Unsendable
from conformance.target.exchange import Pairs, Response
from conformance.target.target import Access, Target

_METHOD = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_HEADER_NAME = _METHOD
_BAD_IN_HEADER = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]|^[ \t]|[ \t]$")
# Shorter than the keep-alive time of any common server, so that no request meets a connection
# that is just being closed.
_KEEP_ALIVE_SECONDS = 4.0


class NetworkError(Exception):
    """No complete answer came; `kind` is dns, refused, tls, timeout or broken."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Connection:
    """A pool of connections to the origins of one target; thread-safe.

    It sends exactly what it is given: no redirect is followed, no cookie kept, no proxy looked up but taken
    from the target.
    """

    def __init__(self, target: Target) -> None:
        self._timeout = target.timeout_seconds
        self._max_body = target.max_body_bytes
        self._target = target
        accesses = dict.fromkeys([target.access, *map(target.access_to, target.base_urls)])
        secure = any(url.startswith("https:") for url in target.base_urls)
        self._pools = {access: _pool(access, secure) for access in accesses}

    def send(self, method: str, url: str, headers: Pairs, body: bytes | None) -> Response:
        """The answer; raises NetworkError when none came whole, Unsendable when HTTP cannot carry it."""
        if not _METHOD.fullmatch(method):
            raise Unsendable(f"'{method}' is not an HTTP method")
        request = httpcore.Request(
            method.encode("ascii"),
            _url(url),
            headers=[_header(name, value) for name, value in headers],
            content=body,
            extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self._timeout)},
        )
        started = perf_counter()
        try:
            answer = self._pools[self._target.access_to(url)].handle_request(request)
            try:
                data, truncated = self._read(answer, started)
            finally:
                answer.close()
        except httpcore.TimeoutException:
            raise NetworkError("timeout", f"no complete answer within {self._timeout:g} s") from None
        except httpcore.ProxyError as error:
            raise NetworkError("proxy", f"the proxy refuses: {error}") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            raise _network_error(error) from None
        elapsed = round((perf_counter() - started) * 1000, 3)
        pairs = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers)
        response = Response(answer.status, pairs, data, elapsed, truncated)
        return _decoded(response, self._max_body)

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.close()

    def _read(self, answer: httpcore.Response, started: float) -> tuple[bytes, bool]:
        data = bytearray()
        for chunk in answer.iter_stream():
            data += chunk
            if len(data) > self._max_body:
                return bytes(data[: self._max_body]), True
            # The time-out of the pool is for each read; a body that drips must end as well.
            if perf_counter() - started > self._timeout:
                raise httpcore.ReadTimeout
        return bytes(data), False


def _url(url: str) -> httpcore.URL:
    parts = urlsplit(url)
    host = parts.hostname or ""
    target = url[url.index("/", len(parts.scheme) + 3) :]
    return httpcore.URL(
        scheme=parts.scheme.encode("ascii"),
        host=host.encode("ascii"),
        port=parts.port,
        target=target.encode("ascii"),
    )


def _header(name: str, value: str) -> tuple[bytes, bytes]:
    if not _HEADER_NAME.fullmatch(name):
        raise Unsendable(f"'{name}' is not the name of an HTTP header")
    if _BAD_IN_HEADER.search(value):
        raise Unsendable(f"header {name}: control characters and outer spaces cannot be sent")
    try:
        return name.encode("ascii"), value.encode("utf-8")
    except UnicodeEncodeError:
        raise Unsendable(f"header {name}: lone surrogates cannot be sent") from None


def _pool(access: Access, secure: bool) -> httpcore.ConnectionPool:
    context = _ssl_context(access) if secure else None
    proxy = access.proxy
    if proxy is None:
        return httpcore.ConnectionPool(context, max_connections=64, keepalive_expiry=_KEEP_ALIVE_SECONDS)
    return httpcore.HTTPProxy(
        proxy.url,
        (proxy.username.encode(), (proxy.password or "").encode()) if proxy.username else None,
        ssl_context=context,
        max_connections=64,
        keepalive_expiry=_KEEP_ALIVE_SECONDS,
    )


def _ssl_context(access: Access) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    if access.ca_file:
        context.load_verify_locations(access.ca_file)
    if access.certificate:
        own = access.certificate
        context.load_cert_chain(own.certificate_file, own.key_file, own.password or "")
    if not access.verify_tls:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _network_error(error: Exception) -> NetworkError:
    cause: BaseException | None = error
    while cause is not None:
        match cause:
            case ssl.SSLCertVerificationError():
                return NetworkError("tls", f"TLS: certificate not accepted: {cause.verify_message}")
            case ssl.SSLError():
                return NetworkError("tls", f"TLS: {cause.reason or cause}")
            case socket.gaierror():
                return NetworkError("dns", "the host name does not resolve")
            case ConnectionRefusedError():
                return NetworkError("refused", "connection refused: nothing listens there")
            case ConnectionResetError() | BrokenPipeError():
                return NetworkError("broken", "the connection was closed before the answer was complete")
        cause = cause.__cause__ or cause.__context__
    return NetworkError("broken", str(error).rstrip(".") or type(error).__name__)


def _decoded(response: Response, maximum: int) -> Response:
    """The response with a compressed body unpacked, which some proxies send unasked."""
    coding = (response.header("content-encoding") or "").strip().lower()
    if coding not in ("gzip", "x-gzip", "deflate"):
        return response
    unpack = zlib.decompressobj(wbits=47)
    try:
        body = unpack.decompress(response.body, maximum)
    except zlib.error:
        return response
    longer = response.truncated or bool(unpack.unconsumed_tail)
    return Response(response.status, response.headers, body, response.elapsed_ms, longer)
