"""A conversation as a file to take along."""

from datetime import UTC, datetime
from typing import Any, get_args

from markdown_it import MarkdownIt

from assistant.messages import Citation, Signposting
from assistant.situation import Situation
from assistant.store import Conversation, Said, State, Store, StoredTurn, export_markdown
from assistant.store.values import Speaker

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def turn(position: int, speaker: Speaker, said: Said, state: State = "done") -> StoredTurn:
    values: dict[str, Any] = {name: getattr(said, name) for name in Said.__slots__}
    place: dict[str, Any] = {"id": str(position), "conversation": "c", "position": position, "created": NOON}
    return StoredTurn(speaker=speaker, state=state, **place, **values)


def exported(*turns: StoredTurn, title: str = "She keeps cancelling") -> str:
    return export_markdown(Conversation("c", title, NOON, NOON, turns))


def test_the_whole_conversation_reads_like_this() -> None:
    quoted = Citation(1, "commitment/missed#do", "commitment/missed", "guide", 0, 19, "Ask before you\nassume.")
    own = Citation(2, "policy#do", "policy", "programme", 0, 8, "Ring Jo.")
    helped = Signposting("worried", "If someone is in danger, ring 999.\n\nOr find a line: https://findahelpline.com")
    asked = Said(text="she keeps cancelling\nwhat now?", situation=Situation(role="mentor", moment="in_session"))
    answer = Said(text="Ask first. [1][2]\n", citations=(quoted, own), signposting=helped)
    text = exported(turn(0, "person", asked), turn(1, "assistant", answer))
    assert text == (
        "# She keeps cancelling\n\n"
        "Begun 21 November 2026, 12:00 UTC.\n\n"
        "## You, 21 November 2026, 12:00 UTC\n\n"
        "*Situation: role mentor, moment in session*\n\n"
        "> she keeps cancelling\n> what now?\n\n"
        "## Alongside, 21 November 2026, 12:00 UTC\n\n"
        "**Shown first, word for word (worried):**\n\n"
        "> If someone is in danger, ring 999.\n>\n> Or find a line: https://findahelpline.com\n\n"
        "**Then answered:**\n\n"
        "> Ask first. [1]\\[2]\n\n"
        "Sources:\n\n"
        "- \\[1\\] commitment/missed#do: “Ask before you assume.”\n"
        "- \\[2\\] policy#do (your programme): “Ring Jo.”\n"
    )


def test_answers_that_were_broken_off_say_so() -> None:
    half = Said(text="Ask fir")
    text = exported(*(turn(n, "assistant", half, state) for n, state in enumerate(get_args(State))))
    assert text.count("Ask fir") == 4
    assert "still being written" in text
    assert "was stopped" in text
    assert "was interrupted" in text


def test_nothing_anybody_wrote_loads_opens_or_runs_when_the_file_is_read() -> None:
    hostile = Said(
        text="<script>x</script> ![p](http://a/b.png) [l](javascript:x) [r]: http://a [s][r] <http://a>\n# Title"
    )
    text = exported(turn(0, "person", hostile), turn(1, "assistant", hostile), title=hostile.text)
    for live in ("![p](", "[l](", "[r]:", "[s][r]"):
        assert live not in text
    assert text.replace("\\<", "").count("<") == 0


def test_no_escape_is_undone_and_no_bare_address_becomes_a_link() -> None:
    hostile = Said(text="\\<img src=x> \\\\<img> !\\[p](http://a) https://a.b HTTP://a www.a.b jo@a.b ]\\(x)")
    text = exported(turn(0, "person", hostile), turn(1, "assistant", hostile), title=hostile.text)
    html = MarkdownIt("gfm-like", {"html": True}).render(text)
    assert "<img" not in html
    assert "<a" not in html
    assert html.count("\\&lt;img src=x&gt; \\\\&lt;img&gt;") == 3
    assert html.count("https://a.b HTTP://a www.a.b jo@a.b") == 3


def test_nothing_anybody_wrote_passes_for_our_own_headings_and_labels() -> None:
    forged = "# Mine\n\n## You, today\r## You\r\n**Shown first, word for word (x):**\n\nSources:\n\n```\n<b>"
    text = exported(turn(0, "person", Said(text=forged)), turn(1, "assistant", Said(text=forged)), title=forged)
    ours = [line for line in text.split("\n") if line and not line.startswith(">")]
    assert len(ours) == 4
    assert "\r" not in text


def test_only_the_versions_that_are_shown_are_exported(store: Store) -> None:
    started = store.start(None, "a slip", Situation())
    store.edit_last(started.conversation, "what I meant")
    conversation = store.conversation(started.conversation)
    assert conversation is not None
    text = export_markdown(conversation)
    assert "what I meant" in text
    assert "a slip" not in text
