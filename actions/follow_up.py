"""Answer a question that goes on from the last answer: "and what does it cost?"."""

from functools import cache

from actions.speaking import Moment, Speaking
from bot import content
from bot.replies import Turn
from bot.settings import ROOT


class ActionFollowUp(Speaking):
    """Says the topic that the follow-up leads to from the topic last spoken of."""

    called = "action_follow_up"

    def turn(self, moment: Moment) -> Turn:
        """The answer, or the choice of topics when the talk has had none yet."""
        if moment.topic is None:
            return Turn(moment.understood(None), (self.composer.say("say.unsure", moment.kommun, moment.language),))
        aspect = moment.ranking[0][0]
        topic = leads().get((moment.topic, aspect), moment.topic)
        reply = self.composer.answer(topic, moment.kommun, moment.language)
        return Turn(moment.understood(topic), (reply,), {"topic": topic})


@cache
def leads() -> dict[tuple[str, str], str]:
    """Where each (topic, aspect) leads, from data/follow_ups.yml."""
    rows = content.load(ROOT / "data/follow_ups.yml")
    return {(topic, aspect): to for row in rows for topic in row["from"] for aspect, to in row["to"].items()}
