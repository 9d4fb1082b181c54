"""Two hosts with certificates of two authorities, which ask for ours, behind a proxy with a password."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.end_to_end.kit import command, verdict
from tests.end_to_end.leaks import leaks_of
from tests.end_to_end.two_hosts import GROUPS, POD, two_hosts

SELECTED = "getSessionInfo or listLanguages or listTypes or searchUser-"


def test_a_run_over_mutual_tls_and_through_a_proxy_is_green(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    with two_hosts(tmp_path) as (target, proxy):
        ended = command(
            "run", "--target", target, "--profile", "smoke", "--select", SELECTED, "--output", folder
        )
    assert ended.code == 0, ended.output
    assert set(proxy.tunnels) == {POD, GROUPS}, "both hosts are reached through the proxy"
    lines = (folder / "run.jsonl").read_text(encoding="utf-8").splitlines()
    records = [record for record in map(json.loads, lines) if record["record"] == "exchange"]
    signed_in = {(record["operation"], record["actor"]) for record in records}
    assert ("login.certificate", "admin") in signed_in
    assert ("login.session", "user") in signed_in
    assert verdict(folder)["operations"]["answered-2xx"] >= 3
    assert leaks_of(target, folder, ended.output) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('client_certificate_file = "anybody.pem"\n', "name a client certificate"),
        ('ca_file = "groups-ca.pem"\n', "certificate not accepted"),
        (', password_file = "proxy.password"', "the proxy refuses: 407"),
    ],
    ids=["no client certificate", "no authority", "no proxy password"],
)
def test_what_is_left_out_is_named_before_the_run(tmp_path: Path, line: str, words: str) -> None:
    with two_hosts(tmp_path) as (target, _):
        target.write_text(target.read_text().replace(line, ""))
        ended = command("target", "check", target)
    assert ended.code == 3, ended.output
    assert words in ended.output
