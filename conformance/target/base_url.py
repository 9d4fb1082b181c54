"""Which URLs a target file may name."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from conformance.target.errors import TargetError

_HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?|[0-9a-f:.]*:[0-9a-f:.]*")
_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)*/?")


def base_url(key: str, url: str) -> str:
    """The URL of this key without its last slash; raises TargetError when it is no plain base URL."""
    remedy = "write it like https://pod.example.com:443/pod"
    _checked(key, url, ("http", "https"), "an http or https URL", remedy)
    return url.rstrip("/")


def proxy_url(key: str, url: str) -> str:
    """The URL of a proxy; raises TargetError for any but http://host:port."""
    remedy = "write it like http://proxy.example.com:3128, with username and password_env beside it"
    parts = _checked(key, url, ("http",), "the URL of an HTTP proxy", remedy)
    if parts.path not in ("", "/") or parts.port is None:
        raise TargetError(f"{key}: '{url}' is not http://host:port; {remedy}")
    return url.rstrip("/")


def _checked(key: str, url: str, schemes: tuple[str, ...], kind: str, remedy: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise TargetError(f"{key}: '{url}' is not a URL ({error}); {remedy}") from None
    # Whoever writes a password into a URL must not find it in a log.
    if parts.username is not None or parts.password is not None:
        raise TargetError(f"{key}: a URL with a user or password is not taken; {remedy}")
    if parts.scheme not in schemes or not host:
        raise TargetError(f"{key}: '{url}' is not {kind}; {remedy}")
    if parts.query or parts.fragment or "?" in url or "#" in url:
        raise TargetError(f"{key}: '{url}' has a query or fragment; {remedy}")
    if port == 0 or not _HOST.fullmatch(host) or not _PATH.fullmatch(parts.path):
        raise TargetError(f"{key}: '{url}' is not a plain URL; {remedy}")
    return parts
