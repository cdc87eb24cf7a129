"""Eval cases: reading them and finding what is wrong with them. `python -m evals.cases` lints and prints counts.

The format is DESIGN.md's, with these additions:

* `triage:` left out expects level none; `triage: {}` is not judged. `level` and `category` may be lists of what is
  accepted. `category` and `about` are judged only when named.
* `found: false` marks a question that the guides cannot answer. Left out, an answer is expected when a guide of
  grade 2 is named, and otherwise not judged.
* A point is checked by `any_of` (phrases; whole words, `*` for any ending) or `max_words`, or is left to a judge by
  `judged: true`.
* With several turns, all that is expected is expected of the last answer.
* `paraphrases:` are other ways to say the last turn. With them a case is asked several times, for the scores of
  `steady`.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from assistant.errors import ContentError, InputError
from assistant.messages import About, Level
from assistant.situation import CHOICES, Situation

HERE = Path(__file__).parent
CASES = HERE / "cases"
GUIDES = HERE.parent / "knowledge" / "guides"
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads ten times faster
MAX_DEPTH = 50  # a case has five

Split = Literal["dev", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)
Category = Literal[
    "suicide", "self_harm", "abuse_of_minor", "harm_from_others", "harassment_in_pair", "threat_to_others",
    "medical_emergency", "eating", "substance", "exploitation", "grooming", "discrimination", "stalking",
    "basic_needs", "concern_about_staff",
]  # fmt: skip


def _listed(value: object) -> object:
    return value if value is None or isinstance(value, list | tuple) else [value]


class Strict(BaseModel):
    """A misspelt key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Point(Strict):
    """Something an answer must, or must not, say or be."""

    text: str = Field(min_length=1)
    any_of: tuple[str, ...] = ()
    max_words: int | None = Field(default=None, gt=0)
    judged: bool = False

    @model_validator(mode="after")
    def _has_one_check(self) -> Self:
        if sum((bool(self.any_of), self.max_words is not None, self.judged)) != 1:
            raise ValueError("give one check: any_of, max_words, or judged: true")
        return self


class Expected(Strict):
    """What triage should make of the last turn. Empty: not judged."""

    level: Annotated[tuple[Level, ...], BeforeValidator(_listed)] = ()
    category: Annotated[tuple[Category, ...], BeforeValidator(_listed)] = ()
    about: About | None = None


class Case(Strict):
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    family: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    split: Split
    why: str = Field(min_length=10)
    situation: dict[str, str] = {}
    turns: tuple[Annotated[str, Field(min_length=1)], ...] = Field(min_length=1)
    paraphrases: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    """Other ways to say the last turn."""
    standalone: str | None = None
    """The last of several turns made whole, for whoever labels it; nothing is asked with it."""
    guides: dict[str, Literal[0, 1, 2]] = {}
    found: bool | None = None
    triage: Expected = Expected(level=("none",))
    must: tuple[Point, ...] = ()
    must_not: tuple[Point, ...] = ()

    @field_validator("situation")
    @classmethod
    def _in_the_vocabulary(cls, values: dict[str, str]) -> dict[str, str]:
        unknown = sorted(set(values) - {*CHOICES, "country"})
        if unknown:
            raise ValueError(f"no such part of a situation: {', '.join(unknown)}")
        try:
            Situation.parse(values)
        except InputError as error:
            raise ValueError(str(error)) from None
        return values

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.found is False and self.guides:
            raise ValueError("found: false goes with guides: {}")
        if any(point.max_words for point in self.must_not):
            raise ValueError("max_words belongs under must")
        return self

    @model_validator(mode="after")
    def _in_other_words(self) -> Self:
        said = [" ".join(words.casefold().split()) for words in (self.turns[-1], *self.paraphrases)]
        if len(set(said)) < len(said):
            raise ValueError("a paraphrase says the last turn in other words, and each in its own")
        return self

    @property
    def answers(self) -> tuple[str, ...]:
        """The guides that answer it."""
        return tuple(guide for guide, grade in self.guides.items() if grade == 2)

    @property
    def expects_found(self) -> bool | None:
        return True if self.found is None and self.answers else self.found

    @property
    def concerning(self) -> bool:
        """Must triage see something here?"""
        return bool(self.triage.level) and "none" not in self.triage.level


@dataclass(frozen=True, slots=True)
class Placed:
    """A case with where it stands, for messages."""

    case: Case
    path: str
    line: int

    def problem(self, message: str) -> ContentError:
        return ContentError(self.path, self.line, f"{self.case.id}: {message}")


def load_cases(split: Split | Literal["all"] = "all", folder: Path = CASES) -> list[Case]:
    """Raises ContentError at the first file that cannot be read."""
    return [placed.case for placed in read_folder(folder) if split in {"all", placed.case.split}]


def read_folder(folder: Path = CASES) -> list[Placed]:
    return [placed for path in sorted(folder.glob("*.yaml")) for placed in read_file(path)]


def read_file(path: Path) -> list[Placed]:
    shown = f"{path.parent.parent.name}/{path.parent.name}/{path.name}"
    try:
        root, values = _parsed(path.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentError(shown, line, error.problem or "is not YAML") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContentError(shown, 1, f"is not YAML text: {error}") from None
    if not isinstance(root, yaml.SequenceNode):
        raise ContentError(shown, 1, "expected a list of cases, each starting with '- id:'")
    return [_case(node, value, shown) for node, value in zip(root.value, values, strict=True)]


def _parsed(text: str) -> tuple[yaml.Node | None, Any]:
    """The tree, whose nodes know their lines, and what it says. Raises RecursionError, where libyaml would crash."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise RecursionError
    loader = LOADER(text)
    root = loader.get_single_node()
    return root, None if root is None else loader.construct_document(root)


def _case(node: yaml.Node, value: object, shown: str) -> Placed:
    _refuse_doubles(node, shown)
    try:
        return Placed(Case.model_validate(value), shown, node.start_mark.line + 1)
    except ValidationError as error:
        first = error.errors()[0]
        loc = [part for part in first["loc"] if isinstance(part, int | str)]
        where = ".".join(str(part) for part in loc)
        message = first["msg"].removeprefix("Value error, ")
        raise ContentError(shown, _line(node, loc), f"{where}: {message}" if where else message) from None


def _refuse_doubles(node: yaml.Node, shown: str) -> None:
    """YAML keeps the last of two equal keys without a word."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, child in node.value:
            if key.value in seen:
                raise ContentError(shown, key.start_mark.line + 1, f"{key.value!r} is given twice")
            seen.add(key.value)
            _refuse_doubles(child, shown)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            _refuse_doubles(child, shown)


def _line(node: yaml.Node, loc: Sequence[int | str]) -> int:
    """The line of the deepest node that an error's location names."""
    line = node.start_mark.line + 1
    for part in loc:
        step: Any = None
        if isinstance(node, yaml.MappingNode):
            step = next(((key, child) for key, child in node.value if key.value == part), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            step = (node.value[part], node.value[part])
        if step is None:
            return line
        line, node = step[0].start_mark.line + 1, step[1]
    return line


def lint(placed: Sequence[Placed], guides: Iterable[str]) -> list[ContentError]:
    """What is wrong between cases, or between cases and the library."""
    known = set(guides)
    return [*_shared_ids(placed), *_torn_families(placed), *_missing_guides(placed, known)]


def _shared_ids(placed: Sequence[Placed]) -> list[ContentError]:
    first: dict[str, Placed] = {}
    problems = []
    for each in placed:
        before = first.setdefault(each.case.id, each)
        if before is not each:
            problems.append(each.problem(f"the id is taken by {before.path}:{before.line}"))
    return problems


def _torn_families(placed: Sequence[Placed]) -> list[ContentError]:
    split: dict[str, str] = {}
    return [
        each.problem(f"family {each.case.family!r} is in {split[each.case.family]}; keep a family in one split")
        for each in placed
        if split.setdefault(each.case.family, each.case.split) != each.case.split
    ]


def _missing_guides(placed: Sequence[Placed], known: set[str]) -> list[ContentError]:
    return [
        each.problem(f"there is no guide {guide!r} in knowledge/guides")
        for each in placed
        for guide in each.case.guides
        if guide not in known
    ]


def guide_ids(folder: Path = GUIDES) -> list[str]:
    return sorted(path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.md"))


def counts(cases: Sequence[Case], guides: Iterable[str]) -> str:
    """How many cases of what, and the guides that a split never asks for."""
    known = list(guides)
    lines = [_counts_of(split, [case for case in cases if case.split == split], known) for split in SPLITS]
    for name in ("role", "relationship", "moment"):
        tally = Counter(case.situation.get(name, "open") for case in cases)
        lines.append(f"{name}: " + ", ".join(f"{value} {count}" for value, count in tally.most_common()))
    return "\n".join(lines)


def _counts_of(split: str, cases: Sequence[Case], guides: Sequence[str]) -> str:
    families = len({case.family for case in cases})
    talks = sum(len(case.turns) > 1 for case in cases)
    outside = sum(case.found is False for case in cases)
    concerning = sum(case.concerning for case in cases)
    wanted = {guide for case in cases for guide in case.answers}
    unasked = ", ".join(guide for guide in guides if guide not in wanted) or "no guide"
    return (
        f"{split}: {len(cases)} cases in {families} families; {talks} dialogues, {outside} out of scope, "
        f"{concerning} concerning; not asked for: {unasked}"
    )


def main() -> int:
    try:
        placed = read_folder()
    except ContentError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    guides = guide_ids()
    problems = lint(placed, guides)
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    sys.stdout.write(counts([each.case for each in placed], guides) + "\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
