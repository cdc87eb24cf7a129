"""What is known of names and of words that are none: knowledge/names.yaml and knowledge/ordinary-words.txt.

The second is made from what the guides and the examples for triage write in small letters
(`python -m evals.safety.masking.ordinary`). Both are lists to look things up in; how a name is found is in `names`.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from assistant.safety.signals import Form
from assistant.safety.spelling import vocabulary
from assistant.safety.yamlfile import read_form, read_text
from assistant.settings import content_folder

FILE = "names.yaml"
ORDINARY = "ordinary-words.txt"


class NamesForm(Form):
    first: str = Field(min_length=1)
    also_words: str
    arabic: str
    devanagari: str
    han_surnames: str
    not_names: str
    roles: str
    own: str
    titles: str
    greetings: str
    never: str
    telling: str
    being: str
    german: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sets of lower-case words."""

    first: frozenset[str]
    """First names that are hardly ever ordinary words."""
    also_words: frozenset[str]
    """Names that are ordinary words too."""
    arabic: frozenset[str]
    devanagari: frozenset[str]
    han_surnames: str
    not_names: frozenset[str]
    """Days, months, places, languages, programs and the like, which are written with a capital."""
    roles: frozenset[str]
    """Of somebody else in the life of the person who writes."""
    own: frozenset[str]
    """What stands before a role: my, our."""
    titles: frozenset[str]
    greetings: frozenset[str]
    never: frozenset[str]
    """Small words that are no name, however they are written."""
    telling: frozenset[str]
    """What people do, which tells a name at the beginning of a sentence."""
    being: frozenset[str]
    """The same, of words that are not ordinary at all."""
    german: frozenset[str]
    """By which a text is told to be German."""
    ordinary: frozenset[str]
    """Everyday English; it holds no word of `first`."""


def load_lexicon(path: Path) -> Lexicon:
    """Raises ContentError when a file does not read."""
    form = read_form(path, NamesForm)
    words = {name: vocabulary(getattr(form, name)) for name in NamesForm.model_fields if name != "han_surnames"}
    ordinary = path.with_name(ORDINARY)
    known = vocabulary(read_text(ordinary)) if ordinary.exists() else frozenset()
    return Lexicon(**words, han_surnames=form.han_surnames, ordinary=known - words["first"])


@lru_cache(maxsize=2)
def lexicon(knowledge: Path | None = None) -> Lexicon:
    """The lexicon of a knowledge folder, read once. Raises ContentError when a file does not read."""
    return load_lexicon((knowledge or content_folder() / "knowledge") / FILE)
