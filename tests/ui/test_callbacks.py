"""A press is done to its end, whatever the browser sends meanwhile."""

from collections.abc import Iterator

import pytest
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.runtime.state.session_state import SessionState
from streamlit.testing.v1 import AppTest

from assistant.ui.callbacks import finish_callbacks


def page() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    def press() -> None:
        context = get_script_run_ctx()
        assert context
        assert context.script_requests
        context.script_requests.request_rerun(RerunData())
        st.session_state["done"] = st.session_state.get("done", 0) + 1

    st.button("Do it", on_click=press)
    st.write(f"done {st.session_state.get('done', 0)} times")


@pytest.fixture
def to_the_end(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for owner, name in ((SessionState, "_call_callbacks"), (ScriptRequests, "on_scriptrunner_yield")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    finish_callbacks.cache_clear()
    finish_callbacks()
    yield
    finish_callbacks.cache_clear()


@pytest.mark.usefixtures("to_the_end")
def test_a_press_is_done_to_its_end_when_something_else_is_sent_meanwhile() -> None:
    app = AppTest.from_function(page).run()
    app.button[0].click().run()
    assert app.markdown[0].value == "done 1 times"
