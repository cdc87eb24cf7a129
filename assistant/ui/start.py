"""Start Streamlit so that it calls nobody, and refuse to show the page to other machines."""

import streamlit as st
from streamlit import net_util, runtime

from assistant.errors import SettingsError
from assistant.serving import refuse_other_hosts


def main() -> None:
    """Run Streamlit's own command line, without its look-up of this machine's public address."""
    from streamlit.web import cli

    net_util._external_ip = "127.0.0.1"  # known already, so that a foreign page's knock makes it ask nobody
    cli.main()


def refuse_strangers() -> None:
    """However the page was started: without sign-in it is one person's, on this machine."""
    if not runtime.exists():
        return
    try:
        refuse_other_hosts(str(st.get_option("server.address") or "every address of this machine"))
    except SettingsError as error:
        st.error(str(error))
        st.stop()


if __name__ == "__main__":
    main()
