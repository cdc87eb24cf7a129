"""Print `knowledge/ordinary-words.txt`: what people write in small letters: `python -m evals.safety.masking.ordinary`.

The words of the guides, of how people ask for them and of the examples for triage, if they stand there twice.
Whatever the list of first names calls a name is left out, as people write names in small letters too.
"""

import re
import sys
import textwrap
from collections import Counter
from pathlib import Path

from assistant.safety.lexicon import FILE, load_lexicon
from assistant.settings import content_folder

SMALL = re.compile(r"(?<![\w'’-])[a-z]+(?![\w'’-])")
LEAST = 2  # a word that stands there once is as often a slip or a name
WIDTH = 118
EXAMPLES = Path(__file__).parents[1] / "examples"


def words() -> list[str]:
    knowledge = content_folder() / "knowledge"
    places = [knowledge / "guides", knowledge / "asked_as", knowledge / "signposting", EXAMPLES]
    files = [file for place in places for file in place.rglob("*") if file.suffix in {".md", ".yaml"}]
    counted = Counter(word for file in files for word in SMALL.findall(file.read_text(encoding="utf-8")))
    names = load_lexicon(knowledge / FILE).first
    return sorted(word for word, count in counted.items() if count >= LEAST and word not in names)


if __name__ == "__main__":
    sys.stdout.write(textwrap.fill(" ".join(words()), WIDTH, break_on_hyphens=False) + "\n")
