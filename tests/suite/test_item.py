"""What a test makes of what it saw: failures, blocked steps, and nothing that passes by default."""

from __future__ import annotations

import pytest

from conformance.checks.judgement import failed, passed, warned
from conformance.suite.failure import failure_message
from conformance.suite.outcomes import Blocked, NotAllowed, NotApplicable
from conformance.suite.records import plan_record, unjudged_records
from conformance.suite.requests import Call, build
from conformance.suite.world import field_of
from tests.suite.kit import fake_item, fake_world, json_answer, rows

ROOM = {"roomSystemInfo": {"id": "r1"}}
BROKEN = json_answer(500, {"code": 500, "message": "broken"})


def test_of_two_failures_of_one_kind_the_simplest_request_is_kept() -> None:
    item = fake_item("createRoom", {"createRoom": lambda request: BROKEN})
    for name in ("a long name", "n"):
        exchange, _ = item.send(build(item.operation, Call(body={"name": name})), "user")
        item.judge(exchange, [failed("contract.no-server-error", "createRoom", "no 5xx", "500", "500")])
    (failure,) = item.failures
    assert failure.exchange is not None
    assert failure.exchange.request.body == b'{"name":"n"}'


def test_a_warning_about_a_simpler_request_does_not_hide_a_failure_of_the_same_kind() -> None:
    item = fake_item("createRoom", {"createRoom": lambda request: BROKEN})
    for name, outcome in (("a long name", failed), ("n", warned)):
        exchange, _ = item.send(build(item.operation, Call(body={"name": name})), "user")
        item.judge(exchange, [outcome("negative.rejected", "createRoom", "400", "200", "no integer")])
    assert [failure.subject.requirement for failure in item.failures] == ["createRoom.rejected"]


def test_no_answer_is_a_failure() -> None:
    item = fake_item("createRoom", {"createRoom": lambda request: None})
    item.send(build(item.operation, Call(body={})), "user")
    assert item.report("t", None) == "failed"
    assert rows(item)["contract.no-server-error"] == "failed"


def test_checks_without_a_judgement_take_the_reason_why_the_test_ended() -> None:
    item = fake_item("createRoom", {})
    outcome = item.report("t", Blocked("listRooms", "answered 500"))
    assert outcome == "blocked"
    assert set(rows(item).values()) == {"blocked"}


def test_a_failure_wins_over_the_reason_why_the_test_ended() -> None:
    item = fake_item("createRoom", {"createRoom": lambda request: BROKEN})
    exchange, _ = item.send(build(item.operation, Call(body={})), "user")
    item.judge(exchange, [failed("contract.success", "createRoom", "200", "500", "500")])
    assert item.report("t", Blocked("x", "y")) == "failed"


def test_a_passed_check_that_failed_elsewhere_is_recorded_as_failed_only() -> None:
    item = fake_item("createRoom", {"createRoom": lambda request: BROKEN})
    exchange, _ = item.send(build(item.operation, Call(body={})), "user")
    item.judge(exchange, [passed("contract.success", "createRoom")])
    item.judge(exchange, [failed("contract.success", "createRoom", "200", "500", "500")])
    item.report("t", None)
    assert rows(item)["contract.success"] == "failed"


def test_checks_that_a_failure_left_nothing_to_judge_are_blocked_by_it() -> None:
    item = fake_item("createRoom", {"createRoom": lambda request: BROKEN})
    exchange, _ = item.send(build(item.operation, Call(body={})), "user")
    item.judge(
        exchange, [failed("contract.content-type", "createRoom", "application/json", "text/html", "x")]
    )
    item.report("t", None)
    assert rows(item)["contract.body"] == "blocked"


def test_checks_that_nothing_judged_and_nothing_excuses_stay_unreported() -> None:
    item = fake_item("createRoom", {})
    item.report("t", None)
    assert rows(item) == {}


def test_an_error_inside_a_test_is_an_error_of_every_check_it_kept_from_judging() -> None:
    item = fake_item("createRoom", {})
    records = list(unjudged_records(item, "t", KeyError("x")))
    assert records
    assert {record["status"] for record in records} == {"error"}


def test_an_operation_that_blocks_its_own_test_is_found_all_the_same() -> None:
    answers = {
        "createRoom": lambda request: json_answer(200, ROOM),
        "listRoomMembers": lambda request: BROKEN,
    }
    item = fake_item("listRoomMembers", answers, actors=("admin", "user", "colleague"))
    with pytest.raises(Blocked):
        item.recipe()
    assert item.report("t", Blocked("listRoomMembers", "answered 500")) == "failed"


def test_an_operation_whose_answer_cannot_be_used_is_found_all_the_same() -> None:
    item = fake_item("getUserDisclaimer", {})
    with pytest.raises(Blocked) as caught:
        field_of([{}], "listDisclaimers", 0, "id")
    blocked = caught.value
    assert (str(blocked), blocked.by) == ("listDisclaimers answered without 0/id", "listDisclaimers")
    assert item.report("t", blocked) == "blocked"


def test_another_operations_fault_is_not_this_operations_finding() -> None:
    item = fake_item("getRoom", {"createRoom": lambda request: BROKEN})
    with pytest.raises(Blocked) as caught:
        item.recipe()
    assert item.report("t", caught.value) == "blocked"
    assert item.failures == []


def test_an_api_that_the_target_does_not_name_is_not_applicable() -> None:
    item = fake_item("getRoom", {})
    object.__setattr__(item.world.target, "apis", {})
    with pytest.raises(NotApplicable):
        item.recipe()


def test_an_actor_that_the_target_does_not_name_is_not_applicable() -> None:
    with pytest.raises(NotApplicable):
        fake_world({}).actor("stranger")


def test_what_deletes_everything_is_withheld_unless_the_target_is_disposable() -> None:
    with pytest.raises(NotAllowed):
        fake_item("deleteAllGroups", {}, disposable=False).recipe()


def test_things_are_made_once_for_each_purpose() -> None:
    world = fake_world({})
    made: list[str] = []

    def make() -> str:
        made.append("thing")
        return f"thing {len(made)}"

    assert [world.keep(("room", key), make) for key in ("a", "a", "b")] == ["thing 1", "thing 1", "thing 2"]
    world.forget("room", "a")
    assert world.keep(("room", "a"), make) == "thing 3"


def test_names_never_repeat_and_carry_the_label() -> None:
    world = fake_world({})
    names = {world.name("room") for _ in range(3)}
    assert len(names) == 3
    assert all("-t-" in name for name in names)


def test_the_plan_holds_what_must_be_judged() -> None:
    plan = plan_record([fake_item("getSessionInfo", {}, "sign-in")])
    assert [row["check"] for row in plan["checks"]] == [
        "sign-in.absent",
        "sign-in.garbled",
        "sign-in.expired",
    ]


def test_a_failure_says_what_was_expected_and_observed_and_how_to_repeat_it() -> None:
    item = fake_item("createRoom", {"createRoom": lambda request: BROKEN})
    exchange, _ = item.send(build(item.operation, Call(body={})), "user")
    item.judge(exchange, [failed("contract.success", "createRoom", "200", "500", "500")])
    lines = failure_message(item.failures).splitlines()
    assert lines[0] == "createRoom answers a valid request with a documented success: it does not"
    assert [line.split(":")[0].strip() for line in lines[1:]] == ["expected", "observed", "repeat"]
