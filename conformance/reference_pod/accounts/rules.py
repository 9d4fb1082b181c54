"""What the attributes of an account must look like, by account type."""

from __future__ import annotations

import re
from typing import Any

from conformance.reference_pod.accounts.lookup import by_email, by_username
from conformance.reference_pod.call import Call, bad_request
from conformance.reference_pod.records.roles import GRANTS, ROLES
from conformance.reference_pod.records.users import User

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")

NAME_LENGTH = 64
TEXT_LENGTH = 256
_TEXTS = (
    "emailAddress",
    "firstName",
    "lastName",
    "userName",
    "displayName",
    "companyName",
    "department",
    "division",
    "title",
    "workPhoneNumber",
    "mobilePhoneNumber",
    "twoFactorAuthPhone",
    "smsNumber",
    "accountType",
    "location",
    "recommendedLanguage",
    "jobFunction",
)
_LISTS = ("assetClasses", "industries", "marketCoverage", "responsibility", "function", "instrument")
_REQUIRED = ("emailAddress", "userName", "displayName")
_REQUIRED_OF_PEOPLE = (*_REQUIRED, "firstName", "lastName")
_PASSWORD_PARTS = ("hSalt", "hPassword", "khSalt", "khPassword")


def sent_attributes(body: dict[str, Any]) -> dict[str, Any]:
    """The attributes of V2UserAttributes that were sent, without the keys; null counts as not sent."""
    return {name: body[name] for name in (*_TEXTS, *_LISTS) if body.get(name) is not None}


def check_attributes(call: Call, attributes: dict[str, Any], user: User | None = None) -> None:
    """Refuse (400) attributes that an account cannot have; `user` is the account if it exists already."""
    person = attributes["accountType"] == "NORMAL"
    for name in _REQUIRED_OF_PEOPLE if person else _REQUIRED:
        if not str(attributes.get(name, "")).strip():
            raise bad_request(f"{name} is required")
    for name, value in attributes.items():
        if name in _TEXTS or name in _LISTS:
            _check_length(name, value)
    if not _EMAIL.fullmatch(attributes["emailAddress"]):
        raise bad_request("emailAddress is not an email address")
    same_email = by_email(call, attributes["emailAddress"], (call.caller.tenant,))
    if same_email is not None and (user is None or same_email.id != user.id):
        raise bad_request("emailAddress is used by another user")
    same_name = by_username(call, attributes["userName"])
    if same_name is not None and (user is None or same_name.id != user.id):
        raise bad_request("userName is used by another user")


def check_password(password: dict[str, Any] | None, account_type: str) -> None:
    """A password is for end users only and has all its four derived parts, else 400."""
    if password is None:
        return
    if account_type != "NORMAL":
        raise bad_request("A service account cannot have a password")
    missing = [part for part in _PASSWORD_PARTS if not password.get(part)]
    if missing:
        raise bad_request(f"The password lacks {', '.join(missing)}")


def check_grant(grant: str | None, account_type: str) -> str:
    """The role or optional action, if the pod has it and gives it to accounts of this type; else 400."""
    if grant is None or grant not in GRANTS:
        raise bad_request(f"There is no role {grant!r}; known are {', '.join(ROLES)}")
    role = GRANTS[grant]
    if account_type not in role.user_types:
        raise bad_request(f"{role.id} is not for accounts of type {account_type}")
    return grant


def _check_length(name: str, value: str | list[str]) -> None:
    limit = NAME_LENGTH if name in ("firstName", "lastName") else TEXT_LENGTH
    for text in [value] if isinstance(value, str) else value:
        if len(text) > limit:
            raise bad_request(f"{name} is longer than {limit} characters")
