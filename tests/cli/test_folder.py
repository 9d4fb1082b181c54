"""The run folder: its name, and that it is always a new one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from conformance.cli.exit_codes import CommandError
from conformance.cli.folder import check_output, curl_of, make_folder, run_id


def test_a_run_id_is_the_utc_time_and_the_seed() -> None:
    berlin = timezone(timedelta(hours=1))
    assert run_id(datetime(2026, 11, 22, 11, 15, tzinfo=berlin), 7) == "20261122T101500Z-s7"
    assert run_id(datetime(2026, 11, 22, 10, 15, tzinfo=UTC), 7) == "20261122T101500Z-s7"


def test_without_a_wish_the_folder_lies_under_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert make_folder(None, "id") == Path("reports/id")
    assert (tmp_path / "reports" / "id").is_dir()


def test_runs_that_start_in_one_second_get_folders_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = [make_folder(None, "id").name for _ in range(3)]
    assert names == ["id", "id-2", "id-3"]


def test_an_empty_folder_may_be_named(tmp_path: Path) -> None:
    assert make_folder(tmp_path, "id") == tmp_path


@pytest.mark.parametrize("name", [".", "verdict.json"], ids=["a folder with something in it", "a file"])
def test_what_would_mix_with_something_else_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "verdict.json").touch()
    with pytest.raises(CommandError, match="exists and is not an empty folder; name a new one"):
        check_output(tmp_path / name)


@pytest.mark.parametrize("name", [".", "new"])
def test_a_new_or_empty_folder_is_accepted(tmp_path: Path, name: str) -> None:
    check_output(tmp_path / name)


def test_a_folder_that_cannot_be_made_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match=r"file/run: cannot be made \(Not a directory\)"):
        make_folder(tmp_path / "file" / "run", "id")


@pytest.mark.parametrize(
    ("body", "end"),
    [(None, "http://127.0.0.1/"), ("a=1", "--data-raw a=1"), ({"base64": "AAEC"}, "--data-binary @-")],
)
def test_a_recorded_body_of_any_kind_becomes_a_curl_command(body: object, end: str) -> None:
    command = curl_of({"method": "POST", "url": "http://127.0.0.1/", "headers": {}, "body": body})
    assert command.endswith(end)
