"""When streams begin and cease to be active because of their members."""

from __future__ import annotations

from dataclasses import replace

from conformance.reference_pod.records.streams import STREAMS
from conformance.reference_pod.records.users import USERS
from conformance.reference_pod.store import Store


def follow_status(store: Store, user_id: int) -> None:
    """Bring the user's streams up to date after the account was activated or deactivated.

    Rooms do not depend on the status of their members.
    """
    for stream in store[STREAMS].find("member", user_id):
        if stream.type != "ROOM":
            users = (store[USERS].get(member.user) for member in stream.current)
            active = all(user is not None and user.active for user in users)
            if active != stream.active:
                store[STREAMS].put(replace(stream, active=active))
