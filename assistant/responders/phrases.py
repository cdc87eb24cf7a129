"""The few sentences an answer needs around the guides' own lines, read from knowledge/phrases.yaml."""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import ContentError
from assistant.guides.guide import Evidence
from assistant.situation import Role


class Labels(BaseModel):
    """Words that open a paragraph."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    say: str
    ask: str
    message: str
    example: str
    avoid: str
    help: str
    another: str
    programme: str
    programme_also: str
    general: str


class Withheld(BaseModel):
    """What is said in the place of words of a model that must not be shown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at_once: str
    midway: str
    help: str


class Phrases(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    labels: Labels
    withheld: Withheld
    nothing_found: str
    nearest: str
    nearest_one: str
    ask_somebody: str
    unclear: str
    greeting: str
    thanks: str
    about: str
    keeps_to: str
    take_a_break: str
    corrected: str
    unsure: str
    which: str
    no_more: str
    programme_first: str
    programme_only: str
    assumed: str
    borrowed: str
    roles: dict[Role, str]
    evidence: dict[Evidence, str]


def load_phrases(path: Path) -> Phrases:
    """Raises ContentError when the file is missing, malformed or has an unknown key."""
    try:
        return Phrases.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError) as error:
        raise ContentError(path.name, 1, f"cannot be read ({type(error).__name__})") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise ContentError(path.name, 1, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
