"""A request as a curl line for a POSIX shell."""

from __future__ import annotations

import base64
import re
import shlex
from collections.abc import Iterable

VARIABLES = frozenset(
    prefix + name
    for prefix in ("", "OTHER_")
    for name in (
        "SESSION_TOKEN",
        "COMMON_JWT",
        "COMMUNITY_CONNECT_TOKEN",
        "SIGN_IN_JWT",
        "PRIVATE_KEY",
        "EXPIRED_SESSION_TOKEN",
        "EXPIRED_COMMON_JWT",
        "FOREIGN_COMMON_JWT",
        "CREDENTIAL",
    )
)
"""The shell variables that stand for secrets; OTHER_ is something made from or instead of one."""

_VARIABLE = re.compile(rf"\$(?:{'|'.join(sorted(VARIABLES))})(?![A-Z_])")
_ADDED_BY_CURL = frozenset({"host", "connection", "accept-encoding"})
# The longest single argument that Linux takes is 128 KiB.
_LONGEST_ARGUMENT = 100_000


def quote(text: str) -> str:
    """The text as one shell word, in which the references to secrets expand and nothing else does."""
    words, start = [], 0
    for found in _VARIABLE.finditer(text):
        words += [text[start : found.start()], f'"{found[0]}"']
        start = found.end()
    words.append(text[start:])
    return "".join(word if index % 2 else _literal(word) for index, word in enumerate(words)) or "''"


def curl_line(method: str, url: str, headers: Iterable[tuple[str, str]], body: bytes | None) -> str:
    """The curl line of a request; a body that a shell cannot hold is piped in as base64."""
    words = ["curl", "-sS", "-i", "--globoff", "--path-as-is"]
    words += ["--head"] if method == "HEAD" else ["-X", quote(method)]
    words.append(quote(url))
    for name, value in headers:
        key = name.lower()
        if key in _ADDED_BY_CURL or (key == "content-length" and body is not None):
            continue
        # curl leaves out a header that ends in its colon, and sends an empty one for a semicolon.
        words += ["-H", quote(f"{name}: {value}" if value else f"{name};")]
    if body is None:
        return " ".join(words)
    text = _shell_text(body)
    if text is not None:
        return " ".join([*words, "--data-raw", quote(text)])
    piped = base64.b64encode(body).decode("ascii")
    return f"printf %s {shlex.quote(piped)} | base64 -d | {' '.join([*words, '--data-binary', '@-'])}"


def _literal(text: str) -> str:
    return shlex.quote(text) if text else ""


def _shell_text(body: bytes) -> str | None:
    if len(body) > _LONGEST_ARGUMENT or b"\0" in body:
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None
