"""Fixed words for a concern, chosen and filled; never composed. Shown first, whatever answers afterwards.

A block that has been shown in a conversation is not shown again. As long as a concern is urgent there is always
something to show: when every follow-up has been said, the two shortest take turns.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.ages import names_a_childs_age, says_so_plainly, says_under_18
from assistant.errors import AssistantError
from assistant.messages import Concern, Signposting, Turn
from assistant.safety.blocks import Block, load_blocks
from assistant.safety.card import ProgrammeCard
from assistant.safety.languages import words_in
from assistant.safety.programme import fill
from assistant.safety.triage import RuleTriage
from assistant.situation import Situation

LATEST_TURNS = 2  # the person's last message and what was answered to it
_LAST_WORDS = ("still-here-1", "still-here-2")
_AFTERWARDS = ("safe", "denied")
"""What people say when it is over, or was not meant: answered once, and then the talk goes on."""
_HELPERS = frozenset({"mentor", "coordinator"})
_OF_CHILDREN = frozenset({"abuse_of_minor", "grooming", "exploitation"})


@dataclass(frozen=True, slots=True)
class _Moment:
    """What there is to choose by."""

    concern: Concern
    situation: Situation
    cues: tuple[str, ...]
    """What the message answers to earlier fixed words."""
    shown: tuple[str, ...]
    lately: bool
    """Fixed words were shown just before."""
    said: tuple[str, ...]
    """What the person has written, this message first."""

    @property
    def young(self) -> bool:
        return asked_by_a_minor(self.said, self.concern, self.situation)


class FixedWords:
    """Implements `messages.Signpost`."""

    def __init__(
        self, knowledge: Path, card: Callable[[], ProgrammeCard] = ProgrammeCard, triage: RuleTriage | None = None
    ) -> None:
        """`card` gives the programme card as it stands at the moment."""
        self._folder = knowledge / "signposting"
        self._languages = knowledge / "languages.yaml"
        self._card = card
        self._triage = triage or RuleTriage(knowledge)

    def __call__(
        self, text: str, concern: Concern, situation: Situation, history: Sequence[Turn]
    ) -> Signposting | None:
        shown = tuple(turn.signposting for turn in history if turn.signposting)
        if concern.level == "none" and not shown:
            return None
        said = _said(text, history)
        concern = _as_the_helper_means_it(concern, situation, said)
        lately = any(turn.signposting for turn in history[-LATEST_TURNS:])
        cues = self._triage.cues(text) if shown else ()
        moment = _Moment(concern, self._aged(situation), cues, shown, lately, said)
        block = next(self._candidates(moment, history), None)
        if block is None:
            return None
        filled = fill(block.text, self._card(), situation.country)
        own = self._own_words(moment.said, block.front.follows) if concern.level != "none" else None
        return Signposting(block.front.id, f"{own}\n\n{filled}" if own else filled)

    def _own_words(self, said: Sequence[str], follows: str | None) -> str | None:
        """A few words in the language of the message; without them the English ones must still be shown.

        A short reply tells no language: then it is that of what was said before.
        """
        heard = said if follows else said[:1]
        try:
            language = next((spoken for text in heard if (spoken := self._triage.language(text))), None)
            return words_in(language, self._languages, follows)
        except AssistantError:
            return None

    def opening(self, concern: Concern, situation: Situation) -> Block | None:
        """The words that come first for a concern when nothing has been shown or said yet."""
        concern = _as_the_helper_means_it(concern, situation, ())
        moment = _Moment(concern, situation, (), (), lately=False, said=())
        return next(iter(self._fitting(moment, None)), None)

    def again(self, text: str, concern: Concern, situation: Situation, history: Sequence[Turn]) -> str | None:
        """The words that came first for a concern, once more: for when what else would be said must not be."""
        said = _said(text, history)
        concern = _as_the_helper_means_it(concern, situation, said)
        moment = _Moment(concern, self._aged(situation), (), (), lately=False, said=said)
        block = next(iter(self._fitting(moment, None)), None)
        return fill(block.text, self._card(), situation.country) if block else None

    def _aged(self, situation: Situation) -> Situation:
        """Mentees and peers of a programme that takes nobody over 17 are under 18, unless they say otherwise."""
        taking_part = situation.role in {"mentee", "peer"}
        return replace(situation, age=self._card().age_of(situation)) if taking_part else situation

    def block(self, name: str) -> Block:
        return next(block for block in load_blocks(self._folder) if block.front.id == name)

    def _candidates(self, moment: _Moment, history: Sequence[Turn]) -> Iterator[Block]:
        """What could be shown now, the most fitting first."""
        if moment.concern.level == "none":
            if moment.lately and (before := _last_concern(history)):
                afterwards = [cue for cue in moment.cues if cue in _AFTERWARDS]
                yield from self._answers(replace(moment, concern=before), *afterwards)
            return
        if moment.concern.level == "caution" and moment.lately:
            yield from self._answers(moment, *moment.cues)
        yield from [block for block in self._fitting(moment, None)[:1] if block.front.id not in moment.shown]
        if moment.concern.level == "urgent":
            yield from self._answers(moment, *moment.cues, *([] if moment.lately else ["worse"]), "still_here")
            yield self._in_turn(moment.shown)

    def _answers(self, moment: _Moment, *follows: str) -> Iterator[Block]:
        """Blocks that answer these cues and have not been shown."""
        for cue in follows:
            yield from (block for block in self._fitting(moment, cue) if block.front.id not in moment.shown)

    def _in_turn(self, shown: Sequence[str]) -> Block:
        last = next((name for name in reversed(shown) if name in _LAST_WORDS), _LAST_WORDS[1])
        return self.block(_LAST_WORDS[1 - _LAST_WORDS.index(last)])

    def _fitting(self, moment: _Moment, follows: str | None) -> list[Block]:
        """Blocks that may be shown for this concern, the one written most closely for it first."""
        blocks = [block for block in load_blocks(self._folder) if block.front.follows == follows]
        fitting = [block for block in blocks if _fits(block, moment)]
        return sorted(fitting, key=lambda block: (_looseness(block), block.front.id))


def asked_by_a_minor(said: Sequence[str], concern: Concern, situation: Situation) -> bool:
    """Is the one who asks likely to be under 18? `situation.age` only tells that somebody here is.

    Words for a child in an adult helper's hands do harm, so mentors and coordinators get them only when they have said
    themselves that they are under 18, and not in what may be a child's words that they pass on.
    """
    if situation.role in _HELPERS:
        return any(map(says_so_plainly, said))
    if any(says_under_18(text) for text in said):
        return True
    if situation.age != "minor":
        return False
    if concern.about == "self" or situation.role == "peer":
        return True
    return situation.role == "mentee" and not any(names_a_childs_age(text) for text in said)


def _as_the_helper_means_it(concern: Concern, situation: Situation, said: Sequence[str]) -> Concern:
    """An adult helper who writes of a child's harm is telling what a child told, even where "me" was read as theirs."""
    helper = situation.role in _HELPERS and not any(map(says_so_plainly, said))
    if helper and situation.age == "minor" and concern.about == "self" and concern.category in _OF_CHILDREN:
        return replace(concern, about="other")
    return concern


def _fits(block: Block, moment: _Moment) -> bool:
    front, concern = block.front, moment.concern
    return (
        front.category in {"any", concern.category}
        and front.level in {"any", concern.level}
        and front.about in {"any", concern.about}
        and ("any" in front.askers or moment.situation.role in front.askers)
        and (front.age != "minor" or moment.young)
    )


def _looseness(block: Block) -> tuple[bool, ...]:
    """Words for a minor go before words for a category, and those before words for anyone."""
    front = block.front
    parts = (front.age, front.category, front.level, front.about)
    return (*(part == "any" for part in parts), "any" in front.askers)


def _said(text: str, history: Sequence[Turn]) -> tuple[str, ...]:
    return text, *(turn.text for turn in reversed(history) if turn.speaker == "person")


def _last_concern(history: Sequence[Turn]) -> Concern | None:
    return next((turn.concern for turn in reversed(history) if turn.concern.level != "none"), None)
