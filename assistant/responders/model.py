"""Answers worded by a chat model. The only module that imports langchain, langchain_openai and openai.

Nothing is sent unless ALONGSIDE_MODEL is set, and then only to the one address of the settings. What a person wrote,
and the key, never reach a log or an error: foreign exceptions carry the request, so ours are raised without them.
"""

import itertools
import json
import logging
import random
import time
import weakref
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from assistant.errors import ContentError, ModelError, ModelRefused, ModelUnavailable, SettingsError
from assistant.messages import Draft, Piece, Question, Tokens
from assistant.remembered import Remembered
from assistant.responders import failures
from assistant.responders.prompts import Prompt
from assistant.responders.quiet import keep_quiet
from assistant.responders.reading import Endless, Silent, allow, watch
from assistant.responders.release import release
from assistant.responders.sending import Veiled, put_back, veiled
from assistant.responders.tokens import Count
from assistant.responders.turns import TURN_TOKENS, Request, compose, stays_here
from assistant.settings import LOOPBACK, Settings

if TYPE_CHECKING:
    import openai
    from langchain_core.messages import AIMessageChunk
    from langchain_openai import ChatOpenAI

logger = logging.getLogger(__name__)

OPENAI = "https://api.openai.com/v1"  # said outright, so that no other variable can lead elsewhere
CONNECT_SECONDS = 5.0  # longer than any working network needs
RETRIES = 2
FIRST_WAIT_SECONDS = 0.5  # doubled for each retry, and half of it left to chance
NO_KEY = "none-needed"  # the clients insist on one
MODERATION = "omni-moderation-latest"  # the one that knows of all categories of `assistant.responders.moderating`
MAX_MODERATION_BYTES = 20_000  # ten times a reply of OpenAI's
MAX_ANSWER_CHARS = 8_000  # six times the longest answer asked for: the model is rambling


@dataclass(slots=True)
class _Heard:
    """What one attempt has brought so far."""

    text: str = ""
    finish: str | None = None
    usage: Tokens | None = None
    released: bool = False
    """Whether a person has seen any of it."""

    def take(self, chunk: "AIMessageChunk") -> str:
        self.finish = chunk.response_metadata.get("finish_reason") or self.finish
        if chunk.usage_metadata:
            self.usage = Tokens(chunk.usage_metadata["input_tokens"], chunk.usage_metadata["output_tokens"])
        self.text += chunk.text
        return chunk.text


class ModelResponder:
    """Asks the model of the settings. Shared by every visitor, so it holds nothing about any of them."""

    def __init__(self, settings: Settings, prompt: Prompt, count: Count) -> None:
        if settings.model is None:
            raise SettingsError("ALONGSIDE_MODEL is not set, so no model is asked. Set it, or use the library alone.")
        self._settings = settings
        self._model = settings.model
        self._prompt = prompt
        self._tokens = Remembered(lambda text: count(text, self._model).n)
        """Of a text; the prompt and the passages are the same in many answers."""
        self._ask_for_usage = True

    def __call__(self, question: Question) -> Draft:
        draft = Draft(iter(()), "model", self._model, prompt=self._prompt.version)
        if stays_here(question.concern):
            urgent = question.concern.level == "urgent"
            draft.pieces = _refusing(ModelRefused(failures.URGENT if urgent else failures.UNJUDGED))
            return draft
        try:
            told = veiled(question, masking=self._settings.masking)
        except ContentError:
            draft.pieces = _refusing(ModelUnavailable(failures.UNMASKED))
            return draft
        request = compose(told.question, self._prompt, self._tokens, self._settings.context_tokens)
        draft.sent = told.sent(request)
        draft.pieces = self._pieces(request, told, draft)
        return draft

    def _pieces(self, request: Request, told: Veiled, draft: Draft) -> Iterator[Piece]:
        patience = time.monotonic() + self._settings.model_timeout
        for tried in itertools.count():
            heard = _Heard()
            try:
                yield from self._attempt(request, told, heard)
            except ModelError as error:
                wait = None if heard.released else self._wait(error, tried, patience)
                if wait is None:
                    raise
                logger.info("asking the model again: %s tried=%d", type(error).__name__, tried + 1)
            else:
                return
            finally:
                draft.tokens = self._priced(heard.usage or self._counted(request, heard))
            time.sleep(wait)

    def _attempt(self, request: Request, told: Veiled, heard: _Heard) -> Iterator[Piece]:
        for piece in put_back(release(self._words(request, heard), request.passages), told.veil):
            heard.released = heard.released or bool(piece.text)
            if heard.released:
                yield piece
        if not heard.released:
            raise ModelUnavailable(failures.EMPTY)

    def _wait(self, error: ModelError, tried: int, patience: float) -> float | None:
        """Seconds to wait before asking again, or None when that will not help or would try people's patience."""
        if isinstance(error, failures.Declined) and self._ask_for_usage:
            self._ask_for_usage = False  # some servers decline what they do not know, and answer without it
            return 0.0
        if not isinstance(error, ModelUnavailable) or tried >= RETRIES:
            return None
        wait = FIRST_WAIT_SECONDS * 2**tried * random.uniform(0.5, 1)  # noqa: S311 - jitter, not a secret
        wait = max(wait, failures.retry_after(error))
        return wait if time.monotonic() + wait < patience else None

    def _words(self, request: Request, heard: _Heard) -> Iterator[str]:
        """The model's words as they come. Raises unless the model itself has said that it is done."""
        turns = [(message.speaker, _encodable(message.text)) for message in request.messages]
        keep_quiet()
        stream = self._chat.stream(turns, stream_usage=self._ask_for_usage)
        with closing(cast("Generator[AIMessageChunk]", stream)):
            silent_since = time.monotonic()
            while (chunk := self._next(stream, heard, silent_since + self._settings.model_timeout)) is not None:
                text = heard.take(chunk)
                if len(heard.text) > MAX_ANSWER_CHARS:
                    raise ModelUnavailable(failures.ENDLESS)
                came = time.monotonic()
                yield text
                silent_since = time.monotonic() - (0.0 if text.strip() else came - silent_since)
        if heard.finish == "content_filter":
            raise ModelRefused(failures.FILTERED)
        if heard.finish in {None, "length"}:
            raise ModelUnavailable(failures.CUT)

    def _next(self, stream: "Iterator[AIMessageChunk]", heard: _Heard, until: float) -> "AIMessageChunk | None":
        import openai

        allow(until)
        try:
            return next(stream, None)
        except Silent:
            failure: ModelError = failures.timed_out(self._settings.model_timeout)
        except openai.APIError as error:
            failure = self._failure(error, heard)
        except (ValueError, TypeError, LookupError, AttributeError, RuntimeError):  # how clients fail on nonsense
            failure = ModelUnavailable(failures.NONSENSE)
        raise failure  # out here, so that it does not carry the foreign one, and the request with it

    def _failure(self, error: "openai.APIError", heard: _Heard) -> ModelError:
        import openai

        if isinstance(error, openai.APITimeoutError):
            return failures.timed_out(self._settings.model_timeout)
        if isinstance(error, openai.APIStatusError):
            stay_away = error.response.headers.get("retry-after")
            return failures.declined(error.status_code, error.code, stay_away, self._model)
        started = bool(heard.text) or not isinstance(error, openai.APIConnectionError)
        return ModelUnavailable(failures.CUT if started else failures.UNREACHED)

    @cached_property
    def _chat(self) -> "ChatOpenAI":
        keep_quiet()
        import openai
        from langchain_openai import ChatOpenAI
        from pydantic import SecretStr

        timeout = openai.Timeout(self._settings.model_timeout, connect=CONNECT_SECONDS)
        client = _client(self._settings, timeout)
        weakref.finalize(self, client.close)
        return ChatOpenAI(
            model=self._model,
            base_url=self._settings.base_url or OPENAI,
            api_key=SecretStr(self._settings.api_key or NO_KEY),
            timeout=timeout,
            max_retries=0,  # ours stop at the first word and at people's patience
            use_responses_api=False,  # what others speak too, and the one that OpenAI does not store by default
            output_version="v0",
            cache=False,
            verbose=False,
            openai_proxy=None,
            http_client=client,
        )

    def _priced(self, tokens: Tokens | None) -> Tokens | None:
        prices = self._settings.prices
        if tokens is None or prices is None:
            return tokens
        cost = (tokens.prompt * prices[0] + tokens.completion * prices[1]) / 1_000_000
        return replace(tokens, cost=cost)

    def _counted(self, request: Request, heard: _Heard) -> Tokens | None:
        if not heard.text:
            return None
        prompt = sum(self._tokens(message.text) + TURN_TOKENS for message in request.messages)
        return Tokens(prompt, self._tokens(heard.text))


class ModerationService:
    """Asks the address of the settings what OpenAI's moderation makes of a text. Few other servers know that."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def prepare(self) -> None:
        """Load the client, which takes a second."""
        _ = self._moderations

    def __call__(self, text: str, seconds: float) -> object:
        """Its reply as JSON, whatever it says. Raises ModelUnavailable, which holds nothing of the text.

        After `seconds` it gives up between two reads; looking an address up may take longer than that.
        """
        import openai

        allow(time.monotonic() + seconds, MAX_MODERATION_BYTES)
        with suppress(openai.APIError, Silent, Endless, ValueError, TypeError, LookupError, RuntimeError):
            asked = self._moderations.with_raw_response.create(
                model=MODERATION, input=_encodable(text), timeout=seconds, extra_headers={"Accept-Encoding": "identity"}
            )
            return cast("object", json.loads(asked.content))
        raise ModelUnavailable(failures.UNREACHED)

    @cached_property
    def _moderations(self) -> "openai.resources.Moderations":
        keep_quiet()
        import openai

        client = _client(self._settings, openai.Timeout(CONNECT_SECONDS))
        weakref.finalize(self, client.close)
        return openai.OpenAI(
            base_url=self._settings.base_url or OPENAI,
            api_key=self._settings.api_key or NO_KEY,
            max_retries=0,
            http_client=client,
        ).moderations


def _client(settings: Settings, timeout: "openai.Timeout") -> "openai.DefaultHttpxClient":
    import openai

    here = urlsplit(settings.base_url or OPENAI).hostname in LOOPBACK  # nothing for this machine goes through a proxy
    return openai.DefaultHttpxClient(
        trust_env=not here, timeout=timeout, follow_redirects=False, event_hooks={"response": [watch]}
    )


def _refusing(error: ModelError) -> Iterator[Piece]:
    """Pieces of an answer that nobody is asked for."""
    raise error
    yield  # unreachable, and what makes it an iterator


def _encodable(text: str) -> str:
    """Lone surrogates cannot be sent as UTF-8."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
