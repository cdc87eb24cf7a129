"""The scorer `grounded` for other people's rows: is a reply supported by the passages, sentence by sentence?"""

import re
from collections.abc import Sequence

from evals.answers import Sentence, sentences
from evals.scorers.claims.judging import HELD, ClaimJudge, Judgement
from evals.scorers.claims.words import LONGEST, tokens
from evals.scorers.rows import Row, Scored, Unscored

RUN = re.compile(r"[ \t]{2,}")
MOST_CHARACTERS = 50_000
MOST_CLAIMS = 200  # sentences of a reply; ten pages
LEAST = 2  # words of content; "That helps." says nothing that a passage could hold
COURTESY = re.compile(
    r"^(?:sure|of course|certainly|hello|hi|hey|thanks|thank you|you're welcome|great question"
    r"|good question|i hope|i'm sorry"
    r"|i am sorry|let me know|feel free|please let|here(?:'s| is| are)|happy to|i'd be happy|is there anything)\b",
    re.I,
)
SOURCE_SAID = re.compile(
    r"^(?:according to|based on|as stated in|as mentioned in|per)\s+(?:the|these|this"
    r"|your)?\s*(?:given|provided|above)?\s*"
    r"(?:passages?|documents?|context|texts?|sources?|articles?|information)(?:\s+(?:provided|given|above))?,?\s*",
    re.I,
)


class Grounded:
    """A row's score is at least .5 exactly when no sentence of its reply is taken for unsupported."""

    def __init__(self, judge: ClaimJudge) -> None:
        self._judge = judge

    def __call__(self, row: Row) -> Scored | Unscored:
        passages = [text for text in row.passages if text.strip()]
        if not passages:
            return Unscored(row.id, "no passages")
        claims = claims_of(row.reply or row.text)
        if not claims:
            return Unscored(row.id, "no sentence of the reply says enough to be checked")
        judged = self._judge(claims, self._judge.passages(passages))
        return Scored(row.id, *_summed(claims, judged))


def claims_of(reply: str) -> list[str]:
    """The sentences that a passage could hold: no labels, questions or courtesies."""
    found = (
        SOURCE_SAID.sub("", each.text.strip(" *_")[:LONGEST]) for each in sentences(_bounded(reply)) if _claims(each)
    )
    return [text for text in found if sum(token.content for token in tokens(text)) >= LEAST][:MOST_CLAIMS]


def _bounded(reply: str) -> str:
    """At most some twenty pages, without runs of blanks: splitting takes the square of a run."""
    return RUN.sub(" ", reply)[:MOST_CHARACTERS]


def _claims(sentence: Sentence) -> bool:
    return not (sentence.is_label or sentence.is_question or COURTESY.search(sentence.text.strip(" *_")))


def _summed(
    claims: Sequence[str], judged: Sequence[Judgement]
) -> tuple[float, str, tuple[str, ...], dict[str, object]]:
    """Score, label, reasons and parts. Below .5 is the share that is supported; above, how surely the rest is."""
    lowest = min(each.score for each in judged)
    share = sum(each.score >= HELD for each in judged) / len(judged)
    score = lowest if lowest >= HELD else min(share, 1 - 1e-9) * HELD * 0.5 + lowest * 0.5
    label = "supported" if share == 1 else "partly supported" if share else "not supported"
    reasons = tuple(f"{claim!r}: {each.reason}" for claim, each in zip(claims, judged, strict=True) if each.reason)
    told = [{"text": claim, "score": round(each.score, 4)} for claim, each in zip(claims, judged, strict=True)]
    return score, label, reasons, {"share": round(share, 4), "lowest": round(lowest, 4), "sentences": told}
