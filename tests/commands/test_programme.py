"""The programme's own contacts and rules, from the command line."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Alongside
from tests.model_server import ModelServer, words

URGENT = "my mentee just wrote he wants to die tonight"


@pytest.fixture
def card(data_folder: Path) -> Path:
    """The card's file, which no test finds there."""
    path = data_folder / "programme.json"
    path.unlink(missing_ok=True)
    return path


def test_what_is_set_is_shown_and_stands_in_the_next_answer(alongside: Alongside, card: Path) -> None:
    changed = alongside("programme", "set", "safeguarding_lead=Priya Shah, 020 7946 0000", "country=gb", "--json")
    assert (changed.code, changed.err) == (0, "")
    assert changed.json == alongside("programme", "show", "--json").json
    assert changed.json["card"]["safeguarding_lead"] == "Priya Shah, 020 7946 0000"
    assert "coordinator" in changed.json["missing"]
    assert changed.json["file"] == str(card)
    shown = alongside("ask", URGENT, "--json").json["signposting"]["text"]
    assert "Priya Shah, 020 7946 0000" in shown
    assert "999" in shown
    assert "Priya Shah" in alongside("programme", "show").out


def test_fields_come_from_a_file_too(alongside: Alongside, card: Path, tmp_path: Path) -> None:
    file = tmp_path / "card.json"
    file.write_text(json.dumps({"name": "Bridge", "hr": "Kim"}))
    assert alongside("programme", "set", "--file", str(file), "hr=Lee").code == 0
    assert alongside("programme", "set", "--file", "-", stdin=b'{"name": null}').code == 0
    assert json.loads(card.read_text())["card"] == {"hr": "Lee"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("name=Other", "coordinatr=Jo"), "Did you mean 'coordinator'?"),
        (("name=Other", "country=Narnia"), "give its two-letter code"),
        (("name=Other", "coordinator"), "number 2 has no '='"),
        (("name=Other", "name=Third"), "name is given twice"),
        ((), "Say what to change"),
        (("--file", "-"), "'-' is not JSON"),
        (("--file", "/nowhere"), "'/nowhere' cannot be read"),
    ],
    ids=str,
)
def test_what_cannot_be_used_ends_with_2_and_changes_nothing(
    alongside: Alongside, card: Path, arguments: tuple[str, ...], told: str
) -> None:
    alongside("programme", "set", "name=Bridge")
    before = card.read_bytes()
    ran = alongside("programme", "set", *arguments, stdin=b"nonsense")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert told in ran.err
    assert card.read_bytes() == before


def test_a_damaged_card_is_told_and_help_is_there_all_the_same(alongside: Alongside, card: Path) -> None:
    card.write_text("{")
    for arguments in (("show",), ("set", "name=Bridge")):
        ran = alongside("programme", *arguments)
        assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
        assert "cannot be read (line 1 is not JSON)" in ran.err
    assert "whoever looks after safeguarding" in alongside("ask", URGENT).out
    assert card.read_text() == "{"
    card.unlink()


def test_the_safety_words_are_signed_and_withdrawn(alongside: Alongside, card: Path) -> None:
    unsigned = alongside("programme", "show", "--json").json["sign_off"]
    assert unsigned["state"] == "unsigned"
    asked = alongside("programme", "sign", "--name", "Priya Shah", "--role", "safeguarding lead")
    assert (asked.code, asked.out) == (2, "")
    assert "Read the booklet" in asked.err
    signed = alongside("programme", "sign", "--name", "Priya Shah", "--role", "safeguarding lead", "--yes")
    assert signed.out.startswith("Checked and signed by Priya Shah (safeguarding lead) on ")
    assert signed.out.strip() in alongside("programme", "show").out
    alongside("programme", "set", "safeguarding_lead=Lee Okoro")
    assert alongside("programme", "show", "--json").json["sign_off"]["state"] == "lapsed"
    alongside("programme", "set", "safeguarding_lead=")
    assert alongside("programme", "withdraw", "--json").json["state"] == "withdrawn"
    assert alongside("programme", "withdraw").code == 2
    card.with_name("signoff.json").unlink()


def test_the_booklet_is_written_once_and_never_over_another_file(
    alongside: Alongside, card: Path, tmp_path: Path
) -> None:
    file = tmp_path / "words.pdf"
    assert alongside("booklet", str(file)).out == f"The safety words are in {str(file)!r}.\n"
    assert file.read_bytes().startswith(b"%PDF-")
    before = file.read_bytes()
    for arguments, code, told in (
        ((str(file),), 2, "is there already"),
        ((str(tmp_path / "words.txt"),), 2, "words.pdf"),
        ((str(tmp_path / "nowhere" / "a.pdf"),), 2, "cannot be written"),
    ):
        ran = alongside("booklet", *arguments)
        assert (ran.code, ran.out, told in ran.err) == (code, "", True)
    card.write_text("{")
    assert alongside("booklet", str(file), "--replace").code == 1
    assert file.read_bytes() == before
    card.unlink()


def test_a_model_words_no_answer_for_a_minor_until_the_programme_says_so(
    alongside: Alongside, card: Path, model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("ALONGSIDE_MODEL", "small"), ("OPENAI_BASE_URL", model_server.url), ("OPENAI_API_KEY", "x")):
        monkeypatch.setenv(name, value)
    asked = ("ask", "she keeps cancelling on me", "--age", "minor", "--json")
    assert alongside(*asked).json["responder"] == "library"
    assert model_server.requests == []
    alongside("programme", "set", "model_for=everyone")
    model_server.script(words("Ask once, plainly."))
    assert alongside(*asked).json["responder"] == "model"
    card.unlink()
