"""ETags of groups: every version has its own, and only who knows the latest version may replace it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.concurrency.together import at_once
from conformance.suite.lifecycle.group_steps import (
    Group,
    as_written,
    json_of,
    kept,
    member,
    member_ids,
    newest,
    own_group,
    person,
    profile_of,
    put,
    read,
    retire,
    step,
)
from conformance.suite.outcomes import Blocked
from conformance.suite.scenario import Scenario
from conformance.suite.world import field_of
from conformance.target.exchange import Response

WRITERS = 8
ROUNDS = 2
"""How often each of the writers of the counter adds one."""
TRIES = 50
"""How often the writers of the counter that were refused read and write again before they give up."""


@dataclass(frozen=True, slots=True)
class Change:
    """One way to change a group, and the requirements that it changes the ETag and shows it in the header."""

    requirement: str
    header: str
    send: Callable[[Scenario, Group], Response]


def _rename(scenario: Scenario, group: Group) -> Response:
    return put(scenario, group, name=scenario.world.name("renamed"))


def _members(scenario: Scenario, group: Group) -> Response:
    return put(scenario, group, members=[member(person(scenario.world, "user"))])


def _profile(scenario: Scenario, group: Group) -> Response:
    return put(scenario, group, profile={**profile_of(group), "jobTitle": scenario.world.name("title")})


def _status(scenario: Scenario, group: Group) -> Response:
    return put(scenario, group, status="DELETED")


def _add(scenario: Scenario, group: Group) -> Response:
    body = {"member": member(person(scenario.world, "colleague"))}
    return step(scenario, "addMemberToGroup", group["id"], body)


def _picture(scenario: Scenario, group: Group) -> Response:
    return step(scenario, "updateAvatar", group["id"], {"image": things.PIXEL})


CHANGES = (
    Change("GROUP-ETAG-3", "GROUP-ETAG-7", _rename),
    Change("GROUP-ETAG-11", "GROUP-ETAG-7", _members),
    Change("GROUP-ETAG-12", "GROUP-ETAG-7", _profile),
    Change("GROUP-ETAG-4", "GROUP-ETAG-8", _add),
    Change("GROUP-ETAG-5", "GROUP-ETAG-9", _picture),
)


@pytest.mark.check("concurrency.group-etag-read", "GROUP-ETAG-1", "GROUP-ETAG-2", "GROUP-ETAG-6")
def test_reading_shows_the_etag_and_leaves_it(scenario: Scenario) -> None:
    """A group is inserted and read with an ETag, which is the same however often the group is read."""
    answer = step(scenario, "insertGroup", body=things.new_group(scenario.world))
    if not scenario.status("GROUP-ETAG-1", answer, 201):
        return
    made = json_of(answer)
    try:
        _header(scenario, "GROUP-ETAG-1", answer)
        first = step(scenario, "getGroup", str(made.get("id")))
        _header(scenario, "GROUP-ETAG-2", first)
        tags = [json_of(first).get("eTag")]
        row = newest(scenario, made) or {}
        tags += [json_of(step(scenario, "getGroup", str(made.get("id")))).get("eTag") for _ in range(2)]
        scenario.equal("GROUP-ETAG-6", [made.get("eTag")] * 3, tags, "eTag of the insertion, in three reads")
        if row.get("eTag") is not None:
            scenario.equal("GROUP-ETAG-6", made.get("eTag"), row["eTag"], "eTag in the list")
    finally:
        retire(scenario.world, str(made.get("id")))


@pytest.mark.check(
    "concurrency.group-etag-changes",
    *dict.fromkeys(name for change in CHANGES for name in (change.requirement, change.header)),
    "GROUP-ETAG-10",
    "GROUP-ETAG-13",
)
def test_every_change_gives_another_etag(scenario: Scenario) -> None:
    """Every kind of change gives the group an ETag that it never had before."""
    with own_group(scenario) as group:
        tags = [group.get("eTag")]
        for change in CHANGES:
            _change(scenario, group["id"], change, tags)
        # back to what the group was at first: an old tag must not come back with it
        answer = put(scenario, read(scenario, group["id"]), name=group["name"], members=[])
        if scenario.status("GROUP-ETAG-10", answer, 200, what="the way back"):
            told = json_of(answer).get("eTag")
            fresh = told is not None and told not in tags
            scenario.expect("GROUP-ETAG-10", fresh, expected=f"an eTag that is none of {tags}", observed=told)
            tags.append(told)
        _change(scenario, group["id"], Change("GROUP-ETAG-13", "GROUP-ETAG-7", _status), tags)


def _change(scenario: Scenario, group_id: str, change: Change, tags: list[Any]) -> None:
    """Make a change, judge the ETag that comes of it, and add it to those that the group has had."""
    answer = change.send(scenario, read(scenario, group_id))
    if not scenario.status(change.requirement, answer, 200, what="the change"):
        return
    _header(scenario, change.header, answer)
    told = json_of(answer).get("eTag")
    # a group that is deleted need not be readable
    found = read(scenario, group_id).get("eTag", told)
    scenario.expect(
        change.requirement,
        told is not None and told == found and told != tags[-1],
        expected=f"another eTag than {tags[-1]}, the same in the answer and read",
        observed=f"{told} in the answer, {found} read",
    )
    tags.append(told)


@pytest.mark.check("concurrency.group-stale", "GROUP-MATCH-1", "GROUP-MATCH-2", "GROUP-MATCH-3")
def test_a_stale_or_foreign_etag_changes_nothing(scenario: Scenario) -> None:
    """Who holds an old ETag, that of another group, or an invented one, gets 412 and changes nothing."""
    with own_group(scenario) as group, own_group(scenario) as other:
        put(scenario, group, name=scenario.world.name("renamed"))
        before = read(scenario, group["id"])
        invented = "00000000-0000-4000-8000-000000000000"
        for requirement, tag, what in (
            ("GROUP-MATCH-1", group.get("eTag"), "an old one"),
            ("GROUP-MATCH-2", other.get("eTag"), "that of another group"),
            ("GROUP-MATCH-2", invented, "an invented one"),
        ):
            stale = {**before, "eTag": tag}
            answer = put(scenario, stale, name=scenario.world.name("lost"), profile={"displayName": "lost"})
            scenario.status(requirement, answer, 412, what=f"If-Match with {what}")
            _unchanged(scenario, "GROUP-MATCH-3", before)
        answer = put(scenario, before, name=scenario.world.name("kept"))
        scenario.status("GROUP-MATCH-3", answer, 200, what="the current ETag after the refusals")


@pytest.mark.check("concurrency.group-no-etag", "GROUP-MATCH-4", "GROUP-MATCH-5", "GROUP-MATCH-3")
def test_an_update_needs_an_etag(scenario: Scenario) -> None:
    """An update without If-Match, or with an empty one, is refused and changes nothing."""
    with own_group(scenario) as group:
        body = as_written(group, name=scenario.world.name("lost"))
        answer = step(scenario, "updateGroup", group["id"], body)
        scenario.status("GROUP-MATCH-4", answer, 400, 412, 428, what="no If-Match")
        _unchanged(scenario, "GROUP-MATCH-3", group)
        answer = step(scenario, "updateGroup", group["id"], body, If_Match="")
        scenario.status("GROUP-MATCH-5", answer, 400, 412, 428, what="an empty If-Match")
        _unchanged(scenario, "GROUP-MATCH-3", group)


@pytest.mark.check("concurrency.group-etag-forms", "GROUP-MATCH-6", "GROUP-MATCH-7")
def test_other_forms_of_an_etag_are_understood_or_refused(scenario: Scenario) -> None:
    """An ETag in quotation marks, and a star, are understood as HTTP has it, or refused without a change."""
    for requirement, form in (("GROUP-MATCH-6", '"{}"'), ("GROUP-MATCH-7", "*")):
        with own_group(scenario) as group:
            name = scenario.world.name("renamed")
            body = as_written(group, name=name)
            tag = form.format(group.get("eTag"))
            answer = step(scenario, "updateGroup", group["id"], body, If_Match=tag)
            if 400 <= answer.status < 500:
                _unchanged(scenario, requirement, group)
            else:
                scenario.status(requirement, answer, 200, what=f"If-Match: {tag}, unless it is a 4xx")
                now = read(scenario, group["id"])
                scenario.equal(requirement, name, now.get("name"), "name after a success")
                changed = now.get("eTag") != group.get("eTag")
                scenario.equal(requirement, True, changed, "another eTag after a success")


@pytest.mark.check("concurrency.group-two-writers", "GROUP-RACE-1", "GROUP-RACE-2")
def test_one_of_two_writers_wins(scenario: Scenario) -> None:
    """Of two writers with the same ETag at once one wins, and the group is what the winner wrote."""
    _race(scenario, 2)


@pytest.mark.check("concurrency.group-eight-writers", "GROUP-RACE-1", "GROUP-RACE-2")
def test_one_of_eight_writers_wins(scenario: Scenario) -> None:
    """Of eight writers with the same ETag at once one wins, and the group is what the winner wrote."""
    _race(scenario, WRITERS)


@pytest.mark.check("concurrency.group-counter", "GROUP-RACE-3")
def test_no_increment_is_lost(scenario: Scenario) -> None:
    """Eight writers that read, add one and write until it is accepted lose no increment."""
    with own_group(scenario) as group:
        display = profile_of(group).get("displayName")

        def add_one(now: Group) -> Response:
            count = {"displayName": display, "jobTitle": f"count {_count(now) + 1}"}
            return put(scenario, now, profile=count)

        accepted = sum(
            _all_get_through(lambda: json_of(step(scenario, "getGroup", group["id"])), add_one)
            for _ in range(ROUNDS)
        )
        found = read(scenario, group["id"])
        if accepted < ROUNDS * WRITERS:
            raise Blocked("updateGroup", f"accepted {accepted} of {ROUNDS * WRITERS} increments")
        scenario.equal("GROUP-RACE-3", accepted, _count(found), "count after all increments")


def _race(scenario: Scenario, writers: int) -> None:
    with own_group(scenario) as group:
        names = [scenario.world.name(f"writer-{number}") for number in range(writers)]
        answers = at_once(writers, lambda number: put(scenario, group, name=names[number]))
        now = read(scenario, group["id"])
        statuses = sorted(answer.status for answer in answers)
        # a pod that is overloaded may say so instead of looking at the ETag
        scenario.expect(
            "GROUP-RACE-1",
            statuses[0] == 200 and set(statuses[1:]) <= {412, 429},
            expected=f"of {writers} answers to the same ETag one 200, the others 412",
            observed=statuses,
        )
        won = [number for number, answer in enumerate(answers) if answer.status == 200]
        told = [kept(json_of(answers[number]), "name", "eTag") for number in won]
        scenario.expect(
            "GROUP-RACE-2",
            kept(now, "name", "eTag") in told and now.get("name") in [names[number] for number in won],
            expected=f"the state that the winner was told: {told}",
            observed=kept(now, "name", "eTag"),
        )


def _all_get_through(read_now: Callable[[], Group], write: Callable[[Group], Response]) -> int:
    """How many of the writers had their write accepted, when those that are refused read and write again.

    They read together and write together: on a right pod one gets through each time, however fast it is.
    """
    waiting = WRITERS
    for _ in range(TRIES):
        seen = at_once(waiting, lambda _: read_now())
        answers = at_once(waiting, partial(_of, write, seen))
        waiting -= sum(answer.status == 200 for answer in answers)
        if waiting <= 0 or any(answer.status not in (200, 412, 429) for answer in answers):
            break
    return WRITERS - waiting


def _of(write: Callable[[Group], Response], groups: Sequence[Group], number: int) -> Response:
    return write(groups[number])


def _count(group: Group) -> int:
    """What the writers have counted to, as it stands in the group's profile."""
    digits = str(profile_of(group).get("jobTitle", "")).removeprefix("count ")
    return int(digits) if digits.isdigit() else 0


def _header(scenario: Scenario, requirement: str, answer: Response) -> None:
    """The ETag of the header is that of the body; clients read the body, so only that has to be there."""
    header, body = answer.header("ETag"), json_of(answer).get("eTag")
    scenario.expect(
        requirement,
        bool(body) and (header is None or _bare(header) == _bare(str(body))),
        expected="an eTag in the body, and the same in the header if there is one",
        observed=f"body: {body!r}, header: {header!r}",
    )


def _bare(tag: str) -> str:
    return tag.removeprefix("W/").strip('"')


def _unchanged(scenario: Scenario, requirement: str, before: Group) -> None:
    now = read(scenario, str(field_of(before, "getGroup", "id")))
    names = ("name", "status", "eTag", "updatedDate")
    scenario.equal(requirement, kept(before, *names), kept(now, *names), "the group afterwards")
    scenario.equal(requirement, profile_of(before), profile_of(now), "profile afterwards")
    scenario.equal(requirement, member_ids(before), member_ids(now), "members afterwards")
