"""Finding guides on the shelf: by words, topic, reader and moment. Pure: guides in, guides out."""

from collections.abc import Iterable

from assistant.guides.guide import Guide


def find(guides: Iterable[Guide], words: str, topic: str | None, reader: str | None, moment: str | None) -> list[Guide]:
    """Guides that fit every choice and hold every word; those with the words in their title come first."""
    wanted = words.casefold().split()
    fitting = [guide for guide in guides if _fits(guide, topic, reader, moment)]
    placed = [(_place(guide, wanted), guide) for guide in fitting]
    return [guide for place, guide in sorted(placed, key=lambda pair: (pair[0], pair[1].title)) if place < ABSENT]


def topics(guides: Iterable[Guide]) -> list[str]:
    return sorted({topic for guide in guides for topic in guide.topics})


def in_short(guide: Guide) -> str:
    lines = guide.lines("in_short", None)
    return lines[0].text if lines else ""


ABSENT = 3


def _fits(guide: Guide, topic: str | None, reader: str | None, moment: str | None) -> bool:
    chosen = ((topic, guide.topics), (reader, guide.readers), (moment, guide.moments))
    return all(value is None or value in values for value, values in chosen)


def _place(guide: Guide, wanted: list[str]) -> int:
    asked = " ".join((guide.title, *guide.topics, *guide.asked_as))
    whole = " ".join((asked, *(passage.text for passage in guide.passages)))
    for place, text in enumerate((guide.title, asked, whole)):
        if all(word in text.casefold() for word in wanted):
            return place
    return ABSENT
