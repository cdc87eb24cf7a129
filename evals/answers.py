"""An answer as the scorers see it, and how its text falls into sentences. Plain data; no Inspect.

An answer is made from what `alongside ask --json` prints, so that recorded and foreign answers can be scored too.
The runner adds what that leaves out: `ranking` (guides in the order search gave them), `passages` (texts by id) and
what the tokens cost.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from assistant.conversation import Assistant, Reply

MARKS = re.compile(r"[ \t]*((?:\[\d+\] ?)+)")
NUMBER = re.compile(r"\[(\d+)\]")
BULLET = re.compile(r"^\s*(?:[-*•>]|\d+[.)])\s+")
QUOTED = re.compile(r"[\"“][^\"“”\n]*[\"”]")
SENTENCE_END = re.compile(r"(?<=[.!?…])[*_)\"”’']*\s+(?=[\"“*_(A-Z0-9])")
ATX = re.compile(r"^\s*#+\s+|^\s*\*\*[^*]+\*\*:?\s*$|:\s*$")


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as it was shown."""

    n: int
    passage: str
    guide: str
    start: int
    end: int
    quote: str


How = Literal["as it stands", "other words", "again", "long chat"]


@dataclass(frozen=True, slots=True)
class Asking:
    """What came of the last turn of a case, asked in one of several ways."""

    how: How
    words: str
    level: str
    guides: tuple[str, ...]
    """That the answer draws on."""
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    citations: tuple[Cited, ...] = ()
    dropped: int = 0
    found: bool = False
    level: str = "none"
    category: str | None = None
    about: str | None = None
    signposting: str | None = None
    """The fixed words shown with it."""
    ranking: tuple[str, ...] = ()
    """Guides, best first."""
    passages: Mapping[str, str] | None = None
    """Text by passage id, of what it cites; None when unknown."""
    error: str | None = None
    """Why the assistant could not answer."""
    earlier: tuple[str, ...] = ()
    """What it answered before in the same conversation."""
    askings: tuple[Asking, ...] = ()
    """This answer and those to the same asked otherwise; empty when it was asked once only."""

    @property
    def shown(self) -> str:
        """All that the person reads, without the marks."""
        text = MARKS.sub(" ", self.text).rstrip()
        return f"{self.signposting}\n\n{text}" if self.signposting else text

    @classmethod
    def of(cls, reply: Mapping[str, Any]) -> "Answer":
        """Read a reply as `alongside ask --json` prints it. Without a ranking, the order of its citations is used."""
        triage = reply.get("triage") or {}
        fields = Cited.__dataclass_fields__
        cited = tuple(Cited(**{name: one[name] for name in fields}) for one in reply.get("citations", ()))
        return cls(
            text=reply["text"],
            citations=cited,
            dropped=reply.get("dropped_citations", 0),
            found=reply.get("found", False),
            level=triage.get("level", "none"),
            category=triage.get("category"),
            about=triage.get("about"),
            signposting=(reply.get("signposting") or {}).get("text"),
            ranking=tuple(dict.fromkeys(reply.get("ranking", [each.guide for each in cited]))),
            passages=reply.get("passages"),
            error=reply.get("error"),
            earlier=tuple(reply.get("earlier", ())),
            askings=tuple(Asking(**each | {"guides": tuple(each["guides"])}) for each in reply.get("askings", ())),
        )


def reply_of(reply: Reply, assistant: Assistant) -> dict[str, Any]:
    """The reply as JSON, with the ranking and the cited passages that the scorers need."""
    hits = reply.findings.hits if reply.findings else ()
    texts = {hit.passage.id: hit.passage.text for hit in hits}
    texts |= {name: passage.text for name, passage in assistant.passages.items()}
    values = reply.as_dict()
    cited = {each["passage"] for each in values["citations"]}
    values["tokens"] = asdict(reply.draft.tokens) if reply.draft.tokens else None
    values["ranking"] = list(dict.fromkeys(hit.passage.guide for hit in hits))
    values["passages"] = {name: text for name, text in texts.items() if name in cited}
    return values


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer with the citations marked on it."""

    text: str
    marks: tuple[int, ...] = ()
    later: tuple[int, ...] = ()
    """Marks of a later sentence on its line: they may stand for this one too, when their quotes hold it."""
    label: str = ""
    """The heading or label it stands under, such as "Avoid:"."""

    @property
    def is_label(self) -> bool:
        return bool(ATX.search(self.text)) and not self.marks

    @property
    def is_question(self) -> bool:
        return QUOTED.sub("", self.text).rstrip(" *_\"”’')").endswith("?")


def sentences(text: str) -> list[Sentence]:
    """Split an answer. Words in quotation marks stay together; a mark belongs to the sentence before it."""
    found: list[Sentence] = []
    label = ""
    for line in text.splitlines():
        if not line.strip():
            label = "" if found and not found[-1].is_label else label
        for sentence in _of_line(BULLET.sub("", line), label):
            found.append(sentence)
            label = sentence.text if sentence.is_label else label
    return found


def _of_line(line: str, label: str) -> list[Sentence]:
    found: list[Sentence] = []
    at = 0
    for match in MARKS.finditer(line):
        parts = _split(line[at : match.start()])
        marks = tuple(int(number) for number in NUMBER.findall(match[1]))
        found += [Sentence(part, later=marks, label=label) for part in parts[:-1]]
        if parts:
            found.append(Sentence(parts[-1], marks, label=label))
        elif found:
            found[-1] = Sentence(found[-1].text, (*found[-1].marks, *marks), label=label)
        at = match.end()
    return found + [Sentence(part, label=label) for part in _split(line[at:])]


def _split(text: str) -> list[str]:
    """Sentences of a stretch of text, quoted speech kept whole."""
    held = QUOTED.sub(lambda match: match[0][0] + "_" * (len(match[0]) - 2) + match[0][-1], text)
    cuts = [match.end() for match in SENTENCE_END.finditer(held)]
    parts = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return [part.strip() for part in parts if re.search(r"\w", part)]
