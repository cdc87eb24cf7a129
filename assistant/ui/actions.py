"""What the buttons do. Each is a callback: it changes what is stored, and the page then shows it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

from assistant.errors import InputError
from assistant.store import Said, Store
from assistant.ui import mishaps, session

P = ParamSpec("P")
AT_ONCE_SECONDS = (
    0.3  # an answer from the guides takes a tenth of it, and the page is then drawn once instead of three times
)
SINCE = "Something has been said here since, in another tab. Nothing is lost or changed; look at it first."


def telling(action: Callable[P, None]) -> Callable[P, None]:
    """Tell what went wrong on the page, in the words of the error, instead of breaking off."""

    @wraps(action)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        session.forget("notice")
        session.forget("missing")
        session.forget("help")
        session.forget("emptied")
        try:
            action(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - the page is drawn all the same
            session.remember("notice", mishaps.words_for(error))

    return told


def may_be_unmasked() -> bool:
    """Is there a model that is sent messages with names and numbers taken out?"""
    settings = session.shared().settings
    return settings.model is not None and settings.masking


def unmasked_key() -> str:
    """Of the switch for the next message."""
    return f"unmasked-{session.recall('sent', 0)}"


def _take_unmasked() -> bool:
    """Whether the next message is to be sent as it is; it holds for that one only."""
    chosen = may_be_unmasked() and bool(session.recall(unmasked_key()))
    session.remember("sent", session.recall("sent", 0) + 1)
    return chosen


def send() -> None:
    """Answer what stands in the box."""
    _answer(session.recall("message") or "")


def send_unsent() -> None:
    """Answer what was sent before it was known which tab this is."""
    text = session.recall("unsent")
    if text and session.settled():
        session.forget("unsent")
        _answer(text)


def send_example(text: str) -> None:
    _answer(text)


@telling
def _answer(text: str) -> None:
    """When it cannot be answered it stands in the box again."""
    try:
        with _helping(text):
            ask(text)
    except Exception:
        session.remember("message", text)
        raise


@contextmanager
def _helping(text: str) -> Iterator[None]:
    """What cannot be stored gets its fixed words all the same: safety fails towards help."""
    try:
        yield
    except InputError:
        raise
    except Exception:
        session.remember("help", session.help_for(text))
        raise


def ask(text: str) -> None:
    """Answer in the conversation on the screen; what comes before it is known which that is waits for it."""
    if session.waiting():
        session.remember("unsent", text)
        return
    here = session.place()
    known = session.conversation_id() if session.conversation() else None
    turn = here.store.turn(here.running.answer(known, text, session.situation(), unmasked=_take_unmasked()))
    if turn:
        session.hold(turn.conversation, is_kept=here.store.kept)
        _watch(turn.id)


def _watch(turn: str) -> None:
    """Have an answer read out when it is whole, which one from the guides mostly is before the page is drawn."""
    if session.shared().settings.model is None:
        session.place().running.wait(turn, AT_ONCE_SECONDS)
    session.watch(turn)


@telling
def stop(turn: str) -> None:
    session.place().running.stop(turn)


@telling
def answer_again(turn: str) -> None:
    _refuse_unless_last(turn)
    _watch(session.place().running.regenerate(turn, session.situation()))


@telling
def show_version(turn: str) -> None:
    _refuse_unless_last(turn)
    session.place().store.show_version(turn)


def begin_edit(turn: str, text: str) -> None:
    session.remember("editing", turn)
    session.remember("edited", text)


def cancel_edit() -> None:
    session.forget("editing")


@telling
def save_edit(conversation: str) -> None:
    text = session.recall("edited") or ""
    shown = session.conversation()
    question = shown.last_question if shown else None
    if question and session.recall("editing") not in question.versions:
        session.forget("editing")
        session.remember("message", text)
        raise InputError(SINCE)
    with _helping(text):
        running = session.place().running
        _watch(running.edit_last(conversation, text, session.situation(), unmasked=_take_unmasked()))
    session.forget("editing")


@telling
def choose_country(box: str, turn: str | None = None) -> None:
    """Remember the country for helplines, and show the fixed words again with its numbers."""
    session.set_situation(country=session.recall(box))
    shown = session.conversation()
    if turn and shown and turn in shown.turns[-1].versions:
        session.place().running.regenerate(turn, session.situation())


@telling
def new_conversation() -> None:
    session.begin_anew()
    session.set_situation(moment=None)


@telling
def open_conversation(name: str) -> None:
    session.open_conversation(name)


@telling
def rename(name: str, box: str) -> None:
    session.kept().store.rename(name, session.recall(box) or "")


@telling
def delete(name: str) -> None:
    """Also from the copies made by themselves, when that was ticked."""
    kept = session.kept()
    kept.end(name)
    if session.recall(f"copies-{name}"):
        kept.store.forget_backups()
    if name == session.name():
        session.leave()


def talk_about(title: str) -> None:
    """Put the beginning of a sentence into the box, in a new conversation unless that would end one."""
    if session.tab().conversation is None:
        session.leave()
    session.remember("message", f"About “{title}”: ")


@telling
def delete_everything() -> None:
    """Delete every conversation, kept or not, and every choice."""
    session.kept().end_everything(with_copies=bool(session.recall("copies-everything")))
    session.shared().tabs.end_all(session.owner())
    session.leave()
    session.remember("sure-everything", False)
    session.remember("emptied", True)


@telling
def choose_days() -> None:
    """Remember for how long conversations are kept; what that would delete at once is asked about first."""
    days = session.recall("days-choice") or None
    session.forget("days-asked")
    if days and session.kept().store.older_than(days):
        session.remember("days-asked", days)
    else:
        session.kept().store.set_retention(days)


@telling
def confirm_days(days: int) -> None:
    session.forget("days-asked")
    store = session.kept().store
    store.set_retention(days)
    store.apply_retention(days)


def leave_days() -> None:
    session.forget("days-asked")


@telling
def choose_keep(*, keep: bool) -> None:
    """Remember the choice; keeping takes the conversation on the screen along, as soon as nothing is running."""
    session.keep_from_now(keep=keep)
    session.remember("to_keep", session.conversation_id() if keep else None)


def keep_this(name: str) -> None:
    session.remember("to_keep", name)


def keep_if_chosen() -> None:
    """Move the conversation on the screen from memory to disk when that was asked for."""
    if not session.recall("to_keep"):
        return
    shown, here = session.conversation(), session.place()
    if shown is None or session.recall("to_keep") != shown.id or session.running_turn(shown):
        return
    session.forget("to_keep")
    if not here.store.kept:
        moved = move(shown.id, here.store, session.kept().store)
        session.begin_anew()
        session.tab().kept_as = moved
        session.open_conversation(moved)


def move(name: str, source: Store, target: Store) -> str | None:
    """Copy what is shown of a conversation into another store; return its name there."""
    shown, moved = source.conversation(name), None
    questions = [turn for turn in shown.turns if turn.speaker == "person"] if shown else []
    answers = [turn for turn in shown.turns if turn.speaker == "assistant"] if shown else []
    for question, answer in zip(questions, answers, strict=True):
        started = target.start(moved, question.text, question.situation, unmasked=question.unmasked)
        moved = started.conversation
        said = Said(**{field: getattr(answer, field) for field in Said.__dataclass_fields__})
        target.finish(started.id, answer.state, said, answer.problem)
        if answer.rating:
            target.rate(started.id, answer.rating.verdict, answer.rating.reason)
    return moved


def _refuse_unless_last(turn: str) -> None:
    """Another tab may have said more meanwhile, which must not be put out of sight from here."""
    shown = session.conversation()
    if shown and shown.turns and turn not in shown.turns[-1].versions:
        raise InputError(SINCE)
