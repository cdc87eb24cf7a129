"""What people say of ages: their own, and whether anybody they write about is under 18.

In English and in the languages of knowledge/languages.yaml. "I have 14 pupils" is no age: in languages that say age
with "have" or "be", years must follow, or the end of the clause.
"""

import re
import unicodedata

_DIGIT = re.compile(r"(?![0-9])\d")
UNDER_18 = r"(?<!\d)(?:[89]|1[0-7])(?!\d)"
_NO_AGE = (
    r"(?!\s*(?:%|/|to\b|weeks?|months?|years?(?! old)|minutes?|mins?\b|hours?|days?|sessions?|meetings?"
    r"|pm|am|o'?clock))"
)
_MINOR = re.compile(
    r"\b(?:i'?m|i am|he'?s|she'?s|they'?re|he is|she is|they are|who is|aged?|mentee(?: is|,| \()) ?(?:only |just )?"
    rf"{UNDER_18}(?: ?(?:yo|yrs?|years? old))?\b"
    r"(?!\s*(?:%|/|to\b|weeks?|months?|years?|minutes?|hours?|days?|sessions?|meetings?|pm|am|o'?clock))"
    rf"|\b{UNDER_18}[- ]?(?:yo|years?[- ]old)\b|\byear (?:7|8|9|10|11)\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    rf"(?<![\w'])(?:i'?m|i am|me,?|i turned|i just turned|i(?:'ll| will) be)\s+(?:only |just |a |still )?{UNDER_18}\b"
    rf"(?! (?:months|weeks)){_NO_AGE}",
    re.IGNORECASE,
)
"""What a child says of itself: im 14."""
_IN_WORDS = "(?:eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
_SAID = r"(?=\s*(?:[,.;:!?)]|$|(?:and|but|so|now|too|btw|myself|here)\b))"
"""Where a clause ends, or goes on to something else."""
_OWN_OTHERWISE = re.compile(
    rf"(?<![\w'])(?:i'?m|i am|i turned|i just turned)\s+(?:only |just |a |still )?{_IN_WORDS}"
    rf"(?:[- ]years?[- ]old\b|{_SAID})"
    r"|(?<![\w'])(?:i'?m|i am)\s+(?:only |just |still )?"
    rf"(?:under (?:18|eighteen|age)\b|underage\b|a minor{_SAID}"
    r"|not (?:even |yet )?(?:18|eighteen)\b(?! any ?more)"
    r"|in (?:year (?:7|8|9|10|11)|(?:6|7|8|9|10)th grade)\b(?! of\b))"
    rf"|\bas an? {UNDER_18}[- ]years?[- ]old (?:peer|mentor|buddy|volunteer|helper)\b"
    r"|(?<![\w'])(?:i'?m|i am) an? (?:\w+ ){0,2}(?:mentor|buddy|volunteer|helper|supporter|mentee|pupil|student)"
    r"(?:, ?| \(| and | aged? )(?:aged? |only |just |still )?"
    rf"(?:{UNDER_18}\b{_NO_AGE}|(?:not|under) 18\b(?! any ?more))"
    rf"|\bwe(?:'?re| are) (?:both |all ){UNDER_18}\b{_NO_AGE}"
    rf"|(?<![\w'])i,? ?\({UNDER_18} ?[mf]?\)",
    re.IGNORECASE,
)
"""The same in other words: I'm sixteen, not 18 yet, in year 10."""
_IS_YOUNG = re.compile(rf"\b(?:is|are|was) (?:only |just |about )?{UNDER_18}\b{_NO_AGE}", re.IGNORECASE)

_ENDS = r"(?=\s*(?:[,.;:!?)]|$|y\b|et\b|und\b|e\b|pero\b|mais\b|mas\b|aber\b))"
_NO_PRACTICE = r"(?! (?:d[aeiou]|d'|dans|en|trabal|come|como)\b|\s+d')"
"""Not "12 years of experience"."""
_TEENS = "(?<![一二三四五六七八九十百])(?:十[一二三四五六七]?|八|九)"
_OWN_ELSEWHERE = re.compile(
    rf"\btengo (?:s[oó]lo |apenas )?{UNDER_18}(?: a(?:ñ|n|ni)os\b{_NO_PRACTICE}|{_ENDS})"
    rf"|\btenho (?:s[oó] |apenas )?{UNDER_18}(?: an(?:os|inhos)\b{_NO_PRACTICE}|{_ENDS})"
    rf"|\bj'?ai (?:que |seulement |à peine )?{UNDER_18}(?: ans\b{_NO_PRACTICE}|{_ENDS})"
    rf"|\bich bin (?:erst |noch |gerade |ja )?{UNDER_18}(?: jahre?\b(?: alt|{_ENDS})|{_ENDS})"
    rf"|\b(?:main|mai|mei) {UNDER_18} (?:saal|sal) k[aei]\b|(?:मैं|मै) (?:अभी )?{UNDER_18} साल|मेरी उम्र {UNDER_18}"
    rf"|(?:عمري|عندي) {UNDER_18}(?: (?:سنة|سنه|عام|عاما|عامًا)(?! (?:من )?(?:ال)?خبر)|{_ENDS})"
    rf"|我(?:今年|才|只有|刚|刚满|还)*\s*(?:{UNDER_18}|{_TEENS})\s*[岁歲]",
    re.IGNORECASE,
)
_IS_YOUNG_ELSEWHERE = re.compile(
    rf"\b(?:tiene|tem|tienen|têm) (?:s[oó]lo |apenas |s[oó] )?{UNDER_18} an?(?:ñ|n|ni)?os\b(?! de\b)"
    rf"|\b(?:il|elle|qui) (?:n')?a (?:que |seulement )?{UNDER_18} ans\b(?! d['eu])"
    rf"|\b(?:er|sie|der|die) ist (?:erst |noch )?{UNDER_18}\b(?: jahre\b|{_ENDS})|\b{UNDER_18}[- ]jährig"
    rf"|\b{UNDER_18} (?:saal|sal) k[aei]\b|{UNDER_18} साल (?:का|की|के)"
    rf"|عمر(?:ه|ها) {UNDER_18}"
    rf"|[他她它]?(?:今年|才|只有|刚|刚满)*\s*(?:{UNDER_18}|{_TEENS})\s*[岁歲]",
    re.IGNORECASE,
)
_TOLD_BY_ANOTHER = re.compile(
    r"(?:\b(?:said|says|saying|told (?:me|us)|texted(?: me)?|messaged(?: me)?|wrote|posted|goes|was like"
    r"|dijo|dice|disse|diz|a dit|dit|sagte|sagt|hat gesagt|bola|boli|kaha)"
    r"|कहा|बोला|बोली|قال|قالت|قال لي|قالت لي|[说說])\W*(?:that |que |qu'|dass |कि |أن |إن )?\W*$",
    re.IGNORECASE,
)

_QUOTE_BEGINS = re.compile(r"(?::|(?<!\w)['‘])\s*$")
_QUOTED = re.compile(r"\w+,? [\"“][^\"”]*[\"”]")
"""What somebody said, with its end."""
_ANOTHERS_WORDS = re.compile(
    r"\b(?:says|said|tells|told|wrote|writes|written|sent|texted|messaged|note|letter|message|text|e-?mail|dm|post|reads)\b",
    re.IGNORECASE,
)


def says_under_18(text: str) -> bool:
    """Does the person say of themselves that they are under 18? Another's "I'm 14" is not theirs."""
    return bool(_before_own_age(text))


def says_so_plainly(text: str) -> bool:
    """The same, but for what may be passed on: after a colon or a word of writing, in quotation marks or quoted.

    For helpers, who often hold what a child wrote.
    """
    return not all(map(_passed_on, _before_own_age(text)))


def quotes_a_child(text: str) -> bool:
    """Does the person pass on what somebody under 18 said of themselves: he told me "I'm 14"?"""
    text = _plain(text)
    return any(_TOLD_BY_ANOTHER.search(text[: found.start()]) for found in _own_ages(text))


def names_a_childs_age(text: str) -> bool:
    """Is anybody in these words said to be under 18?"""
    return minor_is_meant(text) or bool(_IS_YOUNG.search(_plain(text)))


def minor_is_meant(text: str) -> bool:
    """The same, for what a page may show as a guess: "she is 12" of whoever, told the plainest way."""
    text = _plain(text)
    return bool(_MINOR.search(text) or _OWN_ELSEWHERE.search(text) or _IS_YOUNG_ELSEWHERE.search(text))


def _before_own_age(text: str) -> list[str]:
    """What stands before each place where they say their own age as a child's; another's "I'm 14" is left out."""
    text = _plain(text)
    before = [text[: found.start()] for found in _own_ages(text)]
    return [words for words in before if not _TOLD_BY_ANOTHER.search(words)]


def _own_ages(text: str) -> list[re.Match[str]]:
    return [*_OWN.finditer(text), *_OWN_OTHERWISE.finditer(text), *_OWN_ELSEWHERE.finditer(text)]


def _passed_on(before: str) -> bool:
    """Do the words that follow these stand in quotation marks, after a colon, or in a line that is quoted?"""
    line = before.rpartition("\n")[2].lstrip()
    within = before.count('"') % 2 == 1 or any(before.count(a) > before.count(b) for a, b in ("“”", "«»"))
    return (
        within
        or line.startswith(">")
        or bool(_QUOTE_BEGINS.search(before) or _ANOTHERS_WORDS.search(_QUOTED.sub("", before)))
    )


def _plain(text: str) -> str:
    """Straight apostrophes, and the digits of every script as 0 to 9."""
    return _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text.replace("\u2019", "'"))
