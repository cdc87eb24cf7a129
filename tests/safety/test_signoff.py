"""Nobody is said to have checked the safety words unless a named person has, and for exactly these words."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from assistant.errors import ContentError, InputError, ProgrammeError
from assistant.safety.blocks import load_blocks
from assistant.safety.card import ProgrammeCard
from assistant.safety.concerns import load_concerns
from assistant.safety.edition import fingerprint
from assistant.safety.helplines import load_helplines
from assistant.safety.languages import read_languages
from assistant.safety.signoff import UNSIGNED, SignOffFile
from assistant.settings import CHECKOUT

KNOWLEDGE = CHECKOUT / "knowledge"
DAY = date(2026, 11, 30)
BROKEN = ["{", "[]", '{"version": 2, "signatures": []}', '{"version": 1, "signed": []}',
          '{"version": 1, "signatures": [{"name": "x"}]}',
          '{"version": 1, "signatures": [{"name": 1, "role": "x", "date": "2026-01-01", "words": "x"}]}',
          '{"version": 1, "signatures": [{"name": "x", "role": "x", "date": "soon", "words": "x"}]}']  # fmt: skip


class Words:
    """The fingerprint of words that a test changes."""

    def __init__(self) -> None:
        self.now = "first"

    def __call__(self) -> str:
        return self.now


@pytest.fixture
def words() -> Words:
    return Words()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "signoff.json"


@pytest.fixture
def file(path: Path, words: Words) -> SignOffFile:
    return SignOffFile(path, words)


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """The safety words, to be changed."""
    shutil.copytree(KNOWLEDGE / "signposting", tmp_path / "knowledge" / "signposting")
    for name in ("helplines.yaml", "concerns.yaml", "languages.yaml"):
        shutil.copy(KNOWLEDGE / name, tmp_path / "knowledge" / name)
    return tmp_path / "knowledge"


def test_until_somebody_has_signed_the_words_are_said_to_be_unchecked(file: SignOffFile) -> None:
    assert (file.status().state, file.status().told()) == ("unsigned", UNSIGNED)
    assert UNSIGNED == "Written by the project, not yet checked by a safeguarding professional."


def test_a_signature_is_a_persons_with_role_and_date(file: SignOffFile, path: Path) -> None:
    status = file.sign(" Priya\u202e Shah ", "safeguarding lead", "first", DAY)
    assert status.told() == "Checked and signed by Priya Shah (safeguarding lead) on 30 November 2026."
    assert file.status() == status
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_changed_word_ends_it_and_the_same_words_bring_it_back(file: SignOffFile, words: Words) -> None:
    file.sign("Priya Shah", "lead", "first", DAY)
    words.now = "second"
    assert file.status().state == "lapsed"
    assert file.status().told() == (
        f"{UNSIGNED} Priya Shah (lead) signed earlier words on 30 November 2026; they have changed since."
    )
    words.now = "first"
    assert file.status().state == "signed"


def test_a_signature_can_be_withdrawn_and_is_kept_as_withdrawn(file: SignOffFile) -> None:
    with pytest.raises(InputError, match="no sign-off to withdraw"):
        file.withdraw()
    file.sign("Priya Shah", "lead", "first", DAY)
    status = file.withdraw(DAY)
    assert status.state == "withdrawn"
    assert status.told().startswith(UNSIGNED)
    with pytest.raises(InputError):
        file.withdraw()
    assert file.sign("Lee Okoro", "trustee", "first", DAY).state == "signed"


@pytest.mark.parametrize(
    ("name", "role", "read", "told"),
    [
        ("", "lead", "first", "Give the name of the person"),
        ("Priya", " \u200b", "first", "Give the role"),
        ("x" * 81, "lead", "first", "The name has 81 characters; up to 80 fit."),
        ("Priya", "lead", "zeroth", "The words have changed since you read them"),
    ],
    ids=["no name", "no role", "a long name", "other words"],
)
def test_what_is_no_sign_off_changes_nothing(file: SignOffFile, name: str, role: str, read: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        file.sign(name, role, read)
    assert file.status().state == "unsigned"


@pytest.mark.parametrize("written", BROKEN, ids=range(len(BROKEN)))
def test_a_file_that_cannot_be_read_signs_nothing_and_is_left_as_it_is(
    file: SignOffFile, path: Path, written: str
) -> None:
    path.write_text(written)
    assert file.known().told() == UNSIGNED
    for act in (file.status, lambda: file.sign("Priya", "lead", "first"), file.withdraw):
        with pytest.raises(ProgrammeError, match=r"The sign-off in .* (cannot be read|by a newer Alongside)"):
            act()
    assert path.read_text() == written


def test_what_is_signed_is_every_word_as_people_see_it(knowledge: Path) -> None:
    def changed(name: str, old: str, new: str) -> str:
        file = knowledge / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        load_blocks.cache_clear()
        load_helplines.cache_clear()
        read_languages.cache_clear()
        return fingerprint(knowledge, ProgrammeCard())

    first = fingerprint(knowledge, ProgrammeCard())
    assert first == fingerprint(KNOWLEDGE, ProgrammeCard())
    assert first != fingerprint(knowledge, ProgrammeCard(safeguarding_lead="Priya"))
    assert first == fingerprint(knowledge, ProgrammeCard(name="Bridge", study_skills="the writing centre"))
    assert first == changed("signposting/worry.md", "written: 2026-11-21", "written: 2026-11-22")
    assert first == changed("helplines.yaml", "checked: 2026-11-21", "checked: 2026-11-22")
    seen = [first, changed("signposting/worry.md", "carry alone", "carry by yourself")]
    seen.append(changed("signposting/worry.md", "askers: [any]", "askers: [mentor]"))
    seen.append(changed("helplines.yaml", "hours: any hour", "hours: by day"))
    seen.append(changed("languages.yaml", "No te quedes a solas", "No te quedes"))
    assert len(set(seen)) == len(seen)


def test_every_category_is_described_in_plain_words(knowledge: Path) -> None:
    assert all(concern.signs.endswith(".") for concern in load_concerns(KNOWLEDGE))
    file = knowledge / "concerns.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("category: stalking", "category: suicide"))
    with pytest.raises(ContentError, match="expected one of each, in this order: medical_emergency, suicide"):
        load_concerns(knowledge)
