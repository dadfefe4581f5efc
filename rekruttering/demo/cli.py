"""Commands of the demo."""

import click
from flask import current_app
from flask.cli import AppGroup

from rekruttering.demo import punkter, service

group = AppGroup("demo", help="The demo round, with generated people.")


@group.command("load")
@click.option("--punkt", type=click.Choice(punkter.NAVN), default=punkter.STANDARD)
def load(punkt: str) -> None:
    """Make the demo round anew, up to a point of the process; everything else is removed."""
    if not current_app.config["DEMO"]:
        raise click.ClickException("Dette er ikke en demo: sett REKRUTTERING_DEMO=1 først.")
    service.load(punkt, say=click.echo)


@group.command("drive")
def drive() -> None:
    """Drive the whole round, from nothing to the published allocation, and say what happened."""
    if not current_app.config["DEMO"]:
        raise click.ClickException("Dette er ikke en demo: sett REKRUTTERING_DEMO=1 først.")
    service.load(punkter.NAVN[-1], say=click.echo)


@group.command("timeplan")
@click.option("--max-time", default=60.0, show_default=True, help="Time limit in seconds.")
def timeplan(max_time: float) -> None:
    """Compute the demo's timetable anew and keep it as data; the demo is loaded afresh."""
    if not current_app.config["DEMO"]:
        raise click.ClickException("Dette er ikke en demo: sett REKRUTTERING_DEMO=1 først.")
    click.echo(service.renew_timeplan(max_time_s=max_time))
