"""Take personal data out of what leaves the machine, and put it back into what comes. Best effort, and said to be so.

Names, telephone numbers, addresses and id numbers give way to stand-ins: "Person A", or what somebody is to the one who
writes ("my mentee"). Within a conversation the same name has the same stand-in in every turn. Pure:
the same turns always give the same. What counts as a name is in `names`, as a number or an address in `identifiers`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.messages import MaskKind, Replacement, Span
from assistant.safety.identifiers import Found, find_identifiers
from assistant.safety.lexicon import lexicon
from assistant.safety.names import Name, find_names, names_in_title
from assistant.safety.spelling import vocabulary

NOUNS: dict[MaskKind, str] = {
    "name": "Person",
    "place": "Place",
    "phone": "phone number",
    "email": "e-mail address",
    "web": "web address",
    "user_name": "user name",
    "address": "street address",
    "postcode": "postcode",
    "id": "ID number",
    "birth": "date",
}
"""With a letter after it, what stands for one of a kind: "Person A", "phone number B"."""
_TRANSLATED = r"(?:Person|Persona|Personne|Pessoa|人物|人|الشخص|شخص|व्यक्ति)"
_OWN = (
    r"(?:my|your|our|mein(?:e[nmrs]?)?|dein(?:e[nmrs]?)?|ihr(?:e[nmrs]?)?|mon|ma|ton|ta|votre|notre|mi|tu|su|meu|minha"
    r"|seu|sua|teu|tua)"
)
"""What a model says for "my", speaking to the person."""
_SIGN = r"\w\u0900-\u097f"
_BEFORE, _AFTER = rf"(?<![{_SIGN}])", rf"(?![{_SIGN}])"
_ARABIC_LETTER = r"[\u0620-\u065f]"
_ARABIC, _HAN = re.compile(_ARABIC_LETTER), re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
LETTERS = 26


@dataclass(frozen=True, slots=True)
class Masked:
    text: str
    replacements: tuple[Replacement, ...]
    """In the order in which they stand in the text, each once."""


@dataclass(slots=True)
class _Person:
    forms: list[str]
    """The whole name and its parts, as they were written."""
    instead: str


@dataclass(frozen=True, slots=True)
class Cut:
    start: int
    end: int
    replacement: Replacement


class Veil:
    """What one conversation's names and numbers are replaced by. Learn its turns in order, then mask any of them."""

    def __init__(self) -> None:
        self._people: list[_Person] = []
        self._numbers: dict[tuple[MaskKind, str], Replacement] = {}
        self._used: dict[MaskKind, int] = {}
        self._of_documents = False
        self._read: dict[str, list[Found]] = {}
        """What has been read is masked next."""

    def for_documents(self) -> "Veil":
        """One for what others wrote and the person did not. Its people are nobody of the person's, even by the same
        first name, and come back by their whole names; no stand-in of the two is the same.
        """
        veil = Veil()
        veil._used, veil._of_documents = self._used, True
        return veil

    def learn(self, text: str, *, names: bool = True) -> None:
        """Take note of what is in a turn. Of an answer only numbers and addresses: its names are the person's own."""
        identifiers = self._identifiers(text)
        for found in identifiers:
            self._number(text[found.start : found.end], found.kind)
        if names:
            free = [name for name in find_names(text) if not _inside(name, identifiers)]
            roles = [name.role.lower() for name in free if name.role]
            for name in free:
                own = name.role and not self._of_documents and roles.count(name.role.lower()) == 1
                role = name.role if own else None
                self._meet(text[name.start : name.end], role)

    def learn_title(self, title: str) -> None:
        """Take note of the names in what somebody has called a conversation: there, "zanib" alone is one."""
        for name in names_in_title(title):
            self._meet(name, None)

    def mask(self, text: str) -> Masked:
        cuts = sorted(self.cuts(text), key=lambda cut: cut.start)
        pieces, end = [], 0
        for cut in cuts:
            pieces += [text[end : cut.start], _fitting(cut.replacement.instead, text, cut.start)]
            end = cut.end
        replaced = dict.fromkeys(cut.replacement for cut in cuts)
        return Masked("".join([*pieces, text[end:]]), tuple(replaced))

    def restore(self, text: str) -> str:
        """Put back what stand-ins stand for, also where a model has inflected them."""
        for pattern, was in self._returns():
            text = pattern.sub(lambda _match, was=was: was, text)  # type: ignore[misc]
        return text

    def may_go_on(self, text: str) -> bool:
        """Whether the end of a text could be the beginning of a stand-in."""
        tail = text.rstrip().lower()
        every = [*(person.instead for person in self._people), *(known.instead for known in self._numbers.values())]
        firsts = {" ".join(words[:n]).lower() for words in map(str.split, every) for n in range(1, len(words))}
        own = re.search(rf"(?i){_BEFORE}{_OWN}$", tail) if any(not _lettered(each) for each in every) else None
        return own is not None or any(re.search(rf"{_BEFORE}{re.escape(first)}$", tail) for first in firsts)

    def _identifiers(self, text: str) -> list[Found]:
        if text not in self._read:
            self._read[text] = find_identifiers(text)
        return self._read[text]

    def _number(self, was: str, kind: MaskKind) -> Replacement:
        key = kind, re.sub(r"[\W_]", "", was).lower() or was
        if key not in self._numbers:
            self._numbers[key] = Replacement(was, self._next(kind), kind)
        return self._numbers[key]

    def _next(self, kind: MaskKind) -> str:
        number = self._used[kind] = self._used.get(kind, 0) + 1
        return f"{NOUNS[kind]} {letters(number)}"

    def _meet(self, was: str, role: str | None) -> None:
        parts = [part for part in was.split() if part.lower().rstrip(".") not in _UNNAMED]
        known = next((person for person in self._people if _same(person, was, parts)), None)
        if known:
            known.forms += [form for form in (was, *parts) if form.lower() not in map(str.lower, known.forms)]
            return
        taken = {person.instead.lower() for person in self._people}
        instead = _small(role) if role and _small(role).lower() not in taken else self._next("name")
        self._people.append(_Person(list(dict.fromkeys([was, *parts])), instead))

    def cuts(self, text: str) -> Iterator[Cut]:
        identifiers = self._identifiers(text)
        for found in identifiers:
            was = text[found.start : found.end]
            yield Cut(found.start, found.end, self._number(was, found.kind))
        taken = [(found.start, found.end) for found in identifiers]
        for person in self._people:
            for match in _pattern(person).finditer(text):
                start, end = match.span()
                if all(end <= first or last <= start for first, last in taken):
                    taken.append((start, end))
                    yield Cut(start, end, Replacement(person.forms[0], person.instead, "name"))

    def _called(self, person: _Person) -> str:
        """By the first name, unless a title stands before it or somebody else has it too."""
        whole, first = max(person.forms, key=len) if self._of_documents else person.forms[0], person.forms[0].split()[0]
        shared = sum(first.lower() in map(str.lower, other.forms) for other in self._people) > 1
        return whole if self._of_documents or shared or first not in person.forms else first

    def _returns(self) -> Iterator[tuple[re.Pattern[str], str]]:
        """Longer stand-ins first: "my mentee's mum" before "my mentee"."""
        known = [(person.instead, _written(self._called(person))) for person in self._people]
        known += [(number.instead, number.was) for number in self._numbers.values()]
        for instead, was in sorted(known, key=lambda pair: -len(pair[0])):
            yield _standing_for(instead), was


def spans(text: str) -> tuple[Span, ...]:
    """What of a message by itself is taken out."""
    veil = Veil()
    veil.learn(text)
    return tuple(Span(cut.start, cut.end) for cut in sorted(veil.cuts(text), key=lambda cut: cut.start))


def mask(text: str, before: Sequence[str] = ()) -> Masked:
    """Mask one message in the light of what the person said before it."""
    veil = Veil()
    for said in (*before, text):
        veil.learn(said)
    return veil.mask(text)


def letters(number: int) -> str:
    """1 is A, 26 Z, 27 AA, as columns of a sheet are named."""
    name = ""
    while number:
        number, rest = divmod(number - 1, LETTERS)
        name = chr(ord("A") + rest) + name
    return name


_UNNAMED = vocabulary("mr mrs ms miss mx dr prof professor sir madam herr frau de da von van el la")
"""Parts of a name that nobody is called by."""


def _inside(name: Name, identifiers: Iterable[Found]) -> bool:
    return any(found.start < name.end and name.start < found.end for found in identifiers)


def _same(person: _Person, was: str, parts: Sequence[str]) -> bool:
    """One name is the other's, or a part of it; two whole names are the same only when both parts are."""
    forms = {form.lower() for form in person.forms}
    if was.lower() in forms:
        return True
    whole = len(person.forms) > 2 and len(parts) > 1
    return not whole and any(part.lower() in forms for part in parts[:1])


def _pattern(person: _Person) -> re.Pattern[str]:
    """The name wherever it stands, with "my mentee" before or after it when that is what stands for it."""
    forms = "|".join(_form(form) for form in sorted(person.forms, key=len, reverse=True))
    if _lettered(person.instead):
        return re.compile(f"(?:{forms})")
    role = rf"(?i:{re.escape(person.instead)})"
    return re.compile(rf"{_BEFORE}{role}, (?:{forms}),|{_BEFORE}{role},? (?:{forms})|(?:{forms}), {role},|(?:{forms})")


def _form(form: str) -> str:
    """In any case, but for what is an ordinary word in small letters."""
    spelt = re.escape(form)
    if _HAN.search(form):
        return spelt
    if _ARABIC.search(form):  # "and Sara", "to Sara" are written as one word
        alone = rf"(?<!{_ARABIC_LETTER})"
        return rf"(?:{alone}|(?<={alone}[ولبفك])|(?<={alone}[وف][لبك])){spelt}{_AFTER}"
    known = lexicon()
    plain = any(form.lower() in words for words in (known.ordinary, known.also_words, known.not_names))
    if plain and form[:1].isupper():
        return rf"{_BEFORE}{spelt}{_AFTER}"
    return rf"{_BEFORE}(?i:{spelt}){_AFTER}"


def _standing_for(instead: str) -> re.Pattern[str]:
    if not _lettered(instead):
        own, _, rest = instead.partition(" ")
        return re.compile(rf"(?i){_BEFORE}(?:{re.escape(own)}|{_OWN}) {re.escape(rest)}{_AFTER}")
    noun, _, letter = instead.rpartition(" ")
    nouns = _TRANSLATED if noun == NOUNS["name"] else re.escape(noun)
    return re.compile(rf"(?<![A-Za-z])(?i:{nouns})[ \u00a0]?{letter}(?=s?(?![A-Za-z0-9]))")


def _lettered(instead: str) -> bool:
    return any(instead.startswith(f"{noun} ") and instead.rpartition(" ")[2].isupper() for noun in NOUNS.values())


def _small(role: str) -> str:
    return role[:1].lower() + role[1:]


def _written(was: str) -> str:
    """Names that were typed in small letters come back as names."""
    return was.title() if was.isascii() and was.islower() else was


def _fitting(instead: str, text: str, start: int) -> str:
    """With a capital where a sentence begins."""
    before = text[:start].rstrip(" \t\"“'‘(")
    begins = not before or before[-1] in ".!?\n"
    return instead[:1].upper() + instead[1:] if begins and text[start].isupper() else instead
