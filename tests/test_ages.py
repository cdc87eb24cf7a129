import pytest

from assistant.ages import names_a_childs_age, quotes_a_child, says_so_plainly, says_under_18
from assistant.cues import guess

OWN_ELSEWHERE = [
    "tengo 14 y no quiero volver a casa", "Tengo sólo 15 años", "tengo 13", "tengo 12 anios",
    "tenho 14 anos", "só tenho 16, não sei o que fazer", "j'ai 15 ans", "J’ai que 14 ans", "j ai peur, j'ai 13 et demi",
    "ich bin 14 jahre alt", "ich bin erst 15", "Ich bin 16 und will nicht heim",
    "main 15 saal ka hu", "mai 14 sal ki hoon", "मैं 15 साल की हूँ", "मैं १५ साल का हूँ", "मेरी उम्र 14 है",
    "عمري 15", "عمري ١٤ سنة", "عندي 16 سنة", "我今年14岁", "我才十四岁", "我１５歲",
]  # fmt: skip
NOT_THEIRS_ELSEWHERE = [
    "tengo 14 alumnos", "tengo 10 minutos", "mi alumno tiene 14 años", "hace 10 años", "tengo 45 años",
    "tengo 118 años", "tengo 12 años de experiencia", "tenho 10 anos de experiência", "ich bin 15 jahre dabei",
    "عندي 15 سنة خبرة", "j'ai 12 ans de métier", "tengo 9 años en el programa",
    "tenho 14 alunos", "j'ai 15 élèves", "j'ai 10 ans d'expérience", "il a 14 ans", "ich bin 15 minuten zu spät",
    "ich bin 10 wochen dabei", "er ist 14", "main 15 logon ko padhata hu", "मेरे 15 छात्र हैं", "عندي 15 طالب",
    "عمري 35 سنة",
    "我有14个学生", "他14岁", "我24岁", "我二十四岁", "我八十岁", "me dijo: tengo 14 años",
    "il m'a dit qu'il est perdu",
    "hat gesagt: ich bin 14", "他说我14岁", "قال لي: عمري 15", "उसने कहा मैं 15 साल की हूँ",
]  # fmt: skip
A_CHILDS_ELSEWHERE = [
    "mi alumno tiene 14 años", "o meu mentorado tem 13 anos", "elle n'a que 15 ans", "er ist erst 14",
    "sie ist 15 jahre alt",
    "eine 15-jährige schülerin", "wo 14 saal ka hai", "वह 14 साल का है", "عمره 15", "她今年十三岁", "他14岁",
]  # fmt: skip
NO_CHILDS_ELSEWHERE = [
    "tiene 14 años de experiencia",
    "elle a 10 ans d'expérience",
    "er ist 15 minuten zu spät",
    "她25岁",
]


@pytest.mark.parametrize("text", ["im 14", "I’m only 15 btw", "hi i am 16 and scared", "I'm a 13 year old boy"])
def test_a_child_says_how_old_they_are(text: str) -> None:
    assert says_under_18(text)


@pytest.mark.parametrize(
    "text",
    ["im 14 minutes late", "i'm 10 sessions in", "he said im 15", "she's 14", "im 19", "I'm 12 weeks in", "me at 15%"],
)
def test_a_number_that_is_not_their_own_age_makes_nobody_a_child(text: str) -> None:
    assert not says_under_18(text)


@pytest.mark.parametrize(
    "text",
    [
        "i'm sixteen and a mentor", "I am only fifteen.", "im a fifteen year old", "i’m not 18 yet", "im under 18",
        "I'm still underage", "i'm a minor", "im in year 10", "i am in 9th grade", "we're both 16, me and her",
        "i'm a peer mentor, not 18 yet", "im a mentor aged 16",
        "as a 16 year old peer mentor i", "i (16f) mentor a boy",
    ],
)  # fmt: skip
def test_a_child_says_so_in_other_words(text: str) -> None:
    assert says_under_18(text)


@pytest.mark.parametrize(
    "text",
    [
        "im ten minutes late", "i'm seventeen sessions in", "i'm not 18 anymore", "i'm a minor league coach",
        "im in year 9 of teaching", "she said i'm sixteen", "we are both 16 weeks in", "i'm under pressure",
        "i'm a mentor, 15 years now", "i'm a mentor of a girl, 15",
        "as a 16 year old she should know", "i meet (16) of them",
    ],
)  # fmt: skip
def test_other_words_like_these_make_nobody_a_child(text: str) -> None:
    assert not says_under_18(text)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("im 16 and my mentee said she wants to die", True),
        ("my mentee wants to die. i'm 16, what do i do", True),
        ('she wrote "i feel awful". im 16 myself', True),
        ("tengo 16 años y soy mentora", True),
        ("she said im 16", False),
        ("her message: im 16 and my dad hits me", False),
        ('her message "help me. im 16 and i cant go home"', False),
        ("what she wrote: “my dad hits me, im 16”", False),
        ("he texted:\n> i cant go home\n> im 16", False),
        ("'im 16 and my dad hits me' is what he wrote", False),
    ],
)
def test_what_may_be_passed_on_is_told_from_what_is_said_plainly(text: str, *, own: bool) -> None:
    assert says_so_plainly(text) is own


@pytest.mark.parametrize("text", OWN_ELSEWHERE)
def test_a_child_says_how_old_they_are_in_another_language(text: str) -> None:
    assert says_under_18(text)
    assert guess(text).age == "minor"


@pytest.mark.parametrize("text", NOT_THEIRS_ELSEWHERE)
def test_another_number_makes_nobody_a_child_in_another_language(text: str) -> None:
    assert not says_under_18(text)


@pytest.mark.parametrize("text", A_CHILDS_ELSEWHERE)
def test_a_child_is_heard_of_in_another_language(text: str) -> None:
    assert names_a_childs_age(text)
    assert guess(text).age == "minor"


@pytest.mark.parametrize("text", NO_CHILDS_ELSEWHERE)
def test_another_number_is_no_childs_age_in_another_language(text: str) -> None:
    assert not names_a_childs_age(text)


def test_what_a_child_said_can_be_passed_on_in_another_language() -> None:
    assert quotes_a_child("me dijo: tengo 14 años")
    assert not quotes_a_child("tengo 14 años")
