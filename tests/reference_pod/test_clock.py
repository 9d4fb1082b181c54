"""Time in the pod: later at every reading, and still while one call is handled."""

from __future__ import annotations

from conformance.reference_pod.call import Call
from conformance.reference_pod.pod import CountingClock, SteadyClock
from tests.reference_pod.kit import SmallPod


def test_no_two_readings_of_the_steady_clock_are_the_same() -> None:
    clock = SteadyClock()
    read = [clock() for _ in range(50)]
    assert read == sorted(set(read)), read


def test_the_counting_clock_reads_the_same_whenever_it_is_started() -> None:
    read = [CountingClock(1_767_225_600_000) for _ in range(2)]
    assert [[clock() for _ in range(3)] for clock in read] == [[1_767_225_600_000 + n for n in range(3)]] * 2


def test_time_stands_still_while_a_call_is_handled(small: SmallPod) -> None:
    call = Call(small.pod, small.pod.contract.operations["getSessionInfo"], small.people.alice)
    before = call.now
    small.clock.advance(seconds=1)
    assert call.now == before
