"""When we were wrong, or somebody is angry: say sorry, and lead to a person."""

from actions.speaking import Moment, Speaking
from bot.replies import Turn
from bot.topics import CORE


class ActionHandover(Speaking):
    """Says the phrase that is called like the intent, and gives the kommun's telephone."""

    called = "action_handover"

    def turn(self, moment: Moment) -> Turn:
        """The phrase, with other topics than the one that was wrong."""
        offered = [topic for topic in CORE if topic != moment.topic]
        reply = self.composer.say(f"say.{moment.intent}", moment.kommun, moment.language, offered)
        return Turn(moment.understood(None), (reply,))
