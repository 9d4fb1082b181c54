"""A circuit breaker: a target that has stopped answering is not asked a thousand times more."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock

from conformance.target.errors import TargetGone
from conformance.target.exchange import Exchange
from conformance.target.waits import FAILURES_IN_A_ROW, PROBE_EVERY

OVERLOADED = frozenset({429, 502, 503, 504})
"""Statuses of a target, or of a gateway before it, that does no work just now."""


class Breaker:
    """Watches the answers of one origin; thread-safe.

    After several requests in a row without an answer of use, `alive` asks the origin for something simple,
    for as long as `patience` seconds. When that is in vain, `gone` is told the reason and the exchanges that
    were lost, and nothing is let through any more. `outages` counts those that were waited out, for `waited`
    seconds.
    """

    def __init__(
        self,
        origin: str,
        alive: Callable[[], bool],
        gone: Callable[[str, list[str]], None],
        *,
        patience: float,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self.outages = 0
        self.waited = 0.0
        self._origin = origin
        self._alive = alive
        self._tell = gone
        self._patience = patience
        self._clock = clock
        self._sleep = sleep
        self._row: list[str] = []
        self._said = ""
        self._why: str | None = None
        self._lock = RLock()

    def check(self) -> None:
        """Return when a request may go; raises TargetGone when the breaker is open for good."""
        with self._lock:
            if self._why is not None:
                raise TargetGone(self._why)

    def note(self, exchange: Exchange) -> None:
        """Count an exchange; waits here while the origin is down, and raises TargetGone when it stays so."""
        with self._lock:
            if exchange.response is not None and exchange.response.status not in OVERLOADED:
                self._row.clear()
                return
            self._row.append(exchange.id)
            self._said = exchange.error or (
                f"status {exchange.response.status}" if exchange.response else "no answer"
            )
            if self._why is None and len(self._row) >= FAILURES_IN_A_ROW:
                self._ask()

    def settle(self) -> None:
        """At the end of a run: the last requests may have been lost to an outage too short to be noticed."""
        with self._lock:
            if self._row and self._why is None and not self._alive():
                self._why = self._reason(self._said, 0.0)
                self._tell(self._why, list(self._row))

    def _ask(self) -> None:
        began, pauses = self._clock(), 0
        while not self._alive():
            if max(self._clock() - began, pauses * PROBE_EVERY) >= self._patience:
                self._give_up()
            self._sleep(min(PROBE_EVERY, self._patience))
            pauses += 1
        if pauses:
            self.outages += 1
            self.waited += self._clock() - began
        self._row.clear()

    def _give_up(self) -> None:
        self._why = self._reason(self._said, self._patience)
        self._tell(self._why, list(self._row))
        raise TargetGone(self._why)

    def _reason(self, said: str, seconds: float) -> str:
        lost = f"{len(self._row)} requests in a row" if len(self._row) > 1 else "the last request"
        back = f"it did not come back within {seconds:g} s" if seconds else "it was not back at the end"
        return f"{self._origin} has stopped answering: {lost} came to nothing ({said}), and {back}"
