"""The search for users by name or email address, in the own company or in the directory of all partners."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.reference_pod.accounts.lookup import directory
from conformance.reference_pod.accounts.views import user_view
from conformance.reference_pod.call import Answer, Call, bad_request
from conformance.reference_pod.paging import window
from conformance.reference_pod.records.users import TENANTS, USERS, User

DEFAULT_LIMIT = 50

_FILTERS = ("title", "company", "location", "marketCoverage", "responsibility", "function", "instrument")
_HIDDEN_FROM_OTHERS = ("title", "location")


def search_users(call: Call) -> Answer:
    """Active users whose name or address contains the query and who pass all filters; 204 for none."""
    query = call.body.get("query") or ""
    filters = {name: value for name, value in (call.body.get("filters") or {}).items() if value}
    if not query.strip() and not filters:
        raise bad_request("The search needs a query or a filter")
    skip, limit = window(call, DEFAULT_LIMIT)
    found = list(_matches(call, query.strip().casefold(), filters))
    if not found:
        return Answer(status=204)
    return Answer(
        {
            "count": len(found),
            "skip": skip,
            "limit": limit,
            "searchQuery": {name: value for name, value in call.body.items() if value is not None},
            "users": [user_view(call, user) for user in found[skip : skip + limit]],
        }
    )


def _matches(call: Call, query: str, filters: dict[str, Any]) -> Iterator[User]:
    # Without this filter groups, whose account type is SDL, are not searched for.
    types = filters.get("accountTypes", ["NORMAL", "SYSTEM"])
    wanted = {name: filters[name].casefold() for name in _FILTERS if name in filters}
    for tenant_id in directory(call):
        tenant = call.store[TENANTS].get(tenant_id)
        external = tenant_id != call.caller.tenant
        for user in call.store[USERS].find("tenant", tenant_id):
            if (
                user.active
                and user.attributes.get("accountType", "NORMAL") in types
                and _named(user, query, external)
                and _passes(user, wanted, tenant.name if tenant else "", external)
            ):
                yield user


def _named(user: User, query: str, external: bool) -> bool:
    first, last = user.attributes.get("firstName", ""), user.attributes.get("lastName", "")
    if any(query in name.casefold() for name in (f"{first} {last}", user.display_name)):
        return True
    email = (user.email or "").casefold()
    # Addresses of other companies are not disclosed: only one who knows the whole address finds its user.
    return query == email if external else query in email


def _passes(user: User, wanted: dict[str, str], company: str, external: bool) -> bool:
    for name, text in wanted.items():
        if external and name in _HIDDEN_FROM_OTHERS:
            return False
        value = (
            (user.attributes.get("companyName") or company)
            if name == "company"
            else user.attributes.get(name)
        )
        values = value if isinstance(value, list) else [value or ""]
        if not any(text in entry.casefold() for entry in values):
            return False
    return True
