"""What Rasa remembers of conversations: the last few turns, in memory, of the conversations used last.

Rasa's own stores keep every word for ever, and a turn grows slower with each one before it.
Loaded by Rasa from endpoints.yml; nothing else imports it.
"""

from collections import OrderedDict, deque
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

EVENTS = 40
"""About six turns: more than any of our conversations looks back."""
CONVERSATIONS = 2000


class ShortMemory(TrackerStore):
    """Keeps the last events of the conversations used last; what falls out is gone."""

    def __init__(self, domain: Domain, event_broker: EventBroker | None = None, **kwargs: Any):
        super().__init__(domain, event_broker, **kwargs)
        self.events: OrderedDict[str, deque[Event]] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Remember a conversation's last events."""
        await self.stream_events(tracker)
        self.events[tracker.sender_id] = deque(tracker.events, EVENTS)
        self.events.move_to_end(tracker.sender_id)
        if len(self.events) > CONVERSATIONS:
            self.events.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as far as it is remembered."""
        if sender_id not in self.events:
            return None
        slots = self.domain.slots if self.domain else []
        return DialogueStateTracker.from_events(sender_id, self.events[sender_id], slots)

    async def keys(self) -> list[str]:
        """The conversations that are remembered."""
        return list(self.events)

    def forget(self, sender_id: str) -> None:
        """Drop a conversation."""
        self.events.pop(sender_id, None)
