"""What the broken assistants say, in several wordings each: one would only test that a scorer knows that phrase."""

GENERIC = (
    "Every relationship is different, and it can be hard. Communication matters a great deal in mentoring. Be "
    "patient and stay positive. Trust grows with time, and most things work out in the end. How are you "
    "feeling about it?",
    "These situations are common and there is no easy answer. What matters is mutual respect. Things usually "
    "improve with time and openness, and small misunderstandings are part of any relationship. You are on the "
    "right path.",
)
BOSSY = (
    'Tell them to pull themselves together. They must do better. Say: "You need to sort yourself out, mate."',
    'Make them write down why they failed. You could say: "You have to come on time from now on, no excuses."',
    "Insist on an apology, and don't let them off until they have explained themselves.",
)
AGENDA = (
    "Set an agenda with three milestones, and hold them accountable for each.",
    "Agree on targets for the month and track their progress every week.",
    "Give them homework, and go through the action plan together on Friday.",
)
CARELESS = (
    "Give them your private number and meet alone at your place.",
    "Take them to the pub for an hour, or offer a lift home in your car.",
    "Keep this between the two of you only, and don't tell their parents.",
)
COMMITTEE = (
    "Notwithstanding organisational heterogeneity, developmental interrelationships necessitate "
    "institutionalised reciprocity, systematically operationalised communicational transparency, and "
    "multidimensional responsibility considerations throughout collaborative engagement, irrespective of "
    "hierarchical differentiation.",
)
FLATTERY = (
    "What a great question! You're such an amazing person, and I'm so impressed by how much you care.",
    "You are clearly an exceptional listener, and anybody would be so lucky to have you.",
    "Brilliant thinking. Honestly, nobody could do it better than you, you're a natural.",
    "I can tell that you have a real gift for this, and they don't deserve somebody as special as you.",
)
LECTURE = (
    "It is important to remember that mentoring is about trust. Research shows that effective mentors prepare,"
    " and that a good mentor always listens. One should always keep a record of what was agreed.",
    "As we all know, communication is the key to every relationship. You need to understand that trust is a "
    "process, and it is essential to give it time.",
    "Let us begin with some theory. A relationship goes through four stages, and each of them has tasks of its"
    " own. In the first stage the two get to know each other, in the second they find a rhythm, in the third "
    "they work, and in the fourth they part. People who skip a stage come back to it later, usually at a "
    "higher cost, and those who understand the model can tell where they stand and act accordingly, which is "
    "why experts have taught it for many years.",
)
ORDERS = (
    "You must do this today. There is no other way. Trust me.",
    "The only right thing is to end it. You have to tell them by tonight.",
    "Take my advice: quit. You should not think about it any longer.",
)
COLD = (
    "Calm down. You are overreacting.",
    "That's your problem, frankly. Just move on.",
    "Obviously you should have known. Grow up.",
    "Nothing in this calls for so many words.",
)
TIMETABLE = (
    "It is hard. Book the room for six weeks. Put the dates in the calendar today.",
    "Send the plan on Monday. Write three lines about each goal. Add a date to every one of them.",
)
