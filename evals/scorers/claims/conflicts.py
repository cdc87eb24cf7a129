"""What in a sentence goes against its evidence or beyond it: a flipped "not", an opposite, a number, a name, "all".

Each check gives a reason or None. They are rules, in the manner of FactCC's transformations (Kryściński et al., 2020):
what those transformations break is what these look for.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from evals.answers import SENTENCE_END
from evals.scorers.claims.evidence import Evidence, Passages, coverage, exact
from evals.scorers.claims.opposites import opposite_among, opposites
from evals.scorers.claims.words import ELLIPSIS, EXCEPTS, NEGATORS, Token, tokens, with_names

NEAR = 4  # words on either side that say what a number or name belongs to
NEARLY_ALL = 0.8  # of its words: in a freer wording their order tells nothing
BESIDE = 8  # words on either side of a verb, or of "than", that may be who and whom
NEARER = 2  # words by which it stands nearer to another one
FAR = 1_000
ALL = 5
NO_AMOUNT = re.compile(
    r"\b(?:at all|after all|all (?:(?:its|his|her|their|the|my|your) )?(?:li[fv]es?|time|year|day"
    r"|night)|each other"
    r"|each (?:year|week|day|month|time)"
    r"|every (?:\w+ )?(?:year|week|day|month|hours?|minutes?))\b",
    re.I,
)
AMOUNTS = {
    "few": 1, "rarely": 1, "seldom": 1, "little": 1, "some": 2, "several": 2, "sometimes": 2, "occasionally": 2,
    "certain": 2, "partly": 2, "part": 2, "many": 3, "often": 3, "half": 3, "frequently": 3, "most": 4, "mostly": 4,
    "usually": 4, "generally": 4, "typically": 4, "largely": 4, "majority": 4, "nearly": 4, "almost": 4,
    "all": 5, "every": 5, "always": 5, "everyone": 5, "everybody": 5, "entire": 5, "entirely": 5, "completely": 5,
    "invariably": 5, "everything": 5, "everywhere": 5, "each": 5,
}  # fmt: skip
"""From few to all; a claim may say less than its evidence, not more."""
SURE = re.compile(
    r"\b(?:will|must|always|certainly|definitely|guarantees?|proves?|proven|proved|undoubtedly|cures?)\b", re.I
)
UNSURE = re.compile(
    r"\b(?:may|might|could|possibly|perhaps|suggests?|suggested|likely|unclear|probably|believed"
    r"|thought to|appears?)\b",
    re.I,
)
ONLY = re.compile(r"\b(?:only|solely|exclusively|nothing but|none but)\b", re.I)
LOOSELY = re.compile(
    r"\b(?:about|around|roughly|nearly|almost|some|approximately|over|more than|less than|under|at least)\b", re.I
)
BY = re.compile(r"\b(?:was|were|is|are|been|being|be)\s+(?:\w+\s+)?\w+(?:ed|en|n|t|k|d)\s+(?:\w+\s+){0,2}by\b", re.I)
RELATIONS = frozenset(
    ["than", "before", "after", "from", "into", "over", "under", "above", "below", "behind", "against"]
)

Check = Callable[[str, Evidence, Passages], str | None]


def number(claim: str, evidence: Evidence, passages: Passages) -> str | None:
    """A number that no passage gives; one that is said loosely may be a twentieth off."""
    del evidence
    known = [token.value for token in passages.tokens if token.value is not None]
    slack = 0.05 if LOOSELY.search(claim) else 0.0
    for token in tokens(claim):
        if token.value is not None and not any(abs(token.value - one) <= slack * abs(one) for one in known):
            return f"no passage says {token.text}"
    return None


def name(claim: str, evidence: Evidence, passages: Passages) -> str | None:
    """A name that no passage gives. Of a name in several words one is enough: people are called by one of them."""
    del evidence
    run: list[Token] = []
    for token in (*passages.read(claim), None):
        if token is not None and token.kind == "name":
            run.append(token)
            continue
        if run and not any(_known(each, passages.stems) for each in run):
            return f"no passage names {' '.join(each.text for each in run)}"
        run = []
    return None


def _known(token: Token, stems: Collection[str]) -> bool:
    if token.stem in stems:
        return True
    return len(token.stem) >= 4 and any(stem.startswith(token.stem[:4]) for stem in stems)


def negation(claim: str, evidence: Evidence, passages: Passages) -> str | None:
    """A word that is denied here and said there, or the other way round."""
    if any(mixed.search(text) for mixed in (ELLIPSIS, EXCEPTS) for text in (claim, evidence.text)):
        return None
    here, there = _denied(passages.read(claim)), _denied(evidence.tokens)
    for stem in here.keys() & there.keys():
        if here[stem] != there[stem]:
            return (
                f"{'denies' if here[stem] else 'says'} what the passage {'says' if here[stem] else 'denies'}: {stem!r}"
            )
    return None


def _denied(found: Sequence[Token]) -> dict[str, bool]:
    """By stem, whether a word is denied; one that is both said and denied is left out."""
    states: dict[str, set[bool]] = {}
    for token in found:
        if token.kind == "word":
            states.setdefault(token.stem, set()).add(token.negated)
    return {stem: state == {True} for stem, state in states.items() if len(state) == 1}


def opposite(claim: str, evidence: Evidence, passages: Passages) -> str | None:
    """A word whose opposite stands there and which does not, unless one of the two is denied."""
    if ELLIPSIS.search(evidence.text) or EXCEPTS.search(evidence.text):
        return None
    said, held = passages.read(claim), _nearest(claim, evidence)
    stems = {token.stem for token in held if token.text.lower() not in NEGATORS}
    for token in said:
        if token.stem in stems or token.text.lower() in NEGATORS:
            continue
        other = opposite_among(token.stem, stems - {each.stem for each in said})
        if other and _is_denied(said, token.stem) == _is_denied(held, other):
            return f"says {token.text!r} where the passage says the opposite ({other!r})"
    return None


def _is_denied(found: Sequence[Token], stem: str) -> bool:
    """A small word is denied by a "not" right before it."""
    places = [at for at, token in enumerate(found) if token.stem == stem]
    return any(found[at].negated or (at > 0 and found[at - 1].text.lower() in NEGATORS) for at in places)


def amount(claim: str, evidence: Evidence, passages: Passages) -> str | None:
    """ "All" for "some", "will" for "may", "only" for no such thing."""
    said, held = passages.read(NO_AMOUNT.sub(" ", claim)), evidence.tokens
    here, there = _amount(said), _amount(held)
    if here == ALL and (there or ALL) < ALL:
        return "says more of them than the passage does"
    if here == ALL and not there and (_is_counted(said, held) or _is_a_share(said, held)):
        return "says all where the passage gives a number"
    if here == ALL and EXCEPTS.search(evidence.text) and not EXCEPTS.search(claim):
        return "says all where the passage makes an exception"
    if SURE.search(claim) and UNSURE.search(evidence.text) and not SURE.search(evidence.text):
        return "is surer than the passage"
    if ONLY.search(claim) and not ONLY.search(evidence.text) and not EXCEPTS.search(evidence.text):
        return "says 'only' where the passage does not"
    return None


def _amount(found: Sequence[Token]) -> int | None:
    return max((AMOUNTS[word] for token in found if (word := token.text.lower()) in AMOUNTS), default=None)


def _is_counted(said: Sequence[Token], held: Sequence[Token]) -> bool:
    """The passage gives a number of what the claim says all of."""
    for at, token in enumerate(said):
        noun = next((each.stem for each in said[at + 1 : at + 4] if each.content), None)
        if AMOUNTS.get(token.text.lower()) == ALL and noun:
            return any(
                each.stem == noun and any(one.kind == "number" for one in held[max(0, i - 2) : i])
                for i, each in enumerate(held)
            )
    return False


def _is_a_share(said: Sequence[Token], held: Sequence[Token]) -> bool:
    """The passage speaks of so many percent, and the claim of all without a figure."""
    here = {token.stem for token in said}
    shares = (held[at - 1] for at, token in enumerate(held) if at and token.text.lower() in {"percent", "per"})
    return any(each.kind == "number" and each.stem not in here for each in shares)


def place(claim: str, evidence: Evidence, passages: Passages) -> str | None:
    """A number or name of the passage that belongs to something else there."""
    said, held = passages.read(claim), evidence.tokens
    here = {token.stem for token in said}
    for at, token in enumerate(said):
        if token.kind not in {"number", "name"} or token.stem not in {each.stem for each in held}:
            continue
        around = [each.stem for each in said[max(0, at - NEAR) : at + 1 + NEAR] if each.kind == "word"]
        rivals = {each.stem for each in held if each.kind == token.kind and each.stem not in here}
        if rival := next((each for each in sorted(rivals) if _belongs(held, around, token.stem, each)), None):
            return f"{token.text} stands where the passage has {rival}"
    return None


def _belongs(held: Sequence[Token], around: Sequence[str], own: str, rival: str) -> bool:
    """More of the words around stand nearer to the rival in the passage than to the word itself."""
    apart = [(_apart(held, word, own), _apart(held, word, rival)) for word in around]
    away = sum(theirs <= NEAR and theirs + NEARER <= mine < FAR for mine, theirs in apart)
    return away > sum(mine < theirs for mine, theirs in apart if mine < FAR)


def _paired(said: Sequence[Token], held: Sequence[Token]) -> str | None:
    """Two numbers stand together here, as a figure and its year; there each stands with another one of these."""
    for at, token in enumerate(said):
        here = _next_number(said, at)
        places = [i for i, each in enumerate(held) if each.stem == token.stem]
        if token.kind != "number" or here is None or len(places) != 1:
            continue
        there = _next_number(held, places[0])
        known = {each.stem for each in said}
        if (
            there
            and there != here
            and there in known
            and _apart(held, token.stem, there) < _apart(held, token.stem, here)
        ):
            return f"{token.text} stands with {there} in the passage"
    return None


def _next_number(found: Sequence[Token], at: int) -> str | None:
    """The nearest other number, within a few words."""
    others = [i for i, each in enumerate(found) if each.kind == "number" and i != at and abs(i - at) <= 2 * NEAR]
    return found[min(others, key=lambda i: abs(i - at))].stem if others else None


def _apart(found: Sequence[Token], one: str, other: str) -> int:
    """Words between two stems at their nearest; FAR when one is missing."""
    places = [at for at, token in enumerate(found) if token.stem == one]
    others = [at for at, token in enumerate(found) if token.stem == other]
    return min((abs(a - b) for a in places for b in others), default=FAR)


def turned(claim: str, evidence: Evidence, passages: Passages) -> str | None:
    """Two have changed places around a third: who did it to whom, or what is more than what."""
    said, held = passages.read(claim), with_names(_nearest(claim, evidence), passages.names)
    if pair := _paired(said, evidence.tokens):
        return pair
    if coverage(said, exact(said, held)) < NEARLY_ALL:
        return None
    if bool(BY.search(claim)) != bool(BY.search(evidence.text)):
        return None
    order = {token.stem: at for at, token in reversed(list(enumerate(held)))}
    for at, pivot in enumerate(said):
        related = pivot.text.lower() in RELATIONS
        if pivot.stem not in order or not (pivot.kind == "word" or related):
            continue
        before, after = (_beside(said, at, step, order, related) for step in (-1, 1))
        for one in (each for each in before if order[each.stem] > order[pivot.stem]):
            for other in (each for each in after if order[each.stem] < order[pivot.stem]):
                return f"{one.text} and {other.text} have changed places"
    return None


def _beside(said: Sequence[Token], at: int, step: int, order: Mapping[str, int], any_kind: bool) -> list[Token]:
    """The names and numbers on that side that the passage has too; beside "than", the nearest word."""
    side = said[max(0, at - BESIDE) : at][::-1] if step < 0 else said[at + 1 : at + 1 + BESIDE]
    found = [each for each in side if each.stem in order and each.content and not _compares(each)]
    return found[:1] if any_kind else [each for each in found if each.kind != "word"]


def _compares(token: Token) -> bool:
    return token.text.lower().endswith("er") or bool(opposites().get(token.stem))


def _nearest(claim: str, evidence: Evidence) -> tuple[Token, ...]:
    """The sentence of the evidence that has most of the claim's words."""
    stems = {token.stem for token in tokens(claim) if token.content}
    parts = [tokens(part) for part in SENTENCE_END.split(evidence.text)]
    return max(parts, key=lambda part: len(stems & {token.stem for token in part}))


CHECKS: dict[str, Check] = {
    "number": number, "name": name, "negation": negation, "opposite": opposite, "amount": amount, "place": place,
    "turned": turned,
}  # fmt: skip
