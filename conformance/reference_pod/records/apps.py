"""The company's applications with their entitlements, and what single users have instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from conformance.reference_pod.records.keys import PublicKeys
from conformance.reference_pod.store import TableSpec


@dataclass(frozen=True, slots=True)
class App:
    """One application of one tenant.

    `detail` holds what ApplicationDetail names, under its wire names, without the certificate and the keys.
    `enabled`, `listed` and `automatic` (installed for everybody) are the company's entitlement.
    """

    tenant: int
    id: str
    name: str
    detail: dict[str, Any]
    cert: str | None = None
    keys: PublicKeys = field(default_factory=PublicKeys)
    products: tuple[dict[str, Any], ...] = ()
    enabled: bool = False
    listed: bool = False
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class UserApp:
    """One user's own setting for one app; None means that the company's setting holds."""

    user: int
    app: str
    listed: bool | None = None
    installed: bool | None = None
    products: tuple[dict[str, Any], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing differs from the company's setting."""
        return self.listed is None and self.installed is None and not self.products


APPS: TableSpec[App] = TableSpec(
    "apps",
    key=lambda a: (a.tenant, a.id),
    order=lambda a: (a.name, a.id, a.tenant),
    indexes={"tenant": lambda a: (a.tenant,)},
)

USER_APPS: TableSpec[UserApp] = TableSpec(
    "user-apps",
    key=lambda u: (u.user, u.app),
    order=lambda u: (u.user, u.app),
    indexes={"user": lambda u: (u.user,), "app": lambda u: (u.app,)},
)
