from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from rekruttering.felles import audit, clock
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError
from rekruttering.felles.mail import Utboks
from rekruttering.soknad import service as soknad_service
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilbud import jobs, policy, queries, service
from rekruttering.tilbud.models import Tilbud
from rekruttering.tilbud.rules import TilbudStatus
from rekruttering.tilgang.rules import Malform, Rolle
from rekruttering.utlysning.rules import Engasjementsform
from rekruttering.vurdering.rules import Innstillingsutfall
from tests.intervju.factories import AFTER
from tests.soknad.factories import make_soknad
from tests.tilbud.factories import FRIST, SENT, make_accept, make_tilbud, make_veileder
from tests.tilgang.factories import make_bruker
from tests.vurdering.factories import make_innstilling, make_vurdert

SECOND = timedelta(seconds=1)


def koder(error: pytest.ExceptionInfo[HindretError]) -> list[str]:
    return [hinder.kode for hinder in error.value.hindre]


def list_emner(tilbud: Tilbud) -> list[str]:
    query = select(Utboks.emne).where(
        Utboks.til == tilbud.soknad.soker.epost, Utboks.nokkel.startswith("tilbud-")
    )
    return list(db.session.scalars(query.order_by(Utboks.id)))


def test_all_are_sent_or_none_and_every_reason_is_named(context: Any) -> None:
    god = make_innstilling().soknad
    avslag = make_innstilling(utfall=Innstillingsutfall.AVSLAG).soknad
    with pytest.raises(HindretError) as error:
        service.send_tilbud([god, avslag], SENT, bruker=make_bruker(), now=SENT)
    assert koder(error) == ["frist", "status"]
    assert queries.find_for_soknad(god.id) is None


def test_sending_twice_sends_once(context: Any) -> None:
    tilbud = make_tilbud()
    again = service.send_tilbud([tilbud.soknad], FRIST, bruker=make_bruker(), now=SENT)
    assert again == []
    assert list_emner(tilbud) == ["Du har fått et tilbud"]
    assert tilbud.soknad.meldt_status is SoknadStatus.INNSTILT


def test_a_yes_makes_an_agreement_and_a_veileder_with_hours_and_points(context: Any) -> None:
    veileder = make_veileder()
    assert (veileder.timer_minst, veileder.timer_mest, veileder.poeng) == (252, 420, 75)
    tilbud = queries.find_for_soknad(veileder.soknad_id)
    assert tilbud is not None
    assert tilbud.avtale is not None
    assert (tilbud.status, tilbud.avtale.minst, tilbud.avtale.mest) == ("takket_ja", 15, 25)
    assert "Frikjøp, 15–25 prosent (252–420 timer i perioden)." in tilbud.avtale.tekst
    assert queries.list_veiledere(veileder.utlysning_id) == [veileder]
    assert list_emner(tilbud) == ["Du har fått et tilbud", "Vi har fått svaret ditt: ja takk"]


def test_a_yes_as_konsulent_counts_in_hours(context: Any) -> None:
    tilbud = make_tilbud()
    data = service.AcceptInput(Engasjementsform.KONSULENT, 250, 300, tilbud.soknad.navn)
    service.accept(tilbud, data, now=SENT)
    veileder = queries.find_veileder(tilbud.soknad_id)
    assert veileder is not None
    assert (veileder.timer_minst, veileder.timer_mest) == (250, 300)


def test_a_yes_is_refused_with_every_reason(context: Any) -> None:
    tilbud = make_tilbud()
    data = service.AcceptInput(Engasjementsform.FRIKJOP, 10, 30, "Noen Andre")
    with pytest.raises(HindretError) as error:
        service.accept(tilbud, data, now=FRIST + SECOND)
    assert koder(error) == ["utlopt", "minst", "mest", "signert_navn"]


def test_the_last_second_counts_and_the_next_does_not_before_the_worker_has_run(
    context: Any,
) -> None:
    i_tide, for_sent = make_tilbud(), make_tilbud()
    service.accept(i_tide, make_accept(i_tide), now=FRIST)
    with pytest.raises(HindretError, match="utlopt"):
        service.decline(for_sent, "Nei.", now=FRIST + SECOND)
    assert for_sent.status is TilbudStatus.SENDT
    antall = queries.count_by_status(for_sent.soknad.utlysning_id, FRIST + SECOND)
    assert antall[TilbudStatus.UTLOPT] == 1


def test_an_answer_is_given_once(context: Any) -> None:
    tilbud = make_tilbud()
    service.decline(tilbud, "Ny jobb.", now=SENT)
    with pytest.raises(HindretError) as error:
        service.accept(tilbud, make_accept(tilbud), now=SENT)
    assert koder(error) == ["takket_nei"]
    assert queries.find_veileder(tilbud.soknad_id) is None


def test_what_is_not_answered_expires_once_with_a_mail(context: Any) -> None:
    tilbud = make_tilbud()
    assert [service.expire_due(now) for now in (FRIST, FRIST + SECOND, FRIST + SECOND)] == [0, 1, 0]
    assert tilbud.status is TilbudStatus.UTLOPT
    assert list_emner(tilbud)[1:] == ["Svarfristen for tilbudet er gått ut"]


def test_one_reminder_two_days_before(context: Any) -> None:
    tilbud = make_tilbud()
    early, due = FRIST - timedelta(days=3), FRIST - timedelta(days=2)
    assert [service.remind_due(now) for now in (early, due, due)] == [0, 1, 0]
    assert list_emner(tilbud)[1:] == ["Husk å svare på tilbudet"]


def test_the_worker_expires_and_reminds_by_the_clock(context: Any) -> None:
    tilbud = make_tilbud()
    for now in (FRIST - SECOND, FRIST + SECOND):
        with clock.frozen(now):
            jobs.expire_and_remind()
    assert list_emner(tilbud)[1:] == [
        "Husk å svare på tilbudet",
        "Svarfristen for tilbudet er gått ut",
    ]


def test_an_expired_offer_opens_again_with_a_new_deadline(context: Any) -> None:
    tilbud = make_tilbud()
    service.expire_due(FRIST + SECOND)
    later = FRIST + timedelta(days=3)
    for _ in range(2):
        service.extend_frist(tilbud, later, "Var syk.", bruker=make_bruker(), now=FRIST + SECOND)
    service.accept(tilbud, make_accept(tilbud), now=later)
    assert list_emner(tilbud)[2:3] == ["Ny frist for å svare på tilbudet"]
    handlinger = [linje.handling for linje in audit.list_linjer(tilbud)]
    assert handlinger.count("tilbud_ny_frist") == 1


def test_an_offer_taken_back_can_be_sent_again(context: Any) -> None:
    tilbud = make_tilbud()
    service.withdraw_tilbud(tilbud, "Feil frist.", bruker=make_bruker(), now=SENT)
    with pytest.raises(HindretError, match="trukket"):
        service.accept(tilbud, make_accept(tilbud), now=SENT)
    (again,) = service.send_tilbud([tilbud.soknad], FRIST, bruker=make_bruker(), now=SENT)
    assert (again, again.status) == (tilbud, TilbudStatus.SENDT)
    assert list_emner(tilbud) == [
        "Du har fått et tilbud",
        "Tilbudet er trukket tilbake",
        "Du har fått et tilbud",
    ]


def test_a_withdrawn_application_ends_its_offer_or_its_veileder(context: Any) -> None:
    tilbud, veileder = make_tilbud(), make_veileder()
    soknad_service.withdraw(tilbud.soknad, now=SENT)
    soknad_service.withdraw(veileder.soknad, now=SENT)
    assert tilbud.status is TilbudStatus.TRUKKET
    assert veileder.sluttet_at is not None
    assert queries.list_veiledere(veileder.utlysning_id) == []


def test_a_veileder_leaves_once(context: Any) -> None:
    veileder = make_veileder()
    koordinator = make_bruker(Rolle.KOORDINATOR)
    service.withdraw_veileder(veileder, "Ny jobb.", bruker=koordinator, now=SENT)
    assert queries.count_veiledere(veileder.utlysning_id) == 0
    with pytest.raises(HindretError, match="sluttet"):
        service.withdraw_veileder(veileder, "Ny jobb.", bruker=koordinator, now=SENT)


def test_candidates_are_the_recommended_and_then_reserves_without_an_offer(context: Any) -> None:
    reserve = make_innstilling(utfall=Innstillingsutfall.RESERVE)
    utlysning = reserve.soknad.utlysning
    panel_med = make_vurdert(soknad=make_soknad(SoknadStatus.TIL_INTERVJU), poeng=3)
    assert panel_med.soknad.utlysning_id != utlysning.id
    assert queries.list_kandidater(utlysning.id) == [reserve]
    assert queries.count_kandidater(utlysning.id) == 0
    make_tilbud(reserve)
    assert queries.list_kandidater(utlysning.id) == []


def test_the_agreement_says_who_pays_and_who_does_not_employ_in_the_recipients_form(
    context: Any,
) -> None:
    tilbud = make_tilbud()
    tilbud.soknad.korrespondanse = Malform.NN
    avtale = service.accept(tilbud, make_accept(tilbud), now=SENT)
    assert "Rettleiarar til runde" in avtale.tekst
    nb = make_veileder().soknad
    tekst = queries.get_tilbud(queries.list_for_soker(nb.soker_id)[0].id).avtale
    assert tekst is not None
    assert "Utgifter til reise og opphold dekkes etter statens satser." in tekst.tekst
    assert "Utdanningsdirektoratet er ikke arbeidsgiver for veilederen." in tekst.tekst
    assert "Fra 1. august 2099 til 30. juni 2100." in tekst.tekst


def test_the_agreement_of_a_call_without_period_or_gatherings_says_so(context: Any) -> None:
    tilbud = make_tilbud()
    utlysning = tilbud.soknad.utlysning
    utlysning.periode_fra_dato, utlysning.samlinger = None, []
    avtale = service.accept(tilbud, make_accept(tilbud), now=AFTER)
    assert "Perioden avtales særskilt." in avtale.tekst
    assert "Tid og sted blir varslet." in avtale.tekst


def test_only_the_applicant_answers_and_only_coordinators_manage(context: Any) -> None:
    tilbud = make_tilbud()
    koordinator, fremmed = make_bruker(Rolle.KOORDINATOR), make_bruker()
    assert policy.can_answer(tilbud.soknad.soker, tilbud)
    assert not policy.can_answer(koordinator, tilbud)
    assert not policy.can_answer(fremmed, tilbud)
    assert policy.can_manage(koordinator, tilbud)
    assert not policy.can_manage(tilbud.soknad.soker, tilbud)
    veileder = make_veileder(tilbud)
    assert policy.can_end(koordinator, veileder)
    assert not policy.can_end(fremmed, veileder)
