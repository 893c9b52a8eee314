"""Forget the conversation."""

from actions.speaking import Moment, Speaking
from bot.replies import Turn


class ActionForget(Speaking):
    """Says that all is forgotten; the gateway does the forgetting when it reads the change."""

    called = "action_forget"

    def turn(self, moment: Moment) -> Turn:
        """The promise, which the gateway keeps before the words are sent."""
        return Turn(
            moment.understood(None), (self.composer.say("say.forget", None, moment.language),), {"forget": "all"}
        )
