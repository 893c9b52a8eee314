"""Opening the house: the store, filled from the files when it is empty, and the composer over it."""

from bot import content
from bot.composing import Composer
from bot.phrases import Phrases
from bot.settings import ROOT, Settings
from bot.store import Store


def open_store(settings: Settings) -> Store:
    """The store of the data folder, filled from the checkout's files when it is empty."""
    store = Store(settings.database)
    if store.is_empty():
        store.load(content.read(ROOT))
    return store


def refresh_store(settings: Settings) -> None:
    """Bring the store up to the files of this checkout, keeping what staff have edited."""
    store = open_store(settings)
    store.refresh(content.read(ROOT))
    store.close()


def open_composer(settings: Settings) -> Composer:
    """A composer over the store and the phrases of this checkout."""
    return Composer(open_store(settings), Phrases.read(ROOT), settings.invented)
