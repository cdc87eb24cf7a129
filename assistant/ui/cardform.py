"""The programme card as a form: what is typed is a draft until it is saved, and is lost by no reload of the card."""

from collections.abc import Mapping

import streamlit as st

from assistant.errors import InputError
from assistant.safety.card import BY_NAME, Field, ProgrammeCard
from assistant.ui import actions, bubbles, markup, session
from assistant.ui.helplines import countries
from assistant.ui.look import show

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Who to turn to": ("safeguarding_lead", "out_of_hours", "independent_route", "coordinator"),
    "The programme": ("name", "country", "emergency_number", "ages"),
    "What is agreed": ("report_within", "contact_rules", "channels", "places"),
    "Help near by": ("counselling", "hardship", "study_skills", "disability", "hr"),
    "AI models": ("model_for", "moderation"),
}
MODEL_FOR = {
    "": "Not said: not for anybody known to be under 18",
    "nobody": "Nobody: answers come from the guides",
    "adults": "Adults only, and nobody whose age is not known",
    "everyone": "Everyone, under 18s too",
}
MODERATION = {
    "": "Not said: it is not asked",
    "off": "Off: it is not asked",
    "on": "On: it may add a sign, and can take none away",
}
CHOICES: Mapping[str, Mapping[str, str]] = {"model_for": MODEL_FOR, "moderation": MODERATION}
NO_COUNTRY = "Not said, or not in this list"
SAVED = "Saved. It stands in every answer from now on."
SAME = "Nothing has changed since it was last saved."
BACK = "The card is as it was before the last save. Press again to undo that."
ANEW = "The card that could not be read is kept as {}. This is a new one."
UNSET = object()


def told(place: str) -> None:
    """What came of the last press, beside what was pressed."""
    if session.recall("card-place", "card") != place:
        return
    if wrong := session.recall("notice"):
        show(bubbles.notice(wrong))
    if words := session.recall("card-told"):
        show(f'<p class="al-ending" role="status">{markup.escaped(words)}</p>')


def begin(place: str) -> None:
    """What is told from now on comes of a press there."""
    session.forget("card-told")
    session.remember("card-place", place)


def draft() -> dict[str, str]:
    """What has been changed and not saved, by field."""
    changed: dict[str, str] = session.recall("card-draft", {})
    return changed


def drafted(card: ProgrammeCard) -> ProgrammeCard:
    """The card with as much of the draft as can be used."""
    for name, value in draft().items():
        if problem(name) is None:
            card = card.with_changes({name: value})
    return card


def problem(name: str) -> str | None:
    """Why what stands in a field cannot be saved."""
    try:
        ProgrammeCard.parse({name: draft().get(name)})
    except InputError as error:
        return str(error).replace(name, BY_NAME[name].label, 1)
    return None


def draw(card: ProgrammeCard) -> None:
    for group, names in GROUPS.items():
        show(f'<h2 class="al-group">{group}</h2>')
        for name in names:
            _field(BY_NAME[name], card)


def _field(field: Field, card: ProgrammeCard) -> None:
    box = f"card-{field.name}"
    known = getattr(card, field.name)
    choices = _choices(field.name, known)
    shown = draft().get(field.name, known or "")
    if session.recall(box, UNSET) != shown:  # the card has changed, or the page was left and is back
        session.remember(box, shown)
    if choices:
        st.selectbox(field.label, list(choices), key=box, format_func=choices.__getitem__,
                     on_change=_note, args=(field.name,))  # fmt: skip
    else:
        st.text_input(field.label, key=box, max_chars=field.most, autocomplete="off", on_change=_note,
                      args=(field.name,))  # fmt: skip
    open_words = f"Still empty. {field.missed}" if field.missed and known is None and not shown else ""
    show(
        f'<div class="al-purpose"><p class="al-quiet">{markup.escaped(field.purpose)}</p>'
        f'<p class="al-quiet al-open">{markup.escaped(open_words)}</p></div>'
    )
    if wrong := problem(field.name):
        show(f'<p class="al-ending" role="alert">{markup.escaped(wrong)}</p>')


def _choices(name: str, known: str | None) -> Mapping[str, str]:
    """What a field may be chosen from; nothing for one that is written into."""
    if name in CHOICES:
        return CHOICES[name]
    if name != "country":
        return {}
    others = {known: known} if known else {}
    return {"": NO_COUNTRY, **others, **countries(session.shared().helplines)}


def _note(name: str) -> None:
    session.forget("card-told")
    session.remember("card-draft", {**draft(), name: session.recall(f"card-{name}")})


@actions.telling
def save() -> None:
    begin("card")
    file = session.shared().programme
    before = file.read().card
    card = file.change(draft())
    session.forget("card-draft")
    session.remember("card-told", SAME if card == before else SAVED)


@actions.telling
def undo() -> None:
    begin("card")
    session.shared().programme.undo()
    session.remember("card-told", BACK)


@actions.telling
def set_aside() -> None:
    begin("card")
    aside = session.shared().programme.set_aside()
    session.remember("card-told", ANEW.format(aside.name))


def unsaved(card: ProgrammeCard) -> str:
    """Which fields hold something that is not saved yet, in words."""
    changed = [BY_NAME[name].label for name, value in draft().items() if (value or None) != getattr(card, name)]
    return f"Not saved yet: {', '.join(changed)}." if changed else ""
