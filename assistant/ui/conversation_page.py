"""The conversation: what has been said, and the box to say more."""

from assistant.ui import actions, arrival, bubbles, composer, history, look, session, transcript, welcome

with look.page():
    arrival.meet()
    actions.send_unsent()
    actions.keep_if_chosen()
    shown = session.conversation()
    if missing := session.show_address(shown):
        look.show(bubbles.missing(missing))
    history.draw(shown)
    if shown:
        arrival.watch()
        transcript.draw(shown)
    elif session.name() or session.recall("unsent"):
        look.show(bubbles.waiting("One moment…"))
    else:
        welcome.draw()
    composer.draw(shown)
