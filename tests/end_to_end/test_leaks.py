"""The search that the runs of these tests end with finds every credential of a pod that `mock` serves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from conformance.target import Transport, find_profile, load_target
from conformance.target.exchange import AsActor, Pairs, Request
from conformance.target.recorder import Recorder
from conformance.target.redaction import Redactor
from tests.end_to_end.kit import mock
from tests.end_to_end.leaks import leaks_of


class Careless(Redactor):
    """Knows no secret, and leaves headers as they are."""

    def add(self, secret: str, name: str) -> None:
        pass

    def headers(self, headers: Iterable[tuple[str, str]], *, answered: bool = False) -> Pairs:
        return tuple(headers)


@pytest.fixture(scope="module")
def target_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The target file of a pod that is being served."""
    file = tmp_path_factory.mktemp("pod") / "target.toml"
    with mock(file):
        yield file


@pytest.mark.parametrize(
    ("actor", "operation"),
    [("user", "getSessionInfo"), ("user", "listTypes"), ("admin", "searchUser")],
    ids=["session", "common JWT", "Community Connect token"],
)
def test_what_a_request_carries_is_found(
    target_file: Path, tmp_path: Path, actor: str, operation: str
) -> None:
    with Transport(load_target(target_file), find_profile("gate")) as transport:
        ((_, value),) = transport.credential(actor, operation).headers
    (tmp_path / "pytest.log").write_text(f"refused: {value}\n")
    assert f"{tmp_path / 'pytest.log'}: holds a token of the target" in leaks_of(target_file, tmp_path)


def test_what_the_target_file_names_is_found(target_file: Path, tmp_path: Path) -> None:
    given = [file for file in target_file.with_name("target.toml.secrets").iterdir()]
    unmarked = {file.name for file in given if not leaks_of(target_file, _copy(file, tmp_path / file.name))}
    assert unmarked == set(), "each secret of the file is one that the search finds"
    assert len(given) == 6


def _copy(file: Path, folder: Path) -> Path:
    folder.mkdir()
    (folder / "run.jsonl").write_bytes(file.read_bytes())
    return folder


def test_what_is_printed_is_searched_too(target_file: Path, tmp_path: Path) -> None:
    (tmp_path / "run.jsonl").write_text("nothing\n")
    token = (target_file.parent / "target.toml.secrets" / "expired_session_token").read_text()
    assert "printed: a token of the target" in leaks_of(target_file, tmp_path, f"sweep: {token}")


def test_records_without_redaction_are_found(target_file: Path, tmp_path: Path) -> None:
    target, path = load_target(target_file), tmp_path / "records" / "main.jsonl"
    with (
        Recorder(path, Careless()) as recorder,
        Transport(target, find_profile("gate"), recorder) as transport,
    ):
        transport.send(Request("getSessionInfo", "GET", "/v2/sessioninfo"), AsActor("user"))
    assert leaks_of(target_file, tmp_path) == [f"{path}: holds a token of the target"]


def test_nothing_to_search_is_no_success(target_file: Path, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="holds no file to search"):
        leaks_of(target_file, tmp_path)
