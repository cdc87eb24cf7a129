"""From the second `make run` to a box that can be typed in; and what importing the app takes."""

import subprocess
import sys
from statistics import median
from time import perf_counter

from assistant.errors import AssistantError
from assistant.settings import CHECKOUT
from evals.speed.bench import Bench
from evals.speed.figures import Row, middle_half
from evals.speed.site import chromium, served, visit

IMPORTS = """
import sys
from time import perf_counter
started = perf_counter()
import streamlit.web.bootstrap
from assistant.ui import actions, composer, history, look, session, start, transcript, welcome
print((perf_counter() - started) * 1000)
sys.exit("a model's client is imported" if {"openai", "langchain_openai"} & set(sys.modules) else 0)
"""


def measure(bench: Bench) -> list[Row]:
    data = bench.site_data("start")
    starts: list[float] = []
    with chromium() as browser:
        for number in range(bench.sizes.starts + 1):
            bench.tell(f"start: {number} of {bench.sizes.starts}")
            with served(data) as site:
                page = visit(browser, site)
                starts.append(perf_counter() - site.started)
                page.context.close()
    again = starts[1:]  # the first one made the database
    imports = [_import_time() for _ in range(bench.sizes.starts + 1)][1:]
    return [
        Row("second start, to a box that can be typed in", f"{median(again):.1f} s", len(again),
            middle_half(again, 1, " s")),
        Row("importing the app, no model configured", f"{median(imports):.0f} ms", len(imports),
            middle_half(imports, 0, " ms")),
    ]  # fmt: skip


def _import_time() -> float:
    """Milliseconds, in a process of its own. Raises AssistantError when a model's client comes along."""
    ran = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", IMPORTS], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise AssistantError(f"Importing the app went wrong: {ran.stderr.strip().splitlines()[-1]}")
    return float(ran.stdout.split()[-1])
