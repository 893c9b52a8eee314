"""The chat window in a real browser, on a site with the strictest policy, against a gateway that answers by heart.

Amina asks in Arabic on a Swedish site; Karin, who works at the kommun, asks in Swedish.
"""

import asyncio
import contextlib
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from browser import Watched, accessibility, complaints, in_chromium, launched, serving  # noqa: F401
from playwright.sync_api import Browser, Locator, Page, expect
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from bot.channels import widget
from bot.channels.api import window_words
from bot.channels.problems import problem
from bot.languages import LANGUAGES
from bot.phrases import Phrases

ROOT = Path(__file__).parent.parent
PHRASES = Phrases.read(ROOT)
SV, AR, EN = (window_words(PHRASES, code) for code in ("sv", "ar", "en"))
SHOTS = Path("/tmp/w/shots")

SFI_SV = {
    "text": "Du anmäler dig till SFI i **din kommun**.\n\n1. Ring kommunen.\n2. Ta med id-handling.\n\n"
    "- **Kommunens växel:** 0225-340 00\n"
    "- **Webb:** https://www.exempelby.example/sfi.\nSkriv till sfi@exempelby.example",
    "origin": "reviewed",
    "checked": "2026-11-20",
}
SFI_AR = {
    "text": "تسجّل في SFI في **بلديتك** (kommun).\n\n1. اتصل بالبلدية.\n2. أحضر وثيقة هوية.\n\n"
    "- **هاتف البلدية:** \u20680225-340 00\u2069\n- **الموقع:** \u2068https://www.exempelby.example/sfi\u2069",
    "origin": "machine",
    "checked": None,
}
LONG = {
    "text": "\n\n".join(f"Stycke {number} av ett långt svar som fyller mer än ett fönster." for number in range(40))
}
PHONE = {"kind": "phone", "label": "Kommunens växel", "value": "0225-340 00"}
FACTS = [
    PHONE,
    {"kind": "email", "label": "E-post", "value": "kommun@exempelby.example"},
    {
        "kind": "link",
        "label": "Anmälan",
        "value": "https://www.exempelby.example/e-tjanster/anmalan-till-sfi/start.html",
    },
    {"kind": "link", "label": "Fel", "value": "javascript:alert(1)"},
    {"kind": "address", "label": "Besöksadress", "value": "Storgatan 1"},
    PHONE,
]
SOURCES = [
    {"title": "Skolverket: rätt till SFI", "url": "https://www.skolverket.se/sfi", "checked": "2026-11-21"},
    {"title": "Ett papper utan adress", "url": "", "checked": "2026-11-21"},
]
BUTTONS = [
    {"title": "Vad kostar SFI?", "payload": "topic:sfi.cost"},
    {"title": "När börjar kursen?", "payload": "topic:sfi.start"},
]

WAYS = pytest.mark.parametrize("language", ["sv", "ar"])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
WIDTHS = pytest.mark.parametrize("width", [1280, 320])


@dataclass
class FakeGateway:
    """Answers every chat by heart, remembers what it was sent, and fails when told to."""

    received: list[dict[str, Any]] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    refusals: list[int] = field(default_factory=list)
    language: str = "sv"
    slow: float = 0.0

    def reset(self) -> None:
        vars(self).update(vars(FakeGateway()))

    def app(self) -> Starlette:
        cors = Middleware(
            CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["content-type"]
        )
        chat = Route("/api/v1/chat", self.chat, methods=["POST"])
        return Starlette(routes=[*widget.routes(), chat, Route("/api/v1/words/{code}", self.words)], middleware=[cors])

    async def words(self, request: Request) -> Response:
        code = request.path_params["code"] if request.path_params["code"] in PHRASES.by_language else "sv"
        return JSONResponse(
            {
                "language": language_json(code),
                "words": window_words(PHRASES, code),
                "languages": [
                    {**language_json(one), "name": LANGUAGES[one].endonym} for one in ("sv", "en", "ar", "so")
                ],
                "kommuner": [
                    {"title": "Hedemora", "payload": "kommun:hedemora"},
                    {"title": "Exempelby (påhittad)", "payload": "kommun:exempelby"},
                ],
            }
        )

    async def chat(self, request: Request) -> Response:
        body = await request.json()
        self.received.append(body)
        self.hints.append(request.headers.get("accept-language", ""))
        await asyncio.sleep(self.slow)
        if self.refusals:
            status = self.refusals.pop(0)
            return problem(status, "Vänta en liten stund." if status == 429 else "Not for readers.")
        return JSONResponse(self.answer(body))

    def answer(self, body: dict[str, Any]) -> dict[str, Any]:
        payload, text = body.get("payload") or "", body.get("text") or ""
        self.language = self.settled(payload, text, body)
        return {
            "conversation": "token-1",
            "language": language_json(self.language),
            "kommun": payload.removeprefix("kommun:") if payload.startswith("kommun:") else None,
            "understood": {"topic": None, "confidence": 1.0, "language": self.language, "via": "native"},
            "replies": [self.reply(payload, text)],
        }

    def settled(self, payload: str, text: str, body: dict[str, Any]) -> str:
        if payload.startswith("language:"):
            return payload.removeprefix("language:")
        if body.get("language"):
            return str(body["language"])
        if re.search("[\u0600-\u06ff]", text):
            return "ar"
        hint = self.hints[-1][:2]
        return hint if payload == "do:greet" and hint in PHRASES.by_language else self.language

    def reply(self, payload: str, text: str) -> dict[str, Any]:
        said = {"do:greet": "say.greet", "do:forget": "say.forget"}.get(payload)
        if said:
            return self.filled({"text": PHRASES.say(said, self.language), "swedish": PHRASES.say(said, "sv")})
        if payload.startswith(("language:", "kommun:")):
            return self.filled({"text": PHRASES.say("say.language_set", self.language)})
        if text == "långt":
            return self.filled(LONG)
        answer = SFI_AR if self.language == "ar" else SFI_SV
        more = {"topic": "sfi.apply", "swedish": SFI_SV["text"], "sources": SOURCES, "facts": FACTS, "buttons": BUTTONS}
        return self.filled({**answer, **more})

    def filled(self, values: dict[str, Any]) -> dict[str, Any]:
        empty = {"topic": None, "origin": "draft", "checked": None, "swedish": "", "notice": None}
        lists: dict[str, Any] = {"sources": [], "facts": [], "buttons": [], "items": []}
        return {"lang": self.language, "dir": language_json(self.language)["dir"], **empty, **lists, **values}


def language_json(code: str) -> dict[str, str]:
    return {"code": code, "dir": LANGUAGES[code].direction}


def site(gateway: str) -> Starlette:
    """A kommun's site with the strictest policy that a site can have and still embed the window."""
    policy = f"default-src 'none'; script-src {gateway}; connect-src {gateway}; require-trusted-types-for 'script'"

    async def page(request: Request) -> Response:
        lang, more = request.query_params.get("lang", "sv"), request.query_params.get("more", "")
        html = f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Exempelby</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <script src="{gateway}{widget.PATH}" data-kommun="exempelby" {more} defer></script></head>
            <body><main><h1>Exempelby</h1><p><a href="/page?next=1">Nyheter</a></p></main></body></html>"""
        return HTMLResponse(html, headers={"Content-Security-Policy": policy})

    return Starlette(routes=[Route("/page", page)])


@dataclass
class Visit:
    """Somebody on the site."""

    page: Page
    gateway: FakeGateway
    watched: Watched
    site: str
    origin: str

    def go(self, query: str = "") -> "Visit":
        self.page.goto(f"{self.site}/page{query}")
        return self

    def open(self, words: dict[str, str] = SV) -> "Visit":
        self.page.get_by_role("button", name=words["open"]).click()
        expect(self.replies.first).to_be_visible()
        return self

    def ask(self, text: str) -> Locator:
        """Ask and wait for the reply."""
        before = self.replies.count()
        self.input.fill(text)
        self.input.press("Enter")
        expect(self.replies).to_have_count(before + 1)
        return self.replies.nth(before)

    @property
    def input(self) -> Locator:
        return self.page.locator("textarea")

    @property
    def panel(self) -> Locator:
        return self.page.locator("#panel")

    @property
    def replies(self) -> Locator:
        return self.page.locator(".reply")

    @property
    def mine(self) -> Locator:
        return self.page.locator("li.you > p")

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("status")

    def stored(self) -> Any:
        return self.page.evaluate("Object.values(sessionStorage).map((text) => JSON.parse(text))")


@pytest.fixture(scope="module")
def house() -> Iterator[tuple[FakeGateway, str, str]]:
    """A gateway and, on another origin, a site."""
    gateway = FakeGateway()
    with serving(gateway.app()) as origin, serving(site(origin)) as home:
        yield gateway, origin, home


@pytest.fixture
def visiting(browser: Browser, house: tuple[FakeGateway, str, str]) -> Iterator[Any]:
    """Makes visits, each in a browser of its own. None may leave an error in the console but those it expects."""
    gateway, origin, home = house
    gateway.reset()
    with contextlib.ExitStack() as stack:

        def visit(query: str = "", expected: str = "", **options: Any) -> Visit:
            context = browser.new_context(**{"locale": "sv-SE", "viewport": {"width": 1280, "height": 800}, **options})
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(10_000)
            watched = Watched(page)
            stack.callback(lambda: _hold(watched, expected))
            return Visit(page, gateway, watched, home, origin).go(query)

        yield visit


def _hold(watched: Watched, expected: str) -> None:
    errors = [error for error in watched.errors if not expected or expected not in error]
    assert not errors, errors


def shoot(visit: Visit, name: str) -> None:
    """A picture for whoever looks, where somebody made the folder for it."""
    if SHOTS.is_dir():
        visit.page.screenshot(path=SHOTS / f"{name}.png")


# The script as a file


def test_the_script_is_small():
    assert len(gzip.compress(widget.SCRIPT.read_bytes(), 9)) <= 20 * 1024


def test_the_script_writes_no_html():
    code = widget.SCRIPT.read_text(encoding="utf-8")
    ways = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", 'Attribute("style"', "cssText")
    assert not [way for way in ways if way in code]


async def test_the_script_is_served_to_other_sites():
    transport = httpx.ASGITransport(Starlette(routes=widget.routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        response = await client.get(widget.PATH)
        head = await client.head(widget.PATH)
        again = await client.get(widget.PATH, headers={"If-None-Match": f"W/{response.headers['etag']}"})
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert head.headers["etag"] == response.headers["etag"]
    assert (again.status_code, again.content) == (304, b"")


def colours(scheme: str) -> dict[str, str]:
    """The colours in the script's style, by name; the dark ones replace the light ones."""
    light, dark = re.findall(r":host \{[^}]*--ink[^}]*\}", widget.SCRIPT.read_text(encoding="utf-8"))
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", light if scheme == "light" else light + dark))


@SCHEMES
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "paper"),
        ("ink", "soft"),
        ("strong", "paper"),
        ("strong", "soft"),
        ("on-strong", "strong"),
        ("on-mine", "mine"),
        ("wrong", "paper"),
    ],
)
def test_every_text_stands_out_from_its_ground(scheme, text, ground):
    assert contrast(colours(scheme)[text], colours(scheme)[ground]) >= 4.5


@SCHEMES
@pytest.mark.parametrize("ground", ["paper", "soft"])
def test_every_border_can_be_seen(scheme, ground):
    assert contrast(colours(scheme)["line"], colours(scheme)[ground]) >= 3


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    # as WCAG 2 defines it
    long = colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])
    parts = (int(long[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# In the browser


@in_chromium
class TestByKeyboard:
    def test_it_opens_greets_and_gives_the_focus_back(self, visiting):
        visit = visiting()
        launcher = visit.page.get_by_role("button", name=SV["open"])
        expect(launcher).to_have_attribute("aria-expanded", "false")
        launcher.focus()
        visit.page.keyboard.press("Enter")
        expect(visit.input).to_be_focused()
        expect(launcher).to_have_attribute("aria-expanded", "true")
        expect(visit.page.get_by_role("region", name=SV["title"])).to_be_visible()
        expect(visit.replies).to_contain_text(PHRASES.say("say.greet", "sv")[:20])
        assert visit.gateway.received[0] == {"payload": "do:greet", "kommun": "exempelby"}
        visit.page.keyboard.press("Escape")
        expect(visit.panel).to_be_hidden()
        expect(launcher).to_be_focused()

    def test_every_control_is_reached_in_order_and_the_page_comes_after(self, visiting):
        visit = visiting().open()
        visit.ask("Hur anmäler jag mig till SFI?")
        visit.page.get_by_role("button", name=SV["open"]).focus()
        seen = []
        for _ in range(20):
            visit.page.keyboard.press("Tab")
            seen.append(visit.page.evaluate("document.activeElement.shadowRoot?.activeElement?.className ?? 'page'"))
            if seen[-1] == "page":
                break
        assert seen[0] == "close"
        assert seen[3] == "log"
        assert seen[-3:] == ["send", "quiet", "page"]

    def test_shift_enter_makes_a_new_line(self, visiting):
        visit = visiting().open()
        visit.input.press_sequentially("ett")
        visit.input.press("Shift+Enter")
        visit.input.press_sequentially("två")
        expect(visit.input).to_have_value("ett\ntvå")
        visit.input.press("Enter")
        expect(visit.mine).to_have_text("ett\ntvå")
        expect(visit.input).to_have_value("")

    def test_on_a_phone_a_focus_that_leaves_closes_the_panel(self, visiting):
        visit = visiting(viewport={"width": 320, "height": 568}).open()
        visit.page.get_by_role("button", name=SV["close"]).focus()
        visit.page.keyboard.press("Shift+Tab")
        expect(visit.panel).to_be_hidden()
        expect(visit.page.get_by_role("link", name="Nyheter")).to_be_focused()


@in_chromium
class TestAnAnswer:
    def test_amina_asks_in_arabic(self, visiting):
        visit = visiting().open()
        reply = visit.ask("كيف أسجل في SFI؟")
        expect(visit.mine).to_have_attribute("dir", "auto")
        expect(reply).to_have_attribute("dir", "rtl")
        expect(reply).to_have_attribute("lang", "ar")
        expect(visit.panel).to_have_attribute("dir", "rtl")
        expect(visit.page.get_by_role("button", name=AR["send"])).to_be_visible()
        assert "language" not in visit.gateway.received[-1], "Nobody has chosen a language."
        expect(reply).to_contain_text(AR["origin.machine"])
        expect(reply.locator("strong").first).to_have_text("بلديتك")
        expect(reply.locator(":scope > ol > li")).to_have_count(2)
        expect(reply.locator(":scope > ul:not(.facts) a")).to_have_attribute(
            "href", "https://www.exempelby.example/sfi"
        )

    def test_facts_become_links_once_each_and_only_safe_ones(self, visiting):
        reply = visiting().open().ask("Hur anmäler jag mig till SFI?")
        hrefs = reply.locator(".facts a").evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
        assert hrefs == ["tel:022534000", "mailto:kommun@exempelby.example", FACTS[2]["value"]]
        expect(reply.locator(".facts a").first).to_have_text("Kommunens växel 0225-340 00")

    def test_addresses_in_the_text_become_links_without_the_full_stop(self, visiting):
        reply = visiting().open().ask("Hur anmäler jag mig till SFI?")
        hrefs = reply.locator(":scope > ul:not(.facts) a").evaluate_all("(links) => links.map((link) => link.href)")
        assert hrefs == ["https://www.exempelby.example/sfi", "mailto:sfi@exempelby.example"]

    def test_sources_with_their_dates(self, visiting):
        reply = visiting().open().ask("Hur anmäler jag mig till SFI?")
        expect(reply).to_contain_text(SV["origin.reviewed"].replace("{date}", "2026-11-20"))
        reply.get_by_text(SV["sources"], exact=True).click()
        link = reply.get_by_role("link", name=SOURCES[0]["title"])
        expect(link).to_be_visible()
        for name, value in {"lang": "sv", "rel": "noopener", "target": "_blank", "href": SOURCES[0]["url"]}.items():
            expect(link).to_have_attribute(name, value)
        expect(reply).to_contain_text(SV["checked"].replace("{date}", "2026-11-21"))
        expect(reply.get_by_role("link", name=SOURCES[1]["title"])).to_have_count(0)

    def test_the_swedish_text_opens_and_closes(self, visiting):
        reply = visiting().open().ask("كيف أسجل؟")
        toggle = reply.get_by_role("button", name=AR["show_swedish"])
        expect(toggle).to_have_attribute("aria-expanded", "false")
        toggle.click()
        swedish = reply.locator(".swedish")
        expect(swedish).to_contain_text("Du anmäler dig till SFI")
        expect(swedish).to_have_attribute("lang", "sv")
        expect(swedish).to_have_attribute("dir", "ltr")
        hide = reply.get_by_role("button", name=AR["hide_swedish"])
        expect(hide).to_have_attribute("aria-expanded", "true")
        hide.click()
        expect(swedish).to_be_hidden()

    def test_a_quick_reply_can_be_chosen_once(self, visiting):
        visit = visiting().open()
        reply = visit.ask("SFI?")
        button = reply.get_by_role("button", name=BUTTONS[0]["title"])
        button.click()
        expect(visit.replies).to_have_count(3)
        assert visit.gateway.received[-1]["payload"] == "topic:sfi.cost"
        expect(visit.mine.last).to_have_text(BUTTONS[0]["title"])
        expect(visit.input).to_be_focused()
        for each in reply.locator(".choices button").all():
            expect(each).to_have_attribute("aria-disabled", "true")
            expect(each).to_have_attribute("tabindex", "-1")
        asked = len(visit.gateway.received)
        button.click(force=True)
        visit.page.wait_for_timeout(300)
        assert len(visit.gateway.received) == asked

    def test_a_reply_is_spoken_once_and_moves_no_focus(self, visiting):
        visit = visiting().open()
        visit.page.evaluate(
            """() => {
                window.spoken = [];
                const root = document.querySelector("brobyggaren-chat").shadowRoot;
                const note = (changes) => changes.forEach((change) => change.addedNodes.forEach((node) =>
                    window.spoken.push({ text: node.textContent, lang: node.lang })));
                for (const slot of root.querySelectorAll("[aria-live=polite]"))
                    new MutationObserver(note).observe(slot, { childList: true });
            }"""
        )
        visit.ask("كيف أسجل؟")
        expect(visit.input).to_be_focused()
        spoken = visit.page.evaluate("window.spoken")
        assert len(spoken) == 1
        assert spoken[0]["lang"] == "ar"
        assert "تسجّل في SFI في بلديتك (kommun)." in spoken[0]["text"]
        assert "**" not in spoken[0]["text"]
        expect(visit.page.locator("[aria-live=polite] > *")).to_have_count(0)
        expect(visit.page.get_by_role("log")).to_have_attribute("aria-live", "off")

    def test_waiting_is_told_in_words(self, visiting):
        visit = visiting().open()
        visit.gateway.slow = 1.0
        visit.input.fill("SFI?")
        visit.input.press("Enter")
        expect(visit.status).to_have_text(SV["typing"])
        expect(visit.replies).to_have_count(2)
        expect(visit.status).to_have_text("")

    def test_somebody_who_reads_further_up_is_left_in_peace(self, visiting):
        visit = visiting().open()
        reply = visit.ask("långt")
        log = visit.page.get_by_role("log")
        assert log.evaluate("(log) => log.scrollTop") < reply.evaluate("(reply) => reply.closest('li').offsetTop")
        visit.gateway.slow = 0.6
        visit.input.fill("SFI?")
        visit.input.press("Enter")
        expect(visit.mine).to_have_count(2)
        log.evaluate("(log) => { log.scrollTop = 50; }")
        expect(visit.replies).to_have_count(3)
        assert log.evaluate("(log) => log.scrollTop") == 50
        visit.page.get_by_role("button", name=SV["new_below"]).click()
        expect(visit.page.get_by_role("button", name=SV["new_below"])).to_be_hidden()
        expect(log).to_be_focused()


@in_chromium
class TestLanguageAndKommun:
    def test_choosing_a_language_turns_the_whole_window(self, visiting):
        visit = visiting().open()
        select = visit.page.get_by_label(SV["language"], exact=True)
        expect(select.locator("option[lang=ar]")).to_have_text("العربية")
        select.select_option("ar")
        expect(visit.panel).to_have_attribute("dir", "rtl")
        expect(visit.panel).to_have_attribute("lang", "ar")
        expect(visit.page.get_by_role("button", name=AR["open"])).to_be_visible()
        expect(visit.page.get_by_label(AR["placeholder"])).to_be_visible()
        expect(visit.replies.last).to_have_attribute("lang", "ar")
        expect(visit.replies.first).to_have_attribute("lang", "sv")
        assert visit.gateway.received[-1]["payload"] == "language:ar"
        visit.ask("SFI?")
        assert visit.gateway.received[-1]["language"] == "ar"

    def test_choosing_a_kommun(self, visiting):
        visit = visiting().open()
        select = visit.page.get_by_label(SV["kommun"], exact=True)
        expect(select).to_have_value("exempelby")
        select.select_option("hedemora")
        expect(visit.replies).to_have_count(2)
        assert visit.gateway.received[-1]["payload"] == "kommun:hedemora"
        visit.ask("SFI?")
        assert visit.gateway.received[-1]["kommun"] == "hedemora"

    def test_a_kommun_that_the_gateway_does_not_know_is_left_out(self, visiting):
        visit = visiting()
        visit.page.evaluate("document.querySelector('brobyggaren-chat').state.kommun = 'atlantis'")
        visit.page.evaluate("document.querySelector('brobyggaren-chat').label()")
        visit.open()
        assert "kommun" not in visit.gateway.received[0]

    def test_on_a_swedish_site_the_greeting_is_in_the_browsers_language(self, visiting):
        visit = visiting(locale="ar").open()
        expect(visit.replies.first).to_have_attribute("lang", "ar")
        expect(visit.panel).to_have_attribute("dir", "rtl")

    def test_the_site_may_set_the_language(self, visiting):
        visit = visiting("?more=data-language%3Den", locale="ar").open(EN)
        expect(visit.replies.first).to_have_attribute("lang", "en")
        assert "language" not in visit.gateway.received[0], "The site's language is a hint, not the reader's choice."

    def test_a_page_in_a_language_that_is_not_served_takes_the_browsers(self, visiting):
        visit = visiting("?lang=fi", locale="ar-SY")
        expect(visit.page.get_by_role("button", name=AR["open"])).to_be_visible()


@in_chromium
class TestWhenSomethingIsWrong:
    def test_the_draft_is_kept_and_sent_again(self, visiting):
        visit = visiting(expected="503").open()
        visit.gateway.refusals = [503]
        visit.input.fill("Hur anmäler jag mig?")
        visit.input.press("Enter")
        expect(visit.status).to_have_text(SV["not_sent"])
        expect(visit.input).to_have_value("Hur anmäler jag mig?")
        expect(visit.mine).to_have_count(0)
        shoot(visit, "error-sv-light")
        assert not complaints(visit.page)
        visit.page.get_by_role("button", name=SV["retry"]).click()
        expect(visit.replies).to_have_count(2)
        expect(visit.mine).to_have_count(1)
        expect(visit.input).to_have_value("")
        expect(visit.input).to_be_focused()
        expect(visit.status).to_have_text("")

    def test_no_network_at_all(self, visiting):
        visit = visiting(expected="ERR_").open()
        visit.page.context.set_offline(True)
        visit.input.fill("SFI?")
        visit.page.get_by_role("button", name=SV["send"]).click()
        expect(visit.status).to_have_text(SV["not_sent"])
        visit.page.context.set_offline(False)
        visit.page.get_by_role("button", name=SV["retry"]).click()
        expect(visit.replies).to_have_count(2)

    def test_too_many_messages_are_told_in_the_gateways_words(self, visiting):
        visit = visiting(expected="429").open()
        visit.gateway.refusals = [429]
        visit.input.fill("SFI?")
        visit.input.press("Enter")
        expect(visit.status).to_have_text("Vänta en liten stund.")

    def test_a_quick_reply_that_was_not_sent_can_be_pressed_again(self, visiting):
        visit = visiting(expected="500").open()
        reply = visit.ask("SFI?")
        visit.gateway.refusals = [500]
        button = reply.get_by_role("button", name=BUTTONS[0]["title"])
        button.click()
        expect(visit.status).to_have_text(SV["not_sent"])
        expect(button).to_have_attribute("aria-disabled", "false")
        button.click()
        expect(visit.replies).to_have_count(3)
        expect(visit.status).to_have_text("")

    def test_a_language_that_was_not_set_is_not_shown_as_set(self, visiting):
        visit = visiting(expected="500").open()
        visit.gateway.refusals = [500]
        kommun = visit.page.get_by_label(SV["kommun"], exact=True)
        kommun.select_option("hedemora")
        expect(visit.status).to_have_text(SV["not_sent"])
        expect(kommun).to_have_value("exempelby")

    def test_a_conversation_that_is_not_known_goes_on_as_a_new_one(self, visiting):
        visit = visiting(expected="401").open()
        visit.gateway.refusals = [401]
        visit.ask("SFI?")
        *_, refused, again = visit.gateway.received
        assert refused["conversation"] == "token-1"
        assert again == {"text": "SFI?", "kommun": "exempelby"}

    def test_two_messages_at_once_are_answered_in_order(self, visiting):
        visit = visiting().open()
        visit.gateway.slow = 0.3
        for text in ("ett", "två"):
            visit.input.fill(text)
            visit.input.press("Enter")
        expect(visit.replies).to_have_count(3)
        assert [body.get("text") for body in visit.gateway.received[1:]] == ["ett", "två"]

    def test_it_works_where_storage_is_forbidden(self, visiting):
        visit = visiting()
        forbid = "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no'); } });"
        visit.page.add_init_script(forbid)
        visit.go().open().ask("SFI?")

    def test_memory_that_makes_no_sense_is_thrown_away(self, visiting):
        visit = visiting()
        junk = '{"transcript": [{"reply": {"text": 3}}], "token": "x"}'
        visit.page.evaluate(f"sessionStorage.setItem('brobyggaren {visit.origin}', {junk!r})")
        visit.go().open()
        expect(visit.replies).to_have_count(1)


@in_chromium
class TestMemory:
    def test_the_talk_goes_on_after_a_change_of_page(self, visiting):
        visit = visiting().open()
        reply = visit.ask("كيف أسجل؟")
        reply.get_by_role("button", name=BUTTONS[0]["title"]).click()
        expect(visit.replies).to_have_count(3)
        asked = len(visit.gateway.received)
        visit.go("?next=1")
        expect(visit.page.get_by_role("button", name=AR["open"])).to_be_visible()
        assert visit.page.locator("[aria-live=polite] > *").count() == 0, "Old messages are not read out again."
        visit.open(AR)
        expect(visit.replies).to_have_count(3)
        expect(visit.mine).to_have_text(["كيف أسجل؟", BUTTONS[0]["title"]])
        expect(visit.replies.nth(1).locator(".choices button").first).to_have_attribute("aria-disabled", "true")
        assert len(visit.gateway.received) == asked, "Nobody is greeted twice."
        visit.ask("SFI?")
        assert visit.gateway.received[-1]["conversation"] == "token-1"

    def test_thirty_entries_are_kept(self, visiting):
        visit = visiting().open()
        for number in range(20):
            visit.ask(f"Fråga {number}")
        assert len(visit.stored()[0]["transcript"]) == 30

    def test_end_and_clear(self, visiting):
        visit = visiting().open()
        visit.ask("SFI?")
        assert visit.stored()
        visit.page.get_by_role("button", name=SV["clear"]).click()
        expect(visit.replies).to_have_count(1)
        expect(visit.replies).to_contain_text(PHRASES.say("say.forget", "sv"))
        expect(visit.mine).to_have_count(0)
        expect(visit.input).to_be_focused()
        assert visit.stored() == []
        assert visit.gateway.received[-1]["payload"] == "do:forget"
        assert visit.gateway.received[-1]["conversation"] == "token-1"

    def test_an_answer_on_its_way_is_not_kept_after_clearing(self, visiting):
        visit = visiting()
        visit.gateway.slow = 0.5
        visit.page.get_by_role("button", name=SV["open"]).click()
        visit.input.fill("Min hemliga fråga")
        visit.input.press("Enter")
        visit.page.get_by_role("button", name=SV["clear"]).click()
        expect(visit.replies).to_contain_text(PHRASES.say("say.forget", "sv"))
        expect(visit.replies).to_have_count(1)
        assert visit.stored() == []
        assert visit.gateway.received[-1]["conversation"] == "token-1"

    def test_clearing_without_a_network_clears_here_and_can_be_sent_again(self, visiting):
        visit = visiting(expected="ERR_").open()
        visit.ask("SFI?")
        visit.page.context.set_offline(True)
        visit.page.get_by_role("button", name=SV["clear"]).click()
        expect(visit.status).to_have_text(SV["not_sent"])
        expect(visit.replies).to_have_count(0)
        assert visit.stored() == []
        visit.page.context.set_offline(False)
        visit.page.get_by_role("button", name=SV["retry"]).click()
        expect(visit.replies).to_have_count(1)
        assert visit.gateway.received[-1]["conversation"] == "token-1"


@in_chromium
class TestOnTheStrictestSite:
    def test_only_the_site_and_the_gateway_are_asked(self, visiting):
        visit = visiting().open()
        visit.ask("كيف أسجل؟")
        visit.ask("SFI?")
        assert visit.watched.origins == {visit.site, visit.origin}
        assert visit.watched.errors == []
        expect(visit.page.locator("[style]")).to_have_count(0)

    def test_no_cookie_is_set_or_sent(self, visiting):
        visit = visiting().open()
        assert visit.page.context.cookies() == []


def _visit_in(visiting: Any, language: str, scheme: str, width: int) -> Visit:
    height = 568 if width == 320 else 800
    visit: Visit = visiting(locale=language, color_scheme=scheme, viewport={"width": width, "height": height})
    return visit


@in_chromium
class TestAccessibility:
    @WAYS
    @SCHEMES
    @WIDTHS
    def test_axe_has_nothing_to_say(self, visiting, language, scheme, width):
        visit = _visit_in(visiting, language, scheme, width)
        expect(visit.page.get_by_role("button", name=SV["open"])).to_be_visible()
        assert not complaints(visit.page)
        visit.open()
        reply = visit.ask("كيف أسجل؟" if language == "ar" else "Hur anmäler jag mig?")
        shoot(visit, f"{language}-{scheme}-{width}")
        assert not complaints(visit.page)
        reply.locator("summary").click()
        if language == "ar":
            reply.locator(".quiet").click()
        reply.locator(".choices button").first.click()
        expect(visit.replies).to_have_count(3)
        reply.locator("summary").scroll_into_view_if_needed()
        shoot(visit, f"{language}-{scheme}-{width}-more")
        assert not complaints(visit.page)

    def test_axe_sees_into_the_window(self, visiting):
        visit = visiting().open()
        spoil = "(chat) => chat.shadowRoot.querySelector('.header').append(document.createElement('input'))"
        visit.page.locator("brobyggaren-chat").evaluate(spoil)
        assert "label" in [rule["id"] for rule in accessibility(visit.page)["violations"]]

    @WAYS
    @pytest.mark.parametrize("height", [568, 256])
    def test_nothing_is_wider_than_a_narrow_window(self, visiting, language, height):
        visit = visiting(locale=language, viewport={"width": 320, "height": height}).open()
        reply = visit.ask("كيف أسجل؟" if language == "ar" else "SFI?")
        reply.locator("summary").click()
        wide = visit.page.locator("brobyggaren-chat").evaluate(
            """(chat) => [...chat.shadowRoot.querySelectorAll(".panel, .panel *:not(.unseen, option)")]
                .filter((element) => element.checkVisibility())
                .filter((element) => [element.getBoundingClientRect()].some((box) => box.left < 0 || box.right > 320))
                .map((element) => element.outerHTML.slice(0, 200))"""
        )
        assert wide == []
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320
        visit.input.scroll_into_view_if_needed()
        expect(visit.input).to_be_in_viewport()

    def test_everything_to_press_is_44_pixels_high(self, visiting):
        visit = visiting(expected="503").open()
        visit.ask("كيف أسجل؟").locator("summary").click()
        visit.gateway.refusals = [503]
        visit.input.press_sequentially("SFI?")
        visit.input.press("Enter")
        expect(visit.page.get_by_role("button", name=AR["retry"])).to_be_visible()
        small = visit.page.locator("brobyggaren-chat").evaluate(
            """(chat) => [...chat.shadowRoot.querySelectorAll("button, select, textarea, summary, .facts a")]
                .filter((element) => element.checkVisibility())
                .filter((element) => Math.min(element.offsetHeight, element.offsetWidth) < 44)
                .map((element) => element.outerHTML.slice(0, 200))"""
        )
        assert small == []

    def test_forced_colours_and_no_motion(self, visiting):
        visit = visiting(forced_colors="active", reduced_motion="reduce").open()
        visit.gateway.slow = 1.5
        visit.input.fill("SFI?")
        visit.input.press("Enter")
        expect(visit.status).to_have_text(SV["typing"])
        assert visit.page.locator(".dots i").first.evaluate("(dot) => getComputedStyle(dot).animationName") == "none"
        assert visit.page.locator(".reply").first.evaluate("(reply) => getComputedStyle(reply).borderTopWidth") == "1px"
        expect(visit.replies).to_have_count(2)
        shoot(visit, "forced-colours")
