from typing import Any

import pytest

from rekruttering.felles import audit, clock
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.mail import Utboks
from rekruttering.habilitet.rules import Tilstand
from rekruttering.kommune.rules import KommuneMalform
from rekruttering.pulje import service as pulje_service
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.tildeling import queries, service
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tilgang.rules import Malform, Rolle
from tests.habilitet.factories import make_habilitet
from tests.pulje.factories import make_koordinator
from tests.tildeling.factories import make_kjoring, make_runde, make_tildeling
from tests.tilgang.factories import make_bruker

pytestmark = pytest.mark.usefixtures("context")


def koder(error: pytest.ExceptionInfo[HindretError]) -> list[str]:
    return [hinder.kode for hinder in error.value.hindre]


def approve(tildeling: Tildeling, begrunnelse: str = "Planen dekker alle.") -> None:
    service.approve(tildeling, bruker=make_koordinator(), begrunnelse=begrunnelse, now=clock.now())
    db.session.commit()


def publish(tildeling: Tildeling, **mer: Any) -> None:
    service.publish(tildeling, bruker=make_koordinator(), now=clock.now(), **mer)
    db.session.commit()


def test_a_named_person_decides_in_own_words() -> None:
    tildeling = make_tildeling()
    approve(tildeling)
    assert tildeling.vedtatt_av is not None
    assert (tildeling.status, tildeling.begrunnelse) == (
        TildelingStatus.VEDTATT,
        "Planen dekker alle.",
    )
    assert [line.handling for line in audit.list_linjer(tildeling)] == [
        "forslag_lagret",
        "tildeling_vedtatt",
    ]


def test_a_decision_needs_words() -> None:
    with pytest.raises(HindretError) as error:
        approve(make_tildeling(), begrunnelse="  ")
    assert koder(error) == ["begrunnelse"]


def test_a_veileder_who_has_left_stops_decision_and_publishing() -> None:
    tildeling = make_tildeling(status=TildelingStatus.VEDTATT)
    lost = queries.load_lag(tildeling.id)[0].veileder_a
    lost.sluttet_at = clock.now()
    db.session.commit()
    with pytest.raises(HindretError) as error:
        publish(tildeling)
    (hinder,) = error.value.hindre
    assert (hinder.kode, hinder.verdier) == ("sluttet", {"navn": lost.soknad.navn})


def test_every_reason_is_given_at_once() -> None:
    tildeling = make_tildeling()
    (first, second) = queries.load_lag(tildeling.id)
    first.veileder_a.sluttet_at = clock.now()
    first.plasseringer[0].puljekommune.status = PuljekommuneStatus.TAKKET_NEI
    second.veileder_b.timer_mest = 251
    kommune = second.plasseringer[0].puljekommune.kommune
    make_habilitet(second.veileder_a.bruker, kommune, Tilstand.ERKLART)
    db.session.commit()
    with pytest.raises(HindretError) as error:
        approve(tildeling, begrunnelse="")
    assert koder(error) == [
        "begrunnelse",
        "sluttet",
        "ikke_med",
        "inhabil",
        "for_mange_timer",
    ]
    assert error.value.hindre[3].verdier == {
        "a": second.veileder_a.soknad.navn,
        "b": kommune.navn,
    }


def test_a_rejected_proposal_cannot_be_decided_and_a_published_one_not_rejected() -> None:
    tildeling = make_tildeling(status=TildelingStatus.FORKASTET)
    with pytest.raises(HindretError) as error:
        approve(tildeling)
    assert koder(error) == ["status"]
    published = make_tildeling(status=TildelingStatus.PUBLISERT)
    with pytest.raises(HindretError) as error:
        service.reject(published, bruker=make_koordinator(), begrunnelse="Ombestemte oss.")
    assert koder(error) == ["status"]


def test_only_a_decided_allocation_is_published() -> None:
    with pytest.raises(HindretError) as error:
        publish(make_tildeling())
    assert koder(error) == ["ikke_vedtatt"]


def test_publishing_tells_everyone_concerned_what_concerns_them_once() -> None:
    utlysning, _pulje = make_runde()
    tildeling = make_tildeling(utlysning)
    (lag, _other) = queries.load_lag(tildeling.id)
    row = lag.plasseringer[0].puljekommune
    row.malform = KommuneMalform.NYNORSK
    lag.veileder_a.soknad.korrespondanse = Malform.NN
    embete = row.kommune.embete_kode
    fylket = make_bruker(Rolle.STATSFORVALTER, omrade=embete, epost="sf@example.com")
    make_bruker(Rolle.STATSFORVALTER, omrade="et-annet-embete", epost="annen@example.com")
    approve(tildeling)
    for _n in range(2):
        publish(tildeling)
    mails = {mail.til: mail for mail in db.session.query(Utboks)}
    assert len(mails) == db.session.query(Utboks).count() == 4 + 2 + 1
    to_a = mails[lag.veileder_a.bruker.epost].tekst
    for part in (lag.veileder_b.soknad.navn, row.kommune.navn, row.kontakt_epost, str(lag.timer)):
        assert part in to_a
    to_kommune = mails[row.kontakt_epost].tekst
    for veileder in (lag.veileder_a, lag.veileder_b):
        assert veileder.soknad.navn in to_kommune
        assert veileder.bruker.epost in to_kommune
    assert row.kommune.navn in mails[fylket.epost].tekst


def test_one_allocation_is_published_at_a_time() -> None:
    utlysning, _pulje = make_runde()
    first = make_tildeling(utlysning, TildelingStatus.PUBLISERT)
    second = make_tildeling(utlysning, TildelingStatus.VEDTATT)
    with pytest.raises(HindretError) as error:
        publish(second)
    assert koder(error) == ["annen_publisert"]
    publish(second, erstatter_id=first.id)
    assert (first.status, second.status) == (TildelingStatus.ENDRET, TildelingStatus.PUBLISERT)


def test_the_database_holds_one_published_allocation() -> None:
    utlysning, _pulje = make_runde()
    make_tildeling(utlysning, TildelingStatus.PUBLISERT)
    second = make_tildeling(utlysning, TildelingStatus.VEDTATT)
    second.status, second.publisert_at = TildelingStatus.PUBLISERT, clock.now()
    with pytest.raises(KonfliktError):
        flush()


def test_the_plan_in_force_is_part_of_the_next_problem() -> None:
    utlysning, _pulje = make_runde()
    make_tildeling(utlysning, TildelingStatus.PUBLISERT)
    assert len(make_kjoring(utlysning).problem["gjeldende"]) == 2


def test_a_municipality_in_a_proposal_or_a_run_is_not_taken_out() -> None:
    utlysning, _pulje = make_runde()
    tildeling = make_tildeling(utlysning)
    row = queries.load_lag(tildeling.id)[0].plasseringer[0].puljekommune
    row.status = PuljekommuneStatus.TAKKET_NEI
    make_kjoring(utlysning)
    with pytest.raises(HindretError) as error:
        pulje_service.remove_kommune(row, bruker=make_koordinator())
    assert koder(error) == ["kjorer", "tildelt"]
