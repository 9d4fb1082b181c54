"""Users and accounts as the documents spell them: UserV2, UserDetail, V2UserDetail and their parts."""

from __future__ import annotations

from typing import Any

from conformance.reference_pod.call import Call
from conformance.reference_pod.records.features import FEATURES, has_feature
from conformance.reference_pod.records.users import TENANTS, User

_SINCE_V2 = frozenset(
    {
        "twoFactorAuthPhone",
        "recommendedLanguage",
        "marketCoverage",
        "responsibility",
        "function",
        "instrument",
        "currentKey",
        "previousKey",
    }
)
_COLLEAGUES_ONLY = (
    "emailAddress",
    "title",
    "location",
    "workPhoneNumber",
    "mobilePhoneNumber",
    "jobFunction",
    "department",
    "division",
)
_FEATURE_NUMBERS = {name: number for number, name in enumerate(FEATURES, start=1)}


def user_view(call: Call, user: User) -> dict[str, Any]:
    """UserV2 as the caller may see it: contact data only of colleagues, roles only its own."""
    tenant = call.store[TENANTS].get(user.tenant)
    company = user.attributes.get("companyName") or (tenant.name if tenant else None)
    view = {
        "id": user.id,
        "firstName": user.attributes.get("firstName"),
        "lastName": user.attributes.get("lastName"),
        "displayName": user.display_name,
        "company": company,
        "username": user.username,
        "accountType": user.attributes.get("accountType", "NORMAL"),
        "avatars": avatar_list(user),
    }
    if user.tenant == call.caller.tenant:
        view |= {name: user.attributes.get(name) for name in _COLLEAGUES_ONLY}
    if user.id == call.caller.id:
        view["roles"] = list(user.roles)
    return _present(view)


def account_view(user: User) -> dict[str, Any]:
    """V2UserDetail, as administrators see it."""
    return {
        "userAttributes": _present(user.attributes),
        "userSystemInfo": system_info(user),
        "features": [number for name, number in _FEATURE_NUMBERS.items() if has_feature(user, name)],
        "roles": list(user.roles),
        "avatar": avatar_list(user)[0],
    }


def account_view_v1(user: User) -> dict[str, Any]:
    """UserDetail: V2UserDetail without the attributes that came with version 2."""
    attributes = {name: value for name, value in user.attributes.items() if name not in _SINCE_V2}
    return account_view(user) | {"userAttributes": _present(attributes)}


def status_view(user: User) -> dict[str, Any]:
    """UserStatus: active or not, suspended or not, until when (epoch seconds) and why."""
    return _present(
        {
            "status": user.status,
            "suspended": user.suspended,
            "suspendedUntil": user.suspended_until,
            "suspensionReason": user.suspension_reason,
        }
    )


def system_info(user: User) -> dict[str, Any]:
    """UserSystemInfo: the status and the audit fields."""
    return _present(
        {
            "id": user.id,
            **status_view(user),
            "createdDate": user.created,
            "createdBy": str(user.created_by) if user.created_by else None,
            "lastUpdatedDate": user.updated,
            "lastLoginDate": user.last_login,
            "lastPasswordReset": user.last_password_reset,
            "deactivatedDate": user.deactivated,
        }
    )


def avatar_list(user: User) -> list[dict[str, Any]]:
    """AvatarList: the picture in its two sizes, or the default one."""
    if user.avatar is None:
        original, small = "../avatars/static/150/default.png", "../avatars/static/50/default.png"
    else:
        original, small = f"../avatars/{user.avatar}.png", f"../avatars/{user.avatar}_small.png"
    return [{"size": "original", "url": original}, {"size": "small", "url": small}]


def _present(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
