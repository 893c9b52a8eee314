"""Settings: read once, said plainly when wrong, documented, and quiet about secrets."""

import re
import stat
from pathlib import Path

import pytest

from bot import settings
from bot.errors import SettingError
from bot.settings import ROOT, Settings, read, secret_of


def test_a_fresh_clone_has_settings_that_work() -> None:
    assert read({}) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORT", "eighty", "whole number from 1 to 65535"),
        ("LANGUAGE", "swedish", "Use one of: sv"),
        ("RATE_LIMIT", "no", "Use one of: on, off"),
        ("KEEP_DAYS", "0", "from 1 to 365"),
        ("SECRET_FILE", "/no/such/file", "cannot be read"),
    ],
)
def test_a_wrong_setting_says_its_name_its_value_and_the_way_out(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingError, match=f"BROBYGGAREN_{name} is '{re.escape(value)}'") as error:
        read({f"BROBYGGAREN_{name}": value})
    assert says in str(error.value)


def test_secrets_do_not_show(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("whisper\n")
    held = read({"BROBYGGAREN_SECRET_FILE": str(tmp_path / "key")})
    assert held.secret == "whisper"
    assert "whisper" not in repr(held)


def test_the_key_is_made_once_and_is_for_us_alone(tmp_path: Path) -> None:
    held = Settings(data=tmp_path / "new")
    assert secret_of(held) == secret_of(held)
    assert stat.S_IMODE((tmp_path / "new/secret").stat().st_mode) == 0o600


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    source = Path(settings.__file__).read_text()
    used = set(re.findall(r'get\.\w+\("([A-Z_]+)"', source))
    documented = set(re.findall(r"`BROBYGGAREN_([A-Z_]+)`", (ROOT / "docs/settings.md").read_text()))
    assert documented == used
