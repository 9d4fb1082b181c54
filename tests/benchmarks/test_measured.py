"""The page of the comparison that stands in the project."""

from __future__ import annotations

from pathlib import Path

import pytest

import benchmarks.detection
from benchmarks.detection.results import Results, planned, read_results
from benchmarks.detection.table import page

MEASURED = Path(benchmarks.detection.__file__).parent


@pytest.fixture(scope="module")
def measured() -> Results:
    return read_results(MEASURED / "results.jsonl")


def test_the_page_is_made_of_the_results_beside_it(measured: Results) -> None:
    written = (MEASURED / "README.md").read_text(encoding="utf-8")
    assert page(measured) == written, "renew it with `python -m benchmarks.detection --page-only`"


def test_nothing_is_missing_in_the_results(measured: Results) -> None:
    assert set(measured.runs) == set(planned(measured.about))
    assert set(measured.tolerated) == {case.defect for case in measured.about.cases}
