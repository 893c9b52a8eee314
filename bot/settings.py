"""Settings: environment variables BROBYGGAREN_…, read once. docs/settings.md lists them; a test holds the two together."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import SettingError
from bot.languages import SERVED

ROOT = Path(__file__).resolve().parent.parent
"""The checkout: where the content files lie."""


@dataclass(frozen=True)
class Settings:
    """All settings, with the values of a fresh clone. Secrets do not show when printed."""

    data: Path = ROOT / "var"
    host: str = "127.0.0.1"
    port: int = 8080
    rasa: str = "http://127.0.0.1:5005"
    actions: str = "http://127.0.0.1:5055"
    kommun: str | None = None
    language: str = "sv"
    invented: bool = True
    rate_limit: bool = True
    keep_days: int = 30
    origins: tuple[str, ...] = ("*",)
    secret: str = field(default="", repr=False)

    @property
    def url(self) -> str:
        """Where the gateway is, from this machine."""
        return f"http://{self.host}:{self.port}"

    @property
    def database(self) -> Path:
        """The one SQLite file."""
        return self.data / "brobyggaren.db"

    @property
    def models(self) -> Path:
        """Where trained models lie."""
        return self.data / "models"


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment.

    Raises SettingError with the name, the value and the way out.
    """
    get = _Reader(environment)
    data = Path(get.text("DATA") or Settings.data).resolve()
    return Settings(
        data=data,
        host=get.text("HOST") or Settings.host,
        port=get.number("PORT", Settings.port, 1, 65535),
        rasa=get.text("RASA") or Settings.rasa,
        actions=get.text("ACTIONS") or Settings.actions,
        kommun=get.text("KOMMUN"),
        language=get.one_of("LANGUAGE", SERVED) or Settings.language,
        invented=get.switch("EXEMPELBY", Settings.invented),
        rate_limit=get.switch("RATE_LIMIT", Settings.rate_limit),
        keep_days=get.number("KEEP_DAYS", Settings.keep_days, 1, 365),
        origins=tuple((get.text("ORIGINS") or "*").split()),
        secret=get.secret("SECRET") or "",
    )


def secret_of(settings: Settings) -> str:
    """The key that signs conversation tokens: the set one, else one made once and kept in the data folder."""
    if settings.secret:
        return settings.secret
    path = settings.data / "secret"
    settings.data.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(32))
    except FileExistsError:
        pass
    return path.read_text()


class _Reader:
    """Reads one variable at a time and says plainly what is wrong with it."""

    def __init__(self, environment: Mapping[str, str]):
        self.environment = environment

    def text(self, name: str) -> str | None:
        return self.environment.get(f"BROBYGGAREN_{name}") or None

    def number(self, name: str, default: int, low: int, high: int) -> int:
        value = self.text(name)
        if value is None:
            return default
        if not value.isdecimal() or not low <= int(value) <= high:
            raise SettingError(f"BROBYGGAREN_{name} is {value!r}. Use a whole number from {low} to {high}.")
        return int(value)

    def switch(self, name: str, default: bool) -> bool:
        value = self.one_of(name, ("on", "off"))
        return default if value is None else value == "on"

    def one_of(self, name: str, choices: tuple[str, ...]) -> str | None:
        value = self.text(name)
        if value is not None and value not in choices:
            raise SettingError(f"BROBYGGAREN_{name} is {value!r}. Use one of: {', '.join(choices)}.")
        return value

    def secret(self, name: str) -> str | None:
        """The value itself, or the contents of the file that BROBYGGAREN_<name>_FILE names."""
        file = self.text(f"{name}_FILE")
        if file is None:
            return self.text(name)
        try:
            return Path(file).read_text().strip()
        except OSError as error:
            raise SettingError(f"BROBYGGAREN_{name}_FILE is {file!r}, which cannot be read: {error}") from error
