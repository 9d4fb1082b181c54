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
            if self._why is None and len(self._row) >= FAILURES_IN_A_ROW:
                self._ask(exchange)

    def _ask(self, last: Exchange) -> None:
        began, pauses = self._clock(), 0
        while not self._alive():
            if max(self._clock() - began, pauses * PROBE_EVERY) >= self._patience:
                self._give_up(last)
            self._sleep(min(PROBE_EVERY, self._patience))
            pauses += 1
        if pauses:
            self.outages += 1
            self.waited += self._clock() - began
        self._row.clear()

    def _give_up(self, last: Exchange) -> None:
        said = last.error or (f"status {last.response.status}" if last.response else "no answer")
        self._why = (
            f"{self._origin} has stopped answering: {len(self._row)} requests in a row came to nothing, "
            f"the last with '{said}', and it did not come back within {self._patience:g} s"
        )
        self._tell(self._why, list(self._row))
        raise TargetGone(self._why)
