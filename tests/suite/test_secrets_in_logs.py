"""What pytest prints of a test that broke while it held a credential."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOKEN = "Given-Session-Token-" + "0123456789abcdef" * 5
TARGET = """
[target]
name = "nothing"
[apis.pod]
base_url = "http://127.0.0.1:1/pod"
[actors.user]
session_token_file = "token"
"""
BREAKS = {
    "assertion": "assert target.actors['user'].session_token == 'x'",
    "exception": "raise ValueError('no session ' + target.actors['user'].session_token)",
    "local variable": "token = target.actors['user'].session_token; raise ValueError",
    "captured output": "print(target.actors['user'].session_token); raise ValueError",
    "collection of pairs": "pairs = {'a': [target.actors['user'].session_token] * 3}; assert not pairs",
}


@pytest.mark.parametrize("statement", BREAKS.values(), ids=BREAKS)
@pytest.mark.parametrize("options", [(), ("-vv", "--showlocals", "--tb=long")], ids=["short", "all"])
def test_no_log_or_report_shows_the_credential(
    tmp_path: Path, statement: str, options: tuple[str, ...]
) -> None:
    (tmp_path / "target.toml").write_text(TARGET)
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "test_own.py").write_text(f"def test_own(target):\n    {statement}\n")
    command = [sys.executable, "-m", "pytest", "-p", "conformance.suite.plugin", "-p", "allure_pytest.plugin"]
    command += ["-c", os.devnull, "--rootdir", str(tmp_path), "--target", "target.toml", "--output", "run"]
    command += ["--alluredir", "run/allure-results", *options, "test_own.py"]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    texts = {"output": done.stdout + done.stderr}
    texts |= {file.name: file.read_text() for file in (tmp_path / "run").rglob("*") if file.is_file()}
    assert "1 failed" in done.stdout, done.stdout + done.stderr
    leaks = [name for name, text in texts.items() if TOKEN[:16] in text or TOKEN[-16:] in text]
    assert leaks == [], "\n".join(texts[name][:3000] for name in leaks)
