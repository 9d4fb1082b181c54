"""What administrators switch on one account: roles, features, status, suspension, avatar and delegates."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from conformance.reference_pod.accounts.lookup import account, colleague, save
from conformance.reference_pod.accounts.rules import check_grant
from conformance.reference_pod.accounts.views import avatar_list, status_view
from conformance.reference_pod.call import Answer, Call, bad_request, not_found, success
from conformance.reference_pod.images import sent_image
from conformance.reference_pod.records.features import FEATURES, has_feature
from conformance.reference_pod.records.roles import GRANTS
from conformance.reference_pod.records.sessions import end_sessions
from conformance.reference_pod.records.users import User

AVATAR_BYTES = 2_000_000 - 1
"""The most bytes that an avatar may have: fewer than 2 MB."""


def add_user_role(call: Call) -> Answer:
    """Give a role, or ROLE.ACTION for an optional action; what the user has already stays as it is."""
    user = account(call, call.path["uid"])
    grant = check_grant(call.body.get("id"), user.attributes.get("accountType", "NORMAL"))
    role = GRANTS[grant].id
    if grant != role and role not in user.roles:
        raise bad_request(f"{grant} is optional for {role}, which the user does not have")
    if grant not in user.roles:
        save(call, user, roles=(*user.roles, grant))
    return success("Role added")


def remove_user_role(call: Call) -> Answer:
    """Take a role with its optional actions, or one of the actions; 404 for an unknown user."""
    user = colleague(call, call.path["uid"])
    if user is None:
        raise not_found(f"User {call.path['uid']} cannot be found")
    grant = call.body.get("id")
    if grant not in user.roles:
        raise bad_request(f"The user does not have the role {grant!r}")
    save(call, user, roles=tuple(r for r in user.roles if r != grant and not r.startswith(f"{grant}.")))
    return success("Role removed")


def list_user_features(call: Call) -> Answer:
    """Every feature in alphabetical order, and whether the user has it. The name's spelling is the API's."""
    user = account(call, call.path["uid"])
    return Answer([{"entitlment": name, "enabled": has_feature(user, name)} for name in FEATURES])


def update_user_features(call: Call) -> Answer:
    """Switch the features that are sent and leave the others."""
    user = account(call, call.path["uid"])
    features = dict(user.features)
    for feature in call.body:
        name, enabled = feature.get("entitlment"), feature.get("enabled")
        if name not in FEATURES:
            raise bad_request(f"There is no feature {name!r}")
        if enabled is None:
            raise bad_request(f"enabled is missing for {name}")
        features[name] = enabled
    save(call, user, features=features)
    return success("OK")


def get_user_status(call: Call) -> Answer:
    """Active or not, and the suspension."""
    return Answer(status_view(account(call, call.path["uid"])))


def update_user_status(call: Call) -> Answer:
    """Activate or deactivate; a suspension that is sent along is set by the same rules as on its own."""
    user = account(call, call.path["uid"])
    status = call.body.get("status")
    if status is None and call.body.get("suspended") is None:
        raise bad_request("status is required")
    changes = {} if call.body.get("suspended") is None else _suspension(call, user)
    if status == "DISABLED":
        _refuse_self(call, user)
        changes |= {"status": status, "deactivated": user.deactivated or call.now}
    elif status == "ENABLED":
        changes |= {"status": status, "deactivated": None}
    if not save(call, user, **changes).active:
        end_sessions(call.store, user.id)
    return success("OK")


def update_user_suspension(call: Call) -> Answer:
    """Suspend until a time in epoch seconds for a reason, or end the suspension."""
    user = account(call, call.path["userId"])
    save(call, user, **_suspension(call, user))
    return success("OK")


def list_user_avatars(call: Call) -> Answer:
    """Where the user's picture lies, in each size."""
    return Answer(avatar_list(account(call, call.path["uid"])))


def update_user_avatar(call: Call) -> Answer:
    """Store a PNG, JPEG or GIF that is sent in base64; every picture has an address of its own."""
    user = account(call, call.path["uid"])
    digest = hashlib.sha256(sent_image(call, AVATAR_BYTES).content).digest()
    save(call, user, avatar=base64.urlsafe_b64encode(digest).decode().rstrip("="))
    return success("OK")


def list_user_delegates(call: Call) -> Answer:
    """The ids of the user's delegates."""
    return Answer(list(account(call, call.path["uid"]).delegates))


def update_user_delegates(call: Call) -> Answer:
    """Add or remove one delegate. Doing it twice changes nothing more, as with followers."""
    user = account(call, call.path["uid"])
    if call.body.get("userId") is None or call.body.get("action") is None:
        raise bad_request("userId and action are required")
    delegate = account(call, call.body["userId"])
    if delegate.id == user.id:
        raise bad_request("A user cannot be its own delegate")
    others = tuple(d for d in user.delegates if d != delegate.id)
    if call.body["action"] == "REMOVE":
        save(call, user, delegates=others)
    else:
        if not has_feature(user, "delegatesEnabled"):
            raise bad_request("The user may not have delegates")
        save(call, user, delegates=(*others, delegate.id))
    return success("OK")


def _suspension(call: Call, user: User) -> dict[str, Any]:
    suspended = call.body.get("suspended")
    if suspended is None:
        raise bad_request("suspended is required")
    if not suspended:
        return {"suspended": False, "suspended_until": None, "suspension_reason": None}
    _refuse_self(call, user)
    until, reason = call.body.get("suspendedUntil"), call.body.get("suspensionReason")
    if until is None or reason is None:
        raise bad_request("A suspension needs suspendedUntil and suspensionReason")
    return {"suspended": True, "suspended_until": until, "suspension_reason": reason}


def _refuse_self(call: Call, user: User) -> None:
    # The documents are silent; an administrator that locked itself out could not undo it.
    if user.id == call.caller.id:
        raise bad_request("Administrators cannot deactivate or suspend themselves")
