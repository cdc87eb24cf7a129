"""Where things may be: every library in its home, arrows inward, files and functions of a size that gets read."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from assistant.settings import CHECKOUT

MAX_FILE_LINES, MAX_FUNCTION_LINES = 300, 50
HOMES: dict[str, tuple[str, ...]] = {
    "alembic": ("assistant/store/",),
    "anyio": ("evals/",),
    "bs4": ("assistant/guides/importing/web.py",),
    "chromadb": ("assistant/retrieval/index.py",),
    "dotenv": ("assistant/settings/sources.py",),
    "filelock": ("assistant/retrieval/index.py", "assistant/safety/keptfile.py"),
    "fpdf": ("assistant/booklet/pdf.py",),
    "inspect_ai": ("evals/",),
    "langchain_chroma": ("evals/retrieval/stock.py",),
    "langchain_classic": ("evals/retrieval/stock.py",),
    "langchain_core": ("assistant/responders/", "assistant/retrieval/", "evals/retrieval/"),
    "langchain_text_splitters": ("assistant/guides/importing/splitting.py",),
    "langchain_openai": ("assistant/responders/model.py",),
    "langsmith": ("assistant/responders/quiet.py",),
    "mammoth": ("assistant/guides/importing/word.py",),
    "markdownify": ("assistant/guides/importing/web.py",),
    "numpy": ("assistant/learning.py", "assistant/ngrams.py", "assistant/messages.py", "assistant/quality/",
              "assistant/responders/", "assistant/retrieval/", "assistant/safety/likeness.py", "evals/safety/train.py",
              "evals/scorers/", "evals/speed/corpus.py"),
    "onnx": ("assistant/retrieval/topology.py",),
    "onnxruntime": ("assistant/retrieval/minilm.py",),
    "openai": ("assistant/responders/model.py", "evals/speed/first_sentence.py"),
    "playwright": ("evals/speed/site.py", "evals/speed/crowd.py"),
    "platformdirs": ("assistant/settings/folders.py",),
    "pydantic": ("assistant/guides/", "assistant/quality/", "assistant/responders/", "assistant/retrieval/retriever.py",
                 "assistant/safety/", "evals/"),
    "pymupdf_fonts": ("assistant/booklet/pdf.py",),
    "pypdf": ("assistant/guides/importing/pdf.py",),
    "rich": ("assistant/commands/terminal.py",),
    "safetensors": ("evals/adapting.py",),
    "sqlalchemy": ("assistant/store/",),
    "streamlit": ("app.py", "assistant/ui/"),
    "tests": ("evals/speed/first_sentence.py",),  # the scripted model server
    "textstat": ("assistant/guides/readability.py",),
    "tiktoken": ("assistant/responders/tokens.py",),
    "tokenizers": ("assistant/retrieval/minilm.py",),
    "torch": ("evals/adapting.py",),
    "typer": ("assistant/cli.py", "assistant/commands/"),
    "uvicorn": ("assistant/ui/start.py",),
    "yaml": ("assistant/guides/", "assistant/responders/phrases.py", "assistant/safety/yamlfile.py", "evals/"),
}  # fmt: skip
ARROWS: dict[str, tuple[str, ...]] = {
    "assistant/": ("evals", "tests"),
    "assistant/errors.py": ("assistant",),
    "assistant/messages.py": ("assistant.conversation", "assistant.guides", "assistant.responders",
                              "assistant.retrieval", "assistant.safety", "assistant.store", "assistant.ui"),
    "assistant/store/": ("assistant.conversation", "assistant.guides", "assistant.responders", "assistant.retrieval",
                         "assistant.running", "assistant.safety", "assistant.ui"),
    "assistant/booklet/": ("assistant.conversation", "assistant.guides", "assistant.responders", "assistant.retrieval",
                           "assistant.running", "assistant.store"),
    "assistant/retrieval/": ("assistant.conversation", "assistant.responders", "assistant.running", "assistant.store"),
    "assistant/safety/": ("assistant.conversation", "assistant.responders", "assistant.retrieval", "assistant.store"),
    "assistant/responders/": ("assistant.conversation", "assistant.running", "assistant.store"),
    "assistant/conversation.py": ("assistant.running", "assistant.sessions", "assistant.store"),
}  # fmt: skip
HEAVY = ["chromadb", "streamlit", "langchain", "langchain_core", "langchain_openai", "onnxruntime", "openai",
         "sqlalchemy", "tiktoken", "tokenizers", "pydantic", "yaml", "numpy", "fpdf"]  # fmt: skip
HELP = f"""
import sys
sys.argv = ["alongside", *sys.argv[1:]]
from assistant.cli import main
try:
    main()
finally:
    print(sorted(set({HEAVY}) & set(sys.modules)), file=sys.stderr)
"""
READS_NOTHING = """
import os, pathlib, sys
import numpy, typer  # not ours
def refuse(*_, **__):
    raise AssertionError("something is read or made at import")
os.environ.__class__.get = os.environ.__class__.__getitem__ = refuse
os.mkdir = os.getenv = pathlib.Path.mkdir = pathlib.Path.write_text = refuse
import assistant, assistant.cli, assistant.conversation, assistant.settings
"""


def _sources() -> list[Path]:
    return [CHECKOUT / "app.py", *sorted(CHECKOUT.glob("assistant/**/*.py")), *sorted(CHECKOUT.glob("evals/**/*.py"))]


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = f"{node.module}" if not node.level else f"assistant.{node.module}"
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _name(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


every_source = pytest.mark.parametrize("path", _sources(), ids=_name)


def _run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), "HOME": "/nonexistent"}
    command = [sys.executable, "-B", "-c", script, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


@every_source
def test_every_library_stays_in_its_home(path: Path) -> None:
    libraries = {name.partition(".")[0] for name in _imports(path)} - {"assistant", "evals"}
    foreign = libraries - sys.stdlib_module_names
    assert {library for library in foreign if not _name(path).startswith(HOMES.get(library, ()))} == set()


@every_source
def test_arrows_point_inward(path: Path) -> None:
    barred = [name for start, names in ARROWS.items() if _name(path).startswith(start) for name in names]
    if not _name(path).startswith(("app.py", "assistant/ui/")):
        barred.append("assistant.ui")
    assert {name for name in _imports(path) for bar in barred if f"{name}.".startswith(f"{bar}.")} == set()


@every_source
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE_LINES


@every_source
def test_a_function_fits_on_a_screen(path: Path) -> None:
    functions = [node for node in ast.walk(_tree(path)) if isinstance(node, ast.FunctionDef)]
    long = {node.name for node in functions if (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_LINES}
    assert long == set()


@pytest.mark.parametrize("path", sorted(CHECKOUT.glob("tests/**/*.py")), ids=_name)
def test_a_test_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE_LINES


@every_source
def test_nothing_runs_asynchronously(path: Path) -> None:
    if not _name(path).startswith("evals/"):
        assert not [node for node in ast.walk(_tree(path)) if isinstance(node, ast.AsyncFunctionDef | ast.Await)]


def test_nothing_but_settings_reads_the_environment() -> None:
    readers = {_name(path) for path in _sources() if {"os.environ", "os.getenv"} & set(_read(path))}
    assert {name for name in readers if name.startswith("assistant/")} <= {
        "assistant/settings/sources.py",
        "assistant/responders/quiet.py",
        "assistant/responders/tokens.py",
        "assistant/retrieval/index.py",
    }


def test_help_is_quick_because_it_loads_nothing_heavy() -> None:
    ran = _run(HELP, "--help")
    assert ran.stderr == "[]\n"
    for command in (
        "serve",
        "index",
        "ask",
        "chat",
        "search",
        "triage",
        "check",
        "programme",
        "booklet",
        "doctor",
        "backup",
        "restore",
        "export",
        "import",
        "add",
        "sources",
        "remove",
        "eval",
    ):
        assert f" {command} " in ran.stdout


def test_importing_reads_no_environment_and_makes_nothing() -> None:
    assert _run(READS_NOTHING).stderr == ""


def test_plain_data_imports_nothing_heavy() -> None:
    script = f"import sys, assistant.messages; print(sorted((set({HEAVY}) - {{'numpy'}}) & set(sys.modules)))"
    assert _run(script).stdout == "[]\n"


def _read(path: Path) -> Iterator[str]:
    """Attributes that are read, as `module.name`."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"
