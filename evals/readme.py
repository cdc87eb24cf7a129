"""The README's table of quality, written from a record: `python -m evals.readme [RECORD]`, which `make readme` calls.

It stands between two markers and is of the test split, which no weight was chosen on. Without a record, the release's,
which the wheel ships. No Inspect.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.errors import AssistantError, InputError
from assistant.quality.records import RunRecord, read_record
from assistant.quality.reference_records import RELEASE
from assistant.quality.report import Report
from assistant.quality.statistics import Estimate
from assistant.quality.subsets import HELD_OUT
from assistant.quality.verdict import reading
from assistant.quality.wording import ONLY_LENGTH, name_of, told_length
from assistant.settings import CHECKOUT
from assistant.wholefile import unfinished
from evals.cases import Case, load_cases
from evals.chance import by_chance, chances
from evals.versions import case_version

README = CHECKOUT / "README.md"
BEGIN = "<!-- From here on made by `make readme` from the record of a run. -->\n"
END = "<!-- To here. -->\n"
SCORES = (
    "found.recall", "found.used", "found.declined", "answers.must", "answers.must_not", "grounded.support",
    "fits.role", "usable.words", "stance.warm", "steady.paraphrases", "safe.seen", "safe.calm",
)  # fmt: skip
"""What the table has; `alongside eval report` has all."""
HEAD = "| score | n | mean | 95 % range | with length |\n|---|---|---|---|---|"


def section(record: RunRecord, cases: Sequence[Case]) -> str:
    """What stands between the markers. `cases` are looked at for what chance makes of the points, as far as the record
    asked them as they are.

    Raises InputError for a record without a case of the test split.
    """
    report = Report(record.of_split(HELD_OUT))
    if not report.cases:
        raise InputError("This run has no case of the test split. Make one with `make release-record`.")
    lines = [_measured(report), "", HEAD, *_rows(report, _chance(report.record, cases)), "", f"**{reading(report)}**"]
    return "\n".join(lines) + "\n"


def _measured(report: Report) -> str:
    record = report.record
    model = f" ({record.model})" if record.model else ""
    return (
        f"Measured on {record.date[:10]} with the {record.responder} responder{model} on the test split, "
        f"{len(report.cases)} cases in {report.families} families\n"
        "that no weight was chosen on (`make release-record`; mean, range over families, correlation with the number "
        "of words of the answer):"
    )


def _chance(record: RunRecord, cases: Sequence[Case]) -> float | None:
    asked = {case.id: case.asked for case in record.cases}
    return by_chance(chances([case for case in cases if asked.get(case.id) == case_version(case)], record))


def _rows(report: Report, chance: float | None) -> Iterator[str]:
    for score in SCORES:
        value = report.scores.get(score)
        if value is not None:
            beside = f" (by chance: {_rate(chance)})" if score == "answers.must" and chance is not None else ""
            length = report.lengths[score]
            called_out = f": {ONLY_LENGTH}" if length.is_all else ""
            yield (
                f"| {name_of(score)}{beside} | {value.n} | {_rate(value.mean)} | {_range(value)} | "
                f"{told_length(length)}{called_out} |"
            )


def _range(value: Estimate) -> str:
    return "too few to tell" if value.few else f"{_rate(value.low)} to {_rate(value.high)}"


def _rate(share: float) -> str:
    """As `.57`; 1.00 stays whole."""
    return f"{share:.2f}".removeprefix("0")


def placed(text: str, section: str) -> str:
    """The README with the section between its markers. Raises InputError where there are none, or more than one."""
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise InputError(f"README.md does not have the lines {BEGIN.strip()!r} and {END.strip()!r}, each once.")
    before, after = text[: text.index(BEGIN) + len(BEGIN)], text[text.index(END) :]
    return f"{before}{section}{after}"


def write(record: RunRecord, cases: Sequence[Case], path: Path = README) -> bool:
    """Write the section into the README; False when it stood there already."""
    try:
        before = path.read_text(encoding="utf-8")
        after = placed(before, section(record, cases))
        if after != before:
            with unfinished(path) as part:
                part.write_text(after, encoding="utf-8")
                part.chmod(path.stat().st_mode & 0o777)
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be written ({error.strerror}).") from None
    return after != before


def main(arguments: Sequence[str]) -> int:
    """Exit code 2: the record cannot be read, or the README has no place for it."""
    try:
        changed = write(read_record(Path(arguments[0]) if arguments else RELEASE), load_cases("test"))
    except AssistantError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stderr.write("README.md has its figures now.\n" if changed else "README.md has these figures already.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
