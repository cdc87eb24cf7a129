from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.guides.library import Library
from assistant.guides.wayfinding import Wayfinding
from assistant.safety.card import ProgrammeCard
from assistant.ui import session
from assistant.ui.reading import at_a_glance, guide_html
from tests.ui.conftest import Screen

Open = Callable[[], Screen]
CANCELLING = "commitment/when-they-keep-cancelling"
MATCHING = "programme/matching-pairs"


def guides(page: Screen, **address: str) -> Screen:
    page.open().app.switch_page("assistant/ui/guides_page.py")
    return page.open(**address)


def look_for(page: Screen, words: str) -> Screen:
    page.app.text_input(key="guide-search").set_value(words).run()
    return page


def test_the_library_lists_every_guide_without_a_widget_for_each(screen: Open) -> None:
    page = guides(screen())
    assert page.html.count("data-al-go") > 100
    assert len(page.app.main.button) == 0
    assert page.words.index("Starting out 10 guides") < page.words.index("Running a programme")


def test_guides_are_found_by_words(screen: Open) -> None:
    page = look_for(guides(screen()), "cancelling")
    assert "When they keep cancelling" in page.words
    assert "Gifts, money" not in page.words


def test_what_no_guide_has_can_be_asked_in_talk(screen: Open) -> None:
    page = look_for(guides(screen()), "quantum zebra")
    assert "No guide has these words. Try one word less, or ask it in Talk" in page.words
    page.press("Ask it in Talk")
    assert page.app.chat_input(key="message").proto.value == "quantum zebra"


def test_words_that_only_others_have_are_told(screen: Open) -> None:
    page = look_for(guides(screen()), "misconduct")
    page.app.button_group[0].set_value("mentee").run()
    assert "Nothing for what you chose above, but" in page.words


def test_the_library_begins_with_what_was_said_in_talk(screen: Open) -> None:
    page = screen().open()
    page.app.button_group[0].set_value("coordinator").run()
    guides(page)
    assert page.app.button_group[0].value == "coordinator"


def test_a_guide_opens_by_its_address_and_says_what_stands_behind_it(screen: Open) -> None:
    page = guides(screen(), guide=CANCELLING)
    assert "Ask once, plainly." in page.words
    assert "No study has tested it" in page.words
    assert "Not yet checked by anyone outside the project" in page.words
    assert "not yet checked by a safeguarding professional" in page.words


def test_a_guide_opens_for_the_reader_its_address_names(screen: Open) -> None:
    page = guides(screen(), guide=CANCELLING, **{"as": "peer"})
    group = next(group for group in page.app.button_group if group.key == f"reader-{CANCELLING}")
    assert group.value == "peer"


def test_a_guide_for_somebody_else_says_whom_it_speaks_to(screen: Open) -> None:
    page = guides(screen(), guide=MATCHING, **{"as": "mentee"})
    assert "This guide speaks to coordinators." in page.words


def test_a_guide_that_is_not_there_leads_to_those_that_are(screen: Open) -> None:
    page = guides(screen(), guide="<script>")
    assert "That guide is not here any more." in page.words
    assert "When they keep cancelling" in page.words


def test_a_conversation_can_start_from_a_guide(screen: Open) -> None:
    page = guides(screen(), guide=CANCELLING).press("Talk about this")
    assert page.app.chat_input(key="message").proto.value == "About “When they keep cancelling”: "


def test_a_guide_names_who_has_checked_it(library: Library) -> None:
    checked = replace(library.guides[CANCELLING], reviewed_by="A. <b>Name</b>")
    written = at_a_glance(checked) + guide_html(checked, "mentor", ProgrammeCard())
    assert written.count("Checked by A. &lt;b&gt;Name&lt;/b&gt;.") == 2
    assert "ot yet checked" not in written


def test_the_glossary_says_what_words_mean_and_which_guide_says_more(screen: Open) -> None:
    page = screen().open()
    page.app.switch_page("assistant/ui/glossary_page.py")
    page.open()
    assert "safeguarding lead The person in a school" in page.words
    assert "/guides?guide=roles/what-peer-support-is" in page.html


def test_a_glossary_that_cannot_be_read_is_told(screen: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    page = screen().open()
    monkeypatch.setattr(session.shared(), "signs", Wayfinding())
    page.app.switch_page("assistant/ui/glossary_page.py")
    assert "Run `alongside check`" in page.open().words
