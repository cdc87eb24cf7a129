import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.settings import CHECKOUT
from assistant.ui import markup

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "image": '<img src="http://evil.example/x.png" onerror="alert(1)">',
    "markdown image": "![x](http://evil.example/x.png)",
    "javascript link": "[press me](javascript:alert(1))",
    "bare address": "see https://evil.example/now or www.evil.example",
    "autolink": "<https://evil.example>",
    "attribute": '" onmouseover="alert(1)',
    "frame": "<iframe srcdoc='<script>x</script>'></iframe>",
    "style": "<style>body{display:none}</style>",
    "math": "$\\href{javascript:alert(1)}{x}$",
    "comment": "<!-- <p> -->",
    "tag in a quotation": '*"<b onclick=x>hi</b>"* [1]',
    "marker with tag": "[1<script>]",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_shown_as_text(text: str) -> None:
    for written in (markup.plain_html(text), markup.markdown_html(text, sayable=True), markup.highlighted(text, 0, 9)):
        tags = {tag.lower() for tag in markup.TAGS.findall(written)}
        assert tags <= {"p", "em", "strong", "span", "button", "mark"}
        assert "onerror=" not in written.replace("onerror=&quot;", "")


@given(st.text(st.characters()))
def test_whatever_is_written_makes_only_known_tags(text: str) -> None:
    written = markup.markdown_html(text, lambda n: f"<sup>{n}</sup>", sayable=True)
    assert set(markup.TAGS.findall(written)) <= {"p", "em", "strong", "ul", "ol", "li", "span", "button", "sup"}
    for tag in ("p", "em", "strong", "ul", "ol", "li", "span"):
        assert written.count(f"</{tag}>") == len([t for t in markup.TAGS.findall(written) if t == tag])


@given(st.text(st.characters()))
def test_whatever_is_written_can_be_sent_to_a_browser(text: str) -> None:
    for written in (markup.plain_html(text), markup.label(text), markup.said_aloud(text)):
        written.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("**Ask once**, plainly.", '<p dir="auto"><strong>Ask once</strong>, plainly.</p>'),
        ("a *b* c", '<p dir="auto">a <em>b</em> c</p>'),
        ("one\ntwo\n\nthree", '<p dir="auto">one\ntwo</p><p dir="auto">three</p>'),
        ("- a\n- b", '<ul><li dir="auto">a</li><li dir="auto">b</li></ul>'),
        ("2. a\n\n3. b", '<ol start="2"><li dir="auto">a</li><li dir="auto">b</li></ol>'),
        ("## Title", '<p dir="auto"><strong>Title</strong></p>'),
        ("2 * 3 * 4 and **open", '<p dir="auto">2 * 3 * 4 and **open</p>'),
        ("**a *b** c*", '<p dir="auto"><strong>a *b</strong> c*</p>'),
        ("", ""),
    ],
    ids=["bold", "italics", "paragraphs", "bullets", "numbers", "heading", "stray stars", "crossed", "empty"],
)
def test_an_answer_is_written_as_html(text: str, written: str) -> None:
    assert markup.markdown_html(text) == written


def test_a_quotation_to_say_gets_a_copy_button_and_keeps_its_sources() -> None:
    written = markup.markdown_html('Ask: *"What next?"* [1][2] Then wait.', lambda n: f"<b>{n}</b>", sayable=True)
    said = f'<span class="al-say"><em>&quot;What next?&quot;</em>{markup.COPY}<b>1</b><b>2</b></span>'
    assert written == f'<p dir="auto">Ask: {said}Then wait.</p>'


def test_a_marker_without_a_citation_stays_text() -> None:
    assert markup.markdown_html("So [9].", lambda _n: None) == '<p dir="auto">So [9].</p>'


BOMBS = """
from assistant.ui import markup
bombs = ["*" * 20_000, "**a " * 20_000, "[" * 20_000, "- " * 20_000, "*\\"" * 20_000, " " * 40_000 + "[1]",
         "[1]" * 15_000, "1. \\n" * 9_000]
print(sum(bool(markup.markdown_html(bomb, str, sayable=True)) for bomb in bombs))
"""


def test_no_text_keeps_the_page_waiting() -> None:
    """In a process of its own, which an exploding pattern would keep for hours."""
    done = subprocess.run([sys.executable, "-c", BOMBS], cwd=CHECKOUT, capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("8\n", "")


def test_the_cited_words_are_marked_across_lines() -> None:
    assert markup.highlighted("one two\nthree", 4, 9) == (
        '<p dir="auto">one <mark>two</mark></p><p dir="auto"><mark>t</mark>hree</p>'
    )


def test_a_label_reads_as_its_text() -> None:
    assert markup.label("![x](http://a.b) **now**") == r"\!\[x\]\(http\:\/\/a\.b\) \*\*now\*\*"


def test_known_contacts_can_be_pressed_and_nothing_else() -> None:
    written = markup.markdown_html("Ring 116 123, not 116 1234, or see <a href='x'>b</a>.")
    assert markup.linked(written, [("116 123", "tel:116123"), ("b", "javascript:alert(1)")]) == (
        '<p dir="auto">Ring <a href="tel:116123">116 123</a>, not 116 1234, '
        "or see &lt;a href=&#x27;x&#x27;&gt;b&lt;/a&gt;.</p>"
    )


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//evil.example", "data:text/html,x", 'https://a"b', "ftp://a"]
)
def test_only_pages_and_telephones_can_be_opened(address: str) -> None:
    assert markup.link("words", address) == "words"
