"""The end of a run and the command `sweep`: what they say, and when they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.cli.cleaning import cleaner
from conformance.cli.exit_codes import CommandError, ExitCode
from conformance.cli.sweep import sweep
from conformance.target import AsActor, Redactor, Request, Transport, find_profile, load_target
from conformance.target.ledger import Ledger
from tests.end_to_end.real_pod import RealPod, real_pod


def made_a_protocol(pod: RealPod, folder: Path) -> Path:
    """The ledger of a run that made a protocol."""
    target, path = load_target(pod.target_file), folder / "ledger.jsonl"
    ledger = Ledger(path, Redactor(), target, worker="main", label="L1", durable=False)
    request = Request("createProtocol", "POST", "/v1/admin/system/protocols", body=b'{"scheme":"p-l1"}')
    with ledger, Transport(target, find_profile("gate"), ledger=ledger) as transport:
        transport.send(request, AsActor("admin"))
    return path


def test_a_run_that_is_ended_at_once_says_how_to_clean_up(tmp_path: Path) -> None:
    with real_pod(tmp_path) as pod:
        ledger = made_a_protocol(pod, tmp_path)
        said = cleaner(pod.target_file)(tmp_path, lambda: False)
    assert said == [f"not cleaned up; do it with: symphony-conformance sweep --ledger {ledger}"]


def test_a_run_that_made_nothing_has_nothing_to_say(tmp_path: Path) -> None:
    assert cleaner(tmp_path / "target.toml")(tmp_path, lambda: True) == []


def test_the_command_finds_the_target_by_the_ledger(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with real_pod(tmp_path) as pod:
        assert sweep(made_a_protocol(pod, tmp_path), None) == ExitCode.CONFORMANT
    assert capsys.readouterr().out == "cleaned up: 1 removed\n"


def test_another_target_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with real_pod(tmp_path) as pod, real_pod(tmp_path / "other") as other:
        ledger = made_a_protocol(pod, tmp_path)
        with pytest.raises(CommandError, match=r"is not the target of .*give the target file of that run"):
            sweep(ledger, other.target_file)


def test_a_target_that_is_away_is_exit_code_3(tmp_path: Path) -> None:
    with real_pod(tmp_path) as pod:
        ledger = made_a_protocol(pod, tmp_path)
    with pytest.raises(CommandError) as caught:
        sweep(ledger, None)
    assert caught.value.code == ExitCode.UNREACHABLE
