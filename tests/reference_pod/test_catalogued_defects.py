"""The catalogue of defects: what a row says, and rows that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.contract import load_contract
from conformance.reference_pod.defects import defect_wrapper, list_defects
from conformance.reference_pod.defects.catalogued import (
    Catalogued,
    CatalogueError,
    catalogued_defects,
    read_defects,
)
from conformance.reference_pod.defects.derived import derived_defects
from conformance.reference_pod.seed import seeded_pod
from conformance.reference_pod.variants import find_variant

ROW = "forgets-writes@createConnection:\n  lifecycle.connection-invitation: CONN-CREATE-1\n"


def read(folder: Path, **areas: str) -> dict[str, Catalogued]:
    for area, text in areas.items():
        (folder / f"{area}.yaml").write_text(text, encoding="utf-8")
    return read_defects(folder)


def test_a_row_says_which_check_finds_the_defect_and_why(tmp_path: Path) -> None:
    (defect,) = read(tmp_path, connections=ROW).values()
    assert (defect.kind, defect.operation, defect.areas) == (
        "forgets-writes",
        "createConnection",
        ("connections",),
    )
    assert defect.stated == {("lifecycle.connection-invitation", "CONN-CREATE-1")}
    assert defect.summary == "createConnection: Changes are answered and not kept."


def test_a_defect_in_two_files_has_the_rows_of_both(tmp_path: Path) -> None:
    other = ROW + "  lifecycle.connection-acceptance: CONN-CREATE-2\n"
    (defect,) = read(tmp_path, a=ROW, b=other).values()
    assert (defect.areas, len(defect.stated)) == (("a", "b"), 2)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- a list", "the root must be an object"),
        ("sleeps@createConnection:\n  a.b: C", "there is no kind of defect 'sleeps'"),
        ("forgets-writes@createConection:\n  a.b: C", "there is no operation 'createConection'"),
        ("forgets-writes@createConnection: CONN-CREATE-1", "expected checks with their requirements"),
        ("forgets-writes@createConnection: {}", "names no check that finds it"),
        (ROW.replace("CONN-CREATE-1", "[]"), "expected a name or a list of names, found []"),
        (ROW.replace("CONN-CREATE-1", "7"), "expected a name or a list of names, found 7"),
        (ROW.replace("CONN-CREATE-1", "CONN-1"), "CONN-1 is judged by nothing"),
        (ROW.replace("lifecycle.connection-invitation", "lifecycle.roles"), "not by lifecycle.roles"),
        (ROW + ROW, "stands twice"),
    ],
)
def test_a_row_that_cannot_be_used_is_one_line_with_file_and_trouble(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(CatalogueError) as caught:
        read(tmp_path, connections=text)
    message = str(caught.value)
    assert "connections.yaml: " in message
    assert words in message
    assert "\n" not in message


def test_every_defect_and_every_variant_that_it_needs_can_be_switched_on() -> None:
    pod = seeded_pod(load_contract())
    for defect in catalogued_defects().values():
        defect_wrapper(pod, defect.id)
        for variant in defect.variants:
            find_variant(variant)


def test_every_kind_of_defect_is_catalogued_or_derived() -> None:
    used = {defect.kind.partition(".")[0] for defect in catalogued_defects().values()}
    used |= {defect.how for defect in derived_defects(load_contract())}
    assert {kind.kind for kind in list_defects()} <= used


def test_defects_are_spread_over_all_three_apis() -> None:
    operations = load_contract().operations
    apis = [operations[defect.operation].api for defect in catalogued_defects().values()]
    assert {api: apis.count(api) >= 20 for api in load_contract().apis} == dict.fromkeys(
        load_contract().apis, True
    )
