"""What has been written for a download lies in the server's memory, where whoever has its address can fetch it.

Streamlit lets go of it only once pages have been drawn twice more, so never when the last one is closed.
"""

from streamlit import runtime

from assistant.ui.regular import regularly

SECONDS = 15.0  # a browser fetches what was written for it at once


def let_go() -> None:
    """Let go of what was written before the last call, and note the rest: it goes with the next."""
    if runtime.exists():
        runtime.get_instance().media_file_mgr.remove_orphaned_files()


def forget() -> None:
    """Let go of everything now, because what it was written from is deleted."""
    let_go()
    let_go()


def keep_short(what: object) -> None:
    """From now on, for as long as somebody holds on to `what`, nothing stays longer than twice so many seconds."""
    regularly(what, lambda _: let_go(), SECONDS, "downloads")
