"""Traffic of users and accounts, presence, followers, certificates and Community Connect."""

from __future__ import annotations

import base64
from typing import Any

from tests.reference_pod.traffic.engine import Ask, Worker, does

MOST_ACCOUNTS = 30
MOST_COMMUNITY = 60
PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20)).decode()
ROLES = ["INDIVIDUAL", "L1_SUPPORT", "COMPLIANCE_OFFICER", "COMPLIANCE_OFFICER.MONITOR_ROOMS"]


def _about(worker: Worker, **more: Any) -> Ask:
    return Ask("admin", path={"uid": worker.user_id()}, **more)


def _own(worker: Worker, **more: Any) -> Ask | None:
    """About an account that the traffic made, so that nobody's rights are lost."""
    account = worker.any(worker.shared.accounts)
    return None if account is None else Ask("admin", path={"uid": account}, **more)


def _ask_self(worker: Worker) -> Ask:
    return Ask(worker.person())


def _ask_admin(_: Worker) -> Ask:
    return Ask("admin")


for operation in ("getSessionInfo", "getOwnPresence", "getOwnManifest", "listLanguages", "getPodCertificate"):
    does(operation)(_ask_self)
for operation in ("listSystemFeatures", "listSystemRoles"):
    does(operation)(_ask_admin)
for operation in (
    "getUserAccount",
    "getUserStatus",
    "listUserFeatures",
    "listUserAvatars",
    "listUserDelegates",
    "getUserDisclaimer",
    "removeUserDisclaimer",
    "listFollowers",
    "listFollowing",
):
    does(operation)(_about)


@does("lookUpUser")
def _look_up(worker: Worker) -> Ask:
    return Ask(worker.person(), query={"uid": worker.user_id(), "local": "true"})


@does("lookUpUsers")
def _look_up_many(worker: Worker) -> Ask:
    return Ask(worker.person(), query={"uid": f"{worker.user_id()},{worker.user_id()},x"})


@does("searchUsers")
def _search(worker: Worker) -> Ask:
    return Ask(worker.person(), query={"limit": 5}, body={"query": worker.chance.choice("abcdefgh")})


@does("listUserAccounts")
def _list_accounts(worker: Worker) -> Ask:
    return Ask("admin", query={"skip": worker.chance.randrange(9), "limit": 5})


@does("findUserAccounts")
def _find_accounts(worker: Worker) -> Ask:
    return Ask("admin", query={"limit": 5}, body={"status": worker.chance.choice(["ENABLED", "DISABLED"])})


@does("createUserAccount")
def _create(worker: Worker) -> Ask | None:
    accounts = worker.shared.accounts
    if len(accounts) >= MOST_ACCOUNTS:
        return None
    name = f"soak{worker.chance.randrange(MOST_ACCOUNTS)}"
    attributes = {"userName": name, "displayName": name, "emailAddress": f"{name}@example.com"}
    attributes |= {"firstName": "Soak", "lastName": name}
    body = {"userAttributes": attributes, "roles": ["INDIVIDUAL"]}
    return Ask("admin", body=body, then=lambda made: accounts.append(made["userSystemInfo"]["id"]))


@does("updateUserAccount")
def _update(worker: Worker) -> Ask | None:
    name = f"soak{worker.chance.randrange(MOST_ACCOUNTS)}"
    return _own(worker, body={"userName": name, "title": str(worker.chance.random())})


@does("addUserRole")
def _add_role(worker: Worker) -> Ask | None:
    return _own(worker, body={"id": worker.chance.choice(ROLES)})


@does("removeUserRole")
def _remove_role(worker: Worker) -> Ask | None:
    return _own(worker, body={"id": worker.chance.choice(ROLES)})


@does("updateUserFeatures")
def _features(worker: Worker) -> Ask:
    name = worker.chance.choice(["canCreatePublicRoom", "isExternalRoomEnabled", "delegatesEnabled"])
    return _about(worker, body=[{"entitlment": name, "enabled": worker.often(0.8)}])


@does("updateUserStatus")
def _status(worker: Worker) -> Ask:
    return _about(worker, body={"status": "ENABLED" if worker.often(0.7) else "DISABLED"})


@does("updateUserSuspension")
def _suspension(worker: Worker) -> Ask | None:
    account = worker.any(worker.shared.accounts)
    body: dict[str, Any] = {"suspended": False}
    if worker.often(0.3):
        body = {"suspended": True, "suspendedUntil": 1_900_000_000, "suspensionReason": "soak"}
    return None if account is None else Ask("admin", path={"userId": account}, body=body)


@does("updateUserAvatar")
def _avatar(worker: Worker) -> Ask:
    return _about(worker, body={"image": PIXEL})


@does("updateUserDelegates")
def _delegates(worker: Worker) -> Ask:
    action = worker.chance.choice(["ADD", "REMOVE"])
    return _about(worker, body={"userId": worker.user_id(), "action": action})


@does("setOwnManifest")
def _manifest(worker: Worker) -> Ask:
    return Ask(worker.person(), body={"manifest": f"[{worker.chance.random()}]"})


@does("followUsers")
def _follow(worker: Worker) -> Ask:
    return _about(worker, body={"followers": [worker.user_id() for _ in range(3)]})


@does("unfollowUsers")
def _unfollow(worker: Worker) -> Ask:
    return _about(worker, body={"followers": [worker.user_id() for _ in range(3)]})


@does("setOwnPresence")
def _set_presence(worker: Worker) -> Ask:
    category = worker.chance.choice(["AVAILABLE", "BUSY", "OFFLINE"])
    return Ask(worker.person(), query={"soft": str(worker.often(0.5)).lower()}, body={"category": category})


@does("setUserPresence")
def _set_user_presence(worker: Worker) -> Ask:
    return Ask("admin", body={"category": worker.chance.choice(["AWAY", "BUSY"]), "userId": worker.user_id()})


@does("getUserPresence")
def _get_presence(worker: Worker) -> Ask:
    people = list(worker.shared.people.values())
    return Ask(worker.person(), path={"uid": worker.chance.choice(people)}, query={"local": "false"})


@does("listPresences")
def _list_presences(worker: Worker) -> Ask:
    return Ask("admin", query={"lastUserId": worker.user_id(), "limit": 5})


@does("registerPresenceInterest")
def _interest(worker: Worker) -> Ask:
    return Ask("admin", body=worker.chance.sample(list(worker.shared.partner.values()), 2))


@does("createPresenceFeed")
def _create_feed(worker: Worker) -> Ask | None:
    if len(worker.shared.feeds) >= 20:
        return None
    by = worker.person()
    return Ask(by, then=lambda made: worker.shared.feeds.append((made["id"], by)))


@does("readPresenceFeed")
def _read_feed(worker: Worker) -> Ask | None:
    feed = worker.any(worker.shared.feeds)
    return None if feed is None else Ask(feed[1], path={"feedId": feed[0]})


@does("deletePresenceFeed")
def _delete_feed(worker: Worker) -> Ask | None:
    feed = worker.any(worker.shared.feeds)
    if feed is None:
        return None
    return Ask(feed[1], path={"feedId": feed[0]}, then=lambda _: worker.shared.feeds.remove(feed))


@does("createUser")
def _create_community_user(worker: Worker) -> Ask | None:
    if len(worker.shared.community) >= MOST_COMMUNITY:
        return None
    number = worker.chance.randrange(MOST_COMMUNITY)
    person = {
        "email": f"p{number}@company{number % 5}.example",
        "firstName": "Pat",
        "lastName": f"No {number}",
    }
    body = {"companyName": f"Company {number % 5}", "users": [person]}
    return Ask("admin", body=body, then=lambda made: _remember_community(worker, made))


def _remember_community(worker: Worker, made: dict[str, Any]) -> None:
    for user in made["success"]:
        worker.shared.community.append({"companyId": made["companyId"], "userId": user["userId"]})


def _community(worker: Worker, **more: Any) -> Ask | None:
    path = worker.any(worker.shared.community)
    return None if path is None else Ask("admin", path=path, **more)


@does("getUser")
def _get_community_user(worker: Worker) -> Ask | None:
    return _community(worker)


@does("updateUser")
def _update_community_user(worker: Worker) -> Ask | None:
    return _community(worker, body={"firstName": f"Pat {worker.chance.random()}"})


@does("disableUser")
def _disable_community_user(worker: Worker) -> Ask | None:
    """Disabled accounts stay in the pod, so only so many are replaced by new ones."""
    shared = worker.shared
    path = worker.any(shared.community)
    if path is None or shared.disabled >= MOST_COMMUNITY or worker.often(0.5):
        return None

    def forget(_: Any) -> None:
        shared.disabled += 1
        shared.community.remove(path)

    return Ask("admin", path=path, then=forget)


@does("addRole")
def _community_role(worker: Worker) -> Ask | None:
    return _community(worker, body={"id": "COMPLIANCE_OFFICER"})


@does("searchUser")
def _search_community_user(worker: Worker) -> Ask:
    number = worker.chance.randrange(MOST_COMMUNITY)
    return Ask("admin", query={"email": f"p{number}@company{number % 5}.example"})


@does("getUserOnboardingAvailability")
def _onboarding(worker: Worker) -> Ask:
    return Ask("admin", query={"email": f"p{worker.chance.randrange(99)}@company1.example"})
