"""The library: every guide, by id, and the passages and lines they hold. Read once, then plain data."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from assistant.errors import ContentError
from assistant.guides.asking import ELSEWHERE, read_asked
from assistant.guides.guide import Guide, Line
from assistant.guides.parsing import parse_guide
from assistant.messages import Passage


@dataclass(frozen=True)
class Library:
    guides: Mapping[str, Guide]
    more_asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Further ways people ask, by guide, and under ELSEWHERE what no guide is about."""

    @classmethod
    def load(cls, folder: Path) -> "Library":
        """Read every guide below a folder, and `asked_as/` beside them. Raises ContentError at the first problem."""
        guides = cls.of(read_guide(path, folder) for path in guide_paths(folder)).guides
        return cls(guides, read_asked(folder.parent / "asked_as", guides))

    def asked(self, guide: str) -> tuple[str, ...]:
        """Every way a guide is asked, each once."""
        return tuple(dict.fromkeys((*self.guides[guide].asked_as, *self.more_asked.get(guide, ()))))

    @classmethod
    def of(cls, guides: Iterable[Guide]) -> "Library":
        return cls({guide.id: guide for guide in guides})

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """Questions that no guide is about."""
        return self.more_asked.get(ELSEWHERE, ())

    @cached_property
    def passages(self) -> dict[str, Passage]:
        return {passage.id: passage for guide in self.guides.values() for passage in guide.passages}

    @cached_property
    def lines(self) -> dict[str, Line]:
        sections = (section for guide in self.guides.values() for section in guide.sections)
        return {line.id: line for section in sections for line in section.lines}

    @cached_property
    def titled(self) -> dict[str, str]:
        """The guide of each title, in lower case."""
        return {guide.title.lower(): guide.id for guide in self.guides.values()}

    @cached_property
    def version(self) -> str:
        """A hash of all that is said and asked: it changes whenever an answer could."""
        digest = hashlib.sha256()
        for guide in sorted(self.guides.values(), key=lambda guide: guide.id):
            digest.update(repr((guide, self.asked(guide.id))).encode("utf-8", "surrogatepass"))
        digest.update(repr(self.elsewhere).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()[:16]


def guide_paths(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.md"))


def guide_id(path: Path, folder: Path) -> str:
    return path.relative_to(folder).with_suffix("").as_posix()


def read_guide(path: Path, folder: Path) -> Guide:
    shown = f"{folder.parent.name}/{folder.name}/{path.relative_to(folder).as_posix()}"
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors put a mark at the start
    except UnicodeDecodeError:
        raise ContentError(shown, 1, "is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise ContentError(shown, 1, f"cannot be read ({error.strerror})") from None
    return parse_guide(text, guide_id(path, folder), shown)
