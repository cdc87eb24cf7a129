"""What Alongside is, what is kept, where, who sees it, and how to delete everything."""

from urllib.parse import urlsplit

import streamlit as st

from assistant.ui import actions, arrival, bubbles, history, keeping, look, markup, session
from assistant.ui.words import CHECKED

WHAT = """\
Alongside helps people in a mentoring or peer-support relationship to prepare for a meeting, to find words in between,
and to look back. It answers from a library of guides and shows the passage behind a tip.

It is **not therapy, not a crisis service and not a person**. If somebody may be in danger, call your local emergency
number."""
KEPT = """\
- **Who sees it:** {readers}, and whoever can use this device while Alongside is open. No coordinator.
- **Nobody is alerted,** whatever you write. Alongside cannot call anyone. It shows you whom you can call.
- **Where it is:** conversations you keep lie in one folder on this device, readable by your account only. A message you
  edit stays there as an earlier version until you delete the conversation.
- **Conversations you don't keep** stay in memory, never on disk, and only this browser tab can show them. They end when
  you close the tab, start another one, or leave it for half an hour. A reload does not end them.
- **For how long:** until you delete them, or for as long as you choose in Settings.
- **Nothing is reported:** no usage statistics leave this device, no tracking, nothing is fetched from elsewhere. The
  page *Use* counts conversations that are kept here, in numbers of five or more, without anybody's words."""
READERS = "only you"
READERS_WITH_MODEL = "you, and the AI service that words the answers"
WAITS = "Its last traces on the disk are overwritten as soon as nothing else reads them."
LIBRARY = (
    "The answers are put together from the guides by fixed rules, on this device. No AI words them; nothing leaves it."
)
MODEL = (
    "The answers are worded by an AI model ({model}): what you write is sent to {where}, with what was said before it. "
    "A message that tells of urgent danger is not sent; it gets fixed words instead. {masking}{moderation}"
)
MODERATION = (
    " Before the AI, its moderation service is asked, which your programme has turned on. It is sent your one message, "
    "always with names and numbers replaced, and may add a sign that somebody may be at risk; it can take none away. "
    "It gets nothing urgent, and nothing of somebody whom the AI may not answer. Nothing it says is kept but that sign."
)
MASKED = (
    "Before anything is sent, names, telephone numbers, e-mail and street addresses, ID numbers and dates of birth are "
    "replaced (“Person A”, “my mentee”), and put back into the answer. Under each answer you see what was replaced. It "
    "is best effort: nicknames, rare names in small letters and what a story gives away by itself go through, so leave "
    "out what the AI must not see. You can send one message as it is. Passages from guides are sent as they are, those "
    "from your programme's documents with names and numbers replaced too."
)
NOT_MASKED = "Names and numbers are sent as you write them: replacing them was turned off for this installation."


def who_words() -> str:
    settings = session.shared().settings
    where = urlsplit(settings.base_url).hostname if settings.base_url else "OpenAI"
    if settings.model is None:
        return LIBRARY
    masking = MASKED if settings.masking else NOT_MASKED
    moderation = MODERATION if session.shared().programme().moderation == "on" else ""
    return MODEL.format(model=settings.model, where=where, masking=masking, moderation=moderation)


def kept_words() -> str:
    return KEPT.format(readers=READERS_WITH_MODEL if session.shared().settings.model else READERS)


def checked_words() -> str:
    return CHECKED.format(told=session.shared().sign_off.known().told())


def delete_everything() -> None:
    if st.checkbox("I want to delete all conversations and choices for good", key="sure-everything"):
        keeping.offer_copies(None, "copies-everything")
    st.button("Delete everything", type="primary", icon=":material/delete:", on_click=actions.delete_everything,
              disabled=not session.recall("sure-everything"))  # fmt: skip
    if session.recall("emptied"):
        look.show(f'<p class="al-ending" role="status">{markup.escaped(emptied_words())}</p>')


def emptied_words() -> str:
    """What has been deleted, and what may still hold it."""
    clean = session.kept().store.scrub()
    words = ["Everything has been deleted.", "" if clean else WAITS, keeping.copies_of(None), keeping.OWN_COPIES]
    return " ".join(filter(None, words))


with look.page():
    arrival.meet()
    with look.told():
        history.draw(None, elsewhere=True)
    folder = f'<p>The folder is <code class="al-path">{markup.escaped(str(session.shared().settings.data))}</code>. '
    look.show(
        '<h1 class="al-title">About and privacy</h1><article class="al-guide">'
        + markup.part("What this is", markup.markdown_html(WHAT))
        + markup.part("What is kept, and who sees it", markup.markdown_html(kept_words()))
        + markup.part("Who words the answers", f"<p>{markup.escaped(who_words())}</p>")
        + markup.part("Who has checked it", markup.markdown_html(checked_words()))
        + markup.part("Deleting", folder + "Deleting it removes Alongside's memory altogether.</p>")
        + "</article>"
    )
    if problem := session.recall("notice"):
        look.show(bubbles.notice(problem))
    delete_everything()
