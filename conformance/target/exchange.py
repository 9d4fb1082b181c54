"""One request, its answer, and who asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from conformance.target.curl import curl_line
from conformance.target.json_text import parse

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A request of one operation; `path` stands below the API's base URL, percent-encoded.

    `query` is not encoded. `purpose` says in free words what the request is for.
    """

    operation: str
    method: str
    path: str
    query: Pairs = ()
    headers: Pairs = ()
    body: bytes | None = None
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer as it came; `truncated` when its body was longer than the target's `max_body_bytes`."""

    status: int
    headers: Pairs
    body: bytes
    elapsed_ms: float
    truncated: bool = False

    def header(self, name: str) -> str | None:
        """The first value of a header, whatever its case; None when it is absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def media_type(self) -> str | None:
        """The content type without its parameters, in lower case; None when there is none."""
        value = self.header("content-type")
        return value.partition(";")[0].strip().lower() if value else None

    @property
    def text(self) -> str:
        """The body as UTF-8; bytes that are not become U+FFFD."""
        return self.body.decode("utf-8", "replace")

    @property
    def beginning(self) -> str:
        """The first 10,000 bytes of the body as text."""
        return self.body[:10_000].decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON; raises ValueError, one line, when it is not JSON in UTF-8, or too much of it."""
        if self.truncated:
            raise ValueError(
                f"the body is longer than the {len(self.body):,} bytes that target.max_body_bytes allows"
            )
        return parse(self.body)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request as it was sent, with its answer, or with the error that came instead.

    Secrets of `request`, `url` and `sent_headers` are replaced by references such as `$SESSION_TOKEN`;
    the response is untouched, because checks read it. `effect` is the gravest that the request may have,
    `error_kind` that of the NetworkError.
    """

    id: str
    operation: str
    actor: str | None
    request: Request
    url: str
    sent_headers: Pairs
    response: Response | None
    error: str | None
    at: str = ""
    elapsed_ms: float = 0.0
    effect: str = "read"
    error_kind: str | None = None

    def curl(self) -> str:
        """A curl line that repeats the request once the variables that it names are set."""
        return curl_line(self.request.method, self.url, self.sent_headers, self.request.body)


@dataclass(frozen=True, slots=True)
class AsActor:
    """Signed in as an actor of the target file, with the credential that the operation documents."""

    name: str


@dataclass(frozen=True, slots=True)
class Anonymous:
    """No credential at all."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A credential given word for word, such as an expired token; it is never renewed."""

    headers: Pairs = field(default=(), repr=False)
    query: Pairs = field(default=(), repr=False)


Credential = AsActor | Anonymous | Raw
