"""Runs the three processes, starts again one that dies, and leaves none behind.

gateway   the only public door (uvicorn)
rasa      understands, on loopback
actions   answers, on loopback
"""

import asyncio
import contextlib
import ctypes
import logging
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from bot import training
from bot.errors import BrobyggarenError
from bot.settings import ROOT, Settings

log = logging.getLogger(__name__)

_PATIENCE = 10.0
"""Seconds a process has to end by itself."""
_RESTED = 60.0
"""A process that ran so many seconds starts again at once when it dies; one that keeps dying waits longer each time."""
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass(frozen=True)
class Part:
    """One process: what it is called and how it is started."""

    name: str
    command: list[str]
    environment: dict[str, str]


class Supervisor:
    """Keeps parts running until told to stop."""

    def __init__(self, parts: list[Part], logs: Path):
        self.parts = parts
        self.logs = logs
        self.stopping = asyncio.Event()
        self.running: dict[str, asyncio.subprocess.Process] = {}

    async def run(self) -> None:
        """Run until `stop` is called; then end every part, kindly first."""
        self.logs.mkdir(parents=True, exist_ok=True)
        keepers = [asyncio.create_task(self._keep(part)) for part in self.parts]
        await self.stopping.wait()
        await asyncio.gather(*(self._end(process) for process in list(self.running.values())))
        await asyncio.gather(*keepers)

    def stop(self) -> None:
        """Begin to end."""
        self.stopping.set()

    async def _keep(self, part: Part) -> None:
        pause = 0.5
        while not self.stopping.is_set():
            started = time.monotonic()
            await self._run_once(part)
            if self.stopping.is_set():
                return
            pause = 0.5 if time.monotonic() - started > _RESTED else min(pause * 2, 30.0)
            log.warning("%s ended; it starts again in %.0f s.", part.name, pause)
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), pause)

    async def _run_once(self, part: Part) -> None:
        with open(self.logs / f"{part.name}.log", "ab") as output:
            process = await asyncio.create_subprocess_exec(
                *part.command,
                cwd=ROOT,
                env=part.environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        self.running[part.name] = process
        await process.wait()
        del self.running[part.name]

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        _signal(process, signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), _PATIENCE)
        except TimeoutError:
            _signal(process, signal.SIGKILL)


def _signal(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    """Tell the whole group: a server may have workers of its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def _die_with_parent() -> None:
    """Ask the kernel to end this process when the supervisor is killed, which no handler sees."""
    ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGTERM)


def parts(settings: Settings) -> list[Part]:
    """The three processes for these settings, with free loopback ports for the two inner ones."""
    rasa_port, actions_port = free_port(), free_port()
    inner = replace(settings, rasa=f"http://127.0.0.1:{rasa_port}", actions=f"http://127.0.0.1:{actions_port}")
    endpoints = _write_endpoints(inner)
    environment = {**training.rasa_environment(), **_environment(inner)}
    python = sys.executable
    rasa = ["run", "--model", str(training.model_path(settings)), "-i", "127.0.0.1", "--port", str(rasa_port)]
    rasa += ["--endpoints", str(endpoints), "--credentials", "credentials.yml"]
    uvicorn = ["bot.app:create", "--factory", "--host", settings.host, "--port", str(settings.port), "--ws", "none"]
    return [
        Part("gateway", [python, "-m", "uvicorn", *uvicorn, "--no-access-log", "--no-server-header"], environment),
        Part("actions", [python, "-m", "rasa_sdk", "--actions", "actions", "--port", str(actions_port)], environment),
        Part("rasa", [python, "-m", "rasa", *rasa], environment),
    ]


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def claim_port(settings: Settings) -> None:
    """Raises BrobyggarenError with the way out when the gateway's port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise BrobyggarenError(f"Port {settings.port} is taken. Use another: make run PORT=8090") from error


def _write_endpoints(settings: Settings) -> Path:
    """Rasa's endpoints.yml with the action server's real port."""
    text = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
    path = settings.data / "endpoints.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace(Settings.actions, settings.actions), encoding="utf-8")
    return path


def _environment(settings: Settings) -> dict[str, str]:
    """The settings that the parts read again."""
    return {
        "BROBYGGAREN_DATA": str(settings.data),
        "BROBYGGAREN_PORT": str(settings.port),
        "BROBYGGAREN_HOST": settings.host,
        "BROBYGGAREN_RASA": settings.rasa,
        "BROBYGGAREN_ACTIONS": settings.actions,
        "BROBYGGAREN_RATE_LIMIT": "on" if settings.rate_limit else "off",
    }


async def wait_until_ready(url: str, seconds: float = 120.0) -> bool:
    """Whether the gateway at `url` said that all is well before so many seconds had passed."""
    deadline = time.monotonic() + seconds
    async with httpx.AsyncClient(timeout=5) as http:
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.HTTPError):
                if (await http.get(f"{url}/healthz")).status_code == 200:
                    return True
            await asyncio.sleep(0.25)
    return False


@dataclass(frozen=True)
class Running:
    """A bot that runs: where it is, what keeps it running, and its data folder."""

    url: str
    supervisor: Supervisor
    data: Path


@contextlib.asynccontextmanager
async def temporary_bot(trained: Settings) -> AsyncIterator[Running]:
    """A whole bot on free loopback ports with the models of `trained` and a data folder that goes with it.

    Raises BrobyggarenError when it does not get ready.
    """
    with tempfile.TemporaryDirectory() as folder:
        own = replace(trained, data=Path(folder), port=free_port(), host="127.0.0.1", rate_limit=False)
        own.models.symlink_to(trained.models)
        supervisor = Supervisor(parts(own), own.data / "logs")
        keeping = asyncio.create_task(supervisor.run())
        try:
            if not await wait_until_ready(own.url):
                raise BrobyggarenError("The bot did not start.")
            yield Running(own.url, supervisor, own.data)
        finally:
            supervisor.stop()
            await keeping
