"""What the rules and the examples say together.

* Urgent by a rule marked plain stays urgent, whatever else is said. By another it stays urgent unless what the rules
  found was compared, sentence by sentence, and every part is like ordinary ones beyond doubt ("define county lines");
  by a doubtful one it is heard as a caution is.
* A rule's caution stays, unless the message is clearly like ordinary ones; it becomes urgent when like urgent ones.
* Nothing by the rules becomes caution when the message is like worrying ones, more easily when a weak sign stands in
  it, less easily when the rules had found something and heard it denied, told of a film or asked in general.
* Phrases of other languages know no negation and no manner of speaking: they count, unless the message is one sentence
  that is clearly like ordinary ones of their language, or of English.
* When the examples cannot be asked, a weak sign is enough: fail towards help.

Thresholds are on `Likely`'s scale, chosen on the dev split of evals/safety (n 999, of which half was written by
somebody who had seen neither rules nor examples) and on the 365 ordinary questions among the dev cases of evals and
evals/retrieval: .03 notices .92 of the worrying in English, and takes .06 of the ordinary, most of which look like
danger, and 15 of the 365 for worrying; .05 notices .92, and takes .055 and 14; .1 notices .91, and takes .05 and 13.
In other languages, where there are no rules, on families held out: .1 notices .70 of two writers' worrying messages
(n 4,700), and takes .07 of their ordinary ones and .08 of ordinary questions (n 2,589) for worrying; help is to come
more readily there than in English, hence 0.
"""

from dataclasses import dataclass, replace

from assistant.messages import Concern
from assistant.safety.languages import Heard
from assistant.safety.likeness import UNLIKE, Likely
from assistant.safety.signals import Category

RAISES = 0.03
RAISES_WITH_A_HINT = -0.1
RAISES_AGAINST_THE_RULES = 0.3
RAISES_IN_OTHER_LANGUAGES = 0.0
RAISES_WITHOUT_RULES = -0.1  # the rules cannot be read
QUIETENS = -0.45
QUIETENS_THE_SURE = -0.75
"""Of near-twins from which the examples had not yet learned, the first would have let 21 of 346 worrying and 85 of 175
ordinary ones pass in which a rule reads a caution; the second, where a rule reads danger, 2 of 266 and 20 of 93.
"""
QUIETENS_PHRASES = -0.4  # of 83 ordinary messages with a phrase in them it lets 36 pass, and 4 of 526 worrying ones
URGENT, URGENT_BEYOND_A_RULE = -0.35, -0.1  # of `Likely.urgent`
QUICK: frozenset[Category] = frozenset({"suicide", "medical_emergency"})
NOTHING = Concern()


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the rules make of one reading."""

    concern: Concern = NOTHING
    hint: Concern = NOTHING
    """What weak signs would make by themselves, when nothing else does."""
    doubtful: bool = False
    """It is urgent only by rules whose words are also said of ordinary things."""
    plain: bool = False
    """It is told by a rule whose words mean nothing else."""
    hushed: bool = False
    """Something matched, and was not meant."""

    @property
    def beyond_doubt(self) -> bool:
        return self.concern.level == "urgent" and self.plain

    @property
    def quietened_below(self) -> float:
        """The risk of its likeliest part below which a message is taken for ordinary."""
        return QUIETENS if self.concern.level != "urgent" or self.doubtful else QUIETENS_THE_SURE


def weighed(ruled: Ruled, likely: Likely | None) -> Concern:
    if ruled.beyond_doubt:
        return ruled.concern
    if likely is None:
        return ruled.concern if ruled.concern.level != "none" else ruled.hint
    if ruled.concern.level != "none":
        return _confirmed(ruled.concern, likely, ruled.quietened_below)
    return _raised(ruled, likely)


def _confirmed(concern: Concern, likely: Likely, quietened_below: float) -> Concern:
    """Only what was compared can be quietened, word for word of what the rules found."""
    ordinary = likely.most < quietened_below and likely.language is None and likely != UNLIKE
    if ordinary and likely.vouches_for(concern.evidence):
        return NOTHING
    return replace(concern, level="urgent") if _urgent(likely, concern) else concern


def _raised(ruled: Ruled, likely: Likely) -> Concern:
    if ruled.hint.level != "none" and likely.alone >= RAISES_WITH_A_HINT:
        return _confirmed(ruled.hint, likely, QUIETENS)
    least = RAISES_IN_OTHER_LANGUAGES if likely.language else RAISES_AGAINST_THE_RULES if ruled.hushed else RAISES
    return found(likely) if likely.alone >= least else NOTHING


def spoken(heard: Heard, likely: Likely | None) -> Concern:
    """What phrases of another language make. A word of theirs may be an English one too ("overdose")."""
    if likely is None or not likely.whole or likely.language not in {heard.language, None}:
        return heard.concern
    return NOTHING if likely.risk < QUIETENS_PHRASES else heard.concern


def found(likely: Likely) -> Concern:
    """The concern that the examples alone make."""
    return Concern("urgent" if _urgent(likely) else "caution", likely.category, likely.about, (likely.part,))


def without_rules(likely: Likely | None) -> Concern:
    """When there are no rules, less is enough."""
    return found(likely) if likely is not None and likely.alone >= RAISES_WITHOUT_RULES else NOTHING


def _urgent(likely: Likely, ruled: Concern = NOTHING) -> bool:
    """A danger found late costs more than one taken too seriously. A rule's caution needs more to become urgent, as it
    was read for what it is; not where hours count.
    """
    quick = ruled == NOTHING or likely.category in QUICK or ruled.category in QUICK
    return likely.urgent >= (URGENT if quick else URGENT_BEYOND_A_RULE)
