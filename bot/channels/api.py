"""The public JSON API: /api/v1/chat and what a chat window needs to begin. Described in openapi.yml beside this file."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.problems import problem
from bot.channels.rate import RateLimit
from bot.conversation import Conversation, Incoming, Outgoing
from bot.errors import InputError
from bot.languages import LANGUAGES, SERVED, served
from bot.metrics import MESSAGES, REFUSED, SECONDS
from bot.phrases import Phrases

BODY = 64 * 1024
"""Bytes in a request's body: 2,000 characters of any script and all else fit many times over."""

_FIELDS = {"conversation": "token", "kommun": "kommun", "text": "text", "language": "language", "payload": "payload"}


class Api:
    """The API over one conversation."""

    def __init__(self, conversation: Conversation, limited: bool):
        self.conversation = conversation
        self.limits = (RateLimit(20, 30), RateLimit(60, 120)) if limited else ()

    def routes(self) -> list[Route]:
        """Its addresses."""
        return [
            Route("/api/v1/chat", self.chat, methods=["POST"]),
            Route("/api/v1/words/{language}", self.words),
            Route("/api/openapi.json", openapi),
        ]

    async def chat(self, request: Request) -> Response:
        """One message in, its replies out."""
        incoming = _incoming(await _body(request), request)
        seconds = self._wait(request, incoming)
        if seconds:
            REFUSED.labels("rate").inc()
            language = served(incoming.language) or served(incoming.hint) or "sv"
            detail = self.conversation.composer.phrases.say("say.too_fast", language)
            return problem(429, detail, {"Retry-After": str(int(seconds) + 1)})
        with SECONDS.time():
            outgoing = await self.conversation.reply(incoming)
        understood = outgoing.turn.understood
        MESSAGES.labels(understood.language, understood.via, understood.topic or "none").inc()
        return JSONResponse(outgoing_json(outgoing))

    async def words(self, request: Request) -> Response:
        """What a chat window needs: its words in a language, the languages and the kommuner to choose from."""
        language = served(request.path_params["language"]) or "sv"
        composer = self.conversation.composer
        return JSONResponse(
            {
                "language": _language_json(language),
                "words": window_words(composer.phrases, language),
                "languages": [{**_language_json(code), "name": LANGUAGES[code].endonym} for code in SERVED],
                "kommuner": [asdict(button) for button in composer.kommun_buttons()],
            },
            headers={"Cache-Control": "public, max-age=300"},
        )

    def _wait(self, request: Request, incoming: Incoming) -> float:
        """Seconds to wait: by conversation, and by address (a library shares one, so it holds more)."""
        address = request.client.host if request.client else ""
        keys = (incoming.token or address, address)
        return max((limit.wait(key) for limit, key in zip(self.limits, keys, strict=False)), default=0.0)


def window_words(phrases: Phrases, language: str) -> dict[str, str]:
    """The words of a chat window, by key without its `ui.` and with the labels of origin."""
    words = phrases.group("ui.", language)
    return {key.removeprefix("ui."): text for key, text in words.items()} | phrases.group("origin.", language)


def outgoing_json(outgoing: Outgoing) -> dict[str, Any]:
    """The JSON of the contract."""
    turn = outgoing.turn
    language = turn.changes.get("language") or turn.understood.language
    return {
        "conversation": outgoing.token,
        "language": _language_json(language),
        "understood": asdict(turn.understood),
        "replies": [reply.to_json() for reply in turn.replies],
        "kommun": turn.changes.get("kommun"),
    }


def _language_json(code: str) -> dict[str, str]:
    return {"code": code, "dir": LANGUAGES[code].direction}


async def _body(request: Request) -> dict[str, Any]:
    """The request's body as an object. Raises InputError when it is too large or not a JSON object."""
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > BODY:
            raise InputError(f"The body is larger than {BODY} bytes.", 413)
    try:
        plain = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InputError("The body is not JSON.", 400) from error
    if not isinstance(plain, dict):
        raise InputError("The body is not a JSON object.", 400)
    return plain


def _incoming(plain: dict[str, Any], request: Request) -> Incoming:
    """The fields of the contract. Raises InputError for one that is not text."""
    for field in _FIELDS:
        if plain.get(field) is not None and not isinstance(plain[field], str):
            raise InputError(f"{field!r} is not a string.")
    values = {ours: _unicode(plain[theirs]) for theirs, ours in _FIELDS.items() if plain.get(theirs)}
    hint = request.headers.get("accept-language", "").split(",")[0].split(";")[0].strip()
    return Incoming(hint=hint or None, **values)


def _unicode(text: str) -> str:
    """JSON may hold half a character (a lone surrogate), which no file or wire can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


@cache
def _openapi() -> dict[str, Any]:
    plain: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "openapi.yml").read_text(encoding="utf-8"))
    return plain


async def openapi(request: Request) -> Response:
    """The OpenAPI description."""
    return JSONResponse(_openapi())
