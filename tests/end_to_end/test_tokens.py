"""Tokens that live for two seconds are renewed unnoticed; tokens that are taken away are a finding."""

from __future__ import annotations

import json
from pathlib import Path

from conformance.cli.run import ONE_SESSION
from tests.end_to_end.kit import command, mock, run_against
from tests.end_to_end.leaks import leaks_of

FOR_A_WHILE = "listStreams or listGroups"
"""Enough tests of both kinds of tokens for several lives of them."""


def test_a_run_with_tokens_of_two_seconds_is_green(tmp_path: Path) -> None:
    options = ["--session-seconds", "2", "--jwt-seconds", "2"]
    ended, verdict = run_against(tmp_path, options, "--select", FOR_A_WHILE)
    assert (ended.code, verdict["verdict"]) == (0, "pass"), ended.output
    lines = (tmp_path / "run" / "run.jsonl").read_text(encoding="utf-8").splitlines()
    signed_in = [
        record["actor"] for record in map(json.loads, lines) if record.get("operation") == "login.session"
    ]
    assert len(signed_in) > len(set(signed_in)), f"nobody had to sign in again: {signed_in}"
    assert leaks_of(tmp_path / "target.toml", tmp_path / "run", ended.output) == []


def test_a_pod_that_revokes_every_token_gets_a_finding_and_not_a_loop(tmp_path: Path) -> None:
    defect = "revokes-tokens@getOwnPresence"
    ended, verdict = run_against(
        tmp_path, ["--defect", defect], "--select", "getOwnPresence or getSessionInfo"
    )
    assert (ended.code, verdict["verdict"]) == (1, "fail"), ended.output
    assert {finding["operation"] for finding in verdict["findings"]} == {"getOwnPresence"}, ended.output
    sent = (tmp_path / "run" / "run.jsonl").read_text(encoding="utf-8").count('"record":"exchange"')
    assert sent < 60, f"{sent} requests"
    assert leaks_of(tmp_path / "target.toml", tmp_path / "run", ended.output) == []


def test_workers_do_not_end_each_others_sessions(tmp_path: Path) -> None:
    options = ["--variant", "one-session-a-user"]
    ended, verdict = run_against(tmp_path, options, "--workers", "2", "--select", "getSessionInfo")
    assert (ended.code, verdict["verdict"], verdict["workers"]) == (0, "pass", 1), ended.output
    said = [line for line in ended.output.splitlines() if line.startswith("one worker instead of 2")]
    assert said == [f"one worker instead of 2: {ONE_SESSION}"], ended.output


def test_a_pod_whose_sessions_are_dead_from_the_start_cannot_be_used(tmp_path: Path) -> None:
    target = tmp_path / "target.toml"
    with mock(target, "--session-seconds", "0"):
        ended = command("run", "--target", target, "--output", tmp_path / "run")
    assert ended.code == 3, ended.output
    assert ended.output.count("\n") == 1, ended.output
    assert "gets no common JWT: the pod refuses the session that it has just given" in ended.output
