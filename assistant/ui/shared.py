"""What all visitors of one process share: settings, guides, the assistant, and where conversations are held.

It holds nothing about any of them except the conversations that are not kept, which live in memory, tab by tab.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from threading import Lock, Thread
from time import sleep

from assistant.build import build_sign_off, help_meanwhile
from assistant.conversation import Assistant
from assistant.errors import AssistantError, IndexMissingError, StoreError
from assistant.guides.importing.folder import DocumentFolder
from assistant.guides.library import Library
from assistant.guides.wayfinding import Wayfinding
from assistant.quality.archive import Archive
from assistant.quality.reference_records import RELEASE
from assistant.quality.summaries import Summaries
from assistant.retrieval.policies import Policies
from assistant.running import Running
from assistant.safety.cardfile import CardFile
from assistant.safety.helplines import load_helplines
from assistant.settings import CHECKOUT, Settings
from assistant.store import Store, open_store
from assistant.ui.helplines import contacts, own_contacts
from assistant.ui.place import Place
from assistant.ui.regular import regularly
from assistant.ui.shelf import Shelf
from assistant.ui.tabs import Tabs

MEND_SECONDS = 5.0
TIDY_SECONDS = 3_600.0


class Shared:
    def __init__(self, settings: Settings, connected: Callable[[str], bool]) -> None:
        """`connected` tells whether a visit to the page still has its browser."""
        self.settings = settings
        self.library = _library(settings)
        self.helplines = load_helplines(settings.knowledge)
        self.programme = CardFile(settings.programme)
        self.documents = DocumentFolder(settings.documents)
        self.sign_off = build_sign_off(settings)
        self._lines = contacts(self.helplines)
        self._assistant = help_meanwhile(settings, self.library.passages, self._made)
        self.ready = False
        """Has the assistant been made? The first time it takes a while, because the guides are indexed."""
        self._lock = Lock()
        self._memory = open_store(None)
        self.problem: str | None = None
        """Why nothing can be kept at present, and what to do about it."""
        self._store = self._opened()
        self._kept: dict[str, Place] = {}
        self._kept_lock = Lock()
        self.tabs = Tabs(lambda token: self._place(self._memory.for_owner(token)), connected)

    @property
    def contacts(self) -> Sequence[tuple[str, str]]:
        """Numbers that can be pressed: the helplines' and the programme's own."""
        return [*own_contacts(self.programme()), *self._lines]

    @cached_property
    def signs(self) -> Wayfinding:
        """Folders by their own names and no glossary when the files cannot be read: the guides can be all the same."""
        try:
            return Wayfinding.load(self.settings.knowledge)
        except AssistantError:
            return Wayfinding()

    @cached_property
    def shelf(self) -> Shelf:
        """Made when the library is first looked at: starting waits for no more than it needs."""
        return Shelf(self.library, self.signs)

    @cached_property
    def archive(self) -> Archive:
        """The records of evaluation runs."""
        return Archive(_record_folders(self.settings), RELEASE)

    @cached_property
    def summaries(self) -> Summaries:
        """What they come to, worked out once for all visitors."""
        return Summaries(self.archive)

    def assistant(self) -> Assistant:
        """The assistant; while it is being made, one that gives fixed words at once and waits with the rest."""
        return self._assistant

    def _made(self) -> Assistant:
        """Made when first needed, and once: it loads the search index and the embedding model."""
        with self._lock:
            if not self.ready:
                assistant = Assistant.open(self.settings)
                if assistant.missing is not None:
                    return assistant  # for this message only: what is missing may be mended
                self._assistant, self.ready = assistant, True
            return self._assistant

    def usable(self) -> Assistant:
        """The whole assistant, made now if need be. Raises AssistantError for what is missing."""
        made = self._made()
        if made.missing is not None:
            raise made.missing
        return made

    def policies(self) -> Policies:
        """The programme's documents with their index. Raises AssistantError while there can be none."""
        made = self._made()
        if made.policies is None:
            raise made.missing or IndexMissingError("The guides have not been indexed. Run `alongside index`.")
        return made.policies

    def warm_up(self) -> None:
        """Make the assistant while the person is still reading; what goes wrong is told when it is needed."""
        Thread(target=self._try_assistant, name="warm-up", daemon=True).start()

    def kept(self, owner: str) -> Place:
        """Where somebody's conversations are kept: one place for all their visits, which knows their live answers."""
        with self._kept_lock:
            if owner not in self._kept:
                self._kept[owner] = self._place(self._store.for_owner(owner))
                with suppress(StoreError):  # it is tried again within the hour
                    self._tidy(self._kept[owner])
            return self._kept[owner]

    def keep_tidy(self) -> None:
        """From now on delete what has grown older than its owner wants it kept, and what deleting left behind."""
        regularly(self, Shared.tidy, TIDY_SECONDS, "tidy")

    def tidy(self) -> None:
        with self._kept_lock:
            places = list(self._kept.values())
        for place in places:
            self._tidy(place)

    def _tidy(self, place: Place) -> None:
        place.store.apply_retention(self.settings.retention)
        place.store.scrub()

    def mend(self) -> None:
        """Open the conversations again when they could not be; the page goes on with them once they can."""
        with self._kept_lock:
            if self.problem is not None:
                self._kept.clear()
                self._store = self._opened()

    def keep_mending(self) -> None:
        """For as long as nothing can be kept, try again now and then."""
        if self.problem is not None:
            Thread(target=self._mend, name="mend", daemon=True).start()

    def _mend(self) -> None:
        while self.problem is not None:
            sleep(MEND_SECONDS)
            self.mend()

    def _opened(self) -> Store:
        """What is kept, or memory in its place: the page must show help though there is nowhere to keep anything."""
        try:
            self.settings.prepare_data()
            store = open_store(self.settings.database)
        except AssistantError as error:
            self.problem = str(error)
            return self._memory
        self.problem = None
        return store

    def _place(self, store: Store) -> Place:
        return Place(store, Running(self.assistant, store))

    def _try_assistant(self) -> None:
        try:
            self._made()
        except AssistantError:
            return


def _library(settings: Settings) -> Library:
    """No guides when one cannot be read: the page must still show help. What is wrong is said with the first answer."""
    try:
        return Library.load(settings.knowledge / "guides")
    except AssistantError:
        return Library({})


def _record_folders(settings: Settings) -> dict[str, Path]:
    """Where records are looked for; a checkout has those that `make evals` wrote."""
    checkout = {"checkout": CHECKOUT / "runs"} if settings.content == CHECKOUT else {}
    return {"data": settings.data / "runs"} | checkout
