"""Is anyone at risk? Looked at first, on every message, in the light of the conversation.

Fail towards help: what is doubtful counts as a sign, a short answer after an urgent message stays urgent until it is
clear that the person has moved on, and a role, a setting or a request in the text cannot switch any of this off.
Deterministic and local. Two signals decide: the rules of knowledge/signals.yaml, weighed here, and the examples that
likeness.py compares with; weighing.py puts them together. When one cannot be read the other still works, and help is
shown more readily.
"""

import logging
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast, get_args

from assistant.ages import names_a_childs_age, quotes_a_child, says_under_18
from assistant.errors import ContentError
from assistant.messages import About, Concern, Span, Turn
from assistant.ngrams import words
from assistant.remembered import Remembered
from assistant.safety import guards, languages
from assistant.safety.guards import Match
from assistant.safety.languages import Language
from assistant.safety.likeness import Alike
from assistant.safety.patterns import Found
from assistant.safety.person import CLOSE, person
from assistant.safety.reading import Reading, merged
from assistant.safety.rulebook import Marked, Rulebook, load_rulebook
from assistant.safety.signals import CATEGORIES, Category, Cue
from assistant.safety.spelling import vocabulary
from assistant.safety.weighing import Ruled, spoken, weighed, without_rules

logger = logging.getLogger(__name__)

FOLLOW_UP_WORDS = 60  # an answer to "what's happening now?" is short; longer messages are judged on their own
ANSWER_WORDS = 20  # "he says if i tell the coordinator he'll make sure i don't get the job"
REMEMBERED_TURNS = 8  # turns looked back on; fixed words themselves rarely take more than four
NEAR_CHARS = 25  # before a sign: far enough for "my stepdad" to be the one who does it
_WEIGHT: dict[str, int] = {"none": 0, "hint": 1, "caution": 2, "urgent": 3}
_STAYS: frozenset[Cue] = frozenset({"cannot_call", "would_tell", "says_no", "worse", "write_down", "alone"})
_NOT = frozenset({"not", "no", "never", "nothing", "cannot", "wont", "isnt", "doesnt", "without", "stopped"})
_PARENTS = vocabulary(
    "dad father mum mother stepdad stepfather stepmum stepmother parent parents carer carers guardian uncle aunt "
    "grandad grandpa gran nan grandma foster family"
)
_AGAINST_A_CHILD: frozenset[Category] = frozenset({"abuse_of_minor", "grooming", "exploitation"})
_VICTIMS = CLOSE | {"her", "him", "them"}
_SPLIT = re.compile(r"[ |]")
_CUES: tuple[Cue, ...] = get_args(Cue)


@dataclass(frozen=True, slots=True)
class Sign:
    """A match that is meant, as it counts here."""

    match: Match
    weight: int
    about: About


@dataclass(frozen=True, slots=True)
class Heard:
    """What one message says by itself, without its words."""

    concern: Concern
    cues: Mapping[Cue, Span]
    """What it answers to fixed words, and where."""
    words: int
    language: Language | None = None
    """In which it is said; None: English, or not known."""
    guessed: bool = False
    """No rule and no phrase found it, only likeness."""

    @property
    def urgent(self) -> bool:
        """Whatever stood before it. A short answer to fixed words, worrying by likeness alone, says more by what it
        answers than by what it is like.
        """
        only_answers = self.guessed and bool(self.cues) and self.words <= ANSWER_WORDS
        return self.concern.level == "urgent" and not only_answers


class RuleTriage:
    """Implements `messages.Triage`; by the rules alone, unless it is given something to compare with."""

    def __init__(self, knowledge: Path, alike: Alike | None = None) -> None:
        self._path = knowledge / "signals.yaml"
        self._languages = knowledge / "languages.yaml"
        self._alike = alike
        self.heard = Remembered(self._hear)
        """Earlier messages are looked back on with every new one, and say the same each time."""

    @property
    def book(self) -> Rulebook:
        return load_rulebook(self._path)

    def __call__(self, text: str, history: Sequence[Turn]) -> Concern:
        heard = self.heard(text)
        if heard.urgent or not history:
            return heard.concern
        return continued(heard, standing(self, history))

    def language(self, text: str) -> Language | None:
        """The language other than English in which a message is written, as far as it was needed for triage."""
        return self.heard(text).language

    def _alone(self, text: str, phrases: languages.Heard) -> Heard:
        """What the message says by itself, and in which language; not yet what it answers."""
        ruled, long = self.ruled(text), len(words(text))
        told = max(ruled.concern, phrases.concern, key=_heaviness)
        if self._alike is None or ruled.beyond_doubt:
            return Heard(told, {}, long, phrases.language)
        likely = self._alike(text)
        language = (likely.language if likely is not None else None) or phrases.language
        concern = max(weighed(ruled, likely), spoken(phrases, likely), key=_heaviness)
        return Heard(concern, {}, long, language, guessed=told.level == "none")

    def _phrases(self, text: str) -> languages.Heard:
        """Phrases that cannot be read take nothing else away."""
        try:
            return languages.hear(text, self._languages)
        except ContentError as error:
            logger.error("no phrases: %s", type(error).__name__)  # noqa: TRY400 - the message is on the stack
            return languages.NOTHING

    def ruled(self, text: str) -> Ruled:
        """What the rules make of the message; of two ways to read it, the more worrying one."""
        readings = map(self._ruled, self.book.readings(text))
        return max(readings, key=lambda each: (_WEIGHT[each.concern.level], each.plain, not each.doubtful))

    def cues(self, text: str) -> tuple[Cue, ...]:
        """What the message answers to fixed words, the most telling first."""
        found = self.heard(text).cues
        return tuple(cue for cue in _CUES if cue in found)

    def _hear(self, text: str) -> Heard:
        try:
            return self._read(text)
        except ContentError as error:
            if self._alike is None:
                raise
            logger.error("no rules: %s", type(error).__name__)  # noqa: TRY400 - the message is on the stack
            return Heard(without_rules(self._alike(text)), {}, len(words(text)))

    def _read(self, text: str) -> Heard:
        reading = self.book.read(text)
        cues = {cast("Cue", cue.owner): reading.span(cue.first, cue.end) for cue in self.book.cue_index.find(reading)}
        phrases = self._phrases(text)
        return replace(self._alone(text, phrases), cues={**cues, **phrases.cues})

    def _ruled(self, reading: Reading) -> Ruled:
        found = self.book.rule_index.find(reading)
        signs = self._meant(found, reading)
        best, hint = Concern(), Concern()
        for category in CATEGORIES:
            concern = _weigh(category, [sign for sign in signs if sign.match.rule.category == category], reading)
            if _WEIGHT[concern.level] > _WEIGHT[best.level]:
                best = concern
        if best.level == "none" and signs:
            hint = _all_of(signs[0].match.rule.category, signs, reading)
        urgent = [sign for sign in signs if sign.weight == _WEIGHT["urgent"]]
        told_by = [sign.match.rule for sign in urgent or signs]
        return Ruled(
            _where_a_child_writes(best, reading),
            hint,
            doubtful=all(rule.doubtful for rule in told_by),
            plain=any(rule.plain for rule in told_by),
            hushed=len(signs) < len(found),
        )

    def signs(self, reading: Reading) -> list[Sign]:
        return self._meant(self.book.rule_index.find(reading), reading)

    def _meant(self, found: Sequence[Found], reading: Reading) -> list[Sign]:
        if not found:
            return []
        marked, hidden = Marked(self.book, reading), self._hidden(reading)
        signs = []
        for each in found:
            rule = self.book.rules[each.owner]
            match = Match(rule, each.first, each.end, not _NOT.isdisjoint(_SPLIT.split(each.source)))
            if hidden[rule.category].isdisjoint(range(each.first, each.end)) and guards.meant(match, reading, marked):
                weight = _weight(match, reading, marked)
                signs.append(Sign(match, weight, person(rule.about, each.first, each.end, reading, marked)))
        return [sign for sign in signs if sign.weight]

    def _hidden(self, reading: Reading) -> Mapping[Category, set[int]]:
        """For each category, the words that are only a manner of speaking."""
        hidden: dict[Category, set[int]] = {category: set() for category in CATEGORIES}
        for idiom in self.book.idiom_index.find(reading):
            for category in self.book.idioms[idiom.owner].hides or CATEGORIES:
                hidden[category].update(range(idiom.first, idiom.end))
        return hidden


def _heaviness(concern: Concern) -> int:
    return _WEIGHT[concern.level]


def continued(heard: Heard, before: Concern) -> Concern:
    """Weigh a message that is not urgent by itself against what stood before it."""
    if before.level == "none" or heard.words > FOLLOW_UP_WORDS:
        return heard.concern
    cues = heard.cues
    stays = [span for cue, span in cues.items() if cue in _STAYS]
    if _moved_on(cues) or (before.level == "caution" and not stays):
        return heard.concern
    urgent = "worse" in cues or (before.level == "urgent" and not ("denied" in cues and not stays))
    evidence = merged([*stays, *heard.concern.evidence])
    return Concern("urgent" if urgent else "caution", before.category, before.about, evidence)


def _weight(match: Match, reading: Reading, marked: Marked) -> int:
    """How much one match counts, by its rule and by when it is said to have been."""
    rule, when = match.rule, guards.tense(match, reading, marked)
    weight = _WEIGHT[rule.level]
    if when == "now" or rule.past == "ignore":
        recently = rule.recent == "urgent" and guards.soon(match, reading, marked)
        return _WEIGHT["urgent"] if recently else weight
    if when == "long_past" and rule.past == "fades":
        return 0
    return min(weight, _WEIGHT["caution"])


def _weigh(category: Category, signs: Sequence[Sign], reading: Reading) -> Concern:
    """The concern that these signs of one category make together."""
    if not signs:
        return Concern()
    weight = max(_added_up(signs), *(sign.weight for sign in signs))
    if weight < _WEIGHT["caution"]:
        return Concern()
    concern = _all_of(category, signs, reading)
    return replace(concern, level="urgent") if weight == _WEIGHT["urgent"] else concern


def _all_of(category: Category, signs: Sequence[Sign], reading: Reading) -> Concern:
    """A caution with all these signs as evidence, about whom the heaviest is about."""
    heaviest = max(signs, key=lambda sign: (sign.weight, sign.match.end - sign.match.first))
    spans = merged([reading.span(sign.match.first, sign.match.end) for sign in signs])
    return Concern("caution", category, heaviest.about, spans)


def _where_a_child_writes(concern: Concern, reading: Reading) -> Concern:
    """A child hurt by a parent is no adult's quarrel, and a child who names nobody else means itself."""
    message = reading.message
    if concern.category == "harm_from_others" and names_a_childs_age(message) and _by_a_parent(concern, message):
        concern = replace(concern, category="abuse_of_minor")
    if concern.about == "self" and quotes_a_child(message) and not says_under_18(message):
        return replace(concern, about="other")
    if concern.about == "other" and concern.category in _AGAINST_A_CHILD and says_under_18(message):
        words = set(reading.words)
        if "us" in words or words.isdisjoint(_VICTIMS):
            concern = replace(concern, about="self")
    return concern


def _by_a_parent(concern: Concern, message: str) -> bool:
    near = (message[max(span.start - NEAR_CHARS, 0) : span.end] for span in concern.evidence)
    said = " ".join(near).lower()
    return not _PARENTS.isdisjoint(re.findall(r"[a-z]+", said))


def _added_up(signs: Sequence[Sign]) -> int:
    """Two different signs that add up, in different words, weigh one more than the heavier of them."""
    adding = [sign for sign in signs if sign.match.rule.adds_up]
    earliest: dict[str, Sign] = {}
    for sign in adding:
        earliest.setdefault(sign.match.rule.id, sign)
    pairs = [
        max(sign.weight, first.weight)
        for first in earliest.values()
        for sign in adding
        if sign.match.rule.id != first.match.rule.id and first.match.end <= sign.match.first
    ]
    return min(max(pairs, default=-1) + 1, _WEIGHT["urgent"])


def _moved_on(cues: Collection[str]) -> bool:
    """Safe, or clearly on to something else, and nothing in the same breath that says otherwise."""
    return bool({"safe", "move_on"} & set(cues)) and not _STAYS & set(cues)


def standing(triage: RuleTriage, history: Sequence[Turn]) -> Concern:
    """The concern that stands after these turns: none once the person has moved on."""
    concern = Concern()
    said = [turn for turn in history if turn.speaker == "person"][-REMEMBERED_TURNS:]
    for turn in said:
        if turn.concern.level != "none":
            concern = turn.concern
            continue
        heard = triage.heard(turn.text)
        concern = heard.concern if heard.urgent else continued(heard, concern)
    return concern
