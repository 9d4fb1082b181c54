"""Recipes: for each operation, a request that a right pod answers with success, from things that exist."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.suite.requests import NO_BODY, Call
from conformance.suite.world import World


@dataclass(frozen=True, slots=True)
class Recipe:
    """A valid request and who sends it.

    Generated requests take path and headers from here, and the parts of the body that `keep` names by
    top-level key ("*" is all of it). `vary=False` withholds generated valid requests: the operation acts on
    more than the suite's own objects.
    """

    actor: str
    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, Any] = field(default_factory=dict)
    body: Any = NO_BODY
    keep: tuple[str, ...] = ()
    vary: bool = True
    found: bool = False
    """It shows something that the target had before and that may be empty."""

    @property
    def call(self) -> Call:
        """The values of the request."""
        return Call(self.path, self.query, self.headers, self.body)


Maker = Callable[[World], Recipe]

_MAKERS: dict[str, Maker] = {}


def recipe(operation_id: str) -> Callable[[Maker], Maker]:
    """Register the maker of an operation's recipe; it is called anew for every request."""

    def register(maker: Maker) -> Maker:
        if operation_id in _MAKERS:
            raise ValueError(f"two recipes for {operation_id}")
        _MAKERS[operation_id] = maker
        return maker

    return register


def recipes() -> Mapping[str, Maker]:
    """All recipes by operation id."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return _MAKERS
