"""Stand-ins for the parts of a turn, which note in which order they were called, and with what."""
# ruff: noqa: ARG002 - they take what the parts take

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.conversation import Assistant, Reply
from assistant.errors import AssistantError
from assistant.messages import Concern, Draft, Findings, Hit, Piece, Question, Signposting, Span, Support, Turn
from assistant.situation import Situation
from tests.responders.questions import passage

HELP = Signposting("suicide-urgent-self", "Stay with someone. Ring now.")
URGENT = Concern("urgent", "suicide", "self", (Span(0, 4),))
CAUTION = Concern("caution", "self_harm", "other")
DO = passage("a/b#do", "Ask once, plainly.")
FOUND = Findings("asked", (Hit(DO, 0.9),), reliable=True, nearest=("When they keep cancelling",))


@dataclass
class Parts:
    concern: Concern | Exception = field(default_factory=Concern)
    help: Signposting | None = None
    findings: Findings | AssistantError = FOUND
    pieces: Sequence[Piece] = (Piece("Ask once.\n", (Support("a/b#do", 0, 18),)),)
    urgent: str | None = None
    """A message that triage takes for urgent."""
    moderated: str | None = None
    """The category that a moderation service takes what triage lets pass for; None: there is no such service."""
    judged: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    looked_back_on: Sequence[Turn] = ()
    """The turns before the message that was judged last."""
    question: Question | None = None

    def triage(self, text: str, history: Sequence[Turn]) -> Concern:
        self.called.append("triage")
        if isinstance(self.concern, Exception):
            raise self.concern
        self.judged.append(text)
        self.looked_back_on = history
        return URGENT if text == self.urgent else self.concern

    def signpost(
        self, text: str, concern: Concern, situation: Situation, history: Sequence[Turn]
    ) -> Signposting | None:
        self.called.append(f"signpost {concern.level}")
        return self.help

    def search(self, text: str, situation: Situation, history: Sequence[Turn]) -> Findings:
        self.called.append("search")
        if isinstance(self.findings, AssistantError):
            raise self.findings
        return self.findings

    def respond(self, question: Question) -> Draft:
        self.called.append("respond")
        self.question = question
        return Draft(iter(self.pieces), "library")

    def moderate(self, question: Question) -> Concern:
        self.called.append("moderate")
        return Concern("caution", self.moderated, moderated=True)

    def assistant(self) -> Assistant:
        assistant = Assistant(self.triage, self.signpost, self.search, self.respond, {"a/b#do": DO}, lambda *_: None)
        if self.moderated:
            assistant.moderate = self.moderate
        return assistant

    def reply(self, text: str = "she keeps cancelling", history: Sequence[Turn] = (), **situation: str) -> Reply:
        return self.assistant().reply(text, Situation.parse(situation), history)
