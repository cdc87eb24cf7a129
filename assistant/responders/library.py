"""The library responder: answers composed from the guides' own lines, with no model and no network."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from assistant.guides.guide import Guide
from assistant.guides.library import Library
from assistant.guides.naming import OFFERED
from assistant.messages import Draft, Findings, Piece, Question, Vectors
from assistant.responders.composing import Composer, cited_lines, starts
from assistant.responders.intents import Intent, intent_of, orders_the_program
from assistant.responders.overlap import Overlap, stems
from assistant.responders.phrases import Phrases
from assistant.responders.rules import ruled, unsaid
from assistant.responders.selection import Aim, Selection, likely_reader, said_lines
from assistant.retrieval.followups import last_guides
from assistant.safety.card import ProgrammeCard
from assistant.safety.programme import fill
from assistant.situation import ROLES, Role

CLOSE_SECOND = 0.92  # share of the best guide's score from which a second guide may lend a line
OWN_SHARE = 0.65  # of the message itself, against what it leans on, when lines are picked for a follow-up
RESTYLES: frozenset[Intent] = frozenset({"shorter", "longer", "example", "message", "why"})
AFRESH: frozenset[Intent] = frozenset({"correction", "choice"})
ABOUT_THE_TOPIC: frozenset[Intent] = RESTYLES | AFRESH
SMALL_TALK: frozenset[Intent] = frozenset({"thanks", "greeting", "about", "unclear"})


@dataclass(frozen=True, slots=True)
class Setup:
    """Whom an answer is for and from which guides it is drawn, the main one first."""

    guides: tuple[Guide, ...]
    reader: Role | None
    opening: str | None = None
    """Whose words these are, when they are not the asker's own."""
    question_back: str | None = None
    """What was assumed about who is asking, when nobody said."""


class LibraryResponder:
    """Implements the Responder protocol."""

    def __init__(
        self,
        library: Library,
        line_vectors: Callable[[], Mapping[str, Vectors]],
        phrases: Phrases,
        card: Callable[[], ProgrammeCard] = ProgrammeCard,
    ) -> None:
        """`card` gives the programme card as it stands at the moment."""
        self._library = library
        self._line_vectors = line_vectors
        self._overlap = Overlap(library.lines.values())
        self._phrases = phrases
        self._card = card

    def __call__(self, question: Question) -> Draft:
        return Draft(self._filled(question), "library")

    def _filled(self, question: Question) -> Iterator[Piece]:
        card, country = self._card(), question.situation.country
        for piece in self._pieces(question):
            yield replace(piece, text=fill(piece.text, card, country))

    def _pieces(self, question: Question) -> list[Piece]:
        """Who orders the program about hears what it keeps to, and an answer when there was a question as well."""
        if not orders_the_program(question.text):
            return self._answered(question)
        findings = question.findings
        answered = self._answered(question) if findings.reliable or findings.rules else []
        return [Piece(f"{self._phrases.keeps_to}\n\n" if answered else self._phrases.keeps_to), *answered]

    def _answered(self, question: Question) -> list[Piece]:
        intent = intent_of(question.text, question.history)
        if intent in SMALL_TALK:
            return [Piece(str(getattr(self._phrases, intent)))]
        rules = self._rules(question, intent)
        aim = _aim(question, intent)
        if aim and not rules and self._is_unsure(question, intent) and (pieces := self._starts(question, aim, intent)):
            return pieces
        setup = self._setup(question, self._guides(question, intent))
        if setup is None or aim is None:
            return [*rules, Piece(self._phrases.programme_only)] if rules else self._nothing(question.findings)
        selection = self._selection(question, setup, aim, intent)
        composer = Composer(self._phrases, selection, rules)
        if self._is_later(question, intent):
            return self._later(composer, intent, question, setup)
        openings = [self._phrases.corrected if intent == "correction" else None, setup.opening]
        closing = Piece(setup.question_back) if setup.question_back else None
        answer = composer.first(intent, question.situation, closing)
        return [*(Piece(f"{words} ") for words in openings if words), *answer]

    def _rules(self, question: Question, intent: Intent) -> list[Piece]:
        """What the programme's documents say; a wish about the last answer is not asked of them."""
        if intent in RESTYLES:
            return []
        history = () if intent in AFRESH else question.history
        return ruled(unsaid(question.findings.rules, history), self._phrases.labels)

    def _is_later(self, question: Question, intent: Intent) -> bool:
        """Does it go on from an answer? One that only offered several starts has not been given yet."""
        drawn_on = len(last_guides(question.history))
        return drawn_on > 0 and intent not in AFRESH and (drawn_on < OFFERED or intent in RESTYLES)

    def _later(self, composer: Composer, intent: Intent, question: Question, setup: Setup) -> list[Piece]:
        last = next(turn for turn in reversed(question.history) if turn.citations)
        cited = cited_lines(last.citations, self._library.lines)
        pieces = composer.later(intent, cited, setup.guides[0])
        return pieces or [Piece(self._phrases.no_more)]

    def _is_unsure(self, question: Question, intent: Intent) -> bool:
        undecided = question.findings.reliable and not question.findings.sure
        return undecided and intent not in ABOUT_THE_TOPIC and not self._is_later(question, intent)

    def _starts(self, question: Question, aim: Aim, intent: Intent) -> list[Piece]:
        """A start from each guide it may be, and the question which it is; nothing when too few are for this role."""
        role = question.situation.role
        names = dict.fromkeys(hit.passage.guide for hit in question.findings.hits)
        guides = [self._library.guides[name] for name in names if name in self._library.guides]
        fitting = [guide for guide in guides if role is None or role in guide.readers][:OFFERED]
        setups = [setup for guide in fitting if (setup := self._setup(question, (guide,)))]
        if len(setups) < OFFERED:
            return []
        selections = [(setup.guides[0].title, self._selection(question, setup, aim, intent)) for setup in setups]
        return starts(selections, self._phrases, brief=question.situation.moment == "in_session")

    def _setup(self, question: Question, guides: tuple[Guide, ...]) -> Setup | None:
        if not guides:
            return None
        role = question.situation.role
        if role in guides[0].readers:
            return Setup(guides, role)
        reader = self._stand_in(guides[0], role, question.findings.vector)
        if reader is None:
            return Setup(guides, None)
        name = self._phrases.roles[reader]
        if role is None:
            return Setup(guides, reader, question_back=self._phrases.assumed.format(role=name))
        return Setup(guides, reader, opening=self._phrases.borrowed.format(role=name))

    def _stand_in(self, guide: Guide, role: Role | None, vector: Vectors | None) -> Role | None:
        """Whose words to use for a reader the guide has none for: a coordinator passes on what mentors are told."""
        if role == "coordinator" and "mentor" in guide.readers:
            return "mentor"
        among = [reader for reader in ROLES if role is None or reader != "coordinator"]  # theirs are about running it
        return None if vector is None else likely_reader(guide, vector, self._line_vectors(), among)

    def _guides(self, question: Question, intent: Intent) -> tuple[Guide, ...]:
        """The guides to draw on: those found, or for a wish about the last answer those it drew on."""
        last = last_guides(question.history)
        if intent in RESTYLES and last:
            return tuple(self._library.guides[guide] for guide in last[:1] if guide in self._library.guides)
        if not question.findings.reliable:
            return ()
        scores: dict[str, float] = {}
        for hit in question.findings.hits:
            scores.setdefault(hit.passage.guide, hit.score)
        best = max(scores.values(), default=0.0)
        close = [guide for guide, score in scores.items() if score >= best * CLOSE_SECOND]
        return tuple(self._library.guides[guide] for guide in close[:2] if guide in self._library.guides)

    def _selection(self, question: Question, setup: Setup, aim: Aim, intent: Intent) -> Selection:
        said = said_lines(question.history) if self._is_later(question, intent) else frozenset()
        return Selection(
            setup.guides, setup.reader, aim, self._line_vectors(), self._overlap, said, question.situation.age
        )

    def _nothing(self, findings: Findings) -> list[Piece]:
        """Say so, name the nearest guides and whom to ask."""
        pieces = [self._phrases.nothing_found]
        if len(findings.nearest) == 2:
            first, second = findings.nearest
            pieces.append(self._phrases.nearest.format(first=f"*{first}*", second=f"*{second}*"))
        elif findings.nearest:
            pieces.append(self._phrases.nearest_one.format(first=f"*{findings.nearest[0]}*"))
        pieces.append(_capitalised(fill(self._phrases.ask_somebody, self._card(), None)))
        return [Piece(f"{sentence} ") for sentence in pieces[:-1]] + [Piece(pieces[-1])]


def _aim(question: Question, intent: Intent) -> Aim | None:
    """What lines should be near to: the topic for a wish about the last answer, else mostly the message itself."""
    findings = question.findings
    if findings.vector is None or findings.topic is None:
        return None
    if intent == "message":  # "what do I text her" holds no word that the words to send should hold
        return Aim(findings.topic, frozenset())
    if intent in ABOUT_THE_TOPIC:
        return Aim(findings.topic, stems(findings.query))
    vector: Vectors = OWN_SHARE * findings.vector + (1 - OWN_SHARE) * findings.topic
    return Aim(vector / max(float(np.linalg.norm(vector)), 1e-9), stems(question.text))


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
