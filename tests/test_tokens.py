"""Conversation tokens: only ours, and not to be turned back."""

import pytest

from bot.errors import TokenError
from bot.tokens import Tokens


def test_a_token_of_ours_names_one_conversation() -> None:
    tokens = Tokens("key")
    token = tokens.issue()
    assert tokens.conversation(token) == tokens.conversation(token)
    assert token.split(".")[0] not in tokens.conversation(token)


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1], lambda token: "a" + token, lambda token: "made-up", lambda token: "å.ä"]
)
def test_a_made_up_token_is_refused(change) -> None:  # type: ignore[no-untyped-def]
    tokens = Tokens("key")
    with pytest.raises(TokenError, match="Leave the token out"):
        tokens.conversation(change(tokens.issue()))


def test_another_key_knows_none_of_our_tokens() -> None:
    with pytest.raises(TokenError):
        Tokens("other").conversation(Tokens("key").issue())
