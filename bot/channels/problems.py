"""Errors as RFC 9457 problem documents."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.errors import InputError, TokenError


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """A problem document. `detail` says what to do about it."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


async def input_problem(request: Request, error: Exception) -> Response:
    """A message that cannot be taken."""
    assert isinstance(error, InputError)
    return problem(error.status, str(error))


async def token_problem(request: Request, error: Exception) -> Response:
    """A conversation that is not ours."""
    assert isinstance(error, TokenError)
    return problem(401, str(error))


async def any_problem(request: Request, error: Exception) -> Response:
    """Starlette's own errors, such as an unknown address."""
    status = getattr(error, "status_code", 500)
    return problem(status, str(getattr(error, "detail", "")) or HTTPStatus(status).phrase)
