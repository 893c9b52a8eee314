"""Our classifier as a component of Rasa's pipeline. Rasa finds it through config.yml; nothing else imports it.

It gives the intent, and for retrieval intents (`faq/<topic>`, `more/<aspect>`) what Rasa's own ResponseSelector would give,
in the same shape, so that `rasa test` and every Rasa tool read it as usual. No TensorFlow: it trains in seconds.
"""

from collections import defaultdict
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.classifier import Classifier

_SHOWN = 8
"""How many labels a ranking holds."""


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class TopicClassifier(GraphComponent):
    """Holds a bot.understanding.classifier.Classifier and speaks Rasa's language.

    Rasa hands things in by the names of the parameters, so those are Rasa's.
    """

    def __init__(self, storage: ModelStorage, resource: Resource, classifier: Classifier | None = None):
        self.storage = storage
        self.resource = resource
        self.classifier = classifier

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Nothing to set: what there is to choose was chosen by measurement."""
        return {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "TopicClassifier":
        """A new one, to be trained."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> "TopicClassifier":
        """A trained one."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Classifier.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples that have an intent."""
        examples = [message for message in training_data.intent_examples if message.get("text")]
        labels = [message.get("intent_response_key") or message.get("intent") for message in examples]
        self.classifier = Classifier.train([message.get("text") for message in examples], labels)
        with self.storage.write_to(self.resource) as folder:
            self.classifier.save(folder)
        return self.resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing later in the pipeline needs what we know of the training data."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent, the ranking and what was meant within a retrieval intent."""
        for message in messages:
            if self.classifier and message.get("text"):
                self._understand(message, self.classifier.rank(message.get("text")))
        return messages

    def _understand(self, message: Message, ranking: list[tuple[str, float]]) -> None:
        intents: dict[str, float] = {}
        within: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for label, probability in ranking:
            intent, _, key = label.partition("/")
            intents.setdefault(intent, probability)
            if key:
                within[intent].append((label, probability))
        rows = [{"name": name, "confidence": probability} for name, probability in intents.items()]
        message.set("intent", rows[0], add_to_output=True)
        message.set("intent_ranking", rows[:_SHOWN], add_to_output=True)
        message.set("response_selector", _selected(within), add_to_output=True)


def _selected(within: dict[str, list[tuple[str, float]]]) -> dict[str, Any]:
    """What was meant within each retrieval intent, as ResponseSelector gives it."""
    selected: dict[str, Any] = {"all_retrieval_intents": list(within)}
    for intent, rows in within.items():
        ranking = [{"intent_response_key": label, "confidence": probability} for label, probability in rows[:_SHOWN]]
        response = {**ranking[0], "responses": [], "utter_action": f"utter_{ranking[0]['intent_response_key']}"}
        selected[intent] = {"response": response, "ranking": ranking}
    return selected
