import pytest
from flask import Flask

from rekruttering.analyse import queries as analyse_queries
from rekruttering.analyse import service as analyse_service
from rekruttering.beredskap import queries, service
from rekruttering.beredskap.models import Hendelse
from rekruttering.beredskap.rules import HendelseType, Lukkegrunn
from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError
from rekruttering.felles.mail import Utboks
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.models import Kjoring, Tildeling
from rekruttering.tildeling.rules import TildelingStatus
from tests.beredskap.factories import (
    answer,
    make_hendelse,
    make_publisert,
    run,
    withdraw,
    work,
    work_out,
)
from tests.pulje.factories import make_koordinator, make_puljekommune

pytestmark = pytest.mark.usefixtures("context")


def _worked_out() -> Hendelse:
    hendelse = make_hendelse()
    work_out(hendelse.utlysning_id)
    return hendelse


def _choose(hendelse: Hendelse, nokkel: str = "minst") -> Kjoring:
    analyse = hendelse.minste if nokkel == "minst" else hendelse.innhopp
    assert analyse is not None
    kjoring = service.choose(
        hendelse.id, nokkel, analyse.id, bruker=make_koordinator(), now=clock.now()
    )
    db.session.commit()
    return kjoring


def _decide_and_publish(tildeling: Tildeling, former: Tildeling) -> None:
    """Publish a proposal; how it is decided on is tested where that is done."""
    bruker = make_koordinator()
    tildeling.status, tildeling.vedtatt_at = TildelingStatus.VEDTATT, clock.now()
    tildeling.vedtatt_av = bruker
    for lag in tildeling.lag:
        lag.vedtatt_at, lag.vedtatt_av, lag.begrunnelse = clock.now(), bruker, "Greit."
    db.session.flush()
    tildeling_service.publish(tildeling, bruker=bruker, now=clock.now(), erstatter_id=former.id)
    db.session.commit()


@pytest.mark.parametrize("nokkel", ["minst", "0-1"])
def test_an_alternative_becomes_the_proposal_that_was_shown(nokkel: str) -> None:
    hendelse = _worked_out()
    shown = service.find_alternativ(hendelse, nokkel)
    assert shown is not None

    tildeling = run(_choose(hendelse, nokkel))

    stored = {
        (
            frozenset({f"V{lag.veileder_a_id}", f"V{lag.veileder_b_id}"}),
            frozenset(f"K{each.puljekommune_id}" for each in lag.plasseringer),
        )
        for lag in tildeling.lag
    }
    assert stored == {(frozenset(v), frozenset(k)) for v, k in shown["plan"]}
    assert tildeling.status is TildelingStatus.FORSLAG
    assert tildeling.navn == f"Uten {hendelse.navn}"
    assert tildeling.kjoring.innstillinger["hendelse"] == hendelse.id
    assert tildeling_service.list_hindre(tildeling) == []


def test_the_same_choice_twice_is_one_run() -> None:
    hendelse = _worked_out()

    one = _choose(hendelse)
    other = _choose(hendelse)
    run(one)
    third = _choose(hendelse)

    assert one.id == other.id == third.id
    assert db.session.query(Kjoring).count() == 2


def test_an_answer_about_what_was_before_is_refused() -> None:
    hendelse = _worked_out()
    seen = hendelse.minste_id
    assert seen is not None
    hendelse.tildeling.lag[1].veileder_a.timer_mest += 1
    db.session.commit()

    with pytest.raises(HindretError) as refused:
        service.choose(hendelse.id, "minst", seen, bruker=make_koordinator(), now=clock.now())

    assert [each.kode for each in refused.value.hindre] == ["utdatert"]


def test_an_answer_that_is_not_the_one_that_was_seen_is_refused() -> None:
    hendelse = _worked_out()
    with pytest.raises(HindretError) as refused:
        service.choose(hendelse.id, "minst", 999, bruker=make_koordinator(), now=clock.now())
    assert [each.kode for each in refused.value.hindre] == ["ukjent"]
    with pytest.raises(HindretError) as refused:
        service.choose(hendelse.id, "0-9", 1, bruker=make_koordinator(), now=clock.now())
    assert [each.kode for each in refused.value.hindre] == ["ukjent"]


def test_no_plan_is_made_of_what_is_only_supposed() -> None:
    tildeling, _pulje = make_publisert()
    gjelder = service.Gjelder(HendelseType.VEILEDER_UT, tildeling.lag[0].veileder_a_id)
    bruker = make_koordinator()
    hendelse = service.suppose(tildeling.utlysning, gjelder, bruker=bruker, now=clock.now())
    db.session.commit()
    work_out(hendelse.utlysning_id)
    assert hendelse.minste_id is not None

    with pytest.raises(HindretError) as refused:
        service.choose(hendelse.id, "minst", hendelse.minste_id, bruker=bruker, now=clock.now())

    assert [each.kode for each in refused.value.hindre] == ["tenkt"]
    assert db.session.query(Kjoring).count() == 1


def test_a_new_plan_closes_what_it_has_dealt_with() -> None:
    hendelse = _worked_out()
    former = hendelse.tildeling
    tildeling = run(_choose(hendelse))
    mailed = db.session.query(Utboks).count()

    _decide_and_publish(tildeling, former)

    assert (hendelse.lukket_grunn, hendelse.ny_tildeling_id) == (Lukkegrunn.NY_PLAN, tildeling.id)
    assert former.status is TildelingStatus.ENDRET
    assert db.session.query(Utboks).count() - mailed == 3 + 1
    with pytest.raises(HindretError) as refused:
        service.ask_again(hendelse.id, 5, bruker=make_koordinator(), now=clock.now())
    assert [each.kode for each in refused.value.hindre] == ["lukket"]


def test_a_municipality_that_has_come_and_still_has_nobody_stays_open() -> None:
    tildeling, pulje = make_publisert()
    # More hours than any pair can have: it gets nobody.
    row = make_puljekommune(pulje, status=PuljekommuneStatus.IDENTIFISERT, timer=2000)
    answer(row, PuljekommuneStatus.TAKKET_JA)
    withdraw(tildeling.lag[0].veileder_a)
    work_out(tildeling.utlysning_id)
    new, left = sorted(queries.list_haster(tildeling.utlysning_id), key=lambda each: each.type)
    assert new.type is HendelseType.KOMMUNE_INN

    made = run(_choose(left))
    _decide_and_publish(made, tildeling)

    assert left.lukket_grunn is Lukkegrunn.NY_PLAN
    assert (new.lukket_at, new.tildeling_id) == (None, made.id)


def test_a_question_that_is_stopped_can_be_asked_again() -> None:
    hendelse = make_hendelse()
    bruker = make_koordinator()
    service.stop(hendelse, bruker=bruker, now=clock.now())
    db.session.commit()
    stopped = hendelse.minste_id

    service.ask_again(hendelse.id, hendelse.endring, bruker=bruker, now=clock.now())
    db.session.commit()

    assert hendelse.minste_id != stopped
    work_out(hendelse.utlysning_id)
    assert service.find_alternativ(hendelse, "minst") is not None


def test_a_question_whose_process_died_leaves_the_rest_usable() -> None:
    hendelse = make_hendelse()
    assert hendelse.minste_id is not None
    analyse_service.fail(hendelse.minste_id, analyse_service.DIED, now=clock.now())
    db.session.commit()
    work_out(hendelse.utlysning_id)

    found = service.list_alternativer(hendelse)

    assert "minst" not in found
    assert "0-0" in found
    assert analyse_queries.get_analyse(hendelse.innhopp_id or 0).svar is not None


def test_the_worker_answers_and_makes_the_proposal_in_processes_of_their_own(app: Flask) -> None:
    hendelse = make_hendelse()
    work(app)
    assert service.list_alternativer(hendelse).keys() == {"minst", "0-0", "0-1", "0-2"}

    kjoring = _choose(hendelse)
    work(app)

    shown = service.find_alternativ(hendelse, "minst")
    assert shown is not None
    assert kjoring.tildeling is not None
    assert kjoring.forslag is not None
    assert kjoring.forslag["kostnad"] == shown["kostnad"]
