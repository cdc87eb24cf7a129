"""What a press has begun is done to its end, and then the whole page shows it.

Streamlit breaks a callback off in its middle, and never does the rest of it, when the browser sends something else
meanwhile: a second press, a message sent right after. Here that waits until the callback has ended.

A press that happens in the same moment as something in a part of the page that draws itself (the browser saying which
tab it is, just when the page has come up) is sent along with that, and Streamlit then draws only that part: what was
pressed is done, and looks as if it had not been. Here the whole page is drawn.
"""

from functools import cache, wraps
from threading import local
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequest, ScriptRequests
from streamlit.runtime.state.session_state import SessionState

_this_thread = local()


@cache
def finish_callbacks() -> None:
    """For every page of this process."""
    dispatch, look = SessionState._call_callbacks, ScriptRequests.on_scriptrunner_yield

    @wraps(dispatch)
    def undisturbed(state: SessionState, **given: Any) -> None:
        elsewhere = _changed_elsewhere(state)
        _this_thread.in_callback = True
        try:
            dispatch(state, **given)
        finally:
            _this_thread.in_callback = False
        if elsewhere:
            _draw_the_page(state)

    @wraps(look)
    def unless_in_callback(requests: ScriptRequests) -> ScriptRequest | None:
        return None if getattr(_this_thread, "in_callback", False) else look(requests)

    SessionState._call_callbacks = undisturbed  # type: ignore[method-assign, assignment]
    ScriptRequests.on_scriptrunner_yield = unless_in_callback  # type: ignore[method-assign, assignment]


def _changed_elsewhere(state: SessionState) -> bool:
    """Is only a part to be drawn, though something outside it was pressed or chosen too?"""
    context = get_script_run_ctx()
    drawn = context.fragment_ids_this_run if context else None
    if not drawn:
        return False
    known = state._new_widget_state.widget_metadata
    changed = (known.get(name) for name in state._new_widget_state if state._widget_changed(name))
    return any(each.callback is not None and each.fragment_id not in drawn for each in changed if each)


def _draw_the_page(state: SessionState) -> None:
    """Looked at right after the callbacks, so that nothing of the part is drawn before."""
    context = get_script_run_ctx()
    if context and context.script_requests:
        context.script_requests.request_rerun(state._build_full_app_rerun(context))
