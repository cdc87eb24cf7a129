"""No text of the longest accepted length keeps anybody waiting: no pattern explodes."""

import subprocess
import sys

from assistant.settings import CHECKOUT

SECONDS = 120.0  # an ordinary message of this length takes all the parts 20 ms; a pattern that explodes takes years
READ = """
from assistant.build import build_safety
from assistant.cues import direction, situated
from assistant.messages import Turn
from assistant.responders import intents
from assistant.responders.release import release
from assistant.retrieval import followups
from assistant.retrieval.keywords import query_words
from assistant.situation import Situation
from assistant.store.export import _inert, _quoted
from assistant.ui import markup
from tests.hostile.test_patience import BOMBS

triage, _ = build_safety()
told = [Turn("person", "I want to die"), Turn("assistant", "Ring now.")]
for bomb in BOMBS:
    text = (bomb * 4_000)[:4_000]
    triage(text, told)
    situated(text, Situation(), ())
    direction(text)
    followups.standalone(text, told)
    query_words(text)
    intents.intent_of(text, ())
    list(release(text, ["a/b#do"]))
    markup.label(text), markup.markdown_html(text, str, sayable=True), _quoted(_inert(text))
print(len(BOMBS))
"""
BOMBS = (
    *"a1 '\"“.!?*_[](<>{`~#@&|/\\-\n\u0301\u200b\u202e😀ﬀм",
    *("aa", "1 ", ". ", "a ", "a. ", "a... ", "k i l l ", "x.", "a-", "a@", ".com", "://", "www.", "<b>", "</", "&#1"),
    *("[[", "](", "[1]", "[1 ", "**a ", "*\"", "- ", "1. ", "> ", "\n\n", "`[", "<think>", "[0;1m", "a*", "to\n\n"),
    *("i ", "not ", "want to ", "i want to ", "if ", "he said x ", "he said me ", "i'm 14 ", "i'm 14, he said "),
    *("thanks! ", "great! ", "great ! ok ", "got it . ", "ok thanks ", "no, sorry, ", "the the", "call ", "call 1 "),
    *("my dad hits me ", "he used to hit me ", "she said she wants to die but ", "iwanttokillmyself", "my mentor "),
)  # fmt: skip


def test_no_text_keeps_anybody_waiting() -> None:
    command = [sys.executable, "-c", READ]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert (done.stdout, done.stderr) == (f"{len(BOMBS)}\n", "")
