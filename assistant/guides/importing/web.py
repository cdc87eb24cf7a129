"""A web page as Markdown. The only module that imports bs4 and markdownify."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from assistant.guides.importing.troubles import Unusable

ENTITY = re.compile(rb"<!ENTITY\b", re.IGNORECASE)
REMOTE = re.compile(r"\s*(?:(?:https?|ftp|wss?):|//|\\\\|file://[^/])", re.IGNORECASE)
"""What another computer is asked for. A link that somebody may follow is none of that."""
LOADED = ("src", "srcset", "data", "poster", "background")
LOADED_LINKS = frozenset({"stylesheet", "preload", "prefetch", "modulepreload", "import"})
SILENT = ("script", "style", "template", "noscript", "head", "nav", "svg", "math", "form")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def markdown_of_web(data: bytes) -> str:
    """Raises Unusable for a page that declares entities or has parts of it elsewhere."""
    if ENTITY.search(data.replace(b"\0", b"")):
        raise Unusable("entities")
    page = BeautifulSoup(data, "html.parser")
    if any(REMOTE.match(address) for address in _loaded(page)):
        raise Unusable("remote")
    return markdown_of_html(page)


def markdown_of_html(page: BeautifulSoup | str) -> str:
    """What a reader of the page sees of its words: nothing hidden, no picture, links as their words."""
    soup = BeautifulSoup(page, "html.parser") if isinstance(page, str) else page
    for tag in soup.find_all(_unseen):
        tag.decompose()
    return str(MarkdownConverter(heading_style="ATX", bullets="-", strip=["a", "img"]).convert_soup(soup))


def _loaded(page: BeautifulSoup) -> Iterator[str]:
    """Every address from which a browser would load a part of the page."""
    for tag in page.find_all(True):
        yield from (str(tag[name]) for name in LOADED if tag.has_attr(name))
        if tag.name == "link" and LOADED_LINKS & set(tag.get_attribute_list("rel")):
            yield str(tag.get("href", ""))


def _unseen(tag: Tag) -> bool:
    return tag.name in SILENT or tag.has_attr("hidden") or bool(HIDDEN.search(str(tag.get("style", ""))))
