"""Lines that say nearly the same, with the real embedder."""

import pytest

from assistant.guides import similar
from assistant.guides.parsing import parse_guide
from assistant.guides.similar import similar_lines
from assistant.retrieval.minilm import MiniLM
from tests.guides.samples import short

OURS = short(
    "Ours",
    "a",
    "## Do\n\n- Sit down first.\n- What would make tomorrow easier?\n\n## Get help when\n\n- Call now.\n",
    "peer",
)
THEIRS = short(
    "Theirs",
    "b",
    "## Do\n\n- Count the spoons.\n- What would make tomorrow a bit easier?\n\n## Get help when\n\n- Call now.\n",
    "mentor, peer",
)


def told(embedder: MiniLM, *texts: str) -> list[str]:
    guides = [parse_guide(text, f"g{n}", f"g{n}.md") for n, text in enumerate(texts)]
    return [str(problem) for problem in similar_lines(guides, embedder, lambda _done, _total: None)]


@pytest.mark.parametrize("at_once", [1, 128])
def test_two_lines_alike_are_told_once_and_safety_wording_never(
    embedder: MiniLM, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(similar, "AT_ONCE", at_once)
    assert told(embedder, OURS, THEIRS) == [
        "g1.md:13: 'What would make tomorrow a bit easier?' says nearly what g0.md:13 does: "
        "'What would make tomorrow easier?'"
    ]


def test_lines_that_no_one_reader_sees_may_be_alike(embedder: MiniLM) -> None:
    assert told(embedder, OURS, THEIRS.replace("for: [mentor, peer]", "for: [mentor]")) == []
