"""X.509 certificates that a company trusts, knows or has revoked."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.reference_pod.store import TableSpec

TRUSTED, KNOWN = "TRUSTED", "KNOWN"


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate of one tenant. Times are epoch milliseconds, 0 for what never happened."""

    tenant: int
    fingerprint: str
    pem: str
    name: str
    type: str
    status: str
    subject: str
    issuer: str
    expiry: int
    created: int
    updated: int
    updated_by: int
    common_name: str | None = None
    issuer_fingerprint: str | None = None
    last_seen: int = 0
    pod_managed: bool = False


CERTIFICATES: TableSpec[Certificate] = TableSpec(
    "certificates",
    key=lambda c: (c.tenant, c.fingerprint),
    order=lambda c: (c.created, c.fingerprint, c.tenant),
    indexes={
        "trusted": lambda c: (c.tenant,) if c.status == TRUSTED else (),
        "trusted-pod-managed": lambda c: (c.tenant,) if c.status == TRUSTED and c.pod_managed else (),
        "type": lambda c: ((c.tenant, c.type),),
        "subject": lambda c: ((c.tenant, c.subject),),
        "issuer": lambda c: ((c.tenant, c.issuer),),
        "issuer-fingerprint": lambda c: ((c.tenant, c.issuer_fingerprint),) if c.issuer_fingerprint else (),
    },
)
