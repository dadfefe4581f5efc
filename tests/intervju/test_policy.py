from typing import Any

import pytest

from rekruttering.felles.db import db
from rekruttering.felles.errors import NotFoundError
from rekruttering.habilitet.queries import map_habilitet
from rekruttering.habilitet.rules import Tilstand
from rekruttering.intervju import policy, queries
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.rules import IntervjuStatus
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.vurdering import policy as vurdering_policy
from tests.habilitet.factories import make_habilitet
from tests.intervju.factories import make_intervju, make_panel
from tests.tilgang.factories import make_bruker
from tests.vurdering.factories import make_vurdering


def medlemmer(intervju: Intervju) -> list[Bruker]:
    return [medlem.bruker for medlem in intervju.panel.medlemmer]


@pytest.mark.parametrize("tilstand", [None, *Tilstand])
def test_only_a_clear_member_opens_the_application(context: Any, tilstand: Tilstand | None) -> None:
    intervju = make_intervju(declared=False)
    medlem = medlemmer(intervju)[1]
    if tilstand:
        make_habilitet(medlem, intervju.soknad, tilstand)
    clear = tilstand in (Tilstand.INGEN, Tilstand.AVKLART)
    assert policy.can_see(medlem, intervju)
    assert policy.can_read(medlem, intervju) is clear
    assert vurdering_policy.can_score(medlem, intervju) is clear


def test_other_panels_coordinators_and_former_members_see_nothing(context: Any) -> None:
    intervju = make_intervju()
    annen = make_panel(intervju.soknad.utlysning).medlemmer[0].bruker
    make_habilitet(annen, intervju.soknad)
    koordinator = make_bruker(Rolle.KOORDINATOR)
    for bruker in (annen, koordinator, intervju.soknad.soker):
        assert not policy.can_see(bruker, intervju)
        assert not policy.can_read(bruker, intervju)
        assert not vurdering_policy.can_see_felles(bruker, intervju)
    uten_rolle = medlemmer(intervju)[0]
    db.session.delete(uten_rolle.rolletildelinger[0])
    db.session.commit()
    db.session.expire_all()
    assert not policy.can_see(uten_rolle, intervju)


def test_a_cancelled_interview_and_a_withdrawn_application_are_closed(context: Any) -> None:
    intervju = make_intervju()
    medlem = medlemmer(intervju)[0]
    intervju.status = IntervjuStatus.AVLYST
    assert not policy.can_see(medlem, intervju)
    intervju.status, intervju.soknad.status = IntervjuStatus.HOLDT, SoknadStatus.TRUKKET
    assert not policy.can_see(medlem, intervju)


def test_the_lead_marks_reopens_and_decides_and_a_member_does_not(context: Any) -> None:
    intervju = make_intervju(held=True)
    leder, medlem, usikker = medlemmer(intervju)
    vurdering = make_vurdering(intervju, medlem)
    entry = map_habilitet([usikker.id], [intervju.soknad_id])[(usikker.id, intervju.soknad_id)]
    sak = queries.get_habilitetssak(intervju.id, entry.id)
    assert policy.can_mark(leder, intervju)
    assert policy.can_mark(make_bruker(Rolle.KOORDINATOR), intervju)
    assert not policy.can_mark(medlem, intervju)
    assert vurdering_policy.can_reopen(leder, vurdering)
    assert not vurdering_policy.can_reopen(medlem, vurdering)
    assert policy.can_decide_habilitetssak(leder, sak)
    assert not policy.can_decide_habilitetssak(medlem, sak)
    assert not policy.can_decide_habilitetssak(usikker, sak)


def test_a_lead_with_a_tie_leads_no_more_and_one_undeclared_not_yet(context: Any) -> None:
    intervju = make_intervju(declared=False)
    leder, medlem, _ = medlemmer(intervju)
    make_habilitet(medlem, intervju.soknad)
    assert not policy.can_lead(leder, intervju)
    assert not policy.can_lead(medlem, intervju)
    make_habilitet(leder, intervju.soknad, Tilstand.ERKLART)
    assert not policy.can_lead(leder, intervju)
    assert policy.can_lead(medlem, intervju)


def test_files_are_opened_through_the_interview_they_belong_to(context: Any) -> None:
    intervju, annet = make_intervju(), make_intervju()
    (fil,) = intervju.soknad.vedlegg
    nokkel = queries.get_vedlegg(intervju.id, fil.id)
    assert policy.can_read_vedlegg(medlemmer(intervju)[0], nokkel)
    assert not policy.can_read_vedlegg(medlemmer(annet)[0], nokkel)
    with pytest.raises(NotFoundError):
        queries.get_vedlegg(annet.id, fil.id)


def test_only_coordinators_plan(context: Any) -> None:
    panel = make_panel()
    assert policy.can_plan(make_bruker(Rolle.KOORDINATOR), panel)
    assert not policy.can_plan(panel.medlemmer[0].bruker, panel)


def test_the_appointment_stays_visible_until_something_else_is_told(context: Any) -> None:
    soknad = make_intervju(told=True).soknad
    found = []
    for status in (SoknadStatus.TIL_INTERVJU, SoknadStatus.INTERVJUET, SoknadStatus.TRUKKET):
        soknad.status = status
        sees = policy.can_see_avtale(soknad.soker, soknad)
        found.append((sees, policy.can_answer(soknad.soker, soknad)))
    assert found == [(True, True), (True, False), (False, False)]
    soknad.status, soknad.meldt_status = SoknadStatus.AVSLAG, SoknadStatus.AVSLAG
    assert not policy.can_see_avtale(soknad.soker, soknad)
    assert not policy.can_see_avtale(make_bruker(), soknad)
