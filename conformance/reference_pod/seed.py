"""What a reference pod holds from the start: two tenants, their people, and whatever each area adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.contract import Contract
from conformance.reference_pod.pod import Clock, Ids, Pod, Settings, system_clock
from conformance.reference_pod.records.sessions import PARTNERS, Partner
from conformance.reference_pod.records.users import TENANT_BITS, TENANTS, USERS, Tenant, User, next_user_id
from conformance.reference_pod.registry import area_modules
from conformance.reference_pod.rights import ROLE_PRIVILEGES
from conformance.reference_pod.tokens import ONBOARD

HOME, PARTNER = 189, 190

ACTORS: Mapping[str, int] = {
    "admin": HOME,
    "user": HOME,
    "colleague": HOME,
    "stranger": PARTNER,
    "nobody": HOME,
    "stranger_admin": PARTNER,
}
"""The users that can sign in with a key and appear in the target file, with their tenants."""

CLIENT, UNPRIVILEGED_CLIENT = "community-partner", "community-visitor"
"""The clients of Community Connect: one that may onboard accounts, and one that may not."""

_DAY = 86_400_000
_FIRST = ("Ada", "Ben", "Clara", "David", "Emma", "Felix", "Grace", "Hugo", "Ines", "Jonas", "Karla", "Leo")
_LAST = ("Abel", "Brandt", "Costa", "Dubois", "Evans", "Fischer", "Garcia", "Haas", "Ito", "Jansen", "Klein")
_DEPARTMENTS = ("Equities", "Fixed Income", "Operations", "Compliance")
_LOCATIONS = ("London", "Paris", "New York", "Singapore", "Frankfurt")


def seeded_pod(
    contract: Contract,
    *,
    seed: int = 0,
    clock: Clock = system_clock,
    wall_clock: Clock | None = None,
    settings: Settings | None = None,
    actor_key: str | None = None,
) -> Pod:
    """A pod with its tenants, people and areas; the same seed and time give the same state.

    `actor_key` is the public key (PEM) that every actor signs in with.
    """
    pod = Pod(
        contract=contract,
        clock=clock,
        wall_clock=wall_clock,
        ids=Ids(seed),
        settings=settings or Settings(),
    )
    with pod.store.transaction():
        _add_tenant(pod, HOME, "Reference Bank", partner=PARTNER)
        _add_tenant(pod, PARTNER, "Partner Capital", partner=HOME)
        _add_actors(pod, actor_key)
        _add_colleagues(pod)
        _add_partners(pod)
        for module in area_modules():
            seed_area = getattr(module, "seed", None)
            if seed_area is not None:
                seed_area(pod)
    return pod


def actor(pod: Pod, name: str) -> User:
    """The user who plays this part (a key of ACTORS)."""
    user = pod.store[USERS].first("username", (ACTORS[name], name))
    if user is None:
        raise KeyError(name)
    return user


def add_user(pod: Pod, tenant: Tenant, attributes: Mapping[str, Any], roles: tuple[str, ...] = ()) -> User:
    """Add an account that the tenant's first user created thirty days ago."""
    created = pod.clock() - 30 * _DAY
    record = User(
        id=next_user_id(pod.store, tenant.id),
        attributes={"companyName": tenant.name, "accountType": "NORMAL", **attributes},
        created=created,
        created_by=(tenant.id << TENANT_BITS) + 1,
        updated=created,
        roles=roles,
    )
    return pod.store[USERS].put(record)


def _add_tenant(pod: Pod, number: int, name: str, *, partner: int) -> None:
    domain = _domain(name)
    host = f"{domain.partition('.')[0]}.symphony.example"
    pod.store[TENANTS].put(Tenant(number, name, host, frozenset({partner}), frozenset({domain})))


def _add_actors(pod: Pod, key: str | None) -> None:
    home, partner = _tenant(pod, HOME), _tenant(pod, PARTNER)
    key_attribute = {} if key is None else {"currentKey": {"key": key}}
    everything = tuple(ROLE_PRIVILEGES)
    service = {"accountType": "SYSTEM"}
    add_user(pod, home, {**_person("admin", "Admin Bot", home), **service, **key_attribute}, everything)
    for name, first, roles in (
        ("user", "Una", ("INDIVIDUAL",)),
        ("colleague", "Carl", ("INDIVIDUAL",)),
        ("nobody", "Nora", ()),
    ):
        add_user(pod, home, {**_person(name, f"{first} {name.title()}", home), **key_attribute}, roles)
    stranger_admin = _person("stranger_admin", "Stranger Admin Bot", partner)
    add_user(pod, partner, {**stranger_admin, **service, **key_attribute}, everything)
    add_user(
        pod, partner, {**_person("stranger", "Stan Stranger", partner), **key_attribute}, ("INDIVIDUAL",)
    )


def _add_colleagues(pod: Pod) -> None:
    for tenant in pod.store[TENANTS]:
        for number, first in enumerate(_FIRST):
            last = _LAST[(number * 3 + tenant.id) % len(_LAST)]
            person = _person(f"{first}.{last}".lower(), f"{first} {last}", tenant)
            place = {
                "department": _DEPARTMENTS[number % len(_DEPARTMENTS)],
                "location": _LOCATIONS[number % len(_LOCATIONS)],
                "title": "Trader" if number % 2 else "Analyst",
            }
            add_user(pod, tenant, {**person, **place}, ("INDIVIDUAL",))


def _add_partners(pod: Pod) -> None:
    home = _tenant(pod, HOME)
    for client, scopes in (
        (CLIENT, frozenset({ONBOARD})),
        (UNPRIVILEGED_CLIENT, frozenset({"community:read"})),
    ):
        account = add_user(pod, home, {**_person(client, client.title(), home), "accountType": "SYSTEM"})
        pod.store[PARTNERS].put(Partner(client, f"{client}-secret", account.id, scopes))


def _tenant(pod: Pod, number: int) -> Tenant:
    return next(tenant for tenant in pod.store[TENANTS] if tenant.id == number)


def _person(username: str, display_name: str, tenant: Tenant) -> dict[str, Any]:
    first, _, last = display_name.rpartition(" ")
    return {
        "userName": username,
        "displayName": display_name,
        "firstName": first or last,
        "lastName": last,
        "emailAddress": f"{username}@{_domain(tenant.name)}",
    }


def _domain(name: str) -> str:
    return f"{name.lower().replace(' ', '-')}.example"
