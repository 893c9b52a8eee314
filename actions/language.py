"""Change the language."""

from actions.speaking import Moment, Speaking
from bot.naming import is_served, language_named
from bot.replies import Turn


class ActionLanguage(Speaking):
    """Goes over to the language that was named; asks which when none was."""

    called = "action_language"

    def turn(self, moment: Moment) -> Turn:
        """The new language's own words, with the answer just given once more."""
        named = language_named(moment.text)
        if named is None or not is_served(named):
            phrase = "say.not_served" if named else "say.ask_language"
            reply = self.composer.say(phrase, moment.kommun, moment.language)
            return Turn(moment.understood(None), (reply.with_buttons(self.composer.language_buttons()),))
        replies = self.composer.in_language(named, moment.kommun, moment.topic)
        return Turn(moment.understood(None), replies, {"language": named})
