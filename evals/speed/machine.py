"""What a run was measured on: the machine, what else it was doing, and the versions that matter."""

import os
import platform
from pathlib import Path

from evals.versions import installed

PACKAGES = ("alongside", "chromadb", "onnxruntime", "langchain-openai", "openai", "sqlalchemy", "streamlit")


def machine() -> dict[str, str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": _processor(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{memory:.0f} GB",
        "system": platform.platform(terse=True),
        "load before": f"{os.getloadavg()[0]:.1f}",
    }


def versions() -> dict[str, str]:
    return installed(PACKAGES)


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in told if line.startswith("model name")), platform.machine())
