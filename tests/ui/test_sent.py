"""The page tells under an answer what went to the AI, and lets one message go as it is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1.element_tree import Toggle

from assistant.messages import Concern, Replacement, Sent
from assistant.safety.cardfile import CardFile
from assistant.ui.bubbles import AS_IT_IS
from assistant.ui.words import UNMASKED
from tests.running.scripted import Script
from tests.ui.conftest import Screen

Open = Callable[[], Screen]
SENT = Sent(
    "my mentee rang <b>",
    masked=True,
    replaced=(Replacement("Priya", "my mentee", "name"), Replacement("07700 900123", "phone number A", "phone")),
)


@pytest.fixture
def with_model(screen: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a model is set; it must come after what `screen` takes away."""
    del screen
    monkeypatch.setenv("ALONGSIDE_MODEL", "small")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-used")


@pytest.mark.usefixtures("with_model")
def test_what_was_replaced_stands_under_the_answer_also_after_a_reload(screen: Open, script: Script) -> None:
    script.sent = SENT
    page = screen().open().say("Priya rang")
    for shown in (page, page.reload()):
        assert "Before it was sent to the AI: Priya became “my mentee”, a phone number was taken out." in shown.words
        assert "07700 900123 was sent as “phone number A”" in shown.words
        assert "my mentee rang &lt;b&gt;" in shown.html


def test_nothing_is_said_of_sending_where_nothing_was_sent(screen: Open) -> None:
    page = screen().open().say("Priya rang")
    assert "al-sent" not in page.html
    assert [toggle.label for toggle in page.app.toggle if toggle.label == UNMASKED] == []


@pytest.mark.usefixtures("with_model")
def test_one_message_can_be_sent_as_it_is(screen: Open, script: Script) -> None:
    page = screen().open()
    switch(page).set_value(True).run()
    page.say("Priya rang").say("Priya rang again")
    assert [question.unmasked for question in script.asked] == [True, False]
    assert switch(page).value is False


@pytest.mark.usefixtures("with_model")
def test_that_choice_is_shown_and_holds_when_it_is_answered_again_also_once_it_is_kept(
    screen: Open, script: Script
) -> None:
    page = screen().open()
    assert AS_IT_IS not in page.say("Priya rang").words
    switch(page).set_value(True).run()
    page.say("Priya rang again").press("Keep on this device").settle()
    page.press("Answer again").settle()
    assert [question.unmasked for question in script.asked] == [False, True, True]
    assert page.words.count(AS_IT_IS) == page.reload().words.count(AS_IT_IS) == 1


@pytest.mark.usefixtures("with_model")
def test_no_switch_is_offered_where_nothing_is_masked(screen: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_MASKING", "off")
    page = screen().open()
    assert [toggle.label for toggle in page.app.toggle if toggle.label == UNMASKED] == []
    assert "names and numbers included" in page.words


def test_who_saw_a_sign_stands_under_the_words_also_after_a_reload(screen: Open, script: Script) -> None:
    script.moderated = Concern("caution", "self_harm", moderated=True)
    page = screen().open().say("she keeps cancelling")
    for shown in (page, page.reload()):
        assert "Alongside's own check saw no danger in this. The AI's moderation service" in shown.words
    assert page.offers("That\u2019s not it.")


@pytest.mark.usefixtures("with_model")
def test_the_pages_tell_of_a_moderation_service_only_where_it_is_turned_on(screen: Open, tmp_path: Path) -> None:
    page = screen().open()
    told = {"about_page": "is sent your one message, always with names", "safety_page": "A third thing may add a sign"}
    for moderation in ("off", "on"):
        CardFile(tmp_path / "programme.json").change({"moderation": moderation})
        for path, words in told.items():
            page.app.switch_page(f"assistant/ui/{path}.py")
            assert (words in page.open().words) is (moderation == "on")


def switch(page: Screen) -> Toggle:
    [found] = [toggle for toggle in page.app.toggle if toggle.label == UNMASKED]
    return found
