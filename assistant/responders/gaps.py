"""Which topic is nearest to a question that the guides could not answer, told by the answer that says so."""

from collections.abc import Mapping
from pathlib import Path

from assistant.guides.library import Library
from assistant.guides.wayfinding import folder_of
from assistant.responders.phrases import load_phrases

NO_TOPIC = ""


class Gaps:
    """Reads what the assistant said, never what it was asked: an answer that finds nothing names the nearest guides."""

    def __init__(self, folders: Mapping[str, str], titles: Mapping[str, str], nothing_found: str) -> None:
        """`folders` by the id of a guide, `titles` to the same folders; `nothing_found` is how the library says so."""
        self._folders = folders
        self._titles = titles
        self._nothing_found = nothing_found

    @classmethod
    def of(cls, library: Library, knowledge: Path) -> "Gaps":
        """Raises ContentError when the phrases do not read."""
        folders = {guide: folder_of(guide) for guide in library.guides}
        titles = {guide.title: folders[name] for name, guide in library.guides.items()}
        return cls(folders, titles, load_phrases(knowledge / "phrases.yaml").nothing_found.strip())

    def __call__(self, text: str, cited: str | None) -> str | None:
        """The folder, NO_TOPIC when no guide is named, None when it was small talk."""
        if cited is not None:
            return self._folders.get(cited, NO_TOPIC)
        named = min((title for title in self._titles if title in text), key=text.index, default=None)
        if named is not None:
            return self._titles[named]
        return NO_TOPIC if self._nothing_found in text else None
