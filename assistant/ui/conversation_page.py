"""The conversation: what has been said, and the box to say more."""

from assistant.ui import actions, composer, history, look, session, transcript, welcome

with look.page():
    actions.keep_if_chosen()
    session.show_address()
    shown = session.conversation()
    history.draw(shown)
    if shown is None:
        welcome.draw()
    else:
        transcript.draw(shown)
    composer.draw(shown)
