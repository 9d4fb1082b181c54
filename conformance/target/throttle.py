"""Not sending faster than the target wants, nor more at once, and coming back when it asks to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import BoundedSemaphore, Lock

from conformance.target.exchange import Response
from conformance.target.waits import LONGEST_RETRY_AFTER, MOST_CONNECTIONS, UNSAID_RETRY_AFTER


class Throttle:
    """Spaces requests evenly to at most `rate` a second, unless that is None, and `parallel` at a time.

    `waited` are the seconds that it has held requests back.
    """

    def __init__(
        self,
        rate: float | None,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        parallel: int = MOST_CONNECTIONS,
    ) -> None:
        self.waited = 0.0
        self._interval = 1 / rate if rate else 0.0
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0
        self._lock = Lock()
        self._places = BoundedSemaphore(parallel)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until the next request may go, and hold its place until it has been answered."""
        with self._places:
            self.wait()
            yield

    def wait(self) -> None:
        """Return when the next request may go."""
        if not self._interval:
            return
        with self._lock:
            now = self._clock()
            due = max(now, self._next)
            self._next = due + self._interval
            self.waited += due - now
        if due > now:
            self._sleep(due - now)


def retry_after(response: Response, now: datetime | None = None) -> float | None:
    """How many seconds to wait before the same request again; None for any answer to take as it is.

    A 429 asks for a wait whether it names one or not, a 503 only when it does.
    """
    asked = (response.header("retry-after") or "").strip()
    if response.status != 429 and not (response.status == 503 and asked):
        return None
    seconds = _seconds(asked, now or datetime.now(UTC))
    return seconds if seconds <= LONGEST_RETRY_AFTER else None


def _seconds(value: str, now: datetime) -> float:
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
        return max(0.0, (until if until.tzinfo else until.replace(tzinfo=UTC)).timestamp() - now.timestamp())
    except (ValueError, OverflowError):
        return UNSAID_RETRY_AFTER
