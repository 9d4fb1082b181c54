"""Every hostile behaviour of the table against the transport and the checks of every answer."""

from __future__ import annotations

from pathlib import Path

import pytest

import tests.hostile.behaviours  # noqa: F401 - fills the table
from conformance.plain_text import printable_json
from tests.evidence.test_schemas import problems
from tests.hostile.drivers import TOKEN, drive
from tests.hostile.kit import TABLE, Behaviour


@pytest.mark.parametrize("behaviour", TABLE.values(), ids=TABLE)
def test_the_suite_does_what_the_table_says(behaviour: Behaviour, tmp_path: Path) -> None:
    came = drive(behaviour, tmp_path)
    assert came.does == behaviour.does, f"a target that {behaviour.what}: {came.does} {came.said[:300]}"
    assert behaviour.says in came.said, f"it says {came.said[:300]!r}"
    assert len(came.said) < 1500, "the message is not fit for a person"
    assert TOKEN[:24] not in came.said, "the message holds the credential"
    damaged = [problem for record in came.records for problem in problems("run-record", record)]
    assert not damaged, f"the record is lost: {damaged[:3]}"
    assert TOKEN[:24] not in came.text, "the record holds the credential"
    assert printable_json(came.text) == came.text, "the record can command a terminal"


def test_there_are_enough_behaviours() -> None:
    assert len(TABLE) >= 60
