"""The gateway's side of the wire to Rasa. Above this file nobody needs to know what an httpx error is."""

from dataclasses import asdict
from typing import Any

import httpx

from bot.errors import UnderstandingError
from bot.replies import Turn
from bot.understanding.wire import CHANNEL, SECRET_HEADER, Context, turn_from_json

TIMEOUT = httpx.Timeout(1.5, connect=0.5)
"""Seconds. A reader is told within two that something is wrong."""


class Understanding:
    """Asks Rasa, on loopback, what a text means and what its action says to it."""

    def __init__(self, base_url: str, actions: str, secret: str, transport: httpx.AsyncBaseTransport | None = None):
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
        self.http = httpx.AsyncClient(base_url=base_url, timeout=TIMEOUT, transport=transport, limits=limits)
        self.actions = actions
        self.headers = {SECRET_HEADER: secret}

    async def ask(self, text: str, conversation: str, context: Context) -> Turn:
        """What Rasa makes of a text.

        Raises UnderstandingError when Rasa is not there, is too slow, or says nothing.
        """
        body = {"sender": conversation, "text": text.lstrip("/ "), "metadata": asdict(context)}
        answer = await self._post(f"/webhooks/{CHANNEL}/webhook", body)
        turns = [message["custom"] for message in answer.get("messages", []) if "custom" in message]
        if not turns:
            raise UnderstandingError("Rasa answered nothing.")
        return turn_from_json(turns[0])

    async def forget(self, conversation: str) -> None:
        """Have Rasa drop what it holds of a conversation."""
        await self._post(f"/webhooks/{CHANNEL}/forget", {"sender": conversation})

    async def ready(self) -> bool:
        """Whether Rasa has a model and its actions answer."""
        try:
            await self._post(f"/webhooks/{CHANNEL}/ready", {})
            return (await self.http.get(f"{self.actions}/health")).is_success
        except (UnderstandingError, httpx.HTTPError):
            return False

    async def close(self) -> None:
        """Let go of the connections."""
        await self.http.aclose()

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            response = await self.http.post(path, json=body, headers=self.headers)
            response.raise_for_status()
            plain: dict[str, Any] = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise UnderstandingError(f"Rasa could not be asked: {type(error).__name__}") from error
        return plain
