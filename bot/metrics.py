"""Counters for /metrics, in the format that Prometheus reads. Nothing here can point to a person."""

from prometheus_client import Counter, Histogram

MESSAGES = Counter("brobyggaren_messages", "Messages answered.", ["language", "via", "topic"])
REFUSED = Counter("brobyggaren_refused", "Messages not taken.", ["why"])
SECONDS = Histogram(
    "brobyggaren_seconds", "Seconds from message to reply.", buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2)
)
