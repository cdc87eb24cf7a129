"""Wire the real parts together. The only place that makes them; nothing happens at import."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Never

from assistant.conversation import Assistant
from assistant.errors import AssistantError, SettingsError
from assistant.guides.importing.folder import DocumentFolder
from assistant.guides.library import Library
from assistant.messages import Embedder, Moderate, Passage, Progress, Responder, Signpost, Triage
from assistant.responders.breaks import WithBreaks
from assistant.responders.library import LibraryResponder
from assistant.responders.phrases import Phrases, load_phrases
from assistant.responders.support import NearestLine
from assistant.retrieval.current import CurrentIndex, silent
from assistant.retrieval.minilm import Encoder, MiniLM, weights_folder
from assistant.retrieval.policies import Policies, PolicySearch
from assistant.retrieval.search import GuideSearch
from assistant.safety.card import ProgrammeCard
from assistant.safety.cardfile import CardFile
from assistant.safety.edition import fingerprint
from assistant.safety.signoff import SignOffFile
from assistant.safety.unsayable import load_unsayable
from assistant.settings import Settings, content_folder

if TYPE_CHECKING:
    from assistant.safety.likeness import Likeness


@dataclass(frozen=True, slots=True)
class Parts:
    """What an assistant is made of, for pages and commands that need a part by itself."""

    settings: Settings
    library: Library
    embedder: MiniLM
    index: CurrentIndex
    search: GuideSearch
    policies: Policies
    """The programme's own documents."""
    triage: Triage
    signpost: Signpost
    card: Callable[[], ProgrammeCard]
    """The programme card as it stands at the moment."""


def build_parts(settings: Settings | None = None, progress: Progress = silent) -> Parts:
    """Read the guides and open their index, building it first when it is missing or stale."""
    settings = settings or Settings.from_env()
    settings.prepare_data()
    library = Library.load(settings.knowledge / "guides")
    embedder = MiniLM()
    index = CurrentIndex(settings.index, library, embedder)
    index.ensure(progress)
    triage, signpost = build_safety(settings, embedder)
    search = GuideSearch(library, index, embedder)
    policies = Policies(DocumentFolder(settings.documents), embedder, index.mean_line)
    return Parts(settings, library, embedder, index, search, policies, triage, signpost, CardFile(settings.programme))


def check_content(settings: Settings) -> None:
    """Raises AssistantError for guides or weights that are not there or cannot be read; it indexes nothing."""
    Library.load(settings.knowledge / "guides")
    weights_folder()


def build_safety(settings: Settings | None = None, embedder: Embedder | None = None) -> tuple[Triage, Signpost]:
    """Triage and fixed words; they need no index, no model, no network and no setting, and do without weights."""
    from assistant.safety.signposting import FixedWords
    from assistant.safety.triage import RuleTriage

    knowledge = settings.knowledge if settings else content_folder() / "knowledge"
    card = CardFile(settings.programme) if settings else ProgrammeCard
    triage = RuleTriage(knowledge, build_likeness(embedder or MiniLM()))
    return triage, FixedWords(knowledge, card, triage)


def build_likeness(embedder: Embedder) -> "Likeness":
    """Triage's second signal, with the model that was adapted to it."""
    from assistant.safety.likeness import ADAPTED, OUTPUTS, Likeness

    return Likeness(embedder, adapted=Encoder(ADAPTED, len(OUTPUTS)).run)


def build_sign_off(settings: Settings) -> SignOffFile:
    """Who has checked the fixed words as they stand, with the programme card as it stands."""
    card = CardFile(settings.programme)
    return SignOffFile(settings.sign_off, lambda: fingerprint(settings.knowledge, card()))


def build_booklet(settings: Settings) -> bytes:
    """The safety words as a PDF to read and to sign. Raises AssistantError when card or words cannot be read."""
    from assistant.booklet.booklet import Source, booklet
    from assistant.booklet.pdf import pdf

    card, status = CardFile(settings.programme).read().card, build_sign_off(settings).status()
    today = datetime.now().astimezone().date()
    return pdf(booklet(Source(settings.knowledge, card, status, today)))


def build_assistant(
    settings: Settings | None = None, responder: str | None = None, progress: Progress = silent
) -> Assistant:
    """The assistant as settings describe it; `responder` overrides their choice.

    Without guides, index, weights or usable settings it still says where help is, and otherwise what is missing.
    """
    try:
        parts = build_parts(settings, progress)
        return assistant_of(parts, responder)
    except AssistantError as error:
        return help_only(error, settings)


def help_only(missing: AssistantError, settings: Settings | None = None) -> Assistant:
    """Fixed words need no library and no settings: what is missing is only said when there is no help to show."""

    def refuse() -> Never:
        raise missing

    return help_meanwhile(settings, {}, refuse, missing)


def help_meanwhile(
    settings: Settings | None,
    passages: Mapping[str, Passage],
    made: Callable[[], Assistant],
    missing: AssistantError | None = None,
) -> Assistant:
    """Fixed words at once; for the rest it waits until `made`, which may index all guides first, has returned."""
    triage, signpost = build_safety(settings)
    return Assistant(
        triage,
        signpost,
        search=lambda text, situation, history: made().search(text, situation, history),
        responder=lambda question: made().responder(question),
        passages=passages,
        find_support=lambda sentence, passage: made().find_support(sentence, passage),
        missing=missing,
        moderate=lambda question: made().moderate(question),
    )


def assistant_of(parts: Parts, responder: str | None = None) -> Assistant:
    unsayable = parts.settings.knowledge / "unsayable.yaml"
    find_support = NearestLine(parts.embedder, parts.library.lines, parts.index.line_vectors)
    return Assistant(
        triage=parts.triage,
        signpost=parts.signpost,
        search=PolicySearch(parts.search, parts.policies, lambda text: load_unsayable(unsayable).quotable(text)),
        responder=choose_responder(parts, responder),
        passages=parts.library.passages,
        find_support=find_support,
        policies=parts.policies,
        moderate=choose_moderation(parts, responder),
    )


def choose_responder(parts: Parts, name: str | None) -> Responder:
    """The library responder, or a model that falls back to it. Raises SettingsError for a model that is not set."""
    phrases = load_phrases(parts.settings.knowledge / "phrases.yaml")
    return WithBreaks(_chosen(parts, name, phrases), phrases.take_a_break)


def choose_moderation(parts: Parts, name: str | None) -> Moderate:
    """A moderation service where a model is asked, as far as the programme allows it; otherwise none."""
    if parts.settings.model is None or _wanted(parts, name) == "library":
        return lambda question: question.concern
    from assistant.responders.model import ModerationService
    from assistant.responders.moderating import Moderating

    return Moderating(ModerationService(parts.settings), parts.card)


def _wanted(parts: Parts, name: str | None) -> str:
    return name or ("model" if parts.settings.model else "library")


def _chosen(parts: Parts, name: str | None, phrases: Phrases) -> Responder:
    library = LibraryResponder(parts.library, parts.index.line_vectors, phrases, parts.card)
    if _wanted(parts, name) == "library":
        return library
    if parts.settings.model is None:
        raise SettingsError("No model is set. Set ALONGSIDE_MODEL, or use the library responder.")
    return _model_responder(parts, library, phrases)


def _model_responder(parts: Parts, library: LibraryResponder, phrases: Phrases) -> Responder:
    from assistant.responders.fallback import WithFallback
    from assistant.responders.model import ModelResponder
    from assistant.responders.permission import WhereAllowed
    from assistant.responders.prompts import load_prompt
    from assistant.responders.rules import WithRules
    from assistant.responders.tokens import TokenCounter
    from assistant.responders.withholding import Watch, Withholding
    from assistant.safety.signposting import FixedWords

    prompt = load_prompt(parts.settings.prompts, "answer")
    model = ModelResponder(parts.settings, prompt, TokenCounter(parts.embedder.count))
    words = FixedWords(parts.settings.knowledge, parts.card)
    unsayable = load_unsayable(parts.settings.knowledge / "unsayable.yaml")
    checked = Withholding(model, library, Watch(unsayable, prompt), phrases.withheld, words.again)
    return WhereAllowed(WithFallback(WithRules(checked, phrases.labels), library), library, parts.card)
