"""What a model is sent for one question, kept within a budget of tokens. Plain data: no client, no network.

Instructions and passages are the system's turn, the conversation and the message are turns of their own, word for word.
An urgent turn never leaves the machine, nor one that triage could not judge.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.messages import Concern, Findings, Hit, Question, Turn
from assistant.responders.prompts import Prompt, passage_block, passage_blocks
from assistant.situation import CHOICES, Situation

Speaker = Literal["system", "user", "assistant"]

TURN_TOKENS = 4  # what chat formats add around each turn
REPLY_TOKENS = 1_000  # 180 words are about 260; the rest is for ids, other languages and a model's own thinking
UNANSWERED = "(This message got no answer.)"  # many chat templates insist that user and assistant alternate
NOT_SAID = "not said"
FIRST, LATER, IN_SESSION = "80 to 180 words", "20 to 80 words", "at most 60 words, the first line usable at once"
RELIABLE = "the passages below were found to fit this message"
NOT_RELIABLE = "nothing reliable was found; the passages below are only the nearest and may not fit"
ONLY_RULES = 'only the passages with source="programme" fit this message; the others are only the nearest and may not'
MARKERS = re.compile(r"[ \t]?\[(\d{1,3})\]")


@dataclass(frozen=True, slots=True)
class Message:
    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True)
class Request:
    messages: tuple[Message, ...]
    passages: tuple[str, ...]
    """The ids of the passages it holds."""


def stays_here(concern: Concern) -> bool:
    """Whether a message is never sent to a model: urgent, or a caution for no reason because triage itself broke."""
    return concern.level == "urgent" or (concern.level == "caution" and concern.category is None)


def compose(question: Question, prompt: Prompt, count: Callable[[str], int], context: int) -> Request:
    """Leave out the oldest turns, then the lowest passages, until it fits; the message itself always stays."""
    hits = _hits(question)
    history = _conversation(question)
    instructions = prompt.render(**_variables(question), passages="")
    budget = context - min(REPLY_TOKENS, context // 4) - _size(instructions, count) - _size(question.text, count)
    sizes = [_size(turn.text, count) for turn in history]
    blocks = {hit.passage.id: _size(passage_block(hit.passage), count) for hit in hits}
    while history and sum(sizes) + sum(blocks.values()) > budget:
        del history[0], sizes[0]
    while hits and sum(blocks[hit.passage.id] for hit in hits) > budget:
        hits.remove(min(reversed(hits), key=lambda hit: hit.score))
    return _request(question, prompt, hits, history)


def _request(question: Question, prompt: Prompt, hits: Sequence[Hit], history: Sequence[Message]) -> Request:
    passages = [hit.passage for hit in hits]
    system = prompt.render(**_variables(question), passages=passage_blocks(passages))
    turns = _alternating([*history, Message("user", question.text)])
    return Request((Message("system", system), *turns), tuple(passage.id for passage in passages))


def _hits(question: Question) -> list[Hit]:
    """What the programme's own documents say goes before all guides, and is left out after them."""
    hits = question.findings.hits
    best = max((hit.score for hit in hits), default=0.0)
    return [*(Hit(rule.passage, best + rule.score) for rule in question.findings.rules), *hits]


def _size(text: str, count: Callable[[str], int]) -> int:
    return count(text) + TURN_TOKENS


def _variables(question: Question) -> dict[str, str]:
    """Only words of closed vocabularies, so that nothing a person writes becomes an instruction."""
    situation = question.situation
    chosen = {name: _chosen(situation, name) for name in CHOICES}
    country = situation.country or ""
    known = len(country) == 2 and country.isascii() and country.isalpha()
    return {
        **chosen,
        "country": country if known else NOT_SAID,
        "concern": "caution" if question.concern.level == "caution" else "none",
        "length": _length(question),
        "coverage": _coverage(question.findings),
    }


def _coverage(findings: Findings) -> str:
    if findings.reliable:
        return RELIABLE
    return ONLY_RULES if findings.rules else NOT_RELIABLE


def _chosen(situation: Situation, name: str) -> str:
    value = getattr(situation, name)
    return value if value in CHOICES[name] else NOT_SAID


def _length(question: Question) -> str:
    if question.situation.moment == "in_session":
        return IN_SESSION
    return LATER if any(turn.speaker == "assistant" for turn in question.history) else FIRST


def _conversation(question: Question) -> list[Message]:
    """The turns so far that may be sent: nothing that stays here, nor what was answered to it."""
    known = {hit.passage.id for hit in _hits(question)}
    turns = question.history
    kept_back = [stays_here(turn.concern) for turn in turns]
    answers = [False, *(held and turn.speaker == "assistant" for held, turn in zip(kept_back, turns[1:], strict=False))]
    kept = [turn for turn, *held in zip(turns, kept_back, answers, strict=False) if not any(held)]
    return [_message(turn, known) for turn in kept if turn.text.strip()]


def _message(turn: Turn, known: set[str]) -> Message:
    if turn.speaker == "person":
        return Message("user", turn.text)
    ids = {str(citation.n): citation.passage for citation in turn.citations if citation.passage in known}
    cited = MARKERS.sub(lambda match: f" [{ids[match[1]]}]" if match[1] in ids else "", turn.text)
    return Message("assistant", cited.strip() or UNANSWERED)


def _alternating(messages: Sequence[Message]) -> list[Message]:
    """Begin with the person, and never let one speaker follow themselves."""
    turns: list[Message] = []
    for message in messages:
        before = turns[-1].speaker if turns else "assistant"
        if message.speaker == before == "assistant":
            if turns:
                turns[-1] = Message("assistant", f"{turns[-1].text}\n\n{message.text}")
            continue
        if message.speaker == before == "user":
            turns.append(Message("assistant", UNANSWERED))
        turns.append(message)
    return turns
