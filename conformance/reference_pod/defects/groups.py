"""Defects of groups: versions that are not what their ETags say, and members who should not be there."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect, on_success, with_body
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.barriers import BARRIER_POLICIES, separated
from conformance.reference_pod.records.groups import COMPANY, GROUPS, SDL, Group
from conformance.reference_pod.records.users import USERS
from conformance.reference_pod.wire import Endpoint, Request, Response, encode, json_response

Wrap = Callable[[Pod, Operation, Endpoint], Endpoint]

RACE_MILLISECONDS = 250
"""How long the version that was just replaced still counts as the current one."""


def _on_groups(_pod: Pod, operation: Operation) -> bool:
    return operation.path.startswith("/v1/groups")


def _is_update(_pod: Pod, operation: Operation) -> bool:
    return operation.id == "updateGroup"


def _answers_group(_pod: Pod, operation: Operation) -> bool:
    return operation.id in ("insertGroup", "getGroup", "updateGroup", "addMemberToGroup", "updateAvatar")


def _id_in(request: Request, response: Response) -> str:
    """The group that a request is about: named by its path, or by the answer to its insertion."""
    try:
        return str(request.path.get("groupId") or json.loads(response.body)["id"])
    except (ValueError, KeyError, TypeError):
        return ""


def _with_current_tag(pod: Pod, request: Request) -> Request:
    """The request with the tag that the group has now, in the header and in the body."""
    group = pod.store[GROUPS].get(request.path["groupId"])
    if group is None:
        return request
    try:
        body = {**json.loads(request.body), "eTag": group.etag}
    except (ValueError, TypeError):
        return request
    headers = {**request.headers, "if-match": group.etag}
    return replace(request, headers=headers, body=json.dumps(body).encode())


def _ignores_etag(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    return lambda request: endpoint(_with_current_tag(pod, request))


def _loses_updates(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    """The tag is compared a while before the group is written: whoever comes meanwhile passes as well."""
    replaced: dict[tuple[str, str], int] = {}

    def respond(request: Request) -> Response:
        group_id = request.path["groupId"]
        group, sent = pod.store[GROUPS].get(group_id), request.headers.get("if-match", "")
        at = replaced.get((group_id, sent))
        if at is not None and pod.wall_time() - at <= RACE_MILLISECONDS:
            return endpoint(_with_current_tag(pod, request))
        response = endpoint(request)
        if response.ok and group is not None:
            replaced[group_id, group.etag] = pod.wall_time()
        return response

    return respond


def _changing(
    change: Callable[[Pod, Group, Group | None], Group],
) -> Wrap:
    """A defect that spoils the group which a success has stored, before it is answered."""

    def wrap(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
        def respond(request: Request) -> Response:
            before = pod.store[GROUPS].get(request.path.get("groupId", ""))
            response = endpoint(request)
            group = pod.store[GROUPS].get(_id_in(request, response)) if response.ok else None
            if group is None:
                return response
            changed = pod.store[GROUPS].put(change(pod, group, before))
            body = {**json.loads(response.body), "eTag": changed.etag}
            return replace(response, body=encode(body).encode(), headers={"Etag": changed.etag})

        return respond

    return wrap


def _keeps_etag(_pod: Pod, group: Group, before: Group | None) -> Group:
    return group if before is None else replace(group, etag=before.etag)


PARTS = ("name", "members", "profile", "status")


def keeps_etag_on(part: str) -> Defect:
    """A change of this part of a group alone leaves the ETag as it was."""

    def kept(_pod: Pod, group: Group, before: Group | None) -> Group:
        if before is None or {name for name in PARTS if _part(group, name) != _part(before, name)} != {part}:
            return group
        return replace(group, etag=before.etag)

    def applies(pod: Pod, operation: Operation) -> bool:
        return part in PARTS and _is_update(pod, operation)

    summary = f"A change of the {part} leaves the ETag as it was."
    return Defect(f"keeps-etag-on.{part}", summary, _changing(kept), applies)


def _part(group: Group, name: str) -> object:
    if name == "members":
        return sorted(member.user for member in group.members)
    return group.active if name == "status" else getattr(group, name)


def _new_etag(pod: Pod, group: Group, _before: Group | None) -> Group:
    return replace(group, etag=pod.ids.uuid())


def _counted_etags(_pod: Pod, group: Group, _before: Group | None) -> Group:
    """The tag counts the members only, so that it comes back when they do."""
    return replace(group, etag=f"members-{len(group.members)}")


def _resets_dates(pod: Pod, group: Group, _before: Group | None) -> Group:
    return replace(group, created=group.created + 1000, updated=group.created - 60_000)


def _members_join_again(_pod: Pod, group: Group, _before: Group | None) -> Group:
    return replace(group, members=tuple(replace(m, added=m.added + 1000) for m in group.members))


def _forgets_others(_pod: Pod, group: Group, _before: Group | None) -> Group:
    """Only the member who came last is left, and the profile is emptied."""
    return replace(group, members=group.members[-1:], profile={"displayName": "?"}, name=f"{group.name}?")


def _restores_what_was_left_out(_pod: Pod, group: Group, before: Group | None) -> Group:
    if before is None:
        return group
    known = {m.user for m in group.members}
    members = (*group.members, *(m for m in before.members if m.user not in known))
    return replace(group, members=members, profile={**before.profile, **group.profile})


def _header_differs(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        return replace(response, headers={"Etag": "0"}) if response.ok else response

    return respond


def _changes_though_refused(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        group = pod.store[GROUPS].get(request.path.get("groupId", ""))
        if response.status >= 400 and group is not None:
            profile = {**group.profile, "jobTitle": "Changed though refused"}
            pod.store[GROUPS].put(
                replace(group, name=f"{group.name} 2", etag=pod.ids.uuid(), profile=profile)
            )
        return response

    return respond


def _barriers_in_companies(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    """Companies are held to barriers as if they were lists."""

    def respond(request: Request) -> Response:
        response = endpoint(request)
        group = pod.store[GROUPS].get(_id_in(request, response)) if response.ok else None
        if group is not None and separated(pod.store, [m.user for m in group.members]):
            pod.store.undo()
            return json_response(452, {"code": "INFO_BARRIER", "message": "A barrier separates members"})
        return response

    return respond


def _shares_profiles(_pod: Pod, group: Group, _before: Group | None) -> Group:
    return replace(group, profile_id="1")


def _ignores_barriers(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        policies = pod.store[BARRIER_POLICIES]
        all_of_them = list(policies)
        for policy in all_of_them:
            policies.delete(policy.id)
        try:
            return endpoint(request)
        finally:
            for policy in all_of_them:
                policies.put(policy)

    return respond


def _as_other_type(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    """A company is taken with the rules of a distribution list: what it must have is made up."""

    def respond(request: Request) -> Response:
        try:
            body: dict[str, Any] = json.loads(request.body)
        except ValueError:
            return endpoint(request)
        if body.get("type") == COMPANY:
            body = {"subType": "CHANNEL", "referrer": "Anybody", **body}
            members = body.pop("members", [])
            response = endpoint(replace(request, body=json.dumps(body).encode()))
            group = pod.store[GROUPS].get(_id_in(request, response)) if response.ok else None
            if group is not None and members:
                pod.store[GROUPS].put(replace(group, members=()))
            return response
        return endpoint(request)

    return respond


def _keeps_disabled(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    """Lists show disabled members, and companies do not."""

    def respond(request: Request) -> Response:
        response = endpoint(request)
        group = pod.store[GROUPS].get(_id_in(request, response)) if response.ok else None
        if group is None:
            return response
        users = [pod.store[USERS].get(m.user) for m in group.members]
        shown = [u.id for u in users if u is not None and (u.active or group.type == SDL)]
        body = {**json.loads(response.body), "members": [{"memberId": user} for user in shown]}
        return replace(response, body=encode(body).encode())

    return respond


def _one_group_each(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        made = pod.store[GROUPS].get(_id_in(request, response)) if response.ok else None
        if made is None:
            return response
        users = {m.user for m in made.members}
        if any(users & {m.user for m in group.members} for group in pod.store[GROUPS] if group.id != made.id):
            pod.store.undo()
            return json_response(400, {"code": "MEMBER", "message": "The user has a group already"})
        return response

    return respond


def _adds_company_parts(_pod: Pod, _operation: Operation, response: Response) -> Response:
    """Every group is shown with what only lists have, and with what only companies have."""
    extra = {"subType": "CHANNEL", "referrer": "Anybody", "profile": {"displayName": "Anybody"}}
    return with_body(response, encode({**extra, **json.loads(response.body)}).encode())


def _lists_what_is_gone(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        body = {
            "data": [{"id": group.id} for group in list(pod.store[GROUPS])[:1]],
            "pagination": {"cursors": {}},
        }
        return replace(response, body=encode(body).encode()) if response.ok else response

    return respond


def _deletes_everywhere(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        for group in list(pod.store[GROUPS]) if response.ok else ():
            pod.store[GROUPS].delete(group.id)
        return response

    return respond


def _deletes_all(_pod: Pod, operation: Operation) -> bool:
    return operation.id == "deleteAllGroups"


GROUP_DEFECTS = (
    Defect("one-group-each", "A user is in one group only.", _one_group_each, _answers_group),
    Defect(
        "adds-company-parts", "Lists look like companies.", on_success(_adds_company_parts), _answers_group
    ),
    Defect("lists-what-is-gone", "Groups are shown as left.", _lists_what_is_gone, _deletes_all),
    Defect("deletes-everywhere", "Groups of all pods are deleted.", _deletes_everywhere, _deletes_all),
    Defect("ignores-etag", "If-Match is not looked at.", _ignores_etag, _is_update),
    Defect("loses-updates", "Comparing the ETag and writing are two steps.", _loses_updates, _is_update),
    Defect("keeps-etag", "A change leaves the ETag as it was.", _changing(_keeps_etag), _answers_group),
    Defect(
        "renews-etag", "Every success gives the group another ETag.", _changing(_new_etag), _answers_group
    ),
    Defect("returning-etags", "An ETag comes back later.", _changing(_counted_etags), _answers_group),
    Defect(
        "etag-header-differs", "The ETag of the header is not the body's.", _header_differs, _answers_group
    ),
    Defect("changes-though-refused", "What is refused is done in part.", _changes_though_refused, _on_groups),
    Defect(
        "resets-dates",
        "The dates of a group are wrong after a change.",
        _changing(_resets_dates),
        _answers_group,
    ),
    Defect("members-join-again", "All members join anew.", _changing(_members_join_again), _answers_group),
    Defect("forgets-others", "A change loses what was there.", _changing(_forgets_others), _answers_group),
    Defect(
        "merges-updates", "What is left out stays.", _changing(_restores_what_was_left_out), _answers_group
    ),
    Defect("shares-profiles", "All profiles have one id.", _changing(_shares_profiles), _answers_group),
    Defect("barriers-in-companies", "Barriers hold in companies.", _barriers_in_companies, _on_groups),
    Defect("ignores-barriers", "Barriers do not hold.", _ignores_barriers, _on_groups),
    Defect("companies-like-lists", "Companies need nothing of their own.", _as_other_type, _on_groups),
    Defect(
        "mixes-up-disabled", "Lists show disabled members, companies do not.", _keeps_disabled, _answers_group
    ),
)

OF_GROUPS: dict[str, Callable[[str], Defect]] = {"keeps-etag-on": keeps_etag_on}
"""Kinds that name a part of a group."""
