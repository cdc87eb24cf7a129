"""Search is measured over our own labelled questions and over any collection in BEIR's layout."""

import json
from pathlib import Path

import pytest

from assistant.errors import ContentError, InputError
from assistant.retrieval.minilm import MiniLM
from evals.cases import lint, read_folder
from evals.retrieval import __main__ as retrieval
from evals.retrieval.collection import QUESTIONS, Query, our_queries, read_beir
from evals.retrieval.measures import ndcg, recall, reciprocal_rank
from evals.retrieval.systems import CHROMA, DENSE, ENSEMBLE, KEYWORDS, OURS, RANKS, of_documents
from tests.real_library import KNOWLEDGE

DOCUMENTS = {
    "bread": "Knead the dough and let it rise for an hour before you bake it.",
    "bicycle": "Pump up both tyres and oil the chain before a long ride.",
    "zx-81": "The ZX-81 has one kilobyte of memory and a flat keyboard.",
}


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    corpus = [{"_id": name, "title": "", "text": text} for name, text in DOCUMENTS.items()]
    queries = [{"_id": "q1", "text": "how do i make a loaf"}, {"_id": "q2", "text": "not judged"}]
    for name, rows in (("corpus", corpus), ("queries", queries)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tbread\t1\nq1\tbicycle\t0\n")
    names = {"corpus": "corpus.jsonl", "queries": "queries.jsonl", "qrels": "qrels.tsv"}
    return [part for option, name in names.items() for part in (f"--{option}", str(tmp_path / name))]


def test_a_ranking_is_judged_by_gain_and_place() -> None:
    grades = {"a": 2, "b": 1}
    assert ndcg(["a", "b"], grades) == 1.0
    assert ndcg(["b", "a"], grades) == pytest.approx((1 + 3 / 1.58496) / (3 + 1 / 1.58496), abs=1e-4)
    assert (recall(list("vwxyza"), ["a"]), recall(list("wxyza"), ["a", "b"])) == (0.0, 0.5)
    assert (reciprocal_rank(["b", "a"], ["a"]), reciprocal_rank(["b"], ["a"])) == (0.5, 0.0)


def test_what_answers_a_query_is_of_grade_two_or_else_of_any_grade() -> None:
    assert Query("q", ("?",), {"a": 2, "b": 1, "c": 3}, "f").answers == ["a", "c"]
    assert Query("q", ("?",), {"a": 1, "b": 1}, "f").answers == ["a", "b"]


def test_a_collection_in_beirs_layout_is_read_with_its_judged_queries(files: list[str]) -> None:
    found = read_beir(*map(Path, files[1::2]))
    assert (found.documents, found.queries) == (DOCUMENTS, [Query("q1", ("how do i make a loaf",), {"bread": 1}, "q1")])


def test_every_system_finds_what_is_asked_for(tmp_path: Path) -> None:
    systems = of_documents(DOCUMENTS, MiniLM(), tmp_path / "index")
    asked = {"bread": "how do i make a loaf of dough", "zx-81": "zx-81 memory"}
    found = {name: [systems[name](Query("q", (text,), {}, "f"))[0] for text in asked.values()] for name in systems}
    assert found == {name: list(asked) for name in (OURS, DENSE, KEYWORDS, RANKS, CHROMA, ENSEMBLE)}


def test_the_command_prints_the_figures_of_any_collection(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert retrieval.main([*files, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert {row["system"]: (row["n"], row["means"]["recall@5"]) for row in rows if row["system"] != KEYWORDS} == {
        OURS: (1, 1.0), DENSE: (1, 1.0), RANKS: (1, 1.0), CHROMA: (1, 1.0), ENSEMBLE: (1, 1.0),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("corpus.jsonl", '{"_id": "a"}\nnot json\n', 'corpus.jsonl:2: expected {"_id": ..., "text": ...}'),
        ("qrels.tsv", "q1\tbread\t1\nq1\n", "qrels.tsv:2: expected query-id, corpus-id and score, with tabs between"),
    ],
)
def test_a_broken_file_is_told_by_its_line(
    files: list[str], tmp_path: Path, name: str, text: str, message: str
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ContentError) as caught:
        read_beir(*map(Path, files[1::2]))
    assert str(caught.value) == message


def test_nothing_to_measure_is_said(files: list[str], tmp_path: Path) -> None:
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n")
    with pytest.raises(InputError, match="no query with a judged document"):
        read_beir(*map(Path, files[1::2]))


def test_our_questions_name_guides_that_there_are_and_keep_families_whole() -> None:
    guides = {
        path.relative_to(KNOWLEDGE / "guides").with_suffix("").as_posix() for path in KNOWLEDGE.rglob("guides/*/*.md")
    }
    assert [str(problem) for problem in lint(read_folder(QUESTIONS), guides)] == []


@pytest.mark.parametrize("split", ["dev", "test"])
def test_a_split_holds_first_turns_follow_ups_and_questions_nothing_answers(split: str) -> None:
    queries = our_queries("dev" if split == "dev" else "test")
    later = [query for query in queries if query.in_scope and len(query.turns) > 1]
    assert (len(queries) >= 170, len(later) >= 30, sum(not query.in_scope for query in queries) >= 30) == (True,) * 3
