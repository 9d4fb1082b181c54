"""Merging the files of several pytest processes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.evidence.merge import merge
from conformance.evidence.records import RecordError
from tests.evidence import build

A, B = build.CREATE, build.READ


def write(folder: Path, **files: list[build.Row]) -> None:
    (folder / "records").mkdir()
    for name, rows in files.items():
        (folder / "records" / f"{name}.jsonl").write_text(build.text(*rows), encoding="utf-8")


def merged(folder: Path, end: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    return [json.loads(line) for line in merge(folder, end).read_text(encoding="utf-8").splitlines()]


def kinds(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["record"], row.get("operation", "")) for row in rows]


def test_tests_stand_in_the_order_of_the_plan_each_after_its_exchanges_and_checks(tmp_path: Path) -> None:
    write(
        tmp_path,
        main=[build.run(), build.plan(), build.end()],
        gw0=[
            build.exchange("gw0-1", operation=B),
            build.ended(operation=B, order=2),
            build.check(operation=B),
        ],
        gw1=[
            build.exchange("gw1-1", operation=A),
            build.check(operation=A),
            build.ended(operation=A, order=1),
        ],
    )
    assert kinds(merged(tmp_path)) == [
        ("run", ""),
        ("plan", ""),
        ("exchange", A),
        ("check", A),
        ("test", A),
        ("exchange", B),
        ("check", B),
        ("test", B),
        ("end", ""),
    ]


def test_which_worker_ran_a_test_does_not_change_the_order(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    a = [build.exchange("x-1", operation=A), build.ended(operation=A, order=1)]
    b = [build.exchange("x-2", operation=B), build.ended(operation=B, order=2)]
    for folder, workers in ((first, {"gw0": a, "gw1": b}), (second, {"gw0": b, "gw1": a})):
        folder.mkdir()
        write(folder, main=[build.run(), build.plan()], **workers)
    assert merged(first) == merged(second)


def test_exchanges_of_one_test_keep_the_order_in_which_they_were_sent(tmp_path: Path) -> None:
    write(tmp_path, main=[build.run(), *(build.exchange(f"main-{n}") for n in range(12)), build.ended()])
    names = [row["id"] for row in merged(tmp_path) if row["record"] == "exchange"]
    assert names == [f"main-{n}" for n in range(12)]


def test_what_belongs_to_no_test_comes_first_and_unfinished_tests_come_last(tmp_path: Path) -> None:
    write(
        tmp_path,
        main=[
            build.run(),
            build.exchange("unfinished", operation="zebra"),
            build.exchange("finished", operation=A),
            build.ended(operation=A, order=7),
            build.exchange("sign-in", operation="login", test=None),
        ],
    )
    names = [row["id"] for row in merged(tmp_path) if row["record"] == "exchange"]
    assert names == ["sign-in", "finished", "unfinished"]


def test_plans_of_several_workers_become_one(tmp_path: Path) -> None:
    rows = [build.run(), build.plan(build.planned(), tests=3)]
    write(tmp_path, gw0=rows, gw1=rows)
    assert [row for row in merged(tmp_path) if row["record"] == "plan"] == [
        build.plan(build.planned(), tests=3)
    ]


def test_the_end_that_the_caller_knows_replaces_the_recorded_one(tmp_path: Path) -> None:
    write(tmp_path, main=[build.run(), build.end(0)])
    known = {"finished": "2026-11-22T11:00:00+00:00", "interrupted": True, "pytest_exit": 2}
    assert [row for row in merged(tmp_path, known) if row["record"] == "end"] == [{"record": "end", **known}]


def test_a_last_line_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, main=[build.run()])
    with (tmp_path / "records" / "main.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"record":"exch')
    assert kinds(merged(tmp_path)) == [("run", "")]


@pytest.mark.parametrize("line", ["{", "[]", "{}"])
def test_a_bad_line_in_the_middle_is_named(tmp_path: Path, line: str) -> None:
    write(tmp_path, main=[build.run()])
    with (tmp_path / "records" / "main.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(RecordError, match=r"main\.jsonl: line 2 is not a record"):
        merge(tmp_path)


def test_a_folder_without_records_merges_to_an_empty_file(tmp_path: Path) -> None:
    assert merged(tmp_path) == []
