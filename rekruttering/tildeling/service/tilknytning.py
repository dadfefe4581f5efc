"""Ties that nobody has spoken of: who rests on one in a plan, and the answer noted."""

from collections.abc import Sequence
from datetime import datetime

from rekruttering.felles.errors import Hinder
from rekruttering.habilitet import queries as habilitet_queries
from rekruttering.habilitet import service as habilitet_service
from rekruttering.habilitet.rules import Tilstand
from rekruttering.pulje.models import Puljekommune
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling import queries
from rekruttering.tildeling.models import Lag, Tildeling
from rekruttering.tildeling.rules import vedtak
from rekruttering.tilgang.models import Bruker


def undeclared_hindre(lag: Sequence[Lag]) -> list[Hinder]:
    """Return who has said nothing of ties to the municipalities they are to serve.

    Kilde: docs/regler.md#R31.
    """
    return [
        vedtak.undeclared_hinder(veileder.soknad.navn, [row.kommune.navn for row in rows])
        for veileder, rows in _silent(lag)
    ]


def _silent(lag: Sequence[Lag]) -> list[tuple[Veileder, list[Puljekommune]]]:
    """Return who has said nothing of ties to municipalities that they are to serve.

    The application speaks of every municipality, an entry of the register of one.
    """
    members = [(one, each) for one in lag for each in (one.veileder_a, one.veileder_b)]
    opplyst = habilitet_queries.list_opplyst([each.soknad_id for _one, each in members])
    silent = [(one, each) for one, each in members if each.soknad_id not in opplyst]
    if not silent:
        return []
    erklart = habilitet_queries.map_erklarte_kommuner([each.bruker_id for _one, each in silent])
    places = {
        p.puljekommune.kommune.kommunenummer for one, _each in silent for p in one.plasseringer
    }
    slekt = queries.map_kommuneslekt(places)
    found = []
    for one, veileder in silent:
        known = erklart.get(veileder.bruker_id, set())
        rows = [each.puljekommune for each in one.plasseringer]
        rows = [row for row in rows if not slekt[row.kommune.kommunenummer] & known]
        if rows:
            found.append((veileder, queries.sorted_by_navn(rows)))
    return found


def list_uerklarte(tildeling: Tildeling) -> list[tuple[Veileder, Puljekommune]]:
    """Return the placements of a plan that rest on a tie nobody has spoken of."""
    silent = _silent(queries.load_lag(tildeling.id))
    return [(veileder, row) for veileder, rows in silent for row in rows]


def note_svar(
    veileder: Veileder,
    row: Puljekommune,
    tilstand: Tilstand,
    grunn: str,
    *,
    bruker: Bruker,
    now: datetime,
) -> None:
    """Write in the register what a veileder has answered about ties to a municipality.

    Raises:
        HindretError: a tie is stated without what it consists in, or the entry is decided.
    """
    habilitet_service.declare(veileder.bruker, row.kommune, tilstand, grunn, av=bruker, now=now)
