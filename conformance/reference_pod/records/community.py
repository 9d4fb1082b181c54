"""Community Connect: companies that partners have brought in, and the accounts of their people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from conformance.reference_pod.records.users import TENANT_BITS
from conformance.reference_pod.store import Store, TableSpec

COMMUNITY = 191
"""The tenant whose pod community accounts live on."""

POD_URL = "community.symphony.example"


@dataclass(frozen=True, slots=True)
class Company:
    """All people of one email domain; only the partner that brought it in may see and change it."""

    id: str
    name: str
    domain: str
    partner: str


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account. `attributes` holds what ChannelCoUserRequest names, under its wire names."""

    id: int
    company: str
    attributes: dict[str, Any] = field(default_factory=dict)
    roles: tuple[str, ...] = ()
    enabled: bool = True

    @property
    def email(self) -> str:
        """The address, which is also the user name."""
        return str(self.attributes["email"])


COMPANIES: TableSpec[Company] = TableSpec(
    "community-companies",
    key=lambda c: c.id,
    order=lambda c: int(c.id),
    indexes={"domain": lambda c: (c.domain,)},
)

ACCOUNTS: TableSpec[Account] = TableSpec(
    "community-accounts",
    key=lambda a: a.id,
    order=lambda a: a.id,
    indexes={
        "email": lambda a: (a.email.lower(),) if a.enabled else (),
        "company": lambda a: (a.company,),
    },
)


def next_account_id(store: Store) -> int:
    """The user id that follows the highest one."""
    last = store[ACCOUNTS].before(float("inf"), 1)
    return last[0].id + 1 if last else (COMMUNITY << TENANT_BITS) + 1


def next_company_id(store: Store) -> str:
    """The company id that follows the highest one."""
    last = store[COMPANIES].before(float("inf"), 1)
    return str(int(last[0].id) + 1 if last else 10)
