"""Greetings, thanks, and questions about the bot itself."""

from actions.speaking import Moment, Speaking
from bot import settings
from bot.replies import Turn


class ActionSmallTalk(Speaking):
    """Says the phrase that is called like the intent."""

    called = "action_small_talk"

    def turn(self, moment: Moment) -> Turn:
        """The phrase."""
        days = str(settings.read().keep_days)
        reply = self.composer.say(f"say.{moment.intent}", moment.kommun, moment.language, slots={"days": days})
        return Turn(moment.understood(None), (reply,))
