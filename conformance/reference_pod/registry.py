"""Finds the handler of each operation: the function in `areas` that has the operationId as its name."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType, ModuleType

from conformance.reference_pod import areas
from conformance.reference_pod.call import Answer, Call

Handler = Callable[[Call], Answer]


def handler_name(operation_id: str) -> str:
    """The operationId in snake case: createIM becomes create_im, createIMForUsers create_im_for_users."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", operation_id)
    return words.lower()


def area_modules() -> list[ModuleType]:
    """The modules of all areas, in alphabetical order; packages are entered."""
    return [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(areas.__path__, f"{areas.__name__}.")
        if not module.ispkg
    ]


@cache
def handlers() -> Mapping[str, Handler]:
    """Every public function of the areas that takes one Call, by its name."""
    found: dict[str, Handler] = {}
    for module in area_modules():
        for name, value in vars(module).items():
            ours = getattr(value, "__module__", "") == module.__name__
            if ours and callable(value) and not isinstance(value, type) and name[0] != "_" and name != "seed":
                found[name] = value
    return MappingProxyType(found)
