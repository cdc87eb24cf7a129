"""A moderation service may add a sign that somebody may be at risk, where the programme says so; it takes none away.

It is asked of a message in which triage saw nothing, and which a model may be sent: of nothing urgent, and of nobody
whom the programme keeps from models. It sees that one message with names and numbers taken out, also where the person
has the model sent it as it is. It makes a caution of it and never more. Whatever fails is no sign: triage has spoken.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Protocol

from assistant.errors import ModelUnavailable
from assistant.messages import Concern, Question
from assistant.responders import failures
from assistant.responders.permission import as_it_is
from assistant.responders.sending import veiled
from assistant.safety.card import ProgrammeCard
from assistant.safety.signals import CATEGORIES, Category

logger = logging.getLogger(__name__)

SECONDS = 2.0  # what an answer may be kept waiting for it; most replies take a tenth

MEANT: Mapping[str, Category] = {
    "self-harm/intent": "suicide",
    "self-harm/instructions": "self_harm",
    "self-harm": "self_harm",
    "harassment/threatening": "threat_to_others",
    "hate/threatening": "threat_to_others",
    "illicit/violent": "threat_to_others",
    "sexual/minors": "abuse_of_minor",
    "violence": "harm_from_others",
    "violence/graphic": "harm_from_others",
    "harassment": "harassment_in_pair",
    "hate": "discrimination",
}
"""What each category of OpenAI's moderation is taken for here: what they are said to mean stands in the package openai
3.54.0, types/moderation.py. `self-harm/intent` covers suicide, cutting and eating, and counts as the gravest of them.
Left out, as they tell of nobody at risk: `sexual` (between adults) and `illicit` ("how to shoplift").
"""


class Service(Protocol):
    def prepare(self) -> None:
        """Load what the first call needs, which may take a second or two."""

    def __call__(self, text: str, seconds: float) -> object:
        """Return its reply as JSON says it. Raises ModelError."""


class Moderating:
    """Implements `messages.Moderate`. Keeps nothing."""

    def __init__(self, service: Service, card: Callable[[], ProgrammeCard]) -> None:
        self._service = service
        self._card = card

    def __call__(self, question: Question) -> Concern:
        concern = question.concern
        if concern.level != "none" or not self._card().allows_moderation(as_it_is(question)):
            return concern
        try:
            text = veiled(replace(question, unmasked=False)).question.text
            category = _most_pressing(self._reply(text))
        except Exception as error:  # noqa: BLE001 - whatever broke, triage has spoken
            logger.warning("no word from the moderation service: %s", type(error).__name__)
            return concern
        return replace(concern, level="caution", category=category, moderated=True) if category else concern

    def _reply(self, text: str) -> object:
        """Wait no longer than is allowed, whatever the service and the network do. Raises what came in the way."""
        told: SimpleQueue[object] = SimpleQueue()
        self._service.prepare()
        Thread(target=self._ask, args=(text, told), name="moderation", daemon=True).start()
        try:
            reply = told.get(timeout=SECONDS)
        except Empty:
            raise failures.timed_out(SECONDS) from None
        if isinstance(reply, Exception):
            raise reply
        return reply

    def _ask(self, text: str, told: SimpleQueue[object]) -> None:
        try:
            told.put(self._service(text, SECONDS))
        except Exception as error:  # noqa: BLE001 - it is raised again where it is waited for
            told.put(error)


def _most_pressing(reply: object) -> Category | None:
    """Of what the reply flags. Raises ModelError for a reply that is none."""
    flagged = _flags(reply)
    found = {category for name, category in MEANT.items() if flagged.get(name) is True}
    return next((category for category in CATEGORIES if category in found), None)


def _flags(reply: object) -> Mapping[str, object]:
    results = reply.get("results") if isinstance(reply, dict) else None
    first = results[0] if isinstance(results, list) and results else None
    flags = first.get("categories") if isinstance(first, dict) else None
    if not isinstance(flags, dict):
        raise ModelUnavailable(failures.NONSENSE)
    return flags
