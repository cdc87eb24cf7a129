import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.commands.batch import BROKEN, answer_lines, triage_lines
from assistant.messages import Concern, Findings, Span, Turn
from assistant.responders.turns import compose
from assistant.situation import Situation
from tests.responders.questions import answer_prompt
from tests.stand_ins import HELP, URGENT, Parts

GOOD = {"id": "good", "text": "she keeps cancelling"}


def answered(*rows: Any, parts: Parts | None = None) -> list[dict[str, Any]]:
    """What comes out for these rows; text is a line as it stands."""
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    return list(answer_lines((parts or Parts()).assistant(), lines))


def test_each_line_gets_its_answer_in_order() -> None:
    rows = answered({"id": 1, "text": "one"}, {"id": 2, "text": "two"})
    assert [(list(row), row["id"], len(row["replies"])) for row in rows] == [
        (["id", "replies"], 1, 1),
        (["id", "replies"], 2, 1),
    ]


def test_answers_come_as_they_are_made() -> None:
    parts = Parts()
    rows = answer_lines(parts.assistant(), iter([json.dumps(GOOD), json.dumps(GOOD)]))
    next(rows)
    assert parts.called.count("respond") == 1


@pytest.mark.parametrize(
    ("line", "known", "error"),
    [
        ("{not json", None, "this line is not JSON"),
        ("[" * 100_000, None, "this line is not JSON"),
        ("[1, 2]", None, "this line is not a JSON object"),
        ('"text"', None, "this line is not a JSON object"),
        ('{"id": 7}', 7, 'give "text": "...", or "turns": ["...", ...]'),
        ('{"id": 7, "text": 5}', 7, 'give "text": "...", or "turns": ["...", ...]'),
        ('{"id": 7, "turns": []}', 7, 'give "text": "...", or "turns": ["...", ...]'),
        ('{"id": 7, "turns": ["a", null]}', 7, 'give "text": "...", or "turns": ["...", ...]'),
        ('{"id": 7, "turns": "a"}', 7, 'give "text": "...", or "turns": ["...", ...]'),
        ('{"id": 7, "text": "  "}', 7,
         "There is nothing to answer yet. Write what is on your mind, in your own words."),
        ('{"id": 7, "text": "a", "role": "boss"}', 7,
         "role is 'boss'; choose one of mentee, mentor, peer, coordinator."),
        ('{"id": 7, "text": "a", "moment": 5}', 7, "moment must be text, got 5."),
        ('{"id": 7, "text": "a", "country": "England"}', 7,
         "country is 'England'; give its two-letter code, such as GB or US."),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_a_bad_line_is_reported_in_its_place_and_the_rest_goes_on(line: str, known: object, error: str) -> None:
    before, bad, after = answered(GOOD, line, GOOD)
    assert bad == {"line": 2, "id": known, "error": error}
    assert before["replies"]
    assert after["replies"]


def test_a_message_too_long_is_a_bad_line() -> None:
    [bad] = answered({"id": 7, "text": "a" * 20_000})
    assert bad["error"].startswith("That is 20,000 characters; up to 4,000 can be answered well.")


def test_a_reply_is_not_lost_to_a_bad_turn_after_it_without_a_word() -> None:
    [bad] = answered({"id": 7, "turns": ["she keeps cancelling", "  "]})
    assert (bad["line"], bad["id"]) == (1, 7)


def test_empty_lines_are_skipped_but_counted() -> None:
    assert [row["line"] for row in answered("", "  \n", "{")] == [3]


def test_several_turns_get_a_reply_each_in_the_light_of_those_before() -> None:
    parts = Parts()
    [row] = answered({"id": 7, "turns": ["one", "two", "three"]}, parts=parts)
    assert len(row["replies"]) == 3
    assert parts.question is not None
    said = [(turn.speaker, turn.text) for turn in parts.question.history]
    answer = ("assistant", "Ask once. [1]\n")
    assert said == [("person", "one"), answer, ("person", "two"), answer]


def test_turns_win_over_text_when_both_are_given() -> None:
    [row] = answered({"id": 7, "turns": ["one", "two"], "text": "three"})
    assert len(row["replies"]) == 2


def test_unknown_keys_are_ignored() -> None:
    [row] = answered({**GOOD, "why": "because", "must": [{"any_of": ["x"]}]})
    assert row["replies"]


def test_the_situation_of_the_line_is_the_replys() -> None:
    values = {"role": "peer", "side": "giving", "relationship": "peer_support", "moment": "in_session"}
    [row] = answered({**GOOD, **values, "setting": "school", "age": "minor", "country": "gb"})
    assert row["replies"][0]["situation"] == {**values, "setting": "school", "age": "minor", "country": "GB"}


def test_an_urgent_turn_is_answered_with_help_alone() -> None:
    [row] = answered(GOOD, parts=Parts(concern=URGENT, help=HELP))
    assert row["replies"][0]["signposting"] == {"id": HELP.id, "text": HELP.text}
    assert row["replies"][0]["text"] == ""


def test_an_urgent_turn_is_never_sent_to_a_model_with_a_later_one() -> None:
    parts = Parts(urgent="i want to die")
    answered({"turns": ["i want to die", "how do i end a session?"]}, parts=parts)
    assert parts.question is not None
    sent = compose(parts.question, answer_prompt(), len, 100_000).messages
    assert [message.text for message in sent[1:]] == ["how do i end a session?"]


def test_broken_characters_are_no_reason_to_stop() -> None:
    one, two = answered('{"id": "\\ud83d", "turns": ["hard \\ud83d day", "shorter \\u0000"]}', GOOD)
    assert len(one["replies"]) == 2
    assert two["replies"]


def test_triage_judges_the_last_turn_in_the_light_of_the_others() -> None:
    def triage(text: str, history: Sequence[Turn]) -> Concern:
        return Concern("urgent", "suicide", "self", (Span(0, len(text)),)) if len(history) == 2 else Concern()

    lines = [json.dumps({"id": 7, "turns": ["one", "two"]}), json.dumps({"id": 8, "text": "one"}), "{"]
    urgent, calm, bad = triage_lines(triage, lines)
    assert urgent == {
        "id": 7,
        "triage": {"level": "urgent", "category": "suicide", "about": "self", "evidence": ({"start": 0, "end": 3},)},
    }
    assert calm["triage"] == {"level": "none", "category": None, "about": None, "evidence": ()}
    assert bad == {"line": 3, "id": None, "error": "this line is not JSON"}


def test_triage_knows_what_it_made_of_earlier_turns() -> None:
    seen: list[str] = []

    def triage(text: str, history: Sequence[Turn]) -> Concern:  # noqa: ARG001 - a Triage
        seen.extend(f"{turn.speaker} {turn.concern.level}" for turn in history)
        return URGENT

    list(triage_lines(triage, [json.dumps({"turns": ["one", "two"]})]))
    assert seen == ["person urgent", "assistant urgent"]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(["id", "text", "turns", "role", "moment", "age", "country", "other"])


@given(rows=st.lists(st.dictionaries(KEYS, ANYTHING) | ANYTHING, max_size=4))
def test_whatever_the_lines_hold_each_gets_an_answer_or_an_error(rows: list[Any]) -> None:
    results = answered(*(json.dumps(row) for row in rows))
    assert len(results) == len(rows)
    assert all(("replies" in row) != ("error" in row) for row in results)


def test_what_a_row_leaves_open_is_taken_from_the_command_line() -> None:
    rows = [json.dumps({"text": "one"}), json.dumps({"text": "two", "role": "peer"})]
    records = answer_lines(Parts().assistant(), rows, Situation(role="mentor"))
    assert [record["replies"][0]["situation"]["role"] for record in records] == ["mentor", "peer"]


def test_a_line_that_breaks_something_does_not_end_the_others() -> None:
    class Broken(Parts):
        def search(self, text: str, situation: Situation, history: Sequence[Turn]) -> Findings:
            if text == "break":
                raise ZeroDivisionError(text)
            return super().search(text, situation, history)

    rows = answered({"id": 1, "text": "break"}, {"id": 2, "text": "fine"}, parts=Broken())
    assert [row.get("error") for row in rows] == [BROKEN, None]
