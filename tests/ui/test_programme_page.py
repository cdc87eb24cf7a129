"""The coordinator fills in the programme card, sees what it does to urgent words, and can go back."""

from collections.abc import Callable
from pathlib import Path

from assistant.safety.card import ProgrammeCard
from assistant.safety.cardfile import CardFile
from assistant.safety.signoff import UNSIGNED
from tests.ui.conftest import Screen

Open = Callable[[], Screen]


def programme(screen: Open) -> Screen:
    page = screen().open()
    page.app.switch_page("assistant/ui/programme_page.py")
    return page.open()


def fill_in(page: Screen, **values: str) -> Screen:
    for name, value in values.items():
        page.app.text_input(key=f"card-{name}").set_value(value).run()
    return page


def test_what_is_filled_in_is_seen_in_the_urgent_words_and_saved(screen: Open, tmp_path: Path) -> None:
    page = fill_in(programme(screen), safeguarding_lead="Priya Shah, 020 7946 0000")
    assert "Bring someone in now: Priya Shah, 020 7946 0000" in page.words
    assert "Not saved yet: Safeguarding lead." in page.words
    assert CardFile(tmp_path / "programme.json")() == ProgrammeCard()
    page.app.selectbox(key="card-country").set_value("GB").run()
    page.press("Save")
    assert "Saved. It stands in every answer from now on." in page.words
    assert "Not saved yet" not in page.words
    assert '<a href="tel:02079460000">020 7946 0000</a>' in page.html
    assert CardFile(tmp_path / "programme.json")() == ProgrammeCard(
        safeguarding_lead="Priya Shah, 020 7946 0000", country="GB"
    )


def test_what_is_empty_says_what_happens_meanwhile(screen: Open) -> None:
    page = programme(screen)
    assert "10 fields are still empty that people would miss." in page.words
    assert "Still empty. At night people are sent to somebody who is asleep." in page.words
    fill_in(page, out_of_hours="the on-call line").press("Save")
    assert "9 fields are still empty" in page.words
    assert "asleep" not in page.words


def test_a_value_that_cannot_be_used_is_told_kept_in_its_box_and_not_saved(screen: Open, tmp_path: Path) -> None:
    page = fill_in(programme(screen), ages="young", hr="Kim").press("Save")
    told = "Ages cannot be used as it is: give the youngest and the oldest, such as 16-25"
    assert told in page.words
    assert (page.app.text_input(key="card-ages").value, page.app.text_input(key="card-hr").value) == ("young", "Kim")
    assert not (tmp_path / "programme.json").exists()
    fill_in(page, ages="16 to 25").press("Save")
    assert told not in page.words
    assert page.app.text_input(key="card-ages").value == "16-25"
    assert CardFile(tmp_path / "programme.json")() == ProgrammeCard(ages="16-25", hr="Kim")


def test_the_last_save_can_be_undone_and_done_again(screen: Open) -> None:
    page = programme(screen)
    assert not page.offers("Undo")
    fill_in(page, hr="Kim").press("Save")
    fill_in(page, hr="Lee").press("Save").press("Undo")
    assert "as it was before the last save" in page.words
    assert page.app.text_input(key="card-hr").value == "Kim"
    assert page.press("Undo").app.text_input(key="card-hr").value == "Lee"


def test_a_card_changed_elsewhere_is_taken_over_and_what_is_being_typed_stays(screen: Open, tmp_path: Path) -> None:
    page = fill_in(programme(screen), hr="Kim")
    CardFile(tmp_path / "programme.json").change({"hr": "Lee", "coordinator": "Jo Ade"})
    page.app.run()
    assert page.app.text_input(key="card-coordinator").value == "Jo Ade"
    assert page.app.text_input(key="card-hr").value == "Kim"
    page.press("Save")
    assert CardFile(tmp_path / "programme.json")() == ProgrammeCard(coordinator="Jo Ade", hr="Kim")


def test_the_moderation_service_is_turned_on_in_the_form(screen: Open, tmp_path: Path) -> None:
    page = programme(screen)
    assert "never an urgent message, names and numbers taken out" in page.words
    page.app.selectbox(key="card-moderation").set_value("on").run()
    page.press("Save")
    assert CardFile(tmp_path / "programme.json")() == ProgrammeCard(moderation="on")


def test_what_is_typed_is_there_after_a_look_at_another_page(screen: Open) -> None:
    page = fill_in(programme(screen), hr="Kim")
    page.app.switch_page("assistant/ui/about_page.py")
    page.open()
    page.app.switch_page("assistant/ui/programme_page.py")
    assert page.open().app.text_input(key="card-hr").value == "Kim"


def test_a_card_that_cannot_be_read_is_kept_aside_by_one_press(screen: Open, tmp_path: Path) -> None:
    (tmp_path / "programme.json").write_text("{ not a card")
    page = programme(screen)
    assert "cannot be read (line 1 is not JSON)" in page.words
    assert not page.offers("Save")
    page.press("Keep that file and begin a new card")
    assert "This is a new one." in page.words
    assert [path.read_text() for path in tmp_path.glob("programme-aside-*.json")] == ["{ not a card"]
    fill_in(page, hr="Kim").press("Save")
    assert CardFile(tmp_path / "programme.json")() == ProgrammeCard(hr="Kim")


def test_a_changed_card_stands_in_guides_at_once(screen: Open, tmp_path: Path) -> None:
    page = screen().open()
    page.app.switch_page("assistant/ui/guides_page.py")
    page.open(guide="people/different-minds", **{"as": "mentor"})
    assert "ask whoever runs your programme whom to see" in page.words
    CardFile(tmp_path / "programme.json").change({"disability": "the access team"})
    page.app.run()
    assert "ask the access team whom to see" in page.words


def test_the_safety_page_says_what_is_detected_what_happens_what_is_stored_and_what_it_cannot_do(screen: Open) -> None:
    page = screen().open()
    page.app.switch_page("assistant/ui/safety_page.py")
    words = page.open().words
    for told in ("What is looked out for", "Suicide A wish to die", "Nobody is alerted.", "What is stored",
                 "not a clinical tool", UNSIGNED):  # fmt: skip
        assert told in words


def test_the_safety_words_are_signed_on_the_page_and_a_change_ends_it(screen: Open) -> None:
    page = programme(screen)
    assert UNSIGNED in page.words
    assert len(page.app.get("download_button")) == 1
    page.app.text_input(key="sign-name").set_value("Priya Shah").run()
    page.app.text_input(key="sign-role").set_value("safeguarding lead").run()
    page.press("Sign")
    assert "Read the booklet and tick the box first" in page.words
    page.app.checkbox(key="sign-read").set_value(True).run()
    page.press("Sign")
    assert "Checked and signed by Priya Shah (safeguarding lead) on " in page.words
    fill_in(page, out_of_hours="the on-call line").press("Save")
    assert "signed earlier words" in page.words
    page.press("Undo the last save").press("Withdraw the sign-off")
    assert "it was withdrawn" in page.words


def test_who_has_checked_the_words_is_said_on_the_other_pages_too(screen: Open) -> None:
    page = screen().open()
    for path in ("about_page", "safety_page"):
        page.app.switch_page(f"assistant/ui/{path}.py")
        assert UNSIGNED in page.open().words
