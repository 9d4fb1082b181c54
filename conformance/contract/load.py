"""Loading the contract from the parsed JSON form of the normalised documents."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from conformance.contract.errors import SpecError
from conformance.contract.model import Contract, Operation
from conformance.contract.parse import operations_of

APIS = ("pod", "profile-manager", "community-connect")
"""The three APIs in report order."""


def specs_root() -> Path:
    """The `specs` folder: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for candidate in (package / "specs", package.parent / "specs"):
        if (candidate / "parsed").is_dir():
            return candidate
    raise SpecError(
        f"{package}: no specs/parsed folder in or beside the package; run `symphony-conformance specs build`"
    )


@cache
def load_contract() -> Contract:
    """The contract of all three APIs, read once per process; raises SpecError when it was not built."""
    operations: dict[str, Operation] = {}
    documents: dict[str, dict[str, Any]] = {}
    digests: dict[str, str] = {}
    root = specs_root()
    for api in APIS:
        path = root / "parsed" / f"{api}.json"
        try:
            parsed = json.loads(path.read_bytes())
        except (OSError, ValueError) as error:
            raise SpecError(
                f"{path}: cannot be read ({error}); run `symphony-conformance specs build`"
            ) from None
        documents[api] = parsed["document"]
        digests[api] = parsed["digest"]
        operations |= operations_of(api, parsed["document"], parsed["operations"])
    return Contract(operations, documents, digests, APIS)
