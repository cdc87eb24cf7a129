"""Questions as people type them, each with who asks, in what relationship and when."""

from assistant.situation import Situation

Asked = tuple[str, Situation]


def _asked(text: str, role: str, relationship: str, moment: str) -> Asked:
    return text, Situation.parse({"role": role, "relationship": relationship, "moment": moment})


ASKED: tuple[Asked, ...] = (
    _asked("she keeps cancelling on me last minute", "mentor", "mentorship", "between"),
    _asked("my mentor moved our meeting for the third time, should i give up", "mentee", "mentorship", "between"),
    _asked("me and my peer mentor keep missing each other", "peer", "peer_mentoring", "between"),
    _asked("he failed the exam and says hes useless. what do i even say", "peer", "peer_support", "between"),
    _asked("meeting my mentor thursday, he's super senior. i dont want to look dumb", "mentee", "mentoring", "prepare"),
    _asked("i kept handing him solutions, he said yeah yeah and then had to go", "mentor", "mentoring", "reflect"),
    _asked("should i tell her everything stays between us?", "mentor", "mentorship", "starting"),
    _asked("he texts me at 11 at night, every night", "mentor", "mentorship", "between"),
    _asked("my mentee asked me to lend her forty quid", "mentor", "mentorship", "between"),
    _asked("my mentor gave me a present and i feel weird about it", "mentee", "mentorship", "between"),
    _asked("she says im the only person she can talk to", "peer", "peer_support", "between"),
    _asked("my mentor is also my line manager, what can i say to him", "mentee", "mentoring", "between"),
    _asked("how do i help her set a goal that isn't just get better at maths", "mentor", "mentoring", "prepare"),
    _asked("i never do the things we agree on", "mentee", "mentorship", "between"),
    _asked("he says he'll do it and then nothing happens", "mentor", "mentoring", "between"),
    _asked("she's lost all motivation", "peer", "peer_mentoring", "between"),
    _asked("how do i tell him his presentation was bad without crushing him", "mentor", "mentoring", "prepare"),
    _asked("my mentor tore my essay apart and i wanted to cry", "mentee", "mentorship", "reflect"),
    _asked("how do i ask for feedback without sounding needy", "mentee", "mentoring", "prepare"),
    _asked("i said something that hurt her and now it's awkward", "peer", "peer_mentoring", "reflect"),
    _asked("what should i ask my mentor next week", "mentee", "mentorship", "prepare"),
    _asked("first session tomorrow, what do i do", "mentor", "mentorship", "starting"),
    _asked("first time meeting my mentor, so nervous", "mentee", "mentorship", "starting"),
    _asked("he only gives one word answers", "mentor", "mentorship", "between"),
    _asked("she just started crying and i don't know what to do", "peer", "peer_support", "between"),
    _asked("should i give advice or just listen", "peer", "peer_support", "prepare"),
    _asked("how should i finish the session well", "mentor", "mentoring", "ending"),
    _asked("what do we put on the agenda", "mentee", "mentoring", "prepare"),
    _asked("im checking in with my friend from the group tomorrow", "peer", "peer_support", "prepare"),
    _asked("im so drained from helping everyone", "peer", "peer_support", "reflect"),
    _asked("how did that session go? i want to learn from it", "mentor", "mentorship", "reflect"),
    _asked("a volunteer says her mentee keeps cancelling", "coordinator", "mentorship", "between"),
    _asked("he wants me to help with his visa form", "peer", "peer_mentoring", "between"),
    _asked("he disagreed with everything i said", "mentor", "mentoring", "reflect"),
)
NOT_IN_THE_GUIDES = (
    "can you tell me which pension to pick",
    "what is the capital of mongolia",
    "how do i fix a puncture on my bike",
)
