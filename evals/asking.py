"""Asking a case: its turns in order, and where it has paraphrases its last turn again, for the scores of `steady`.

It is then asked in each of the other words, once more as it stands, and in a chat that began with small talk. What is
kept of each asking is how triage took it and which guides the answer draws on.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.conversation import Assistant
from assistant.errors import AssistantError
from assistant.messages import Turn
from assistant.situation import Situation
from evals.answers import How, reply_of
from evals.cases import Case

ASKINGS = "askings"
"""Where a reply keeps them; the first is the reply itself."""
SMALL_TALK = (
    ("hiya", "Hello. What is on your mind?"),
    ("not much yet, just made a cup of tea", "That sounds like a good start to an evening."),
    ("its rained here all week, the garden is a pond", "A whole week of it. I hope there is some sun soon."),
    ("my sister rang, she has a new kitten", "A new kitten. What is it called?"),
    ("biscuit. anyway the snooker went on for ages last night", "Biscuit is a good name. Who won?"),
    ("no idea, i fell asleep. right, so", "Then take your time."),
)
"""What a person says, and what is answered: nothing anybody asks help with. Written for this."""


def converse(assistant: Assistant, case: Case) -> list[dict[str, Any]]:
    """The replies to a case's turns. One that cannot be given is recorded with its error and ends the conversation."""
    situation = Situation.parse(case.situation)
    replies = _talk(assistant, case.turns, situation)
    if case.paraphrases and "error" not in replies[-1]:
        replies[-1][ASKINGS] = list(_askings(assistant, case, situation, replies[-1]))
    return replies


def _talk(
    assistant: Assistant, turns: Sequence[str], situation: Situation, before: Sequence[Turn] = ()
) -> list[dict[str, Any]]:
    history = [*before]
    replies: list[dict[str, Any]] = []
    for text in turns:
        try:
            reply = assistant.reply(text, situation, history)
        except AssistantError as error:
            return [*replies, {"text": "", "error": f"{type(error).__name__}: {error}"}]
        replies.append(reply_of(reply, assistant) | {"earlier": [each["text"] for each in replies]})
        history += [Turn("person", text), reply.turn()]
    return replies


def _askings(assistant: Assistant, case: Case, situation: Situation, reply: dict[str, Any]) -> Iterator[dict[str, Any]]:
    *earlier, last = case.turns
    chat = [turn for said, told in SMALL_TALK for turn in (Turn("person", said), Turn("assistant", told))]
    yield _asking("as it stands", last, reply)
    for words in case.paraphrases:
        yield _asking("other words", words, _talk(assistant, [*earlier, words], situation)[-1])
    yield _asking("again", last, _talk(assistant, case.turns, situation)[-1])
    yield _asking("long chat", last, _talk(assistant, case.turns, situation, chat)[-1])


def _asking(how: How, words: str, reply: dict[str, Any]) -> dict[str, Any]:
    cited = dict.fromkeys(each["guide"] for each in reply.get("citations", ()))
    level = reply.get("triage", {}).get("level", "none")
    return {"how": how, "words": words, "level": level, "guides": list(cited), "error": reply.get("error")}
