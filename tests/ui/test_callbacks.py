"""A press is done to its end, whatever the browser sends meanwhile, and the page shows it."""

from collections.abc import Iterator
from functools import partial

import pytest
from streamlit.runtime.scriptrunner import RerunData
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.runtime.state.session_state import SessionState
from streamlit.testing.v1 import AppTest, local_script_runner

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


def page_with_a_part() -> None:
    import streamlit as st

    def press() -> None:
        st.session_state["done"] = st.session_state.get("done", 0) + 1

    @st.fragment
    def part() -> None:
        st.button("In the part", on_click=press)
        st.caption(f"part {st.session_state.get('done', 0)}")

    part()
    st.button("Outside it", on_click=press)
    st.write(f"page {st.session_state.get('done', 0)}")


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


@pytest.mark.usefixtures("to_the_end")
@pytest.mark.parametrize(
    ("pressed", "drawn"),
    [
        ({"In the part"}, ["part 1"]),
        ({"Outside it"}, ["part 1", "page 1"]),
        ({"In the part", "Outside it"}, ["part 2", "page 2"]),
    ],
    ids=["in the part", "outside it", "both at once"],
)
def test_a_press_sent_along_with_a_part_of_the_page_is_shown_by_the_whole_page(
    monkeypatch: pytest.MonkeyPatch, pressed: set[str], drawn: list[str]
) -> None:
    """The browser sends what happens in one moment in one message, in the name of the part."""
    app = AppTest.from_function(page_with_a_part).run()
    (part,) = app._fragment_storage._fragments
    monkeypatch.setattr(local_script_runner, "RerunData", partial(RerunData, fragment_id=part))
    for button in app.button:
        if button.label in pressed:
            button.click()
    app.run()
    assert [element.value for element in (*app.caption, *app.markdown)] == drawn
