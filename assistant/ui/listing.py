"""Guides as lists of links: shelf by shelf, or the nearest first. One piece of HTML, however many there are."""

from collections.abc import Iterable, Sequence
from html import escape

from assistant.guides.guide import Guide
from assistant.guides.wayfinding import Wayfinding, folder_of
from assistant.situation import Role
from assistant.ui import markup, shelf
from assistant.ui.sources import guide_address

FEW = 12  # guides that are laid open at once: about two screens of a phone


def counted(number: int) -> str:
    return "1 guide" if number == 1 else f"{number} guides"


def by_topic(guides: Sequence[Guide], signs: Wayfinding, reader: Role | None) -> str:
    """A fold for each topic; when there are few guides all lie open."""
    folds = []
    for topic in signs.in_order(folder_of(guide.id) for guide in guides):
        here = [guide for guide in guides if folder_of(guide.id) == topic.folder]
        wide = " open" if len(guides) <= FEW else ""
        folds.append(
            f'<details class="al-topic" data-al-topic="{markup.escaped(topic.folder)}"{wide}>'
            f"<summary><strong>{markup.escaped(topic.name)}</strong> "
            f'<span class="al-count">{counted(len(here))}</span> '
            f'<span class="al-about">{markup.escaped(topic.about)}</span></summary>{links(here, reader)}</details>'
        )
    return f'<div class="al-shelf al-topics">{"".join(folds)}</div>' if folds else ""


def nearest(guides: Iterable[Guide], signs: Wayfinding, reader: Role | None) -> str:
    """The guides in the order given, each with its topic."""
    return f'<div class="al-shelf">{links(guides, reader, signs)}</div>'


def links(guides: Iterable[Guide], reader: Role | None, signs: Wayfinding | None = None) -> str:
    items = "".join(f"<li>{_link(guide, reader, signs)}</li>" for guide in guides)
    return f'<ul class="al-links">{items}</ul>'


def _link(guide: Guide, reader: Role | None, signs: Wayfinding | None) -> str:
    topic = f"<small>{markup.escaped(signs.topic(folder_of(guide.id)).name)}</small> " if signs else ""
    return go(
        guide_address(guide.id, reader if reader in guide.readers else None),
        f"{topic}<strong>{markup.escaped(guide.title)}</strong> "
        f"<span>{markup.escaped(shelf.in_short(guide, reader))}</span>",
    )


def go(address: str, written: str) -> str:
    """A link within the page around HTML of ours; `behaviour.js` follows it without loading everything anew."""
    return f'<a href="{escape(address)}" data-al-go target="_self">{written}</a>'
