import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.guides.guide import Line
from assistant.messages import Piece, Support
from assistant.responders import wording
from assistant.responders.phrases import Phrases


def line(text: str, lead: str | None = None) -> Line:
    return Line("a/b#do", 0, len(text), text, lead)


def worded(piece: Piece) -> str:
    assert piece.support[0].passage == "a/b#do"
    return piece.text.strip()


def joined(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def test_a_line_is_supported_by_its_own_span() -> None:
    assert wording.support(line("Ask once.")) == (Support("a/b#do", 0, 9),)


@pytest.mark.parametrize(
    ("text", "lead", "shown"),
    [
        ("Ask once. Then wait.", "Ask once.", "**Ask once.** Then wait."),
        ("If they say no: thank them.", "If they say no:", "**If they say no:** thank them."),
        ("Ask once.", None, "Ask once."),
    ],
    ids=["lead", "case", "no lead"],
)
def test_an_action_keeps_its_bold_lead(text: str, lead: str | None, shown: str) -> None:
    assert worded(wording.action(line(text, lead))) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('"Would that help?"', '*"Would that help?"*'),
        ('By message: "I missed you."', '*"I missed you."*'),
        ('Say "yes" or "no".', 'Say *"yes"* or *"no"*.'),
    ],
    ids=["quote", "message", "two quotes"],
)
def test_words_to_say_stand_in_italics(text: str, shown: str) -> None:
    assert wording.sayable(line(text)) == shown


def test_quotes_stand_behind_their_label(phrases: Phrases) -> None:
    pieces = wording.quoted([line('"One?"'), line('"Two?"')], phrases.labels.say)
    assert joined(pieces) == '**You could say:** *"One?"* *"Two?"* '


def test_no_label_stands_alone() -> None:
    assert wording.quoted([], "You could say:") == []


def test_questions_are_numbered_under_their_label() -> None:
    pieces = wording.numbered([line('"One?"'), line('"Two?"')], "Ask:")
    assert joined(pieces) == '**Ask:**\n\n1. *"One?"*\n2. *"Two?"*\n'


def test_an_example_is_not_announced_twice(phrases: Phrases) -> None:
    pieces = wording.example(line("For example: three dates fell through."), phrases.labels)
    assert joined(pieces) == "**For example:** Three dates fell through. "


def test_what_to_avoid_follows_on_from_its_label(phrases: Phrases) -> None:
    assert worded(wording.left_out(line("Daily reminders."), phrases.labels)) == "**Leave out** daily reminders."


def test_when_to_get_help_follows_on_from_its_label(phrases: Phrases) -> None:
    piece = wording.help_when(line("You're worried: tell somebody."), phrases.labels)
    assert worded(piece) == "**Bring someone in** when you're worried: tell somebody."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("What have I assumed about my mentee?", "What have you assumed about your mentee?"),
        ("What did I say that I'd take back?", "What did you say that you'd take back?"),
        ("What do we want from our hour?", "What do you two want from your hour?"),
        ("How was I when it got hard for me?", "How were you when it got hard for you?"),
        ('When did I say "I know how you feel"?', 'When did you say "I know how you feel"?'),
        ("What would you do again?", "What would you do again?"),
    ],
)
def test_a_question_back_is_put_to_the_reader(text: str, shown: str) -> None:
    assert worded(wording.question(line(text))) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Daily reminders.", "daily reminders."),
        ("I know how you feel.", "I know how you feel."),
        ("I'm fine.", "I'm fine."),
        ("GROW as a checklist.", "GROW as a checklist."),
        ('"At least", which stings.', '"At least", which stings.'),
        ("", ""),
    ],
)
def test_only_a_plain_first_letter_is_lowered(text: str, shown: str) -> None:
    assert wording.uncapitalised(text) == shown


def test_a_paragraph_ends_with_one_blank_line() -> None:
    pieces = wording.paragraph([Piece("One. "), Piece("Two. \n", (Support("a/b#do"),))])
    assert pieces == [Piece("One. "), Piece("Two.\n\n", (Support("a/b#do"),))]
    assert wording.paragraph([]) == []


@given(text=st.text(st.characters(exclude_characters="*\n"), min_size=1))
def test_wording_keeps_the_guides_words(text: str) -> None:
    shown = wording.action(line(text)).text + wording.plain(line(text)).text
    assert shown == text + text + " "
