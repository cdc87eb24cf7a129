"""What a text does to whoever it is said to: asks, says back, advises, cares."""

from pathlib import Path

import pytest

from assistant.errors import ContentError
from assistant.retrieval.minilm import MiniLM
from evals.scorers.rows import Row, Scored, Unscored
from evals.scorers.talk.advice import Advice
from evals.scorers.talk.empathy import Stance
from evals.scorers.talk.examples import read_utterances
from evals.scorers.talk.likeness import Likeness
from evals.scorers.talk.questions import Questions, asks
from evals.scorers.talk.reflections import Reflections

ASKED = [
    ("How did that feel?", "open"),
    ("So, um, what's it like when you can't sleep", "open"),
    ("Tell me more about the garden.", "open"),
    ("I wonder what he would say to that.", "open"),
    ("When you get home, what do you do first?", "open"),
    ("Do you smoke", "closed"),
    ("How many times a week is that?", "closed"),
    ("You went alone?", "closed"),
    ("Can you tell me whether it hurts?", "closed"),
    ("Have you tried counting sheep?", "closed"),
    ("What I hear is that you're tired.", "none"),
    ("You need a rest.", "none"),
    ("How nice for you.", "none"),
]
SAID_BEFORE = "i moved here for the job and now they say my post is going in june. my kids only just made friends"
SAID_BACK = [
    ("So they're cutting your post in June.", "simple"),
    ("You've moved for the job, and your kids have made friends.", "simple"),
    ("It feels as if the ground you built on is being pulled away from all of you.", "complex"),
    ("You're torn between looking for work elsewhere and letting your children finally settle.", "complex"),
    ("Do they know at school?", "none"),
    ("You should ring the union tomorrow.", "none"),
    ("The council is open until four.", "none"),
    ("Okay.", "none"),
]
ADVISED = [
    ("You should ring the union.", "without permission"),
    ("Make a list and stick to it.", "without permission"),
    ("If I were you I'd wait.", "without permission"),
    ("Would it be okay if I told you what others did?", "with permission"),
    ("Can I make a suggestion? You could ask for it in writing. It's up to you.", "with permission"),
    ("You must be so tired.", "none"),
    ("What have they told you?", "none"),
    ("Posts are often cut in summer.", "none"),
]
CARED = [
    ("I'm so sorry, that breaks my heart.", (2, 0, 0)),
    ("Good luck, hang in there.", (1, 0, 0)),
    ("That must be so frightening for you.", (0, 2, 0)),
    ("When I lost my job I felt like I'd let my kids down too.", (0, 2, 0)),
    ("What have you told your children about June?", (0, 0, 2)),
    ("what happened?", (0, 0, 1)),
    ("The council is open until four.", (0, 0, 0)),
]


@pytest.fixture(scope="module")
def likeness(embedder: MiniLM) -> Likeness:
    """Learned anew from a third of the examples, which is quicker."""
    families = sorted({each.family for each in read_utterances()})[::2]
    return Likeness(embedder, [each for each in read_utterances() if each.family in families])


def scored(found: Scored | Unscored) -> Scored:
    assert isinstance(found, Scored)
    return found


@pytest.mark.parametrize(("text", "label"), ASKED)
def test_what_is_asked_is_told_by_its_form(text: str, label: str) -> None:
    assert asks(text) == label


def test_the_last_question_decides_and_a_tag_does_not(likeness: Likeness) -> None:
    ask = Questions(likeness)
    texts = ("Do you drive? And how was it?", "How was it, then? Okay?", "Are you well?", "I see. Go on.", "You see?")
    found = [scored(ask(Row(id=text, text=text))) for text in texts]
    assert [each.label for each in found] == ["open", "open", "closed", "none", "closed"]
    assert min(found[0].score, found[1].score) >= 0.75 > found[2].score >= 0.5 > found[3].score == 0.0
    assert found[0].parts == {"open": 1, "closed": 1}


@pytest.mark.parametrize(("text", "label"), SAID_BACK)
def test_what_is_said_back_is_simple_or_complex(likeness: Likeness, text: str, label: str) -> None:
    found = scored(Reflections(likeness)(Row(id=1, text=text, context=(SAID_BEFORE,))))
    assert found.label == label
    assert (found.score >= 0.5) is (label != "none")


@pytest.mark.parametrize(("text", "label"), ADVISED)
def test_advice_is_told_from_asking_leave_to_give_it(likeness: Likeness, text: str, label: str) -> None:
    found = scored(Advice(likeness)(Row(id=1, text=text)))
    assert found.label == label
    assert (found.score >= 0.5) is (label != "none")


@pytest.mark.parametrize(("text", "levels"), CARED)
def test_how_a_text_cares_has_three_parts_of_three_levels(
    likeness: Likeness, text: str, levels: tuple[int, ...]
) -> None:
    found = scored(Stance(likeness)(Row(id=1, text=text, context=(SAID_BEFORE,))))
    assert found.parts is not None
    assert tuple(found.parts["levels"].values()) == levels


def test_orders_flattery_and_lectures_lower_the_stance(likeness: Likeness) -> None:
    stand = Stance(likeness)
    kind = scored(stand(Row(id=1, text="That sounds hard. What would help you most?")))
    harsh = scored(stand(Row(id=2, text="Great question! You must ring them. It is important to be calm. Trust me.")))
    assert kind.score > harsh.score
    assert harsh.parts is not None
    assert (harsh.parts["no_flattery"], harsh.parts["no_lecture"]) == (0.5, 0.5)
    assert "decides for them: 'You must'" in harsh.reasons


@pytest.mark.parametrize("scorer", [Questions, Reflections, Advice, Stance])
def test_a_row_without_text_is_not_scored(likeness: Likeness, scorer: type[Questions]) -> None:
    assert scorer(likeness)(Row(id=7, text=" ")) == Unscored(7, "no text")


def test_an_unknown_kind_of_example_is_named(tmp_path: Path) -> None:
    path = tmp_path / "talk-x.yaml"
    path.write_text("- {family: a, context: b, opened: [c]}\n", encoding="utf-8")
    with pytest.raises(ContentError, match="family 1 has no such kind: opened"):
        read_utterances(tmp_path)


@pytest.mark.parametrize(
    "text", ["not " * 30_000, "?" * 90_000, " " * 90_000 + "a", "you must " * 10_000, "\x00\u202e" * 9_000]
)
def test_a_hostile_text_is_read_by_its_beginning(likeness: Likeness, text: str) -> None:
    for scorer in (Questions, Reflections, Advice, Stance):
        found = scorer(likeness)(Row(id=1, text=text, context=(text,)))
        assert isinstance(found, Unscored) or 0 <= found.score <= 1
