"""The booklet holds every word that can be shown, is read back from its PDF, and no letter breaks it."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pypdf
import pytest

from assistant.booklet.booklet import ELSEWHERE, NAMES, UNPRINTED, Piece, Source, booklet
from assistant.booklet.occasions import AFTER, occasions, shown_when
from assistant.booklet.pdf import BOX, MISSING, pdf
from assistant.messages import Concern
from assistant.safety.blocks import load_blocks
from assistant.safety.card import ProgrammeCard
from assistant.safety.concerns import load_concerns
from assistant.safety.edition import fingerprint
from assistant.safety.helplines import load_helplines
from assistant.safety.languages import read_languages
from assistant.safety.programme import fill
from assistant.safety.signals import CATEGORIES
from assistant.safety.signoff import UNSIGNED, Signature, SignOff
from assistant.situation import Situation
from tests.safety.kit import KNOWLEDGE, WORDS
from tests.safety.test_card import FULL

CARD = ProgrammeCard.parse(FULL)
MOMENT = datetime(2026, 11, 30, tzinfo=UTC)


def source(card: ProgrammeCard = CARD, status: SignOff | None = None) -> Source:
    number = fingerprint(KNOWLEDGE, card)
    return Source(KNOWLEDGE, card, status or SignOff("unsigned", number), date(2026, 11, 30))


def read(written: bytes) -> str:
    """The words of a PDF without the numbers of its pages, one space between them."""
    pages = [page.extract_text().rstrip() for page in pypdf.PdfReader(io.BytesIO(written)).pages]
    return " ".join(" ".join(page.removesuffix(f"{number}") for number, page in enumerate(pages, start=1)).split())


@pytest.fixture(scope="module")
def printed() -> str:
    return read(pdf(booklet(source()), MOMENT))


def plain(text: str) -> str:
    return " ".join(text.replace("**", "").split())


def test_every_fixed_word_is_printed_as_people_see_it(printed: str) -> None:
    for block in load_blocks(KNOWLEDGE / "signposting"):
        for paragraph in fill(block.text, CARD, None).split("\n\n"):
            assert plain(paragraph) in printed


def test_the_words_in_other_languages_are_printed_where_there_are_letters_for_them() -> None:
    pieces = [piece.text for piece in booklet(source())]
    for spoken in read_languages(KNOWLEDGE / "languages.yaml"):
        after = pieces[pieces.index(NAMES[spoken.language]) + 1 :]
        if spoken.language in UNPRINTED:
            assert after[0] == ELSEWHERE
        else:
            words = [" ".join(words.split()) for words in (spoken.urgent, *spoken.answers.values())]
            assert after[: len(words)] == words


def test_what_is_looked_out_for_and_every_helpline_with_its_source_are_printed(printed: str) -> None:
    for concern in load_concerns(KNOWLEDGE):
        assert plain(f"{concern.name} {concern.signs}") in printed
    for line in load_helplines(KNOWLEDGE).lines:
        assert line.phone is None or f"{line.name}, {line.phone}" in printed
        assert plain(f"Read on 21 November 2026: {line.title},") in printed
        assert line.url[:40] in printed


def test_the_card_the_number_and_a_place_to_sign_are_printed(printed: str) -> None:
    assert "Safeguarding lead: Priya Shah, 020 7946 0000" in printed
    assert f"Number {fingerprint(KNOWLEDGE, CARD)[:12]}." in printed
    assert "Printed on 30 November 2026." in printed
    assert "Sign here" in printed
    assert "Name Role Date Signature" in printed


def test_nobody_is_said_to_have_checked_it_unless_somebody_has(printed: str) -> None:
    assert printed.count(UNSIGNED) == 2
    assert "reviewed" not in printed.lower()
    number = fingerprint(KNOWLEDGE, CARD)
    signed = SignOff("signed", number, Signature("Priya Shah", "lead", "2026-11-30", number))
    words = [piece.text for piece in booklet(source(status=signed))]
    assert UNSIGNED not in words
    assert words.count("Checked and signed by Priya Shah (lead) on 30 November 2026.") == 2


def test_an_empty_card_is_said_to_be_empty() -> None:
    words = [piece.text for piece in booklet(source(ProgrammeCard()))]
    assert any(text.startswith("The programme card is empty") for text in words)
    assert not any("{" in text for text in words)


def test_which_words_come_first_is_what_people_get() -> None:
    rows = occasions(KNOWLEDGE)
    assert {row.category for row in rows} == set(CATEGORIES)
    found = {row.block for row in rows if (row.category, row.level, row.about) == ("suicide", "urgent", "other")}
    for role, age in (("mentor", "unknown"), ("peer", "minor")):
        situation = Situation.parse({"role": role, "age": age})
        shown = WORDS("x", Concern("urgent", "suicide", "other"), situation, [])
        assert shown
        assert shown.id in found


def test_every_block_says_when_it_is_shown() -> None:
    rows = occasions(KNOWLEDGE)
    blocks = load_blocks(KNOWLEDGE / "signposting")
    assert {block.front.follows for block in blocks} - {None} <= set(AFTER)
    told = {block.front.id: shown_when(block, rows) for block in blocks}
    assert told["suicide-urgent-other"] == "Shown first: urgent, about somebody else."
    assert told["cannot-call-self"] == "Shown after other words, when the answer is that they can't call."
    assert told["minor-other"].endswith(", to people under 18 only.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ünïcødé Ωμέγα Привет", "Ünïcødé Ωμέγα Привет"),
        ("x" * 400, "x" * 400),
        ("王小明 🌿", BOX),
        ("a\u0000b\u202ec \ud800", "a bc"),
        ("**never closed", "**never closed"),
        ("a\ufe0fb", "ab"),
        ("~~no~~ __marks__ [of](http://a.b) --here--", "~~no~~ __marks__ [of](http://a.b) --here--"),
    ],
    ids=ascii,
)
def test_no_letter_and_no_length_breaks_it(text: str, expected: str) -> None:
    printed = read(pdf([Piece("words", text)], MOMENT))
    assert expected.replace(" ", "") in printed.replace(" ", "")
    assert (MISSING in printed) == (BOX in printed)


def test_letters_that_join_are_printed_joined() -> None:
    printed = pypdf.PdfReader(io.BytesIO(pdf([Piece("text", "नमस्ते मित्र")], MOMENT)))
    assert BOX not in printed.pages[0].extract_text()
    assert read(pdf([Piece("text", "مرحبا")], MOMENT)) != ""


def test_the_same_words_make_the_same_file(tmp_path: Path) -> None:
    pieces = [Piece("title", "One"), Piece("line", "Name")]
    (tmp_path / "a.pdf").write_bytes(pdf(pieces, MOMENT))
    assert (tmp_path / "a.pdf").read_bytes() == pdf(pieces, MOMENT)
