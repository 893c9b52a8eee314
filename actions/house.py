"""What actions are built from when nobody hands them anything: the store and the phrases of this checkout, opened once."""

from functools import cache

from bot import settings
from bot.composing import Composer
from bot.opening import open_composer


@cache
def composer() -> Composer:
    """The composer of this process."""
    return open_composer(settings.read())
