"""The public keys that an account or an application signs with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """Two RSA keys in PEM; `expires` is when the previous one ends, in epoch milliseconds."""

    current: str | None = None
    previous: str | None = None
    expires: int | None = None

    def at(self, now: int) -> PublicKeys:
        """The keys that are still valid at this time."""
        expired = self.expires is not None and self.expires <= now
        return replace(self, previous=None, expires=None) if expired else self

    def wire(self) -> dict[str, Any]:
        """The keys under the names that the API has for them."""
        answer: dict[str, Any] = {}
        if self.current is not None:
            answer["current"] = {"key": self.current}
        if self.previous is not None:
            answer["previous"] = {"key": self.previous, "expirationDate": self.expires}
        return answer
