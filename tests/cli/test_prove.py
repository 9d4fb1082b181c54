"""The command prove: exit codes, what it writes and what it says on the way."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from conformance.cli import prove as command
from conformance.cli.exit_codes import CommandError, ExitCode
from conformance.cli.prove import Options, prove
from conformance.cli.prove_display import PlainLines, Tally
from conformance.proof.selection import Wishes
from conformance.proof.verdict import Result, VariantResult
from tests.proof.build import CATALOGUED, failing, result, variant

KILLED, SURVIVED = result(failing()), result()
SOMETHING = Wishes(defects="keeps-pins@updateRoom")


def ends(
    monkeypatch: pytest.MonkeyPatch, folder: Path, *results: Result | VariantResult, docs: Path | None = None
) -> int:
    """The exit code of the command when these are the results."""
    monkeypatch.setattr(command, "proved", lambda *_, **__: iter(results))
    monkeypatch.setattr(command, "on_sigterm", lambda: None)
    return prove(Options(SOMETHING, 1, folder / "proof", docs))


@pytest.mark.parametrize(
    ("results", "code"),
    [
        ((KILLED, variant()), ExitCode.CONFORMANT),
        ((KILLED, SURVIVED), ExitCode.NOT_CONFORMANT),
        ((KILLED, variant(failing())), ExitCode.NOT_CONFORMANT),
    ],
    ids=["all killed", "a survivor", "a false alarm"],
)
def test_the_exit_code_says_whether_the_proof_holds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, results: Any, code: int
) -> None:
    assert ends(monkeypatch, tmp_path, *results) == code


def test_document_matrix_and_page_are_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    docs = tmp_path / "proof.md"
    ends(monkeypatch, tmp_path, KILLED, docs=docs)
    written = json.loads((tmp_path / "proof" / "proof.json").read_text(encoding="utf-8"))
    assert [row["defect"] for row in written["defects"]] == [CATALOGUED.id]
    assert CATALOGUED.id in (tmp_path / "proof" / "kill-matrix.html").read_text(encoding="utf-8")
    assert docs.read_text(encoding="utf-8").startswith("# Proof")


def test_what_went_wrong_is_said_at_the_end(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ends(monkeypatch, tmp_path, SURVIVED, variant())
    output = capsys.readouterr().out
    for words in (
        "catalogue defects: 1 survived",
        "variants: 1 with 0 false alarms",
        "TROUBLE forgets-writes",
    ):
        assert words in output, output


def test_a_process_that_dies_is_trouble_in_the_suite(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def die(*_: object, **__: object) -> Iterator[Result]:
        raise BrokenProcessPool

    monkeypatch.setattr(command, "proved", die)
    monkeypatch.setattr(command, "on_sigterm", lambda: None)
    with pytest.raises(CommandError) as caught:
        prove(Options(SOMETHING, 1, tmp_path / "proof", None))
    assert caught.value.code == ExitCode.SUITE_TROUBLE


def test_a_folder_with_something_in_it_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(CommandError, match="is not an empty folder"):
        prove(Options(SOMETHING, 1, tmp_path, None))


def test_a_folder_for_the_page_that_is_not_there_is_told_before_the_proof(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--docs"):
        prove(Options(SOMETHING, 1, tmp_path / "proof", tmp_path / "none" / "proof.md"))


def test_plain_lines_tell_what_is_not_as_it_should_be_and_the_end() -> None:
    tally, stream = Tally(defects=2, variants=1), io.StringIO()
    with PlainLines(tally, stream) as display:
        for found in (KILLED, SURVIVED, variant(failing())):
            tally.feed(found)
            display.update()
    lines = stream.getvalue().splitlines()
    assert lines[:2] == [f"SURVIVED {CATALOGUED.id}", "ALARM extra-properties: 1 false alarm"]
    assert lines[-1].startswith("2/2 defects | 1/1 variants | 1 killed, 1 survived | 1 false alarm | ")
