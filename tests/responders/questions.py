"""Questions, passages and settings for the tests of responders."""

from pathlib import Path
from typing import Any

from assistant.messages import Concern, Findings, Hit, Level, Passage, Question, Rule, Turn
from assistant.responders.prompts import Prompt, load_prompt
from assistant.responders.tokens import TokenCounter
from assistant.settings import Settings
from assistant.situation import Situation

CHECKOUT = Path(__file__).parents[2]
MARKED = "MARKED-7f3a she keeps cancelling on me"
KEY = "sk-marked-key-7f3a"


def answer_prompt() -> Prompt:
    return load_prompt(CHECKOUT / "prompts", "answer")


def passage(name: str = "commitment/cancelling#do", text: str = "Ask once, plainly.", **more: Any) -> Passage:
    return Passage(name, name.partition("#")[0], "When they keep cancelling", "do", None, text, **more)


def question(
    text: str = MARKED,
    *hits: Hit,
    history: tuple[Turn, ...] = (),
    level: Level = "none",
    reliable: bool = True,
    ruled: Passage | None = None,
    **situation: Any,
) -> Question:
    found = hits or (Hit(passage(), 0.9),)
    rules = (Rule(ruled, 0, len(ruled.text), 0.9),) if ruled else ()
    return Question(text, Situation(**situation), history, Findings(text, found, reliable, rules=rules), Concern(level))


def settings(base_url: str | None = None, **more: Any) -> Settings:
    values: dict[str, Any] = {"model": "gpt-4o", "api_key": KEY, "model_timeout": 5.0, **more}
    return Settings(data=CHECKOUT, content=CHECKOUT, base_url=base_url, **values)


def counter() -> TokenCounter:
    return TokenCounter(lambda text: len(text.split()))
