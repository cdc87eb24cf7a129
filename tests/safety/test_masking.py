"""What leads to a person is taken out of a text, each time by the same stand-in, and put back where that comes."""

import time

import pytest

from assistant.messages import MAX_MESSAGE_CHARS, Piece, Replacement
from assistant.responders.sending import put_back
from assistant.safety.identifiers import find_identifiers
from assistant.safety.lexicon import lexicon
from assistant.safety.masking import Veil, letters, mask
from assistant.safety.names import names_in_title

FRAMES = (
    "my mentee {} keeps cancelling on me",
    "I told {} that we could meet on Tuesday.",
    "{} said she would rather stop. What do I do?",
    "Her name is {} and she is 14.",
    "Hi {}, shall we meet? That is what I wrote.",
    "I don't know how to tell {}'s mother.",
)
LEFT_ALONE = (
    "We met 12 times since 2021, at 10:30, on 14 June and on 12.05.2024-15.05.2024. She is 14 and got a 7 in Maths.",
    "Childline is on 0800 1111 and Samaritans on 116 123; in danger it is 999 or 112.",
    "In March I start in Leeds. Will she open up? May I ask? Hope is hard to give.",
    "The scheme costs £1 200 000 a year, 10 out of 10 awkward, room 214, 9.30 - 10.45, pages 12 13 14 15.",
    "My mentor works at Tesco, plays Minecraft and speaks Arabic. We use WhatsApp, Zoom and Teams.",
    "It is a 10 minute drive down the road to our school, 2 miles from the high street.",
    "Mentoring is new to me. Nobody explained the boundaries. Everyone says give it time.",
    "See www.example.org for the scheme.",
    "wie sage ich meiner Mentee, dass ihre Bewerbung noch nicht gut ist? Welche Fragen soll ich stellen?",
    "¿Cómo preparo la primera reunión con mi mentora?",
    "第一次见导师应该问什么？",
    "كيف أستعد لأول لقاء مع مرشدي؟",
    "",
)
FOUND = {
    "ring me on 07700 900123": "07700 900123",
    "her number is +44 (0)7700 900 123, ok": "+44 (0)7700 900 123",
    "mobile 0049 151 23456789": "0049 151 23456789",
    "appelle le 06 12 34 56 78 ce soir": "06 12 34 56 78",
    "رقمي هو ٠٥٠١٢٣٤٥٦٧ الآن": "٠٥٠١٢٣٤٥٦٧",
    "write to jess.w+x@mail.example.co.uk.": "jess.w+x@mail.example.co.uk",
    "it is jess at example dot com": "jess at example dot com",
    "see https://example.com/people/jess?x=1.": "https://example.com/people/jess?x=1",
    "he is @jordan_k07 there": "@jordan_k07",
    "I live at Flat 3, 22 Acacia Avenue now": "Flat 3, 22 Acacia Avenue",
    "it's 14 wellington road, third bell": "14 wellington road",
    "Sie wohnt in der Berliner Straße 5a dort": "Berliner Straße 5a",
    "vive en Calle de la Paz 15": "Calle de la Paz 15",
    "他住在建国路88号": "他住在建国路88号",
    "postcode LS6 2AB please": "LS6 2AB",
    "her zip code is 90210 i think": "90210",
    "my NI is QQ 12 34 56 C": "QQ 12 34 56 C",
    "passport 533401372 he wrote": "533401372",
    "case number AB-4471923": "AB-4471923",
    "card 4929 1234 5678 9012": "4929 1234 5678 9012",
    "SSN 078-05-1120": "078-05-1120",
    "dob 12/03/2009": "12/03/2009",
    "she was born on 3rd of May 2010, so": "3rd of May 2010",
    "she goes to St Margaret's High School there": "St Margaret's High School",
}


def veil(*turns: str) -> Veil:
    learned = Veil()
    for turn in turns:
        learned.learn(turn)
    return learned


@pytest.mark.parametrize("frame", FRAMES)
def test_a_common_name_is_found_wherever_it_stands_and_can_be_put_back(frame: str) -> None:
    missed = [name for name in sorted(lexicon().first) if name in mask(frame.format(name.title())).text.lower().split()]
    assert missed == []


@pytest.mark.parametrize("frame", FRAMES[1:])
def test_what_was_masked_comes_back_word_for_word(frame: str) -> None:
    names = sorted(name for name in lexicon().first if name.isascii())[::8]
    texts = [frame.format(name.title()) for name in names]
    assert [veil(text).restore(mask(text).text) for text in texts] == texts


@pytest.mark.parametrize("name", ["Quorvaxil", "Tariro", "Wiremu", "Hye-jin", "O'Donnell"])
@pytest.mark.parametrize("frame", FRAMES)
def test_a_name_nobody_has_listed_is_found_by_how_it_is_written(frame: str, name: str) -> None:
    assert name not in mask(frame.format(name)).text


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_ordinary_words_dates_marks_and_helplines_are_left_alone(text: str) -> None:
    assert mask(text).text == text


@pytest.mark.parametrize("text", FOUND, ids=FOUND.values())
def test_numbers_and_addresses_are_found_whole(text: str) -> None:
    assert [text[found.start : found.end] for found in find_identifiers(text)] == [FOUND[text]]


def test_somebody_is_called_what_they_are_to_the_person_and_others_by_a_letter() -> None:
    masked = mask("My mentee Priya Sharma met Tom and my friend Ana. Priya liked Tom, ring 07700 900123.")
    assert masked.text == "My mentee met Person A and my friend. My mentee liked Person A, ring phone number A."
    assert masked.replacements == (
        Replacement("Priya Sharma", "my mentee", "name"),
        Replacement("Tom", "Person A", "name"),
        Replacement("Ana", "my friend", "name"),
        Replacement("07700 900123", "phone number A", "phone"),
    )


def test_two_with_the_same_role_are_told_apart() -> None:
    assert mask("my mentees: my mentee Priya and my mentee Omar").text == (
        "my mentees: my mentee Person A and my mentee Person B"
    )


def test_a_name_keeps_its_stand_in_in_every_turn() -> None:
    turns = ("Tom is late", "my mentee priya is late too", "tom and Priya again, and Ana", "my mentor Tom rang")
    learned = veil(*turns)
    assert [learned.mask(turn).text for turn in turns] == [
        "Person A is late",
        "my mentee is late too",
        "Person A and my mentee again, and Person B",
        "my mentor Person A rang",
    ]
    assert [mask(turn, turns[:number]).text for number, turn in enumerate(turns)] == [
        learned.mask(turn).text for turn in turns
    ]


def test_a_name_that_is_introduced_later_is_masked_in_what_was_said_before() -> None:
    learned = veil("kwab never comes", "my mentee is called kwab")
    assert learned.mask("kwab never comes").text == "Person A never comes"


def test_a_name_that_is_a_word_too_is_only_taken_out_with_its_capital() -> None:
    assert mask("I told Will that he will be late").text == "I told Person A that he will be late"


@pytest.mark.parametrize(
    ("said", "back"),
    [
        ("Ask Person A's mother, and person a too.", "Ask Tom's mother, and person a too."),
        ("Frag Person As Mutter.", "Frag Toms Mutter."),
        ("Pregunta a Persona A.", "Pregunta a Tom."),
        ("问问Person A吧", "问问Tom吧"),
        ("Ask your mentee what helps.", "Ask Priya what helps."),
        ("Your mentee's plan, my mentee", "Priya's plan, Priya"),
        ("Your mentees and the mentee", "Your mentees and the mentee"),
        ("Person AB and Persona non grata", "Person AB and Persona non grata"),
        ("The number is phone number A.", "The number is 07700 900123."),
    ],
)
def test_stand_ins_are_put_back_however_a_model_bends_them(said: str, back: str) -> None:
    learned = veil("my mentee Priya met Tom; ring 07700 900123")
    assert learned.restore(said) == back


def test_names_typed_in_small_letters_come_back_with_a_capital() -> None:
    assert veil("i saw tom").restore("Ask Person A.") == "Ask Tom."


def test_a_stand_in_cut_in_two_is_still_put_back() -> None:
    learned = veil("my mentee Priya met Tom; ring 07700 900123")
    said = "Ask your mentee whether Person A has phone number A, and thank Person A."
    pieces = [["".join(part) for part in (said[:at], said[at:])] for at in range(len(said)) if said[at] == " "]
    assert {"".join(piece.text for piece in put_back(map(Piece, cut), learned)) for cut in pieces} == {
        "Ask Priya whether Tom has 07700 900123, and thank Tom."
    }


def test_an_answer_teaches_no_names_but_its_numbers_are_masked() -> None:
    learned = Veil()
    learned.learn("Tell Quorvaxil on 07700 900123.", names=False)
    assert learned.mask("Tell Quorvaxil on 07700 900123.").text == "Tell Quorvaxil on phone number A."


def test_nothing_put_back_can_pass_for_a_source() -> None:
    learned = veil("look at https://example.com/a[1]")
    assert "[1]" not in learned.restore("See web address A.")


def test_stand_ins_go_on_after_z() -> None:
    assert [letters(number) for number in (1, 26, 27, 52, 53, 703)] == ["A", "Z", "AA", "AZ", "BA", "AAA"]


@pytest.mark.parametrize(
    "hostile",
    ["1 " * 2000, "A" * 4000, "Aa " * 1333, "@" * 4000, "a.a" * 1333, "my " * 1333, "12 Aa " * 666,
     "\ud800'\u200b" * 900,
     "叫" * 4000, "ول" * 2000, "a at " * 800, "Person A " * 440],
    ids=range(12),
)  # fmt: skip
def test_no_text_takes_long(hostile: str) -> None:
    lexicon()
    started = time.process_time()
    learned = veil(hostile[:MAX_MESSAGE_CHARS])
    learned.restore(learned.mask(hostile[:MAX_MESSAGE_CHARS]).text)
    assert time.process_time() - started < 1.5


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Zanib", ["Zanib"]),
        ("zanib", ["zanib"]),
        ("Sam, Thursday", ["Sam"]),
        ("Zanib's goals for March", ["Zanib"]),
        ("Grace", ["Grace"]),
        ("Exam stress", []),
        ("My new mentee", []),
        ("how do i end the mentoring well", []),
        ("", []),
        ("\u202e 12 % 🌿", []),
    ],
)
def test_a_title_of_somebodys_own_tells_names(title: str, names: list[str]) -> None:
    assert names_in_title(title) == names
