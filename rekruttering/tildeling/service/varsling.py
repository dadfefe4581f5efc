"""Who is told what when an allocation is published; the same texts are shown before it is.

Where something was published before, only those are told for whom something is different.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rekruttering.felles.mail import Epost, enqueue
from rekruttering.pulje.models import Puljekommune
from rekruttering.pulje.rules import DELTAR
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling import mail, queries
from rekruttering.tildeling.mail import Kommunebytte, Lagbilde
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules.endringer import Endringer, Kommuneendring, find_endringer
from rekruttering.tildeling.rules.plan import Planlag, to_lag
from rekruttering.tilgang import queries as tilgang_queries
from rekruttering.tilgang.rules import Rolle


@dataclass(frozen=True)
class Varsel:
    """What is different from one plan to the next, and the mails that say so, not sent.

    The mails are sorted by kind: to veiledere, to municipalities, to statsforvaltere.
    """

    endringer: Endringer
    veiledere: tuple[Epost, ...]
    kommuner: tuple[Epost, ...]
    statsforvaltere: tuple[Epost, ...]

    @property
    def eposter(self) -> tuple[Epost, ...]:
        """Every mail."""
        return self.veiledere + self.kommuner + self.statsforvaltere


@dataclass(frozen=True)
class Borte:
    """Who is only supposed to have left, by id."""

    veiledere: frozenset[int] = frozenset()
    kommuner: frozenset[int] = frozenset()


INGEN = Borte()


def tell(tildeling: Tildeling, tidligere: Tildeling | None) -> None:
    """Mail everyone for whom a newly published allocation makes a difference."""
    for epost in make_varsel(tildeling, tidligere).eposter:
        enqueue(epost)


def make_varsel(tildeling: Tildeling, tidligere: Tildeling | None) -> Varsel:
    """Return who would be told what if the allocation took the place of `tidligere`."""
    before = load_bilder(tidligere) if tidligere is not None else []
    return _make(f"tildeling-{tildeling.id}", before, load_bilder(tildeling))


def make_utkast(plan: Collection[Planlag], tidligere: Tildeling, borte: Borte = INGEN) -> Varsel:
    """Return who would be told what if a plan that is not stored took the place of `tidligere`."""
    return _make("utkast", load_bilder(tidligere), _bilder_of(plan), borte)


def load_bilder(tildeling: Tildeling) -> list[Lagbilde]:
    """Return the pairs of an allocation with persons and municipalities."""
    return [
        Lagbilde(
            (each.veileder_a, each.veileder_b),
            tuple(p.puljekommune for p in each.plasseringer),
            each.timer,
        )
        for each in queries.load_lag(tildeling.id)
    ]


def _bilder_of(plan: Collection[Planlag]) -> list[Lagbilde]:
    people = queries.map_veiledere({v for lag in plan for v in lag.veiledere})
    places = queries.map_puljekommuner({k for lag in plan for k in lag.kommuner})
    bilder = []
    for lag in sorted(plan):
        a, b = (people[each] for each in lag.veiledere)
        rows = tuple(places[each] for each in lag.kommuner)
        bilder.append(Lagbilde((a, b), rows, sum(row.timer for row in rows)))
    return bilder


class _Bilder:
    """A plan's pairs by member and by municipality, and everyone in it by id."""

    def __init__(self, bilder: Sequence[Lagbilde]) -> None:
        self.of_veileder = {each.id: lag for lag in bilder for each in lag.veiledere}
        self.of_kommune = {row.id: lag for lag in bilder for row in lag.kommuner}
        self.veiledere = {each.id: each for lag in bilder for each in lag.veiledere}
        self.kommuner = {row.id: row for lag in bilder for row in lag.kommuner}
        self.plan = [
            to_lag([each.id for each in lag.veiledere], [row.id for row in lag.kommuner])
            for lag in bilder
        ]


def _make(
    nokkel: str, gammel: Sequence[Lagbilde], ny: Sequence[Lagbilde], borte: Borte = INGEN
) -> Varsel:
    before, after = _Bilder(gammel), _Bilder(ny)
    endringer = find_endringer(before.plan, after.plan)
    people = before.veiledere | after.veiledere
    places = before.kommuner | after.kommuner
    return Varsel(
        endringer,
        tuple(
            _veileder_epost(nokkel, people[each.veileder], before, after, borte)
            for each in endringer.veiledere
        ),
        tuple(
            _kommune_epost(nokkel, places[each.kommune], before, after, borte)
            for each in endringer.kommuner
        ),
        _region_eposter(nokkel, endringer.kommuner, people, places, endret=bool(gammel)),
    )


def _veileder_epost(
    nokkel: str, veileder: Veileder, before: _Bilder, after: _Bilder, borte: Borte
) -> Epost:
    was, now = before.of_veileder.get(veileder.id), after.of_veileder.get(veileder.id)
    if now is not None:
        return mail.veileder_epost(nokkel, veileder, now, was)
    sluttet = veileder.sluttet_at is not None or veileder.id in borte.veiledere
    former = before.of_veileder[veileder.id]
    return mail.veileder_ute_epost(nokkel, veileder, former, sluttet=sluttet)


def _kommune_epost(
    nokkel: str, row: Puljekommune, before: _Bilder, after: _Bilder, borte: Borte
) -> Epost:
    was, now = before.of_kommune.get(row.id), after.of_kommune.get(row.id)
    if now is not None:
        return mail.kommune_epost(nokkel, row, now, was.veiledere if was else ())
    er_med = row.status in DELTAR and row.id not in borte.kommuner
    former = before.of_kommune[row.id].veiledere
    return mail.kommune_ute_epost(nokkel, row, former, er_med=er_med)


def _region_eposter(
    nokkel: str,
    endringer: Sequence[Kommuneendring],
    people: Mapping[int, Veileder],
    places: Mapping[int, Puljekommune],
    *,
    endret: bool,
) -> tuple[Epost, ...]:
    regions: dict[str, list[Kommunebytte]] = {}
    for each in endringer:
        row = places[each.kommune]
        bytte = Kommunebytte(row, _people(each.par_for, people), _people(each.par_na, people))
        regions.setdefault(row.kommune.embete_kode, []).append(bytte)
    return tuple(
        mail.region_epost(nokkel, kode, contact, bytter, endret=endret)
        for kode, bytter in sorted(regions.items())
        for contact in tilgang_queries.list_brukere(Rolle.STATSFORVALTER, kode)
    )


def _people(ids: Sequence[int], people: Mapping[int, Veileder]) -> tuple[Veileder, ...]:
    return tuple(people[each] for each in ids)
