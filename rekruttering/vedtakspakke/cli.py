"""Commands on decision packs."""

import json
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from rekruttering.tildeling import prosess
from rekruttering.vedtakspakke.gjenskap import Json, Resultat, gjenskap
from rekruttering.vedtakspakke.rules import FORMAT, UTFALL_TEKST, Utfall, list_mangler

group = AppGroup("vedtakspakke", help="Decision packs.")
MERKE = {True: "stemmer", False: "STEMMER IKKE", None: "merk"}
EXIT = {Utfall.LIK: 0, Utfall.ULIK: 1, Utfall.ETTERPROVD: 3}


@group.command("gjenskap")
@click.argument("fil", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--max-time", type=float, help="Time limit in seconds instead of the run's own.")
def replay(fil: Path, max_time: float | None) -> None:
    """Solve the pack in FIL again, make its changes by hand again, and compare the plans.

    Exit 0 when the same plan comes out, 1 when something does not hold, 2 when the file is no
    decision pack, 3 when the run was ended by its time, so that its proposal is checked instead.
    """
    pakke = _read(fil)
    resultat = gjenskap(pakke, _solve, max_time)
    for linje in to_lines(resultat):
        click.echo(linje)
    raise SystemExit(EXIT[resultat.utfall])


def _read(fil: Path) -> Json:
    try:
        value = json.loads(fil.read_text(encoding="utf-8"))
    except ValueError as error:
        click.echo(f"{fil}: ikke JSON", err=True)
        raise SystemExit(2) from error
    mangler = list_mangler(value)
    if mangler:
        click.echo(f"{fil}: ikke {FORMAT}, mangler {', '.join(mangler)}", err=True)
        raise SystemExit(2)
    pakke: Json = value
    return pakke


def _solve(problem: Json, seconds: float, seed: int) -> dict[str, Any]:
    return prosess.find_forslag(
        problem,
        max_time_s=seconds,
        seed=seed,
        on_progress=lambda _snapshot: None,
        should_stop=lambda: False,
    )


def to_lines(resultat: Resultat) -> list[str]:
    """Return a result as lines for a terminal, in bokmål."""
    lines = [f"{MERKE[p.holder]}: {p.tekst % p.verdier}" for p in resultat.punkter]
    return [*lines, UTFALL_TEKST[resultat.utfall]]
