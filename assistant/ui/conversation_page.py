"""The conversation: what has been said, and the box to say more."""

from assistant.ui import actions, arrival, bubbles, composer, history, look, session, transcript, welcome

with look.page():
    session.shared()  # without it there is no page
    shown = None
    with look.told():  # whatever cannot be read: the box stays, as it leads to help
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
