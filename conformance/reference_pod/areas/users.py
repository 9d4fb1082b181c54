"""Users as any caller sees them: the own session, and look-ups by id, email or user name."""

from __future__ import annotations

from typing import Any

from conformance.reference_pod.accounts.lookup import by_email, by_username, directory
from conformance.reference_pod.accounts.views import user_view
from conformance.reference_pod.call import Answer, Call, bad_request
from conformance.reference_pod.records.users import TENANT_BITS, USERS, User

MOST_SOUGHT = 100
"""How many users can be looked up in one call."""

_SELECTORS = ("uid", "email", "username")
_INT64 = 1 << 63


def get_session_info(call: Call) -> Answer:
    """The caller itself, with its roles."""
    return Answer(user_view(call, call.caller))


def look_up_user(call: Call) -> Answer:
    """One user by id, email or user name; 204 when the caller can find none."""
    selector = _selector(call)
    sought = call.query[selector]
    tenants = directory(call)
    if selector == "uid":
        user = _by_id(call, sought, tenants)
    elif selector == "email":
        user = by_email(call, sought, tenants)
    else:
        user = by_username(call, sought)
    return Answer(user_view(call, user)) if user is not None else Answer(status=204)


def look_up_users(call: Call) -> Answer:
    """Users by a list of ids, emails or user names, with an error for each that is ill-formed.

    A well-formed id or address that nobody has is left out: the documents name no error for it.
    """
    selector = _selector(call)
    sought = [part.strip() for part in call.query[selector].split(",")]
    if len(sought) > MOST_SOUGHT:
        raise bad_request(f"{selector} holds more than {MOST_SOUGHT} elements")
    found: dict[int, User] = {}
    errors: list[dict[str, Any]] = []
    tenants = directory(call)
    for text in dict.fromkeys(sought):
        if not _well_formed(selector, text):
            errors.append({"error": "invalid.format", "email" if selector == "email" else "id": text})
            continue
        user = _find(call, selector, text, tenants)
        if user is not None and call.query.get("active") in (None, user.active):
            found[user.id] = user
    body: dict[str, Any] = {}
    if found:
        body["users"] = [user_view(call, user) for user in found.values()]
    if errors:
        body["errors"] = errors
    return Answer(body) if body else Answer(status=204)


def _selector(call: Call) -> str:
    """The one of uid, email and username that was sent."""
    sent = [name for name in _SELECTORS if call.query.get(name) not in (None, "")]
    if len(sent) != 1:
        raise bad_request("Exactly one of uid, email and username is needed")
    if sent[0] == "username" and not call.query.get("local"):
        raise bad_request("A search by user name needs local=true")
    return sent[0]


def _well_formed(selector: str, text: str) -> bool:
    if selector == "uid":
        # Every user id holds a tenant in its upper bits, so a small number is no user id at all.
        digits = text.isascii() and text.isdigit() and len(text) < 20
        return digits and 1 << TENANT_BITS <= int(text) < _INT64
    if selector == "email":
        name, at, host = text.rpartition("@")
        return bool(name and at and host) and not any(c.isspace() for c in text)
    return bool(text)


def _find(call: Call, selector: str, text: str, tenants: tuple[int, ...]) -> User | None:
    if selector == "uid":
        return _by_id(call, int(text), tenants)
    return by_email(call, text, tenants) if selector == "email" else by_username(call, text)


def _by_id(call: Call, user_id: int, tenants: tuple[int, ...]) -> User | None:
    user = call.store[USERS].get(user_id)
    return user if user is not None and user.tenant in tenants else None
