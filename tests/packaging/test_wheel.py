"""The wheel, installed alone with no network: all it needs is inside, and nothing of this machine."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import CHECKOUT

FROM_LOCKS = os.environ.get("ALONGSIDE_WHEEL_FROM_LOCKS") == "1"
"""Install the locked packages anew, from a package index, instead of lending those of this run."""
BIN = Path(sys.executable).parent
HOSTILE = {
    ".streamlit/config.toml": '[server]\nbaseUrlPath = "elsewhere"\naddress = "0.0.0.0"\n',
    ".streamlit/secrets.toml": 'stolen = "yes"\n',
    ".env": "ALONGSIDE_MODEL=evil\nOPENAI_BASE_URL=http://192.0.2.1/v1\nALONGSIDE_PORT=1\n",
    "assistant/__init__.py": "raise SystemExit('the wrong package')\n",
    "knowledge/guides/a.md": "not a guide\n",
}
LOOPBACK_UP = """
import fcntl, socket, struct, subprocess, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
    fcntl.ioctl(control, 0x8914, struct.pack("16sh14x", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP
sys.exit(subprocess.call(sys.argv[1:]))
"""
VISIT = """
import json, subprocess, sys, time, urllib.request
served = subprocess.Popen(sys.argv[1:] + ["serve", "--headless", "--port", "18990"], stderr=subprocess.STDOUT,
                          stdout=subprocess.PIPE, text=True)
def get(path):
    with urllib.request.urlopen("http://127.0.0.1:18990" + path, timeout=10) as answer:
        return answer.status, answer.read().decode()
until = time.monotonic() + 150
while time.monotonic() < until and served.poll() is None:
    try:
        health, page = get("/_stcore/health"), get("/")
        break
    except OSError:
        time.sleep(0.2)
served.terminate()
print(json.dumps([health, page[0], "<title>" in page[1], served.communicate(timeout=30)[0]]))
"""
PAGES = """
import json, os
from streamlit.testing.v1 import AppTest
from assistant.settings import content_folder
os.chdir(content_folder())  # as `serve` does
app = AppTest.from_file(str(content_folder() / "app.py"), default_timeout=120).run()
print(json.dumps([len(app.exception), len(app.error), [button.key for button in app.main.button][:1]]))
"""

Run = Callable[..., subprocess.CompletedProcess[str]]
pytestmark = pytest.mark.wheel


def _run(*command: object, **more: Any) -> subprocess.CompletedProcess[str]:
    ran = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, timeout=300, check=False, **more
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran


def _build(out: Path) -> Path:
    """Both archives: the wheel is built from the sdist, as `python -m build` does."""
    _run(BIN / "python", "-m", "build", "--no-isolation", "-o", out, CHECKOUT)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(tmp_path_factory.mktemp("dist"))


def _no_network() -> list[str]:
    for command in (["unshare", "-n"], ["unshare", "-rn"]):
        if (
            shutil.which("unshare")
            and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
        ):
            return [*command, sys.executable, "-I", "-c", LOOPBACK_UP]
    return []


@pytest.fixture(scope="module")
def installed(wheel: Path, index_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Run a command of an environment that holds the wheel, from a hostile folder that cannot be written to."""
    home = tmp_path_factory.mktemp("home")
    venv.create(home / "venv", symlinks=True)
    python = home / "venv" / "bin" / "python"
    uv = [BIN / "uv", "pip", "install", "--quiet", "--python", python]
    if FROM_LOCKS:
        _run(*uv, "--require-hashes", "-r", CHECKOUT / "requirements.lock")
        _run(*uv, "--no-deps", "--require-hashes", "-r", CHECKOUT / "requirements-weights.lock")
    else:
        lent = next(Path(path) for path in sys.path if path.endswith("site-packages"))
        next((home / "venv").glob("lib/python*/site-packages")).joinpath("lent.pth").write_text(f"{lent}\n")
    _run(*uv, "--offline", "--no-deps", wheel)
    data = home / ".local" / "share" / "alongside"
    data.parent.mkdir(parents=True)
    data.mkdir(mode=0o700)
    shutil.copytree(index_folder, data / "index")
    here = home / "here"
    for name, text in HOSTILE.items():
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(text)
    here.chmod(0o500)
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8"}

    def run(program: str, *arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
        command = [*_no_network(), home / "venv" / "bin" / program, *arguments]
        return _run(*command, cwd=here, env=environment | more)

    yield run
    here.chmod(0o700)


def test_the_wheel_holds_all_that_is_read_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    content = [CHECKOUT / "app.py", *(CHECKOUT / "knowledge").rglob("*.*"), *(CHECKOUT / "prompts").rglob("*.*")]
    assert {f"assistant/content/{path.relative_to(CHECKOUT)}" for path in content} <= names
    code = {str(path.relative_to(CHECKOUT)) for path in (CHECKOUT / "assistant").rglob("*.*")}
    assert {name for name in code if "__pycache__" not in name} <= names
    assert {name.partition("/")[0] for name in names} == {"assistant", "alongside-0.1.0.dist-info"}


def test_the_wheel_holds_no_path_of_this_machine(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as held:
        assert [name for name in held.namelist() if str(CHECKOUT).encode() in held.read(name)] == []


def test_the_same_sources_give_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(next(wheel.parent.glob("*.tar.gz"))) as sdist:
        sdist.extractall(tmp_path, filter="data")
    _run(BIN / "python", "-m", "build", "--no-isolation", "--wheel", "-o", tmp_path, tmp_path / "alongside-0.1.0")
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_program_is_the_wheels_own(installed: Run) -> None:
    shown = installed(
        "python", "-I", "-c", "import assistant.settings as s; print(s.__file__, s.content_folder())"
    ).stdout
    assert shown.count("/venv/lib/python") == 2


def test_installed_alone_it_asks_and_finds_a_source(installed: Run) -> None:
    reply = json.loads(installed("alongside", "ask", "she keeps cancelling on me last minute", "--json").stdout)
    assert (reply["responder"], reply["model"]) == ("library", None)
    assert reply["citations"]


def test_installed_alone_it_checks_its_guides(installed: Run) -> None:
    assert json.loads(installed("alongside", "check", "--json").stdout)["problems"] == []


def test_installed_alone_its_doctor_is_content(installed: Run) -> None:
    shown = installed("alongside", "doctor").stdout
    assert "-> run:" not in shown
    assert "/venv/lib/python" in shown


def test_installed_alone_it_serves_its_own_page_whatever_the_folder_says(installed: Run) -> None:
    alongside = Path(installed("python", "-c", "import sys; print(sys.prefix)").stdout.strip(), "bin", "alongside")
    health, status, titled, said = json.loads(installed("python", "-c", VISIT, str(alongside)).stdout)
    assert (health, status, titled) == ([200, "ok"], 200, True)
    assert "http://127.0.0.1:18990" in said


def test_installed_alone_its_first_page_is_drawn(installed: Run) -> None:
    assert json.loads(installed("python", "-P", "-c", PAGES).stdout) == [
        0,
        0,
        ["example-mentee-0"],
    ]


def test_without_the_weights_one_command_is_told_and_it_is_the_locked_one(installed: Run) -> None:
    script = (
        "from assistant.retrieval import minilm; from assistant.doctor.installing import weights_command; "
        "from assistant.settings import Settings; minilm.PACKAGE = 'gone'\n"
        "try: minilm.MiniLM().count('')\nexcept Exception as error: print(error)\n"
        "print(open(weights_command(Settings.from_env())[-1]).read())"
    )
    told, _, lock = installed("python", "-P", "-c", script).stdout.partition("\n")
    assert told == "The embedding model's weights are not installed. Run `alongside weights` and try again."
    assert lock.strip() == (CHECKOUT / "requirements-weights.lock").read_text().strip()
