"""The lists of derived deviations: defects that survive, and what is no defect."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.contract import load_contract
from conformance.proof.survivors import read_survivors
from conformance.reference_pod.defects.catalogued import catalogued_defects
from conformance.reference_pod.defects.derived import conforming_deviations, derived_defects
from conformance.reference_pod.defects.reasons import ReasonsError, read_reasons

CONTRACT = load_contract()


def test_each_listed_defect_is_a_derived_one() -> None:
    unknown = set(read_survivors()) - {defect.id for defect in derived_defects(CONTRACT)}
    assert not unknown


def test_what_conforms_is_no_defect() -> None:
    conforming = {deviation.id for deviation in conforming_deviations(CONTRACT)}
    assert "drops-field.subType@createRoom" in conforming
    assert not conforming & {defect.id for defect in derived_defects(CONTRACT)}


def test_the_catalogue_holds_nothing_that_conforms() -> None:
    both = {deviation.id for deviation in conforming_deviations(CONTRACT)} & catalogued_defects().keys()
    assert not both


@pytest.mark.parametrize("text", ["a@b:", "a@b: ''", "a@b: [x]", "- a@b", "a@b: x\na@b: y"])
def test_an_entry_without_a_reason_is_one_line_that_names_the_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "survivors.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ReasonsError, match=r"survivors\.yaml: ") as caught:
        read_reasons(file)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["drops-field.nothing@createRoom", "drops-field.subType@noOperation"])
def test_what_is_listed_as_conforming_has_to_be_derived(tmp_path: Path, name: str) -> None:
    file = tmp_path / "conforming.yaml"
    file.write_text(f"{name}: Nobody hears it.", encoding="utf-8")
    with pytest.raises(ReasonsError) as caught:
        conforming_deviations(CONTRACT, file)
    assert str(caught.value) == f"{file}: {name}: the contract gives no deviation of this name"
