"""The overall recommendation, and the history of what was changed."""

from typing import Any

import pytest
from flask import Flask

from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.queries import get_intervju
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.queries import list_kompetanser
from rekruttering.vurdering import policy, queries, rules, service
from rekruttering.vurdering.historikk import list_endringer
from rekruttering.vurdering.models import Panelanbefaling
from rekruttering.vurdering.rules import Anbefaling, Mangel
from tests.intervju.factories import AFTER, make_intervju
from tests.tilgang.factories import login, make_bruker
from tests.vurdering.factories import make_innstilling, make_vurdering, make_vurdert

JA, FORBEHOLD, _NEI = Anbefaling


def recommend(intervju: Intervju, hva: Anbefaling = JA, *, versjon: int = 0) -> Panelanbefaling:
    leder = intervju.panel.medlemmer[0].bruker
    return service.set_anbefaling(
        intervju, hva, "Tydelige eksempler.", versjon=versjon, bruker=leder, now=AFTER
    )


def test_the_recommendation_comes_after_the_joint_scores_and_before_the_outcome() -> None:
    def koder(status: SoknadStatus, begrunnelse: str = "Ja.") -> list[str]:
        return [hinder.kode for hinder in rules.samlet_hindre(status, begrunnelse)]

    assert koder(SoknadStatus.INTERVJUET) == []
    assert koder(SoknadStatus.TIL_INTERVJU, "") == ["felles_mangler", "begrunnelse"]
    assert koder(SoknadStatus.INNSTILT) == ["status"]


def test_a_mean_says_how_many_it_rests_on() -> None:
    assert rules.mean([4, None, 3]) == (3.5, 2)
    assert rules.mean([None]) == (None, 0)


def test_the_recommendation_keeps_what_it_was(context: Any) -> None:
    intervju = make_vurdert()
    first = recommend(intervju)
    assert recommend(intervju) is first
    with pytest.raises(KonfliktError):
        recommend(intervju, FORBEHOLD)
    recommend(intervju, FORBEHOLD, versjon=first.versjon)
    assert [en["anbefaling"] for en in first.tidligere] == ["anbefalt"]
    make_innstilling(intervju)
    with pytest.raises(HindretError, match="status"):
        recommend(intervju, JA, versjon=first.versjon)


def test_the_lead_recommends_on_a_page_of_its_own(app: Flask) -> None:
    with app.app_context():
        intervju = make_vurdert()
        id, (leder, medlem, _) = intervju.id, [m.bruker_id for m in intervju.panel.medlemmer]
    address = f"/panel/intervju/{id}/anbefaling"
    assert login(app, medlem).get(address).status_code == 404
    client = login(app, leder)
    assert client.get(address).status_code == 200
    data = {"versjon": "0", "anbefaling": "anbefalt", "begrunnelse": "Tydelige eksempler."}
    assert client.post(address, data={**data, "begrunnelse": ""}).status_code == 422
    assert client.post(address, data=data).status_code == 303
    late = client.post(address, data={**data, "anbefaling": "ikke_anbefalt"})
    assert (late.status_code, "Tydelige eksempler." in late.text) == (409, True)
    page = login(app, medlem).get(f"/panel/intervju/{id}/fellesskar").text
    assert "Tydelige eksempler." in page
    with app.app_context():
        koordinator = make_bruker(Rolle.KOORDINATOR).id
        soknad = get_intervju(id).soknad_id
    page = login(app, koordinator).get(f"/soknad/{soknad}/innstilling").text
    assert "Tydelige eksempler." in page


def test_before_the_joint_scores_the_page_says_what_is_missing(app: Flask) -> None:
    with app.app_context():
        intervju = make_intervju(held=True)
        for medlem in intervju.panel.medlemmer:
            make_vurdering(intervju, medlem.bruker)
        id, leder = intervju.id, intervju.panel.medlemmer[0].bruker_id
    client = login(app, leder)
    page = client.get(f"/panel/intervju/{id}/anbefaling")
    assert (page.status_code, "Sett felles poeng på alle" in page.text) == (200, True)
    data = {"versjon": "0", "anbefaling": "anbefalt", "begrunnelse": "Ja."}
    assert client.post(f"/panel/intervju/{id}/anbefaling", data=data).status_code == 422


def change_everything(intervju: Intervju) -> None:
    """Lock, reopen and lock other scores; set joint scores, and set them again."""
    leder, medlem, tredje = (m.bruker for m in intervju.panel.medlemmer)
    vurdering = make_vurdering(intervju, medlem, 2)
    service.reopen_vurdering(vurdering, "Feil søker.", bruker=leder, now=AFTER)
    make_vurdering(intervju, medlem, 3)
    for bruker in (leder, tredje):
        make_vurdering(intervju, bruker, 3)
    for poeng in (3, 4):
        felles = [
            service.FellesskarInput(k.id, poeng, f"Enige om {poeng}.")
            for k in list_kompetanser(intervju.soknad.utlysning_id)
        ]
        service.set_fellesskarer(intervju, felles, bruker=leder, now=AFTER)


def test_every_changed_score_is_kept_with_what_came_after(context: Any) -> None:
    intervju = make_intervju(held=True)
    change_everything(intervju)
    kompetanser = list_kompetanser(intervju.soknad.utlysning_id)
    endringer = list_endringer(
        kompetanser,
        queries.list_vurderinger(intervju.id),
        queries.list_fellesskarer(intervju.id),
        "nb",
    )
    assert [(en.hvem, en.fra, en.til, en.grunn) for en in endringer] == [
        *[("Medlem 2", "2", "3", "Feil søker.")] * 3,
        *[("Felles poeng", "3", "4", "")] * 3,
    ]
    assert endringer[-1].fra_begrunnelse == "Enige om 3."


def test_what_was_never_changed_has_no_history(context: Any) -> None:
    intervju = make_vurdert()
    kompetanser = list_kompetanser(intervju.soknad.utlysning_id)
    vurderinger = queries.list_vurderinger(intervju.id)
    felles = queries.list_fellesskarer(intervju.id)
    assert list_endringer(kompetanser, vurderinger, felles, "nb") == []


def test_a_reason_for_no_score_is_part_of_the_history(context: Any) -> None:
    intervju = make_intervju(held=True)
    medlem = intervju.panel.medlemmer[0].bruker
    vurdering = make_vurdering(intervju, medlem, 2, locked=False)
    vurdering.skarer[0].poeng, vurdering.skarer[0].mangel = None, Mangel.IKKE_HORT
    service.lock_vurdering(vurdering, now=AFTER)
    service.reopen_vurdering(vurdering, "Hørte likevel.", bruker=medlem, now=AFTER)
    vurdering.skarer[0].poeng, vurdering.skarer[0].mangel = 4, None
    kompetanser = list_kompetanser(intervju.soknad.utlysning_id)
    (endring,) = list_endringer(kompetanser, [vurdering], [], "nb")
    assert (endring.fra, endring.til) == ("Ikke hørt", "4")


def test_the_history_opens_with_the_joint_scores(app: Flask) -> None:
    with app.app_context():
        intervju = make_intervju(held=True)
        id, medlem = intervju.id, intervju.panel.medlemmer[1].bruker_id
        koordinator, soker = make_bruker(Rolle.KOORDINATOR), intervju.soknad.soker
        assert not policy.can_see_historikk(koordinator, intervju)
        change_everything(intervju)
        assert policy.can_see_historikk(koordinator, intervju)
        assert not policy.can_see_historikk(soker, intervju)
        koordinator_id = koordinator.id
        db.session.commit()
    for bruker in (medlem, koordinator_id):
        page = login(app, bruker).get(f"/intervju/{id}/historikk").text
        assert "Feil søker." in page
