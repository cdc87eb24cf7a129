"""Measure masking: `python -m evals.safety.masking [--cases FILE.jsonl | --split dev|test] [--json] [--wrong]`.

Rows are described in `cases.py`. A mark counts as found when nothing of its words is left in the text. Tune on dev:
`--wrong` lists the ids of what was missed or masked wrongly and is refused for test. No message is ever printed.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.errors import AssistantError, InputError
from assistant.messages import Span
from assistant.quality.statistics import Estimate, estimate
from assistant.safety.masking import spans
from evals.safety.masking.cases import CASES, Mark, Marked, read_marked

WORD = re.compile(r"[^\W_]+")
PEOPLE = frozenset({"name"})


@dataclass(frozen=True, slots=True)
class Result:
    case: Marked
    cut: tuple[Span, ...]

    def found(self, mark: Mark) -> bool:
        letters = [at for at in range(mark.span.start, mark.span.end) if self.case.text[at].isalnum()]
        return all(_in(at, self.cut) for at in letters)

    @property
    def ordinary(self) -> list[bool]:
        """Of each word outside all marks, whether it was masked all the same."""
        marked = [mark.span for mark in self.case.marks]
        words = [match.start() for match in WORD.finditer(self.case.text) if not _in(match.start(), marked)]
        return [_in(at, self.cut) and not self._role(at) for at in words]

    def _role(self, at: int) -> bool:
        """ "my mentee" before a name gives way to itself."""
        return any(cut.start <= at < cut.end and self._touches(cut) for cut in self.cut)

    def _touches(self, cut: Span) -> bool:
        return any(mark.span.start < cut.end and cut.start < mark.span.end for mark in self.case.marks)


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = _parse(arguments)
    try:
        if chosen.wrong and chosen.split == "test":
            raise InputError("The test split shows no single case, so that nobody tunes on it. Use --split dev.")
        cases = read_marked(chosen.cases) if chosen.cases else read_marked(split=chosen.split)
        if not cases:
            raise InputError("There is no case in it. Give JSON lines with id, split, language and text.")
    except AssistantError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    results = [Result(case, spans(case.text)) for case in cases]
    told = figures(results)
    sys.stdout.write(json.dumps({name: asdict(rate) for name, rate in told.items()}) if chosen.json else table(told))
    sys.stdout.write("\n")
    if chosen.wrong:
        sys.stdout.write("".join(f"{line}\n" for line in wrong(results)))
    return 0


def figures(results: Sequence[Result]) -> dict[str, Estimate]:
    """Rates with 95 % ranges clustered by message; one of which no case is left out."""
    checks: Mapping[str, Callable[[Result, Mark], bool]] = {
        "found, of all that is marked": lambda _result, _mark: True,
        "found, of names": lambda _result, mark: mark.kind in PEOPLE,
        "found, of names in English": lambda result, mark: mark.kind in PEOPLE and result.case.language == "en",
        "found, of names in other languages": lambda result, mark: mark.kind in PEOPLE and result.case.language != "en",
        "found, of numbers and addresses": lambda _result, mark: mark.kind not in PEOPLE,
    }
    rates = {name: _rate([(r.found(m), r.case.id) for r in results for m in r.case.marks if of(r, m)])
             for name, of in checks.items()}  # fmt: skip
    rates["ordinary words masked wrongly"] = _rate([(word, r.case.id) for r in results for word in r.ordinary])
    clean = [(not r.cut, r.case.id) for r in results if not r.case.marks]
    rates["messages with nothing to mask, left as they are"] = _rate(clean)
    return {name: rate for name, rate in rates.items() if rate is not None}


def table(told: Mapping[str, Estimate]) -> str:
    rows = [
        f"| {name} | {rate.n} | {rate.mean:.3f} | {rate.low:.3f} to {rate.high:.3f} |" for name, rate in told.items()
    ]
    return "\n".join(["| measure | n | rate | 95 % range |", "|---|---|---|---|", *rows])


def wrong(results: Sequence[Result]) -> list[str]:
    slips = [(r, [m.kind for m in r.case.marks if not r.found(m)], sum(r.ordinary)) for r in results]
    return [f"{r.case.id}: missed {', '.join(missed) or 'nothing'}, {extra} words too many"
            for r, missed, extra in slips if missed or extra]  # fmt: skip


def _rate(outcomes: Sequence[tuple[bool, str]]) -> Estimate | None:
    return estimate([float(good) for good, _ in outcomes], [name for _, name in outcomes]) if outcomes else None


def _in(at: int, within: Sequence[Span]) -> bool:
    return any(span.start <= at < span.end for span in within)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.safety.masking", description="Measure masking.")
    parser.add_argument("--cases", type=Path, help=f"marked messages, one JSON object a line (ours: {CASES.name})")
    parser.add_argument("--split", choices=("dev", "test"), default="dev", help="of our own cases; tune on dev only")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--wrong", action="store_true", help="list the ids of what went wrong (dev only)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
