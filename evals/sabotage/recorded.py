"""What the real assistant answered, recorded once: what every saboteur works on. Values only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.conversation import Assistant
from evals.answers import Answer
from evals.asking import converse
from evals.cases import Case


@dataclass(frozen=True, slots=True)
class Recorded:
    case: Case
    answers: tuple[Answer, ...]
    """One for each turn."""
    elsewhere: Answer
    """The answer to a question of another family."""

    @property
    def last(self) -> Answer:
        return self.answers[-1]

    @property
    def composed(self) -> bool:
        """Is there an answer in words of its own to break?"""
        return self.last.found and bool(self.last.text.strip())


def record(assistant: Assistant, cases: Sequence[Case]) -> list[Recorded]:
    """Ask each case once. One that cannot be answered to its end is left out: there is nothing to break."""
    answered = [(case, tuple(Answer.of(reply) for reply in converse(assistant, case))) for case in cases]
    return recorded([(case, answers) for case, answers in answered if len(answers) == len(case.turns)])


def recorded(answered: Sequence[tuple[Case, tuple[Answer, ...]]]) -> list[Recorded]:
    return [Recorded(case, answers, _elsewhere(place, answered)) for place, (case, answers) in enumerate(answered)]


def _elsewhere(place: int, answered: Sequence[tuple[Case, tuple[Answer, ...]]]) -> Answer:
    """Of the next case of another family that was answered in words, and at the same length of talk if there is one."""
    case = answered[place][0]
    others = [*_others(case, answered[place:]), *_others(case, answered[:place])]
    alike = [answer for other, answer in others if len(other.turns) == len(case.turns)]
    return next(iter(alike or [answer for _, answer in others]), answered[place][1][-1])


def _others(case: Case, answered: Sequence[tuple[Case, tuple[Answer, ...]]]) -> Iterator[tuple[Case, Answer]]:
    for other, answers in answered:
        if other.family != case.family and answers[-1].found and answers[-1].text.strip():
            yield other, answers[-1]
