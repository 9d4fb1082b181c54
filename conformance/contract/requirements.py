"""The requirements that follow from every operation's own entry in the contract.

An operation's documented responses are promises of the same few kinds, so these requirements are derived
instead of written down 126 times. Each names the place of its words in the published document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from conformance.contract.model import Contract, Operation, Response

Family = Literal["contract", "negative", "sign-in", "rights"]
Level = Literal["must", "should", "advice"]

PUBLISHED = {
    "pod": "pod.yml",
    "profile-manager": "profile-manager.yml",
    "community-connect": "community-connect.yml",
}
"""The published document of each API."""

_RESERVED = frozenset(
    {
        "createCompanyCertificate",
        "deleteCompanyCertificate",
        "followUsers",
        "getCompanyCertificate",
        "listCertificatesIssuedBy",
        "listCompanyCertificates",
        "listCompanyCertificatesByType",
        "listPodManagedCertificates",
        "listPresences",
        "registerPresenceInterest",
        "setUserPresence",
        "unfollowUsers",
        "updateCompanyCertificate",
    }
)
"""Operations that ask for a privilege, as only the vendor's reference says."""

_UNDECLARED = frozenset({"listAllowedFileExtensions"})
"""Operations that declare no token in the published document, and a 401."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One testable statement about one operation; `check` is the one that judges it.

    `words` are the document's own; `pointer` says where they stand.
    """

    id: str
    operation: str
    family: Family
    check: str
    level: Level
    words: str
    pointer: str


def derived_requirements(contract: Contract) -> tuple[Requirement, ...]:
    """The requirements of all operations, in document order."""
    return tuple(row for operation in contract.operations.values() for row in requirements_of(operation))


@cache
def requirements_by_check(operation: Operation) -> Mapping[str, Requirement]:
    """The requirements of one operation by the check that judges each."""
    return MappingProxyType({row.check: row for row in requirements_of(operation)})


def requirements_of(operation: Operation) -> Iterator[Requirement]:
    """The requirements of one operation."""
    successes = [response for status, response in operation.responses.items() if status.startswith("2")]
    errors = [response for status, response in operation.responses.items() if status[0] in "45"]
    documented = ", ".join(operation.responses)

    def row(check: str, level: Level, words: str, place: str) -> Requirement:
        family, kind = check.split(".")
        return Requirement(
            id=f"{operation.id}.{kind}",
            operation=operation.id,
            family=family,  # type: ignore[arg-type]
            check=check,
            level=level,
            words=" ".join(words.split()),
            pointer=f"{PUBLISHED[operation.api]}#{_pointer(operation)}/responses{place}",
        )

    first = successes[0]
    yield row("contract.success", "must", _words(first), f"/{first.status}")
    yield row("contract.documented-status", "must", f"responses: {documented}", "")
    yield row("contract.no-server-error", "should", _server_error_words(operation), "")
    with_body = [response for response in successes if response.content]
    if with_body:
        media_types = ", ".join(sorted({name for response in with_body for name in response.content}))
        yield row("contract.content-type", "must", f"produces: {media_types}", f"/{with_body[0].status}")
        yield row("contract.body", "must", _words(with_body[0]), f"/{with_body[0].status}/schema")
        yield row("contract.enum-values", "advice", _words(with_body[0]), f"/{with_body[0].status}/schema")
    if any(response.headers for response in successes):
        names = ", ".join(sorted({name for response in successes for name in response.headers}))
        required = any(header.required for response in successes for header in response.headers.values())
        level: Level = "must" if required else "advice"
        yield row("contract.headers", level, f"headers: {names}", f"/{first.status}/headers")
    if any(response.content for response in errors):
        client = next((r for r in errors if r.status == "400"), errors[0])
        yield row("contract.error-body", "must", _words(client), f"/{client.status}")
    yield row("contract.no-stack-trace", "advice", "a stack trace is no documented body", "")
    if "400" in operation.responses and has_input(operation):
        yield row("negative.rejected", "must", _words(operation.responses["400"]), "/400")
    if operation.security:
        status = "401" if "401" in operation.responses else "403"
        words = _words(operation.responses[status])
        # A session token is opaque: only what is signed can be signed by the wrong key.
        signed = not {"sessionToken", "ApiKeyAuth"} & set(operation.security)
        for kind in ("absent", "garbled", "expired", *(("foreign",) if signed else ())):
            yield row(f"sign-in.{kind}", protection(operation), words, f"/{status}")
    reserved = reservation(operation)
    if reserved is not None:
        yield row("rights.refused", reserved, _words(operation.responses["403"]), "/403")


def protection(operation: Operation) -> Level:
    """How firmly it is known that an operation with credentials refuses callers without good ones."""
    return "advice" if operation.id in _UNDECLARED else "must"


def reservation(operation: Operation) -> Level | None:
    """How firmly it is known that a caller without any entitlement gets 403; None where nobody says so.

    Every operation with credentials documents a 403. The document reserves those below an `admin` path. That
    Profile Manager tokens need an entitlement, and that file extensions are an administrator's, follows from
    its words.
    """
    if "403" not in operation.responses or not operation.security:
        return None
    if "admin" in operation.path.split("/"):
        return "must"
    if operation.api == "profile-manager" or operation.path.startswith("/file_ext/"):
        return "should"
    return "advice" if operation.id in _RESERVED else None


def has_input(operation: Operation) -> bool:
    """Whether there is a body or a parameter that can be wrong."""
    return operation.request_body is not None or any(p.location != "header" for p in operation.parameters)


def _words(response: Response) -> str:
    return response.description or f"{response.status}"


def _server_error_words(operation: Operation) -> str:
    response = operation.responses.get("500")
    return _words(response) if response else f"responses: {', '.join(operation.responses)}"


def _pointer(operation: Operation) -> str:
    escaped = operation.path.replace("~", "~0").replace("/", "~1")
    return f"/paths/{escaped}/{operation.method.lower()}"
