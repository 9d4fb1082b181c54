from __future__ import annotations

from datetime import UTC, datetime
from threading import Barrier, Lock, Thread

import pytest

from conformance.target import Response
from conformance.target.throttle import Throttle, retry_after
from conformance.target.waits import LONGEST_RETRY_AFTER

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def limited(status: int = 429, value: str | None = None) -> Response:
    return Response(status, () if value is None else (("Retry-After", value),), b"", 1.0)


def test_requests_are_spaced_evenly() -> None:
    clock = Clock()
    throttle = Throttle(4.0, clock, clock.sleep)
    for _ in range(4):
        throttle.wait()
    assert clock.now == pytest.approx(100.75)


def test_time_that_passed_anyway_is_not_waited_for() -> None:
    clock = Clock()
    throttle = Throttle(4.0, clock, clock.sleep)
    throttle.wait()
    clock.now += 10
    throttle.wait()
    assert clock.slept == []


def test_without_a_rate_nothing_waits() -> None:
    clock = Clock()
    throttle = Throttle(None, clock, clock.sleep)
    for _ in range(100):
        throttle.wait()
    assert clock.slept == []


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("7", 7.0),
        ("Fri, 02 Jan 2026 03:04:10 GMT", 5.0),
        ("Fri, 02 Jan 2026 03:04:00 GMT", 0.0),
        (None, 1.0),
        ("", 1.0),
        ("soon", 1.0),
        ("-5", 1.0),
        ("1.5", 1.0),
        ("²", 1.0),
    ],
)
def test_the_wait_after_429(value: str | None, seconds: float) -> None:
    assert retry_after(limited(value=value), NOW) == seconds


def test_a_wait_that_is_too_long_is_not_begun() -> None:
    assert retry_after(limited(value=str(int(LONGEST_RETRY_AFTER) + 1)), NOW) is None


@pytest.mark.parametrize(
    "value", ["1e99", "9" * 5000, "Fri, 31 Dec 9999 23:59:59 GMT", "99999999999"], ids=lambda text: text[:12]
)
def test_a_wait_without_reason_is_not_begun(value: str) -> None:
    wait = retry_after(limited(value=value), NOW)
    assert wait in (None, 1.0), f"Retry-After {value[:12]}… makes the suite wait {wait} s"


def test_503_is_repeated_only_when_it_names_a_wait() -> None:
    assert (retry_after(limited(503, "2"), NOW), retry_after(limited(503), NOW)) == (2.0, None)


@pytest.mark.parametrize("status", [200, 500, 502])
def test_other_answers_are_taken_as_they_are(status: int) -> None:
    assert retry_after(limited(status, "1"), NOW) is None


def test_no_more_requests_than_allowed_are_under_way_at_once() -> None:
    throttle = Throttle(None, Clock(), lambda _: None, parallel=2)
    together, most, lock, gate = 0, 0, Lock(), Barrier(2, timeout=5)

    def ask() -> None:
        nonlocal together, most
        with throttle.turn():
            with lock:
                together += 1
                most = max(most, together)
            # Two must be here at once to get on.
            gate.wait()
            with lock:
                together -= 1

    threads = [Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


def test_the_time_that_requests_were_held_back_is_counted() -> None:
    clock = Clock()
    throttle = Throttle(4.0, clock, clock.sleep)
    for _ in range(3):
        throttle.wait()
    assert throttle.waited == pytest.approx(0.5)
