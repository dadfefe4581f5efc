"""Commands of the shared kernel."""

import signal
import threading

import click
from flask import current_app
from flask.cli import AppGroup

from rekruttering.felles import jobs

jobs_group = AppGroup("jobs", help="Background work.")


@jobs_group.command("work")
@click.option("--uten", multiple=True, help="Leave jobs of this name to other workers.")
def work(uten: tuple[str, ...]) -> None:
    """Do background work until told to stop (Ctrl-C or SIGTERM)."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # werkzeug's proxy
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    click.echo("Arbeideren er klar.")
    jobs.work(app, stop=stop, uten=uten)


@jobs_group.command("run-ready")
def run_ready() -> None:
    """Do what is ready now, print how many jobs were done, and end."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # werkzeug's proxy
    click.echo(f"{jobs.wait_for_all(app)} jobber gjort")
