"""Commands on users."""

import click
import pyotp
from flask.cli import AppGroup

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.tilgang import service
from rekruttering.tilgang.rules import Rolle

group = AppGroup("tilgang", help="Users and roles.")


@group.command("create-ansatt")
@click.argument("epost")
@click.argument("navn")
@click.option("--rolle", type=click.Choice([*Rolle]), multiple=True, required=True)
@click.password_option("--passord", prompt="Passord")
def create_ansatt(epost: str, navn: str, rolle: tuple[Rolle, ...], passord: str) -> None:
    """Create a member of staff and print the address that sets up the authenticator app."""
    with transaction():
        bruker = service.create_bruker(epost, navn, now=clock.now())
        for given in rolle:
            service.give_rolle(bruker, Rolle(given), av=None)
        secret = service.set_password(bruker, passord)
    uri = pyotp.TOTP(secret).provisioning_uri(name=epost, issuer_name="Rekruttering")
    click.echo(f"{epost} er opprettet. Legg inn i autentiseringsappen: {uri}")
