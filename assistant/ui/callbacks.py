"""What a press has begun is done to its end.

Streamlit breaks a callback off in its middle, and never does the rest of it, when the browser sends something else
meanwhile: a second press, a message sent right after. Here that waits until the callback has ended.
"""

from functools import cache, wraps
from threading import local
from typing import Any

from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequest, ScriptRequests
from streamlit.runtime.state.session_state import SessionState

_this_thread = local()


@cache
def finish_callbacks() -> None:
    """For every page of this process."""
    dispatch, look = SessionState._call_callbacks, ScriptRequests.on_scriptrunner_yield

    @wraps(dispatch)
    def undisturbed(state: SessionState, **given: Any) -> None:
        _this_thread.in_callback = True
        try:
            dispatch(state, **given)
        finally:
            _this_thread.in_callback = False

    @wraps(look)
    def unless_in_callback(requests: ScriptRequests) -> ScriptRequest | None:
        return None if getattr(_this_thread, "in_callback", False) else look(requests)

    SessionState._call_callbacks = undisturbed  # type: ignore[method-assign, assignment]
    ScriptRequests.on_scriptrunner_yield = unless_in_callback  # type: ignore[method-assign, assignment]
