"""What is looked out for, what happens then, what is stored, and what this cannot do."""

from collections.abc import Sequence

from assistant.safety.concerns import PlainConcern, load_concerns
from assistant.ui import arrival, history, listing, look, markup, session
from assistant.ui.words import ALARMED, MEASURED_ON, MISSED, MISSED_HINTS

NOW = "If somebody may be in danger now, call your local emergency number first."
LEAD = "Every message is looked at for signs that somebody may be at risk, before anything else happens with it."
HOW = """\
Two things look at it, on this device and without the internet: fixed rules for what people say, and a comparison with
some fifty thousand written examples. What was said before counts too. They look for danger to you or to somebody you
write about, said straight, hinted at or passed on from another. No setting, role, text or model turns them off. They
are meant to be quiet on manners of speaking, books and films, training questions, and on what is long over.
{third}
These are the signs, the most pressing first:"""
THIRD = """
A third thing may add a sign where those two saw none, because your programme has turned it on: the moderation service
of the AI that words the answers. It is sent that one message over the internet, with names and numbers taken out as far
as they are recognised; never one that is urgent, and none of somebody whom the AI may not answer. It can lead to words
for a worry, and to nothing more, and it takes no sign away. Where it did, that stands under those words. When it says
nothing within two seconds, nobody waits for it.
"""
THEN = """\
- **Fixed words come first,** as they were written, never made up on the spot: what to do now, whom to tell,
  words to say.
- **They are chosen** by what it is about, by whether it is about you or somebody else, by your role, and by
  whether a young person asks. The numbers are your country's, or your programme's own.
- **Somebody under 18 is told to find an adult now,** and never to find out more by themselves. In a long conversation
  they are offered a break.
- **When it may be urgent, nothing ordinary follows** until you move on. If something gets in the way ("I can't
  call", "they say no"), you can say so or press it, and get the next step.
- **The same words are not repeated,** and when you say that it was not meant like that, you are believed. Help
  stays in reach.
- **Nothing urgent is ever sent to an AI model,** and nothing of somebody under 18 unless the programme allows it. Of
  the rest, if a model is used at all, names and numbers are replaced first and put back afterwards, as far as they are
  recognised: some are missed.
- **Nobody is alerted.** Alongside cannot call, write to or find anyone. You decide whom to tell."""
STORED = """\
- **Nothing beyond the conversation itself.** If you keep conversations, what you wrote and the words you were
  shown are kept with it on this device, with the kind of concern. Deleting the conversation deletes both.
- **If you don't keep it,** it is gone when the tab is closed.
- **If somebody else uses this device,** start a new conversation first: what is on the screen can be read. An answer
  to a mentee draws on nothing that a coordinator wrote, nor on what a mentor or a peer told of somebody's trouble.
- **No coordinator sees it.** There is no list of concerns and no report, and no log holds what you write.
- **Only numbers are counted:** the page *Use* tells how often help of a kind was shown in a month, from conversations
  that are kept on this device, and only when there are five or more. It holds nobody's words."""
LIMITS = f"""\
This is a floor: the least there should be. It is **not a clinical tool**, and it assesses nobody.

- **It misses about {MISSED},** and {MISSED_HINTS}. So it was on
  30 November 2026, with {MEASURED_ON}. It reads words, and knows nothing of a voice, a face or
  what was left unsaid.
- **In Arabic, Chinese, French, German, Hindi, Portuguese and Spanish** it missed about one in nine of 280, of which
  more were said outright. Nobody who speaks them has checked that. Its help is in English but for a few words, and it
  understands only common answers to it ("I can't call", "it's getting worse"). **It does not hear any other language.**
- **That it is quiet means nothing.** If something worries you, act on your worry.
- **It raises false alarms:** in that test for about {ALARMED} ordinary messages, most of them full of words that
  only sound like danger. If it does, say so or press that it isn't that, and your question is answered.
- **It does not know who is right,** names no illness, and cannot see whether somebody is safe.
- **It knows your people only if you name them.** Without them the words say "whoever looks after safeguarding in your
  programme".
- **Helplines change.** The numbers were read on public pages on the days that the booklet gives. Try yours once
  before you need it."""
BOOKLET = "Coordinators can name their contacts, read all of these words, and sign them, under"


def how_words() -> str:
    shared = session.shared()
    asked = shared.settings.model is not None and shared.programme().moderation == "on"
    return HOW.format(third=THIRD if asked else "")


def signs_html(concerns: Sequence[PlainConcern]) -> str:
    listed = "".join(
        f"<dt>{markup.escaped(concern.name)}</dt><dd>{markup.escaped(concern.signs)}</dd>" for concern in concerns
    )
    return f'<dl class="al-words">{listed}</dl>'


with look.page():
    arrival.meet()
    with look.told():
        history.draw(None, elsewhere=True)
    shared = session.shared()
    told = markup.escaped(shared.sign_off.known().told())
    look.show(
        f'<h1 class="al-title">Safety</h1><p class="al-ending">{NOW}</p><p class="al-quiet">{LEAD}</p>'
        + '<article class="al-guide">'
        + markup.part(
            "What is looked out for",
            markup.markdown_html(how_words()) + signs_html(load_concerns(shared.settings.knowledge)),
        )
        + markup.part("What happens then", markup.markdown_html(THEN))
        + markup.part("What is stored", markup.markdown_html(STORED))
        + markup.part("What it cannot do", markup.markdown_html(LIMITS))
        + markup.part(
            "Who has checked the words",
            f"<p>{told}</p><p>{BOOKLET} {listing.go('/programme', 'Your programme')}.</p>",
        )
        + "</article>"
    )
