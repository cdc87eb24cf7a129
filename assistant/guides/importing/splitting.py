"""Split a document's Markdown by its headings. The only module that imports langchain_text_splitters."""

import re
from collections.abc import Iterator

from langchain_text_splitters import MarkdownHeaderTextSplitter, RecursiveCharacterTextSplitter

from assistant.guides.importing.part import Part
from assistant.guides.importing.plain import is_like_heading
from assistant.unseen import clean

PART_CHARS = 900  # about 200 word pieces: the embedding model hears the first 256
LEVELS = [("#" * depth, str(depth)) for depth in range(1, 7)]
ENDS = ["\n\n", "\n", ". ", "? ", "! ", "; ", " ", ""]

PAGE = re.compile(r"^<!-- page (\d+) -->\n?", re.MULTILINE)
BOLD_LINE = re.compile(r"^\s*(?:\*\*|__)(?P<words>[^*_\n]+)(?:\*\*|__)\s*$", re.MULTILINE)
RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$|^[\s|:-]*\|[\s|:-]*$|^(?:```|~~~).*$", re.MULTILINE)
PICTURE = re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)")
LINK = re.compile(r"(?<!\\)\[([^\]\n]+)\]\([^)\n]*\)")
EMPHASIS = re.compile(r"(?<![\\\w])(\*{1,3}|_{1,3})(?=\S)([^\n]+?)(?<=\S)\1(?!\w)")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~&=:-])")
QUOTE = re.compile(r"^\s*(?:>\s?)+", re.MULTILINE)
WRAP = re.compile(r"(?<=[^\n]{50})((?<!  )[^\s\n])\n(?!\s*(?:[-*+>|#]|\d{1,3}[.)]|\w[.)]|<!--|$))", re.MULTILINE)
"""Where a line goes on in the next, because it had come to the margin: two spaces at its end would end a paragraph."""
BULLET = re.compile(r"^\s*[-*+]\s+", re.MULTILINE)


def page_mark(number: int) -> str:
    """Stands in the Markdown where a page begins."""
    return f"\n<!-- page {number} -->\n"


def split(markdown: str) -> list[Part]:
    """Parts in their order; one heading gives several when it is long, none when nothing stands below it."""
    by_heading = MarkdownHeaderTextSplitter(LEVELS)
    by_length = RecursiveCharacterTextSplitter(
        chunk_size=PART_CHARS, chunk_overlap=0, separators=ENDS, keep_separator="end"
    )
    parts: list[Part] = []
    page: int | None = None
    for section in by_heading.split_text(_with_headings(_one_space(markdown))):
        trail = tuple(filter(None, (plain(words) for _, words in sorted(section.metadata.items()))))
        for piece in by_length.split_text(section.page_content):
            starts = PAGE.match(piece)
            begins_on = int(starts[1]) if starts else page
            pages = PAGE.findall(piece)
            page = int(pages[-1]) if pages else page
            if words := plain(PAGE.sub("", piece)):
                parts.append(Part(trail, begins_on, words))
    return parts


def plain(markdown: str) -> str:
    """The words of a stretch of Markdown, one line for each paragraph or bullet, with no sign of its form."""
    text = RULE.sub("", PICTURE.sub(r"\1", WRAP.sub(r"\1 ", markdown)))
    text = BULLET.sub("", QUOTE.sub("", LINK.sub(r"\1", text)))
    text = EMPHASIS.sub(r"\2", EMPHASIS.sub(r"\2", text)).replace("`", "")
    text = ESCAPE.sub(r"\1", text)
    return "\n".join(_lines(text))


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        cells = (
            [cell.strip() for cell in line.strip().strip("|").split("|")] if line.strip().startswith("|") else [line]
        )
        if words := " ".join(clean(": ".join(filter(None, cells))).split()):
            yield words


def _one_space(markdown: str) -> str:
    """White space of every kind as a space: the splitter drops what it cannot print, and glues words together."""
    return re.sub(r"[^\S\n]", " ", markdown)


def _with_headings(markdown: str) -> str:
    """A line all in bold is how many people write a heading."""

    def heading(match: re.Match[str]) -> str:
        words = match["words"].strip()
        return f"\n###### {words}\n" if is_like_heading(words) else match[0]

    return BOLD_LINE.sub(heading, markdown)
