"""What others ask of the applications."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from rekruttering.felles.db import db
from rekruttering.felles.errors import NotFoundError
from rekruttering.kommune.models import Kommune
from rekruttering.soknad import queries
from rekruttering.soknad.queries import Utvalg
from rekruttering.soknad.rules import SoknadStatus
from tests.kommune.factories import make_kommune
from tests.soknad.factories import make_kladd, make_soknad
from tests.tilgang.factories import make_bruker
from tests.utlysning.factories import make_utlysning

S = SoknadStatus


def test_an_application_that_is_not_there(context: Any) -> None:
    with pytest.raises(NotFoundError):
        queries.get_soknad(1)
    with pytest.raises(NotFoundError):
        queries.get_vedlegg(1, 1)


def test_one_finds_ones_own_newest_first(context: Any) -> None:
    bruker = make_bruker()
    first, second = make_kladd(soker=bruker), make_kladd(soker=bruker)
    make_kladd()
    assert queries.list_mine(bruker.id) == [second, first]
    assert queries.find_soknad(first.utlysning_id, bruker.id) is first
    assert queries.find_soknad(make_utlysning().id, bruker.id) is None


def test_states_are_counted_with_zeros(context: Any) -> None:
    utlysning = make_utlysning()
    make_soknad(utlysning=utlysning)
    make_soknad(S.KLADD, utlysning=utlysning)
    make_soknad(S.AVSLAG)
    counts = queries.count_by_status(utlysning.id)
    assert {status: n for status, n in counts.items() if n} == {S.INNSENDT: 1, S.KLADD: 1}
    assert set(counts) == set(S)


def test_those_for_interview_come_by_name(context: Any) -> None:
    utlysning = make_utlysning()
    for navn in ("Åse", "Anne", "Zara"):
        make_soknad(S.TIL_INTERVJU, utlysning=utlysning, navn=navn)
    make_soknad(utlysning=utlysning, navn="Ikke valgt")
    found = queries.list_til_intervju(utlysning.id)
    assert [soknad.navn for soknad in found] == ["Anne", "Zara", "Åse"]


def test_answers_wait_only_for_what_the_sorting_decided(context: Any) -> None:
    utlysning = make_utlysning()
    waits = make_soknad(S.AVSLAG, utlysning=utlysning)
    make_soknad(S.AVSLAG, utlysning=utlysning, meldt_status=S.AVSLAG)
    make_soknad(S.AVSLAG, utlysning=utlysning, sortert_status=S.TIL_INTERVJU)
    make_soknad(utlysning=utlysning)
    assert queries.list_uten_svar(utlysning.id) == [waits]
    assert queries.count_uten_svar(utlysning.id) == 1


def test_home_filters_by_fylke(context: Any) -> None:
    utlysning = make_utlysning()
    nord = make_soknad(utlysning=utlysning, bosted=make_kommune(fylkesnummer="18"))
    make_soknad(utlysning=utlysning)
    assert queries.list_soknader(utlysning.id, Utvalg(fylkesnummer="18")) == [nord]
    assert len(queries.list_soknader(utlysning.id)) == 2


def test_the_geography_is_that_of_the_deadline_or_the_first_there_is(context: Any) -> None:
    db.session.query(Kommune).delete()
    make_kommune(gyldig_fra=date(2020, 1, 1))
    late = make_utlysning(frist_at=datetime(2020, 3, 15, 22, 59, 59, tzinfo=UTC))
    early = make_utlysning(frist_at=datetime(2018, 10, 21, 21, 59, 59, tzinfo=UTC))
    assert queries.get_geografi_dato(late) == date(2020, 3, 15)
    assert queries.get_geografi_dato(early) == date(2020, 1, 1)
    db.session.query(Kommune).delete()
    assert queries.get_geografi_dato(early) == date(2018, 10, 21)
