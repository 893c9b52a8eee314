"""Token buckets: so many messages at once, then so many a minute."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_MOST = 10_000
"""Buckets kept. Those not used for longest go first: by then they are full again, which is what a new one is."""


@dataclass
class _Bucket:
    tokens: float
    filled: float


class RateLimit:
    """A bucket per key, such as an address. `burst` messages at once, `per_minute` in the long run."""

    def __init__(self, burst: int, per_minute: int, clock: Callable[[], float] = time.monotonic):
        self.burst = burst
        self.per_second = per_minute / 60
        self.clock = clock
        self.buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, key: str) -> float:
        """Take a token: 0.0 when there was one, else the seconds until there is."""
        bucket = self._filled(key)
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return 0.0
        return (1 - bucket.tokens) / self.per_second

    def _filled(self, key: str) -> _Bucket:
        now = self.clock()
        bucket = self.buckets.pop(key, None) or _Bucket(self.burst, now)
        bucket.tokens = min(self.burst, bucket.tokens + (now - bucket.filled) * self.per_second)
        bucket.filled = now
        self.buckets[key] = bucket
        if len(self.buckets) > _MOST:
            self.buckets.popitem(last=False)
        return bucket
