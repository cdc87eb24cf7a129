"""What a browser would make of HTML: its words, and every tag and attribute that is not one of the harmless few."""

from html.parser import HTMLParser

HARMLESS = {
    "p": {"class", "dir"},
    "div": {"class", "role", "aria-label", "aria-busy", "data-al-question"},
    "section": {"class", "aria-label"},
    "span": {"class"},
    "button": {"type", "class", "data-al-copy", "aria-label"},
    "a": {"href", "target", "rel"},
    **{name: set() for name in ("em", "strong", "ul")},
    "ol": {"start"},
    "li": {"dir"},
}


class Page(HTMLParser):
    def __init__(self, written: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.active: list[str] = []
        """Tags and attributes that could do something, or look like ours."""
        self.tags: list[str] = []
        self.feed(written)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        allowed = HARMLESS.get(tag)
        if allowed is None:
            self.active.append(f"<{tag}>")
        self.active += [f"{tag} {name}={value}" for name, value in attrs if name not in (allowed or ())]

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.active.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.active.append(f"<!{decl}>")
