"""Change the kommun."""

from actions.speaking import Moment, Speaking
from bot.naming import kommun_named
from bot.replies import Turn


class ActionKommun(Speaking):
    """Goes over to the kommun that was named; asks which when none was."""

    called = "action_kommun"

    def turn(self, moment: Moment) -> Turn:
        """The new kommun, with its answer to what was asked last."""
        named = kommun_named(moment.text, self.composer.store.kommuner())
        if named is None:
            reply = self.composer.say("say.ask_kommun", moment.kommun, moment.language)
            return Turn(moment.understood(None), (reply.with_buttons(self.composer.kommun_buttons()),))
        replies = self.composer.in_kommun(named, moment.language, moment.topic)
        return Turn(moment.understood(None), replies, {"kommun": named})
