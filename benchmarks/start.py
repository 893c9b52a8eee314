"""How long the whole bot takes to be ready beside a plain `rasa run` of the same model, in turns.

.venv/bin/python benchmarks/start.py
"""

import contextlib
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from bot import settings, training
from bot.settings import ROOT
from bot.supervisor import free_port

ROUNDS = 3


def seconds_until(url: str, process: subprocess.Popen[bytes]) -> float:
    """Seconds until an address answers 200; then the process is stopped and waited for."""
    started = time.monotonic()
    try:
        while time.monotonic() - started < 180:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(url, timeout=2).status_code == 200:
                    return time.monotonic() - started
            time.sleep(0.1)
        raise TimeoutError(url)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def plain(model: Path, folder: Path) -> float:
    """`rasa run` with Rasa's own defaults, and its REST channel."""
    port = free_port()
    (folder / "credentials.yml").write_text("rest:\n")
    command = [sys.executable, "-m", "rasa", "run", "--model", str(model), "-i", "127.0.0.1", "--port", str(port)]
    command += [
        "--credentials",
        str(folder / "credentials.yml"),
        "--enable-api",
    ]  # for /status: it says when a model is loaded
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
    quiet = subprocess.DEVNULL
    return seconds_until(
        f"http://127.0.0.1:{port}/status",
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet),
    )


def whole(data: Path) -> float:
    """`make run`, for the second time and later."""
    port = free_port()
    command = ["make", "run", f"PORT={port}", f"DATA={data}"]
    quiet = subprocess.DEVNULL
    return seconds_until(
        f"http://127.0.0.1:{port}/healthz", subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet)
    )


def main() -> None:
    """Measure both and print a line."""
    read = settings.read()
    if not training.is_trained(read):
        training.train(read)
    with tempfile.TemporaryDirectory() as folder:
        times = [(plain(training.model_path(read), Path(folder)), whole(read.data)) for _ in range(ROUNDS)]
    alone, together = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"rasa run {alone:.1f} s, make run {together:.1f} s: {together / alone:.2f} times as long")


if __name__ == "__main__":
    main()
