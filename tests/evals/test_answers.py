"""How an answer falls into sentences, and how its marks are read."""

import pytest

from evals.answers import Answer, Sentence, sentences

TOLD = """It's wearing when the hour is moved. [1] Missed meetings are information. [2]

**Ask once, plainly.** Name the pattern in one message. [3]

**You could say:** *"It moved again. What's getting in the way?"* [4]

**Avoid:**
- Daily reminders. [5][6]

When did it last work? [7]
"""


def test_marks_belong_to_the_sentence_before_them() -> None:
    found = sentences(TOLD)
    assert [(each.text, each.marks) for each in found] == [
        ("It's wearing when the hour is moved.", (1,)),
        ("Missed meetings are information.", (2,)),
        ("**Ask once, plainly.**", ()),
        ("Name the pattern in one message.", (3,)),
        ('**You could say:** *"It moved again. What\'s getting in the way?"*', (4,)),
        ("**Avoid:**", ()),
        ("Daily reminders.", (5, 6)),
        ("When did it last work?", (7,)),
    ]


def test_an_earlier_sentence_of_the_line_knows_the_marks_to_come() -> None:
    assert sentences("One thing. Another. [2]")[0] == Sentence("One thing.", later=(2,))


def test_a_line_under_a_label_knows_it() -> None:
    assert [each.label for each in sentences("**Avoid:**\n- Nagging.\n\nWait.")] == ["", "**Avoid:**", ""]


@pytest.mark.parametrize(
    ("text", "is_question"),
    [("What now?", True), ('Say: "What now?"', False), ("*What now?*", True), ("Wait.", False)],
)
def test_a_quoted_question_is_not_a_question_to_the_reader(text: str, is_question: bool) -> None:
    assert Sentence(text).is_question is is_question


def test_text_without_words_has_no_sentences() -> None:
    assert sentences("") == sentences("\n\n---\n") == []


def test_a_printed_reply_ranks_guides_by_its_citations() -> None:
    cited = {"passage": "b#do", "guide": "b", "start": 0, "end": 2, "quote": "Do"}
    reply = {"text": "Do. [1] Do. [2]", "citations": [{"n": 1, **cited}, {"n": 2, **cited, "guide": "a"}]}
    assert Answer.of(reply).ranking == ("b", "a")


def test_what_is_shown_has_the_fixed_words_and_no_marks() -> None:
    answer = Answer(text="Ask him. [1][2]", signposting="Call now.")
    assert answer.shown == "Call now.\n\nAsk him."
