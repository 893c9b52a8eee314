"""Answer a question about a topic."""

from actions.speaking import Moment, Speaking
from bot.naming import kommun_named
from bot.replies import Turn


class ActionAnswer(Speaking):
    """Says the best stored answer for the topic, the reader's kommun and language; the next likeliest become buttons."""

    called = "action_answer"

    def turn(self, moment: Moment) -> Turn:
        """The answer. A kommun named in the question is taken when none was chosen: nothing is ever mixed."""
        topic = moment.ranking[0][0]
        kommun = moment.kommun or kommun_named(moment.text, self.composer.store.kommuner())
        reply = self.composer.answer(topic, kommun, moment.language, moment.near[1:5])
        changes = {"topic": topic} | ({"kommun": kommun} if kommun else {})
        return Turn(moment.understood(topic), (reply,), changes)
