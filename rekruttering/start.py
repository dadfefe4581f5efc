"""`flask start`: everything from an empty folder to a running service, in one command."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
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


@click.command("start")
@click.option("--punkt", type=click.Choice(punkter.NAVN), help="Where the demo round stands.")
@click.option("--port", default=5000, show_default=True, envvar="PORT", help="0 finds a free one.")
@with_appcontext
def start(punkt: str | None, port: int) -> None:
    """Prepare the database, load the demo if it is empty, and run the service until Ctrl-C."""
    _prepare(punkt)
    db.session.remove()
    port = _free_port(port)
    address = f"http://{HOST}:{port}"
    environment = {**os.environ, "PUBLIC_URL": address}
    server = [
        *(str(BIN / "gunicorn"), "--bind", f"{HOST}:{port}", "--workers", "2"),
        *("--timeout", "120", "--log-level", "warning", "--no-control-socket", "wsgi:app"),
    ]
    worker = [str(BIN / "flask"), "--app", "wsgi", "jobs", "work"]
    with _running([server, worker], environment) as processes:
        _wait_until_it_answers(port)
        _tell(address)
        db.session.remove()  # a transaction left open here would keep everyone else out
        while all(process.poll() is None for process in processes):
            time.sleep(0.3)
    click.echo("Tjenesten er stoppet.")


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


@contextmanager
def _running(
    commands: list[list[str]], environment: dict[str, str]
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run the commands side by side; when one ends or Ctrl-C comes, end them all in good order."""
    processes = [subprocess.Popen(command, env=environment) for command in commands]  # noqa: S603
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    try:
        yield processes
    except KeyboardInterrupt:
        click.echo("")
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


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
