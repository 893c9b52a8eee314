"""The topics a newcomer may ask about, by stable id such as `sfi.apply`."""

from dataclasses import dataclass

CORE = ("sfi.apply", "work.find", "housing.queue", "meet.places")
"""Offered when we have nothing better: language, work, home, people (the order of Hedemora's policy, HE-10)."""

HUMAN = "contact.human"
"""The topic that leads to a person."""


@dataclass(frozen=True)
class Topic:
    """A topic: its id, the group it is shown under, and (for staff) which questions belong to it."""

    id: str
    group: str
    asks: str

    @property
    def family(self) -> str:
        """What stands before the dot: `sfi` of `sfi.apply`. Follow-up questions stay in the family."""
        return self.id.partition(".")[0]
