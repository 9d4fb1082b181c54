"""The served pod: ready line, target file, signals, wrong usage, and writers who meet."""

from __future__ import annotations

import signal
import socket
import stat
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from conformance.reference_pod.serve import listener_on

_PROGRAM = """
import pathlib, sys
from conformance.reference_pod.serve import serve
port, target, defects, variants, number = sys.argv[1:]
sys.exit(serve(int(port), pathlib.Path(target), defects.split(), variants.split(), 0, int(number)))
"""

ACTORS = ["admin", "user", "colleague", "stranger", "nobody", "stranger_admin"]


def start(
    port: int, target: Path, defects: str = "", variants: str = "", number: int = 0
) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _PROGRAM, str(port), str(target), defects, variants, str(number)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@contextmanager
def running(target: Path, defects: str = "", number: int = 0) -> Iterator[dict[str, Any]]:
    process = start(0, target, defects, number=number)
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("ready http://127.0.0.1:")
        yield {**tomllib.loads(target.read_text()), "folder": target.parent}
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, "")


def session(target: dict[str, Any], name: str) -> dict[str, str]:
    actor = target["actors"][name]
    claims = {"sub": actor["username"], "exp": int(time.time()) + 240}
    token = jwt.encode(claims, (target["folder"] / actor["private_key_file"]).read_text(), "RS512")
    answer = httpx.post(f"{target['login']['base_url']}/pubkey/authenticate", json={"token": token})
    return {"sessionToken": answer.json()["token"]}


def bearer(target: dict[str, Any], name: str) -> dict[str, str]:
    url = f"{target['login']['base_url']}/idm/tokens?scope=profile-manager"
    token = httpx.post(url, headers=session(target, name)).json()["access_token"]
    return {"Authorization": f"Bearer {token}", "X-Symphony-Host": ""}


def test_the_target_file_is_all_that_a_client_needs(tmp_path: Path) -> None:
    path = tmp_path / "target.toml"
    with running(path) as target:
        secrets = tmp_path / "target.toml.secrets"
        assert {stat.S_IMODE(file.stat().st_mode) for file in (path, *secrets.iterdir())} == {0o600}
        assert stat.S_IMODE(secrets.stat().st_mode) == 0o700
        assert target["target"] == {"name": "reference pod", "disposable": True}
        assert list(target["actors"]) == ACTORS
        for name in ACTORS:
            url = f"{target['apis']['pod']['base_url']}/v2/sessioninfo"
            info = httpx.get(url, headers=session(target, name)).json()
            assert (info["id"], info["username"]) == (target["actors"][name]["user_id"], name)
        types = f"{target['apis']['profile-manager']['base_url']}/v1/types"
        assert httpx.get(types, headers=bearer(target, "admin")).status_code == 200
        search = f"{target['apis']['community-connect']['base_url']}/v1/channelco/user?email=a@b.example"
        for name, status in (("admin", 404), ("nobody", 401)):
            token = (tmp_path / target["actors"][name]["community_connect_token_file"]).read_text()
            assert httpx.get(search, headers={"Authorization": f"Bearer {token}"}).status_code == status


def test_the_foreign_material_is_refused(tmp_path: Path) -> None:
    with running(tmp_path / "target.toml") as target:
        foreign = target["foreign"]
        url = f"{target['apis']['pod']['base_url']}/v2/sessioninfo"
        headers = {"sessionToken": (tmp_path / foreign["expired_session_token_file"]).read_text()}
        assert httpx.get(url, headers=headers).status_code == 401
        url = f"{target['apis']['profile-manager']['base_url']}/v1/types"
        for name in ("expired_common_jwt", "foreign_common_jwt"):
            token = (tmp_path / foreign[f"{name}_file"]).read_text()
            headers = {"Authorization": f"Bearer {token}", "X-Symphony-Host": ""}
            assert httpx.get(url, headers=headers).status_code == 401


def test_of_writers_with_the_same_etag_one_wins(tmp_path: Path) -> None:
    with running(tmp_path / "target.toml") as target:
        headers = bearer(target, "admin")
        url = f"{target['apis']['profile-manager']['base_url']}/v1/groups"
        body = {"type": "SDL", "ownerType": "TENANT", "ownerId": 189, "name": "D"}
        body |= {"profile": {"displayName": "D"}}
        group = httpx.post(url, headers=headers, json=body).json()

        def write(number: int) -> int:
            versioned = {**headers, "If-Match": group["eTag"]}
            changed = {**body, "name": f"D{number}"}
            return httpx.put(f"{url}/{group['id']}", headers=versioned, json=changed).status_code

        with ThreadPoolExecutor(8) as pool:
            statuses = sorted(pool.map(write, range(16)))
        assert statuses == [200] + [412] * 15


def test_the_pod_can_be_filled(tmp_path: Path) -> None:
    with running(tmp_path / "target.toml", number=400) as target:
        url = f"{target['apis']['pod']['base_url']}/v2/admin/user/list?limit=1000"
        users = httpx.get(url, headers=session(target, "admin")).json()
    # three quarters of them are of the administrator's company
    assert 300 < len(users) < 400


def test_a_defect_can_be_asked_for(tmp_path: Path) -> None:
    with running(tmp_path / "target.toml", "answers-500@listLanguages") as target:
        assert httpx.get(f"{target['apis']['pod']['base_url']}/v1/languages").status_code == 500


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_a_regular_end_even_with_open_connections(tmp_path: Path, number: int) -> None:
    process = start(0, tmp_path / "target.toml")
    assert process.stdout is not None
    origin = process.stdout.readline().split()[1]
    with httpx.Client() as client:
        client.get(f"{origin}/pod/v1/languages")
        process.send_signal(number)
        _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, "")


def test_small_answers_are_sent_at_once() -> None:
    with listener_on(0) as listener:
        # asyncio switches Nagle's algorithm off only for sockets that name their protocol
        assert listener.proto == socket.IPPROTO_TCP


def complaint(port: int, target: Path, defects: str = "", variants: str = "") -> str:
    process = start(port, target, defects, variants)
    output, errors = process.communicate(timeout=20)
    assert (process.returncode, output) == (5, "")
    assert errors.count("\n") == 1
    return errors


def test_wrong_usage_is_one_clear_line(tmp_path: Path) -> None:
    target = tmp_path / "target.toml"
    assert "did you mean answers-500@getRoom?" in complaint(0, target, "answers-500@getRom")
    assert "did you mean empty-401-body?" in complaint(0, target, "", "empty-401")
    assert "port 70000" in complaint(70000, target)
    assert "target file cannot be written" in complaint(0, tmp_path / "no" / "such" / "folder.toml")
    assert not target.exists()


def test_a_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    with running(tmp_path / "target.toml") as target:
        port = int(target["login"]["base_url"].split(":")[2].partition("/")[0])
        assert f"port {port} on 127.0.0.1" in complaint(port, tmp_path / "other.toml")
