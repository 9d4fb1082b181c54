"""What a user gets: the wheel's contents, the dependencies, the lock file, the README."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements-dev.lock").read_text()


@cache
def _pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def _declared() -> list[str]:
    return [*_pyproject()["project"]["dependencies"], *_pyproject()["dependency-groups"]["dev"]]


def _readme_commands() -> list[str]:
    """The lines of the README's code blocks that begin from nothing, by making a virtual environment."""
    return re.findall(r"^python3 -m venv .*$", (ROOT / "README.md").read_text(), re.MULTILINE)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (file,) = folder.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        return set(archive.namelist())


def test_the_wheel_carries_every_file_of_specs(wheel: set[str]) -> None:
    files = [path for path in (ROOT / "specs").rglob("*") if path.is_file()]
    expected = {f"conformance/{path.relative_to(ROOT).as_posix()}" for path in files}
    assert expected
    assert expected - wheel == set()


def test_the_wheel_carries_every_file_of_the_package(wheel: set[str]) -> None:
    files = [path for path in (ROOT / "conformance").rglob("*") if path.is_file()]
    expected = {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}
    assert "conformance/py.typed" in expected
    assert expected - wheel == set()


def test_the_wheel_carries_nothing_else_than_the_package_and_its_licence(wheel: set[str]) -> None:
    others = {name for name in wheel if not name.startswith("conformance/") and ".dist-info/" not in name}
    assert others == set()
    licences = {name.rpartition("/")[2] for name in wheel if ".dist-info/licenses/" in name}
    assert licences == {"LICENSE", "NOTICE"}


def test_every_dependency_has_a_lower_bound() -> None:
    unbounded = [
        line
        for line in _declared()
        if not any(specifier.operator == ">=" for specifier in Requirement(line).specifier)
    ]
    assert unbounded == []


def test_every_dependency_line_says_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    unexplained = [
        line
        for line in _declared()
        if not any(re.match(rf' +"{re.escape(line)}", +# \S', row) for row in lines)
    ]
    assert unexplained == []


def test_the_lock_file_holds_every_dependency_in_a_version_that_is_allowed() -> None:
    locked = {
        canonicalize_name(name): Version(version)
        for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ ]+)", LOCK, re.MULTILINE)
    }
    declared = [Requirement(line) for line in _declared()]
    absent = Version("0.dev0")
    outdated = [
        str(line)
        for line in declared
        if locked.get(canonicalize_name(line.name), absent) not in line.specifier
    ]
    assert outdated == [], "run `tox -e lock`"


def test_the_lock_file_names_no_registry() -> None:
    assert re.findall(r"\S*(?:://|--\w*index\w*)\S*", LOCK) == []


def test_the_lock_file_has_a_hash_for_every_release() -> None:
    releases = re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE)[1:]
    assert releases
    assert [release.split()[0] for release in releases if "--hash=sha256:" not in release] == []


def test_the_changelog_begins_with_the_version_of_the_package() -> None:
    first = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert first is not None
    assert first[1] == _pyproject()["project"]["version"]


def test_the_readme_has_two_commands_that_start_from_nothing() -> None:
    environments = [command.rpartition(" ")[2] for command in _readme_commands()]
    assert environments == ["run", "tests"]


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert _readme_commands()[-1] in (ROOT / ".ci/run").read_text().splitlines()


def test_every_link_of_the_readme_leads_to_a_file() -> None:
    links = re.findall(r"\]\((?!https?://)([^)#]+)", (ROOT / "README.md").read_text())
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
