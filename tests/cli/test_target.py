"""The commands target check and target init, as a user starts them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.contract.capabilities import load_capabilities
from conformance.proof.pod import served_pod
from tests.end_to_end.kit import command, mock


@pytest.fixture(scope="module")
def file() -> Iterator[Path]:
    """The target file of a reference pod that runs meanwhile."""
    with served_pod() as pod:
        yield pod.file


def changed(file: Path, old: str, new: str) -> Path:
    """A copy of the file, beside it, with one thing changed."""
    text = file.read_text()
    assert old in text
    copy = file.with_name("changed.toml")
    copy.write_text(text.replace(old, new, 1))
    return copy


def test_a_target_that_works_is_0_with_a_table_that_a_target_file_takes(file: Path) -> None:
    ended = command("target", "check", file)
    assert ended.code == 0, ended.output
    assert "  ok     actors.admin          pod" in ended.output
    assert "signed in as admin (12987981103105)" in ended.output
    proposed = tomllib.loads(ended.output[ended.output.index("[capabilities]") :])
    assert proposed == {"capabilities": dict.fromkeys(load_capabilities(), True)}


def test_output_that_is_no_terminal_holds_no_control_codes(file: Path) -> None:
    assert "\x1b" not in command("target", "check", file).output


def test_an_actor_who_is_somebody_else_is_3(file: Path) -> None:
    ended = command("target", "check", changed(file, "user_id = 12987981103106", "user_id = 5"))
    assert ended.code == 3, ended.output
    assert "the target file says user_id = 5: correct it" in ended.output


def test_a_capability_that_is_declared_and_does_not_work_is_3(tmp_path: Path) -> None:
    target = tmp_path / "target.toml"
    with mock(target, "--defect", "lacks-operation@listDisclaimers"):
        ended = command("target", "check", target)
    assert ended.code == 3, ended.output
    line = next(line for line in ended.output.splitlines() if line.startswith("disclaimers"))
    assert line.split("#") == [
        "disclaimers = false             ",
        " listDisclaimers answers 405; the file declares true",
    ]


def test_a_capability_that_is_denied_and_works_is_told(file: Path) -> None:
    ended = command("target", "check", changed(file, "manifests = true", "manifests = false"))
    assert ended.code == 0, ended.output
    assert "getOwnManifest answers 200; the file declares false" in ended.output


def test_strangers_of_the_same_pod_are_no_strangers(file: Path) -> None:
    text = changed(file, 'username = "stranger"', 'username = "colleague"')
    ended = command("target", "check", changed(text, "user_id = 13056700579842", "user_id = 12987981103107"))
    assert ended.code == 3, ended.output
    assert "stranger is a user of the same pod; the file declares true" in ended.output


def test_a_target_that_is_not_there_is_3(file: Path) -> None:
    text = file.read_text()
    origin = text[text.index("http://") : text.index("/pod")]
    ended = command("target", "check", changed(file, f"{origin}/login", "http://127.0.0.1:1/login"))
    assert ended.code == 3, ended.output
    assert "fails  login" in ended.output
    assert "connection refused: nothing listens there" in ended.output


def test_a_file_that_is_wrong_is_5_in_one_line(file: Path) -> None:
    ended = command("target", "check", changed(file, "disposable", "disposible"))
    assert ended.code == 5, ended.output
    assert ended.output.count("\n") == 1, ended.output
    assert "target.disposible: unknown key; did you mean 'disposable'?" in ended.output


def test_init_writes_a_file_that_only_lacks_its_secrets(tmp_path: Path) -> None:
    ended = command("target", "init", "new.toml", cwd=tmp_path)
    assert ended.code == 0, ended.output
    schema = Path((tmp_path / "new.toml").read_text().splitlines()[0].removeprefix("#:schema file://"))
    assert schema.name == "target.schema.json"
    assert schema.is_file()
    checked = command("target", "check", tmp_path / "new.toml")
    assert checked.code == 5, checked.output
    assert "actors.admin.private_key_file: " in checked.output


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "target.toml").write_text("mine")
    ended = command("target", "init", cwd=tmp_path)
    assert (ended.code, (tmp_path / "target.toml").read_text()) == (5, "mine")
    assert "target.toml: is there already; name a new file" in ended.output
