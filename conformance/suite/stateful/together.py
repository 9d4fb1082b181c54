"""Carries out the steps of several models at once."""

from __future__ import annotations

from conformance.models.model import Step
from conformance.models.together import SEPARATOR, Together
from conformance.suite.stateful.driver import Driver, Seen
from conformance.target.exchange import Response


class TogetherDriver:
    """One driver for each model."""

    def __init__(self, model: Together, drivers: tuple[Driver, ...]) -> None:
        self.model = model
        self.drivers = drivers

    def begin(self) -> None:
        """Begin with all of them."""
        for driver in self.drivers:
            driver.begin()

    def do(self, step: Step) -> tuple[Response, Seen]:
        """A step of one of them."""
        number, inner = self.model.part_of(step)
        response, seen = self.drivers[number].do(inner)
        return response, self._named(number, seen)

    def look(self, step: Step | None) -> Seen:
        """What all of them see, or what the model of a step sees."""
        if step is None:
            numbers = range(len(self.drivers))
            seen = [self._named(number, self.drivers[number].look(None)) for number in numbers]
            return {name: value for part in seen for name, value in part.items()}
        number, inner = self.model.part_of(step)
        return self._named(number, self.drivers[number].look(inner))

    def end(self) -> None:
        """Clean up after all of them."""
        for driver in self.drivers:
            driver.end()

    def _named(self, number: int, seen: Seen) -> Seen:
        return {f"{self.model.parts[number].name}{SEPARATOR}{view}": value for view, value in seen.items()}
