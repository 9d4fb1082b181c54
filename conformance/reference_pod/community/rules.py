"""The rules of Community Connect: who calls, and which email addresses it takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from conformance.reference_pod.call import Call, bad_request
from conformance.reference_pod.records.community import ACCOUNTS, POD_URL
from conformance.reference_pod.records.sessions import PARTNERS, Partner
from conformance.reference_pod.records.users import TENANTS, USERS
from conformance.reference_pod.schemas import properties

PUBLIC_DOMAINS = frozenset(
    {"gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "live.com", "yahoo.com"}
    | {"aol.com", "icloud.com", "gmx.de", "gmx.net", "web.de", "protonmail.com", "mail.ru", "qq.com"}
)
"""Domains of which nobody can tell the company."""

_EMAIL = re.compile(r"[^@\s]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*")


def partner_of(call: Call) -> Partner:
    """The partner that calls."""
    partner = call.store[PARTNERS].first("user", call.caller.id)
    if partner is None:
        raise bad_request("The caller is no partner", "PROFILE_ACCESS_OR_UPDATES_NOT_AUTHORIZED")
    return partner


def domain_of(email: str) -> str:
    """The domain of a company's email address; raises Refusal (400) for a bad address or a public domain."""
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise bad_request("The email address is invalid", "INVALID_USER_EMAIL", invalidEmail=email)
    domain = email.rpartition("@")[2].lower()
    if domain in PUBLIC_DOMAINS:
        raise bad_request(
            f"Accounts of {domain} are not allowed", "EMAIL_DOMAIN_NOT_ALLOWED", unallowedEmailDomains=domain
        )
    return domain


def home_of(call: Call, email: str) -> str | None:
    """The pod on which somebody with this address has an account; None when nobody has."""
    if call.store[ACCOUNTS].count("email", email.lower()):
        return POD_URL
    user = call.store[USERS].first("email", email.lower())
    if user is None:
        return None
    tenant = call.store[TENANTS].get(user.tenant)
    return tenant.host if tenant is not None else POD_URL


def known_attributes(call: Call, sent: Mapping[str, Any]) -> dict[str, Any]:
    """What the contract documents of an account; other properties are not stored."""
    schema = {"$ref": "#/components/schemas/ChannelCoUserRequest"}
    names = properties(call.pod.contract, "community-connect", schema)
    return {name: value for name, value in sent.items() if name in names}
