"""Our whole gateway path beside a stock `rasa init` bot over REST, in one run on one machine.

    .venv/bin/python benchmarks/side_by_side.py

Both answer the same number of messages, one at a time and sixteen at a time, in turns (ours, stock, ours, stock …) so that a
noisy machine is noisy for both. Resident memory is that of all processes of each bot, after the messages.
"""

import asyncio
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx

from bot import settings, training
from bot.settings import ROOT
from bot.supervisor import free_port, temporary_bot

ROUNDS = 5
MESSAGES = 160
AT_ONCE = 16

Send = Callable[[httpx.AsyncClient, int], Awaitable[None]]


@contextlib.asynccontextmanager
async def stock_bot(folder: Path) -> AsyncIterator[tuple[str, int]]:
    """`rasa init` with its default config, trained and served as its documentation says; gives address and process id."""
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
    rasa = [sys.executable, "-m", "rasa"]
    subprocess.run(
        [*rasa, "init", "--no-prompt", "--init-dir", str(folder)], env=environment, check=True, capture_output=True
    )
    (folder / "credentials.yml").write_text("rest:\n")
    port = free_port()
    command = [*rasa, "run", "-i", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(20)


async def until_up(url: str) -> None:
    """Wait until something answers at an address."""
    async with httpx.AsyncClient() as http:
        for _ in range(600):
            with contextlib.suppress(httpx.HTTPError):
                if (await http.get(url)).status_code < 500:
                    return
            await asyncio.sleep(0.2)
    raise TimeoutError(url)


def ours(url: str, questions: list[str]) -> Send:
    """One newcomer's question to our gateway."""

    async def send(http: httpx.AsyncClient, number: int) -> None:
        body = {"text": questions[number % len(questions)], "kommun": "hallefors"}
        answer = await http.post(f"{url}/api/v1/chat", json=body)
        answer.raise_for_status()
        assert answer.json()["replies"]

    return send


def stock(url: str) -> Send:
    """One message to the stock bot, from its own training data, each from a sender of its own as ours are."""

    async def send(http: httpx.AsyncClient, number: int) -> None:
        body = {
            "sender": f"{time.time_ns()}",
            "message": ("hi", "I am feeling very good", "are you a bot?")[number % 3],
        }
        answer = await http.post(f"{url}/webhooks/rest/webhook", json=body)
        answer.raise_for_status()
        assert answer.json()

    return send


async def measure(send: Send) -> tuple[float, float]:
    """The median of one at a time in milliseconds, and messages a second at sixteen at a time."""
    async with httpx.AsyncClient(timeout=60) as http:
        times = []
        for number in range(MESSAGES // 4):
            started = time.perf_counter()
            await send(http, number)
            times.append((time.perf_counter() - started) * 1000)
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(number: int) -> None:
            async with gate:
                await send(http, number)

        started = time.perf_counter()
        await asyncio.gather(*(one(number) for number in range(MESSAGES)))
        return statistics.median(times), MESSAGES / (time.perf_counter() - started)


def resident(pids: list[int]) -> float:
    """Megabytes resident of these processes (the pages they share are counted for each)."""
    return (
        sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids) * os.sysconf("SC_PAGE_SIZE") / 1e6
    )


async def main() -> None:
    """Measure both and print a table."""
    read = settings.read()
    if not training.is_trained(read):
        training.train(read)
    lines = (ROOT / "tests/questions/en.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["text"] for line in lines]
    folder = Path(tempfile.mkdtemp())
    figures: dict[str, list[tuple[float, float]]] = {"ours": [], "stock": []}
    try:
        async with stock_bot(folder) as (stock_url, stock_pid), temporary_bot(read) as bot:
            await until_up(f"{stock_url}/")
            senders = {"ours": ours(bot.url, questions), "stock": stock(stock_url)}
            for send in senders.values():
                await measure(send)  # a round to warm up, not counted
            for _ in range(ROUNDS):
                for name, send in senders.items():
                    figures[name].append(await measure(send))
            pids = [os.getpid(), *(process.pid for process in bot.supervisor.running.values())]
            memory = {"ours": resident(pids), "stock": resident([stock_pid])}
    finally:
        shutil.rmtree(folder)
    print(
        "| bot | p50 one at a time | messages a second, 16 at a time | resident memory |\n| --- | ---: | ---: | ---: |"
    )
    middle = {name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in figures.items()}
    for name, (p50, rate) in middle.items():
        print(f"| {name} | {p50:.1f} ms | {rate:.0f} | {memory[name]:.0f} MB |")
    print(
        f"ours / stock: p50 {middle['ours'][0] / middle['stock'][0]:.2f}, rate {middle['ours'][1] / middle['stock'][1]:.2f}"
    )


if __name__ == "__main__":
    asyncio.run(main())
