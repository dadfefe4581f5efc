"""Commands on calls."""

import click
from flask.cli import AppGroup
from flask_babel import force_locale, gettext

from rekruttering.felles import clock, demoklokke
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import HindretError
from rekruttering.utlysning import innlesing, queries, service
from rekruttering.utlysning.innlesing import UgyldigDefinisjonError

group = AppGroup("utlysning", help="Calls.")


@group.command("load")
@click.argument("slug")
@click.option("--publiser", is_flag=True, help="Publish too, when nothing is missing.")
def load(slug: str, *, publiser: bool) -> None:
    """Make a draft of a round that the product comes with, or of `all`; those there are left."""
    demoklokke.load()
    slugs = innlesing.list_slugs() if slug == "all" else [slug]
    try:
        with transaction():
            for one in slugs:
                _load(one, publiser=publiser)
    except UgyldigDefinisjonError as error:
        raise click.ClickException("\n".join(error.feil)) from error
    except HindretError as error:
        with force_locale("nb"):
            sentences = [gettext(hinder.tekst, **hinder.verdier) for hinder in error.hindre]
        raise click.ClickException("\n".join(sentences)) from error


def _load(slug: str, *, publiser: bool) -> None:
    definisjon = innlesing.read_runde(slug)
    if queries.find_utlysning(slug) is not None:
        click.echo(f"{slug}: finnes fra før")
        return
    now = clock.now()
    utlysning = service.create_from_definisjon(definisjon, bruker=None, now=now)
    if publiser:
        service.publish(utlysning, bruker=None, now=now)
    click.echo(
        f"{slug}: {utlysning.status}, {len(utlysning.engasjementer)} former for engasjement, "
        f"{len(utlysning.samlinger)} samlinger, {len(utlysning.kompetanser)} kompetanser"
    )
