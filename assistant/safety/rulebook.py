"""The rules, loaded once and ready to match. It finds; triage.py and guards.py decide."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from assistant.errors import ContentError
from assistant.safety.patterns import Index, Pattern, PatternError, Phrase, parse, plain
from assistant.safety.reading import Reading, read, readings
from assistant.safety.signals import Idiom, Mark, Rule, SignalsForm
from assistant.safety.spelling import Spelling
from assistant.safety.yamlfile import line_of, read_form, read_text


@dataclass(frozen=True)
class Rulebook:
    rules: Mapping[str, Rule]
    idioms: Mapping[str, Idiom]
    spelling: Spelling
    rule_index: Index
    idiom_index: Index
    cue_index: Index
    mark_index: Index

    def read(self, message: str) -> Reading:
        return read(message, self.spelling)

    def readings(self, message: str) -> tuple[Reading, ...]:
        return readings(message, self.spelling)


class Marked:
    """The marks of one reading (negation, past, fiction ...), looked up once and only when a rule has matched."""

    def __init__(self, book: Rulebook, reading: Reading) -> None:
        self._book, self._reading = book, reading

    @cached_property
    def _places(self) -> dict[str, list[tuple[int, int]]]:
        places: dict[str, list[tuple[int, int]]] = {}
        for mark in self._book.mark_index.find(self._reading):
            places.setdefault(mark.owner, []).append((mark.first, mark.end))
        return places

    @cached_property
    def _found(self) -> dict[str, dict[int, int]]:
        """For each mark, the first word of each place to its nearest end word."""
        return {mark: dict(reversed(places)) for mark, places in self._places.items()}

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        return {mark: sorted(found) for mark, found in self._found.items()}

    @cached_property
    def _ends(self) -> dict[str, dict[int, int]]:
        return {mark: {end: first for first, end in places} for mark, places in self._places.items()}

    def anywhere(self, mark: Mark) -> bool:
        return mark in self._found

    def starts(self, mark: Mark) -> dict[int, int]:
        """First word to end word of each place."""
        return self._found.get(mark, {})

    def ends(self, mark: Mark) -> dict[int, int]:
        """End word to first word of each place."""
        return self._ends.get(mark, {})

    def starts_within(self, first: int, end: int, mark: Mark) -> bool:
        """Does this mark begin at one of these words?"""
        starts = self._starts.get(mark, [])
        at = bisect_left(starts, first)
        return at < len(starts) and starts[at] < end

    def within(self, first: int, end: int, *marks: Mark) -> bool:
        """Does any of these marks stand between these words?"""
        for mark in marks:
            starts = self._starts.get(mark, [])
            near = starts[bisect_left(starts, first) : bisect_left(starts, end)]
            if any(self._found[mark][start] <= end for start in near):
                return True
        return False


@lru_cache(maxsize=8)
def load_rulebook(path: Path) -> Rulebook:
    """Raises ContentError when the file does not read."""
    form = read_form(path, SignalsForm)
    for kind, ids in (("rules", [rule.id for rule in form.rules]), ("idioms", [idiom.id for idiom in form.idioms])):
        _check_unique(path, kind, ids)
    press = _Press(path, form)
    book = Rulebook(
        rules={rule.id: rule for rule in form.rules},
        idioms={idiom.id: idiom for idiom in form.idioms},
        spelling=press.spelling,
        rule_index=press.index("rules", [(at, rule.id, rule.patterns) for at, rule in enumerate(form.rules)]),
        idiom_index=press.index("idioms", [(at, idiom.id, idiom.patterns) for at, idiom in enumerate(form.idioms)]),
        cue_index=press.index("cues", [(at, cue.id, cue.patterns) for at, cue in enumerate(form.cues)]),
        mark_index=press.index("marks", [(mark, mark, patterns) for mark, patterns in form.marks.items()]),
    )
    press.spelling.known |= press.words
    return book


class _Press:
    """Turns the patterns of one file into indexes."""

    def __init__(self, path: Path, form: SignalsForm) -> None:
        self._path = path
        self.spelling = Spelling(form.spellings, tuple(form.near))
        self._lists: dict[str, tuple[Phrase, ...]] = {
            name: tuple(plain(phrase, self.spelling) for phrase in phrases)
            for name, phrases in self._flat(form.lists).items()
        }
        self.words: set[str] = set()

    def index(self, kind: str, owned: Iterable[tuple[int | str, str, Sequence[str]]]) -> Index:
        """Raises ContentError with the line of the rule whose pattern does not read."""
        patterns: list[tuple[Pattern, str]] = []
        for place, owner, sources in owned:
            try:
                patterns += [(parse(source, self._lists, self.spelling), owner) for source in sources]
            except PatternError as error:
                raise _error(self._path, (kind, place), str(error)) from error
        self.words.update(word for pattern, _ in patterns for word in pattern.words)
        return Index.of(patterns)

    def _flat(self, lists: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
        """A list may name lists that stand before it."""
        flat: dict[str, tuple[str, ...]] = {}
        for name, entries in lists.items():
            words: list[str] = []
            for entry in entries:
                if entry.startswith("<") and entry[1:-1] not in flat:
                    raise _error(self._path, ("lists", name), f"{name} names {entry}, which does not stand before it")
                words += flat[entry[1:-1]] if entry.startswith("<") else (entry,)
            flat[name] = tuple(words)
        return flat


def _check_unique(path: Path, kind: str, ids: Sequence[str]) -> None:
    for at, name in enumerate(ids):
        if name in ids[:at]:
            raise _error(path, (kind, at), f"the id {name!r} is already taken")


def _error(path: Path, place: tuple[int | str, ...], message: str) -> ContentError:
    return ContentError(str(path), line_of(read_text(path), place), message)
