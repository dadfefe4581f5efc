"""Commands on allocations."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from rekruttering.pulje import queries as pulje_queries
from rekruttering.tildeling import adapter, prosess, queries, service
from rekruttering.utlysning import queries as utlysning_queries

group = AppGroup("tildeling", help="Allocation of pairs to municipalities.")


@group.command("propose")
@click.argument("slug")
@click.option("--max-time", default=60.0, show_default=True, help="Time limit in seconds.")
@click.option("--seed", default=1, show_default=True)
def propose(slug: str, max_time: float, seed: int) -> None:
    """Print a proposal for a round without saving it.

    Exit 0 when every municipality got a pair, 1 when one is left without, 2 when there is no
    such round or nothing to allocate.
    """
    utlysning = utlysning_queries.find_utlysning(slug)
    pulje = pulje_queries.find_pulje(utlysning.id) if utlysning else None
    if utlysning is None or pulje is None:
        click.echo(f"{slug}: ingen slik runde med pulje", err=True)
        raise SystemExit(2)
    oppdrag = service.make_oppdrag(utlysning, pulje)
    problem = oppdrag.problem
    click.echo(f"{len(problem['veiledere'])} veiledere, {len(problem['kommuner'])} kommuner")
    forslag = prosess.find_forslag(
        problem,
        max_time_s=max_time,
        seed=seed,
        on_progress=lambda _snapshot: None,
        should_stop=lambda: False,
    )
    avvik = adapter.check(problem, forslag)
    for linje in avvik:
        click.echo(f"avvik: {linje}", err=True)
    click.echo(
        f"{forslag['status']}: {len(forslag['par'])} par, {len(forslag['udekket'])} uten par, "
        f"kostnad {forslag['kostnad']}, nedre grense {forslag['nedre_grense']}"
    )
    raise SystemExit(1 if avvik or forslag["udekket"] else 0)


@group.command("export")
@click.argument("tildeling_id", type=int)
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
def export(tildeling_id: int, folder: Path) -> None:
    """Write problem and proposal of an allocation as JSON files that `matching` reads."""
    kjoring = queries.get_tildeling(tildeling_id).kjoring
    folder.mkdir(parents=True, exist_ok=True)
    for navn, value in (("problem", kjoring.problem), ("forslag", kjoring.forslag)):
        path = folder / f"{navn}-{tildeling_id}.json"
        path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        click.echo(str(path))
