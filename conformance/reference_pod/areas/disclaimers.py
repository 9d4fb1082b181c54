"""Disclaimers: texts of the company, of which one can be assigned to each user."""

from __future__ import annotations

from typing import Any

from conformance.reference_pod.accounts.lookup import account, save
from conformance.reference_pod.call import Answer, Call, bad_request, success
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.disclaimers import DISCLAIMERS, Disclaimer
from conformance.reference_pod.records.users import TENANTS, USERS

_SEEDED = (
    ("Enterprise Disclaimer", "Conversations are recorded and may be reviewed.", 24),
    ("Research Disclaimer", "Nothing said here is investment advice.", 168),
)


def seed(pod: Pod) -> None:
    """Two disclaimers for each company, assigned to nobody: the APIs cannot create any."""
    now = pod.clock()
    for tenant in pod.store[TENANTS]:
        for name, content, hours in _SEEDED:
            pod.store[DISCLAIMERS].put(
                Disclaimer(pod.ids.object_id(), tenant.id, name, content, hours, created=now, modified=now)
            )


def list_disclaimers(call: Call) -> Answer:
    """All disclaimers of the company."""
    return Answer([_wire(d) for d in call.store[DISCLAIMERS].find("tenant", call.caller.tenant)])


def get_disclaimer(call: Call) -> Answer:
    """One disclaimer of the company."""
    return Answer(_wire(_disclaimer(call, call.path["did"])))


def list_disclaimer_users(call: Call) -> Answer:
    """The ids of the users to whom the disclaimer is assigned."""
    disclaimer = _disclaimer(call, call.path["did"])
    return Answer([user.id for user in call.store[USERS].find("disclaimer", disclaimer.id)])


def get_user_disclaimer(call: Call) -> Answer:
    """The user's disclaimer; 204 when none is assigned."""
    user = account(call, call.path["uid"])
    if user.disclaimer is None:
        return Answer(status=204)
    return Answer(_wire(_disclaimer(call, user.disclaimer)))


def assign_user_disclaimer(call: Call) -> Answer:
    """Assign a disclaimer in place of the one before."""
    user = account(call, call.path["uid"])
    save(call, user, disclaimer=_disclaimer(call, call.body.get("id")).id)
    return success("OK")


def remove_user_disclaimer(call: Call) -> Answer:
    """Leave the user without a disclaimer, whether there was one or not."""
    save(call, account(call, call.path["uid"]), disclaimer=None)
    return success("OK")


def _disclaimer(call: Call, disclaimer_id: str | None) -> Disclaimer:
    disclaimer = call.store[DISCLAIMERS].get(disclaimer_id)
    if disclaimer is None or disclaimer.tenant != call.caller.tenant:
        raise bad_request(f"Disclaimer {disclaimer_id!r} cannot be found")
    return disclaimer


def _wire(disclaimer: Disclaimer) -> dict[str, Any]:
    return {
        "id": disclaimer.id,
        "name": disclaimer.name,
        "content": disclaimer.content,
        "frequencyInHours": disclaimer.frequency_hours,
        "isDefault": disclaimer.default,
        "isActive": disclaimer.active,
        "createdDate": disclaimer.created,
        "modifiedDate": disclaimer.modified,
        "format": disclaimer.format,
    }
