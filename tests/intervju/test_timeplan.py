"""The timetable from the run to the invitations."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from rekruttering.felles import clock, jobs
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.habilitet.rules import Tilstand
from rekruttering.intervju import adapter, queries, service
from rekruttering.intervju.models import Intervju, Timeplan
from rekruttering.intervju.rules.tider import Moteform
from rekruttering.intervju.rules.timeplan import TimeplanStatus
from rekruttering.intervju.service.tider import SvarInput
from rekruttering.utlysning.models import Utlysning
from tests.habilitet.factories import make_habilitet
from tests.intervju.factories import BEFORE, START, declare_all, make_rom, make_runde, place_all
from tests.tilgang.factories import make_bruker


@pytest.fixture(autouse=True)
def before() -> Any:
    with clock.frozen(BEFORE):
        yield


def koder(error: pytest.ExceptionInfo[HindretError]) -> list[str]:
    return [hinder.kode for hinder in error.value.hindre]


def run(utlysning: Utlysning, seconds: int = 30) -> Timeplan:
    """Return a finished run, solved here and not in a process of its own."""
    timeplan = service.start_timeplan(
        utlysning, bruker=make_bruker(), max_seconds=seconds, now=BEFORE
    )
    db.session.commit()
    assert service.begin_timeplan(timeplan.id, now=BEFORE)
    order = {"problem": timeplan.problem, "maks_sekunder": seconds, "fro": 1}
    svar = adapter.solve(order, lambda _line: None, lambda: False)
    service.finish_timeplan(timeplan.id, svar, stopped=False, now=BEFORE)
    db.session.commit()
    return timeplan


def use(timeplan: Timeplan) -> list[Intervju]:
    service.use_timeplan(timeplan.id, bruker=make_bruker(), now=BEFORE)
    db.session.commit()
    return queries.list_i_plan(timeplan.utlysning_id)


def answer(utlysning: Utlysning, n: int, *nokler: str, **felter: Any) -> None:
    """Let the n-th applicant answer that these spans suit."""
    soknad = queries.list_til_intervju(utlysning.id)[n]
    data = SvarInput(dict.fromkeys(nokler, "kan"), felter.pop("moteform", Moteform.VIDEO), **felter)
    service.save_svar(soknad, data, versjon=0, bruker=soknad.soker, now=BEFORE)
    db.session.commit()


def test_a_run_in_a_process_of_its_own_becomes_a_plan(app: Flask) -> None:
    with app.app_context():
        utlysning = make_runde(sokere=1)
        timeplan_id = service.start_timeplan(
            utlysning, bruker=make_bruker(), max_seconds=30, now=BEFORE
        ).id
        db.session.commit()
    jobs.wait_for_all(app, service.JOB)
    with app.app_context():
        timeplan = queries.get_timeplan(timeplan_id)
        assert (timeplan.status, timeplan.feil) == (TimeplanStatus.FERDIG, "")
        assert (timeplan.plassert, timeplan.uplassert) == (1, 0)


def test_a_plan_has_no_effect_before_it_is_taken_into_use_and_then_once(context: Any) -> None:
    timeplan = run(make_runde(sokere=2))
    assert queries.list_i_plan(timeplan.utlysning_id) == []
    assert [each.slag for each in service.list_endringer(timeplan)] == ["ny"] * 2
    intervju_liste = use(timeplan)
    assert len(intervju_liste) == 2
    assert {each.innkalt_at for each in intervju_liste} == {None}
    assert [len(each.plasser) for each in intervju_liste] == [3] * 2
    assert service.use_timeplan(timeplan.id, bruker=make_bruker(), now=BEFORE) == 0
    assert service.list_endringer(timeplan) == []


def test_the_plan_keeps_answers_needs_and_ties(context: Any) -> None:
    utlysning = make_runde(sokere=2, medlemmer=4)
    answer(utlysning, 0, "2099-02-12T13:00", ekstra_min=30)
    soknader = queries.list_til_intervju(utlysning.id)
    inhabil = queries.list_paneler(utlysning.id)[0].medlemmer[1].bruker
    make_habilitet(inhabil, soknader[0], Tilstand.MISTENKT)
    use(run(utlysning))
    intervju = queries.find_intervju(soknader[0].id)
    assert intervju is not None
    start = intervju.start_at.astimezone(clock.OSLO)
    assert (start.date().isoformat(), start.hour in (13, 14)) == ("2099-02-12", True)
    assert intervju.slutt_at - intervju.start_at == timedelta(minutes=90)
    assert inhabil.id not in {plass.bruker_id for plass in intervju.plasser}


def test_who_has_no_time_is_named_with_reasons_in_words(context: Any) -> None:
    utlysning = make_runde(sokere=2)
    for n in range(2):
        # Room for one of them only.
        answer(utlysning, n, "2099-02-12T15:00")
    timeplan = run(utlysning)
    assert (timeplan.plassert, timeplan.uplassert) == (1, 1)
    (uten,) = [each for each in service.list_endringer(timeplan) if each.slag == "uten_tid"]
    (forklart,) = timeplan.forklaringer
    assert forklart["soknad_id"] == uten.soknad.id
    assert forklart["nb"]
    assert forklart["nn"]


def test_nothing_is_computed_while_a_run_is_going_on(context: Any) -> None:
    utlysning = make_runde()
    service.start_timeplan(utlysning, bruker=make_bruker(), now=BEFORE)
    with pytest.raises(HindretError) as error:
        service.start_timeplan(utlysning, bruker=make_bruker(), now=BEFORE)
    assert koder(error) == ["aktiv"]


def test_a_plan_that_no_longer_holds_is_refused_with_names(context: Any) -> None:
    utlysning = make_runde(sokere=1)
    timeplan = run(utlysning)
    (soknad,) = queries.list_til_intervju(utlysning.id)
    make_habilitet(
        queries.list_paneler(utlysning.id)[0].medlemmer[0].bruker, soknad, Tilstand.ERKLART
    )
    with pytest.raises(HindretError) as error:
        service.use_timeplan(timeplan.id, bruker=make_bruker(), now=BEFORE)
    assert koder(error) == ["inhabil"]


def released(sokere: int, **felter: Any) -> tuple[Utlysning, list[Intervju]]:
    utlysning = make_runde(sokere=sokere, **felter)
    place_all(utlysning)
    declare_all(utlysning)
    service.send_innkallinger(utlysning, bruker=make_bruker(), now=BEFORE)
    db.session.commit()
    return utlysning, queries.list_i_plan(utlysning.id)


def test_after_illness_the_plan_changes_least_and_says_who_must_be_told(context: Any) -> None:
    utlysning, before = released(2, medlemmer=4, rom=2)
    syk = before[0].plasser[1].bruker
    plass = queries.get_rundeplass(utlysning.id, syk.id)
    first = before[0].start_at.astimezone(clock.OSLO).date()
    service.note_fravar(plass, first, first, bruker=make_bruker(), now=BEFORE)
    hit = {
        each.soknad_id
        for each in before
        if each.start_at.astimezone(clock.OSLO).date() == first
        and any(p.bruker_id == syk.id for p in each.plasser)
    }
    timeplan = run(utlysning)
    endringer = service.list_endringer(timeplan)
    assert {each.soknad.id for each in endringer} == hit
    assert {(each.slag, each.fortalt) for each in endringer} == {("panel", True)}
    use(timeplan)
    declare_all(utlysning)
    sent = service.send_innkallinger(utlysning, bruker=make_bruker(), now=BEFORE)
    assert {each.soknad_id for each in sent} == hit
    assert {each.sekvens for each in sent} == {1}


def test_what_is_pinned_stays_and_what_is_near_too(context: Any) -> None:
    _utlysning, (intervju,) = released(1)
    service.set_fastsatt(intervju, True, bruker=make_bruker())
    grunnlag = service.load_grunnlag(intervju.soknad.utlysning, now=BEFORE)
    assert [each.soker for each in adapter.to_problem(grunnlag).laser] == [f"S{intervju.soknad_id}"]
    service.set_fastsatt(intervju, False, bruker=make_bruker())
    grunnlag = service.load_grunnlag(intervju.soknad.utlysning, now=BEFORE)
    assert adapter.to_problem(grunnlag).laser == ()
    near = intervju.start_at - timedelta(hours=5)
    grunnlag = service.load_grunnlag(intervju.soknad.utlysning, now=near)
    assert len(adapter.to_problem(grunnlag).laser) == 1


def test_a_move_is_stopped_warned_of_or_noted(context: Any) -> None:
    _utlysning, (a, b) = released(2)
    stopped = service.judge_flytt(a, service.FlyttInput(b.start_at), now=BEFORE)
    assert {hinder.kode for hinder in stopped.stopp} == {"pause", "rom_fullt"}
    free = service.FlyttInput(START + timedelta(days=3))
    noted = service.judge_flytt(a, free, now=BEFORE)
    assert (noted.stopp, [hinder.kode for hinder in noted.merknader][:1]) == ((), ["fortalt"])
    assert "ledd_flyttet" in {hinder.kode for hinder in noted.varsel}


def test_a_move_outside_the_answer_needs_the_applicants_yes_and_is_then_pinned(
    context: Any,
) -> None:
    utlysning = make_runde(sokere=1)
    answer(utlysning, 0, "2099-02-12T13:00")
    (intervju,) = place_all(utlysning)
    elsewhere = service.FlyttInput(START + timedelta(days=6))
    with pytest.raises(HindretError) as error:
        service.flytt_intervju(
            intervju, elsewhere, versjon=intervju.versjon, bruker=make_bruker(), now=BEFORE
        )
    assert koder(error) == ["soker_opptatt"]
    agreed = service.FlyttInput(START + timedelta(days=6), bekreftet=True)
    vurdert = service.flytt_intervju(
        intervju, agreed, versjon=intervju.versjon, bruker=make_bruker(), now=BEFORE
    )
    assert "soker_opptatt" in {hinder.kode for hinder in vurdert.varsel}
    assert (intervju.start_at, intervju.fastsatt) == (agreed.start_at, True)


def test_of_two_coordinators_who_move_the_same_interview_the_second_is_told(context: Any) -> None:
    _utlysning, (intervju,) = released(1)
    versjon = intervju.versjon
    for start, conflict in ((START, False), (START + timedelta(days=1), True)):
        data = service.FlyttInput(start + timedelta(days=2))
        if conflict:
            with pytest.raises(KonfliktError):
                service.flytt_intervju(
                    intervju, data, versjon=versjon, bruker=make_bruker(), now=BEFORE
                )
        else:
            service.flytt_intervju(
                intervju, data, versjon=versjon, bruker=make_bruker(), now=BEFORE
            )
            db.session.commit()


def test_a_pinned_interview_is_let_go_before_it_is_moved(context: Any) -> None:
    _utlysning, (intervju,) = released(1)
    service.set_fastsatt(intervju, True, bruker=make_bruker())
    data = service.FlyttInput(START + timedelta(days=3))
    assert [hinder.kode for hinder in service.judge_flytt(intervju, data, now=BEFORE).stopp] == [
        "fastsatt"
    ]


def test_an_applicant_moves_twice_and_then_asks(context: Any) -> None:
    _utlysning, (intervju, other) = released(2)
    soknad = intervju.soknad
    taken = other.start_at
    for n in (1, 2):
        hindre, valg = service.list_valg(soknad, now=BEFORE)
        assert (hindre, taken in {each.start_at for each in valg}) == ([], False)
        service.velg_tid(soknad, valg[-n].start_at, now=BEFORE)
        db.session.commit()
        assert (intervju.bytter, intervju.sekvens) == (n, n)
    hindre, valg = service.list_valg(soknad, now=BEFORE)
    assert ([hinder.kode for hinder in hindre], valg) == (["brukt_opp"], [])
    with pytest.raises(HindretError):
        service.velg_tid(soknad, START, now=BEFORE)


def test_a_time_that_somebody_has_taken_is_refused(context: Any) -> None:
    _utlysning, (intervju, other) = released(2)
    with pytest.raises(HindretError) as error:
        service.velg_tid(intervju.soknad, other.start_at, now=BEFORE)
    assert koder(error) == ["opptatt"]


def test_after_an_interview_that_was_not_held_a_new_time_is_chosen_once(context: Any) -> None:
    _utlysning, (intervju,) = released(1)
    after = intervju.slutt_at
    for offered in (True, False):
        service.mark_ikke_holdt(intervju, "Syk.", bruker=make_bruker(), now=after)
        hindre, valg = service.list_valg(intervju.soknad, now=after)
        assert (hindre == [], bool(valg)) == (offered, offered)
        if offered:
            service.velg_tid(intervju.soknad, valg[0].start_at, now=after)
            after = intervju.slutt_at


def test_rooms_travel_and_places_are_in_the_problem(context: Any) -> None:
    utlysning = make_runde(sokere=2, rom=1)
    make_rom(utlysning, "Møterom 1", sted="Oslo")
    make_rom(utlysning, "Møterom 2", sted="Tromsø")
    data = service.RammeInput(service.get_ramme(utlysning.id), (("Oslo", "Tromsø", 240),))
    service.update_ramme(utlysning, data, versjon=0, bruker=make_bruker(), now=BEFORE)
    spenn = [each.nokkel for each in service.list_spenn(utlysning)]
    answer(utlysning, 0, *spenn, moteform=Moteform.STED, steder=("Tromsø",))
    use(run(utlysning))
    soknader = queries.list_til_intervju(utlysning.id)
    found = [queries.find_intervju(each.id) for each in soknader]
    assert [each.rom.sted if each and each.rom else None for each in found] == ["Tromsø", ""]
