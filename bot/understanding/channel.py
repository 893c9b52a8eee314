"""Rasa's side of the wire to the gateway: an input channel that only we can use.

Not Rasa's REST channel: that one has no secret, takes any sender, and lets typed text begin with a slash
(docs/understanding.md). Loaded by Rasa from credentials.yml; nothing else imports it.
"""

import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, Request, response
from sanic.response import HTTPResponse

from bot import settings
from bot.understanding import quick
from bot.understanding.secret import wire_secret
from bot.understanding.wire import CHANNEL, SECRET_HEADER


class Gateway(InputChannel):
    """Takes messages from the gateway, and from nobody else."""

    def __init__(self, secret: str):
        self.secret = secret

    @classmethod
    def name(cls) -> str:
        """The part of the address that is ours."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "Gateway":
        """The secret comes from the data folder, so that no file in the repository holds one."""
        quick.install()
        return cls(wire_secret(settings.read()))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The three addresses: say something, forget somebody, are you ready."""
        routes = Blueprint(CHANNEL)

        @routes.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            return await self._guarded(request, self._answer, on_new_message)

        @routes.post("/forget")
        async def forget(request: Request) -> HTTPResponse:
            return await self._guarded(request, _forget)

        @routes.post("/ready")
        async def ready(request: Request) -> HTTPResponse:
            return await self._guarded(request, _ready)

        return routes

    async def _guarded(
        self, request: Request, deed: Callable[..., Awaitable[HTTPResponse]], *more: Any
    ) -> HTTPResponse:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            return response.json({}, status=401)
        return await deed(request, *more)

    async def _answer(self, request: Request, say: Callable[[UserMessage], Awaitable[Any]]) -> HTTPResponse:
        body, out = request.json, CollectingOutputChannel()
        message = UserMessage(body["text"], out, body["sender"], input_channel=CHANNEL, metadata=body["metadata"])
        await say(message)
        return response.json({"messages": out.messages})


async def _forget(request: Request) -> HTTPResponse:
    store = request.app.ctx.agent.tracker_store
    conversations = getattr(store, "_tracker_store", store)
    if not hasattr(conversations, "forget"):  # somebody has put another store in endpoints.yml: say so, do not pretend
        return response.json({}, status=501)
    conversations.forget(request.json["sender"])
    return response.json({})


async def _ready(request: Request) -> HTTPResponse:
    agent = request.app.ctx.agent
    ready = bool(agent and agent.is_ready())
    return response.json({"ready": ready}, status=200 if ready else 503)
