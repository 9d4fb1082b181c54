"""User accounts as administrators handle them: list, find, create, read and update."""

from __future__ import annotations

from itertools import islice

from conformance.reference_pod.accounts.keys import change_keys, revokes_a_key
from conformance.reference_pod.accounts.lookup import account, save
from conformance.reference_pod.accounts.rules import (
    check_attributes,
    check_grant,
    check_password,
    sent_attributes,
)
from conformance.reference_pod.accounts.views import account_view, account_view_v1
from conformance.reference_pod.call import Answer, Call, bad_request
from conformance.reference_pod.paging import window
from conformance.reference_pod.records.features import FEATURES, has_feature
from conformance.reference_pod.records.sessions import end_sessions
from conformance.reference_pod.records.users import TENANTS, USERS, User, next_user_id

DEFAULT_LIMIT, MAX_LIMIT = 100, 1000


def list_user_accounts(call: Call) -> Answer:
    """All accounts of the company by id, active or not."""
    skip, limit = window(call, DEFAULT_LIMIT, MAX_LIMIT)
    page = call.store[USERS].page(skip, limit, index="tenant", value=call.caller.tenant)
    return Answer([account_view(user) for user in page])


def find_user_accounts(call: Call) -> Answer:
    """The company's accounts that have this role, this enabled feature and this status, by id."""
    skip, limit = window(call, DEFAULT_LIMIT, MAX_LIMIT)
    role, feature, status = (call.body.get(name) for name in ("role", "feature", "status"))
    if role is feature is status is None:
        page = call.store[USERS].page(skip, limit, index="tenant", value=call.caller.tenant)
        return Answer([account_view_v1(user) for user in page])
    found = (
        user
        for user in call.store[USERS].find("tenant", call.caller.tenant)
        if (role is None or role in user.roles)
        and (feature is None or has_feature(user, feature))
        and (status is None or user.status == status)
    )
    return Answer([account_view_v1(user) for user in islice(found, skip, skip + limit)])


def get_user_account(call: Call) -> Answer:
    """One account of the company."""
    return Answer(account_view(account(call, call.path["uid"])))


def create_user_account(call: Call) -> Answer:
    """A new account, an end user's unless the account type says otherwise."""
    body = call.body.get("userAttributes") or {}
    tenant = call.store[TENANTS].get(call.caller.tenant)
    attributes = {"accountType": "NORMAL"} | sent_attributes(body)
    if not attributes.get("companyName") and tenant is not None:
        attributes["companyName"] = tenant.name
    account_type = attributes["accountType"]
    if account_type == "SDL":
        raise bad_request("Groups are not created as user accounts")
    check_attributes(call, attributes)
    check_password(call.body.get("password"), account_type)
    roles = dict.fromkeys(check_grant(role, account_type) for role in call.body.get("roles") or ())
    user = User(
        id=next_user_id(call.store, call.caller.tenant),
        attributes=change_keys(attributes, body, call.now),
        created=call.now,
        created_by=call.caller.id,
        updated=call.now,
        roles=tuple(roles) or ("INDIVIDUAL",),
        features=dict(FEATURES),
        last_password_reset=call.now if call.body.get("password") else None,
    )
    return Answer(account_view(call.store[USERS].put(user)))


def update_user_account(call: Call) -> Answer:
    """Change the attributes that are sent, leave the others, and perform the key actions."""
    user = account(call, call.path["uid"])
    sent = sent_attributes(call.body)
    attributes = {"accountType": "NORMAL"} | user.attributes | sent
    if "accountType" in sent and sent["accountType"] != user.attributes.get("accountType", "NORMAL"):
        raise bad_request("accountType cannot be changed")
    check_attributes(call, attributes, user)
    changed = save(call, user, attributes=change_keys(attributes, call.body, call.now))
    if revokes_a_key(call.body):
        end_sessions(call.store, user.id)
    return Answer(account_view(changed))
