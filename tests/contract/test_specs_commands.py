"""`specs build` writes what is missing, `specs check` notices what differs, and mistakes are one line."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from conformance.cli_specs import build, check, diff


def test_the_checked_in_copies_are_what_build_writes(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = check(specs), capsys.readouterr().out
    assert status == 0, said
    assert said.endswith("files are current and valid\n")


def test_check_names_every_copy_that_differs(specs_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ("pod.yaml", "profile-manager.yaml", "parsed/community-connect.json", "defects.md")
    for path in (specs_copy / name for name in names):
        path.write_text(path.read_text() + "\n")
    status = check(specs_copy)
    expected = [f"{specs_copy / name}: outdated; run `symphony-conformance specs build`" for name in names]
    assert (status, capsys.readouterr().out.splitlines()) == (1, expected)


def test_check_fails_for_a_copy_that_is_missing_and_build_writes_it(
    specs_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = specs_copy / "community-connect.yaml"
    expected = path.read_text()
    path.unlink()
    assert check(specs_copy) == 1
    assert f"{path}: missing" in capsys.readouterr().out
    assert build(specs_copy) == 0
    assert f"written   {path}" in capsys.readouterr().out
    assert path.read_text() == expected


@pytest.mark.parametrize("command", [build, check])
def test_an_overlay_that_matches_nothing_is_one_line_and_status_5(
    specs_copy: Path, capsys: pytest.CaptureFixture[str], command: Callable[[Path], int]
) -> None:
    path = specs_copy / "overlays" / "community-connect.overlay.yaml"
    path.write_text(
        path.read_text().replace("$.paths['/v1/channelco/user'].post", "$.paths['/v9/gone'].post")
    )
    status = command(specs_copy)
    output = capsys.readouterr().out
    assert status == 5
    assert re.fullmatch(r"community-connect\.overlay\.yaml: action \d+ .*matches nothing; .*\n", output)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("area: Onboarding", "area: Elsewhere", "getUserOnboardingAvailability: area is 'Elsewhere'"),
        ("addRole:", "addRoles:", "operationId 'addRole' has no row"),
    ],
)
def test_a_row_that_disagrees_with_the_document_is_refused(
    specs_copy: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, message: str
) -> None:
    path = specs_copy / "operations.yaml"
    path.write_text(path.read_text().replace(old, new))
    assert build(specs_copy) == 5
    assert message in capsys.readouterr().out


def test_an_unreadable_document_is_one_line_and_status_5(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("a: [1\n")
    assert diff(path, path, False) == 5
    output = capsys.readouterr().out
    assert output.startswith(f"{path}: not valid YAML or JSON: ")
    assert output.count("\n") == 1


def test_every_action_of_the_overlays_is_a_line_of_the_list_of_defects(specs: Path) -> None:
    page = (specs / "defects.md").read_text()
    for repair in ("root-cause", "paging-key", "session-token-scheme", "object-type", "etag-header", "links"):
        assert f"/{repair}`" in page
    assert "- definition `FileExtensionsResponse`, required: removed" in page
    assert '- `POST /v3/room/search`, parameters / limit / schema: set `{"minimum": 1, ' in page
    assert "## Contradictions" in page


def test_provenance_states_the_digest_of_every_published_file(specs: Path) -> None:
    page = (specs / "published" / "PROVENANCE.md").read_text()
    files = [path for path in (specs / "published").iterdir() if path.suffix != ".md"]
    assert len(files) == 4
    assert [path.name for path in files if sha256(path.read_bytes()).hexdigest() not in page] == []
