import pytest
from flask import Flask
from sqlalchemy import func, select

from rekruttering.analyse.models import Analyse
from rekruttering.beredskap import queries, service
from rekruttering.beredskap.models import Hendelse
from rekruttering.beredskap.rules import HendelseType, Lukkegrunn
from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError
from rekruttering.felles.mail import Utboks
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.tilbud import queries as tilbud_queries
from rekruttering.tilbud import service as tilbud_service
from rekruttering.tildeling.rules import TildelingStatus
from tests.beredskap.factories import answer, make_hendelse, make_publisert, withdraw
from tests.pulje.factories import make_koordinator, make_puljekommune
from tests.tildeling.factories import make_runde, make_tildeling, make_veileder

pytestmark = pytest.mark.usefixtures("context")


def _count(model: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_withdrawal_from_a_published_plan_is_noted_and_worked_out_by_itself() -> None:
    tildeling, _pulje = make_publisert()
    veileder = tildeling.lag[0].veileder_a

    withdraw(veileder)

    [hendelse] = queries.list_haster(tildeling.utlysning_id)
    assert (hendelse.type, hendelse.veileder_id) == (HendelseType.VEILEDER_UT, veileder.id)
    assert (hendelse.tildeling_id, hendelse.opprettet_av_id) == (tildeling.id, None)
    asked = {each.type: each for each in db.session.scalars(select(Analyse))}
    assert asked.keys() == {"minste_endring", "innhopp"}
    assert hendelse.minste_id == asked["minste_endring"].id
    assert hendelse.innhopp_id == asked["innhopp"].id
    partner = tildeling.lag[0].veileder_b_id
    kommuner = [f"K{each.puljekommune_id}" for each in tildeling.lag[0].plasseringer]
    assert asked["innhopp"].parametre == {
        "hull": [{"art": "halvt", "veiledere": [f"V{partner}"], "kommuner": kommuner}]
    }


def test_what_is_rolled_back_is_not_noted() -> None:
    tildeling, _pulje = make_publisert()
    bruker = make_koordinator()
    tilbud_service.withdraw_veileder(
        tildeling.lag[0].veileder_a, "Syk.", bruker=bruker, now=clock.now()
    )
    assert _count(Hendelse) == 1
    db.session.rollback()
    assert (_count(Hendelse), _count(Analyse)) == (0, 0)


@pytest.mark.parametrize("status", [TildelingStatus.FORSLAG, TildelingStatus.VEDTATT])
def test_nothing_is_noted_while_nothing_is_published(status: TildelingStatus) -> None:
    utlysning, pulje = make_runde(6, 2)
    tildeling = make_tildeling(utlysning, status)

    withdraw(tildeling.lag[0].veileder_a)
    answer(pulje.kommuner[0], PuljekommuneStatus.TAKKET_NEI)

    assert (_count(Hendelse), _count(Analyse)) == (0, 0)


def test_a_reserve_who_leaves_is_no_event_but_is_left_out_of_what_was_worked_out() -> None:
    tildeling, _pulje = make_publisert()
    used = {v for lag in tildeling.lag for v in (lag.veileder_a_id, lag.veileder_b_id)}
    problem = tildeling.kjoring.problem
    reserver = [int(v["id"][1:]) for v in problem["veiledere"] if int(v["id"][1:]) not in used]
    withdraw(tildeling.lag[0].veileder_a)
    [hendelse] = queries.list_haster(tildeling.utlysning_id)
    first = hendelse.minste_id
    reserve = tilbud_queries.get_veileder(reserver[0])

    withdraw(reserve)

    assert [each.id for each in queries.list_haster(tildeling.utlysning_id)] == [hendelse.id]
    assert hendelse.minste_id != first
    assert hendelse.minste is not None
    ids = [each["id"] for each in hendelse.minste.problem["veiledere"]]
    assert f"V{reserve.id}" not in ids


def test_a_municipality_that_says_no_is_noted_and_taken_back_when_it_says_yes_again() -> None:
    tildeling, pulje = make_publisert()
    row = pulje.kommuner[0]

    answer(row, PuljekommuneStatus.TAKKET_NEI)
    [hendelse] = queries.list_haster(tildeling.utlysning_id)
    assert (hendelse.type, hendelse.puljekommune_id) == (HendelseType.KOMMUNE_UT, row.id)

    answer(row, PuljekommuneStatus.TAKKET_JA)
    assert queries.list_haster(tildeling.utlysning_id) == []
    assert hendelse.lukket_grunn is Lukkegrunn.OPPHEVET


def test_a_municipality_that_says_yes_late_has_a_hole_of_its_own() -> None:
    tildeling, pulje = make_publisert()
    row = make_puljekommune(pulje, status=PuljekommuneStatus.IDENTIFISERT)

    answer(row, PuljekommuneStatus.TAKKET_JA)

    [hendelse] = queries.list_haster(tildeling.utlysning_id)
    assert hendelse.type is HendelseType.KOMMUNE_INN
    assert hendelse.innhopp is not None
    assert hendelse.innhopp.parametre == {
        "hull": [{"art": "uten", "veiledere": [], "kommuner": [f"K{row.id}"]}]
    }


def test_two_events_share_one_answer_about_the_plan_as_it_is_now() -> None:
    tildeling, _pulje = make_publisert()
    first, second = tildeling.lag
    withdraw(first.veileder_a)
    withdraw(second.veileder_b)

    one, other = queries.list_haster(tildeling.utlysning_id)

    assert one.innhopp_id == other.innhopp_id
    assert one.innhopp is not None
    assert len(one.innhopp.parametre["hull"]) == 2


def test_a_pair_that_both_members_leave_is_a_municipality_without_anybody() -> None:
    tildeling, _pulje = make_publisert()
    lag = tildeling.lag[0]
    withdraw(lag.veileder_a)
    withdraw(lag.veileder_b)

    hendelse = queries.list_haster(tildeling.utlysning_id)[0]

    hull = service.make_grunnlag(hendelse).hull
    assert [(each.art, each.kommuner) for each in hull] == [
        ("uten", (lag.plasseringer[0].puljekommune_id,))
    ]


def test_a_pair_that_loses_its_hours_is_a_hole_though_it_is_whole() -> None:
    utlysning, pulje = make_runde(0, 0)
    for _n in range(2):
        make_veileder(utlysning, timer=(300, 600))
        make_puljekommune(pulje, timer=200)
    tildeling = make_tildeling(utlysning, TildelingStatus.PUBLISERT)
    assert len(tildeling.lag[0].plasseringer) == 2

    answer(pulje.kommuner[0], PuljekommuneStatus.TAKKET_NEI)

    [hendelse] = queries.list_haster(utlysning.id)
    grunnlag = service.make_grunnlag(hendelse)
    assert [each.art for each in grunnlag.hull] == ["brutt"]
    assert {regel for regel, _ider in grunnlag.brudd} == {"for_fa_timer"}
    assert grunnlag.udekket == (pulje.kommuner[1].id,)


def test_a_supposed_event_changes_nothing_and_is_asked_once() -> None:
    tildeling, _pulje = make_publisert()
    veileder, bruker = tildeling.lag[0].veileder_a, make_koordinator()
    gjelder = service.Gjelder(HendelseType.VEILEDER_UT, veileder.id)

    one = service.suppose(tildeling.utlysning, gjelder, bruker=bruker, now=clock.now())
    other = service.suppose(tildeling.utlysning, gjelder, bruker=bruker, now=clock.now())
    db.session.commit()

    assert one is other
    assert one.tenkt
    assert veileder.sluttet_at is None
    assert queries.list_haster(tildeling.utlysning_id) == []
    assert one.minste is not None
    assert f"V{veileder.id}" not in [each["id"] for each in one.minste.problem["veiledere"]]


def test_what_was_supposed_and_then_happens_has_its_answer_already() -> None:
    tildeling, _pulje = make_publisert()
    veileder, bruker = tildeling.lag[0].veileder_a, make_koordinator()
    gjelder = service.Gjelder(HendelseType.VEILEDER_UT, veileder.id)
    tenkt = service.suppose(tildeling.utlysning, gjelder, bruker=bruker, now=clock.now())
    db.session.commit()
    asked = tenkt.minste_id

    withdraw(veileder)

    [hendelse] = queries.list_apne(tildeling.utlysning_id)
    assert (hendelse.tenkt, hendelse.minste_id) == (False, asked)
    assert tenkt.lukket_grunn is Lukkegrunn.OPPHEVET


def test_a_municipality_is_supposed_to_come_and_to_leave() -> None:
    tildeling, pulje = make_publisert()
    bruker = make_koordinator()
    row = make_puljekommune(pulje, status=PuljekommuneStatus.IDENTIFISERT)
    here = pulje.kommuner[0]
    found = []
    for type, id in ((HendelseType.KOMMUNE_INN, row.id), (HendelseType.KOMMUNE_UT, here.id)):
        hendelse = service.suppose(
            tildeling.utlysning, service.Gjelder(type, None, id), bruker=bruker, now=clock.now()
        )
        assert hendelse.minste is not None
        found.append({each["id"] for each in hendelse.minste.problem["kommuner"]})
    other = pulje.kommuner[1].id
    assert found == [{f"K{here.id}", f"K{other}", f"K{row.id}"}, {f"K{other}"}]


def test_everything_that_can_be_supposed_is_offered() -> None:
    tildeling, pulje = make_publisert()
    make_puljekommune(pulje, status=PuljekommuneStatus.IDENTIFISERT)
    withdraw(tildeling.lag[0].veileder_a)
    db.session.refresh(pulje)

    found = service.list_gjelder(tildeling)

    kinds = [each.type for each in found]
    assert [kinds.count(each) for each in HendelseType] == [3, 2, 1]


def test_nothing_can_be_supposed_before_a_plan_is_published() -> None:
    utlysning, _pulje = make_runde()
    gjelder = service.Gjelder(HendelseType.VEILEDER_UT, 1)

    with pytest.raises(HindretError) as refused:
        service.suppose(utlysning, gjelder, bruker=make_koordinator(), now=clock.now())

    assert [each.kode for each in refused.value.hindre] == ["ingen_plan"]


def test_it_is_closed_with_a_reason_once() -> None:
    hendelse = make_hendelse()
    bruker = make_koordinator()
    with pytest.raises(HindretError) as refused:
        service.close(hendelse.id, " ", bruker=bruker, now=clock.now())
    assert [each.kode for each in refused.value.hindre] == ["begrunnelse"]

    service.close(hendelse.id, "Vi venter til høsten.", bruker=bruker, now=clock.now())
    db.session.commit()

    assert (hendelse.lukket_grunn, hendelse.lukket_av_id) == (Lukkegrunn.KOORDINATOR, bruker.id)
    with pytest.raises(HindretError) as refused:
        service.close(hendelse.id, "Igjen.", bruker=bruker, now=clock.now())
    assert [each.kode for each in refused.value.hindre] == ["lukket"]


def test_another_price_is_another_question_and_the_same_price_the_same() -> None:
    hendelse = make_hendelse()
    bruker = make_koordinator()
    first = hendelse.minste_id

    service.ask_again(hendelse.id, hendelse.endring, bruker=bruker, now=clock.now())
    assert hendelse.minste_id == first
    service.ask_again(hendelse.id, 7, bruker=bruker, now=clock.now())

    assert hendelse.minste is not None
    assert hendelse.minste.id != first
    assert hendelse.minste.problem["vekter"]["endring"] == 7
    with pytest.raises(HindretError) as refused:
        service.ask_again(hendelse.id, -1, bruker=bruker, now=clock.now())
    assert [each.kode for each in refused.value.hindre] == ["endring"]


def test_a_round_that_cannot_be_worked_out_is_noted_all_the_same() -> None:
    tildeling, _pulje = make_publisert(veiledere=2, kommuner=1)

    withdraw(tildeling.lag[0].veileder_a)

    [hendelse] = queries.list_haster(tildeling.utlysning_id)
    assert (hendelse.minste_id, hendelse.innhopp_id) == (None, None)


def test_nobody_is_mailed_because_something_happened(app: Flask) -> None:
    tildeling, _pulje = make_publisert()
    before = _count(Utboks)

    withdraw(tildeling.lag[0].veileder_a)

    assert app
    assert _count(Utboks) == before
