"""What a failing model server means for people: each foreign failure as one of ours, in plain words, with what to do.

The words hold numbers and names of settings only; never what was sent, what came back, the address or the key.
"""

from assistant.errors import ModelError, ModelRefused, ModelUnavailable

AGAIN = "Try again in a minute."
ALONE = "or unset ALONGSIDE_MODEL to use the library alone"
URGENT = "An urgent message is never sent to a model."
UNMASKED = "Names could not be taken out of what you wrote, so nothing was sent to the AI model."
UNJUDGED = "A message that could not be checked for danger is never sent to a model."
CUT = f"The model stopped before its answer was finished. {AGAIN}"
EMPTY = f"The model sent an empty answer. {AGAIN}"
ENDLESS = f"The model went on without end and was stopped. {AGAIN}"
FILTERED = "The model's provider declined to answer this message."
NONSENSE = f"The model's server sent something that is not an answer. Check OPENAI_BASE_URL, {ALONE}."
UNREACHED = f"The model could not be reached. Check the network and OPENAI_BASE_URL, {ALONE}."


class Declined(ModelRefused):
    """The server did not like the request itself."""


class Busy(ModelUnavailable):
    """The server has said how long to stay away."""

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds


def retry_after(error: ModelError) -> float:
    return error.seconds if isinstance(error, Busy) else 0.0


def timed_out(seconds: float) -> ModelUnavailable:
    return ModelUnavailable(
        f"The model sent nothing for {seconds:g} seconds. Try again, or set ALONGSIDE_MODEL_TIMEOUT higher."
    )


def declined(status: int, reason: str | None, stay_away: str | None, model: str) -> ModelError:
    """What an HTTP status means; `reason` is the server's own code, `stay_away` its Retry-After."""
    code = f"(HTTP {status})"
    if 300 <= status < 400:
        return ModelRefused(
            f"The model's server points to another address {code}, and nothing is sent on. "
            f"Set OPENAI_BASE_URL to the final address, {ALONE}."
        )
    if status in {401, 403}:
        return ModelRefused(
            f"The model's provider refused the key {code}. Check OPENAI_API_KEY, and that it may use {model!r}."
        )
    if status == 404:
        return ModelRefused(
            f"There is no model named {model!r} at this address {code}. Check ALONGSIDE_MODEL and OPENAI_BASE_URL."
        )
    if status == 402 or reason == "insufficient_quota":
        return ModelRefused(f"The account behind OPENAI_API_KEY has no credit left {code}. Add some, {ALONE}.")
    if status in {408, 409, 425, 429} or status >= 500:
        return Busy(f"The model's server cannot answer just now {code}. {AGAIN}", _seconds(stay_away))
    return Declined(
        f"The model's server declined the request {code}. Check ALONGSIDE_MODEL and ALONGSIDE_CONTEXT_TOKENS, {ALONE}."
    )


def _seconds(stay_away: str | None) -> float:
    """A date, which Retry-After may hold too, counts as no wish."""
    return float(stay_away) if stay_away and stay_away.isascii() and stay_away.isdigit() else 0.0
