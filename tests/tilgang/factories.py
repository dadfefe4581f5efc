"""Users, and a browser that is logged in as one of them."""

from itertools import count

from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.tilgang import service
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import REGIONAL, Malform, Rolle

_numbers = count(1)


def make_bruker(
    *roller: Rolle,
    epost: str | None = None,
    navn: str = "Kari Nordmann",
    omrade: str = "",
    malform: Malform = Malform.NB,
) -> Bruker:
    """Return a saved user with the roles; regional ones hold in `omrade`, or nowhere real."""
    epost = epost or f"bruker{next(_numbers)}@example.com"
    bruker = service.create_bruker(epost, navn, now=clock.now(), malform=malform)
    for rolle in roller:
        area = (omrade or "ingen") if rolle in REGIONAL else ""
        service.give_rolle(bruker, rolle, area, av=None)
    db.session.commit()
    return bruker


def login(app: Flask, bruker_id: int) -> FlaskClient:
    """Return a browser in which this user is logged in."""
    with app.app_context():
        bruker = db.session.get_one(Bruker, bruker_id)
        sesjon = service.open_sesjon(bruker, now=clock.real_now())
        db.session.commit()
        sesjon_id = sesjon.id
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = sesjon_id
        cookie["_fresh"] = True
        cookie.permanent = True
    return client
