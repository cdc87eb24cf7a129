"""What is looked out for, in the plain words of knowledge/concerns.yaml."""

from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import ContentError
from assistant.safety.signals import CATEGORIES, Category
from assistant.safety.yamlfile import read_form


class PlainConcern(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    category: Category
    name: str = Field(min_length=3, max_length=60)
    signs: str = Field(min_length=20, max_length=240)
    """What somebody says or sees, in a sentence or two."""


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    concerns: tuple[PlainConcern, ...]


@lru_cache(maxsize=8)
def load_concerns(knowledge: Path) -> tuple[PlainConcern, ...]:
    """One for each category, the most pressing first. Raises ContentError when it does not read or leaves one out."""
    path = knowledge / "concerns.yaml"
    concerns = read_form(path, _Form).concerns
    if [concern.category for concern in concerns] != list(CATEGORIES):
        raise ContentError(str(path), 1, f"expected one of each, in this order: {', '.join(CATEGORIES)}")
    return concerns
