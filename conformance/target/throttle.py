"""Not sending faster than the target wants."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock

from conformance.target.exchange import Response

LONGEST_WAIT_SECONDS = 30.0
"""An answer that asks for a longer wait is taken as it is."""
TRIES = 4
"""How often a request is sent at most while the answer is 429, or 503 with Retry-After."""
_UNSAID_SECONDS = 1.0


class Throttle:
    """Spaces requests evenly to at most `rate` a second; None lets all through at once."""

    def __init__(
        self, rate: float | None, clock: Callable[[], float], sleep: Callable[[float], None]
    ) -> None:
        self._interval = 1 / rate if rate else 0.0
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0
        self._lock = Lock()

    def wait(self) -> None:
        """Return when the next request may go."""
        if not self._interval:
            return
        with self._lock:
            now = self._clock()
            due = max(now, self._next)
            self._next = due + self._interval
        if due > now:
            self._sleep(due - now)


def retry_after(response: Response, now: datetime | None = None) -> float | None:
    """How many seconds to wait before the same request again; None for any answer to take as it is.

    A 429 asks for a wait in any case, a 503 only when it says how long the target is out of service.
    """
    asked = (response.header("retry-after") or "").strip()
    if response.status != 429 and not (response.status == 503 and asked):
        return None
    seconds = _seconds(asked, now or datetime.now(UTC))
    return seconds if seconds <= LONGEST_WAIT_SECONDS else None


def _seconds(value: str, now: datetime) -> float:
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return _UNSAID_SECONDS
    return max(0.0, (until if until.tzinfo else until.replace(tzinfo=UTC)).timestamp() - now.timestamp())
