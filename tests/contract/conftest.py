"""The specs folder of the checkout, and a copy that a test may damage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conformance.contract import Contract, load_contract

SPECS = Path(__file__).parents[2] / "specs"


@pytest.fixture(scope="session")
def specs() -> Path:
    return SPECS


@pytest.fixture
def specs_copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SPECS, tmp_path / "specs"))


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load_contract()
