"""Every way the program can fail.

BrobyggarenError
  + SettingError          a setting has a value that cannot be used
  + ContentError          a content file does not hold what it should
  + StoreError            the store cannot do what was asked of it
  + UnderstandingError    Rasa could not be asked, or said nothing
  + TokenError            a conversation token that we did not issue
  + InputError            a message that cannot be taken, with the HTTP status that says so
"""


class BrobyggarenError(Exception):
    """The base of all our errors."""


class SettingError(BrobyggarenError):
    """A setting has a value that cannot be used."""


class ContentError(BrobyggarenError):
    """A content file does not hold what it should."""


class StoreError(BrobyggarenError):
    """The store cannot do what was asked of it."""


class UnderstandingError(BrobyggarenError):
    """Rasa could not be asked, or said nothing."""


class TokenError(BrobyggarenError):
    """A conversation token that we did not issue."""


class InputError(BrobyggarenError):
    """A message that cannot be taken; `status` is the HTTP status that says so."""

    def __init__(self, detail: str, status: int = 422):
        super().__init__(detail)
        self.status = status
