from datetime import date

import pytest

from assistant.errors import ContentError
from assistant.guides.guide import Guide, Line, SourceRef
from assistant.guides.parsing import parse_guide, split_sentences
from assistant.safety.card import ProgrammeCard
from assistant.safety.programme import fill
from tests.guides.samples import GOOD, HEAD

LAST = HEAD.count("\n")  # the line that closes the front matter


def parse(text: str) -> Guide:
    return parse_guide(text, "commitment/late", "guides/commitment/late.md")


def message(text: str) -> str:
    with pytest.raises(ContentError) as caught:
        parse(text)
    return str(caught.value).removeprefix("guides/commitment/late.md:")


def neutral(text: str) -> str:
    """Placeholders as somebody reads them who has no programme."""
    return fill(text, ProgrammeCard(), None)


def lines(body: str) -> list[str]:
    return [line.text for section in parse(HEAD + body).sections for line in section.lines]


def test_the_front_matter_tells_who_a_guide_is_for_and_where_it_comes_from() -> None:
    guide = parse(HEAD + "## Do\n- Wait inside.\n")
    assert (guide.id, guide.title, guide.readers) == ("commitment/late", "When they arrive late", ("mentor", "peer"))
    assert (guide.topics, guide.relationships) == (("commitment",), ("mentoring", "peer_mentoring"))
    assert (guide.moments, guide.settings, guide.evidence) == (("between",), (), "practice")
    assert guide.asked_as[::5] == ("he is always twenty minutes late", "how late is too late")
    assert guide.sources == (SourceRef("A handbook for volunteers", None),)
    assert (guide.written, guide.reviewed_by) == (date(2026, 11, 21), None)


HEAD_MISTAKES = {
    "never closed": (HEAD.removesuffix("---\n"), f"{LAST}: the front matter is never closed with '---'"),
    "not opened": ("# Late\n", "1: expected the front matter to open with '---'"),
    "an empty file": ("", "1: expected the front matter to open with '---'"),
    "no text": (HEAD, f"{LAST}: the guide has no text; start with '## In short'"),
    "headings alone": (HEAD + "## Do\n\n## Say\n", f"{LAST}: the guide has no text; start with '## In short'"),
    "nothing inside": ("---\n---\n", "2: the front matter needs lines such as 'title: ...'"),
    "a list inside": ("---\n- late\n---\n", "2: the front matter needs lines such as 'title: ...'"),
}


@pytest.mark.parametrize(("text", "expected"), HEAD_MISTAKES.values(), ids=HEAD_MISTAKES.keys())
def test_a_file_that_is_no_guide_says_where_and_why(text: str, expected: str) -> None:
    assert message(text) == expected


VALUE_MISTAKES = {
    "bad YAML": ("[commitment]", "[commitment", "4: front matter: expected ',' or ']', but got ':'"),
    "a stray tab": ("title: When", "\ttitle: When",
                    "2: front matter: found character '\\t' that cannot start any token"),
    "a control character": ("volunteers", "volun\x00teers", "17: front matter: special characters are not allowed"),
    "no such day": ("2026-11-21", "2026-13-41", "2: front matter: month must be in 1..12"),
    "an unknown key": ("evidence:", "evidance: practice\nevidence:", "15: evidance: is not a field of a guide"),
    "a key of a source misspelt": ("volunteers\"", "volunteers\", ulr: x",
                                   "16: sources.0.ulr: Unexpected keyword argument, got 'x'"),
    "a key twice": ("topics:", "title: Late\ntopics:", "3: title stands here a second time"),
    "a missing key": ("title: When they arrive late\n", "", "1: title: is missing"),
    "an unknown reader": ("[mentor, peer]", "[mentor, boss]",
                          "4: for.1: expected 'mentee', 'mentor', 'peer' or 'coordinator', got 'boss'"),
    "a title of nothing": ("title: When they arrive late", "title: ' '",
                           "2: title: String should have at least 1 character, got ' '"),
    "a way of asking of nothing": ("late again and no sorry", "''",
                                   "8: asked_as.4: String should have at least 1 character, got ''"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), VALUE_MISTAKES.values(), ids=VALUE_MISTAKES.keys())
def test_a_mistake_in_the_front_matter_says_where_and_why(old: str, new: str, expected: str) -> None:
    assert message(GOOD.replace(old, new, 1)) == expected


HEADINGS = "First words, In short, Do, Say, Ask, Avoid, Get help when, Reflect, Why"
BODY_MISTAKES = {
    "a wrong heading": ("## Doing\n- Wait.\n", 1, f"expected one of {HEADINGS}, got '## Doing'"),
    "a heading of another level": ("# Do\n- Wait.\n", 1, f"expected one of {HEADINGS}, got '# Do'"),
    "a reader before any heading": ("### As a peer\n- Wait.\n", 1, f"expected one of {HEADINGS}, got '### As a peer'"),
    "a wrong reader": ("## Do\n\n### As a boss\n", 3,
                       "expected '### As a mentee|mentor|peer|coordinator', got '### As a boss'"),
    "a repeated heading": ("## Do\n- Wait.\n\n## Say\n- Hello.\n\n## Do\n- Ask.\n", 7, "Do stands here a second time"),
    "a repeated reader": ("## Do\n### As a peer\n- Wait.\n### As a peer\n- Ask.\n", 4, "Do stands here a second time"),
    "text before a heading": ("\nHello.\n## Do\n- Wait.\n", 2, "text before the first '## ' heading"),
    "another bullet": ("## Do\n- Wait.\n* Ask.\n", 3, "a bullet starts with '- ' at the margin, got '* Ask.'"),
    "a number": ("## Do\n1. Ask.\n", 2, "a bullet starts with '- ' at the margin, got '1. Ask.'"),
    "a bullet in a bullet": ("## Do\n- Wait.\n  - Ask.\n", 3,
                             "a bullet starts with '- ' at the margin, got '  - Ask.'"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "line", "reason"), BODY_MISTAKES.values(), ids=BODY_MISTAKES.keys())
def test_a_mistake_in_the_text_says_where_and_why(body: str, line: int, reason: str) -> None:
    assert message(HEAD + body) == f"{LAST + line}: {reason}"


def test_a_file_saved_on_windows_is_the_same_guide() -> None:
    assert parse(GOOD.replace("\n", "\r\n")) == parse(GOOD)


def test_a_heading_is_known_whatever_its_capitals() -> None:
    assert parse(HEAD + "## get HELP when\n- It is late.\n").passages[0].id == "commitment/late#get_help_when"


def test_a_section_knows_the_line_of_its_heading() -> None:
    guide = parse(HEAD + "\n## Do\n\n- Wait.\n\n### As a peer\n\n- Ask.\n")
    assert [section.line_number for section in guide.sections] == [LAST + 2, LAST + 6]


WRAPPED = {
    "indented": "- Ask once,\n  kindly.\n- Wait.\n",
    "at the margin": "- Ask once,\nkindly.\n- Wait.\n",
    "spaced out": "- Ask once,\n  kindly.\n\n- Wait.\n",
    "ending in spaces": "- Ask once,  \n  kindly.  \n- Wait.\n",
}


@pytest.mark.parametrize("body", WRAPPED.values(), ids=WRAPPED.keys())
def test_a_bullet_that_wraps_is_one_line(body: str) -> None:
    assert lines("## Do\n" + body) == ["Ask once, kindly.", "Wait."]


def test_a_paragraph_after_bullets_stays_after_them() -> None:
    assert parse(HEAD + "## Do\n- Wait.\n\nThen ask. Then go.\n").passages[0].text == "Wait.\nThen ask.\nThen go."


def test_a_bold_lead_is_kept_beside_the_text_without_its_marks() -> None:
    (section,) = parse(HEAD + "## Do\n- **Ask once,\n  plainly.** Then **wait**.\n").sections
    text = "Ask once, plainly. Then wait."
    assert section.lines == (Line("commitment/late#do", 0, len(text), text, "Ask once, plainly."),)


SENTENCES = {
    "two": ("Ask once. Then wait.", ["Ask once.", "Then wait."]),
    "a quote that ends one": ('Say "stop." Then wait.', ['Say "stop."', "Then wait."]),
    "brackets that end one": ("Wait (a day.) Then ask.", ["Wait (a day.)", "Then ask."]),
    "a quote that begins one": ('Ask! "What now?" (Then wait.)', ["Ask!", '"What now?"', "(Then wait.)"]),
    "a placeholder that begins one": ("Tell them. {coordinator} knows.", ["Tell them.", "{coordinator} knows."]),
    "a small letter goes on": ("Wait e.g. a day. Or 3.5 days", ["Wait e.g. a day.", "Or 3.5 days"]),
    "none": ("  ", []),
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.values(), ids=SENTENCES.keys())
def test_a_paragraph_falls_into_its_sentences(text: str, expected: list[str]) -> None:
    assert split_sentences(text) == expected


def test_every_line_knows_its_place_in_the_passage() -> None:
    body = (
        '## In short\n\nAsk "why." Tell {coordinator}\nof it. Then wait.\n\n## Do\n\n- Tell {coordinator}.\n- Wait.\n'
    )
    guide = parse(HEAD + body)
    spans = [section.passage.text[line.start : line.end] for section in guide.sections for line in section.lines]
    assert spans == [
        'Ask "why."',
        neutral("Tell {coordinator} of it."),
        "Then wait.",
        neutral("Tell {coordinator}."),
        "Wait.",
    ]


def test_a_passage_names_people_neutrally_and_its_lines_keep_the_placeholder() -> None:
    (section,) = parse(HEAD + "## Do\n- Tell {safeguarding lead} today.\n").sections
    assert section.passage.text == neutral("Tell {safeguarding lead} today.")
    assert "{" not in section.passage.text
    assert section.lines[0].text == "Tell {safeguarding lead} today."


def test_a_reader_gets_their_own_lines_first_and_then_the_shared_ones() -> None:
    guide = parse(HEAD + "## Do\n- Wait.\n\n### As a peer\n- Stay level.\n\n### As a mentor\n- Say so.\n")
    texts = {reader: [line.text for line in guide.lines("do", reader)] for reader in ("peer", "mentor", None)}
    assert texts == {"peer": ["Stay level.", "Wait."], "mentor": ["Say so.", "Wait."], None: ["Wait."]}
    assert [passage.id.partition("#")[2] for passage in guide.passages] == ["do", "do.peer", "do.mentor"]


def test_the_words_of_other_readers_are_not_counted_for_a_reader() -> None:
    guide = parse(HEAD + "## Do\n- Wait here.\n\n### As a peer\n- Stay level with them.\n")
    assert (guide.words_for("mentor"), guide.words_for("peer")) == (2, 6)
