"""Rounds of any size, made of the demo's people and of the municipalities of 2024."""

from collections.abc import Iterator
from datetime import date
from itertools import count, islice
from random import Random

from sqlalchemy import select

from matching import Problem, forslag_to_dict, problem_from_dict, solve
from rekruttering.demo.grunnlag import FAGOMRADER
from rekruttering.demo.sokere import make_sokere
from rekruttering.demo.typer import Soker
from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.kommune.models import Kommune
from rekruttering.pulje import service as pulje_service
from rekruttering.pulje.models import Pulje
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.soknad.models import Soknad, Sprakferdighet
from rekruttering.soknad.rules import Bakgrunn, Niva, SoknadStatus, Sprak
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling import service
from rekruttering.tildeling.models import Tildeling
from rekruttering.tilgang import service as tilgang_service
from rekruttering.tilgang.rules import Malform
from rekruttering.utlysning.models import Utlysning
from tests.pulje.factories import make_input, make_koordinator, make_pulje
from tests.utlysning.factories import make_utlysning

HJEM, DATO = date(2020, 8, 1), date(2024, 8, 1)


def make_big_round(veiledere: int, kommuner: int, *, seed: int = 1) -> Utlysning:
    """Return a saved round with so many veiledere and municipalities (at most 357) that said yes.

    The people are those that the demo draws, from as many seeds as it takes; the municipalities
    are real ones, spread over the country, with a need of 100 to 200 hours.
    """
    utlysning = make_utlysning(periode_fra_dato=DATO)
    pulje = make_pulje(utlysning, trukket_dato=date(2024, 3, 1), innsats_fra_year=2024)
    _add_kommuner(pulje, kommuner, seed)
    homes = {each.kommunenummer: each for each in _list_kommuner(HJEM)}
    for soker in islice(_people(seed), veiledere):
        _add_veileder(utlysning, soker, homes)
    db.session.commit()
    return utlysning


def _list_kommuner(on: date) -> list[Kommune]:
    query = select(Kommune).where(
        Kommune.gyldig_fra <= on, Kommune.gyldig_til.is_(None) | (Kommune.gyldig_til >= on)
    )
    return list(db.session.scalars(query.order_by(Kommune.kommunenummer)))


def _add_kommuner(pulje: Pulje, number: int, seed: int) -> None:
    rng = Random(seed)
    chosen = rng.sample([each.kommunenummer for each in _list_kommuner(DATO)], number)
    for nummer in sorted(chosen):
        areas = tuple(sorted(rng.sample(FAGOMRADER, rng.choice((1, 2)))))
        inn = make_input(nummer, timer=100 + 10 * rng.randrange(11), fagomrader=areas)
        row = pulje_service.add_kommune(pulje, inn, bruker=None, now=clock.now())
        row.status, row.svart_at = PuljekommuneStatus.TAKKET_JA, clock.now()


def _people(seed: int) -> Iterator[Soker]:
    for each in count(seed):
        yield from make_sokere(each, ())


def _add_veileder(utlysning: Utlysning, soker: Soker, homes: dict[str, Kommune]) -> None:
    now, number = clock.now(), next(_numbers)
    bruker = tilgang_service.create_bruker(
        f"v{number}@epost.example", soker.navn, now=now, malform=Malform(soker.sprak_korrespondanse)
    )
    soknad = Soknad(
        utlysning=utlysning,
        soker=bruker,
        status=SoknadStatus.INNSTILT,
        navn=soker.navn,
        telefon=soker.telefon,
        opprettet_at=now,
        endret_at=now,
        sendt_at=now,
        avgjort_at=now,
        bosted=homes[soker.kommunenummer],
        arbeidssted=homes[soker.arbeidsgiver_kommunenummer],
        arbeidsgiver=soker.arbeidsgiver,
        bakgrunn=Bakgrunn(soker.bakgrunn),
        korrespondanse=Malform(soker.sprak_korrespondanse),
        maks_reise_km=soker.maks_reise_km,
        fagomrader=list(soker.fagomrader),
        onskede_fylker=list(soker.onskede_fylker),
        uaktuelle_fylker=list(soker.uaktuelle_fylker),
        motivasjon=soker.motivasjon,
        sprak=[
            Sprakferdighet(
                sprak=Sprak(each.sprak), muntlig=Niva(each.muntlig), skriftlig=Niva(each.skriftlig)
            )
            for each in soker.sprak
        ],
    )
    minst, mest = soker.engasjement.timer(utlysning.arsverk_timer)
    poeng = max(0, min(100, round(70 + 10 * soker.kvalitet)))
    db.session.add(
        Veileder(
            utlysning=utlysning,
            bruker=bruker,
            soknad=soknad,
            timer_minst=minst,
            timer_mest=mest,
            poeng=poeng,
        )
    )


_numbers = count(1)


def make_plan(utlysning: Utlysning, max_time_s: float = 8.0) -> Tildeling:
    """Return a saved proposal for a round, found here within some seconds."""
    kjoring = service.start_kjoring(
        utlysning, service.Valg(), bruker=make_koordinator(), now=clock.now()
    )
    db.session.commit()
    problem: Problem = problem_from_dict(kjoring.problem)
    forslag = forslag_to_dict(solve(problem, max_time_s=max_time_s, workers=2, seed=1))
    service.finish_kjoring(kjoring.id, forslag, [], stopped=False, now=clock.now())
    db.session.commit()
    assert kjoring.tildeling is not None
    return kjoring.tildeling
