"""A model as judge of each point of an answer, through any OpenAI-compatible server, by Inspect's own client.

`judge.answers.must` and `judge.answers.must_not` are the shares of points that came out right. A verdict that cannot be
used (none came, or it cannot be read) is counted apart and takes part in no score. It judges points one by one, so
there is no order that could sway it; two answers are held against each other in `evals.pairs`.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from inspect_ai.model import ChatMessage, ChatMessageSystem, ChatMessageUser, GenerateConfig, Model, get_model
from inspect_ai.scorer import Score, Scorer, Target, scorer
from inspect_ai.solver import TaskState

from assistant.errors import InputError, SettingsError
from assistant.guides.documents import Documents
from assistant.responders.prompts import Prompt, load_prompt
from assistant.safety.card import ProgrammeCard
from assistant.safety.cardfile import CardFile
from assistant.settings import Settings
from assistant.settings.sources import flags, gather
from evals.answers import Answer
from evals.cases import Case, Point
from evals.judging import PROMPT, Unusable, Verdict, question, read
from evals.tasks import BY_FAMILY, NOT_JUDGED, REPLY

OPENAI = "https://api.openai.com/v1"
NO_KEY = "none"  # servers of one's own want none, and the client insists on one
REPLY_TOKENS = 1_000  # a sentence and a word are 60; the rest is for a model's own thinking
RETRIES = 2
ONLY_OURS = "this data folder holds yours. Point ALONGSIDE_DATA to an empty folder to judge the guides' answers."
GIVEN_UP = 5  # calls in a row that came to nothing: the server is away, and a thousand more would each wait for it


@dataclass(frozen=True, slots=True)
class Judge:
    model: str
    prompt: Prompt
    base_url: str = field(repr=False)
    api_key: str = field(repr=False)
    timeout: float
    """Seconds to wait for one verdict."""

    @property
    def versions(self) -> dict[str, str]:
        """What a record keeps of it."""
        return {"judge": self.model, "judge prompt": self.prompt.version}


def open_judge(model: str, prompt_name: str = PROMPT) -> Judge:
    """The judge of this name, at the address and with the key of the settings. Nothing is sent yet.

    Raises SettingsError when neither is set, InputError when answers would hold what is on a programme's card.
    """
    with flags({"ALONGSIDE_MODEL": model}):
        sources = gather()
        if not {"OPENAI_API_KEY", "OPENAI_API_KEY_FILE", "OPENAI_BASE_URL"} & set(sources.given):
            raise SettingsError(f"--judge is {model!r} but neither OPENAI_API_KEY nor OPENAI_BASE_URL is set. Set one.")
        settings = Settings.of(sources)
    if CardFile(settings.programme)() != ProgrammeCard():
        raise InputError(f"A judge is sent no programme card, and {ONLY_OURS}")
    prompt = load_prompt(settings.prompts, prompt_name)
    return Judge(model, prompt, settings.base_url or OPENAI, settings.api_key or NO_KEY, timeout=settings.model_timeout)


def refuse_documents(version: str | None) -> None:
    """Raises InputError when the assistant answers from documents of a programme."""
    if version not in {None, Documents().version}:
        raise InputError(f"A judge is sent no documents of a programme, and {ONLY_OURS}")


def judge_scorer(judge: Judge) -> Scorer:
    """Not a scorer with arguments: Inspect writes those into its log, and one of them is the key."""

    @scorer(metrics=BY_FAMILY, name="judge")
    def judged() -> Scorer:
        bench = Bench(judge)

        async def score(state: TaskState, target: Target) -> Score:
            del target
            case = Case.model_validate(state.metadata["case"])
            return await bench.score(case, Answer.of(state.store.get(REPLY)))

        return score

    return judged()


class Bench:
    """Asks the judge, and stops asking when it is away."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._away = 0

    async def score(self, case: Case, answer: Answer) -> Score:
        if answer.error is not None:
            return _no_answer(case, answer.error)
        async with self.model() as model:
            asked = _asking(self, model, case, answer)
            must, must_unused = await _verdicts(case.must, asked)
            must_not, must_not_unused = await _verdicts(case.must_not, asked)
        wrong = {
            "answers.must": [f"{text}: {each.reason}" for text, each in must if not each.made],
            "answers.must_not": [f"{text}: {each.reason}" for text, each in must_not if each.made],
        }
        value = {
            "answers.must": fmean([each.made for _, each in must]) if must else NOT_JUDGED,
            "answers.must_not": float(not wrong["answers.must_not"]) if must_not else NOT_JUDGED,
        }
        reasons = {name: "; ".join(told) for name, told in wrong.items() if told}
        return Score(value=value, metadata={"reasons": reasons, "unscored": [*must_unused, *must_not_unused]})

    async def verdict(self, model: Model, words: str) -> Verdict:
        """Raises Unusable."""
        return read(await self.reply(model, words))

    async def reply(self, model: Model, words: str) -> str:
        """What the judge says to this. Raises Unusable when it says nothing."""
        if self._away >= GIVEN_UP:
            raise Unusable(f"it was not asked any more after {GIVEN_UP} calls in a row that came to nothing")
        messages: list[ChatMessage] = [
            ChatMessageSystem(content=self._judge.prompt.render()),
            ChatMessageUser(content=words),
        ]
        try:
            output = await model.generate(messages)
        except Exception as error:  # noqa: BLE001 - whatever the client raises, and it may carry the request
            self._away += 1
            raise Unusable(f"it did not answer ({type(error).__name__})") from None
        self._away = 0
        return output.completion

    def model(self) -> Model:
        """One for each case or comparison: its connections belong to the loop that it was made in."""
        judge = self._judge
        seconds = max(1, round(judge.timeout))
        config = GenerateConfig(
            temperature=0.0, max_tokens=REPLY_TOKENS, attempt_timeout=seconds, timeout=seconds * (RETRIES + 1),
            max_retries=RETRIES,
        )  # fmt: skip
        name = f"openai-api/judge/{judge.model}"
        return get_model(name, config=config, base_url=judge.base_url, api_key=judge.api_key, memoize=False)


Asked = Callable[[Point], Awaitable[Verdict]]


def _asking(bench: Bench, model: Model, case: Case, answer: Answer) -> Asked:
    return lambda point: bench.verdict(model, question(case, answer, point))


async def _verdicts(points: Sequence[Point], asked: Asked) -> tuple[list[tuple[str, Verdict]], list[str]]:
    """The verdicts by point, and of those that cannot be used which and why."""
    found, unused = [], []
    for point in points:
        if point.max_words is not None:
            continue  # counted, not judged
        try:
            found.append((point.text, await asked(point)))
        except Unusable as why:
            unused.append(f"{point.text}: {why}")
    return found, unused


def _no_answer(case: Case, error: str) -> Score:
    """An answer that never came scores 0 wherever a score applies, and nobody is asked about it."""
    applies = {"answers.must": case.must, "answers.must_not": case.must_not}
    value = {name: 0.0 if points else NOT_JUDGED for name, points in applies.items()}
    reasons = {name: f"no answer: {error}" for name, points in applies.items() if points}
    return Score(value=value, metadata={"reasons": reasons, "unscored": []})
