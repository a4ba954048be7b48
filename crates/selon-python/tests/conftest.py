"""What the tests read: the invented week of examples/crisis, and the command to compare with."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
DEMO = ROOT / "examples" / "crisis" / "reports.jsonl"


@pytest.fixture(scope="session")
def reports():
    return [json.loads(line) for line in DEMO.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def command():
    """Runs the command of the same checkout: `SELON_COMMAND`, or target/release/selon."""
    program = os.environ.get("SELON_COMMAND", str(ROOT / "target" / "release" / "selon"))

    def run(*args):
        done = subprocess.run([program, *map(str, args)], capture_output=True, text=True, check=True)
        return done.stdout

    return run
