"""What a model's words may never say: the rules of knowledge/unsayable.yaml, and where a sentence breaks one.

Advice against it, what others say or ask, and promises with limits are no breach. It reads one sentence at a time, so
that none has to be taken back; what only a whole answer says between its lines it cannot see.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from assistant.errors import ContentError
from assistant.safety.disguise import plain as plain_text
from assistant.safety.languages import Language, phrase_pattern
from assistant.safety.patterns import Found, Index, Pattern, PatternError, Phrase, parse, plain
from assistant.safety.quotations import Quotation, quotation_around, quotations
from assistant.safety.reading import Reading, readings
from assistant.safety.signals import Form, Tried
from assistant.safety.spelling import Spelling, vocabulary
from assistant.safety.yamlfile import line_of, read_form, read_text

Kind = Literal[
    "secrecy", "label", "method", "confronting", "abandoning", "leading", "leak", "claim", "medicine", "helpline"
]

REACH = 6  # words back from a match in which "don't" still speaks of it, as in signals: "don't ever feel you must ..."
FOREIGN_REACH = 40  # characters, for the same in a language whose words are not parted here
_NOT = vocabulary("not no never nobody noone none nothing nor neither without unable hardly")
_OPENS, _AGAINST, _TOLD, _LIMITS = _MARKS = "opens", "against", "told", "limits"
_JOINING = vocabulary("and or nor")


class Rule(Tried):
    id: str
    category: Kind
    quoted: bool = True
    """False: not looked for between quotation marks, where people say it of themselves."""
    but_for: bool = False
    """A word like "unless" makes it a promise with limits."""
    told: bool = True
    """False: fires also where it is said of somebody else's words, or as an if."""
    documents: bool = False
    """It is not quoted from a programme's own documents either, which may say the others of their own people."""
    not_when: list[str] = Field(default=[])
    """Patterns that make it harmless where they overlap with it."""


class ForeignRule(Form):
    category: Kind
    phrases: list[str] = Field(min_length=1)
    fires: list[str] = Field(min_length=1)
    quiet: list[str] = Field(min_length=1)


class Foreign(Form):
    language: Language
    against: list[str] = Field(min_length=1)
    """Words before a phrase that make it advice against it."""
    directly: list[str] = Field(default=[])
    """Words right before a phrase that deny it."""
    rules: list[ForeignRule] = Field(min_length=1)

    @property
    def spaced(self) -> bool:
        return self.language != "zh"

    def excuses(self, before: str) -> bool:
        """Is a phrase denied, or advised against, by what stands before it?"""
        words = before.split()
        denied = bool(words) and words[-1] in {plain_text(word).text.lower() for word in self.directly}
        return denied or bool(phrase_pattern(tuple(self.against), spaced=self.spaced).search(before))


class UnsayableForm(Form):
    lists: dict[str, list[str]]
    spellings: dict[str, str]
    opens: list[str]
    against: list[str]
    told: list[str]
    limits: list[str]
    rules: list[Rule] = Field(min_length=1)
    languages: list[Foreign] = Field(default=[])


@dataclass(frozen=True)
class Unsayable:
    """The rules, ready to read sentences with. Shared by every visitor; holds nothing about any of them."""

    rules: Mapping[str, Rule]
    languages: tuple[Foreign, ...]
    _spelling: Spelling
    _rule_index: Index
    _harmless: Index
    _marks: Index

    def breach(self, sentence: str, *, advised_against: bool = False) -> str | None:
        """Return the id of the first rule that the sentence breaks, or None.

        `advised_against`: it stands in a list of what not to say or do.
        """
        return None if advised_against else next(self.breaches(sentence), None)

    def breaches(self, sentence: str) -> Iterator[str]:
        """The id of each rule that it breaks; one may come twice."""
        quoted = quotations(sentence)
        for reading in readings(sentence, self._spelling):
            yield from self._broken(_Sentence(reading, quoted, self._marks.find(reading)))
        yield from self._foreign(sentence)

    def quotable(self, text: str) -> bool:
        """May these words of a programme's document be quoted? No orders to a program, no promises of secrecy."""
        found = set(self.breaches(text))
        return not any(rule not in self.rules or self.rules[rule].documents for rule in found)

    def category(self, rule: str) -> Kind:
        """Raises KeyError for an id that `breach` never returned."""
        if rule in self.rules:
            return self.rules[rule].category
        language, category = rule.split(" ")
        return next(each.category for each in self._of(language) if each.category == category)

    def _broken(self, sentence: "_Sentence") -> Iterator[str]:
        harmless = self._harmless.find(sentence.reading)
        for found in self._rule_index.find(sentence.reading):
            rule = self.rules[found.owner]
            if not _overlaps(found, rule, harmless) and not sentence.excuses(found, rule):
                yield rule.id

    def _foreign(self, sentence: str) -> Iterator[str]:
        text = plain_text(sentence).text.lower()
        for spoken in self.languages:
            for rule in spoken.rules:
                for match in phrase_pattern(tuple(rule.phrases), spaced=spoken.spaced).finditer(text):
                    if not spoken.excuses(text[max(match.start() - FOREIGN_REACH, 0) : match.start()]):
                        yield f"{spoken.language} {rule.category}"

    def _of(self, language: str) -> Sequence[ForeignRule]:
        return next(spoken.rules for spoken in self.languages if spoken.language == language)


@dataclass(frozen=True)
class _Sentence:
    """One way to read what a model said, with the words in it that may excuse a match."""

    reading: Reading
    quoted: tuple[Quotation, ...]
    marks: list[Found]

    def excuses(self, found: Found, rule: Rule) -> bool:
        start = self.reading.spans[found.first][0]
        inside = quotation_around(start, self.quoted)
        if inside and not rule.quoted:
            return True
        if self._denied(found) or self._listed(found) or (rule.but_for and self._limited(found)):
            return True
        wanted = {_AGAINST, _TOLD} if rule.told else {_AGAINST}
        near = self._marked_before(found.first, wanted)
        return near or (inside is not None and self._marked_before(self._word_at(inside.series), wanted, quoted=True))

    def _denied(self, found: Found) -> bool:
        """Is there a "not" within the words of a pattern that has none itself?"""
        own = set(found.source.replace("|", " ").replace("_", " ").replace("?", " ").split()) & _NOT
        return not own and not _NOT.isdisjoint(self.reading.words[found.first : found.end])

    def _listed(self, found: Found) -> bool:
        """Does it stand in a row such as "Leave out asking why, and promising to keep it secret"?"""
        left, _ = self.reading.sentence(found.first, found.end)
        if not any(mark.owner == _OPENS and mark.first == left for mark in self.marks):
            return False
        clause = max((pause for pause in self.reading.pauses if left < pause <= found.first), default=left)
        words = [word for word in self.reading.words[clause : found.end] if word not in _JOINING]
        return words[0].endswith("ing")

    def _limited(self, found: Found) -> bool:
        left, right = self.reading.sentence(found.first, found.end)
        return any(mark.owner == _LIMITS and left <= mark.first < right for mark in self.marks)

    def _marked_before(self, first: int, wanted: set[str], *, quoted: bool = False) -> bool:
        left, _ = self.reading.sentence(first, first)
        last_pause = first - 1 if quoted else first  # a comma or a colon may stand before a quotation
        for mark in self.marks:
            near = max(left, first - REACH) <= mark.end - 1 < first
            pauses = self.reading.pauses.intersection(range(mark.end, last_pause + 1))
            if mark.owner in wanted and near and not pauses:
                return True
        return False

    def _word_at(self, offset: int) -> int:
        """The first word that begins at or after this place of the text."""
        return next((at for at, span in enumerate(self.reading.spans) if span[0] >= offset), len(self.reading.words))


def _overlaps(found: Found, rule: Rule, harmless: Sequence[Found]) -> bool:
    return any(each.owner == rule.id and each.first < found.end and found.first < each.end for each in harmless)


@lru_cache(maxsize=4)
def load_unsayable(path: Path) -> Unsayable:
    """Raises ContentError, with the line, when the file or a pattern in it does not read."""
    form = read_form(path, UnsayableForm)
    ids = [rule.id for rule in form.rules]
    for at, name in enumerate(ids):
        if name in ids[:at]:
            raise _error(path, ("rules", at), f"the id {name!r} is already taken")
    spelling = Spelling(form.spellings)
    lists = {name: tuple(plain(each, spelling) for each in phrases) for name, phrases in form.lists.items()}
    rules = [(("rules", at), rule.id, rule.patterns) for at, rule in enumerate(form.rules)]
    harmless = [(("rules", at), rule.id, rule.not_when) for at, rule in enumerate(form.rules)]
    marks = [((name,), name, getattr(form, name)) for name in _MARKS]
    made = [_index(path, owned, lists, spelling) for owned in (rules, harmless, marks)]
    spelling.known |= {word for index in made for word in index.by_word}
    return Unsayable({rule.id: rule for rule in form.rules}, tuple(form.languages), spelling, *made)


Place = tuple[int | str, ...]


def _index(
    path: Path,
    owned: Sequence[tuple[Place, str, list[str]]],
    lists: Mapping[str, tuple[Phrase, ...]],
    spelling: Spelling,
) -> Index:
    patterns: list[tuple[Pattern, str]] = []
    for place, owner, sources in owned:
        try:
            patterns += [(parse(source, lists, spelling), owner) for source in sources]
        except PatternError as error:
            raise _error(path, place, str(error)) from error
    return Index.of(patterns)


def _error(path: Path, place: Place, message: str) -> ContentError:
    return ContentError(str(path), line_of(read_text(path), place), message)
