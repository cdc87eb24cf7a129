"""The browser tabs that are open, and what each holds that is not kept: in memory, reached by its token only.

The token is made here; the browser keeps it in that one tab's own memory, and it is in no address. A tab ends some
time after its last connection is gone, because a reload and a lost connection look like a closed tab at first, and
when it has not been used for long. A closed laptop counts for the second, not for the first: nobody could come back
meanwhile. A tab that was duplicated shares its token and shows the same conversation.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_urlsafe
from threading import Lock
from time import monotonic, time

from assistant.errors import AssistantError
from assistant.situation import Situation
from assistant.ui.place import Place
from assistant.ui.regular import regularly

GRACE_SECONDS = 120.0  # a reload on a slow machine, or a network that comes and goes, takes less
IDLE_SECONDS = 30 * 60.0
LONGEST_LOOK = 15.0  # seconds between two looks at what has ended


@dataclass(slots=True, eq=False)
class Tab:
    token: str = field(repr=False)
    owner: str
    place: Place
    used: float
    """Seconds of the wall clock, which goes on while a laptop is closed."""
    seen: float
    """When it was last known to be connected, in seconds of a clock that stands still while a laptop is closed."""
    conversation: str | None = None
    """The one conversation it holds that is not kept."""
    kept_as: str | None = None
    """What that conversation is called since it was kept after all."""
    situation: Situation = field(default_factory=Situation)
    visits: set[str] = field(default_factory=set)
    """Its connections, as Streamlit names them."""


class Tabs:
    def __init__(
        self,
        place: Callable[[str], Place],
        connected: Callable[[str], bool],
        *,
        grace: float = GRACE_SECONDS,
        idle: float = IDLE_SECONDS,
        clock: Callable[[], float] = time,
        awake: Callable[[], float] = monotonic,
    ) -> None:
        """`place` makes the memory of a tab from its token; `connected` tells whether a visit still is.

        `clock` is the wall's; `awake` counts only the seconds in which somebody could connect.
        """
        self._place = place
        self._connected = connected
        self._grace = grace
        self._idle = idle
        self._clock = clock
        self._awake = awake
        self._tabs: dict[str, Tab] = {}
        self._lock = Lock()

    @property
    def look_seconds(self) -> float:
        """How often to look for what has ended: soon enough for the shorter of the two limits."""
        return min(LONGEST_LOOK, min(self._grace, self._idle) / 4)

    def open(self, owner: str, visit: str) -> Tab:
        token = token_urlsafe(32)
        tab = Tab(token, owner, self._place(token), used=self._clock(), seen=self._awake(), visits={visit})
        with self._lock:
            self._tabs[token] = tab
        return tab

    def use(self, token: str, owner: str, visit: str) -> Tab | None:
        """The tab of a token, used now by this visit; None when it has ended, was never made here or is not theirs."""
        with self._lock:
            tab = self._tabs.get(token)
            if tab is None or tab.owner != owner:
                return None
            tab.used, tab.seen = self._clock(), self._awake()
            tab.visits.add(visit)
            return tab

    def knows(self, token: str) -> bool:
        """Is it still there? Asking is not using it."""
        return token in self._tabs

    def end(self, token: str) -> None:
        """End a tab and delete what it holds."""
        with self._lock:
            tab = self._tabs.pop(token, None)
        if tab:
            self._empty(tab)

    def end_all(self, owner: str) -> None:
        for tab in self._all():
            if tab.owner == owner:
                self.end(tab.token)

    def end_what_is_over(self) -> None:
        """End the tabs that were closed or left."""
        with self._lock:
            over = [tab for tab in self._tabs.values() if self._is_over(tab)]
            for tab in over:
                del self._tabs[tab.token]
        for tab in over:
            self._empty(tab)

    def watch(self) -> None:
        """Look for what is over from now on, for as long as these tabs are anybody's."""
        regularly(self, Tabs.end_what_is_over, self.look_seconds, "tabs")

    def _is_over(self, tab: Tab) -> bool:
        awake = self._awake()
        tab.visits = {visit for visit in tab.visits if self._connected(visit)}
        if tab.visits:
            tab.seen = awake
        return self._clock() - tab.used > self._idle or awake - tab.seen > self._grace

    def _empty(self, tab: Tab) -> None:
        if tab.conversation is None:
            return
        try:
            tab.place.end(tab.conversation)
        except AssistantError:
            with self._lock:
                self._tabs[tab.token] = tab  # to be tried again
            raise

    def _all(self) -> list[Tab]:
        with self._lock:
            return list(self._tabs.values())
