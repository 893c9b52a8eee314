"""The secret between the gateway and Rasa: both make it from the one key in the data folder."""

from bot.settings import Settings, secret_of
from bot.tokens import Tokens


def wire_secret(settings: Settings) -> str:
    """A secret of its own for the wire, so that a token's key is never sent anywhere."""
    return Tokens(secret_of(settings)).name("wire to rasa")
