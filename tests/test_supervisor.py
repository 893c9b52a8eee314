"""The supervisor with small processes: one that dies starts again, and none is left behind."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import BrobyggarenError
from bot.settings import ROOT, Settings
from bot.supervisor import Part, Supervisor, claim_port, free_port, parts, wait_until_ready

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


async def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for a condition, but not for ever."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


async def test_a_process_that_dies_starts_again(tmp_path: Path) -> None:
    supervisor = Supervisor([Part("sleeper", SLEEPER, dict(os.environ))], tmp_path)
    running = asyncio.create_task(supervisor.run())
    await until(lambda: "sleeper" in supervisor.running)
    first = supervisor.running["sleeper"].pid
    os.kill(first, signal.SIGKILL)
    await until(lambda: "sleeper" in supervisor.running and supervisor.running["sleeper"].pid != first)
    second = supervisor.running["sleeper"].pid
    supervisor.stop()
    await running
    assert not alive(first)
    assert not alive(second)


async def test_a_process_that_will_not_end_is_ended(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("bot.supervisor._PATIENCE", 0.3)
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    )
    supervisor = Supervisor([Part("stubborn", [sys.executable, "-c", stubborn], dict(os.environ))], tmp_path)
    running = asyncio.create_task(supervisor.run())
    await until(lambda: (tmp_path / "stubborn.log").exists() and b"up" in (tmp_path / "stubborn.log").read_bytes())
    pid = supervisor.running["stubborn"].pid
    supervisor.stop()
    await running
    assert not alive(pid)


def test_a_killed_supervisor_leaves_none_behind(tmp_path: Path) -> None:
    """kill -9 is seen by no handler: the kernel ends the children."""
    program = (
        "import asyncio, os, sys\nfrom pathlib import Path\nfrom bot.supervisor import Part, Supervisor\n"
        f"s = Supervisor([Part('sleeper', {SLEEPER!r}, dict(os.environ))], Path({str(tmp_path)!r}))\n"
        "async def main():\n    task = asyncio.create_task(s.run())\n"
        "    while 'sleeper' not in s.running: await asyncio.sleep(0.01)\n"
        "    print(s.running['sleeper'].pid, flush=True)\n    await task\n"
        "asyncio.run(main())"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    with process.stdout as output:
        child = int(output.readline())
    assert alive(child)
    process.kill()
    process.wait()
    deadline = time.monotonic() + 5
    while alive(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(child)


def test_the_inner_processes_listen_on_loopback_only(tmp_path: Path) -> None:
    started = {part.name: part for part in parts(Settings(data=tmp_path, host="0.0.0.0"))}
    assert started["actions"].environment["SANIC_HOST"] == "127.0.0.1"
    rasa = started["rasa"].command
    assert rasa[rasa.index("-i") + 1] == "127.0.0.1"
    assert "0.0.0.0" in started["gateway"].command
    assert "--enable-api" not in rasa


async def test_nobody_there_is_not_ready() -> None:
    assert not await wait_until_ready(f"http://127.0.0.1:{free_port()}", seconds=0.5)


def test_a_taken_port_is_said_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(BrobyggarenError, match="make run PORT="):
            claim_port(Settings(port=taken.getsockname()[1]))
