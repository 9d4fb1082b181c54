"""The JSON Schemas of verdict.json and run.jsonl, against documents and against damaged ones."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema_rs
import pytest

from conformance.evidence.verdict import verdict
from tests.evidence import build

STATUSES = ["passed", "failed", "warned", "error", "blocked", "withheld", "not-applicable"]


def validator(name: str) -> jsonschema_rs.Draft202012Validator:
    text = (
        files("conformance.evidence").joinpath("schemas", f"{name}.schema.json").read_text(encoding="utf-8")
    )
    return jsonschema_rs.Draft202012Validator(json.loads(text), validate_formats=True)


def problems(name: str, document: Any) -> list[str]:
    return [f"{error.instance_path}: {error.message}" for error in validator(name).iter_errors(document)]


def document(status: str = "failed") -> dict[str, Any]:
    return verdict(build.log(*build.judged(status)), build.short_curl)


@pytest.mark.parametrize("name", ["verdict", "run-record"])
def test_the_schema_itself_is_valid(name: str) -> None:
    text = (
        files("conformance.evidence").joinpath("schemas", f"{name}.schema.json").read_text(encoding="utf-8")
    )
    jsonschema_rs.meta.validate(json.loads(text))


@pytest.mark.parametrize("status", STATUSES)
def test_every_verdict_document_is_valid(status: str) -> None:
    assert problems("verdict", document(status)) == []


def test_the_verdict_on_records_without_an_end_is_valid() -> None:
    assert problems("verdict", verdict(build.log(*build.judged("failed")[:-1]), build.short_curl)) == []


@pytest.mark.parametrize(
    "damage",
    [
        {"verdict": "perhaps"},
        {"counts": {"passed": 1}},
        {"findings": [{"id": "x"}]},
        {"reasons": []},
        {"duration": "long"},
        {"started": "yesterday"},
        {"mood": "good"},
    ],
    ids=lambda damage: next(iter(damage)),
)
def test_a_damaged_verdict_is_not_valid(damage: dict[str, Any]) -> None:
    assert problems("verdict", document() | damage) != []


def test_a_pass_with_findings_is_not_valid() -> None:
    assert problems("verdict", document() | {"verdict": "pass", "reasons": []}) != []


@pytest.mark.parametrize("row", build.judged("failed"), ids=lambda row: row["record"])
def test_every_kind_of_record_is_valid(row: build.Row) -> None:
    assert problems("run-record", row) == []


@pytest.mark.parametrize("row", build.judged("failed"), ids=lambda row: row["record"])
def test_a_record_without_one_of_its_keys_is_not_valid(row: build.Row) -> None:
    for key in row:
        assert problems("run-record", {k: v for k, v in row.items() if k != key}) != [], key


def test_an_exchange_may_have_no_answer_and_binary_bodies() -> None:
    binary = build.exchange()["request"] | {"body": {"base64": "AAEC"}}
    assert problems("run-record", build.exchange(status=None, request=binary)) == []
