from __future__ import annotations

import pytest

from conformance.target import Exchange, Request, Response, TargetGone
from conformance.target.breaker import Breaker
from conformance.target.waits import FAILURES_IN_A_ROW, PROBE_EVERY

ORIGIN = "https://pod.example.com"


class Pod:
    """Answers the breaker's question with these words, and then with the last one for ever."""

    def __init__(self, *alive: bool) -> None:
        self.alive = list(alive)
        self.asked = 0
        self.slept: list[float] = []
        self.told: list[tuple[str, list[str]]] = []

    def breaker(self, patience: float = 10.0) -> Breaker:
        return Breaker(
            ORIGIN,
            self.answer,
            lambda why, lost: self.told.append((why, lost)),
            patience=patience,
            clock=lambda: sum(self.slept),
            sleep=self.slept.append,
        )

    def answer(self) -> bool:
        self.asked += 1
        return self.alive.pop(0) if len(self.alive) > 1 else self.alive[0]


def exchange(number: int, status: int | None) -> Exchange:
    response = None if status is None else Response(status, (), b"", 1.0)
    error = "connection refused" if status is None else None
    return Exchange(
        f"main-{number}", "getRoom", "user", Request("getRoom", "GET", "/x"), "", (), response, error
    )


def fail(breaker: Breaker, times: int = FAILURES_IN_A_ROW, status: int | None = None) -> None:
    for number in range(times):
        breaker.note(exchange(number, status))


@pytest.mark.parametrize("status", [None, 429, 502, 503, 504])
def test_a_target_that_is_gone_is_given_up_after_its_patience(status: int | None) -> None:
    pod = Pod(False)
    breaker = pod.breaker(patience=4 * PROBE_EVERY)
    with pytest.raises(
        TargetGone, match=f"{ORIGIN} has stopped answering: {FAILURES_IN_A_ROW} requests in a row"
    ):
        fail(breaker, status=status)
    assert pod.slept == [PROBE_EVERY] * 4
    assert pod.told[0][1] == [f"main-{number}" for number in range(FAILURES_IN_A_ROW)]
    with pytest.raises(TargetGone):
        breaker.check()


def test_a_few_failures_are_no_outage() -> None:
    pod = Pod(False)
    fail(pod.breaker(), FAILURES_IN_A_ROW - 1)
    assert pod.asked == 0


def test_any_answer_of_use_ends_the_row() -> None:
    pod = Pod(False)
    breaker = pod.breaker()
    for number in range(3 * FAILURES_IN_A_ROW):
        breaker.note(exchange(number, 500 if number % 2 else None))
    assert pod.asked == 0


def test_one_operation_that_always_fails_is_no_outage() -> None:
    pod = Pod(True)
    breaker = pod.breaker()
    fail(breaker, 4 * FAILURES_IN_A_ROW)
    assert (pod.asked, pod.slept, breaker.outages) == (4, [], 0)
    breaker.check()


def test_a_target_that_comes_back_is_waited_for() -> None:
    pod = Pod(False, False, True)
    breaker = pod.breaker()
    fail(breaker)
    assert (breaker.outages, breaker.waited, pod.told) == (1, 2 * PROBE_EVERY, [])
    breaker.check()


def test_nobody_waits_without_patience() -> None:
    pod = Pod(False)
    with pytest.raises(TargetGone):
        fail(pod.breaker(patience=0))
    assert (pod.slept, pod.asked) == ([], 1)


@pytest.mark.parametrize(("alive", "told"), [(False, 1), (True, 0)])
def test_a_target_that_goes_at_the_very_end_is_noticed(alive: bool, told: int) -> None:
    pod = Pod(alive)
    breaker = pod.breaker()
    fail(breaker, 1)
    breaker.settle()
    assert len(pod.told) == told
    assert all("it was not back at the end" in why for why, _ in pod.told)


def test_the_end_of_a_healthy_run_asks_nothing() -> None:
    pod = Pod(False)
    breaker = pod.breaker()
    breaker.note(exchange(1, 200))
    breaker.settle()
    assert pod.asked == 0
