"""The normalised documents are valid, complete, linked, and free of contradicting examples."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.core.result import Ok

from conformance.contract import Contract
from conformance.contract.load import APIS
from conformance.contract.parse import METHODS
from conformance.contract.pointer import dereference
from conformance.contract.yamlio import read_document

Step = str | int


@pytest.mark.parametrize("api", APIS)
def test_document_is_valid_openapi_31(specs: Path, api: str) -> None:
    errors = [
        error.message for error in OpenAPIV31SpecValidator(read_document(specs / f"{api}.yaml")).iter_errors()
    ]
    assert errors == []


@pytest.mark.parametrize(("api", "count"), [("pod", 110), ("profile-manager", 9), ("community-connect", 7)])
def test_schemathesis_can_test_every_operation_and_warns_of_none(specs: Path, api: str, count: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        schema = schemathesis.openapi.from_path(specs / f"{api}.yaml")
        schema.validate()
        results = list(schema.get_all_operations())
    untestable = [result for result in results if not isinstance(result, Ok)]
    assert (len(results), untestable, list(schema.iter_schema_warnings())) == (count, [], [])


@pytest.mark.parametrize("api", APIS)
def test_schemathesis_resolves_every_link(specs: Path, contract: Contract, api: str) -> None:
    schema = schemathesis.openapi.from_path(specs / f"{api}.yaml")
    schema.config.update(base_url="http://127.0.0.1")
    expected = sum(len(links) for _, _, links in _links(contract.documents[api]))
    assert schema.as_state_machine() is not None
    assert schema.statistic.transitions.total >= expected


def test_operation_ids_are_unique_across_the_three_documents(contract: Contract) -> None:
    ids = Counter(
        item[method]["operationId"]
        for document in contract.documents.values()
        for item in document["paths"].values()
        for method in METHODS
        if method in item
    )
    assert [name for name, count in ids.items() if count > 1] == []
    assert ids.total() == 126


@pytest.mark.parametrize("api", APIS)
def test_no_example_contradicts_its_schema(contract: Contract, api: str) -> None:
    document = contract.documents[api]
    broken = []
    for place, schema, example in _examples(document, ()):
        root = {**schema, "components": document["components"]}
        validator = jsonschema_rs.Draft202012Validator(root, validate_formats=True)
        broken += [f"{place}: {error.message}" for error in validator.iter_errors(example)]
    assert broken == []


def test_the_531_published_response_examples_are_still_there(contract: Contract) -> None:
    examples = [
        place
        for place, _, _ in _examples(contract.documents["pod"], ())
        if place.endswith("application/json")
    ]
    assert len(examples) == 531


@pytest.mark.parametrize("api", APIS)
def test_every_link_leads_to_an_operation_and_fills_parameters_that_it_has(
    contract: Contract, api: str
) -> None:
    wrong = []
    for source, name, link in _each_link(contract.documents[api]):
        target = contract.operations.get(link["operationId"])
        if target is None or target.api != api:
            wrong.append(f"{source} {name}: no operation {link['operationId']}")
            continue
        known = {parameter.name for parameter in target.parameters}
        unknown = set(link.get("parameters", {})) - known
        missing = {p.name for p in target.parameters if p.location == "path"} - set(
            link.get("parameters", {})
        )
        if unknown or missing or ("requestBody" in link and target.request_body is None):
            wrong.append(f"{source} {name}: unknown {unknown}, missing {missing}")
    assert wrong == []


@pytest.mark.parametrize("api", APIS)
def test_every_link_expression_points_to_a_declared_property(contract: Contract, api: str) -> None:
    document = contract.documents[api]
    wrong = []
    for source, name, link in _each_link(document):
        operation, status = source
        for expression in _expressions([link.get("parameters"), link.get("requestBody")]):
            origin, _, pointer = expression.partition("#")
            if origin == "$response.body":
                schema = contract.operations[operation].responses[status].content["application/json"]
            elif origin == "$request.body":
                body = contract.operations[operation].request_body
                schema = body.schema if body else {}
            else:
                location, _, parameter = expression.removeprefix("$request.").partition(".")
                known = {(p.location, p.name) for p in contract.operations[operation].parameters}
                if (location, parameter) not in known:
                    wrong.append(f"{operation} {name}: {expression}")
                continue
            if _at(document, schema, pointer.split("/")[1:]) is None:
                wrong.append(f"{operation} {name}: {expression}")
    assert wrong == []


@pytest.mark.parametrize(
    ("source", "targets"),
    [
        ("createRoom", {"getRoom", "updateRoom", "setRoomActive", "addRoomMember", "listRoomMembers"}),
        (
            "createUserAccount",
            {"getUserAccount", "updateUserAccount", "updateUserStatus", "listUserFeatures"},
        ),
        ("createApp", {"getApp", "updateApp", "deleteApp"}),
        (
            "createCompanyCertificate",
            {"getCompanyCertificate", "updateCompanyCertificate", "deleteCompanyCertificate"},
        ),
        ("createConnection", {"acceptConnection", "rejectConnection", "getConnection", "removeConnection"}),
        ("createPresenceFeed", {"readPresenceFeed", "deletePresenceFeed"}),
        ("createProtocol", {"deleteProtocol"}),
        ("putAllowedFileExtension", {"deleteAllowedFileExtension"}),
        ("createIM", {"getIM", "updateIM", "getStream"}),
        ("insertGroup", {"getGroup", "updateGroup", "addMemberToGroup", "updateAvatar"}),
        ("createUser", {"getUser", "updateUser", "addRole", "disableUser", "searchUser"}),
    ],
)
def test_what_creates_a_thing_is_linked_to_what_uses_it(
    contract: Contract, source: str, targets: set[str]
) -> None:
    document = contract.documents[contract.operations[source].api]
    linked = {link["operationId"] for (operation, _), _, link in _each_link(document) if operation == source}
    assert targets <= linked, f"missing: {targets - linked}"


@pytest.mark.parametrize("api", APIS)
def test_no_list_is_linked_to_an_operation_that_deletes_what_it_lists(contract: Contract, api: str) -> None:
    harmful = [
        f"{operation} -> {link['operationId']}"
        for (operation, _), _, link in _each_link(contract.documents[api])
        if contract.operations[operation].effects == {"read"}
        and contract.operations[link["operationId"]].effects & {"delete", "irreversible"}
    ]
    assert harmful == []


@pytest.mark.parametrize("api", APIS)
def test_every_schema_with_properties_is_an_object(contract: Contract, api: str) -> None:
    schemas = contract.documents[api]["components"]["schemas"]
    assert [name for name, schema in schemas.items() if "properties" in schema and "type" not in schema] == []


@pytest.mark.parametrize("api", APIS)
def test_everything_required_is_declared(contract: Contract, api: str) -> None:
    document = contract.documents[api]
    undeclared = [
        f"{'/'.join(map(str, place))}: {name}"
        for place, schema in _objects(document["components"]["schemas"], ())
        if isinstance(schema.get("required"), list)
        for name in schema["required"]
        if name not in schema.get("properties", {})
    ]
    assert undeclared == []


def _objects(node: Any, place: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], dict[str, Any]]]:
    if isinstance(node, dict):
        yield place, node
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in children:
        if key not in ("example", "examples", "default"):
            yield from _objects(value, (*place, key))


def _examples(document: dict[str, Any], _: tuple[Step, ...]) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Every example with the schema that it illustrates, in schemas, parameters and bodies."""
    for place, node in _objects(document, ()):
        named = place[-1:] == ("properties",) and place[-2:-1] != ("properties",)
        if named:
            continue
        where = "/".join(map(str, place))
        if "example" in node and isinstance(node.get("schema"), dict):
            yield where, node["schema"], node["example"]
        if isinstance(node.get("examples"), list):
            schema = {key: value for key, value in node.items() if key != "examples"}
            for example in node["examples"]:
                yield f"{where}/examples", schema, example


def _links(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for item in document["paths"].values():
        for method in METHODS:
            for status, response in item.get(method, {}).get("responses", {}).items():
                if "links" in response:
                    yield item[method]["operationId"], status, response["links"]


def _each_link(document: dict[str, Any]) -> Iterator[tuple[tuple[str, str], str, dict[str, Any]]]:
    for operation, status, links in _links(document):
        for name, link in links.items():
            yield (operation, status), name, link


def _expressions(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.startswith("$"):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _expressions(item)


def _at(document: dict[str, Any], schema: Any, steps: list[str]) -> Any:
    """The schema of a place inside a body, None when no schema declares it."""
    schema = dereference(document, schema)
    if not steps:
        return schema
    for part in schema.get("allOf", ()):
        if (found := _at(document, part, steps)) is not None:
            return found
    if steps[0].isdigit() and "items" in schema:
        return _at(document, schema["items"], steps[1:])
    if steps[0] in schema.get("properties", {}):
        return _at(document, schema["properties"][steps[0]], steps[1:])
    return None


def test_json_form_is_the_yaml_form(specs: Path) -> None:
    different = [
        api
        for api in APIS
        if json.loads((specs / "parsed" / f"{api}.json").read_bytes())["document"]
        != read_document(specs / f"{api}.yaml")
    ]
    assert different == []
