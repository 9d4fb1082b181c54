"""The document of a proof: what makes it fail, the checks that find nothing, its schema and its pages."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import jsonschema_rs
import pytest

from conformance.proof.docs import page, rate
from conformance.proof.outcome import Outcome
from conformance.proof.page import kill_matrix_page
from tests.proof.build import (
    CATALOGUED,
    CHECK,
    DERIVED,
    REQUIREMENT,
    failing,
    finding,
    proof,
    result,
    variant,
)

KILLED = result(failing())
SURVIVED = result(case=DERIVED)
FOUND = result(failing(finding("contract.body", "getRoom.body")), case=DERIVED)
DEVIATION = "drops-field.subType@createRoom"
LISTED = {DERIVED.id: "No valid request makes the pod answer a name."}


def schema() -> jsonschema_rs.Draft202012Validator:
    text = files("conformance.proof").joinpath("schemas", "proof.schema.json").read_text(encoding="utf-8")
    return jsonschema_rs.Draft202012Validator(json.loads(text), validate_formats=True)


def test_a_proof_in_which_everything_is_killed_and_nothing_alarms_has_no_troubles() -> None:
    assert proof([KILLED], [variant()])["troubles"] == []


@pytest.mark.parametrize(
    ("found", "trouble"),
    [
        (result(), f"{CATALOGUED.id}: survived; {CHECK} {REQUIREMENT} should have found it"),
        (result(calls=0), f"{CATALOGUED.id}: no test called createRoom"),
        (
            result(failing(finding("contract.body", "createRoom.body"))),
            f"{CATALOGUED.id}: not killed for the stated reason: "
            f"by contract.body, not by {CHECK} {REQUIREMENT}",
        ),
        (SURVIVED, f"{DERIVED.id}: survived; contract.body should have found it"),
    ],
    ids=["survived", "unreached", "another reason", "derived"],
)
def test_a_defect_that_is_not_killed_is_a_trouble_of_its_own_kind(found: Any, trouble: str) -> None:
    assert proof([found])["troubles"] == [trouble]


def test_an_error_inside_a_test_is_a_trouble_even_where_the_defect_is_killed() -> None:
    crashed = Outcome("error", (finding(),), reason="KeyError: 'id'")
    (trouble,) = proof([result(crashed)])["troubles"]
    assert trouble == f"{CATALOGUED.id}: an error inside the test {CHECK}: KeyError: 'id'"


def test_a_false_alarm_names_variant_test_check_and_requirement() -> None:
    (trouble,) = proof([], [variant(failing())])["troubles"]
    assert trouble.startswith(f"variant extra-properties: {CHECK} failed: {CHECK} {REQUIREMENT}: expected a")


def test_a_derived_defect_that_is_listed_with_a_reason_may_survive() -> None:
    document = proof([SURVIVED], survivors=LISTED)
    assert (document["troubles"], document["defects"][0]["why"]) == ([], LISTED[DERIVED.id])


def test_a_defect_of_the_catalogue_may_not_survive_whatever_is_listed() -> None:
    assert len(proof([result()], survivors={CATALOGUED.id: "Nobody looks."})["troubles"]) == 1


def test_a_listed_survivor_that_is_killed_meanwhile_is_a_trouble() -> None:
    document = proof([FOUND], survivors=LISTED)
    assert (document["stale"], len(document["troubles"])) == ([DERIVED.id], 1)


def test_a_check_that_finds_nothing_is_a_trouble_of_a_whole_proof_only() -> None:
    assert "contract.success: finds none of the defects" in proof([KILLED], whole=True)["troubles"]
    assert proof([KILLED])["troubles"] == []


def test_each_check_is_listed_with_the_defects_that_it_finds() -> None:
    assert proof([KILLED, FOUND])["checks"] == [
        {"check": "contract.body", "kills": [DERIVED.id]},
        {"check": CHECK, "kills": [CATALOGUED.id]},
    ]


def test_verdicts_are_counted_by_origin_area_and_api() -> None:
    counts = proof([KILLED, SURVIVED])["counts"]
    assert (counts["origin"]["catalogue"]["killed"], counts["origin"]["derived"]["survived"]) == (1, 1)
    assert (counts["area"]["rooms"]["killed"], sum(counts["api"]["pod"].values())) == (1, 2)


@pytest.mark.parametrize("whole", [False, True])
def test_the_document_is_valid(whole: bool) -> None:
    document = proof([KILLED, SURVIVED], [variant(), variant(failing(), DEVIATION)], LISTED, whole=whole)
    assert [error.message for error in schema().iter_errors(document)] == []


@pytest.mark.parametrize("key", sorted(proof()))
def test_a_document_without_one_of_its_keys_is_not_valid(key: str) -> None:
    document = proof([KILLED])
    del document[key]
    assert not schema().is_valid(document)


def test_the_page_shows_text_as_text_and_marks_what_is_stated() -> None:
    document = proof([KILLED, FOUND], [variant(failing())])
    document["defects"][0]["summary"] = "<script>alert(1)</script>"
    html = kill_matrix_page(document)
    HTMLParser().feed(html)
    assert "<script>alert" not in html
    assert f'<span class="stated" title="{REQUIREMENT}">rooms</span>' in html


def test_the_page_for_the_documentation_has_rates_command_survivors_and_idle_checks() -> None:
    text = page(proof([KILLED, SURVIVED], [variant(), variant(name=DEVIATION)], LISTED, whole=True))
    for words in (
        "Generated by `symphony-conformance prove` on 2026-11-22",
        "| catalogue | 1 | 1 (100 %) | 0 | 0 | 0 |",
        "| derived | 1 | 0 (0.0 %) | 0 | 1 | 0 |",
        LISTED[DERIVED.id],
        "| `contract.success` | 0 | **nothing** |",
        "## Variants: 0 false alarms in 1\n",
        "| `extra-properties` | 1 | none |",
        "## Deviations that conform: 0 false alarms in 1\n",
        f"| `{DEVIATION}` | 1 | none |",
        f'- `{DEVIATION}`: Rooms, "This field is ignored when creating a new room".',
    ):
        assert words in text, words


def test_pods_that_are_several_variants_have_a_table_of_their_own() -> None:
    document = proof([KILLED], [variant(), variant(name="bare-pod+numeric-ids")])
    text = page(document)
    assert "## Variants: 0 false alarms in 1\n" in text
    assert "## Several variants at once: 0 false alarms in 1\n" in text
    assert "| `bare-pod`<br>`numeric-ids` | 1 | none |" in text
    assert "<code>bare-pod</code><br><code>numeric-ids</code>" in kill_matrix_page(document)


def test_a_rate_is_100_percent_only_when_nothing_is_missing() -> None:
    assert (rate(9999, 10000), rate(3, 3), rate(1, 2)) == ("99.9 %", "100 %", "50.0 %")
