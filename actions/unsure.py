"""Say that we are not sure, and offer the nearest topics."""

from dataclasses import replace

from actions.speaking import Moment, Speaking
from bot.composing import BUTTONS
from bot.replies import Turn
from bot.safety import TOPICS


class ActionUnsure(Speaking):
    """Offers up to four nearest topics; where none is near, the ones people come for most.

    Where one of them is about danger, the number to call stands beside: a cry that the safety lane did not know ends here.
    """

    called = "action_unsure"

    def turn(self, moment: Moment) -> Turn:
        """The choices."""
        phrase = "say.out_of_scope" if moment.intent == "out_of_scope" else "say.unsure"
        reply = self.composer.say(phrase, moment.kommun, moment.language, moment.near)
        if set(moment.near[:BUTTONS]) & set(TOPICS.values()):
            reply = replace(reply, notice=self.composer.danger_hint(moment.language))
        return Turn(moment.understood(None), (reply,))
