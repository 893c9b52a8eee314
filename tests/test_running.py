"""The whole bot, as a newcomer meets it: three processes, the trained model, real HTTP. Trains first if need be."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx
import pytest

from bot import evaluation, settings, training
from bot.languages import SERVED
from bot.settings import ROOT
from bot.supervisor import Running, temporary_bot

pytestmark = pytest.mark.slow

PERSONAL = [
    "900512-1234",
    "19900512-1234",
    "0701234567",
    "070-123 45 67",
    "amina.ali@example.com",
    "4111 1111 1111 1111",
]


@pytest.fixture(scope="module")
def bot() -> Iterator[Running]:
    """A bot of our own in a thread of its own."""
    read = settings.read()
    if not training.is_trained(read):
        training.train(read)
    ready, done, found = Event(), Event(), []

    async def keep() -> None:
        async with temporary_bot(read) as running:
            found.append(running)
            ready.set()
            await asyncio.to_thread(done.wait)

    thread = Thread(target=asyncio.run, args=(keep(),))
    thread.start()
    assert ready.wait(180), "the bot did not start"
    yield found[0]
    done.set()
    thread.join()


def ask(bot: Running, **body: Any) -> dict[str, Any]:
    """Send one message."""
    response = httpx.post(f"{bot.url}/api/v1/chat", json=body, timeout=10)
    assert response.status_code == 200, response.text
    plain: dict[str, Any] = response.json()
    return plain


@pytest.mark.parametrize(
    ("text", "language", "topic"),
    [
        ("كيف أسجل في SFI؟", "ar", "sfi.apply"),
        ("How does the housing queue work?", "en", "housing.queue"),
        ("Hur ställer jag mig i bostadskön?", "sv", "housing.register"),
        ("Sidee ayaan isaga diiwaangeliyaa SFI?", "so", "sfi.apply"),
    ],
)
def test_a_question_is_answered_in_its_language(bot: Running, text: str, language: str, topic: str) -> None:
    answer = ask(bot, text=text, kommun="hallefors")
    assert answer["understood"]["topic"] == topic
    assert answer["replies"][0]["lang"] == language
    assert "0591-641 00" in answer["replies"][0]["text"]
    assert answer["replies"][0]["swedish"]
    assert answer["replies"][0]["sources"]


def test_a_follow_up_is_answered_in_context(bot: Running) -> None:
    first = ask(bot, text="Hur anmäler jag mig till SFI?", kommun="hedemora")
    second = ask(bot, text="och vad kostar det?", conversation=first["conversation"])
    assert second["understood"]["topic"] == "sfi.cost"


def test_language_and_kommun_can_be_changed_by_saying_so(bot: Running) -> None:
    first = ask(bot, text="Hur anmäler jag mig till SFI?", kommun="hedemora")
    english = ask(bot, text="Kan vi prata engelska?", conversation=first["conversation"])
    assert english["language"]["code"] == "en"
    assert english["replies"][-1]["topic"] == "sfi.apply"
    moved = ask(bot, text="I live in Hässleholm now, wrong municipality", conversation=first["conversation"])
    assert moved["kommun"] == "hassleholm"


def test_forget_me_begins_a_new_conversation(bot: Running) -> None:
    first = ask(bot, text="Hur anmäler jag mig till SFI?", kommun="hedemora")
    after = ask(bot, text="glöm mig, radera allt jag har skrivit", conversation=first["conversation"])
    assert after["conversation"] != first["conversation"]


def test_no_personal_number_reaches_any_file(bot: Running) -> None:
    for personal in PERSONAL:
        ask(bot, text=f"jag heter Amina, {personal}, hur söker jag bostad i Hedemora", kommun="hedemora")
    found = [
        (path.name, personal)
        for path in bot.data.rglob("*")
        if path.is_file() and not path.is_symlink() and "models" not in path.parts
        for personal in PERSONAL
        if personal.encode() in path.read_bytes() or personal.replace(" ", "").encode() in path.read_bytes()
    ]
    assert not found
    assert "hur söker jag bostad".encode() not in b"".join(path.read_bytes() for path in (bot.data / "logs").iterdir())


def test_when_rasa_is_stopped_the_reader_is_told_within_two_seconds_and_it_comes_back(bot: Running) -> None:
    first = ask(bot, text="How do I apply to SFI?", kommun="hedemora", language="en")
    pid = bot.supervisor.running["rasa"].pid
    os.kill(pid, signal.SIGSTOP)  # silent, not gone: the harder case
    try:
        started = time.monotonic()
        answer = ask(bot, text="what does it cost?", conversation=first["conversation"])
        assert time.monotonic() - started < 2
        assert answer["replies"][0]["lang"] == "en"
        assert "0225-340 00" in answer["replies"][0]["text"]
        pressed = ask(bot, payload="topic:sfi.cost", conversation=first["conversation"])
        assert pressed["replies"][0]["topic"] == "sfi.cost"
    finally:
        os.kill(pid, signal.SIGKILL)
    assert until(lambda: httpx.get(f"{bot.url}/healthz", timeout=5).status_code == 200, 90)
    assert ask(bot, text="what does it cost?", conversation=first["conversation"])["understood"]["topic"] == "sfi.cost"


def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether a condition came true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.25)
    return False


def test_the_development_questions_hold_the_line(bot: Running) -> None:
    """The line below which nothing may go live; docs/measurements.md has the figures themselves."""
    questions = [question for code in SERVED for question in evaluation.read(ROOT / f"tests/questions/{code}.jsonl")]
    ask_all: Callable[..., Awaitable[Any]] = evaluation.ask_all
    scores = evaluation.scores(asyncio.run(ask_all(bot.url, questions)))  # type: ignore[arg-type]
    for code, score in scores.items():
        assert score.hit >= 0.80, (code, score)
        assert score.within_offered >= 0.93, (code, score)
        assert score.answered_outside <= 0.15, (code, score)


def test_the_training_data_is_valid(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "rasa", "data", "validate", "--fail-on-warnings"]
    result = subprocess.run(
        command, cwd=ROOT, env=training.rasa_environment(), capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]


def test_the_stories_hold_as_rasa_tests_them(tmp_path: Path) -> None:
    model = str(training.model_path(settings.read()))
    command = [sys.executable, "-m", "rasa", "test", "core", "--model", model, "--stories", "tests/test_stories.yml"]
    command += ["--out", str(tmp_path), "--fail-on-prediction-errors"]
    result = subprocess.run(
        command, cwd=ROOT, env=training.rasa_environment(), capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]
    assert "all good" in (tmp_path / "failed_test_stories.yml").read_text()


def test_the_console_talks_to_the_running_bot(bot: Running) -> None:
    command = [str(Path(sys.executable).parent / "brobyggaren"), "ask", "--kommun", "hedemora", "--url", bot.url]
    result = subprocess.run([*command, "Vad kostar SFI?"], capture_output=True, text=True, check=True)
    assert "0225-340 00" in result.stdout
    assert "[1]" in result.stdout


def test_json_evaluation_runs_against_a_running_bot(bot: Running, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"lang": "sv", "text": "Vad kostar SFI?", "topic": "sfi.cost"}\n')
    command = [str(Path(sys.executable).parent / "brobyggaren"), "evaluate", str(path), "--json", "--url", bot.url]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(result.stdout)["sv"]["hit"] == 1.0
