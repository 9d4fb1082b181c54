"""The list of derived defects that survive."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.contract import load_contract
from conformance.proof.survivors import SurvivorsError, read_survivors
from conformance.reference_pod.defects.derived import derived_defects


def test_each_listed_defect_is_a_derived_one() -> None:
    unknown = set(read_survivors()) - {defect.id for defect in derived_defects(load_contract())}
    assert not unknown


@pytest.mark.parametrize("text", ["a@b:", "a@b: ''", "a@b: [x]", "- a@b", "a@b: x\na@b: y"])
def test_an_entry_without_a_reason_is_one_line_that_names_the_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "survivors.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SurvivorsError, match=r"survivors\.yaml: ") as caught:
        read_survivors(file)
    assert "\n" not in str(caught.value)
