"""Certificates that nobody should accept, and ports that speak the other protocol."""

from __future__ import annotations

import socket

from tests.hostile import certificates
from tests.hostile.kit import SESSION_INFO, Does, behaviour, received, request, saying, whole

WHY = "exit 3 before any test and any credential: the certificate is checked first"
IN_THE_CLEAR = "exit 3 before any test and any credential"


def certified(name: str, what: str, says: str, kind: str) -> None:
    """Enter a server with a certificate of this kind."""
    conduct = saying(whole(SESSION_INFO))

    def named(client: socket.socket) -> None:
        conduct(client)

    named.__name__ = name
    behaviour(what, Does.ERROR, says=says, why=WHY, by="preflight", tls=certificates.server(kind))(named)


certified(
    "self_signed", "has a certificate that only itself vouches for", "self-signed certificate", "self-signed"
)
certified("expired", "has a certificate that has expired", "certificate has expired", "expired")
certified("not_yet_valid", "has a certificate of next year", "certificate is not yet valid", "not-yet")
certified("other_host", "has a certificate of another host", "certificate is not valid for", "other-host")
certified(
    "unknown_authority",
    "has a certificate of an unknown authority",
    "local issuer certificate",
    "unknown-authority",
)


@behaviour(
    "speaks HTTP on a port where TLS is expected",
    Does.ERROR,
    says="TLS: ",
    why=IN_THE_CLEAR,
    by="preflight-tls",
)
def http_for_tls(client: socket.socket) -> None:
    received(client)
    client.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


@behaviour(
    "answers rubbish to a TLS handshake", Does.ERROR, says="TLS: ", why=IN_THE_CLEAR, by="preflight-tls"
)
def rubbish_for_tls(client: socket.socket) -> None:
    received(client)
    client.sendall(b"\x16\x03\x01\xff\xff" + b"\xaa" * 1000)


@behaviour(
    "closes the connection in the TLS handshake",
    Does.ERROR,
    says="correct the",
    why=IN_THE_CLEAR,
    by="preflight-tls",
)
def closed_in_the_handshake(client: socket.socket) -> None:
    received(client)


@behaviour(
    "never answers a TLS handshake",
    Does.ERROR,
    says="no complete answer within",
    why="the time-out is for the handshake as well",
    by="preflight-tls",
)
def silent_in_the_handshake(client: socket.socket) -> None:
    while True:
        received(client)


@behaviour(
    "speaks TLS on a port where HTTP is expected",
    Does.ERROR,
    says="correct the scheme or the port",
    why=IN_THE_CLEAR,
    by="preflight",
)
def tls_for_http(client: socket.socket) -> None:
    request(client)
    client.sendall(b"\x15\x03\x01\x00\x02\x02\x46")
