"""Traffic of what administrators keep for a company: groups, barriers, apps, certificates, settings."""

from __future__ import annotations

from typing import Any

from conformance.reference_pod.crypto.certificates import Maker, to_pem
from tests.reference_pod.traffic.accounts import PIXEL
from tests.reference_pod.traffic.engine import Ask, Worker, does

MOST_GROUPS = 25
CERTIFICATES = [to_pem(Maker("Soak", 1_700_000_000_000).make(f"soak-{number}")) for number in range(10)]


def _ask_admin(_: Worker) -> Ask:
    return Ask("admin")


def _first_ten(_: Worker) -> Ask:
    return Ask("admin", query={"limit": 10})


for operation in ("listAllowedFileTypes", "listProtocolsAsAdmin", "listAppEntitlements"):
    does(operation)(_ask_admin)
for operation in ("listTypes", "listProtocols", "listAllowedFileExtensions", "listPodManagedCertificates"):
    does(operation)(_first_ten)


def _list(name: str) -> Any:
    """Lists things, whose ids other operations take from there."""

    def ask(worker: Worker) -> Ask:
        return Ask(
            "admin", then=lambda items: worker.shared.lists.__setitem__(name, [i["id"] for i in items])
        )

    return ask


does("listDisclaimers")(_list("disclaimer"))
does("listBarrierGroups")(_list("barrier"))
does("listBarrierPolicies")(_list("policy"))


def _listed(worker: Worker, name: str) -> Any:
    return worker.any(worker.shared.lists.get(name, []))


def _group(worker: Worker, **more: Any) -> Ask | None:
    group = worker.any(worker.shared.groups)
    return None if group is None else Ask("admin", path={"groupId": group}, **more)


def _group_body(worker: Worker, tenant: int) -> dict[str, Any]:
    members = worker.chance.sample(list(worker.shared.home.values()), worker.chance.randrange(4))
    return {
        "type": "SDL",
        "ownerType": "TENANT",
        "ownerId": tenant,
        "name": f"Group {worker.chance.randrange(1000)}",
        "profile": {"displayName": "Soak"},
        "members": [{"memberId": member, "memberTenant": 189} for member in members],
    }


@does("insertGroup")
def _insert_group(worker: Worker) -> Ask | None:
    if worker.often(0.3):
        return Ask("stranger_admin", body=_group_body(worker, 190), then=worker.wrote)
    if len(worker.shared.groups) >= MOST_GROUPS:
        return None

    def remember(made: dict[str, Any]) -> None:
        worker.wrote(made)
        worker.shared.groups.append(made["id"])

    return Ask("admin", body=_group_body(worker, 189), then=remember)


@does("getGroup")
def _get_group(worker: Worker) -> Ask | None:
    """Read a group and keep its ETag for a later update, by which time it may be stale."""

    def remember(group: dict[str, Any]) -> None:
        worker.shared.lists["etags"] = [
            *worker.shared.lists.get("etags", [])[-20:],
            (group["id"], group["eTag"]),
        ]

    return _group(worker, then=remember)


@does("updateGroup")
def _update_group(worker: Worker) -> Ask | None:
    known = _listed(worker, "etags")
    if known is None:
        return None
    status = "ACTIVE" if worker.often(0.9) else "DELETED"
    body = {**_group_body(worker, 189), "status": status}
    return Ask(
        "admin", path={"groupId": known[0]}, headers={"If-Match": known[1]}, body=body, then=worker.wrote
    )


@does("addMemberToGroup")
def _add_to_group(worker: Worker) -> Ask | None:
    member = {"memberId": worker.chance.choice(list(worker.shared.home.values())), "memberTenant": 189}
    return _group(worker, body={"member": member}, then=worker.wrote)


@does("updateAvatar")
def _group_avatar(worker: Worker) -> Ask | None:
    return _group(worker, body={"image": PIXEL}, then=worker.wrote)


@does("listGroups")
def _list_groups(worker: Worker) -> Ask:
    return Ask(
        "admin",
        path={"typeId": "SDL"},
        query={"limit": 10, "sortOrder": worker.chance.choice(["ASC", "DESC"])},
    )


@does("getType")
def _get_type(_: Worker) -> Ask:
    return Ask("admin", path={"typeId": "COMPANY"})


@does("deleteAllGroups")
def _delete_all_groups(_: Worker) -> Ask:
    return Ask("stranger_admin")


@does("listBarrierGroupMembers")
def _barrier_members(worker: Worker) -> Ask | None:
    group = _listed(worker, "barrier")
    return None if group is None else Ask("admin", path={"gid": group})


def _change_barrier(worker: Worker) -> Ask | None:
    group = _listed(worker, "barrier")
    users = [worker.user_id() for _ in range(2)]
    return None if group is None else Ask("admin", path={"gid": group}, body=users)


does("addBarrierGroupMembers")(_change_barrier)
does("removeBarrierGroupMembers")(_change_barrier)


@does("getDisclaimer")
def _get_disclaimer(worker: Worker) -> Ask | None:
    disclaimer = _listed(worker, "disclaimer")
    return None if disclaimer is None else Ask("admin", path={"did": disclaimer})


@does("listDisclaimerUsers")
def _disclaimer_users(worker: Worker) -> Ask | None:
    disclaimer = _listed(worker, "disclaimer")
    return None if disclaimer is None else Ask("admin", path={"did": disclaimer})


@does("assignUserDisclaimer")
def _assign_disclaimer(worker: Worker) -> Ask | None:
    disclaimer = _listed(worker, "disclaimer")
    return (
        None if disclaimer is None else Ask("admin", path={"uid": worker.user_id()}, body={"id": disclaimer})
    )


@does("createProtocol")
def _create_protocol(worker: Worker) -> Ask:
    return Ask("admin", body={"scheme": f"soak{worker.chance.randrange(20)}"})


@does("deleteProtocol")
def _delete_protocol(worker: Worker) -> Ask:
    return Ask("admin", path={"scheme": f"soak{worker.chance.randrange(20)}"})


@does("putAllowedFileExtension")
def _put_extension(worker: Worker) -> Ask:
    extension = f".soak{worker.chance.randrange(20)}"
    return Ask("admin", path={"extension": extension}, body={"extension": extension, "scope_internal": True})


@does("deleteAllowedFileExtension")
def _delete_extension(worker: Worker) -> Ask:
    return Ask("admin", path={"extension": f".soak{worker.chance.randrange(20)}"})


def _app_body(app_id: str) -> dict[str, Any]:
    info = {"appId": app_id, "name": app_id, "appUrl": "https://soak.example/app", "domain": "soak.example"}
    return {"applicationInfo": {**info, "publisher": "Soak"}, "permissions": ["SEND_MESSAGES"]}


def _app(worker: Worker) -> str:
    return f"soak-app-{worker.chance.randrange(10)}"


@does("createApp")
def _create_app(worker: Worker) -> Ask:
    return Ask("admin", body=_app_body(_app(worker)))


@does("updateApp")
def _update_app(worker: Worker) -> Ask:
    return Ask("admin", path={"id": _app(worker)}, body={"description": str(worker.chance.random())})


@does("getApp")
def _get_app(worker: Worker) -> Ask:
    return Ask("admin", path={"id": _app(worker)})


@does("deleteApp")
def _delete_app(worker: Worker) -> Ask:
    return Ask("admin", path={"id": _app(worker)})


def _entitlement(worker: Worker, **more: Any) -> dict[str, Any]:
    app = worker.chance.choice(["market-news", _app(worker)])
    return {"appId": app, "appName": app, "listed": worker.often(0.5), "install": worker.often(0.5), **more}


@does("updateAppEntitlements")
def _entitle_company(worker: Worker) -> Ask:
    return Ask("admin", body=[_entitlement(worker, enable=True)])


@does("listUserAppEntitlements")
def _list_user_apps(worker: Worker) -> Ask:
    return Ask("admin", path={"uid": worker.user_id()})


@does("replaceUserAppEntitlements")
def _replace_user_apps(worker: Worker) -> Ask:
    return Ask("admin", path={"uid": worker.user_id()}, body=[_entitlement(worker)])


@does("patchUserAppEntitlements")
def _patch_user_apps(worker: Worker) -> Ask:
    choices = ["TRUE", "FALSE", "REMOVE", "KEEP"]
    app = worker.chance.choice(["market-news", _app(worker)])
    body = [{"appId": app, "listed": worker.chance.choice(choices), "install": worker.chance.choice(choices)}]
    return Ask("admin", path={"uid": worker.user_id()}, body=body)


@does("createCompanyCertificate")
def _create_certificate(worker: Worker) -> Ask:
    return Ask("admin", body={"pem": worker.chance.choice(CERTIFICATES)})


@does("listCompanyCertificates")
def _list_certificates(worker: Worker) -> Ask:
    return Ask("admin", query={"limit": 5})


@does("listCompanyCertificatesByType")
def _certificates_by_type(worker: Worker) -> Ask:
    def remember(found: list[dict[str, Any]]) -> None:
        worker.shared.certificates[:] = [c["companyCertInfo"]["fingerPrint"] for c in found]

    return Ask("admin", body=[{"type": "USER"}, {"type": "USERSIGNING"}], then=remember)


def _certificate(worker: Worker, **more: Any) -> Ask | None:
    fingerprint = worker.any(worker.shared.certificates)
    return None if fingerprint is None else Ask("admin", path={"fingerPrint": fingerprint}, **more)


@does("getCompanyCertificate")
def _get_certificate(worker: Worker) -> Ask | None:
    return _certificate(worker)


@does("updateCompanyCertificate")
def _update_certificate(worker: Worker) -> Ask | None:
    return _certificate(worker, body={"name": str(worker.chance.random())})


@does("listCertificatesIssuedBy")
def _issued_by(worker: Worker) -> Ask | None:
    return _certificate(worker)


@does("deleteCompanyCertificate")
def _delete_certificate(worker: Worker) -> Ask | None:
    fingerprint = worker.any(worker.shared.certificates)
    return None if fingerprint is None else Ask("admin", body={"id": fingerprint})
