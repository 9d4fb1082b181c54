"""URI protocols that a company turns into links in its messages."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.reference_pod.store import TableSpec


@dataclass(frozen=True, slots=True)
class Protocol:
    """One URI scheme, in lower case, that one tenant supports."""

    tenant: int
    scheme: str


PROTOCOLS: TableSpec[Protocol] = TableSpec(
    "protocols",
    key=lambda p: (p.tenant, p.scheme),
    order=lambda p: (p.scheme, p.tenant),
    indexes={"tenant": lambda p: (p.tenant,)},
)
