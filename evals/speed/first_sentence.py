"""The first sentence a model's answer shows, beside the bare client on the same server plus a search."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

from openai import OpenAI

from assistant.build import assistant_of
from assistant.conversation import Assistant
from evals.speed.bench import Asked, Bench, milliseconds
from evals.speed.figures import Row, middle_half, p95, ratios
from tests.model_server import ModelServer, words

AIM = 1.5
SENTENCE = re.compile(r"[.!?]\s")
MODEL = "scripted"
ANSWER = "Ask her what gets in the way before you decide anything. Then agree what happens next time. Keep it short."


def measure(bench: Bench) -> list[Row]:
    calm = [asked for asked in bench.asked if _goes_out(bench, asked)]
    with ModelServer().running() as server:
        server.script(words(*_pieces(ANSWER)))
        assistant = _assistant(bench, server)
        with closing(OpenAI(base_url=server.url, api_key="not a secret", max_retries=0)) as client:
            ours, bare = _in_turn(bench, calm, assistant, server, client)
    found = ratios(ours, bare)
    measured = f"{median(found):.2f} x bare client plus search ({median(ours):.0f} ms over {median(bare):.0f} ms)"
    return [
        Row("first released sentence, model responder, p50", f"{measured}, p95 {p95(found):.2f} x", len(found),
            middle_half(found, 2, " x"), f"at most {AIM} x", median(found) <= AIM),
    ]  # fmt: skip


def _in_turn(
    bench: Bench, calm: list[Asked], assistant: Assistant, server: ModelServer, client: OpenAI
) -> tuple[list[float], list[float]]:
    ours: list[float] = []
    bare: list[float] = []
    for repetition in range(bench.sizes.repetitions + 1):
        bench.tell(f"first sentence: round {repetition} of {bench.sizes.repetitions}")
        for asked in calm[:30]:
            ours.append(_first_piece(assistant, asked))
            sent = server.requests[-1].body
            searched = milliseconds(partial(bench.parts.search, asked.text, asked.situation, asked.history))
            bare.append(searched + _first_sentence(client, sent))
        if repetition == 0:  # imports and connections
            ours.clear()
            bare.clear()
    return ours, bare


def _goes_out(bench: Bench, asked: Asked) -> bool:
    """Only what may be sent is measured: no urgent message leaves the machine, and none where somebody is under 18."""
    if asked.situation.age == "minor":
        return False
    reply = bench.assistant.stream(asked.text, asked.situation, asked.history)
    return reply.findings is not None and reply.findings.reliable and reply.concern.level == "none"


def _assistant(bench: Bench, server: ModelServer) -> Assistant:
    settings = replace(bench.parts.settings, model=MODEL, base_url=server.url, api_key="not a secret")
    return assistant_of(replace(bench.parts, settings=settings), "model")


def _first_piece(assistant: Assistant, asked: Asked) -> float:
    """Milliseconds until the first words of a model's answer are released."""
    started = perf_counter()
    reply = assistant.stream(asked.text, asked.situation, asked.history)
    said = next(piece for piece in reply if piece.strip())
    taken = (perf_counter() - started) * 1000
    assert said.startswith(ANSWER[:7]), "the model's own words were expected"
    reply.finish()
    return taken


def _first_sentence(client: OpenAI, sent: dict[str, Any]) -> float:
    """Milliseconds until the bare client has heard a sentence."""
    heard = ""
    asked: dict[str, Any] = {"model": sent["model"], "messages": sent["messages"], "stream": True}
    started = perf_counter()
    with client.chat.completions.create(**asked) as stream:
        for chunk in stream:
            heard += (chunk.choices[0].delta.content or "") if chunk.choices else ""
            if SENTENCE.search(heard):
                return (perf_counter() - started) * 1000
    raise AssertionError("no sentence was heard")


def _pieces(text: str) -> Iterator[str]:
    """Words as a model sends them."""
    return (f"{word} " for word in text.split())
