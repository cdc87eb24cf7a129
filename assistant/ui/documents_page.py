"""The coordinator's page for the programme's own documents: add, see what was made of them, replace, remove."""

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from assistant.errors import AssistantError, InputError
from assistant.guides.documents import Document
from assistant.guides.importing.adding import document_of
from assistant.guides.importing.kinds import ACCEPTED, KINDS
from assistant.guides.importing.reading import Upload
from assistant.guides.importing.troubles import MAX_BYTES
from assistant.ui import arrival, bubbles, history, look, markup, session
from assistant.ui.actions import telling

LEAD = (
    "For whoever runs a programme. Add your own policies and handbooks: where they speak to a question, answers quote "
    "them first, with the heading they stand under. They are kept in the data folder on this device."
)
SENT = "A model words the answers here. What is quoted from a document is sent to it with the question."
EMPTY = (
    "No document has been added yet. Good ones to begin with: your volunteer handbook, your rules on gifts and "
    "expenses, and where and when people meet."
)
KEPT = (
    "Alongside keeps the words of a document, not the file, and copies and exports of conversations hold no document. "
    "Keep your files. When you remove one, all that was made of it is deleted; answers given before keep the sentences "
    "they quoted until their conversations are deleted."
)
FLAGGED = (
    "{number} ({place}) no longer reaches help. Answers leave it out. Put the right number in and add the file again."
)
# What came of the last files: whether it is a `problem` or `done`, and in words. (Streamlit shows bare strings.)
Told = list[tuple[str, str]]


def add() -> None:
    number = session.recall("documents-round", 0)
    files = st.file_uploader(
        f"Add documents: {ACCEPTED}", [*KINDS], accept_multiple_files=True, key=f"documents-{number}",
        max_upload_size=MAX_BYTES // 10**6, help="A file with the name of one that is here takes its place.",
    )  # fmt: skip
    if files:
        session.remember("documents-told", _taken(files))
        session.remember("documents-round", number + 1)
        session.refresh()
    for kind, words in session.recall("documents-told", []):
        shown = f'<p class="al-ending" role="status">{markup.escaped(words)}</p>'
        look.show(bubbles.notice(words) if kind == "problem" else shown)


def _taken(files: Sequence[UploadedFile]) -> Told:
    """Read each file, then keep those that can be used; what cannot stands in no other's way."""
    bar = st.progress(0.0)
    documents: dict[str, Document] = {}
    told: Told = []
    for place, file in enumerate(files):
        bar.progress(place / (len(files) + 1), f"Reading {markup.label(file.name)}…")
        try:
            document = document_of(Upload(file.name, file.getvalue()))
            documents[document.name.casefold()] = document
        except InputError as error:
            told.append(("problem", str(error)))
    return [*told, *(_kept(list(documents.values()), bar) if documents else [])]


def _kept(documents: Sequence[Document], bar: "st.delta_generator.DeltaGenerator") -> Told:
    before = {document.name.casefold() for document in session.shared().documents.read().all}
    bar.progress(0.9, "Getting ready to search them… The first time this can take a few minutes.")
    try:
        session.shared().policies().add(documents)
    except AssistantError as error:
        return [("problem", str(error))]
    done = ("is added", "is replaced")
    return [
        ("done", f"{document.name} {done[document.name.casefold() in before]}: {document.counted}.")
        for document in documents
    ]


def shelf(documents: Sequence[Document]) -> None:
    look.show('<h2 class="al-group">What is here</h2>')
    if not documents:
        look.show(f'<p class="al-ending">{EMPTY}</p>')
    for document in documents:
        with st.container(border=True, key=f"al-document-{document.id.rpartition('/')[2]}"):
            look.show(card(document))
            _removing(document)


def card(document: Document) -> str:
    facts = f"{document.name}. {document.counted}, {document.sized}, added {document.added.astimezone():%-d %B %Y}"
    flags = "".join(bubbles.notice(FLAGGED.format(number=flag.number, place=flag.place)) for flag in document.flagged)
    return (
        f'<h3 class="al-document">'
        f"{markup.escaped(document.title)}</h3>"
        f'<p class="al-quiet">{markup.escaped(facts)}</p>{flags}'
    )  # fmt: skip


def _removing(document: Document) -> None:
    """Asked about first: there is no way back but the file itself."""
    if session.recall("document-sure") != document.name:
        st.button("Remove", key=f"remove-{document.id}", icon=":material/delete:", type="tertiary",
                  help=f"Remove {markup.label(document.title)}", on_click=session.remember,
                  args=("document-sure", document.name))  # fmt: skip
        return
    look.show(
        '<p class="al-ending" role="status">Remove it, with all that was made of it? Add the file to have it back.</p>'
    )
    with st.container(horizontal=True, gap="small"):
        st.button("Yes, remove it", key=f"sure-{document.id}", type="primary", icon=":material/delete:",
                  on_click=remove, args=(document,))  # fmt: skip
        st.button("Keep it", key=f"keep-{document.id}", on_click=session.forget, args=("document-sure",))


@telling
def remove(document: Document) -> None:
    session.forget("document-sure")
    session.shared().policies().remove(document)
    session.remember("documents-told", [("done", f"{document.name} is removed.")])


with look.page():
    arrival.meet()
    with look.told():
        history.draw(None, elsewhere=True)
    look.show(f'<h1 class="al-title">Programme documents</h1><p class="al-quiet">{LEAD}</p>')
    if session.shared().settings.model:
        look.show(f'<p class="al-quiet">{SENT}</p>')
    add()
    if problem := session.recall("notice"):
        look.show(bubbles.notice(problem))
    shelf(session.shared().documents.read().all)
    look.show(f'<p class="al-quiet">{KEPT}</p>')
