"""Count tokens, offline. The only module that imports tiktoken.

Counts for models that use o200k_base are exact, from the ranks shipped in ranks/; for all others they are estimated
from MiniLM's word pieces. tiktoken's own loader is not used: it downloads, and caches in a folder that
the whole machine shares.
"""

import base64
import hashlib
import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tiktoken

logger = logging.getLogger(__name__)

RANKS = Path(__file__).parent / "ranks" / "fb374d419588a4632f3f557e76b4b70aebbca790"
RANKS_SHA256 = (
    "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"  # as tiktoken_ext.openai_public has it
)
SPECIAL = {"<|endoftext|>": 199_999, "<|endofprompt|>": 200_018}
PATTERN = "|".join(
    (
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    )
)
PIECES_TO_TOKENS = 1.13  # measured: tokens of other encodings per MiniLM word piece, on average


@dataclass(frozen=True, slots=True)
class TokenCount:
    n: int
    exact: bool


Count = Callable[[str, str], TokenCount]
"""Count the tokens of a text as a model named so would."""


class TokenCounter:
    """Counts exactly where the encoding is known, from word pieces where it is not."""

    def __init__(self, word_pieces: Callable[[str], int]) -> None:
        self._word_pieces = word_pieces

    def __call__(self, text: str, model: str) -> TokenCount:
        encoding = _o200k() if uses_o200k(model) else None
        if encoding is None:
            return TokenCount(math.ceil(self._word_pieces(text) * PIECES_TO_TOKENS), exact=False)
        # "ordinary": a person who writes <|endoftext|> has written thirteen characters, not a special token
        return TokenCount(len(encoding.encode_ordinary(text)), exact=True)


def uses_o200k(model: str) -> bool:
    """Whether the model is known to use o200k_base, or o200k_harmony, which differs in special tokens only."""
    from tiktoken.model import encoding_name_for_model

    name = model.rsplit("/", 1)[-1]  # "openai/gpt-4o", as gateways name it
    if name.startswith("gpt-oss"):  # "gpt-oss:20b", as Ollama names it
        return True
    try:
        return encoding_name_for_model(name).startswith("o200k")
    except KeyError:
        return False


@cache
def _o200k() -> "tiktoken.Encoding | None":
    import tiktoken

    try:
        data = RANKS.read_bytes()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != RANKS_SHA256:
        logger.warning("the token ranks are missing or damaged, so token counts are approximate; reinstall alongside")
        return None
    ranks = {base64.b64decode(token): int(rank) for token, rank in (line.split() for line in data.splitlines())}
    return tiktoken.Encoding("o200k_base", pat_str=PATTERN, mergeable_ranks=ranks, special_tokens=SPECIAL)
