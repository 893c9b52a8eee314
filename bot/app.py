"""The gateway: the only public door. Everything is built here, once, and handed down."""

import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import settings as settings_file
from bot.channels import problems, widget
from bot.channels.api import Api
from bot.channels.pages import Pages
from bot.conversation import Conversation, Talk
from bot.errors import InputError, TokenError
from bot.opening import open_composer
from bot.safety import Safety
from bot.settings import ROOT, Settings, secret_of
from bot.tokens import Tokens
from bot.training import IDENTIFIER
from bot.understanding.client import Understanding
from bot.understanding.identifier import Identifier
from bot.understanding.secret import wire_secret

log = logging.getLogger(__name__)


def build_conversation(settings: Settings) -> Conversation:
    """The conversation core over the store, Rasa and what was trained."""
    trained = settings.models / IDENTIFIER
    return Conversation(
        open_composer(settings),
        Understanding(settings.rasa, settings.actions, wire_secret(settings)),
        Tokens(secret_of(settings)),
        Safety.read(ROOT),
        Identifier.load(trained) if trained.exists() else None,
        Talk(settings.language, kommun=settings.kommun),
    )


def build_app(settings: Settings, conversation: Conversation) -> Starlette:
    """The application over one conversation."""
    routes = [
        *Api(conversation, settings.rate_limit).routes(),
        *Pages(conversation).routes(),
        *widget.routes(),
        Route("/healthz", health_of(conversation)),
        Route("/metrics", metrics),
    ]
    cors = Middleware(
        CORSMiddleware,
        allow_origins=settings.origins,
        allow_methods=["GET", "POST"],
        allow_headers=["content-type"],
        max_age=86400,
    )
    handlers = {
        InputError: problems.input_problem,
        TokenError: problems.token_problem,
        HTTPException: problems.any_problem,
        Exception: problems.any_problem,
    }
    return Starlette(
        routes=routes, middleware=[cors], exception_handlers=handlers, lifespan=_lifespan(settings, conversation)
    )


def health_of(conversation: Conversation) -> Callable[[Request], Awaitable[Response]]:
    """The health check: a newcomer needs texts and Rasa with its actions."""

    async def health(request: Request) -> Response:
        if conversation.store.is_empty():
            return JSONResponse({"status": "failing", "why": "There are no texts in the store."}, 503)
        if not await conversation.understanding.ready():
            return JSONResponse({"status": "failing", "why": "Rasa does not answer."}, 503)
        return JSONResponse({"status": "ok", "why": None})

    return health


async def metrics(request: Request) -> Response:
    """Counters, as Prometheus reads them."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _lifespan(
    settings: Settings, conversation: Conversation
) -> Callable[[Starlette], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        ended = conversation.store.end_conversations(settings.keep_days)
        log.info("%d conversations were older than %d days and are gone.", ended, settings.keep_days)
        yield
        await conversation.understanding.close()
        conversation.store.close()

    return lifespan


def create() -> Starlette:
    """The gateway as uvicorn starts it, from the environment."""
    settings = settings_file.read()
    return build_app(settings, build_conversation(settings))
