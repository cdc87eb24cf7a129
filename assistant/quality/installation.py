"""Does Alongside work here, as it is set up now? A handful of fixed questions, and whether what is needed is in place.

It says nothing of how good the answers are: eight questions cannot. What is kept is the result, which holds no words of
anybody.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from assistant.conversation import Assistant, Reply
from assistant.errors import AssistantError
from assistant.guides.documents import Document, sentences
from assistant.quality.wording import listed
from assistant.safety.card import ProgrammeCard, missing
from assistant.safety.keptfile import KeptFile
from assistant.situation import Situation

State = Literal["good", "look", "bad"]
"""`look`: it works, and somebody should look at it all the same."""
Expected = Literal["an answer", "fixed words", "no alarm", "declined"]
Progress = Callable[[int, int, str], None]
"""Called with the steps done, how many there are, and what is being done now."""

CASES = Path(__file__).with_name("installation.json")
NEAREST = 5  # guides found for a question, of which a right one is wanted: a model may quote another
QUERY_WORDS = 30  # of a document's own words by which it is to be found
MOST_DOCUMENTS = 20  # looked for; a programme has a handful
GUIDES, WORDING = "The guides", "Who words the answers"
HARMLESS = "How do I begin a first meeting well?"
"""The fixed sentence that a model is sent."""


@dataclass(frozen=True, slots=True)
class FixedCase:
    name: str
    text: str
    situation: dict[str, str]
    guides: tuple[str, ...] = ()
    """Any of these is a right one; empty: any answer with a source."""
    expected: Expected = "an answer"


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    state: State
    told: str
    """What was found and, unless it is good, what to do."""


@dataclass(frozen=True, slots=True)
class Result:
    date: str
    """ISO 8601, UTC."""
    steps: tuple[Step, ...]

    @property
    def told(self) -> str:
        """All of it in one sentence."""
        bad, look = (sum(step.state == state for step in self.steps) for state in ("bad", "look"))
        if bad:
            which = "One thing does not work as it should" if bad == 1 else f"{bad} things do not work as they should"
            return f"{which}. See below what to do."
        if look:
            return f"It works. {'One thing is' if look == 1 else f'{look} things are'} worth a look."
        return "Everything works as it should."


@dataclass(frozen=True, slots=True)
class Installation:
    """What is checked. Each may raise AssistantError, which is then what is told."""

    assistant: Callable[[], Assistant]
    card: Callable[[], ProgrammeCard]
    model: str | None


def check(here: Installation, progress: Progress) -> Result:
    """Go through all steps; what is wrong in one stands in no other's way, unless nothing can be answered at all."""
    steps: list[Step] = []
    todo = [*_steps(here)]
    for done, (name, step) in enumerate(todo):
        progress(done, len(todo), name)
        if done > 1 and steps[0].state == "bad":
            break
        try:
            steps.append(step())
        except AssistantError as error:
            steps.append(Step(name, "bad", str(error)))
    return Result(datetime.now(UTC).isoformat(timespec="seconds"), tuple(steps))


def _steps(here: Installation) -> Iterator[tuple[str, Callable[[], Step]]]:
    """What comes after the card needs an assistant, which the first step looks for."""
    yield GUIDES, lambda: _guides(here)
    yield "Programme card", lambda: _card(here.card())
    yield "Programme documents", lambda: _documents(here.assistant())
    yield WORDING, lambda: _model(here)
    for case in fixed_cases():
        yield case.name, partial(_asked, case, here)


@cache
def fixed_cases() -> tuple[FixedCase, ...]:
    return TypeAdapter(tuple[FixedCase, ...]).validate_json(CASES.read_bytes())


def _guides(here: Installation) -> Step:
    """Raises what keeps it from answering."""
    passages = here.assistant().passages
    return Step(GUIDES, "good", f"{len({passage.guide for passage in passages.values()})} guides are here.")


def _card(card: ProgrammeCard) -> Step:
    open_fields = [field.label for field in missing(card)]
    if not open_fields:
        return Step("Programme card", "good", "All that people would miss is filled in.")
    told = f"Empty, and people would miss it: {listed(open_fields)}. Fill it in under Your programme."
    return Step("Programme card", "look", told)


def _documents(assistant: Assistant) -> Step:
    name = "Programme documents"
    documents = assistant.policies.documents.all if assistant.policies else ()
    if not documents:
        told = "None has been added, so answers come from the guides alone. Add yours under Programme documents."
        return Step(name, "look", told)
    looked = documents[:MOST_DOCUMENTS]
    lost = [document.title for document in looked if not _is_found(document, assistant)]
    if lost:
        told = (
            f"Not found by their own words: {listed(lost)}. Remove them under Programme documents and add them again."
        )
        return Step(name, "bad", told)
    return Step(name, "good", f"{len(looked)} looked for by their own words, and found.")


def _is_found(document: Document, assistant: Assistant) -> bool:
    """Does a question in the words of one of its passages lead to it? One that holds no words has none to find."""
    passages = sorted(document.passages, key=lambda passage: -len(passage.text))[:3]
    queries = [_query(passage.text) for passage in passages if passage.text.strip()]
    return not queries or any(_leads_to(query, document, assistant) for query in queries)


def _query(text: str) -> str:
    first = next((text[span.start : span.end] for span in sentences(text)), text)
    return " ".join(first.split()[:QUERY_WORDS])


def _leads_to(query: str, document: Document, assistant: Assistant) -> bool:
    rules = assistant.search(query, Situation(), ()).rules
    return any(rule.passage.guide == document.id for rule in rules)


def _model(here: Installation) -> Step:
    if here.model is None:
        return Step(WORDING, "good", "The guide library, on this device. No model is set, and nothing leaves it.")
    situation = Situation(role="mentor", age="adult")
    if not here.card().allows_model(situation):
        told = (
            f"The model {here.model} is set, and your programme card lets it word nothing. The guide library answers."
        )
        return Step(WORDING, "look", told)
    reply = here.assistant().reply(HARMLESS, situation)
    if reply.draft.responder == "model":
        seconds = (reply.ms["total"] or 0) / 1000
        return Step(WORDING, "good", f"The model {here.model} answered, in {seconds:.0f} seconds.")
    told = (
        f"The model {here.model} did not answer, so the guide library does. Look at its address and key, and "
        "at the log in the data folder."
    )
    return Step(WORDING, "bad", told)


def _asked(case: FixedCase, here: Installation) -> Step:
    reply = here.assistant().reply(case.text, Situation.parse(case.situation))
    wrong = _wrong(case, reply)
    return Step(case.name, "bad" if wrong else "good", wrong or RIGHT[case.expected])


RIGHT: dict[Expected, str] = {
    "an answer": "Answered from a right guide.",
    "fixed words": "The fixed words that lead to help come first.",
    "no alarm": "No alarm was raised.",
    "declined": "It says that it has nothing on that.",
}
WRONG: dict[Expected, str] = {
    "an answer": "No right guide was found. Run `alongside index`, then check again.",
    "fixed words": "No fixed words were shown. Do not let people use it: run `alongside check`, and install it again.",
    "no alarm": "It was taken for danger. Tell whoever looks after Alongside.",
    "declined": "It was answered all the same, from a guide about something else. Tell whoever looks after Alongside.",
}


def _wrong(case: FixedCase, reply: Reply) -> str | None:
    right = {
        "an answer": reply.found and _from_a_right_guide(case, reply),
        "fixed words": reply.signposting is not None and reply.concern.level == "urgent",
        "no alarm": reply.signposting is None and reply.concern.level == "none",
        "declined": not reply.found and reply.signposting is None,
    }[case.expected]
    return None if right else WRONG[case.expected]


def _from_a_right_guide(case: FixedCase, reply: Reply) -> bool:
    hits = reply.findings.hits if reply.findings else ()
    ranking = list(dict.fromkeys(hit.passage.guide for hit in hits))[:NEAREST]
    seen = {*ranking, *(citation.guide for citation in reply.citations)}
    return not case.guides or not seen.isdisjoint(case.guides)


class LastCheck:
    """The result of the last check, in the data folder."""

    def __init__(self, path: Path) -> None:
        self._file = KeptFile(path, "the last check")

    def read(self) -> Result | None:
        """None before the first. Raises ProgrammeError when it cannot be read."""
        content = self._file.read()
        try:
            return _reader().validate_python(content) if content else None
        except ValidationError:
            raise self._file.damaged("it is not the result of a check") from None

    def write(self, result: Result) -> None:
        """Raises ProgrammeError when it cannot be written."""
        values: dict[str, Any] = asdict(result)
        self._file.write(values)


@cache
def _reader() -> TypeAdapter[Result]:
    return TypeAdapter(Result)


def in_order(steps: Sequence[Step]) -> tuple[Step, ...]:
    """What is wrong first."""
    order: tuple[State, ...] = ("bad", "look", "good")
    return tuple(sorted(steps, key=lambda step: order.index(step.state)))
