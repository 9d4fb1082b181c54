"""The breakers of a target: one for each origin, since one of its hosts may be gone and the others not."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from urllib.parse import urlsplit

from conformance.target.breaker import OVERLOADED, Breaker
from conformance.target.exchange import Exchange
from conformance.target.target import Target

SIMPLE_READS = {
    "pod": ("/v1/podcert", "/v2/sessioninfo"),
    "profile-manager": ("/v1/types", "/v1/groups/type/SDL"),
    "community-connect": ("/v1/onboarding/tenant", "/v1/channelco/user"),
}
"""What a target that has stopped answering is asked, by API: needs nothing and changes nothing.

Two reads each: one operation that is out of order is a finding, and no outage.
"""


class Outages:
    """Thread-safe; `gone` is told why an origin was given up, and which exchanges were lost.

    `ask` sends a GET for a base URL, a path and a purpose.
    """

    def __init__(
        self,
        target: Target,
        ask: Callable[[str, str, str], Exchange],
        gone: Callable[[str, list[str]], None],
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._target = target
        self._ask = ask
        self._gone = gone
        self._clock = clock
        self._sleep = sleep
        self._breakers: dict[str, Breaker] = {}
        self._lock = Lock()

    def breaker(self, base_url: str) -> Breaker:
        """The breaker of the base URL's origin."""
        parts = urlsplit(base_url)
        origin = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            if origin not in self._breakers:
                self._breakers[origin] = Breaker(
                    origin,
                    lambda: self._alive(origin, base_url),
                    self._gone,
                    patience=self._target.patience_seconds,
                    clock=self._clock,
                    sleep=self._sleep,
                )
            return self._breakers[origin]

    def settle(self) -> None:
        """At the end of a run: tell of origins that are gone and were not noticed."""
        for breaker in self._breakers.values():
            breaker.settle()

    @property
    def waited_out(self) -> tuple[int, float]:
        """How many outages were waited out, and for how many seconds."""
        breakers = self._breakers.values()
        return sum(breaker.outages for breaker in breakers), sum(breaker.waited for breaker in breakers)

    def _alive(self, origin: str, base_url: str) -> bool:
        """Whether something at the origin answers one of two simple reads, if only to refuse it."""
        here = (api for api, url in self._target.apis.items() if f"{url}/".startswith(f"{origin}/"))
        api = next(here, None)
        if api is None:
            return self._answers(base_url, "/")
        return any(self._answers(self._target.apis[api], read) for read in SIMPLE_READS[api])

    def _answers(self, base_url: str, path: str) -> bool:
        response = self._ask(base_url, path, "has the target stopped answering?").response
        return response is not None and response.status not in OVERLOADED
