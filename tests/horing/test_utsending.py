from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from rekruttering.felles import clock
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.mail import Utboks
from rekruttering.horing import queries, service
from rekruttering.horing.models import Horing
from rekruttering.horing.rules import Mottakerslag
from rekruttering.kommune.rules import KommuneMalform
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tilgang.rules import Malform, Rolle
from tests.horing.factories import (
    koder,
    list_mail,
    list_rows,
    make_bestilling,
    make_horing,
    make_proposal,
    make_statsforvalter,
)
from tests.kommune.factories import make_kommune
from tests.pulje.factories import make_koordinator
from tests.tilgang.factories import make_bruker


def test_a_hearing_keeps_the_plan_and_asks_each_embete_and_each_municipality(context: Any) -> None:
    tildeling = make_proposal()
    horing = make_horing(tildeling)
    rows = list_rows(tildeling)
    lag = tildeling.lag[0]
    assert queries.get_plan(horing).par == dict.fromkeys(
        (row.id for row in rows), tuple(sorted((lag.veileder_a_id, lag.veileder_b_id)))
    )
    asked = {
        (each.slag, each.embete_kode or each.puljekommune_id)
        for each in queries.list_mottakere(horing.id)
    }
    assert asked == {
        (Mottakerslag.STATSFORVALTER, "trondelag"),
        (Mottakerslag.STATSFORVALTER, "nordland"),
        *((Mottakerslag.KOMMUNE, row.id) for row in rows),
    }


def test_only_the_chosen_are_asked_and_no_municipality_without_a_pair(context: Any) -> None:
    utenfor = make_kommune(embete_kode="agder", breddegrad=58.0)
    tildeling = make_proposal([make_kommune(), make_kommune(), make_kommune(), utenfor])
    uncovered = set(service.make_plan(tildeling).udekket)
    assert len(uncovered) == 1
    embeter = frozenset({"trondelag", "agder"})
    horing = make_horing(tildeling, slag=frozenset({Mottakerslag.KOMMUNE}), embeter=embeter)
    asked = {each.puljekommune_id for each in queries.list_mottakere(horing.id)}
    assert asked == {row.id for row in list_rows(tildeling)}
    assert not asked & uncovered


def test_everybody_is_written_to_once_in_the_own_language(context: Any) -> None:
    nynorsk = make_kommune(malform=KommuneMalform.NYNORSK)
    stat = make_bruker(Rolle.STATSFORVALTER, omrade="trondelag", malform=Malform.NN)
    tildeling = make_proposal([nynorsk, make_kommune(embete_kode="nordland")])
    horing = make_horing(tildeling, melding_nb="På bokmål.", melding_nn="På nynorsk.")
    texts = {
        row.til: row.tekst
        for row in db.session.scalars(select(Utboks).where(Utboks.nokkel.contains("horing-sendt")))
    }
    assert sorted(texts) == sorted(
        [stat.epost, *(row.kontakt_epost for row in list_rows(tildeling))]
    )
    nn = [til for til, tekst in texts.items() if "På nynorsk." in tekst]
    assert sorted(nn) == sorted(
        [stat.epost, *(r.kontakt_epost for r in list_rows(tildeling) if r.kommune is nynorsk)]
    )
    told = {each.embete_kode: each.varslet_at for each in queries.list_mottakere(horing.id)}
    assert told["trondelag"] is not None
    assert told["nordland"] is None


def test_a_plan_is_heard_once_at_a_time(context: Any) -> None:
    tildeling = make_proposal()
    make_horing(tildeling)
    with pytest.raises(HindretError) as refused:
        make_horing(tildeling)
    assert koder(refused) == ["apen"]
    assert len(queries.list_horinger(tildeling.id)) == 1


def test_the_database_allows_one_open_hearing(context: Any) -> None:
    horing = make_horing()
    with pytest.raises(KonfliktError):
        _store_another(horing)


def _store_another(horing: Horing) -> None:
    db.session.add(
        Horing(
            tildeling_id=horing.tildeling_id,
            sendt_at=horing.sendt_at,
            sendt_av_id=horing.sendt_av_id,
            frist_at=horing.frist_at,
            plan=horing.plan,
        )
    )
    flush()


def test_after_the_term_a_new_hearing_closes_the_old_one(context: Any) -> None:
    tildeling = make_proposal()
    old = make_horing(tildeling)
    with clock.frozen(old.frist_at + timedelta(seconds=1)):
        new = make_horing(tildeling)
    assert old.lukket_at is not None
    assert queries.find_apen(tildeling.id) == new


def test_a_decided_plan_is_not_heard(context: Any) -> None:
    tildeling = make_proposal()
    tildeling_service.approve(
        tildeling, bruker=make_koordinator(), begrunnelse="God plan.", now=clock.now()
    )
    with pytest.raises(HindretError) as refused:
        make_horing(tildeling)
    assert koder(refused) == ["status"]


def test_drafts_say_what_will_be_sent_and_store_nothing(context: Any) -> None:
    make_statsforvalter()
    tildeling = make_proposal()
    bestilling = make_bestilling(tildeling, melding_nb="Vi vil vite mer.")
    adressater = service.list_adressater(service.make_plan(tildeling), bestilling)
    drafts = service.draft(tildeling, bestilling, adressater)
    assert [(each.slag, each.malform, each.antall) for each in drafts] == [
        (Mottakerslag.STATSFORVALTER, "nb", 1),
        (Mottakerslag.KOMMUNE, "nb", 2),
    ]
    assert all("Vi vil vite mer." in each.tekst for each in drafts)
    assert list_mail("horing") == []
    assert queries.list_horinger(tildeling.id) == []
