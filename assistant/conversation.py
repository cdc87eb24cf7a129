"""One turn, start to finish. Read this first.

triage -> signposting -> search -> respond -> ground. Where fixed words are shown nothing ordinary follows on that turn:
a guide's line picked by likeness can contradict them. Where the programme says so, a moderation service may add a
concern before a model responds. Recording is `running`'s business; the parts are passed in and wired in `build`.
"""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from itertools import zip_longest
from time import perf_counter
from typing import TYPE_CHECKING, Any

from assistant.cues import situated
from assistant.discretion import discreet
from assistant.errors import AssistantError, InputError
from assistant.guides.naming import named
from assistant.meant import meant
from assistant.messages import (
    MAX_MESSAGE_CHARS,
    Citation,
    Concern,
    Draft,
    Findings,
    Moderate,
    Passage,
    Question,
    Responder,
    Search,
    Signpost,
    Signposting,
    Tokens,
    Triage,
    Turn,
)
from assistant.responders.grounding import FindSupport, Grounding
from assistant.situation import Situation
from assistant.unseen import is_blank

if TYPE_CHECKING:
    from assistant.retrieval.policies import Policies
    from assistant.settings import Settings

logger = logging.getLogger(__name__)

UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but for tabs and new lines, and halves of characters."""

UNSURE = Concern(level="caution")
"""What is assumed when triage itself breaks: safety fails towards help."""


@dataclass(slots=True)
class Timing:
    """Milliseconds of the parts of a turn, counted from its start."""

    started: float = field(default_factory=perf_counter)
    triage: float = 0.0
    search: float = 0.0
    first_text: float | None = None
    total: float | None = None

    def since(self, start: float) -> float:
        return round((perf_counter() - start) * 1000, 3)


class Reply:
    """One answer. Its facts are known at once; its words come when it is iterated, once.

    Iterating raises ModelError when no responder could go on; what was said so far stays in `text`.
    """

    def __init__(
        self, concern: Concern, signposting: Signposting | None, situation: Situation, findings: Findings | None
    ) -> None:
        self.concern = concern
        self.signposting = signposting
        self.situation = situation
        self.findings = findings
        self.text = ""
        self.timing = Timing()
        self.draft = Draft(iter(()), "library")
        self.grounding = Grounding({}, lambda _sentence, _passage: None)

    @property
    def found(self) -> bool:
        """Does the answer rest on what can be relied on? The library quotes nothing else, now or a turn ago."""
        if self.findings is None or not self.citations:
            return False
        return self.findings.reliable or bool(self.findings.rules) or self.draft.responder == "library"

    def __iter__(self) -> Iterator[str]:
        for piece in self.draft.pieces:
            words = readable(self.grounding.ground(piece))
            if self.timing.first_text is None:
                self.timing.first_text = self.timing.since(self.timing.started)
            self.text += words
            yield words
        self.timing.total = self.timing.since(self.timing.started)

    def finish(self) -> "Reply":
        for _ in self:
            pass
        return self

    def turn(self) -> Turn:
        """This answer as a turn of the conversation."""
        shown = self.signposting.id if self.signposting else None
        return Turn("assistant", self.text, self.citations, self.concern, shown, self.situation.role)

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(self.grounding.citations)

    @property
    def dropped_citations(self) -> int:
        """How many claims of support did not hold."""
        return self.grounding.dropped

    @property
    def ms(self) -> dict[str, float | None]:
        """Milliseconds: of triage, of search, until the first text and in all."""
        return {name: getattr(self.timing, name) for name in ("triage", "search", "first_text", "total")}

    def as_dict(self) -> dict[str, Any]:
        """The reply as `alongside ask --json` prints it."""
        return {
            "text": self.text,
            "citations": [asdict(citation) for citation in self.citations],
            "dropped_citations": self.dropped_citations,
            "found": self.found,
            "triage": self.concern.as_dict(),
            "signposting": asdict(self.signposting) if self.signposting else None,
            "situation": self.situation.as_dict(),
            "responder": self.draft.responder,
            "model": self.draft.model,
            "sent": asdict(self.draft.sent) if self.draft.sent else None,
            "tokens": _counts(self.draft.tokens),
            "ms": self.ms,
        }


def _counts(tokens: Tokens | None) -> dict[str, int] | None:
    return {"prompt": tokens.prompt, "completion": tokens.completion} if tokens else None


class Assistant:
    """Answers one message at a time, in the light of the conversation so far. Keeps nothing."""

    def __init__(
        self,
        triage: Triage,
        signpost: Signpost,
        search: Search,
        responder: Responder,
        passages: Mapping[str, Passage],
        find_support: FindSupport,
        missing: AssistantError | None = None,
        policies: "Policies | None" = None,
        moderate: Moderate = lambda question: question.concern,
    ) -> None:
        """`missing` says why only fixed words can be given, when that is so; `policies` are the documents it quotes."""
        self.triage = triage
        self.signpost = signpost
        self.search = search
        self.responder = responder
        self.passages = passages
        self.find_support = find_support
        self.missing = missing
        self.policies = policies
        self.moderate = moderate

    @classmethod
    def open(cls, settings: "Settings | None" = None, responder: str | None = None) -> "Assistant":
        """The assistant as settings describe it; `responder` ("library" or "model") overrides the choice."""
        from assistant.build import build_assistant

        return build_assistant(settings, responder)

    def reply(
        self, text: str, situation: Situation | None = None, history: Sequence[Turn] = (), *, unmasked: bool = False
    ) -> Reply:
        return self.stream(text, situation, history, unmasked=unmasked).finish()

    def stream(
        self,
        text: str,
        situation: Situation | None = None,
        history: Sequence[Turn] = (),
        *,
        unmasked: bool = False,
        called: str | None = None,
    ) -> Reply:
        """Start an answer. Raises InputError for a message that cannot be answered as it is.

        `unmasked`: if a model is asked, it is sent this message as it is, names and numbers included. `called`: the
        name the person has given the conversation.
        """
        timing = Timing()
        text = readable(text)
        history = self._known(history)
        own, before = self._own_words(text), tuple(map(self._own, history))
        situation = situated(own, situation or Situation(), before)
        concern = self._concern(own, before)
        timing.triage = timing.since(timing.started)
        standing = meant(text, history) if concern.level == "none" else None
        text, history = standing or (text, history)
        signposting = None if standing else self.signpost(text, concern, situation, history)
        findings, lent = None, discreet(history, situation.role)
        if signposting is None or concern == UNSURE:
            findings = self._findings(text, situation, lent, helped=signposting is not None)
        timing.search = round(timing.since(timing.started) - timing.triage, 3)
        question = Question(text, situation, lent, findings or Findings(text), concern, unmasked, called)
        if signposting is None and not standing:
            question = replace(question, concern=self.moderate(question))
        if question.concern.moderated:
            signposting = self.signpost(text, question.concern, situation, history)
            findings = None if signposting else findings
        reply = Reply(question.concern, signposting, situation, findings)
        reply.timing = timing
        if findings is not None:
            self._respond(reply, question)
        return reply

    def _known(self, history: Sequence[Turn]) -> tuple[Turn, ...]:
        """The turns so far, readable, each message with its concern: an urgent one must never be sent to a model."""
        known: list[Turn] = []
        own: list[Turn] = []
        for turn, answer in zip_longest(history, history[1:]):
            concern = turn.concern
            if turn.speaker == "person" and concern.level == "none":
                answered = answer is not None and answer.speaker == "assistant" and answer.concern.level != "none"
                concern = answer.concern if answered else self._concern(self._own_words(turn.text), own)
            known.append(replace(turn, text=readable(turn.text), concern=concern))
            own.append(self._own(known[-1]))
        return tuple(known)

    def _own_words(self, text: str) -> str:
        """Without the title of a guide that was chosen: those are our words, and say nothing about who is asking."""
        title = named(text)
        return text.replace(title, "that") if title and title.lower() in self._titles else text

    def _own(self, turn: Turn) -> Turn:
        return replace(turn, text=self._own_words(turn.text)) if turn.speaker == "person" else turn

    @cached_property
    def _titles(self) -> frozenset[str]:
        return frozenset(passage.title.lower() for passage in self.passages.values())

    def _concern(self, text: str, history: Sequence[Turn]) -> Concern:
        try:
            return self.triage(text, history)
        except Exception:  # noqa: BLE001 - whatever broke, help is shown
            logger.error("triage failed; help is shown")  # noqa: TRY400 - a traceback could quote the message
            return UNSURE

    def _findings(self, text: str, situation: Situation, history: Sequence[Turn], *, helped: bool) -> Findings | None:
        """Search; when help is on the screen already, nothing that fails here may take it away."""
        if not helped:
            refuse_unusable(text)
            return self.search(text, situation, history)
        with suppress(AssistantError):
            refuse_unusable(text)
            return self.search(text, situation, history)
        return None

    def _respond(self, reply: Reply, question: Question) -> None:
        found = {hit.passage.id: hit.passage for hit in question.findings.hits}
        found |= {rule.passage.id: rule.passage for rule in question.findings.rules}
        reply.grounding = Grounding({**self.passages, **found}, self.find_support)
        reply.draft = self.responder(question)


def readable(text: str) -> str:
    """Replace what no model, file or page can hold, one character for one, so that spans still fit."""
    return UNREADABLE.sub(lambda found: "\ufffd" if found[0] >= "\ud800" else " ", text)


def refuse_unusable(text: str) -> None:
    """Raises InputError for a message that is empty or too long to answer well."""
    if is_blank(text):
        raise InputError("There is nothing to answer yet. Write what is on your mind, in your own words.")
    if len(text) > MAX_MESSAGE_CHARS:
        raise InputError(
            f"That is {len(text):,} characters; up to {MAX_MESSAGE_CHARS:,} can be answered well. "
            "Keep the part you most want help with and send it again."
        )
