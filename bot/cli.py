"""The command line: `brobyggaren …`."""

import asyncio
import signal
import sys
from datetime import date
from pathlib import Path

import click

from bot import checking, content, evaluation, quality, settings, training
from bot.channels.console import Console
from bot.errors import BrobyggarenError
from bot.languages import SERVED, SOURCE
from bot.opening import open_store, refresh_store
from bot.settings import ROOT, Settings
from bot.supervisor import Supervisor, claim_port, parts, temporary_bot, wait_until_ready


class _Kind(click.Group):
    """Our errors end as one line for a person, not as a traceback."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except BrobyggarenError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Kind)
def main() -> None:
    """Brobyggaren: answers newcomers' questions about life in a Swedish kommun, in their own language."""


@main.command()
def serve() -> None:
    """Start everything, after training the model if there is none."""
    read = settings.read()
    claim_port(read)
    if not training.is_trained(read):
        _train(read)
    refresh_store(read)
    asyncio.run(_serve(read))


async def _serve(read: Settings) -> None:
    supervisor = Supervisor(parts(read), read.data / "logs")
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, supervisor.stop)
    click.echo("Starting …")
    telling = asyncio.create_task(_tell_when_ready(read))
    await supervisor.run()
    telling.cancel()
    click.echo("Stopped.")


async def _tell_when_ready(read: Settings) -> None:
    url = read.url
    if not await wait_until_ready(url):
        click.echo(f"Not ready after two minutes. See the logs in {read.data / 'logs'}.", err=True)
        return
    click.echo(
        f"Ready.\n  Start page  {url}/\n  Widget      {url}/demo\n  Without JS  {url}/chat\n  API         {url}/api/openapi.json"
    )
    click.echo("Stop with Ctrl-C.")


@main.command()
def train() -> None:
    """Train the model and the language identifier anew."""
    _train(settings.read())


def _train(read: Settings) -> None:
    """Train, and say how far it is."""
    click.echo("Training takes some minutes, once.")
    training.train(read, tell=click.echo)


@main.command()
@click.option("--language", "languages", multiple=True, help="Only these; otherwise every served language.")
def check(languages: tuple[str, ...]) -> None:
    """Say what is missing in the content, and what differs from its Swedish source."""
    findings = checking.check(ROOT, languages or SERVED)
    for finding in findings:
        click.echo(str(finding))
    click.echo(f"{len(findings)} to mend." if findings else "All is well.")
    sys.exit(1 if findings else 0)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.option("--url", help="Ask the bot that runs here. Without it, one is started for the purpose.")
@click.option("--wrong", is_flag=True, help="Also list the questions that were not hit.")
@click.option("--keep", is_flag=True, help="Keep the figures for the page /quality.")
def evaluate(files: tuple[Path, ...], as_json: bool, url: str | None, wrong: bool, keep: bool) -> None:
    """Ask the questions of JSON-lines FILES as a newcomer would, and count what was right."""
    questions = [question for file in files for question in evaluation.read(file)]
    outcomes = asyncio.run(_outcomes(url, questions))
    by_language = evaluation.scores(outcomes)
    click.echo(evaluation.as_json(by_language) if as_json else evaluation.table(by_language))
    if keep:
        quality.keep(by_language, date.today())
    if wrong:
        for outcome in outcomes:
            if not outcome.hit and (outcome.question.topics or outcome.topic):
                click.echo(
                    f"{outcome.question.lang} {outcome.question.topics} -> {outcome.topic}: {outcome.question.text}"
                )


async def _outcomes(url: str | None, questions: list[evaluation.Question]) -> list[evaluation.Outcome]:
    if url:
        return await evaluation.ask_all(url, questions)
    read = settings.read()
    if not training.is_trained(read):
        training.train(read)
    async with temporary_bot(read) as own:
        return await evaluation.ask_all(own.url, questions)


@main.command()
@click.option("--kommun", help="For example hallefors.")
@click.option("--language", help="For example ar.")
@click.option("--url", help="Where the bot runs; this machine's otherwise.")
def chat(kommun: str | None, language: str | None, url: str | None) -> None:
    """Talk to the running bot. A number presses the button; an empty line ends."""
    console = Console(url or settings.read().url, kommun, language)
    while text := click.prompt("", prompt_suffix="> ", default="", show_default=False):
        click.echo(console.say(text))


@main.command()
@click.argument("question")
@click.option("--kommun", help="For example hallefors.")
@click.option("--language", help="For example ar.")
@click.option("--url", help="Where the bot runs; this machine's otherwise.")
def ask(question: str, kommun: str | None, language: str | None, url: str | None) -> None:
    """Ask the running bot one question."""
    click.echo(Console(url or settings.read().url, kommun, language).say(question))


@main.command()
@click.argument("topic")
def fingerprint(topic: str) -> None:
    """Print what a translation made from today's Swedish text of TOPIC carries as `made_from`."""
    answer = content.read(ROOT).answers.get(topic)
    if answer is None:
        raise click.ClickException(f"There is no topic {topic!r}.")
    click.echo(answer.texts[SOURCE].fingerprint)
    for kommun, local in answer.local.items():
        click.echo(f"{kommun}: {local.texts[SOURCE].fingerprint}")


@main.command(name="import")
@click.argument("folder", default=ROOT, type=click.Path(path_type=Path, exists=True))
def import_files(folder: Path) -> None:
    """Put the content of the files below FOLDER in the place of what is in the store."""
    open_store(settings.read()).load(content.read(folder))


@main.command(name="export")
@click.argument("folder", type=click.Path(path_type=Path))
def export_files(folder: Path) -> None:
    """Write the content of the store as files below FOLDER."""
    content.write(open_store(settings.read()).dump(), folder)
