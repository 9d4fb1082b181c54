"""The contract is read from its parsed form and says what each operation takes, answers and does."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import FrozenInstanceError
from hashlib import sha256
from pathlib import Path

import pytest

from conformance.contract import Contract, Paging, load_contract
from conformance.contract.yamlio import read_document


def test_operations_come_in_the_order_of_the_documents(contract: Contract, specs: Path) -> None:
    assert list(contract.operations) == list(read_document(specs / "operations.yaml"))
    assert Counter(operation.api for operation in contract.operations.values()) == {
        "pod": 110,
        "profile-manager": 9,
        "community-connect": 7,
    }


def test_operations_agree_with_their_rows(contract: Contract, specs: Path) -> None:
    rows = read_document(specs / "operations.yaml")
    wrong = [
        name
        for name, operation in contract.operations.items()
        if (operation.api, operation.method, operation.path, operation.area, operation.effects)
        != (*(rows[name][key] for key in ("api", "method", "path", "area")), frozenset(rows[name]["effects"]))
    ]
    assert wrong == []


def test_digests_are_those_of_the_normalised_documents(contract: Contract, specs: Path) -> None:
    expected = {api: sha256((specs / f"{api}.yaml").read_bytes()).hexdigest() for api in contract.documents}
    assert contract.digests == expected


def test_loading_twice_gives_the_same_contract() -> None:
    assert load_contract() is load_contract()


def test_loading_needs_no_yaml(specs: Path) -> None:
    code = (
        "import sys; from conformance.contract import load_contract; load_contract();"
        "print(sorted({'yaml', 'jsonpath_rfc9535', 'openapi_spec_validator'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=specs.parent, check=False
    )
    assert (result.stdout, result.stderr) == ("[]\n", "")


def test_operations_cannot_be_changed(contract: Contract) -> None:
    with pytest.raises(FrozenInstanceError):
        contract.operations["createRoom"].path = "/"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "security"),
    [
        ("createRoom", ("sessionToken",)),
        ("listAllowedFileExtensions", ("sessionToken",)),
        ("getPodCertificate", ()),
        ("listLanguages", ()),
        ("getGroup", ("bearerAuth",)),
        ("createUser", ("JwtAuth",)),
        ("getUserOnboardingAvailability", ("ApiKeyAuth", "JwtAuth")),
    ],
)
def test_security_names_the_schemes_of_which_one_is_enough(
    contract: Contract, name: str, security: tuple[str, ...]
) -> None:
    assert contract.operations[name].security == security


def test_every_named_scheme_is_defined(contract: Contract) -> None:
    undefined = [
        operation.id
        for operation in contract.operations.values()
        if not set(operation.security)
        <= set(contract.documents[operation.api]["components"]["securitySchemes"])
    ]
    assert undefined == []


def test_credentials_are_no_parameters(contract: Contract) -> None:
    names = {
        parameter.name.lower()
        for operation in contract.operations.values()
        for parameter in operation.parameters
    }
    assert names & {"sessiontoken", "authorization", "token"} == set()


def test_user_agent_is_optional(contract: Contract) -> None:
    parameters = {
        parameter.name: parameter for parameter in contract.operations["listMessageRelationships"].parameters
    }
    assert parameters["User-Agent"].required is False


def test_every_body_is_json(contract: Contract) -> None:
    media_types = {
        operation.request_body.media_type
        for operation in contract.operations.values()
        if operation.request_body
    }
    assert media_types == {"application/json"}


def test_no_204_has_a_body(contract: Contract) -> None:
    filled = [
        operation.id
        for operation in contract.operations.values()
        if "204" in operation.responses and operation.responses["204"].content
    ]
    assert filled == []


def test_21_operations_are_paged(contract: Contract) -> None:
    styles = Counter(operation.paging.style for operation in contract.operations.values() if operation.paging)
    assert styles == {"offset": 13, "cursor": 6, "last-id": 2}


def test_numbers_of_paging_are_those_of_the_limit_parameter(contract: Contract) -> None:
    wrong = []
    for operation in contract.operations.values():
        paging = operation.paging
        if paging is None or (paging.source == "reference" and operation.api == "pod"):
            continue
        schemas = {parameter.name: parameter.schema for parameter in operation.parameters}
        if paging.limit is None:
            if "limit" in schemas:
                wrong.append(operation.id)
            continue
        schema = schemas[paging.limit]
        if (paging.default, paging.minimum, paging.maximum) != tuple(
            schema.get(key) for key in ("default", "minimum", "maximum")
        ):
            wrong.append(operation.id)
    assert wrong == []


def test_paging_names_parameters_that_exist(contract: Contract) -> None:
    wrong = [
        operation.id
        for operation in contract.operations.values()
        if operation.paging and not set(operation.paging.parameters) <= {p.name for p in operation.parameters}
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "paging"),
    [
        ("searchRooms", Paging("offset", 50, 100, 1, "/rooms", "limit", ("skip",), total="/count")),
        ("listPresences", Paging("last-id", 1000, 5000, parameters=("lastUserId",), key="/userId")),
        (
            "listMessageReceipts",
            Paging(
                "cursor",
                None,
                None,
                items="/MessageReceiptDetail",
                limit=None,
                parameters=("before", "after"),
                cursors=("/pagination/cursors",),
            ),
        ),
    ],
)
def test_paging_says_how_a_list_is_read(contract: Contract, name: str, paging: Paging) -> None:
    assert contract.operations[name].paging == paging


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("createRoom", {"429", "503"}),
        ("createUser", {"429", "503", "200"}),
        ("putAllowedFileExtension", {"429", "503", "401"}),
        ("updateGroup", {"429", "503", "428"}),
        ("readPresenceFeed", {"429", "503", "404", "410"}),
    ],
)
def test_tolerated_statuses_come_from_the_document_and_the_operation(
    contract: Contract, name: str, statuses: set[str]
) -> None:
    assert contract.operations[name].tolerated_statuses == statuses


def test_etag_header_is_documented_and_not_demanded(contract: Contract) -> None:
    header = contract.operations["getGroup"].responses["200"].headers["Etag"]
    assert (header.required, header.schema["type"]) == (False, "string")


def test_a_reference_is_followed_to_its_schema(contract: Contract) -> None:
    schema = contract.operations["getRoom"].responses["200"].content["application/json"]
    assert list(contract.resolve("pod", schema)["properties"]) == [
        "roomAttributes",
        "roomSystemInfo",
        "groups",
    ]
