"""What can go wrong, each branch an action somebody can take.

* AssistantError          something a person can act on; the message says what to do
  + InputError            what was given cannot be used as it is
  + SettingsError         an environment variable is missing or malformed
  + ContentError          a file under knowledge/ or prompts/ is malformed (path:line: message)
  + WeightsMissingError   the embedding model's weights are not installed, or are not the expected ones
  + IndexMissingError     the search index has not been built yet
  + StoreError            the conversations could not be read or written
  + ProgrammeError        the programme card or its sign-off could not be read or written
  + ModelError            the language model could not answer
    - ModelUnavailable    network, rate limit or outage: trying again may work
    - ModelRefused        the provider declined: trying again will not help
"""


class AssistantError(Exception):
    """Something a person can act on; its message says what happened and what to do."""


class InputError(AssistantError):
    """What was given cannot be used as it is."""


class SettingsError(AssistantError):
    """An environment variable is missing or malformed."""


class ContentError(AssistantError):
    """A content file is malformed. The message reads `path:line: message`."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path, self.line, self.message = path, line, message


class WeightsMissingError(AssistantError):
    """The embedding model's weights are not installed, or are not the expected ones."""


class IndexMissingError(AssistantError):
    """The search index has not been built yet."""


class StoreError(AssistantError):
    """The conversations could not be read or written."""


class ProgrammeError(AssistantError):
    """The programme card or its sign-off could not be read or written."""


class ModelError(AssistantError):
    """The language model could not answer."""


class ModelUnavailable(ModelError):  # noqa: N818 - named as the state it reports
    """Network, rate limit or outage: trying again may work."""


class ModelRefused(ModelError):  # noqa: N818 - named as the state it reports
    """The provider declined: trying again will not help."""
