"""What somebody said, as its sentences, however it was punctuated. Plain text; English; no models."""

import re

from evals.scorers.claims.words import LONGEST, stem
from evals.support import STOPWORDS

MOST_SENTENCES = 60  # about two pages; a longer text is heard by its beginning
SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+[\"'”’)*_]*)?|[?]+")
ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|e\.g|i\.e|etc|vs)\.$", re.I)
FILLER = re.compile(
    r"^(?:(?:so|and|but|or|ok|okay|oh|ah|well|um+|uh+|er+|hm+|mm+|mhm|mm-hm+|uh-huh|now|then|because"
    r"|cause|alright|all right|right"
    r"|yeah|yes|no|i mean|you know|like|great|good|sure|exactly|anyway|also|actually|just|see"
    r"|maybe|perhaps|honestly|personally|basically|hey|please|man|dude)(?![\w'])[,.\s…-]*)+",
    re.I,
)
BARE_APOSTROPHE = re.compile(
    r"\b(do|ca|wo|is|are|was|were|did|does|have|has|had|could|would|should)nt\b"
    r"|\b(i(?=m\b|ve\b)|you(?=ve\b|re\b)|they(?=ve\b|re\b)|we(?=ve\b))(m|ve|re)\b",
    re.I,
)
"""As they are left out on a phone. Not "were", "ill" or "its", which are words."""


def sentences(text: str) -> list[str]:
    found: list[str] = []
    for match in SENTENCE.finditer(BARE_APOSTROPHE.sub(_with_apostrophe, text.replace("’", "'"))):
        part = match[0].strip()[:LONGEST]
        if not re.search(r"\w", part):
            continue
        if found and ABBREVIATED.search(found[-1]):
            found[-1] += f" {part}"
        else:
            found.append(part)
        if len(found) > MOST_SENTENCES:
            break
    return found[:MOST_SENTENCES]


def _with_apostrophe(found: re.Match[str]) -> str:
    return f"{found[1]}n't" if found[1] else f"{found[2]}'{found[3]}"


def bare(sentence: str) -> str:
    """Without the words it is led in by, in small letters: "So, um, do you" is "do you"."""
    words = sentence.strip(" *_\"'“”-").lower()
    left = FILLER.sub("", words).strip()
    return left if re.search(r"\w", left) else words


def stems(text: str) -> frozenset[str]:
    """Its words of content."""
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)?", text.replace("’", "'").lower())
    return frozenset(stem(word) for word in words if word not in STOPWORDS and len(word) > 1 and "'" not in word)


def shared(sentence: str, context: str) -> float:
    """The share of a sentence's words of content that the context has, 0 to 1; 0 when it has none."""
    said = stems(sentence)
    return len(said & stems(context)) / len(said) if said else 0.0
