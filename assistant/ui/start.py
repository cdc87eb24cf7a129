"""Start Streamlit so that it calls nobody, and refuse to show the page to other machines."""

import logging
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path

import streamlit as st
import streamlit.logger
from streamlit import net_util, runtime
from uvicorn.config import LOGGING_CONFIG

from assistant.errors import AssistantError, SettingsError
from assistant.logs import kept_log
from assistant.serving import refuse_other_hosts
from assistant.settings import Settings
from assistant.ui.callbacks import finish_callbacks
from assistant.ui.headers import guard_pages
from assistant.wordless import reduce_for_good

PAGES = Path(__file__).parent
_until_the_end = ExitStack()


def main() -> None:
    """Run Streamlit's own command line, without its look-up of this machine's public address."""
    from streamlit.web import cli

    keep_words_out()
    guard_pages()
    finish_callbacks()
    net_util._external_ip = "127.0.0.1"  # known already, so that a foreign page's knock makes it ask nobody
    cli.main()


@cache
def keep_words_out() -> None:
    """Nothing this process logs or prints repeats what people write; settings that cannot be read change nothing."""
    reduce_for_good()
    streamlit.logger.setup_formatter = _as_everybody
    LOGGING_CONFIG.update(handlers={}, loggers={})  # the web server's own, which would print every start and stop
    streamlit.logger.update_formatter()
    with suppress(AssistantError):
        _until_the_end.enter_context(kept_log(Settings.from_env()))


def _as_everybody(logger: logging.Logger) -> None:
    """Streamlit's loggers print for themselves; ours is the only log."""
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.propagate = True


def refuse_strangers() -> None:
    """However the page was started: without sign-in it is one person's, on this machine."""
    if not runtime.exists():
        return
    if type(runtime.get_instance()) is runtime.Runtime:  # a test's stand-in leaves the test's process as it is
        keep_words_out()
    try:
        refuse_other_hosts(str(st.get_option("server.address") or "every address of this machine"))
    except SettingsError as error:
        st.error(str(error))
        st.stop()


if __name__ == "__main__":
    from assistant.ui import start  # app.py imports it too, and it must do its work once

    start.main()
