"""`make gate` as CI runs it: what got worse stops it, what cannot be told is said and goes on."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from assistant.settings import CHECKOUT

SAYS_ITS_CODE = """#!/bin/sh
echo "$* $ALONGSIDE_DATA" >>"$0.log"
case "$2" in run) exit {run} ;; gate) echo "because"; exit {gate} ;; esac
"""

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")


def make_gate(folder: Path, **codes: int) -> tuple[int, str, list[str]]:
    """What `make gate` ends with and prints, and what it called, with a command that ends with these codes."""
    command = folder / "alongside"
    command.write_text(SAYS_ITS_CODE.format(**codes), encoding="utf-8")
    command.chmod(0o755)
    made = subprocess.run(
        ["make", "--no-print-directory", "-o", ".venv/evals", "gate", f"BIN={folder}"],
        cwd=CHECKOUT, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    return made.returncode, made.stdout, Path(f"{command}.log").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("gate", "ends"), [(0, 0), (1, 2), (2, 0), (3, 2)], ids=["fine", "worse", "untold", "broken"])
def test_what_got_worse_stops_it_and_what_cannot_be_told_is_said_and_goes_on(
    tmp_path: Path, gate: int, ends: int
) -> None:
    code, printed, _ = make_gate(tmp_path, run=0, gate=gate)
    assert (code, "because" in printed) == (ends, True)


def test_a_run_in_which_a_case_got_no_answer_stops_it(tmp_path: Path) -> None:
    code, _, called = make_gate(tmp_path, run=1, gate=0)
    assert (code, len(called)) == (2, 1)


def test_it_holds_dev_against_the_baseline_without_anybodys_documents(tmp_path: Path) -> None:
    _, _, called = make_gate(tmp_path, run=0, gate=0)
    own = CHECKOUT / "runs" / "data"
    assert called == [f"eval run --out runs/gate {own}", f"eval gate evals/baseline.json runs/gate {own}"]


def test_ci_runs_it_after_the_tests() -> None:
    steps = (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    tests = "ALONGSIDE_REQUIRE_BROWSER=1 ALONGSIDE_WHEEL_FROM_LOCKS=1 make -j2 test"
    index = ".venv/bin/python -m tests.kept_index runs/data/index"
    assert steps[-3:] == [tests, index, "make gate"]
