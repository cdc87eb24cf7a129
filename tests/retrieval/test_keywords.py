from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import IndexMissingError
from assistant.retrieval.entries import Entry
from assistant.retrieval.keywords import MAX_TERMS, Keywords, Match, query_words

TEXTS = {
    "late#do": "Ask once what makes the start so hard, and offer a later meeting.",
    "late#say": '"Would a later start be easier?"',
    "gifts#do": "Say no to loans; point to the hardship fund.",
    "goodbye#do": "Look back at what has grown. Meetings end well when somebody says so.",
    "secrets#do": "AND, OR, NOT and NEAR are only words here, and so is entries.",
}


def table(path: Path, texts: Sequence[tuple[str, str]] = tuple(TEXTS.items())) -> Keywords:
    Keywords.write(path, [Entry("passage", target, text) for target, text in texts])
    return Keywords(path)


@pytest.fixture(scope="module")
def keywords(tmp_path_factory: pytest.TempPathFactory) -> Keywords:
    return table(tmp_path_factory.mktemp("keywords") / "keywords.db")


def targets(matches: Sequence[Match]) -> list[str]:
    return [match.target for match in matches]


def test_the_passage_with_the_rarest_words_comes_first(keywords: Keywords) -> None:
    assert targets(keywords.search("a loan for the next meeting", 5))[0] == "gifts#do"


@pytest.mark.parametrize("word", ["meeting", "Meetings", "MEETING", "meet"])
def test_a_word_is_found_in_its_other_forms(keywords: Keywords, word: str) -> None:
    assert set(targets(keywords.search(word, 5))) == {"late#do", "goodbye#do"}


def test_no_more_matches_are_given_than_were_asked_for(keywords: Keywords) -> None:
    assert len(keywords.search("later start meeting fund", 2)) == 2


def test_a_match_that_holds_every_word_scores_higher_than_one_that_holds_some(keywords: Keywords) -> None:
    scores = {match.target: match.score for match in keywords.search("hardship fund meeting", 5)}
    assert 1 >= scores["gifts#do"] > scores["goodbye#do"] > 0


def test_words_that_nobody_wrote_lower_the_score(keywords: Keywords) -> None:
    texts = ("hardship fund", "hardship fund zebra", "hardship fund zebra xylophone")
    scores = [keywords.search(text, 1)[0].score for text in texts]
    assert scores == sorted(scores, reverse=True) != scores[:1] * 3


NOTHING = {
    "nothing": "",
    "spaces": "  \n",
    "marks": '"""*()',
    "emoji": "😞😞",
    "small words": "what should i do",
    "NUL": "\0",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING.keys())
def test_a_message_with_no_word_to_look_up_finds_nothing(keywords: Keywords, text: str) -> None:
    assert keywords.search(text, 5) == []


def test_words_that_no_guide_holds_find_nothing(keywords: Keywords) -> None:
    assert keywords.search("zebra xylophone", 5) == []


OPERATORS = [
    '"', "'", "loan*", "loan AND", "NOT loan", "NEAR(loan fund)", "text:loan", "^loan", "-loan", "(loan", '"loan fund',
    "loan) OR entries MATCH 'x'", "{text}: loan", "loan + fund", "loan\0fund", "'; DROP TABLE entries; -- loan",
]  # fmt: skip


@pytest.mark.parametrize("text", OPERATORS, ids=OPERATORS)
def test_signs_that_mean_something_to_sqlite_are_harmless(keywords: Keywords, text: str) -> None:
    assert ("gifts#do" in targets(keywords.search(text, 5))) == ("loan" in text)


@given(text=st.text(st.characters(codec=None), max_size=80))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_searched_and_scores_from_nothing_to_one(keywords: Keywords, text: str) -> None:
    for query in (text, f"{text} loan {text}"):
        assert all(0 <= match.score <= 1 for match in keywords.search(query, 5))


def test_a_long_message_keeps_its_rarest_words(tmp_path: Path) -> None:
    common = [f"common{number}" for number in range(MAX_TERMS)]
    words = table(tmp_path / "long.db", [("a#do", " ".join(common)), ("b#do", " ".join(common)), ("c#do", "fund")])
    assert targets(words.search(" ".join([*common, "fund"]), 1)) == ["c#do"]
    assert len(words.search(" ".join([*common, "fund"]), 5)) == 3


def test_words_no_guide_holds_never_push_out_those_that_some_do(keywords: Keywords) -> None:
    unknown = " ".join(f"unknown{number}" for number in range(MAX_TERMS * 2))
    (match,) = keywords.search(f"{unknown} loans", 5)
    assert (match.target, match.score < 0.1) == ("gifts#do", True)


def test_a_message_gives_each_of_its_telling_words_once() -> None:
    assert query_words("What if she CANCELS, cancels or can\u2019t? Ask Zo\u00eb_2 about week 3") == [
        "cancels", "ask", "zo\u00eb", "week",
    ]  # fmt: skip


def test_a_table_written_again_holds_only_the_new_words(tmp_path: Path) -> None:
    table(tmp_path / "k.db")
    assert table(tmp_path / "k.db", [("a#do", "zebra")]).search("loans zebra", 5)[0].target == "a#do"


def test_a_table_that_goes_while_open_says_what_to_run(tmp_path: Path) -> None:
    keywords = table(tmp_path / "k.db")
    (tmp_path / "k.db").unlink()
    with pytest.raises(IndexMissingError, match="Run `alongside index`"):
        keywords.search("loans", 5)


def test_a_folder_with_odd_signs_in_its_name_can_hold_the_table(tmp_path: Path) -> None:
    home = tmp_path / "what? 100% #1"
    home.mkdir()
    assert targets(table(home / "k.db").search("loans", 5)) == ["gifts#do"]


def test_words_that_nearly_every_entry_holds_are_left_out_of_a_large_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.retrieval.keywords.MAX_ROWS", 3)
    texts = [(f"{number}#do", "meeting") for number in range(4)] + [("fund#do", "meeting fund")]
    keywords = table(tmp_path / "large.db", texts)
    assert targets(keywords.search("a meeting about the fund", 9)) == ["fund#do"]
    assert keywords.search("a meeting", 9) == []


def test_no_more_entries_are_weighed_than_is_quick_the_rarest_words_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.retrieval.keywords.MAX_ROWS", 3)
    texts = [("a#do", "loan"), ("b#do", "late"), ("c#do", "late"), ("d#do", "gift"), ("e#do", "gift"), ("f#do", "gift")]
    keywords = table(tmp_path / "large.db", texts)
    assert set(targets(keywords.search("gift late loan", 9))) == {"a#do", "b#do", "c#do"}
