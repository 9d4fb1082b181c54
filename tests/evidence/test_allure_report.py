"""The Allure report: which program makes it, and one line with the remedy when none can."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from conformance.evidence.allure_report import (
    POLICY,
    VERSION,
    NoReport,
    allure_command,
    configuration,
    make_report,
)

WRITES_A_REPORT = f"""#!{sys.executable}
import pathlib, sys
out = pathlib.Path(sys.argv[sys.argv.index("--output") + 1])
out.mkdir(exist_ok=True)
(out / "index.html").write_text(" ".join(sys.argv[1:]))
"""
SAYS_NOTHING = "#!/bin/sh\n"
FAILS = "#!/bin/sh\necho no network; exit 7\n"
HANGS = "#!/bin/sh\nexec /bin/sleep 600\n"
REMEDY = f"to make it (with Node 20 or later): npx allure@{VERSION} awesome --single-file --output"


def program(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture
def run_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run folder with one Allure result, on a machine whose PATH is only `bin`."""
    results = tmp_path / "run" / "allure-results"
    results.mkdir(parents=True)
    (results / "x-result.json").write_text("{}")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path / "run"


def test_npx_makes_one_self_contained_file_with_the_pinned_version(run_folder: Path, tmp_path: Path) -> None:
    program(tmp_path / "bin", "npx", WRITES_A_REPORT)
    index = make_report(run_folder)
    assert index == run_folder / "allure-report" / "index.html"
    words = index.read_text().split()
    assert words[:4] == ["--yes", f"allure@{VERSION}", "awesome", "--single-file"]
    assert words[-1] == str(run_folder / "allure-results")


def test_no_log_is_left_beside_a_report_that_was_made(run_folder: Path, tmp_path: Path) -> None:
    program(tmp_path / "bin", "npx", WRITES_A_REPORT)
    make_report(run_folder)
    assert not (run_folder / "allure.log").exists()


def test_the_report_loads_nothing_from_anywhere_else(run_folder: Path, tmp_path: Path) -> None:
    page = '"<html><head><script src=https://example.com/a.js></script></head></html>"'
    program(tmp_path / "bin", "npx", WRITES_A_REPORT.replace('" ".join(sys.argv[1:])', page))
    text = make_report(run_folder).read_text()
    assert text.startswith(f"<html><head>\n{POLICY}<script"), "the policy has to stand before what it forbids"
    assert "https:" not in POLICY


def test_a_report_can_be_made_again(run_folder: Path, tmp_path: Path) -> None:
    program(tmp_path / "bin", "npx", WRITES_A_REPORT)
    (run_folder / "allure-report").mkdir()
    (run_folder / "allure-report" / "index.html").write_text("old")
    assert make_report(run_folder).read_text() != "old"


def test_without_node_the_message_is_one_line_with_the_remedy(run_folder: Path) -> None:
    with pytest.raises(NoReport) as caught:
        make_report(run_folder)
    message = str(caught.value)
    assert message.startswith("no Allure report: npx is not on the PATH; " + REMEDY)
    assert "\n" not in message


@pytest.mark.parametrize(
    ("text", "trouble"),
    [(FAILS, "Allure ended with exit status 7"), (SAYS_NOTHING, "Allure wrote no index.html")],
)
def test_a_failing_allure_is_one_line_that_names_its_log(
    run_folder: Path, tmp_path: Path, text: str, trouble: str
) -> None:
    program(tmp_path / "bin", "npx", text)
    with pytest.raises(NoReport) as caught:
        make_report(run_folder)
    log = run_folder / "allure.log"
    assert str(caught.value).startswith(f"no Allure report: {trouble} (see {log}); {REMEDY}")
    assert log.exists()


def test_a_hanging_allure_is_ended_at_its_time_limit(run_folder: Path, tmp_path: Path) -> None:
    program(tmp_path / "bin", "npx", HANGS)
    with pytest.raises(NoReport, match="Allure took longer than 0 s"):
        make_report(run_folder, limit=0.0)


def test_an_interrupt_ends_a_hanging_allure(run_folder: Path, tmp_path: Path) -> None:
    program(tmp_path / "bin", "npx", HANGS)
    with pytest.raises(NoReport, match="no Allure report: interrupted"):
        make_report(run_folder, stop=lambda: True)


def test_a_run_without_allure_results_has_no_report(tmp_path: Path) -> None:
    with pytest.raises(NoReport, match="the run left no Allure results"):
        make_report(tmp_path)


def test_an_installed_allure_of_the_right_major_version_is_preferred(tmp_path: Path) -> None:
    installed = program(tmp_path / "bin", "allure", "#!/bin/sh\necho 3.99.1\n")
    program(tmp_path / "bin", "npx", SAYS_NOTHING)
    assert allure_command({"PATH": str(tmp_path / "bin")}) == [str(installed)]


@pytest.mark.parametrize("answer", ["echo 2.34.0", "exit 1", "echo"], ids=["Allure 2", "broken", "silent"])
def test_an_installed_allure_of_another_kind_is_passed_over(tmp_path: Path, answer: str) -> None:
    program(tmp_path / "bin", "allure", f"#!/bin/sh\n{answer}\n")
    npx = program(tmp_path / "bin", "npx", SAYS_NOTHING)
    assert allure_command({"PATH": str(tmp_path / "bin")}) == [str(npx), "--yes", f"allure@{VERSION}"]


def test_the_configuration_beside_the_run_folder_is_used_before_the_one_of_the_package(
    tmp_path: Path,
) -> None:
    packaged = configuration(tmp_path / "run")
    assert (packaged.name, packaged.is_file(), packaged.parent.name) == ("allurerc.mjs", True, "evidence")
    own = tmp_path / "allurerc.mjs"
    own.touch()
    assert configuration(tmp_path / "run") == own
