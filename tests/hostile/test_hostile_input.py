"""Every row of the table goes through every part: nothing breaks, nothing is obeyed, nothing comes alive."""

import json

import pytest
from markdown_it import MarkdownIt

from assistant.ages import says_under_18
from assistant.commands.terminal import print_reply
from assistant.conversation import Assistant, readable
from assistant.errors import InputError
from assistant.situation import Situation
from assistant.store import Conversation, Said, Store, export_markdown
from assistant.ui import bubbles, markup
from assistant.unseen import clean
from tests.hostile.inert import Page
from tests.hostile.table import CANARY, TABLE, Hostile
from tests.model_server import ModelServer, words

every_row = pytest.mark.parametrize("row", TABLE, ids=lambda row: row.id)
kept_row = pytest.mark.parametrize("row", [row for row in TABLE if not row.refused], ids=lambda row: row.id)
answered_row = pytest.mark.parametrize(
    "row", [row for row in TABLE if not row.refused and not row.danger], ids=lambda row: row.id
)
sent_row = pytest.mark.parametrize(
    "row",
    [row for row in TABLE if not row.refused and not row.danger and not says_under_18(row.text)],
    ids=lambda row: row.id,
)
"""Nobody under 18 is answered by a model."""
DANGER = "\n\nI want to kill myself"


def recorded(store: Store, text: str, answer: str | None = None) -> Conversation:
    """The conversation as it is read back, the message answered with these words."""
    started = store.start(None, readable(text), Situation())
    store.finish(started.id, "done", Said(text=answer or "Ask first."))
    found = store.conversation(started.conversation)
    assert found is not None
    return found


def test_there_are_at_least_sixty_kinds() -> None:
    assert len({row.id for row in TABLE}) == len(TABLE) >= 60


@every_row
def test_danger_is_heard_beside_it(row: Hostile, library_assistant: Assistant) -> None:
    triage = library_assistant.triage
    assert triage(row.text, ()).level == ("urgent" if row.danger else "none")
    assert triage(row.text + DANGER, ()).level == "urgent"


@every_row
def test_the_library_answers_refuses_or_helps_and_obeys_nothing(row: Hostile, library_assistant: Assistant) -> None:
    if row.refused:
        with pytest.raises(InputError, match=r"nothing to answer yet|can be answered well"):
            library_assistant.reply(row.text)
        return
    reply = library_assistant.reply(row.text)
    assert CANARY not in reply.text
    assert bool(reply.signposting) == row.danger
    assert reply.text or reply.signposting
    json.loads(json.dumps(reply.as_dict(), ensure_ascii=False).encode("utf-8"))


@sent_row
def test_a_model_gets_it_as_a_persons_words_and_nothing_else(
    row: Hostile, model_assistant: Assistant, echo: ModelServer
) -> None:
    echo.script(words("Scripted."))
    reply = model_assistant.reply(row.text)
    assert reply.draft.responder == "model"
    system, *_, last = echo.requests[-1].messages
    assert last == {"role": "user", "content": readable(row.text)}
    assert readable(row.text) not in system["content"] or len(row.text) < 2
    assert CANARY not in system["content"]


@answered_row
def test_a_model_that_says_it_makes_nothing_come_alive(
    row: Hostile, model_assistant: Assistant, echo: ModelServer, capfd: pytest.CaptureFixture[str]
) -> None:
    echo.script(words(*(row.text[at : at + 50] for at in range(0, len(row.text), 50))))
    reply = model_assistant.stream("my mentee cancels on me")
    print_reply(reply)
    assert not set(capfd.readouterr().out) & {"\x1b", "\x07", "\x9b", "\u202e"}
    assert "evil.example" not in reply.text
    shown = Page(markup.markdown_html(reply.text, sayable=True))
    assert shown.active == []
    assert "a" not in shown.tags


@kept_row
def test_it_is_kept_and_found_as_it_was_said(row: Hostile, store: Store) -> None:
    kept = recorded(store, row.text)
    assert kept.turns[0].text == readable(row.text)
    found = store.conversations(readable(row.text)[:200])
    assert kept.id in {summary.id for summary in found}
    store.rename(kept.id, row.text)
    (renamed,) = store.conversations()
    assert len(renamed.title) <= 60


@kept_row
def test_the_page_shows_it_as_words_and_as_nothing_else(row: Hostile, store: Store) -> None:
    question = recorded(store, row.text).turns[0]
    page = Page(bubbles.person(question))
    assert page.active == []
    assert page.text == clean(readable(row.text)).strip()
    for written in (
        markup.markdown_html(row.text, sayable=True),
        bubbles.notice(row.text),
        markup.highlighted(row.text, 0, 9),
        markup.link(row.text, row.text),
    ):
        assert not [tag for tag in Page(written).active if tag != "<mark>"]


@kept_row
def test_a_label_shows_it_as_words(row: Hostile) -> None:
    html = MarkdownIt("gfm-like", {"html": True}).renderInline(markup.label(row.text[:200]))
    assert Page(html).tags == []


@kept_row
def test_the_exported_file_opens_and_loads_nothing(row: Hostile, store: Store) -> None:
    conversation = recorded(store, row.text, row.text)
    written = export_markdown(conversation)
    page = Page(MarkdownIt("gfm-like", {"html": True}).render(written))
    assert not {"a", "img", "script", "iframe", "style", "form", "svg", "input", "base", "meta", "b"} & set(page.tags)
    ours = [line for line in written.split("\n") if line and not line.startswith(">")]
    assert len(ours) == 4
