"""`flask start`: everything from an empty folder to a running service, in one command."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from rekruttering.demo import punkter, service
from rekruttering.felles.db import db, transaction
from rekruttering.kommune import service as kommune_service
from rekruttering.utlysning import queries as utlysning_queries

BIN = Path(sys.executable).parent
HOST = "127.0.0.1"
WORKER = [str(BIN / "flask"), "--app", "wsgi", "jobs", "work"]
# What takes minutes must not keep a run waiting, and neither of them a short question or the mail.
LEFT_TO_OTHERS = (
    (),
    ("regn_analyse_tung",),
    ("regn_analyse_tung", "kjor_tildeling", "regn_timeplan"),
)


@click.command("start")
@click.option("--punkt", type=click.Choice(punkter.NAVN), help="Where the demo round stands.")
@click.option("--port", default=5000, show_default=True, envvar="PORT", help="0 finds a free one.")
@with_appcontext
def start(punkt: str | None, port: int) -> None:
    """Prepare the database, load the demo if it is empty, and run the service until Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _prepare(punkt)
    db.session.remove()
    port = _free_port(port)
    address = f"http://{HOST}:{port}"
    environment = {**os.environ, "PUBLIC_URL": address}
    with ExitStack() as stack:
        server = stack.enter_context(_running(_server(port), environment))
        workers = [
            stack.enter_context(_running(_worker(names), environment)) for names in LEFT_TO_OTHERS
        ]
        _wait_until_it_answers(port)
        _tell(address)
        db.session.remove()  # a transaction left open here would keep everyone else out
        _watch(server, workers)
    click.echo("Tjenesten er stoppet.")


def _server(port: int) -> list[str]:
    """Return the command of the web server; making the demo anew takes a long request."""
    bind = ("--bind", f"{HOST}:{port}", "--workers", "2", "--timeout", "120")
    quiet = ("--log-level", "warning", "--no-control-socket")
    return [str(BIN / "gunicorn"), *bind, *quiet, "wsgi:app"]


def _worker(left_to_others: Sequence[str]) -> list[str]:
    """Return the command of a worker that leaves jobs of these names alone."""
    return [*WORKER, *(part for name in left_to_others for part in ("--uten", name))]


def _watch(server: "Process", workers: "Sequence[Process]") -> None:
    """Return when the server ends or Ctrl-C comes; a worker that dies is started again."""
    with suppress(KeyboardInterrupt):
        while server.is_running():
            for worker in (each for each in workers if not each.is_running()):
                click.echo("Arbeideren stoppet. En ny tar opp det den holdt på med.")
                time.sleep(1)
                worker.start()
            time.sleep(0.3)


def _prepare(punkt: str | None) -> None:
    click.echo("Klargjør databasen ...")
    upgrade()
    with transaction():
        click.echo(f"  {kommune_service.load_reference_data()}")
    is_empty = not utlysning_queries.list_utlysninger()
    if current_app.config["DEMO"] and (is_empty or punkt):
        service.load(punkt or punkter.STANDARD, say=lambda line: click.echo(f"  {line}"))


def _free_port(wanted: int) -> int:
    """Return the wanted port, or a free one when somebody else has it."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                click.echo(f"Port {port} er opptatt, finner en annen.")
                continue
            return int(probe.getsockname()[1])
    raise click.ClickException("Ingen ledig port.")


class Process:
    """A process beside this one, which can be started again."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._command, self._environment = command, environment
        self.start()

    def start(self) -> None:
        """Start it, out of reach of the terminal's Ctrl-C, which is ours to pass on."""
        self._running = subprocess.Popen(  # noqa: S603  # our own commands
            self._command, env=self._environment, start_new_session=True
        )

    def is_running(self) -> bool:
        """Return whether it lives."""
        return self._running.poll() is None

    def stop(self) -> None:
        """End it in good order, or at once when it does not listen."""
        self._running.terminate()
        try:
            self._running.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._running.kill()


@contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[Process]:
    process = Process(command, environment)
    try:
        yield process
    finally:
        process.stop()


def _wait_until_it_answers(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)


def _tell(address: str) -> None:
    click.secho(f"\nRekruttering kjører på {address}", bold=True)
    if current_app.config["DEMO"]:
        for line in service.login_help(address):
            click.echo(line)
    click.echo("Stopp med Ctrl-C.\n")
