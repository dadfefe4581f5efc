"""Municipalities that are not in the reference data."""

from datetime import date
from itertools import cycle
from typing import Any

from rekruttering.felles.db import db
from rekruttering.kommune.models import Kommune, Kommuneendring
from rekruttering.kommune.rules import Endringstype, KommuneMalform

# Four digits that no municipality has had; each test has a database of its own.
_numbers = cycle(range(6001, 10_000))


def make_kommune(kommunenummer: str | None = None, **felter: Any) -> Kommune:
    """Return a saved municipality in Trøndelag from 2020 on; its number is not a real one."""
    nummer = kommunenummer or str(next(_numbers))
    verdier: dict[str, Any] = {
        "kommunenummer": nummer,
        "gyldig_fra": date(2020, 1, 1),
        "gyldig_til": None,
        "navn": f"Prøvekommune {nummer}",
        "navn_nordsamisk": "",
        "navn_lulesamisk": "",
        "navn_sorsamisk": "",
        "navn_kvensk": "",
        "fylkesnummer": "50",
        "embete_kode": "trondelag",
        "administrasjonssenter": "Prøvestad",
        "breddegrad": 63.43,
        "lengdegrad": 10.39,
        "malform": KommuneMalform.BOKMAL,
        "samisk_sprak": None,
        "samisk_fra": None,
        "innbyggere": 5000,
        "grunnskoler": 3,
    }
    verdier["navn_norsk"] = felter.get("navn", verdier["navn"])
    kommune = Kommune(**{**verdier, **felter})
    db.session.add(kommune)
    db.session.commit()
    return kommune


def make_endring(
    fra_nummer: str,
    til_nummer: str,
    gjelder_fra: date = date(2024, 1, 1),
    type: Endringstype = Endringstype.NYTT_NUMMER,
) -> Kommuneendring:
    """Return a saved succession from one number to another."""
    endring = Kommuneendring(
        gjelder_fra=gjelder_fra, fra_nummer=fra_nummer, til_nummer=til_nummer, type=type
    )
    db.session.add(endring)
    db.session.commit()
    return endring
