"""Conversation tokens: a random id and our signature. The browser never chooses who it is."""

import base64
import hashlib
import hmac
import secrets

from bot.errors import TokenError

_SIGNATURE = 16  # bytes of the HMAC kept: 128 bits cannot be guessed, and the token stays short


class Tokens:
    """Issues and checks tokens with one secret key (HMAC-SHA256, RFC 2104)."""

    def __init__(self, secret: str):
        self.secret = secret.encode()

    def issue(self) -> str:
        """A new token, about 46 characters that are safe in an address."""
        id = secrets.token_urlsafe(16)
        return f"{id}.{self._sign(id)}"

    def conversation(self, token: str) -> str:
        """The name under which this token's conversation is kept: it cannot be turned back into the token.

        Raises TokenError when the token is not ours.
        """
        id, _, signature = token.partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(id).encode()):
            raise TokenError("This conversation is not known here. Leave the token out to begin a new one.")
        return self.name(id)

    def name(self, id: str) -> str:
        """A one-way name for an outside id, such as a chat's."""
        return hmac.new(self.secret, f"name {id}".encode(), hashlib.sha256).hexdigest()[:32]

    def _sign(self, id: str) -> str:
        digest = hmac.new(self.secret, f"token {id}".encode(), hashlib.sha256).digest()[:_SIGNATURE]
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")
