"""Commands on reference data."""

import click
from flask.cli import AppGroup
from flask_babel import force_locale, gettext

from rekruttering.felles.db import transaction
from rekruttering.felles.tabellfil import UleseligListeError
from rekruttering.kommune import service
from rekruttering.kommune.rules import LISTE_TEKST
from rekruttering.kommune.service import Handling

group = AppGroup("kommune", help="Municipalities, counties and county governors' offices.")


@group.command("load")
def load() -> None:
    """Store the lists the product comes with; running it again changes nothing."""
    try:
        with transaction():
            innlasting = service.load_reference_data()
    except UleseligListeError as error:
        with force_locale("nb"):
            for feil in error.feil:
                tekst = gettext(feil.hinder.tekst, **feil.hinder.verdier)
                click.echo(f"Rad {feil.rad}, kolonne {feil.kolonne}: {tekst}", err=True)
        raise SystemExit(1) from error
    for filnavn, forslag in zip(service.FILER, innlasting.forslag, strict=True):
        click.echo(
            f"{filnavn}: {LISTE_TEKST[forslag.slag]}, {forslag.count(Handling.NY)} nye, "
            f"{forslag.count(Handling.VIDEREFORT)} videreført, "
            f"{forslag.count(Handling.AVSLUTTET)} avsluttet, {forslag.uendret} uendret"
        )
