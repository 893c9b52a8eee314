"""Serves the chat window: one script that a kommun's site embeds with one tag."""

import hashlib
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

PATH = "/widget/v1/brobyggaren.js"
"""The address that sites embed. A change that would break their pages becomes v2, and v1 stays."""

SCRIPT = Path(__file__).parent / "widget" / "brobyggaren.js"


def routes() -> list[Route]:
    """The script's address, for GET and HEAD."""
    return [Route(PATH, script)]


async def script(request: Request) -> Response:
    """The script. Sites of other origins may load it; they ask again after five minutes, and get it when it is new."""
    content = SCRIPT.read_bytes()
    etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    headers = {
        "Cache-Control": "public, max-age=300",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "ETag": etag,
        "X-Content-Type-Options": "nosniff",
    }
    if etag in request.headers.get("if-none-match", ""):  # the header may hold several, and W/ before each
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type="text/javascript")
