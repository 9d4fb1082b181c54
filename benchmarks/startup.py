"""How long `mock` takes from its start until it is ready, the target file included.

    python -m benchmarks.startup [--runs 10]

The time of the machine's clock from the start of the process to the line `ready`, with Python's compiled
files in place, as they are after an installation or a first run.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TARGET = 1.0


def seconds_until_ready(folder: Path) -> float:
    """Start the command once, wait for `ready`, and end it."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "conformance", "mock", "--port", "0"]
    command += ["--target-file", str(folder / "target.toml")]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        elapsed = time.perf_counter() - start
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
    if not line.startswith("ready "):
        raise RuntimeError(f"mock did not start: {line!r}")
    return elapsed


def main() -> int:
    """Print the figures; 1 when the median is over the target."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--runs", type=int, default=10)
    runs = options.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        seconds_until_ready(Path(folder))
        times = sorted(seconds_until_ready(Path(folder)) for _ in range(runs))
    median = statistics.median(times)
    print(f"ready after {median:.2f} s (median of {runs}; {times[0]:.2f} to {times[-1]:.2f})")
    return 0 if median < TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
