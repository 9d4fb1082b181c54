"""Tenants (companies, each on a pod of its own) and their users."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from conformance.reference_pod.store import Store, TableSpec

TENANT_BITS = 36
"""A user id holds the tenant's id above this bit."""


def tenant_of(user_id: int) -> int:
    """The id of the tenant that a user belongs to."""
    return user_id >> TENANT_BITS


@dataclass(frozen=True, slots=True)
class Tenant:
    """One company with its own pod; `partners` are the tenants that cross-pod traffic is agreed with.

    `domains` are the domains of its people's email addresses, in lower case.
    """

    id: int
    name: str
    host: str
    partners: frozenset[int] = frozenset()
    domains: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class User:
    """One account. `attributes` holds what V2UserAttributes names, under its wire names."""

    id: int
    attributes: dict[str, Any]
    created: int
    created_by: int
    updated: int
    status: str = "ENABLED"
    roles: tuple[str, ...] = ()
    features: dict[str, bool] = field(default_factory=dict)
    deactivated: int | None = None
    last_login: int | None = None
    last_password_reset: int | None = None
    suspended: bool = False
    suspended_until: int | None = None
    suspension_reason: str | None = None
    avatar: str | None = None
    """The name of the uploaded picture; without one the pod shows a default picture."""
    delegates: tuple[int, ...] = ()
    disclaimer: str | None = None
    manifest: str | None = None

    @property
    def tenant(self) -> int:
        """The id of the tenant that the user belongs to."""
        return tenant_of(self.id)

    @property
    def username(self) -> str:
        """The name that the user signs in with."""
        return str(self.attributes["userName"])

    @property
    def display_name(self) -> str:
        """The name that others see."""
        return str(self.attributes["displayName"])

    @property
    def email(self) -> str | None:
        """The address, which is unique within the tenant."""
        return self.attributes.get("emailAddress")

    @property
    def active(self) -> bool:
        """Whether the account is not deactivated."""
        return self.status == "ENABLED"


TENANTS: TableSpec[Tenant] = TableSpec(
    "tenants",
    key=lambda t: t.id,
    order=lambda t: t.id,
    indexes={"domain": lambda t: tuple(t.domains)},
)

USERS: TableSpec[User] = TableSpec(
    "users",
    key=lambda u: u.id,
    order=lambda u: u.id,
    indexes={
        "tenant": lambda u: (u.tenant,),
        "username": lambda u: ((u.tenant, u.username.lower()),),
        "email": lambda u: (u.email.lower(),) if u.email else (),
        "disclaimer": lambda u: (u.disclaimer,) if u.disclaimer else (),
    },
)


def next_user_id(store: Store, tenant: int) -> int:
    """The id that follows the tenant's highest one."""
    last = store[USERS].before((tenant + 1) << TENANT_BITS, 1)
    highest = last[0].id if last and last[0].tenant == tenant else tenant << TENANT_BITS
    return highest + 1
