"""Reading run.jsonl: every kind of record, and one clear error for a bad line."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.evidence.records import Check, End, Exchange, Plan, RecordError, Run, Test, iter_records
from conformance.evidence.runlog import read_run
from tests.evidence import build


def test_every_kind_of_record_is_read(tmp_path: Path) -> None:
    file = tmp_path / "run.jsonl"
    file.write_text(build.text(*build.judged("failed")), encoding="utf-8")
    assert [type(record) for record in iter_records(file)] == [Run, Plan, Exchange, Check, Test, End]


def test_keys_that_a_later_version_adds_are_ignored(tmp_path: Path) -> None:
    file = tmp_path / "run.jsonl"
    file.write_text(build.text(build.end(mood="good")), encoding="utf-8")
    assert list(iter_records(file)) == [End("2026-11-22T10:16:30.000+00:00", False, 0)]


def test_a_body_with_line_separators_of_unicode_stays_on_its_line(tmp_path: Path) -> None:
    file = tmp_path / "run.jsonl"
    request = build.exchange()["request"] | {"body": "a\u2028b\x85c\x1dd"}
    file.write_text(build.text(build.run(), build.exchange(request=request)), encoding="utf-8")
    assert len(list(iter_records(file))) == 2


@pytest.mark.parametrize(
    ("line", "trouble"),
    [
        ("{", "line 2 is not JSON"),
        ("[]", "line 2 is not a JSON object"),
        ("{}", "line 2: the None record has no 'record'"),
        ('{"record":"poem"}', "line 2: unknown kind of record 'poem'"),
        (
            '{"record":"end","interrupted":false,"pytest_exit":0}',
            "line 2: the 'end' record has no 'finished'",
        ),
        ('{"record":"plan","tests":"many","operations":[],"checks":[]}', "line 2: invalid literal"),
    ],
)
def test_a_bad_line_is_named_with_its_file_number_and_trouble(
    tmp_path: Path, line: str, trouble: str
) -> None:
    file = tmp_path / "run.jsonl"
    file.write_text(build.text(build.run()) + line + "\n", encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        list(iter_records(file))
    assert str(caught.value).startswith(f"{file}: {trouble}")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"run\.jsonl: cannot be read \(No such file or directory\)"):
        list(iter_records(tmp_path / "run.jsonl"))


def test_a_file_without_a_run_record_is_no_run(tmp_path: Path) -> None:
    file = tmp_path / "run.jsonl"
    file.write_text(build.text(build.end()), encoding="utf-8")
    with pytest.raises(RecordError, match=r"run\.jsonl: there is no run record"):
        read_run(file)


def test_of_all_exchanges_only_those_that_a_bad_check_refers_to_are_kept() -> None:
    log = build.log(
        build.run(),
        build.exchange("main-1", 500),
        build.exchange("main-2", 200),
        build.check("failed", exchange="main-1"),
        build.check("passed", kind="contract.body", exchange="main-2"),
        build.ended("failed"),
    )
    assert set(log.exchanges) == {"main-1"}
    assert sum(log.effects.values()) == 2


def test_exchanges_of_a_test_that_never_ended_are_kept_as_well() -> None:
    log = build.log(build.run(), build.exchange("main-1", 500), build.check("failed"))
    assert set(log.exchanges) == {"main-1"}


def test_traffic_counts_answers_by_status_and_silence_by_reason() -> None:
    log = build.log(build.run(), build.exchange("1"), build.exchange("2", 404), build.exchange("3", None))
    traffic = log.traffic[build.CREATE]
    assert (traffic.requests, dict(traffic.statuses), dict(traffic.errors)) == (
        3,
        {200: 1, 404: 1},
        {"connection refused": 1},
    )
