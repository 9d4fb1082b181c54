"""The schema, the page and the template of target files agree with each other and with the code."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs

from conformance.contract.capabilities import load_capabilities
from conformance.target.page import page
from conformance.target.secret import FORMS, SECRETS
from conformance.target.target_file import target_schema

PAGE = Path(__file__).parents[2] / "docs" / "target-file.md"
TEMPLATE = (files("conformance.target") / "template.toml").read_text(encoding="utf-8")


def tables(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Every table of keys that the schema describes."""
    return [*schema["properties"].values(), *schema["$defs"].values()]


def test_the_page_is_that_of_the_schema() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m conformance.target.page`"


def test_the_schema_is_one() -> None:
    assert jsonschema_rs.meta.is_valid(target_schema())


def test_every_key_says_what_it_is() -> None:
    silent = [
        key
        for table in tables(target_schema())
        for key, row in table.get("properties", {}).items()
        if "description"
        not in {**target_schema()["$defs"].get(row.get("$ref", "").rpartition("/")[2], {}), **row}
        and key not in FORMS
    ]
    assert silent == []


def test_every_secret_has_its_three_keys_and_no_other() -> None:
    keys = {key for table in tables(target_schema()) for key in table.get("properties", {})}
    assert {f"{secret}_{form}" for secret in SECRETS for form in FORMS} <= keys
    assert not keys & set(SECRETS)


def test_the_capabilities_of_the_schema_are_those_of_the_table() -> None:
    named = target_schema()["properties"]["capabilities"]["properties"]
    assert list(named) == list(load_capabilities())
    meanings = {name: row["description"] for name, row in named.items()}
    assert meanings == {name: row.means for name, row in load_capabilities().items()}


def uncommented(text: str) -> str:
    """The template with all of its optional keys in place."""
    kept = [re.sub(r"^# (?=\[|[a-z_-]+ = )", "", line) for line in text.splitlines()]
    return "\n".join(line for line in kept if not line.startswith("#"))


def test_the_template_is_right_as_it_is_and_with_everything_optional() -> None:
    validator = jsonschema_rs.Draft202012Validator(target_schema())
    for text in (TEMPLATE, uncommented(TEMPLATE)):
        assert [error.message for error in validator.iter_errors(tomllib.loads(text))] == []
    whole = tomllib.loads(uncommented(TEMPLATE))
    assert set(whole) == set(target_schema()["properties"])
    assert set(whole["apis"]) == set(target_schema()["properties"]["apis"]["properties"])
