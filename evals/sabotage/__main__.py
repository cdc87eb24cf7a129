"""Try the scorers on broken assistants: `alongside eval sabotage [--split dev|test] [--json]`. A minute or two.

The real assistant answers the cases once; every saboteur then breaks the same answers. Exit code 1 when a saboteur is
not caught: it did not lose where it is broken, or lost where it is not.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from assistant.conversation import Assistant
from assistant.errors import AssistantError
from evals.cases import load_cases
from evals.sabotage.recorded import Recorded, record
from evals.sabotage.saboteurs import SABOTEURS
from evals.sabotage.trial import Trial, Verdict
from evals.scorers import SCORERS


def verdicts(answered: Sequence[Recorded]) -> list[Verdict]:
    trial = Trial(answered)
    return [trial.of(saboteur) for saboteur in SABOTEURS]


def untested() -> list[str]:
    """Scores that no saboteur has for its target."""
    tested = {name for saboteur in SABOTEURS for name in saboteur.targets}
    names = [f"{group}.{name}" for group, scorers in SCORERS.items() for name in scorers]
    return [name for name in names if name not in tested]


def as_dict(found: Sequence[Verdict], cases: int) -> dict[str, Any]:
    return {
        "cases": cases,
        "caught": sum(each.caught for each in found),
        "saboteurs": [_told(each) for each in found],
        "untested": untested(),
    }


def _told(verdict: Verdict) -> dict[str, Any]:
    saboteur = verdict.saboteur
    return {
        "name": saboteur.name,
        "does": saboteur.does,
        "caught": verdict.caught,
        "changed": verdict.changed,
        "targets": list(saboteur.targets),
        "may": list(saboteur.may),
        "untouched": list(verdict.untouched),
        "undeclared": list(verdict.undeclared),
        "unjudged": dict(verdict.unjudged),
        "differences": {name: asdict(each) for name, each in verdict.differences.items() if each.mean},
    }


def table(found: Sequence[Verdict], cases: int) -> str:
    lines = [f"{sum(each.caught for each in found)} of {len(found)} saboteurs caught on {cases} cases"]
    for each in found:
        verdict = "caught" if each.caught else "MISSED"
        lines.append(f"{verdict:<7} {each.saboteur.name}: {each.saboteur.does} ({each.changed} cases)")
        lines += [f"          {name} {_range(each, name)}" for name in each.saboteur.targets]
        lines += [f"          also lost, undeclared: {name} {_range(each, name)}" for name in each.undeclared]
        lines += [f"          not judged any more: {name} (lost by {_many(n)})" for name, n in each.unjudged.items()]
    lines.append(f"no saboteur aims at: {', '.join(untested()) or 'nothing'}")
    return "\n".join(lines)


def _many(cases: int) -> str:
    return "1 case" if cases == 1 else f"{cases} cases"


def _range(verdict: Verdict, name: str) -> str:
    found = verdict.differences.get(name)
    if found is None:
        return "is judged on no case"
    few = "" if found.enough else "; too few to tell"
    return f"{found.mean:+.2f} ({found.low:+.2f} to {found.high:+.2f}; n {found.n} in {found.families} families{few})"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.sabotage", description="Try the scorers on broken answers.")
    parser.add_argument("--split", choices=("dev", "test"), default="dev", help="whose cases are answered")
    parser.add_argument("--json", action="store_true", help="print every saboteur's differences as JSON")
    chosen = parser.parse_args(arguments)
    try:
        answered = record(Assistant.open(responder="library"), load_cases(chosen.split))
    except AssistantError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    found = verdicts(answered)
    shown = json.dumps(as_dict(found, len(answered))) if chosen.json else table(found, len(answered))
    sys.stdout.write(f"{shown}\n")
    return 0 if all(each.caught for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
