"""Fit what the scorers of foreign data weigh by, and say how well it does on families it was not fitted to.

`python -m evals.scorers.train` prints; `--write` also writes claims/fitted.json and talk/fitted.json. A minute.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from assistant.messages import Embedder
from assistant.retrieval.minilm import MiniLM
from evals.scorers.claims import judging
from evals.scorers.logistic import Floats, Logistic, fit
from evals.scorers.rows import Row, RowScorer
from evals.scorers.talk import reflections
from evals.scorers.talk.advice import Advice
from evals.scorers.talk.examples import FRESH, Utterance, read_utterances
from evals.scorers.talk.likeness import Likeness
from evals.scorers.talk.questions import Questions

FOLDS = 6  # families are dealt out to them in turn
Figures = Mapping[str, tuple[float, int]]
"""By name: the figure and how many sentences stand behind it."""


def folds(families: Sequence[str]) -> list[frozenset[str]]:
    names = sorted(set(families))
    return [frozenset(names[start::FOLDS]) for start in range(FOLDS)]


def held_out(rows: Sequence[Sequence[float]], yes: Sequence[bool], families: Sequence[str]) -> Floats:
    """The chance of each, by a fit on the families of other folds."""
    found = np.zeros(len(rows))
    for out in folds(families):
        kept = [place for place, family in enumerate(families) if family not in out]
        model = fit([rows[place] for place in kept], [yes[place] for place in kept])
        for place, family in enumerate(families):
            if family in out:
                found[place] = model.chance(rows[place])
    return found


def ranked(scores: Floats, yes: Sequence[bool]) -> float:
    """How often one that is scores above one that is not: the area under the ROC curve."""
    wanted = np.asarray(yes, bool)
    above, below = scores[wanted][:, None], scores[~wanted][None]
    return float(np.mean(above > below) + np.mean(above == below) / 2)


def of_claims(embedder: Embedder) -> tuple[Figures, dict[str, list[float]]]:
    examples = judging.read_examples()
    rows, yes = judging.measured(examples, embedder), [each.supported for each in examples]
    chances = held_out(rows, yes, [each.family for each in examples])
    found = [judging.capped(float(chance), row) for chance, row in zip(chances, rows, strict=True)]
    fitted = fit(rows, yes).as_dict()
    return {**_by_kind(found, examples), **of_fresh_claims(embedder, fitted)}, fitted


def _by_kind(found: Sequence[float], examples: Sequence[judging.Example], of: str = "") -> dict[str, tuple[float, int]]:
    figures = {
        f"{of}area under the curve": (ranked(np.array(found), [each.supported for each in examples]), len(found))
    }
    for kind in dict.fromkeys(each.kind for each in examples):
        scores = [score for score, each in zip(found, examples, strict=True) if each.kind == kind]
        right = [(score >= judging.HELD) == (kind == "supported") for score in scores]
        figures[f"{of}right: {kind}"] = (float(np.mean(right)), len(right))
    return figures


def of_fresh_claims(embedder: Embedder, fitted: Mapping[str, Sequence[float]]) -> dict[str, tuple[float, int]]:
    """How the judge as a whole does on passages that nothing was fitted to."""
    judge, examples = judging.ClaimJudge(embedder, Logistic.of(fitted)), judging.read_examples(judging.FRESH)
    found = [judge([each.text], judge.passages([each.passage]))[0].score for each in examples]
    return _by_kind(found, examples, "fresh, ")


def of_fresh_talk(embedder: Embedder) -> Figures:
    """How the scorers of talk do on utterances that nothing was fitted to, by what they should be called."""
    alike, said = Likeness(embedder), read_utterances(names=FRESH)
    scorers: Mapping[str, tuple[RowScorer, Mapping[str, str]]] = {
        "questions": (Questions(alike), {"open": "open", "closed": "closed", "permitted": "closed"}),
        "reflections": (reflections.Reflections(alike), {"simple": "simple", "complex": "complex"}),
        "advice": (Advice(alike), {"advice": "without permission", "permitted": "with permission"}),
    }
    found: dict[str, list[bool]] = {}
    for name, (scorer, labels) in scorers.items():
        for each in said:
            scored = scorer(Row(id=each.text, text=each.text, context=(each.context,)))
            wanted = labels.get(each.kind, "none")
            if not (name == "reflections" and each.kind.startswith("understanding")):  # they say back and infer
                found.setdefault(f"fresh, {name}: {wanted}", []).append(getattr(scored, "label", None) == wanted)
    return {name: (float(np.mean(right)), len(right)) for name, right in found.items()}


def likenesses(utterances: Sequence[Utterance], embedder: Embedder) -> list[dict[str, float]]:
    """Of each utterance, by those of other folds."""
    found: dict[int, dict[str, float]] = {}
    for out in folds([each.family for each in utterances]):
        asked = [place for place, each in enumerate(utterances) if each.family in out]
        alike = Likeness(embedder, [each for each in utterances if each.family not in out])
        found |= dict(zip(asked, alike([utterances[place].text for place in asked]), strict=True))
    return [found[place] for place in range(len(utterances))]


def of_reflections(embedder: Embedder) -> tuple[Figures, dict[str, dict[str, list[float]]]]:
    said = [each for each in read_utterances() if not each.kind.startswith("understanding")]
    alike = likenesses(said, embedder)
    rows = [reflections.features(each.text, each.context, like) for each, like in zip(said, alike, strict=True)]
    rows += [reflections.features(each.text, "", like) for each, like in zip(said, alike, strict=True)]
    said = said * 2
    yes, families = [each.kind in {"simple", "complex"} for each in said], [each.family for each in said]
    chosen = [place for place, is_one in enumerate(yes) if is_one]
    deep = [said[place].kind == "complex" for place in chosen]
    chances = held_out(rows, yes, families)
    deeper = held_out([rows[place] for place in chosen], deep, [families[place] for place in chosen])
    figures = {
        "reflection or not: area": (ranked(chances, yes), len(yes)),
        "reflection or not: right": (float(np.mean((chances >= 0.5) == np.asarray(yes))), len(yes)),
        "complex or simple: area": (ranked(deeper, deep), len(deep)),
        "complex or simple: right": (float(np.mean((deeper >= 0.5) == np.asarray(deep))), len(deep)),
    }
    fitted = {"reflects": fit(rows, yes).as_dict(), "complex": fit([rows[place] for place in chosen], deep).as_dict()}
    return figures, fitted


def _lines(figures: Figures) -> Iterator[str]:
    yield from (f"  {figure}: {value:.2f} (n {n})\n" for figure, (value, n) in figures.items())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.scorers.train", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write what was fitted")
    write, embedder = parser.parse_args(arguments).write, MiniLM()
    parts: list[tuple[str, Callable[[], tuple[Figures, object]], object]] = [
        ("grounded", partial(of_claims, embedder), judging.FITTED),
        ("reflections", partial(of_reflections, embedder), reflections.FITTED),
    ]
    for name, of_part, path in parts:
        figures, fitted = of_part()
        sys.stdout.write(f"{name}, families held out\n")
        sys.stdout.writelines(_lines(figures))
        if write:
            path.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")  # type: ignore[attr-defined]
    sys.stdout.write("talk, by what is committed\n")
    sys.stdout.writelines(
        f"  {figure}: {value:.2f} (n {n})\n" for figure, (value, n) in of_fresh_talk(embedder).items()
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
