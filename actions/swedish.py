"""Show the answer in Swedish."""

from actions.speaking import Moment, Speaking
from bot.languages import SOURCE
from bot.replies import Turn


class ActionSwedish(Speaking):
    """Says the last answer in Swedish, without changing the reader's language."""

    called = "action_swedish"

    def turn(self, moment: Moment) -> Turn:
        """The Swedish text, or the choice of topics when nothing was answered yet."""
        if moment.topic is None:
            return Turn(moment.understood(None), (self.composer.say("say.unsure", moment.kommun, moment.language),))
        reply = self.composer.answer(moment.topic, moment.kommun, SOURCE)
        return Turn(moment.understood(moment.topic), (reply,))
