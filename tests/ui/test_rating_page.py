"""People rate answers key by key, blind to scores; what they said is kept, taken back, told and brought in as CSV."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.quality.labelfile import LabelFile
from assistant.quality.labels import Label, Verdict, answer_key
from assistant.quality.labelsheet import to_csv
from assistant.quality.rater_agreement import NOBODY
from assistant.quality.rating import to_rate
from assistant.quality.records import CaseRecord, write_record
from assistant.store import LOCAL_OWNER
from assistant.ui import session, shared
from tests.quality.made_up import case, run
from tests.ui.conftest import Screen

Open = Callable[[], Screen]
RECORD = run(
    *(
        case(f"c{n}", {"stance.warm": n % 2, "safe.seen": 1.0}, answer=f"Say {n}. [1]", turns=(f"what now {n}",))
        for n in range(12)
    ),
    model="secret-model",
)
ORDER = to_rate(RECORD)


@pytest.fixture
def rating(screen: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Screen:
    """The page, with one record; nobody has rated yet."""
    monkeypatch.setattr(shared, "RELEASE", tmp_path / "release.json")
    monkeypatch.setattr(shared, "_record_folders", lambda _settings: {"data": tmp_path / "runs"})
    write_record(RECORD, tmp_path / "release.json")
    return opened(screen)


def opened(screen: Open) -> Screen:
    page = screen().open()
    page.app.switch_page("assistant/ui/rating_page.py")
    return page.open()


def start(page: Screen, name: str = "AB", kind: str = "person") -> Screen:
    page.app.text_input(key="rating-name").set_value(name)
    page.app.radio(key="rating-kind").set_value(kind)
    return page.press("Start")


def say(page: Screen, *verdicts: str) -> Screen:
    for verdict in verdicts:
        page.press(verdict)
    return page


def on_screen(page: Screen) -> CaseRecord:
    [shown] = [each for each in ORDER if f"Say {each.id[1:]}." in page.words]
    return shown


def kept(tmp_path: Path) -> tuple[Label, ...]:
    return LabelFile.of(tmp_path / "ratings", LOCAL_OWNER).read().labels


def label(of: CaseRecord, name: str, verdict: Verdict) -> Label:
    return Label(answer_key(of), of.id, of.family, "person", name, {"say_it": verdict}, datetime.now(UTC))


def view(page: Screen, name: str) -> Screen:
    page.app.button_group(key="rating-view").set_value(name).run()
    return page


def test_until_people_rate_the_page_says_that_nobody_has(rating: Screen) -> None:
    assert NOBODY in rating.words
    assert NOBODY in view(rating, "figures").words


def test_four_presses_rate_an_answer_and_the_next_is_there(rating: Screen, tmp_path: Path) -> None:
    start(rating)
    assert on_screen(rating) == ORDER[0]
    say(rating, "Yes", "No", "Partly", "Can't tell")
    assert [(each.case, each.rater, each.name, each.verdicts) for each in kept(tmp_path)] == [
        (ORDER[0].id, "person", "AB", {"say_it": "yes", "role": "no", "points": "partly"}),
    ]  # fmt: skip
    assert on_screen(rating) == ORDER[1]
    assert [each.text for each in rating.app.get("progress")] == ["AB: 1 of 20 in this sitting, 1 of 12 in all"]


def test_a_rater_sees_what_was_asked_and_answered_and_nothing_of_how_it_scored(rating: Screen) -> None:
    start(rating)
    told = rating.html + "".join(str(each) for each in rating.app.main)
    shown = ORDER[0]
    assert f"A mentor. what now {shown.id[1:]}" in rating.words
    assert f"What matters here: {shown.why}" in rating.words
    hidden = ["lost ", "stance", "secret-model", "library", shown.family, "[1]", "2026"]
    assert [word for word in hidden if word in told] == []


def test_every_choice_has_a_key(rating: Screen) -> None:
    start(rating).press("Yes").press("Yes")
    keys = {each.label: each.proto.shortcut for each in rating.app.main.button}
    assert keys == {
        "Yes": "y",
        "Partly": "p",
        "No": "n",
        "Can't tell": "t",
        "Undo": "u",
        "Skip": "s",
        "Stop for now": "",
    }


def test_undo_takes_back_a_press_and_then_the_rating_before(rating: Screen, tmp_path: Path) -> None:
    say(start(rating), "Yes", "Yes", "Yes", "Yes", "No", "Undo")
    assert (on_screen(rating), len(kept(tmp_path))) == (ORDER[1], 1)
    rating.press("Undo")
    assert (on_screen(rating), kept(tmp_path)) == (ORDER[0], ())
    say(rating, "No", "No", "No", "No")
    assert on_screen(rating) == ORDER[1]
    assert kept(tmp_path)[0].verdicts["say_it"] == "no"


def test_what_is_skipped_comes_again_when_the_others_are_rated(rating: Screen, tmp_path: Path) -> None:
    write_record(run(*ORDER[:2]), tmp_path / "release.json")
    start(rating).press("Skip")
    assert on_screen(rating) == ORDER[1]
    say(rating, "Yes", "Yes", "Yes", "Yes")
    assert on_screen(rating) == ORDER[0]
    say(rating, "Yes", "Yes", "Yes", "Yes")
    assert "You have rated every answer there is." in rating.words


def test_an_answer_of_which_nothing_can_be_told_is_skipped(rating: Screen, tmp_path: Path) -> None:
    say(start(rating), *["Can't tell"] * 4)
    assert (on_screen(rating), kept(tmp_path)) == (ORDER[1], ())


def test_who_comes_back_goes_on_and_somebody_else_begins_at_the_beginning(rating: Screen, screen: Open) -> None:
    say(start(rating), "Yes", "Yes", "Yes", "Yes").press("Stop for now")
    again = opened(screen).press("Go on as AB")
    assert on_screen(again) == ORDER[1]
    assert on_screen(start(opened(screen), "CD")) == ORDER[0]


def test_whoever_rates_sees_nothing_of_what_others_talked_about(rating: Screen, screen: Open) -> None:
    screen().open().press("Keep on this device").say("a marked sentence")
    start(rating)
    told = rating.html + str([*rating.app.main, *rating.app.sidebar])
    assert "a marked sentence" not in told


def test_without_a_name_nobody_starts(rating: Screen) -> None:
    assert "Give the rater a short name or initials" in start(rating, " ").words
    assert rating.offers("Start")


def test_where_nobody_said_who_is_asking_it_is_not_asked_whether_it_is_for_them(rating: Screen, tmp_path: Path) -> None:
    write_record(run(replace(ORDER[0], situation={})), tmp_path / "release.json")
    assert "1 of 3: Would you say this to them?" in start(rating).words


def test_ratings_of_authors_and_helpers_are_counted_apart_and_as_nothing_else(rating: Screen) -> None:
    say(start(rating, "Me", "author"), *["Yes"] * 4)
    told = view(rating, "figures").words
    assert NOBODY in told
    assert "Kept apart, and never counted as what people say: 1 rating by somebody who worked on Alongside." in told


def test_what_people_say_and_whether_scores_see_it_stand_beside_each_other(rating: Screen, tmp_path: Path) -> None:
    file = LabelFile.of(tmp_path / "ratings", LOCAL_OWNER)
    for name in ("AB", "CD"):
        file.add(label(each, name, "yes" if each.scores["stance.warm"] else "no") for each in ORDER)
    told = view(rating, "figures").words
    assert "Would you say this to them? yes 12, no 12 (24 ratings of 12 answers by 2 people)" in told
    assert "Agreement between people: good, 1.00 (1.00 to 1.00); the same said in 100 in 100 (12 answers" in told
    assert "It opens with understanding good 1.00 (1.00 to 1.00); the same verdict in 100 in 100; held against" in told
    assert "Kept apart" not in told


def test_what_people_say_is_of_the_chosen_answers_only(rating: Screen, tmp_path: Path) -> None:
    other = replace(ORDER[0], answer="Other words.")
    LabelFile.of(tmp_path / "ratings", LOCAL_OWNER).add([label(ORDER[0], "AB", "yes"), label(other, "CD", "no")])
    told = view(rating, "figures").words
    assert "Would you say this to them? yes 1, no 0 (1 rating of 1 answer by 1 person)" in told
    assert "1 rating is of other answers than these, and counted with those." in told
    write_record(run(replace(other, answer="Others again.")), tmp_path / "release.json")
    told = view(rating, "figures").words
    assert NOBODY in told
    assert "2 ratings are of other answers than these" in told


def test_a_score_that_only_measures_length_is_called_out(rating: Screen, tmp_path: Path) -> None:
    long = [case(f"c{n}", {"usable.words": n / 12, "stance.warm": n % 2}, answer="so " * (n + 1)) for n in range(12)]
    write_record(run(*long), tmp_path / "release.json")
    told = view(rating, "figures").words
    assert "There are words to say little else than length" in told
    assert "2 scores beside length There are words to say +0.97 It opens with understanding +0.1" in told


def test_a_line_that_a_crash_cut_short_is_told(rating: Screen, tmp_path: Path) -> None:
    say(start(rating), *["Yes"] * 4)
    [file] = (tmp_path / "ratings").iterdir()
    file.write_bytes(file.read_bytes() + b'{"version": 1, "ans')
    assert "1 line of the file of ratings cannot be read" in view(rating, "figures").words


def bring(page: Screen, data: bytes) -> Screen:
    page.app.file_uploader[0].set_value([("ratings.csv", data, "text/csv")]).run()
    return page


def test_a_sheet_is_brought_in_whole_or_not_at_all(rating: Screen, tmp_path: Path) -> None:
    say(start(rating), *["Yes"] * 4)
    [mine] = kept(tmp_path)
    theirs = replace(mine, name="CD")
    changed = replace(mine, verdicts={"safe": "no"}, at=mine.at + timedelta(seconds=1))
    view(rating, "sheet")
    bring(rating, to_csv([theirs, mine]).replace("CD,yes", "CD,perhaps").encode())
    assert "Nothing was brought in. Mend these lines and choose the file again:" in rating.words
    assert "Line 2: say_it is 'perhaps'; give no, yes, or leave it empty." in rating.words
    assert kept(tmp_path) == (mine,)
    bring(rating, to_csv([theirs, mine]).encode())
    assert "1 ratings added, 0 replaced by what the sheet says, 1 were here already." in rating.words
    bring(rating, to_csv([changed]).encode())
    assert set(map(str, kept(tmp_path))) == {str(theirs), str(changed)}


def test_an_older_sheet_leaves_what_was_said_since(rating: Screen, tmp_path: Path) -> None:
    say(start(rating), *["Yes"] * 4)
    [mine] = kept(tmp_path)
    older = replace(mine, verdicts={"safe": "no"}, at=mine.at - timedelta(days=1))
    view(rating, "sheet")
    bring(rating, to_csv([replace(older, name="CD"), older]).encode())
    assert (
        "1 ratings added, 0 replaced by what the sheet says, 0 were here already, 1 left out: what is here is as new"
        in (rating.words)
    )
    assert kept(tmp_path) == (mine, replace(older, name="CD"))


def test_a_record_that_is_damaged_says_so_before_anybody_has_rated(rating: Screen, tmp_path: Path) -> None:
    whole = tmp_path / "release.json"
    whole.write_text(whole.read_text(encoding="utf-8").replace('"found": true', '"found": 7'), encoding="utf-8")
    rating.app.run()
    assert "is not a whole run record" in start(rating).words
    assert "There is nothing to rate yet" in rating.words
    whole.write_text("{", encoding="utf-8")
    rating.app.run()
    assert "is not whole JSON" in rating.words


def test_without_any_record_the_page_says_what_to_do(rating: Screen, tmp_path: Path) -> None:
    (tmp_path / "release.json").unlink()
    rating.app.run()
    assert "There is nothing to rate yet" in rating.words


def test_every_record_that_the_quality_pages_show_can_be_chosen(rating: Screen, tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    other = run(replace(ORDER[0], answer="Other words."), date="2026-11-21T10:05:00+00:00")
    write_record(other, runs / "gate" / "2026-11-21T100500-all-library-dev.json")
    write_record(replace(other, date="2026-11-20T09:00:00+00:00"), runs / "kept.json")
    (runs / "broken.json").write_text("{", encoding="utf-8")
    rating.app.run()
    assert rating.app.selectbox(key="rating-record").options == [
        "The answers of this release", "A run of 21 November 2026, 10:05 UTC", "A run of 20 November 2026, 09:00 UTC",
    ]  # fmt: skip
    rating.app.selectbox(key="rating-record").select_index(1)
    assert "Other words." in start(rating).words


def test_ratings_are_their_owners(rating: Screen, screen: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    say(start(rating), *["Yes"] * 4)
    monkeypatch.setattr(session, "owner", lambda: "her")
    assert not opened(screen).offers("Go on as AB")
