"""Certificates that a test uploads for itself and takes away again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from conformance.suite import things
from conformance.suite.certificates import self_signed_pem
from conformance.suite.looking import part
from conformance.suite.outcomes import Blocked, NotRun
from conformance.suite.requests import Call
from conformance.suite.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded certificate: its fingerprint, its CN, and what the target answered."""

    fingerprint: str
    common_name: str
    answer: Any

    @property
    def path(self) -> dict[str, str]:
        """The path values that name it."""
        return {"fingerPrint": self.fingerprint}


def attributes(name: str, status: str, kind: str = "USER") -> dict[str, Any]:
    """The attributes that an administrator gives to a certificate."""
    return {"name": name, "type": {"type": kind}, "status": {"type": status}}


@contextmanager
def upload(
    scenario: Scenario, status: str = "KNOWN", *, kind: str = "USER", name: str = "", pem: str = ""
) -> Iterator[Upload]:
    """An uploaded certificate, deleted at the end; raises Blocked when the target does not take it."""
    world, admin = scenario.world, things.admin(scenario.world)
    name = name or world.name("cert")
    body = {"pem": pem or self_signed_pem(name), "attributes": attributes(f"Label of {name}", status, kind)}
    answer = scenario.get("createCompanyCertificate", admin, body=body)
    fingerprint = part(answer, "companyCertInfo", "fingerPrint")
    if not isinstance(fingerprint, str):
        raise Blocked("createCompanyCertificate", "answered without companyCertInfo/fingerPrint")
    try:
        yield Upload(fingerprint, name, answer)
    finally:
        with suppress(NotRun):
            world.send("deleteCompanyCertificate", admin, Call(body={"id": fingerprint}), "cleaning up")


def fingerprint_of(row: Any) -> Any:
    """What tells the certificates of a list apart."""
    return part(row, "companyCertInfo", "fingerPrint")


def status_of(row: Any) -> Any:
    """Whether the certificate is trusted, known, revoked or disabled."""
    return part(row, "companyCertAttributes", "status", "type")


def type_of(row: Any) -> Any:
    """Whether the certificate is a user's, or one that signs."""
    return part(row, "companyCertAttributes", "type", "type")


def detail(scenario: Scenario, uploaded: Upload) -> Any:
    """The certificate as it reads now; None when it cannot be read."""
    return scenario.look("getCompanyCertificate", things.admin(scenario.world), path=uploaded.path)
