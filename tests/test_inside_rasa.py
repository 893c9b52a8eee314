"""What Rasa itself loads of ours, in a process that has Rasa in it: importing it here would cost every other test."""

import subprocess
import sys

import pytest

from bot.settings import ROOT
from bot.training import rasa_environment

pytestmark = pytest.mark.slow

QUICK = """
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from bot.understanding import quick
quick.install()
action = RemoteAction("action_answer", None)
assert action._validate_action_result({"events": [], "responses": [{"text": "hej"}]})
for wrong in ({"events": "none"}, {"responses": ["hej"]}, [], {"events": [{"event": 5}]}):
    try:
        action._validate_action_result(wrong)
    except ValidationError:
        continue
    raise SystemExit(f"not refused: {wrong}")
"""

MEMORY = """
import asyncio
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from bot.understanding import memory

async def main():
    memory.CONVERSATIONS = 2
    store = memory.ShortMemory(Domain.empty())
    for name in ("amina", "yusuf", "karin"):
        said = [UserUttered(str(number)) for number in range(memory.EVENTS + 5)]
        await store.save(DialogueStateTracker.from_events(name, said))
    assert await store.keys() == ["yusuf", "karin"], "the one used longest ago goes first"
    kept = await store.retrieve("karin")
    assert len(kept.events) == memory.EVENTS and kept.events[-1].text == str(memory.EVENTS + 4)
    assert FailSafeTrackerStore(store)._tracker_store is store, "the channel unwraps the store by this name"
    store.forget("karin")
    assert await store.retrieve("karin") is None

asyncio.run(main())
"""


@pytest.mark.parametrize("program", [QUICK, MEMORY], ids=["a wrong answer of an action is refused", "memory is short"])
def test_inside_rasa(program: str) -> None:
    command = [sys.executable, "-c", program]
    result = subprocess.run(command, cwd=ROOT, env=rasa_environment(), capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-1500:] + result.stdout[-500:]
