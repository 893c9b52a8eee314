"""The terminal as a door: talks to the running bot over its public API, as any other client does."""

from typing import Any

import httpx

from bot.errors import UnderstandingError


class Console:
    """One conversation with the bot at an address."""

    def __init__(self, url: str, kommun: str | None, language: str | None, http: httpx.Client | None = None):
        self.http = http or httpx.Client(base_url=url, timeout=10)
        self.fixed = {key: value for key, value in (("kommun", kommun), ("language", language)) if value}
        self.token: str | None = None
        self.buttons: list[dict[str, str]] = []

    def say(self, text: str) -> str:
        """Send a line, or the button whose number it is, and give the answer as text.

        Raises UnderstandingError when no bot answers at the address.
        """
        body = {**self.fixed, "conversation": self.token, **self._meant(text)}
        try:
            response = self.http.post("/api/v1/chat", json=body)
            answer: dict[str, Any] = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise UnderstandingError(f"No bot answers at {self.http.base_url}: start it with 'make run'.") from error
        if response.status_code != 200:
            return str(answer.get("detail", response.status_code))
        self.token = answer["conversation"]
        self.fixed.clear()  # said once; from here on the conversation remembers, and buttons may change it
        return "\n\n".join(self._reply(reply) for reply in answer["replies"])

    def _meant(self, text: str) -> dict[str, str]:
        chosen = int(text) - 1 if text.isdecimal() else -1
        return {"payload": self.buttons[chosen]["payload"]} if 0 <= chosen < len(self.buttons) else {"text": text}

    def _reply(self, reply: dict[str, Any]) -> str:
        self.buttons = reply["buttons"] or self.buttons
        choices = "\n".join(f"  [{number}] {button['title']}" for number, button in enumerate(reply["buttons"], 1))
        sources = "\n".join(f"  {source['title']} ({source['checked']}) {source['url']}" for source in reply["sources"])
        parts = (reply["notice"], reply["text"].replace("**", ""), sources, choices)
        return "\n\n".join(part for part in parts if part)
