"""Putting back what a run changed of what was there before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conformance.sweep.asking import Asking
from conformance.sweep.kinds import ADMIN
from conformance.target.ledger import UNREAD, Setting
from conformance.target.looks import look

Restore = Callable[[Asking, Setting, Any], object]


def current(asking: Asking, setting: Setting) -> Any:
    """What the setting is now; of one follower whether it follows."""

    found: Any = UNREAD
    for actor in (setting.actor or ADMIN, ADMIN):

        def ask(
            operation: str, path: Mapping[str, str], query: Mapping[str, str], actor: str = actor
        ) -> tuple[int, Any]:
            answer = asking.ask(operation, actor, path=path, query=query)
            return answer.status, answer.value

        if found == UNREAD:
            found = look(setting, ask)
    if setting.items and found != UNREAD:
        return setting.items[0] in found
    return found


def same(setting: Setting, before: Any, now: Any) -> bool:
    """Whether a setting is as it was; of the applications' entitlements, those that are still there."""
    if setting.kind != "app entitlements" or before is None or now == UNREAD:
        return bool(before == now)
    shown = _by_app(now)
    return all(shown[app] == row for app, row in _by_app(before).items() if app in shown)


def put_back(asking: Asking, setting: Setting, before: Any) -> None:
    """Send what makes the setting what it was; whether it worked is for `current` to say."""
    _RESTORE[setting.kind](asking, setting, before)


def _own_presence(asking: Asking, setting: Setting, before: Any) -> None:
    asking.ask("setOwnPresence", setting.actor, query={"soft": False}, body={"category": before})


def _presence(asking: Asking, setting: Setting, before: Any) -> None:
    body = {"category": before, "userId": int(setting.subject)}
    asking.ask("setUserPresence", setting.actor, query={"soft": False}, body=body)


def _manifest(asking: Asking, setting: Setting, before: Any) -> None:
    asking.ask("setOwnManifest", setting.actor, body={"manifest": before})


def _followers(asking: Asking, setting: Setting, before: Any) -> None:
    operation = "followUsers" if before else "unfollowUsers"
    body = {"followers": list(setting.items)}
    asking.ask(operation, ADMIN, path={"uid": setting.subject}, body=body)


def _barrier_members(asking: Asking, setting: Setting, before: Any) -> None:
    operation = "addBarrierGroupMembers" if before else "removeBarrierGroupMembers"
    asking.ask(operation, ADMIN, path={"gid": setting.subject}, body=list(setting.items))


def _app_entitlements(asking: Asking, setting: Setting, before: Any) -> None:
    there = _by_app(current(asking, setting))
    rows = [row for app, row in _by_app(before).items() if app in there]
    asking.ask("updateAppEntitlements", setting.actor, body=rows)


def _by_app(rows: Any) -> dict[Any, Any]:
    listed = rows if isinstance(rows, list) else []
    return {row.get("appId"): row for row in listed if isinstance(row, dict)}


def _pinned_message(asking: Asking, setting: Setting, before: Any) -> None:
    body = {"pinnedMessageId": before or ""}
    asking.ask("updateIM", setting.actor, path={"id": setting.subject}, body=body)


def _connection(asking: Asking, setting: Setting, before: Any) -> None:
    """Back to none first, and from there to what it was: both users are needed for that."""
    other = _actor_of(asking, setting.subject)
    if other is None:
        if before is None:
            asking.ask("removeConnection", setting.actor, path={"uid": setting.subject})
        return
    us, them = (setting.actor, setting.subject), (other, str(_user_id(asking, setting.actor)))
    if current(asking, setting) == "REJECTED":
        for actor, peer in (us, them):
            asking.ask("createConnection", actor, body={"userId": int(peer)})
    for operation in ("acceptConnection", "removeConnection"):
        for actor, peer in (us, them):
            if operation == "acceptConnection":
                asking.ask(operation, actor, body={"userId": int(peer)})
            else:
                asking.ask(operation, actor, path={"uid": peer})
    if before is None:
        return
    first, second = (us, them) if before in ("ACCEPTED", "PENDING_OUTGOING") else (them, us)
    asking.ask("createConnection", first[0], body={"userId": int(first[1])})
    if before in ("ACCEPTED", "REJECTED"):
        answer = "acceptConnection" if before == "ACCEPTED" else "rejectConnection"
        asking.ask(answer, second[0], body={"userId": int(second[1])})


def _actor_of(asking: Asking, user_id: str) -> str | None:
    """The actor with this user id."""
    actors = asking.transport.target.actors
    return next((name for name in actors if str(_user_id(asking, name)) == user_id), None)


def _user_id(asking: Asking, actor: str) -> int | None:
    declared = asking.transport.target.actors[actor].user_id
    if declared is not None:
        return declared
    found = asking.ask("getSessionInfo", actor).value
    return found.get("id") if isinstance(found, dict) else None


_RESTORE: Mapping[str, Restore] = {
    "own presence": _own_presence,
    "presence": _presence,
    "manifest": _manifest,
    "followers": _followers,
    "barrier members": _barrier_members,
    "connection": _connection,
    "app entitlements": _app_entitlements,
    "pinned message": _pinned_message,
}
