"""Run cases through Inspect, from an order to its record. A run that was stopped goes on where it stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from inspect_ai import eval as inspect_eval
from inspect_ai.log import EvalLog, EvalSample

from assistant.errors import AssistantError
from assistant.messages import Progress, ResponderName
from assistant.quality.records import RunRecord
from assistant.quality.setup import Setup
from assistant.retrieval.current import silent
from assistant.safety.card import ProgrammeCard
from evals.cases import Case
from evals.judge import Judge, judge_scorer
from evals.recording import case_record
from evals.resuming import KEY, kept_samples, mark_recorded, order_key
from evals.tasks import REPLY, OpenAssistant, guidance_task
from evals.versions import code_version, versions

TOGETHER = {"library": 1, "model": 4}  # cases at once: the library is bound by this machine, a model by its network
CARD = "programme card"
"""Among a record's versions, when the card was not empty."""
FLUSHED = 5  # cases asked between two writes of Inspect's log: what a crash may cost


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be run."""

    suite: str = "all"
    split: str = "dev"
    responder: ResponderName = "library"
    case_file: str | None = None
    """The name of the file the cases are from, when they are not our own."""
    repeats: int = 1
    judge: str | None = None
    """The name of the model that judges each point besides."""


def run(
    cases: Sequence[Case],
    open_assistant: OpenAssistant,
    order: Order,
    out: Path,
    setup: Setup,
    progress: Progress = silent,
    judge: Judge | None = None,
) -> RunRecord:
    """Ask the cases through Inspect, but those that a stopped run of the same has asked already.

    Raises AssistantError when it is stopped, or Inspect cannot finish.
    """
    started, begun = datetime.now(UTC), perf_counter()
    key = _key(cases, order, setup)
    kept = kept_samples(out / "inspect", key, cases, order.repeats)
    left = [case for case in cases if case.id not in kept]
    done_before, whole = len(kept) * order.repeats, len(cases) * order.repeats
    asked: Sequence[EvalSample] = ()
    if left:
        asked = _ask(left, open_assistant, order, out / "inspect", key, _beyond(done_before, whole, progress), judge)
    samples = [*(sample for each in kept.values() for sample in each), *asked]
    places = {case.id: place for place, case in enumerate(cases)}
    return RunRecord(
        date=started.isoformat(timespec="seconds"),
        suite=order.suite,
        split=order.split,
        responder=order.responder,
        model=_model(samples) or (setup.model if order.responder == "model" else None),
        guides=setup.guides,
        documents=setup.documents,
        case_file=order.case_file,
        repeats=order.repeats,
        versions=versions() | _card_version(setup) | (judge.versions if judge else {}),
        seconds=round(perf_counter() - begun, 1),
        cases=tuple(map(case_record, sorted(samples, key=lambda each: (places[str(each.id)], each.epoch)))),
    )


def _card_version(setup: Setup) -> dict[str, str]:
    """Where answers hold what is on a programme's card, the record says so: no judge elsewhere may be sent them."""
    return {CARD: setup.card} if setup.card not in {None, order_key(ProgrammeCard().as_dict())} else {}


def settle(cases: Sequence[Case], order: Order, out: Path, setup: Setup) -> None:
    """Its record is written, so the same asked again starts anew, whatever becomes of the record."""
    mark_recorded(out / "inspect", _key(cases, order, setup))


def _key(cases: Sequence[Case], order: Order, setup: Setup) -> str:
    return order_key(order, setup, code_version(), [case.model_dump(mode="json") for case in cases])


def _beyond(before: int, whole: int, progress: Progress) -> Progress:
    """Progress over all cases, when some were done before."""
    return lambda done, _total: progress(before + done, whole)


def _ask(
    cases: Sequence[Case],
    open_assistant: OpenAssistant,
    order: Order,
    folder: Path,
    key: str,
    progress: Progress,
    judge: Judge | None,
) -> list[EvalSample]:
    judges = [judge_scorer(judge)] if judge else []
    logs = inspect_eval(
        guidance_task(cases, open_assistant, progress, order.repeats, judges),
        model=None,
        display="none",
        log_dir=str(folder),
        log_buffer=FLUSHED,
        log_realtime=False,
        max_samples=TOGETHER["model" if judge else order.responder],
        fail_on_error=False,
        score_display=False,
        metadata={KEY: key},
    )
    return _finished(logs)


def _finished(logs: Sequence[EvalLog]) -> list[EvalSample]:
    """Inspect gives no log of a run that was stopped by Ctrl+C."""
    if not logs or logs[0].status == "cancelled":
        raise AssistantError(
            "The run was stopped, so there is no record of it. Run the same again: it goes on from here."
        )
    [log] = logs
    if log.status != "success" or not log.samples:
        raise AssistantError(f"The run did not finish: {log.error.message if log.error else log.status}")
    return log.samples


def _model(samples: Sequence[EvalSample]) -> str | None:
    names = {(sample.store.get(REPLY) or {}).get("model") for sample in samples}
    return ", ".join(sorted(name for name in names if name)) or None
