"""What many tests share: the real content in a real store, and a conversation over a Rasa that is made up."""

import json
import os
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from bot import content
from bot.app import build_app
from bot.composing import Composer
from bot.content import Content
from bot.conversation import Conversation, Talk
from bot.phrases import Phrases
from bot.replies import Turn, Understood
from bot.safety import Safety
from bot.settings import ROOT, Settings
from bot.store import Store
from bot.tokens import Tokens
from bot.understanding.client import Understanding
from bot.understanding.wire import turn_to_json

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")


@pytest.fixture(scope="session")
def files() -> Content:
    """The content of the checkout."""
    return content.read(ROOT)


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    """The phrases of the checkout."""
    return Phrases.read(ROOT)


@pytest.fixture
def store(files: Content) -> Iterator[Store]:
    """A fresh store in memory with the checkout's content."""
    store = Store()
    store.load(files)
    yield store
    store.close()


@pytest.fixture
def composer(store: Store, phrases: Phrases) -> Composer:
    """A composer over the fresh store."""
    return Composer(store, phrases)


@pytest.fixture
def rasa(composer: Composer) -> "FakeRasa":
    """A Rasa that answers sfi.apply to everything, until told otherwise."""
    return FakeRasa(composer)


class FakeRasa:
    """Speaks our wire over a transport without a network. `respond` may be replaced; `asked` holds what came."""

    def __init__(self, composer: Composer):
        self.composer = composer
        self.asked: list[dict[str, Any]] = []
        self.forgotten: list[str] = []
        self.respond: Callable[[dict[str, Any]], httpx.Response] = self.answer

    def answer(self, body: dict[str, Any]) -> httpx.Response:
        """The answer about applying to SFI, as action_answer sends it."""
        told = body["metadata"]
        reply = self.composer.answer("sfi.apply", told["kommun"], told["language"])
        turn = Turn(Understood("sfi.apply", 0.9, told["language"]), (reply,), {"topic": "sfi.apply"})
        return httpx.Response(200, json={"messages": [{"text": reply.text, "custom": turn_to_json(turn)}]})

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """What the transport calls."""
        if request.url.path.endswith("/webhook"):
            self.asked.append(json.loads(request.content))
            return self.respond(self.asked[-1])
        if request.url.path.endswith("/forget"):
            self.forgotten.append(json.loads(request.content)["sender"])
        return httpx.Response(200, json={})


@pytest.fixture
def conversation(composer: Composer, rasa: FakeRasa) -> Conversation:
    """A conversation over the fresh store and the made-up Rasa."""
    understanding = Understanding("http://rasa", "http://actions", "secret", httpx.MockTransport(rasa))
    return Conversation(composer, understanding, Tokens("key"), Safety.read(ROOT), None, Talk("sv"))


@pytest.fixture
def client(conversation: Conversation) -> Iterator[TestClient]:
    """The gateway in this process, without a rate limit."""
    with TestClient(build_app(Settings(rate_limit=False), conversation), raise_server_exceptions=False) as client:
        yield client
