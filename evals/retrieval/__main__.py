"""Measure search: `python -m evals.retrieval [--split dev|test] [--corpus F --queries F --qrels F] [--json]`.

Every system answers every query in the same run. Differences from ours are paired by query and drawn again by family
(95 % ranges). Without a model a follow-up is searched with the person's own earlier messages only.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from assistant.build import build_parts
from assistant.errors import AssistantError, InputError
from assistant.quality.statistics import Estimate, bootstrap_range, estimate
from assistant.retrieval.minilm import MiniLM
from evals.retrieval.collection import Query, our_queries, read_beir
from evals.retrieval.measures import ndcg, recall, reciprocal_rank
from evals.retrieval.systems import OURS, System, declines, of_documents, of_guides, timed

MEASURES: dict[str, Callable[[Sequence[str], Query], float]] = {
    "ndcg@10": lambda ranking, query: ndcg(ranking, query.grades),
    "recall@5": lambda ranking, query: recall(ranking, query.answers),
    "mrr": lambda ranking, query: reciprocal_rank(ranking, query.answers),
}


@dataclass(frozen=True, slots=True)
class Row:
    system: str
    questions: str
    n: int
    means: dict[str, float]
    behind_ours: tuple[float, float] | None
    """By how much its nDCG is below ours, 95 % range; None for ours."""
    ms: float
    """Median for one query."""


Answers = Mapping[str, Mapping[str, tuple[list[str], float]]]
"""By system and query: the ranking and its milliseconds."""


def answers(systems: Mapping[str, System], queries: Sequence[Query]) -> Answers:
    """What every system finds for every query with a graded document, each asked once."""
    judged = [query for query in queries if query.grades]
    return {name: {query.id: timed(system, query) for query in judged} for name, system in systems.items()}


def compare(found: Answers, queries: Sequence[Query], label: str) -> list[Row]:
    """One row for each system, over those of the queries that have been answered."""
    judged = [query for query in queries if query.id in found[OURS]]
    rows, ours = [], [ndcg(found[OURS][query.id][0], query.grades) for query in judged]
    for name, replies in found.items():
        scores = {measure: [of(replies[query.id][0], query) for query in judged] for measure, of in MEASURES.items()}
        ahead = [one - other for one, other in zip(ours, scores["ndcg@10"], strict=True)]
        families = [query.family for query in judged]
        rows.append(
            Row(name, label, len(judged), {measure: sum(each) / len(each) for measure, each in scores.items()},
                None if name == OURS else bootstrap_range(ahead, families),
                median(replies[query.id][1] for query in judged))
        )  # fmt: skip
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = _parse(arguments)
    try:
        result = _foreign(chosen) if chosen.corpus else _own(chosen.split)
    except AssistantError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    rows, declined = result
    if chosen.json:
        told = {
            "rows": [asdict(row) for row in rows],
            "declined": {name: asdict(each) for name, each in declined.items()},
        }
        sys.stdout.write(json.dumps(told) + "\n")
    else:
        sys.stdout.write(table(rows, declined) + "\n")
    return 0


Declined = Mapping[str, Estimate]


def _own(split: str) -> tuple[list[Row], Declined]:
    parts, queries = build_parts(), our_queries("test" if split == "test" else "dev")
    scoped = [query for query in queries if query.in_scope]
    with TemporaryDirectory(prefix="alongside-retrieval-") as folder:
        found = answers(of_guides(parts, Path(folder)), scoped)
    first = [query for query in scoped if len(query.turns) == 1]
    later = [query for query in scoped if len(query.turns) > 1]
    parts_of = {"all": scoped, "first turns": first, "follow-ups": later}
    rows = [row for label, asked in parts_of.items() for row in compare(found, asked, label)]
    strays = [query for query in queries if not query.in_scope]
    return rows, {
        "out of scope, declined": _share(strays, lambda query: declines(parts, query)),
        "in scope, refused": _share(scoped, lambda query: declines(parts, query)),
    }


def _share(queries: Sequence[Query], holds: Callable[[Query], bool]) -> Estimate:
    return estimate([float(holds(query)) for query in queries], [query.family for query in queries])


def _foreign(chosen: argparse.Namespace) -> tuple[list[Row], Declined]:
    if not (chosen.queries and chosen.qrels):
        raise InputError("Give --corpus, --queries and --qrels together.")
    collection = read_beir(chosen.corpus, chosen.queries, chosen.qrels)
    with TemporaryDirectory(prefix="alongside-retrieval-") as folder:
        systems = of_documents(collection.documents, MiniLM(), Path(folder))
        return compare(answers(systems, collection.queries), collection.queries, "all"), {}


def table(rows: Sequence[Row], declined: Declined) -> str:
    lines = [
        "| questions | search | n | nDCG@10 | recall@5 | MRR | ours is ahead by (nDCG@10) | ms |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        ahead = "" if row.behind_ours is None else f"{row.behind_ours[0]:+.3f} to {row.behind_ours[1]:+.3f}"
        means = " | ".join(f"{row.means[measure]:.3f}" for measure in MEASURES)
        lines.append(f"| {row.questions} | {row.system} | {row.n} | {means} | {ahead} | {row.ms:.0f} |")
    for name, each in declined.items():
        lines.append(f"\n{name}: {each.mean:.3f} ({each.low:.2f} to {each.high:.2f}, n {each.n})")
    return "\n".join(lines)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.retrieval", description="Measure search.")
    parser.add_argument(
        "--split", choices=("dev", "test"), default="test", help="of our own questions; tune on dev only"
    )
    for name, what in (("corpus", "documents"), ("queries", "queries"), ("qrels", "judgements")):
        parser.add_argument(f"--{name}", type=Path, help=f"{what} of another collection, in BEIR's layout")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
