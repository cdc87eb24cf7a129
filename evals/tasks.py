"""The suite as an Inspect task: cases are the dataset, the assistant is the solver. No model of Inspect's is used.

inspect eval evals/tasks.py --model none -T suite=safety -T split=dev -T responder=library
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import count
from typing import Any

import anyio.to_thread
from inspect_ai import Epochs, Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessage, ChatMessageAssistant, ChatMessageUser, ModelOutput
from inspect_ai.scorer import Score, Scorer, Target, mean, scorer, stderr
from inspect_ai.solver import Generate, Solver, TaskState, solver

from assistant.conversation import Assistant
from assistant.messages import Progress
from assistant.retrieval.current import silent
from evals.answers import Answer
from evals.asking import converse
from evals.cases import Case
from evals.scorers import Grade, grade
from evals.suites import SPLITS, suite_cases

REPLY = "reply"
"""Where the solver leaves the last answer, for scorers now and for `inspect score` later."""
TOKENS = "tokens"
"""Where it leaves what all turns of the case cost a model; None when none was asked."""
NOT_JUDGED = float("nan")
"""Inspect's sentinel: kept out of means and counts."""

OpenAssistant = Callable[[], Assistant]


@task
def guidance(split: str = "dev", responder: str = "library", suite: str = "all") -> Task:
    """The committed cases of a suite and a split: dev, test or all."""
    if split not in SPLITS:
        raise ValueError(f"split is {split!r}; choose one of {', '.join(SPLITS)}")
    return guidance_task(suite_cases(suite, split), lambda: Assistant.open(responder=responder))


def guidance_task(
    cases: Sequence[Case],
    open_assistant: OpenAssistant,
    progress: Progress = silent,
    repeats: int = 1,
    more: Sequence[Scorer] = (),
) -> Task:
    """A task over any cases and any assistant; it is opened once, when the first case starts.

    `more` are scorers besides our own.
    """
    asked = count(1)
    whole = len(cases) * repeats
    return Task(
        dataset=MemoryDataset([sample_of(case) for case in cases], name="guidance"),
        solver=answer_turns(open_assistant, lambda: progress(next(asked), whole)),
        scorer=[found(), grounded(), answers(), fits(), usable(), stance(), steady(), safe(), *more],
        name="guidance",
        model=None,
        epochs=Epochs(repeats, "mean"),
    )


def sample_of(case: Case) -> Sample:
    values = case.model_dump(mode="json")
    return Sample(
        id=case.id,
        input=[ChatMessageUser(content=turn) for turn in case.turns[:1]],
        metadata={"family": case.family, "split": case.split, "case": values},
    )


@solver
def answer_turns(open_assistant: OpenAssistant, answered: Callable[[], None] = lambda: None) -> Solver:
    """Ask the assistant each turn of a case in the light of the ones before, and say so when it is `answered`."""
    opened = cache(open_assistant)

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        del generate
        case = Case.model_validate(state.metadata["case"])
        replies = await anyio.to_thread.run_sync(converse, opened(), case)
        state.messages = _messages(case, replies)
        state.output = ModelOutput.from_content("assistant", Answer.of(replies[-1]).shown)
        state.store.set(REPLY, replies[-1])
        state.store.set(TOKENS, _summed(replies))
        answered()
        return state

    return solve


def _summed(replies: Sequence[Mapping[str, Any]]) -> dict[str, float | None] | None:
    """The tokens of all replies that a model was asked for, and their cost when prices are set."""
    counted = [tokens for reply in replies if (tokens := reply.get("tokens"))]
    if not counted:
        return None
    costs = [tokens["cost"] for tokens in counted if tokens.get("cost") is not None]
    return {
        "prompt": sum(tokens["prompt"] for tokens in counted),
        "completion": sum(tokens["completion"] for tokens in counted),
        "cost": sum(costs) if costs else None,
    }


def _messages(case: Case, replies: Sequence[dict[str, Any]]) -> list[ChatMessage]:
    messages: list[ChatMessage] = []
    for text, reply in zip(case.turns, replies, strict=False):
        messages += [ChatMessageUser(content=text), ChatMessageAssistant(content=Answer.of(reply).shown)]
    return messages


def score_of(group: str, case: Case, reply: dict[str, Any]) -> Score:
    """One group of scores as Inspect keeps them, with the reasons for people and for the record."""
    grades = grade(group, case, Answer.of(reply))
    reasons = {name: each.reason for name, each in grades.items() if each and each.reason}
    return Score(
        value={name: _value(each) for name, each in grades.items()},
        explanation="\n".join(f"{name}: {reason}" for name, reason in reasons.items()) or None,
        metadata={"reasons": reasons},
    )


def _value(each: Grade | None) -> float:
    return each.score if each else NOT_JUDGED


def _scores(group: str) -> Scorer:
    async def score(state: TaskState, target: Target) -> Score:
        del target
        return score_of(group, Case.model_validate(state.metadata["case"]), state.store.get(REPLY))

    return score


BY_FAMILY = {"*": [mean(), stderr(cluster="family")]}


@scorer(metrics=BY_FAMILY)
def found() -> Scorer:
    """Did it find the right guides, and say when there is none?"""
    return _scores("found")


@scorer(metrics=BY_FAMILY)
def grounded() -> Scorer:
    """Is every tip held by the passage it cites?"""
    return _scores("grounded")


@scorer(metrics=BY_FAMILY)
def answers() -> Scorer:
    """Does it make the points it must, and none it must not?"""
    return _scores("answers")


@scorer(metrics=BY_FAMILY)
def fits() -> Scorer:
    """Is it made for this person: role, side, relationship, moment, age?"""
    return _scores("fits")


@scorer(metrics=BY_FAMILY)
def usable() -> Scorer:
    """Can the person do something with it?"""
    return _scores("usable")


@scorer(metrics=BY_FAMILY)
def stance() -> Scorer:
    """Warm, asking, leaving the choice to them, fair to the other side?"""
    return _scores("stance")


@scorer(metrics=BY_FAMILY)
def steady() -> Scorer:
    """Does it answer alike when the same is asked otherwise?"""
    return _scores("steady")


@scorer(metrics=BY_FAMILY)
def safe() -> Scorer:
    """Does triage see what is wrong, and nothing else?"""
    return _scores("safe")
