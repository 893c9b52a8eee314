"""Say that we are not sure, and offer the nearest topics."""

from actions.speaking import Moment, Speaking
from bot.replies import Turn


class ActionUnsure(Speaking):
    """Offers up to four nearest topics; where none is near, the ones people come for most."""

    called = "action_unsure"

    def turn(self, moment: Moment) -> Turn:
        """The choices."""
        phrase = "say.out_of_scope" if moment.intent == "out_of_scope" else "say.unsure"
        reply = self.composer.say(phrase, moment.kommun, moment.language, moment.near)
        return Turn(moment.understood(None), (reply,))
