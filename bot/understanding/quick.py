"""Half of a turn given back: Rasa checks, at every action, that its own JSON schema is a schema.

That took 53 % of Rasa's time in a turn (docs/measurements.md). Here the schema is checked once; the action's answer is checked
against it each time, as before. Loaded inside Rasa by bot.understanding.channel; tests/test_inside_rasa.py holds that a wrong
answer is still refused.
"""

from typing import Any

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction

_SCHEMA = RemoteAction.action_response_format_spec()
_VALIDATOR = validator_for(_SCHEMA)(_SCHEMA)


def _validate(self: RemoteAction, result: dict[str, Any]) -> bool:
    _VALIDATOR.validate(result)
    return True


def install() -> None:
    """Put the quick check in the place of Rasa's."""
    RemoteAction._validate_action_result = _validate
