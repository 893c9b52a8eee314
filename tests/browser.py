"""A real Chromium for the tests that need one, a server in a thread, and axe. Debian's Chromium: none is downloaded."""

import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.applications import Starlette

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def in_chromium(test: Any) -> Any:
    """Marks a test or a class of tests as one for the browser; skipped where there is none."""
    why = "There is no Chromium here. Debian: apt-get install chromium fonts-noto-core"
    return pytest.mark.browser(pytest.mark.skipif(CHROMIUM is None, reason=why)(test))


_QUIET = (
    "--no-sandbox",  # root has none, and containers are run by root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

_SCROLLED_AWAY = "partially obscured by another element"
"""Why axe cannot decide on a text that is half above or below what a scrolling list shows."""

_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@pytest.fixture(scope="module", name="browser")
def launched() -> Iterator[Browser]:
    """One Chromium for a module's tests. It is gone after them, for its event loop would disturb asynchronous tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        yield chromium
        chromium.close()


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """`app` on a free port of loopback, in a thread. Gives its origin."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, ws="none", lifespan="off", log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        _wait_for(server)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=5)
        listening.close()


def _wait_for(server: uvicorn.Server) -> None:
    deadline = time.monotonic() + 10
    while not server.started:
        assert time.monotonic() < deadline, "The server did not start."
        time.sleep(0.01)


class Watched:
    """What a page did that nobody sees: the errors in its console and the addresses it asked for."""

    def __init__(self, page: Page):
        self.errors: list[str] = []
        self.urls: list[str] = []
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.urls.append(request.url))

    @property
    def origins(self) -> set[str]:
        """The origins it asked."""
        parts = [urlsplit(url) for url in self.urls]
        return {f"{part.scheme}://{part.netloc}" for part in parts if part.scheme != "data"}


def accessibility(page: Page) -> dict[str, Any]:
    """What axe says of the page and its open shadow roots: `violations`, `incomplete` and so on."""
    options = {"runOnly": {"type": "tag", "values": list(_RULES)}}
    response: dict[str, Any] = Axe().run(page, options=options).response
    return response


def complaints(page: Page) -> list[str]:
    """Axe's violations, and the contrasts it could not decide, one a line; empty when all is well."""
    found = accessibility(page)
    undecided = [rule for rule in found["incomplete"] if rule["id"] == "color-contrast"]
    lines = (
        re.sub(r"\s+", " ", f"{rule['id']}: {node['target']} {node['html'][:120]} {_why(node)}")
        for rule in [*found["violations"], *undecided]
        for node in rule["nodes"]
    )
    return [line for line in lines if _SCROLLED_AWAY not in line]


def _why(node: dict[str, Any]) -> str:
    return " ".join(check["message"] for check in [*node["any"], *node["all"], *node["none"]])
