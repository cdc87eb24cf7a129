"""Run the suite and say what it showed: `python -m evals.run [--split dev|test|all] [--responder library|model]`.

Prints a table and the worst cases, and writes a record that needs no Inspect to read. Inspect's own log is kept
beside it, for `inspect view` and `inspect score`. Exit code 1 when a case broke the assistant.
"""

import argparse
import json
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from math import isnan
from pathlib import Path
from time import perf_counter
from typing import Any, cast

from inspect_ai import eval as inspect_eval
from inspect_ai.log import EvalLog, EvalSample
from inspect_ai.scorer import Score

from assistant.conversation import Assistant
from assistant.errors import AssistantError
from assistant.guides.library import Library
from assistant.messages import ResponderName
from assistant.quality.records import CaseRecord, Quote, RunRecord, write_record
from evals.cases import GUIDES, Case, load_cases
from evals.chance import by_chance, chances
from evals.report import rows, table, worst
from evals.scorers import SCORERS
from evals.tasks import REPLY, OpenAssistant, guidance_task, score_of

TOGETHER = {"library": 1, "model": 4}  # cases at once: the library is bound by this machine, a model by its network
PACKAGES = ("alongside", "inspect-ai", "chromadb", "onnxruntime", "langchain")


def run(
    cases: Sequence[Case], open_assistant: OpenAssistant, split: str, responder: ResponderName, out: Path
) -> RunRecord:
    """Run cases through Inspect and return the record of what happened."""
    started, begun = datetime.now(UTC), perf_counter()
    [log] = inspect_eval(
        guidance_task(cases, open_assistant),
        model=None,
        display="none",
        log_dir=str(out / "inspect"),
        max_samples=TOGETHER[responder],
        fail_on_error=False,
        score_display=False,
    )
    if log.status != "success" or not log.samples:
        raise AssistantError(f"The run did not finish: {log.error.message if log.error else log.status}")
    return RunRecord(
        date=started.isoformat(timespec="seconds"),
        split=split,
        responder=responder,
        model=_model(log),
        guides=Library.load(GUIDES).version,
        versions=versions(),
        seconds=round(perf_counter() - begun, 1),
        cases=tuple(case_record(sample) for sample in log.samples),
    )


def _model(log: EvalLog) -> str | None:
    names = {sample.store.get(REPLY, {}).get("model") for sample in log.samples or []}
    return ", ".join(sorted(name for name in names if name)) or None


def case_record(sample: EvalSample) -> CaseRecord:
    case = Case.model_validate(sample.metadata["case"])
    reply = sample.store.get(REPLY) or {"text": "", "error": _crash(sample)}
    scores, reasons = _scores(sample.scores or {group: score_of(group, case, reply) for group in SCORERS})
    return CaseRecord(
        id=case.id,
        family=case.family,
        split=case.split,
        why=case.why,
        situation=case.situation,
        turns=case.turns,
        answer=reply["text"],
        signposting=(reply.get("signposting") or {}).get("text"),
        triage=reply.get("triage", {}).get("level", "none"),
        found=reply.get("found", False),
        citations=tuple(Quote(each["n"], each["passage"], each["quote"]) for each in reply.get("citations", ())),
        scores=scores,
        reasons=reasons,
        ms=reply.get("ms", {}).get("total"),
        error=reply.get("error"),
    )


def _crash(sample: EvalSample) -> str:
    return sample.error.message if sample.error else "nothing was recorded"


def _scores(groups: Mapping[str, Score]) -> tuple[dict[str, float], dict[str, str]]:
    """Scores and reasons by their full names, without those that do not apply."""
    scores: dict[str, float] = {}
    reasons: dict[str, str] = {}
    for group, score in groups.items():
        values = cast("dict[str, float]", score.as_dict())
        told = (score.metadata or {}).get("reasons", {})
        scores |= {f"{group}.{name}": value for name, value in values.items() if not isnan(value)}
        reasons |= {f"{group}.{name}": reason for name, reason in told.items()}
    return scores, reasons


def versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def summary(record: RunRecord, path: Path) -> dict[str, Any]:
    return {
        "record": str(path),
        "date": record.date,
        "split": record.split,
        "responder": record.responder,
        "cases": len(record.cases),
        "errors": [case.id for case in record.cases if case.error],
        "seconds": record.seconds,
        "scores": {row.score: asdict(row.estimate) for row in rows(record)},
    }


def told(record: RunRecord, cases: Sequence[Case], path: Path) -> str:
    errors = sum(bool(case.error) for case in record.cases)
    chance = by_chance(chances(cases, record))
    beside = "" if chance is None else f"answers.must by chance (answers to other questions): {chance:.3f}\n\n"
    return (
        f"{table(record)}\n{beside}Worst cases\n\n{worst(record)}\n\n"
        f"{len(record.cases)} cases of {record.split}, {record.responder} responder, guides {record.guides}, "
        f"{errors} without an answer, {record.seconds:.0f} s. Record: {path}"
    )


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.run", description="Run the evaluation suite.")
    parser.add_argument("--responder", choices=("library", "model"), default="library")
    parser.add_argument("--split", choices=("dev", "test", "all"), default="dev", help="tune on dev only")
    parser.add_argument("--out", type=Path, default=Path("runs"), help="where the record and Inspect's log go")
    parser.add_argument("--json", action="store_true", help="print the scores as JSON")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = parse(arguments)
    try:
        assistant = Assistant.open(responder=chosen.responder)
        cases = load_cases(chosen.split)
        record = run(cases, lambda: assistant, chosen.split, chosen.responder, chosen.out)
    except AssistantError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    path = chosen.out / f"{record.date[:19].replace(':', '')}-{record.responder}-{record.split}.json"
    write_record(record, path)
    sys.stdout.write((json.dumps(summary(record, path)) if chosen.json else told(record, cases, path)) + "\n")
    return 1 if any(case.error for case in record.cases) else 0


if __name__ == "__main__":
    sys.exit(main())
