from __future__ import annotations

import socket
import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from conformance.target import Response, Unsendable
from conformance.target.connection import Connection, NetworkError
from conformance.target.target import Access
from tests.target.kit import Answer, Server, target_of

HOST = ("Host", "127.0.0.1")


def got(url: str, **changes: object) -> Response:
    connection = Connection(target_of(url, **changes))
    try:
        return connection.send("GET", f"{url}/x", (HOST,), None)
    finally:
        connection.close()


def trouble(url: str, **changes: object) -> tuple[str, str]:
    with pytest.raises(NetworkError) as caught:
        got(url, **changes)
    return caught.value.kind, str(caught.value)


@contextmanager
def raw_server(
    answer: bytes, *, hang: bool = False, repeated: bytes = b"", context: ssl.SSLContext | None = None
) -> Iterator[str]:
    """Sends these bytes to the first client and hangs up, keeps the connection open, or never ends."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            client, _ = listener.accept()
            with context.wrap_socket(client, server_side=True) if context else client as stream:
                stream.recv(65536)
                stream.sendall(answer)
                while repeated:
                    stream.sendall(repeated)
                if hang:
                    stream.recv(1)
        except OSError:
            pass

    thread = Thread(target=serve)
    thread.start()
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        thread.join()
        listener.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_an_answer_comes_as_it_is() -> None:
    with Server(
        lambda _: Answer(418, b"tea", {"Content-Type": "Text/Plain; charset=x", "X-A": "b"})
    ) as server:
        response = got(server.url)
    assert (response.status, response.body, response.truncated) == (418, b"tea", False)
    assert (response.media_type, response.header("x-a"), response.header("x-b")) == ("text/plain", "b", None)


def test_a_redirect_is_not_followed() -> None:
    with Server(lambda _: Answer(302, b"", {"Location": "/elsewhere"})) as server:
        assert got(server.url).header("location") == "/elsewhere"
        assert server.paths() == ["/x"]


def test_a_connection_is_kept_for_the_next_request() -> None:
    with Server(lambda _: Answer()) as server:
        connection = Connection(target_of(server.url))
        for _ in range(3):
            connection.send("GET", f"{server.url}/x", (HOST,), None)
        connection.close()
        assert [request.client for request in server.seen] == [server.seen[0].client] * 3


def test_a_long_body_is_cut_off() -> None:
    with Server(lambda _: Answer(200, b"x" * 100_000)) as server:
        response = got(server.url, max_body_bytes=5000)
    assert (len(response.body), response.truncated) == (5000, True)


def test_a_body_of_exactly_the_maximum_is_whole() -> None:
    with Server(lambda _: Answer(200, b"x" * 5000)) as server:
        response = got(server.url, max_body_bytes=5000)
    assert (len(response.body), response.truncated) == (5000, False)


def test_a_compressed_body_is_unpacked() -> None:
    packed = zlib.compress(b"hello " * 100)
    with Server(lambda _: Answer(200, packed, {"Content-Encoding": "deflate"})) as server:
        assert got(server.url).body == b"hello " * 100


def test_a_compressed_body_cannot_grow_beyond_the_maximum() -> None:
    packed = zlib.compress(b"x" * 1_000_000)
    with Server(lambda _: Answer(200, packed, {"Content-Encoding": "gzip"})) as server:
        response = got(server.url, max_body_bytes=5000)
    assert (len(response.body), response.truncated) == (5000, True)


def test_a_body_that_is_not_compressed_as_it_says_comes_as_it_is() -> None:
    with Server(lambda _: Answer(200, b"plain", {"Content-Encoding": "gzip"})) as server:
        assert got(server.url).body == b"plain"


def test_nothing_listens() -> None:
    assert trouble(f"http://127.0.0.1:{free_port()}") == (
        "refused",
        "connection refused: nothing listens there",
    )


def test_a_name_that_does_not_resolve() -> None:
    assert trouble("http://does-not-exist.invalid") == ("dns", "the host name does not resolve")


def test_no_answer_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        assert trouble(url, timeout_seconds=0.05) == ("timeout", "no complete answer within 0.05 s")


def test_a_body_that_stops_in_the_middle_ends_in_time() -> None:
    with raw_server(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", hang=True) as url:
        assert trouble(url, timeout_seconds=0.05)[0] == "timeout"


def test_a_body_that_never_ends_ends_in_time() -> None:
    with raw_server(b"HTTP/1.1 200 OK\r\n\r\n", repeated=b"x") as url:
        kind, _ = trouble(url, timeout_seconds=0.1, max_body_bytes=10**9)
    assert kind == "timeout"


@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", b"SSH-2.0-OpenSSH_9\r\n\r\n"],
    ids=["nothing", "half a body", "another protocol"],
)
def test_an_answer_that_is_no_whole_http_answer(answer: bytes) -> None:
    with raw_server(answer) as url:
        kind, message = trouble(url)
    assert kind == "broken"
    assert message


def test_tls_to_a_port_that_speaks_http() -> None:
    with Server(lambda _: Answer()) as server:
        kind, message = trouble(server.url.replace("http:", "https:"))
    assert kind == "tls"
    assert message.startswith("TLS: ")


@pytest.fixture
def certificate(tmp_path: Path, private_key: str) -> Path:
    """A certificate for 127.0.0.1 that nobody but itself vouches for, with its key."""
    key = load_pem_private_key(private_key.encode(), None)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.IPAddress(ip_address("127.0.0.1"))
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())  # type: ignore[arg-type]
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())  # type: ignore[arg-type]
    )
    file = tmp_path / "certificate.pem"
    file.write_bytes(built.public_bytes(Encoding.PEM) + private_key.encode())
    return file


def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def test_a_certificate_that_nobody_vouches_for(certificate: Path) -> None:
    with raw_server(OK, context=tls(certificate)) as url:
        kind, message = trouble(url)
    assert kind == "tls"
    assert message.startswith("TLS: certificate not accepted: self")


def test_a_certificate_of_the_named_authority(certificate: Path) -> None:
    with raw_server(OK, context=tls(certificate)) as url:
        assert got(url, access=Access(ca_file=certificate)).status == 200


def test_any_certificate_when_verification_is_off(certificate: Path) -> None:
    with raw_server(OK, context=tls(certificate)) as url:
        assert got(url, access=Access(verify_tls=False)).status == 200


@pytest.mark.parametrize(
    ("method", "header"),
    [
        ("GE T", HOST),
        ("", HOST),
        ("GET", ("X-A", "a\r\nX-B: b")),
        ("GET", ("X-A", "a\0")),
        ("GET", ("X-A", " a")),
        ("GET", ("X A", "a")),
        ("GET", ("", "a")),
        ("GET", ("X-A", "\ud800")),
    ],
)
def test_what_http_cannot_carry_is_not_sent(method: str, header: tuple[str, str]) -> None:
    with Server(lambda _: Answer()) as server:
        connection = Connection(target_of(server.url))
        with pytest.raises(Unsendable):
            connection.send(method, f"{server.url}/x", (HOST, header), None)
        connection.close()
        assert server.paths() == []


def test_text_beyond_latin_is_sent_as_utf_8() -> None:
    with Server(lambda _: Answer()) as server:
        connection = Connection(target_of(server.url))
        connection.send("GET", f"{server.url}/x", (HOST, ("X-Name", "Zoë ☃")), None)
        connection.close()
        assert server.seen[0].headers["x-name"].encode("latin-1").decode() == "Zoë ☃"
