import html
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.guides.documents import Document, by_name
from assistant.guides.importing.part import Part
from assistant.guides.library import Library
from assistant.messages import Citation, Signposting
from assistant.safety.card import ProgrammeCard
from assistant.ui import sources
from assistant.ui.reading import guide_html
from tests.ui.conftest import Screen

Open = Callable[[], Screen]
CANCELLING = "commitment/when-they-keep-cancelling"


def test_the_about_page_names_the_folder_and_who_sees_what(screen: Open, tmp_path: Path) -> None:
    page = screen().open()
    page.app.switch_page("assistant/ui/about_page.py")
    page.open()
    assert str(tmp_path) in page.words
    assert "Nobody is alerted" in page.words
    assert "Who sees it: only you, and whoever" in page.words


def test_the_about_page_names_the_ai_service_among_those_who_see_it(
    screen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_MODEL", "small")
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    page = screen().open()
    page.app.switch_page("assistant/ui/about_page.py")
    assert "Who sees it: you, and the AI service that words the answers, and whoever" in page.open().words


def test_everything_can_be_deleted(screen: Open, tmp_path: Path) -> None:
    page = screen().open().press("Keep on this device").say("a marked sentence")
    page.app.switch_page("assistant/ui/about_page.py")
    page.open()
    page.app.checkbox(key="sure-everything").set_value(True).run()
    page.press("Delete everything")
    assert "Everything has been deleted." in page.words
    assert not any(b"a marked sentence" in path.read_bytes() for path in tmp_path.rglob("*.db"))


@pytest.mark.parametrize("reader", ["mentee", "mentor", "peer"])
def test_a_reader_is_told_their_own_lines(library: Library, reader: str) -> None:
    guide = library.guides[CANCELLING]
    own = {
        who: html.escape(guide.lines("say", who)[0].text.partition('"')[2].partition('"')[0]) for who in guide.readers
    }
    written = guide_html(guide, reader, ProgrammeCard())  # type: ignore[arg-type]
    assert {who for who, line in own.items() if line in written} == {reader}


def test_an_old_citation_shows_its_own_words_when_the_guide_has_changed(library: Library) -> None:
    old = Citation(1, f"{CANCELLING}#do", CANCELLING, "guide", 0, 9, "Old words")
    panel = sources.Sources("turn", [old], library).panels()
    assert "<mark>Old words</mark>" in panel
    assert "The guide has changed since this answer" in panel


def test_a_citation_of_a_guide_that_is_gone_still_shows_its_words(library: Library) -> None:
    gone = Citation(1, "x/<b>#say", "x/<b>", "guide", 0, 5, "<b>hi")
    panel = sources.Sources("turn", [gone], library).panels()
    assert "<mark>&lt;b&gt;hi</mark>" in panel
    assert "A guide that is no longer here" in panel


RULE = Part(("Gifts",), None, "None over £10. Log each one.")
CITED = Citation(1, "documents/a-txt#gifts", "documents/a-txt", "programme", 0, 14, "None over £10.")


def test_a_citation_of_a_rule_opens_its_passage_in_the_document() -> None:
    documents = by_name([Document("a.txt", datetime.now(UTC), 1, (RULE,))])
    cited = sources.Sources("turn", [CITED], Library({}), documents)
    assert "<mark>None over £10.</mark> Log each one." in cited.panels()
    assert "From your programme&#x27;s own documents, “Gifts”" in cited.panels()
    assert "1 of your programme's documents" in cited.list()


@pytest.mark.parametrize(
    ("there", "told"), [((), "This document has been removed"), (("Gone.",), "The document has been replaced")]
)
def test_an_old_answer_still_shows_the_rule_it_quoted(there: tuple[str, ...], told: str) -> None:
    kept = [Document("a.txt", datetime.now(UTC), 1, (Part((), None, text),)) for text in there]
    panel = sources.Sources("turn", [CITED], Library({}), by_name(kept)).panels()
    assert "<mark>None over £10.</mark></p>" in panel
    assert told in panel


def test_a_helpline_can_be_pressed_in_the_fixed_words() -> None:
    from assistant.ui.bubbles import fixed_words

    written = fixed_words(Signposting("x", "Ring **116 123**."), [("116 123", "tel:116123")])
    assert '<a href="tel:116123">116 123</a>' in written
