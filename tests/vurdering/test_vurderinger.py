from typing import Any

import pytest

from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.habilitet.queries import map_habilitet
from rekruttering.habilitet.rules import Tilstand
from rekruttering.intervju.models import Intervju
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.queries import list_kompetanser
from rekruttering.vurdering import queries, service
from rekruttering.vurdering.rules import Mangel, VurderingStatus
from tests.habilitet.factories import make_habilitet
from tests.intervju.factories import AFTER, make_intervju
from tests.vurdering.factories import make_skarer, make_vurdering, make_vurdert


def koder(error: pytest.ExceptionInfo[HindretError]) -> list[str]:
    return [hinder.kode for hinder in error.value.hindre]


def medlemmer(intervju: Intervju) -> list[Bruker]:
    return [medlem.bruker for medlem in intervju.panel.medlemmer]


def felles(intervju: Intervju, poeng: int | None, begrunnelse: str = "") -> list[Any]:
    return [
        service.FellesskarInput(kompetanse.id, poeng, begrunnelse)
        for kompetanse in list_kompetanser(intervju.soknad.utlysning_id)
    ]


def test_a_draft_may_be_half_empty_and_a_score_replaces_the_reason_for_none(context: Any) -> None:
    intervju = make_intervju()
    leder = medlemmer(intervju)[0]
    (first, *_rest) = make_skarer(intervju)
    vurdering = service.save_vurdering(
        intervju,
        leder,
        [service.SkarInput(first.kompetanse_id, None, Mangel.AVSTATT)],
        now=AFTER,
    )
    begge = service.SkarInput(first.kompetanse_id, 3, Mangel.AVSTATT)
    assert service.save_vurdering(intervju, leder, [begge], now=AFTER) is vurdering
    (skar,) = vurdering.skarer
    assert (skar.poeng, skar.mangel) == (3, None)


def test_the_older_of_two_tabs_is_refused(context: Any) -> None:
    intervju = make_intervju()
    leder = medlemmer(intervju)[0]
    service.save_vurdering(intervju, leder, make_skarer(intervju), versjon=0, now=AFTER)
    with pytest.raises(KonfliktError):
        service.save_vurdering(intervju, leder, make_skarer(intervju, 1), versjon=0, now=AFTER)


def test_a_lock_is_refused_with_every_reason_and_kept_when_it_is_complete(context: Any) -> None:
    intervju = make_intervju(held=True)
    leder = medlemmer(intervju)[0]
    vurdering = service.save_vurdering(intervju, leder, make_skarer(intervju)[:1], now=AFTER)
    with pytest.raises(HindretError) as error:
        service.lock_vurdering(vurdering, now=AFTER)
    assert koder(error) == ["mangler_poeng", "mangler_poeng"]
    make_vurdering(intervju, leder)
    service.lock_vurdering(vurdering, now=AFTER)
    assert vurdering.status is VurderingStatus.LAST
    with pytest.raises(HindretError) as error:
        service.save_vurdering(intervju, leder, make_skarer(intervju, 1), now=AFTER)
    assert koder(error) == ["last"]


def test_reopening_keeps_what_was_locked(context: Any) -> None:
    intervju = make_intervju(held=True)
    leder, medlem, _ = medlemmer(intervju)
    vurdering = make_vurdering(intervju, medlem, 2)
    service.reopen_vurdering(vurdering, "Feil søker.", bruker=leder, now=AFTER)
    make_vurdering(intervju, medlem, 5)
    db.session.commit()
    (tidligere,) = vurdering.tidligere
    assert tidligere["grunn"] == "Feil søker."
    assert [skar["poeng"] for skar in tidligere["skarer"]] == [2, 2, 2]
    assert [skar.poeng for skar in vurdering.skarer] == [5, 5, 5]


def test_joint_scores_wait_for_the_last_lock(context: Any) -> None:
    intervju = make_intervju(held=True)
    leder, andre, tredje = medlemmer(intervju)
    make_vurdering(intervju, leder)
    make_vurdering(intervju, andre)
    with pytest.raises(HindretError) as error:
        service.set_fellesskarer(intervju, felles(intervju, 4), bruker=leder, now=AFTER)
    assert koder(error) == ["ikke_last"]
    make_vurdering(intervju, tredje)
    service.set_fellesskarer(intervju, felles(intervju, 4), bruker=leder, now=AFTER)
    assert intervju.soknad.status is SoknadStatus.INTERVJUET
    assert [skar.poeng for skar in queries.list_fellesskarer(intervju.id)] == [4, 4, 4]


def test_the_panel_explains_itself_where_it_disagreed(context: Any) -> None:
    intervju = make_intervju(held=True)
    for medlem, poeng in zip(medlemmer(intervju), (1, 3, 3), strict=True):
        make_vurdering(intervju, medlem, poeng)
    leder = medlemmer(intervju)[0]
    with pytest.raises(HindretError) as error:
        service.set_fellesskarer(intervju, felles(intervju, 2), bruker=leder, now=AFTER)
    assert koder(error) == ["mangler_begrunnelse"] * 3
    service.set_fellesskarer(intervju, felles(intervju, 2, "Enige om 2."), bruker=leder, now=AFTER)
    assert [s.poeng for s in queries.list_skarer_for_felles(intervju.id, leder.id)] == [1, 3, 3] * 3


def test_the_scores_of_someone_found_partial_do_not_count(context: Any) -> None:
    intervju = make_intervju(declared=False, held=True)
    leder, andre, usikker = medlemmer(intervju)
    make_habilitet(leder, intervju.soknad)
    make_habilitet(andre, intervju.soknad)
    make_habilitet(usikker, intervju.soknad)
    for medlem, poeng in ((leder, 4), (andre, 4), (usikker, 1)):
        make_vurdering(intervju, medlem, poeng)
    entry = map_habilitet([usikker.id], [intervju.soknad_id])[(usikker.id, intervju.soknad_id)]
    entry.tilstand, entry.avgjort_at = Tilstand.BEKREFTET, AFTER
    db.session.commit()
    service.set_fellesskarer(intervju, felles(intervju, 4), bruker=leder, now=AFTER)
    assert intervju.soknad.status is SoknadStatus.INTERVJUET


def test_joint_scores_can_be_corrected_until_there_is_an_outcome(context: Any) -> None:
    intervju = make_vurdert(poeng=4)
    leder = medlemmer(intervju)[0]
    service.set_fellesskarer(intervju, felles(intervju, 5), bruker=leder, now=AFTER)
    assert [skar.poeng for skar in queries.list_fellesskarer(intervju.id)] == [5, 5, 5]
    vurdering = queries.find_egen_vurdering(intervju.id, leder.id)
    assert vurdering is not None
    with pytest.raises(HindretError) as error:
        service.reopen_vurdering(vurdering, "Feil.", bruker=leder, now=AFTER)
    assert koder(error) == ["felles_satt"]
