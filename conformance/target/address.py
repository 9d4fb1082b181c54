"""Where a request goes: the URL below an API's base URL, and every way a server may read its path."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlencode

from conformance.target.errors import OutsideBaseUrl
from conformance.target.exchange import Pairs

_SAFE = "/%:@!$&'()*+,;=~-._"
_END = re.compile(r"[?#\x00]")
_PLAIN = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)+")


def url_of(base_url: str, path: str, query: Pairs = ()) -> str:
    """The URL of a path below the base URL; raises OutsideBaseUrl when some server could leave it."""
    if not path.startswith("/"):
        raise OutsideBaseUrl(f"path '{path}' does not begin with /; give it below {base_url}")
    if not _PLAIN.fullmatch(path):
        if any(_leaves(reading) for reading in readings(path)):
            raise OutsideBaseUrl(f"path '{path}' leads out of {base_url}")
        path = quote(path, safe=_SAFE, errors="replace")
    url = base_url + path
    return f"{url}?{urlencode(query, errors='replace')}" if query else url


def readings(path: str) -> list[str]:
    """The path as it stands and as lenient servers decode it: once, twice, ..., with \\ for /."""
    if _PLAIN.fullmatch(path):
        return [path]
    found = [path]
    # Each decoding that changes the text shortens it, so this ends.
    while (decoded := unquote(found[-1], errors="replace")) != found[-1]:
        found.append(decoded)
    found = [reading.replace("\\", "/") for reading in found]
    # A decoded ?, # or NUL ends the path for some servers.
    return found + [_END.split(reading, maxsplit=1)[0] for reading in found if _END.search(reading)]


def segments(reading: str) -> tuple[str, ...]:
    """The segments of one reading, as the laxest server compares them.

    Dot segments are resolved, empty ones and `;parameters` dropped, and case is ignored.
    """
    kept: list[str] = []
    for segment in reading.split("/"):
        name = segment.partition(";")[0].strip().lower()
        if name == "..":
            kept = kept[:-1]
        elif name not in ("", "."):
            kept.append(name)
    return tuple(kept)


def _leaves(reading: str) -> bool:
    depth = 0
    for segment in reading.split("/"):
        name = segment.partition(";")[0].strip()
        depth += -1 if name == ".." else 0 if name in ("", ".") else 1
        if depth < 0:
            return True
    return False
