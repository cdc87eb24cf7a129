"""Turn text into HTML that can do nothing but be read. The only place where text becomes HTML.

Bold, italics, lists and paragraphs are understood; everything else is shown as the text it is. Every function
takes time in proportion to the length of the text.
"""

import html
import re
from collections.abc import Callable, Iterable

from assistant.unseen import clean

TAGS = re.compile(r"<([a-zA-Z!][\w]*)")
STAR = re.compile(r"(\*\*|\*)")
MARKER = re.compile(r"\[(\d{1,3})\]")
AFTER_SAYING = re.compile(r"[.,;:]?(?:\s*\[\d{1,3}\])*")
"""Punctuation and markers that belong to the quotation before them."""
BULLET = re.compile(r"\s{0,3}[-*•] +(?=\S)")
NUMBER = re.compile(r"\s{0,3}(\d{1,3})[.)] +(?=\S)")
HEADING = re.compile(r"#{1,6} +(?=\S)")
LABEL_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&@/])")
SHORTCODE = re.compile(r":(?=[a-z][\w+/-]*:)", re.IGNORECASE)
OPENABLE = re.compile(r"https?://[^\s\"'<>\\]+|(?:tel|sms):\+?[\d ]+|/(?!/)[\w?=&%./#-]*")
QUOTES = "\"“„«'‘"

Marker = Callable[[int], str | None]
"""Return the HTML of a citation's marker, or None when there is no such citation."""


def escaped(text: str) -> str:
    return html.escape(clean(text), quote=True)


def part(title: str, written: str) -> str:
    """A part of a page with its heading around HTML that this package wrote."""
    return f'<section class="al-part"><h2>{escaped(title)}</h2>{written}</section>'


def label(text: str) -> str:
    """Escape text for the label of a Streamlit widget, which reads Markdown, icons and links."""
    words = LABEL_SIGNS.sub(r"\\\1", " ".join(clean(text).split()))
    return words.replace("\\:", "\\:\u2060") if SHORTCODE.search(text) else words


def plain_html(text: str) -> str:
    """What a person wrote, as they wrote it: nothing is understood, line breaks are kept."""
    return f'<p class="al-plain" dir="auto">{escaped(text).strip()}</p>'


def markdown_html(text: str, marker: Marker = lambda _n: None, *, sayable: bool = False) -> str:
    """The HTML of an answer; with `sayable`, each quotation in italics gets a line of its own and a copy button."""
    return "".join(_block(block, marker, sayable=sayable) for block in _blocks(text))


def said_aloud(text: str) -> str:
    """The text of an answer for a screen reader: no stars, no markers."""
    return " ".join(MARKER.sub("", clean(text)).replace("*", "").split())


Block = tuple[str, list[str]]
"""`p`, `h`, `ul` or `ol:start`, and its paragraph or items."""


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    fresh = True
    for line in clean(text).split("\n"):
        kind, words = _read(line)
        if not words:
            fresh = True
        elif kind in {"ul", "ol"} and blocks and blocks[-1][0].startswith(kind):
            blocks[-1][1].append(words)
        elif kind == "p" and not fresh and blocks[-1][0] != "h":
            blocks[-1][1][-1] += "\n" + words
        else:
            blocks.append((_named(kind, line), [words]))
        fresh = fresh and not words
    return blocks


def _read(line: str) -> tuple[str, str]:
    for kind, pattern in (("ul", BULLET), ("ol", NUMBER), ("h", HEADING)):
        if match := pattern.match(line):
            return kind, line[match.end() :].strip()
    return "p", line.strip()


def _named(kind: str, line: str) -> str:
    match = NUMBER.match(line)
    return f"ol:{int(match[1])}" if kind == "ol" and match else kind


def _block(block: Block, marker: Marker, *, sayable: bool) -> str:
    kind, items = block
    written = [_inline(item, marker, sayable=sayable) for item in items]
    if kind == "p":
        return f'<p dir="auto">{written[0]}</p>'
    if kind == "h":
        return f'<p dir="auto"><strong>{written[0]}</strong></p>'
    listed = "".join(f'<li dir="auto">{item}</li>' for item in written)
    name, _, start = kind.partition(":")
    return f'<{name} start="{start}">{listed}</{name}>' if start else f"<{name}>{listed}</{name}>"


def _inline(text: str, marker: Marker, *, sayable: bool) -> str:
    out: list[str] = []
    opened: list[tuple[str, int]] = []
    parts = STAR.split(text)
    for at, part in enumerate(parts):
        if part not in {"*", "**"}:
            out.append(_marked(part, marker))
        elif _closes(part, parts[at - 1], opened):
            _close(part, out, opened, parts, at, sayable=sayable)
        else:
            if _opens(part, parts[at + 1], opened):
                opened.append((part, len(out)))
            out.append(part)
    return "".join(out)


def _opens(star: str, after: str, opened: list[tuple[str, int]]) -> bool:
    return bool(after) and not after[0].isspace() and all(star != other for other, _ in opened)


def _closes(star: str, before: str, opened: list[tuple[str, int]]) -> bool:
    return any(star == other for other, _ in opened) and not before[-1:].isspace()


def _close(
    star: str, out: list[str], opened: list[tuple[str, int]], parts: list[str], at: int, *, sayable: bool
) -> None:
    """Turn the opening star into a tag; stars opened in between stay the stars they are."""
    while opened[-1][0] != star:
        opened.pop()
    _, start = opened.pop()
    if star == "**":
        out[start] = "<strong>"
        out.append("</strong>")
    elif sayable and parts[start + 1].lstrip()[:1] in tuple(QUOTES):
        out[start] = '<span class="al-say"><em>'
        out.append("</em>" + COPY)
        follows = AFTER_SAYING.match(parts[at + 1])
        cut = follows.end() if follows else 0
        parts[at + 1] = parts[at + 1][:cut] + "\0" + parts[at + 1][cut:].lstrip()
    else:
        out[start] = "<em>"
        out.append("</em>")


COPY = '<button type="button" class="al-copy" data-al-copy aria-label="Copy these words">Copy</button>'


def _marked(text: str, marker: Marker) -> str:
    """Escape text and put the markers of citations in; a NUL, which clean text cannot hold, ends a quotation."""
    out: list[str] = []
    start = 0
    for match in MARKER.finditer(text):
        tag = marker(int(match[1]))
        if tag is not None:
            out += [html.escape(text[start : match.start()].rstrip(" ")), tag]
            start = match.end()
    out.append(html.escape(text[start:]))
    return "".join(out).replace("\0", "</span>")


def highlighted(text: str, start: int, end: int) -> str:
    """Plain text as paragraphs, the span between start and end marked; offsets count code points of `text`."""
    out: list[str] = []
    at = 0
    for line in text.split("\n"):
        stop = at + len(line)
        first, last = max(start, at), min(end, stop)
        words = (
            line if first >= last else f"{line[: first - at]}\0{line[first - at : last - at]}\x01{line[last - at :]}"
        )
        out.append(f'<p dir="auto">{_with_mark(words)}</p>')
        at = stop + 1
    return "".join(out)


def _with_mark(words: str) -> str:
    parts = re.split("[\0\x01]", words)
    if len(parts) != 3:
        return escaped(words)
    before, marked, after = (escaped(part) for part in parts)
    return f"{before}<mark>{marked}</mark>{after}"


def linked(written: str, contacts: Iterable[tuple[str, str]]) -> str:
    """Make known contacts, given as (words, address), pressable in HTML that this module wrote."""
    known = {html.escape(words): address for words, address in contacts if _may_open(address)}
    if not known:
        return written
    pattern = re.compile(
        r"(?<![\w/.])(" + "|".join(re.escape(w) for w in sorted(known, key=len, reverse=True)) + r")(?![\w/])"
    )
    pieces = re.split(r"(<[^>]*>)", written)
    return "".join(
        piece if piece.startswith("<") else pattern.sub(lambda m: link(m[1], known[m[1]], escape=False), piece)
        for piece in pieces
    )


def link(words: str, address: str, *, escape: bool = True) -> str:
    """A link to a source or a helpline; what may not be opened is shown as its words alone."""
    shown = escaped(words) if escape else words
    if not _may_open(address):
        return shown
    outside = "" if address.startswith(("tel:", "sms:")) else ' target="_blank" rel="noopener noreferrer"'
    return f'<a href="{html.escape(clean(address), quote=True)}"{outside}>{shown}</a>'


def _may_open(address: str) -> bool:
    return OPENABLE.fullmatch(address) is not None
