from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from rekruttering.felles import audit
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.mail import Utboks
from rekruttering.habilitet.rules import Tilstand
from rekruttering.intervju import queries, service
from rekruttering.intervju.rules import Intervjuform, IntervjuStatus
from rekruttering.soknad import service as soknad_service
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.guide import list_hindre as list_guide_hindre
from tests.habilitet.factories import make_habilitet
from tests.intervju.factories import AFTER, BEFORE, START, make_intervju, make_panel
from tests.soknad.factories import make_soknad
from tests.tilgang.factories import make_bruker
from tests.utlysning.factories import make_kompetanse, make_utlysning


def koder(error: pytest.ExceptionInfo[HindretError]) -> list[str]:
    return [hinder.kode for hinder in error.value.hindre]


def list_emner(bruker: Bruker) -> list[str]:
    query = select(Utboks.emne).where(Utboks.til == bruker.epost).order_by(Utboks.id)
    return list(db.session.scalars(query))


def plan(panel_id: int, **endringer: Any) -> service.PlanInput:
    verdier: dict[str, Any] = {
        "panel_id": panel_id,
        "start_at": START,
        "form": Intervjuform.VIDEO,
        "sted": "https://mote.example/1",
    }
    return service.PlanInput(**{**verdier, **endringer})


def test_two_panels_of_a_round_do_not_share_a_name(context: Any) -> None:
    panel = make_panel(navn="Nord")
    medlemmer = tuple(m.bruker_id for m in panel.medlemmer)
    data = service.PanelInput("nord", medlemmer[0], medlemmer)
    with pytest.raises(HindretError) as error:
        service.create_panel(panel.utlysning, data, bruker=make_bruker(), now=BEFORE)
    assert koder(error) == ["opptatt_navn"]


def test_a_changed_panel_keeps_who_stays_and_refuses_an_old_version(context: Any) -> None:
    panel = make_panel()
    a, b, _c = (m.bruker_id for m in panel.medlemmer)
    ny = make_bruker(Rolle.PANEL)
    versjon = panel.versjon
    data = service.PanelInput("Sør", b, (a, b, ny.id))
    service.update_panel(panel, data, versjon=versjon, bruker=make_bruker(), now=BEFORE)
    db.session.commit()
    assert {(m.bruker_id, m.leder) for m in panel.medlemmer} == {
        (a, False),
        (b, True),
        (ny.id, False),
    }
    with pytest.raises(KonfliktError):
        service.update_panel(panel, data, versjon=versjon, bruker=make_bruker(), now=BEFORE)


def test_a_new_member_must_be_free_and_without_ties_in_what_is_planned(context: Any) -> None:
    intervju = make_intervju()
    panel = intervju.panel
    inhabil, opptatt = make_bruker(Rolle.PANEL), make_bruker(Rolle.PANEL)
    make_habilitet(inhabil, intervju.soknad, Tilstand.ERKLART)
    make_intervju(make_panel(panel.utlysning, [opptatt, make_bruker(Rolle.PANEL)]))
    leder = panel.medlemmer[0].bruker_id
    data = service.PanelInput(panel.navn, leder, (leder, inhabil.id, opptatt.id))
    with pytest.raises(HindretError) as error:
        service.update_panel(panel, data, versjon=panel.versjon, bruker=make_bruker(), now=BEFORE)
    assert koder(error) == ["inhabil", "opptatt"]


def test_the_same_plan_twice_changes_nothing(context: Any) -> None:
    intervju = make_intervju()
    versjon = intervju.versjon
    data = plan(intervju.panel_id)
    assert service.plan_intervju(intervju.soknad, data, bruker=make_bruker(), now=AFTER) is intervju
    assert (intervju.versjon, len(audit.list_linjer(intervju))) == (versjon, 1)


def test_undeclared_may_be_planned_and_a_tie_may_not(context: Any) -> None:
    panel = make_panel()
    soknad = make_soknad(SoknadStatus.TIL_INTERVJU, utlysning=panel.utlysning)
    make_habilitet(panel.medlemmer[1].bruker, soknad, Tilstand.MISTENKT)
    with pytest.raises(HindretError) as error:
        service.plan_intervju(soknad, plan(panel.id), bruker=make_bruker(), now=BEFORE)
    assert koder(error) == ["inhabil"]
    assert make_intervju(panel, declared=False).status is IntervjuStatus.PLANLAGT


def test_nobody_is_in_two_places_and_the_window_holds_unless_it_is_overruled(
    context: Any,
) -> None:
    intervju = make_intervju()
    utlysning = intervju.soknad.utlysning
    annet = make_panel(utlysning, [intervju.panel.medlemmer[2].bruker, make_bruker(Rolle.PANEL)])
    soknad = make_soknad(SoknadStatus.TIL_INTERVJU, utlysning=utlysning)
    with pytest.raises(HindretError) as error:
        service.plan_intervju(soknad, plan(annet.id), bruker=make_bruker(), now=BEFORE)
    assert koder(error) == ["opptatt"]
    utenfor = plan(annet.id, start_at=START - timedelta(days=5))
    with pytest.raises(HindretError) as error:
        service.plan_intervju(soknad, utenfor, bruker=make_bruker(), now=BEFORE)
    assert koder(error) == ["vindu"]
    utenfor = plan(annet.id, start_at=START - timedelta(days=5), utenfor_vindu=True)
    service.plan_intervju(soknad, utenfor, bruker=make_bruker(), now=BEFORE)


def test_nothing_is_planned_before_the_guide_is_complete(context: Any) -> None:
    mangelfull = make_kompetanse("analyse", begrunnelse_nb="", sporsmal=[], anker={})
    panel = make_panel(make_utlysning(kompetanser=[mangelfull]))
    soknad = make_soknad(SoknadStatus.TIL_INTERVJU, utlysning=panel.utlysning)
    with pytest.raises(HindretError) as error:
        service.plan_intervju(soknad, plan(panel.id), bruker=make_bruker(), now=BEFORE)
    assert error.value.hindre == list_guide_hindre(panel.utlysning_id)
    tom = make_panel(make_utlysning(kompetanser=[]))
    assert [hinder.kode for hinder in service.start_hindre(tom.utlysning)] == [
        "rom",
        "sokere",
        "guide_tom",
    ]


def test_of_a_pool_those_sit_who_are_free_and_have_no_tie(context: Any) -> None:
    medlemmer = [make_bruker(Rolle.PANEL, navn=f"Medlem {n}") for n in range(5)]
    panel = make_panel(medlemmer=medlemmer)
    intervju = make_intervju(panel, declared=False)
    assert len(intervju.plasser) == 3
    soknad = make_soknad(SoknadStatus.TIL_INTERVJU, utlysning=panel.utlysning)
    other = START + timedelta(hours=2)
    make_habilitet(medlemmer[1], soknad, Tilstand.ERKLART)
    service.plan_intervju(soknad, plan(panel.id, start_at=other), bruker=make_bruker(), now=BEFORE)
    annet = queries.find_intervju(soknad.id)
    assert annet is not None
    assert {plass.bruker_id for plass in annet.plasser} == {medlemmer[n].id for n in (0, 2, 3)}
    assert [plass.bruker_id for plass in annet.plasser if plass.leder] == [medlemmer[0].id]


def test_only_members_who_may_score_are_asked_to_and_only_once(context: Any) -> None:
    intervju = make_intervju(declared=False)
    leder, inhabil, tredje = (m.bruker for m in intervju.panel.medlemmer)
    make_habilitet(inhabil, intervju.soknad, Tilstand.ERKLART)
    for _ in range(2):
        service.mark_holdt(intervju, bruker=leder, now=AFTER)
    assert [len(list_emner(b)) for b in (leder, inhabil, tredje)] == [1, 0, 1]


def test_an_interview_that_was_not_held_can_be_planned_again(context: Any) -> None:
    intervju = make_intervju()
    with pytest.raises(HindretError) as error:
        service.mark_ikke_holdt(intervju, "", bruker=make_bruker(), now=BEFORE)
    assert koder(error) == ["for_tidlig", "grunn"]
    for _ in range(2):
        service.mark_ikke_holdt(intervju, "Søkeren var syk.", bruker=make_bruker(), now=AFTER)
    assert list_emner(intervju.soknad.soker) == ["Intervjuet ble ikke holdt"]
    assert queries.list_uplanlagte(intervju.soknad.utlysning_id) == [intervju.soknad]
    ny = plan(intervju.panel_id, start_at=START + timedelta(days=1))
    service.plan_intervju(intervju.soknad, ny, bruker=make_bruker(), now=AFTER)
    assert (intervju.status, intervju.ikke_holdt_grunn) == (IntervjuStatus.PLANLAGT, "")


def test_a_withdrawn_application_cancels_its_interview_and_tells_the_panel(context: Any) -> None:
    intervju = make_intervju(told=True)
    soknad_service.withdraw(intervju.soknad, now=BEFORE)
    db.session.commit()
    assert intervju.status is IntervjuStatus.AVLYST
    avlyst = "Avlyst intervju: tirsdag 10. februar 2099 kl. 10:00"
    for bruker in [intervju.soknad.soker, *(plass.bruker for plass in intervju.plasser)]:
        assert list_emner(bruker)[-1:] == [avlyst]
    assert queries.list_mine_intervju(intervju.plasser[0].bruker_id) == []


def test_a_draft_that_nobody_was_told_of_is_cancelled_in_silence(context: Any) -> None:
    intervju = make_intervju()
    soknad_service.withdraw(intervju.soknad, now=BEFORE)
    db.session.commit()
    assert intervju.status is IntervjuStatus.AVLYST
    assert [list_emner(plass.bruker) for plass in intervju.plasser] == [[], [], []]


def test_a_decision_taken_back_cancels_the_interview_too(context: Any) -> None:
    intervju = make_intervju()
    soknad = intervju.soknad
    soknad.sortert_status = SoknadStatus.TIL_INTERVJU
    soknad_service.reopen(soknad, bruker=make_bruker(), begrunnelse="Feil søker.", now=BEFORE)
    assert intervju.status is IntervjuStatus.AVLYST
