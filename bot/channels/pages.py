"""Pages for people: the start page, a chat that needs no JavaScript, and an imaginary kommun's site with the widget."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot import markup, quality
from bot.channels.api import window_words
from bot.conversation import Conversation, Incoming
from bot.errors import InputError, TokenError
from bot.languages import LANGUAGES, SERVED, served

_HERE = Path(__file__).parent
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
"""Nothing from anybody else, nothing inline."""


class Pages:
    """The pages over one conversation."""

    def __init__(self, conversation: Conversation):
        self.conversation = conversation
        self.composer = conversation.composer
        self.templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=select_autoescape(), undefined=StrictUndefined
        )
        self.templates.filters["markup"] = markup.to_html

    def routes(self) -> list[Route | Mount]:
        """Their addresses."""
        return [
            Route("/", self.start),
            Route("/chat", self.chat, methods=["GET", "POST"]),
            Route("/demo", self.demo),
            Route("/quality", self.quality),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
        ]

    async def start(self, request: Request) -> Response:
        """What this is, and the ways in."""
        return self._page("start.html", _language(request))

    async def demo(self, request: Request) -> Response:
        """An imaginary kommun's site that embeds the widget with one script tag."""
        return self._page("demo.html", "sv")

    async def quality(self, request: Request) -> Response:
        """How well each language is served, for everybody to see."""
        return self._page("quality.html", _language(request), rows=quality.rows(self.conversation.store))

    async def chat(self, request: Request) -> Response:
        """The chat without JavaScript: one form, one answer at a time, the token in a hidden field."""
        form = await request.form() if request.method == "POST" else FormData()
        language = served(_field(form, "language")) or _language(request)
        incoming = Incoming(
            text=_field(form, "text"),
            payload=_field(form, "payload") or ("" if form else "do:greet"),
            token=_field(form, "conversation"),
            kommun=_field(form, "kommun") or request.query_params.get("kommun"),
            language=language,
        )
        try:
            outgoing = await self.conversation.reply(incoming)
        except (InputError, TokenError) as error:
            return self._page("chat.html", language, 422, error=str(error), replies=(), token="", asked="", kommun="")
        turn = outgoing.turn
        return self._page(
            "chat.html",
            turn.replies[0].lang,
            error="",
            replies=turn.replies,
            token=outgoing.token,
            asked=incoming.text,
            kommun=turn.changes.get("kommun") or incoming.kommun or "",
        )

    def _page(self, name: str, language: str, status: int = 200, **values: Any) -> Response:
        html = self.templates.get_template(name).render(
            language=LANGUAGES[language],
            languages=[LANGUAGES[code] for code in SERVED],
            kommuner=self.composer.kommun_buttons(),
            words=window_words(self.composer.phrases, language),
            page=self.composer.phrases.group("page.", language),
            **values,
        )
        return HTMLResponse(html, status, {"Content-Security-Policy": CSP, "Content-Language": language})


def _field(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def _language(request: Request) -> str:
    """What the address asks for, else the first of the browser's languages that we serve, else Swedish."""
    accepted = (part.split(";")[0].strip() for part in request.headers.get("accept-language", "").split(","))
    asked = (request.query_params.get("language"), *accepted)
    return next((code for code in map(served, asked) if code), "sv")
