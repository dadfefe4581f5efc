from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.intervju.models import Panel
from rekruttering.tilbud.models import Avtale, Tilbud, Veileder
from rekruttering.tilbud.rules import TilbudStatus
from rekruttering.tilgang.rules import Rolle
from tests.intervju.factories import START, make_panel
from tests.soknad.sporringer import count_queries
from tests.tilbud.factories import FRIST, SENT, make_tilbud, make_veileder
from tests.tilgang.factories import login, make_bruker
from tests.vurdering.factories import make_innstilling, make_vurdert


@pytest.fixture(autouse=True)
def _at_sent() -> Iterator[None]:
    with clock.frozen(SENT):
        yield


def make_ids(app: Flask) -> dict[str, Any]:
    """Return the ids of an offer, its round, its applicant and a coordinator."""
    with app.app_context():
        tilbud = make_tilbud()
        soknad = tilbud.soknad
        return {
            "tilbud": tilbud.id,
            "runde": soknad.utlysning_id,
            "soker": soknad.soker_id,
            "soknad": soknad.id,
            "navn": soknad.navn,
            "koordinator": make_bruker(Rolle.KOORDINATOR).id,
        }


def ja(ids: dict[str, Any], **endringer: str) -> dict[str, str]:
    """Return a yes as a browser posts it."""
    data = {"form": "frikjop", "minst": "15", "mest": "25", "bekreft": "y"}
    return {**data, "signert_navn": ids["navn"], **endringer}


def test_the_applicant_reads_the_terms_and_nothing_changes(app: Flask) -> None:
    ids = make_ids(app)
    client = login(app, ids["soker"])
    base = f"/mitt-tilbud/{ids['tilbud']}"
    text = client.get(base).text
    assert "15–25 prosent (252–420 timer)" in text
    assert "ikke arbeidsgiver" in text
    assert "statens satser" in text
    assert client.get(f"{base}/ja").status_code == 200
    assert client.get(f"{base}/nei").status_code == 200
    with app.app_context():
        assert db.session.get_one(Tilbud, ids["tilbud"]).status is TilbudStatus.SENDT


def test_a_double_click_on_yes_makes_one_agreement(app: Flask) -> None:
    ids = make_ids(app)
    client = login(app, ids["soker"])
    base = f"/mitt-tilbud/{ids['tilbud']}"
    for _ in range(2):
        answer = client.post(f"{base}/ja", data=ja(ids))
        assert (answer.status_code, answer.location) == (303, base)
    text = client.get(base).text
    assert f"Signert av {ids['navn']}" in text
    with app.app_context():
        assert db.session.query(Avtale).count() == 1
        assert db.session.query(Veileder).count() == 1


def test_no_in_another_tab_after_a_yes_is_refused(app: Flask) -> None:
    ids = make_ids(app)
    client = login(app, ids["soker"])
    base = f"/mitt-tilbud/{ids['tilbud']}"
    client.post(f"{base}/ja", data=ja(ids))
    answer = client.post(f"{base}/nei", data={"begrunnelse": "Nei likevel."})
    assert (answer.status_code, "allerede takket ja" in answer.text) == (422, True)
    assert "allerede takket ja" in client.get(f"{base}/nei").text


def test_a_no_has_a_reason_and_twice_is_once(app: Flask) -> None:
    ids = make_ids(app)
    client = login(app, ids["soker"])
    base = f"/mitt-tilbud/{ids['tilbud']}"
    assert client.post(f"{base}/nei", data={}).status_code == 422
    for _ in range(2):
        assert client.post(f"{base}/nei", data={"begrunnelse": "Ny jobb."}).status_code == 303
    assert "Du har takket nei" in client.get(base).text
    assert client.post(f"{base}/ja", data=ja(ids)).status_code == 422


def test_each_wrong_field_has_its_sentence_and_nothing_typed_is_lost(app: Flask) -> None:
    ids = make_ids(app)
    client = login(app, ids["soker"])
    address = f"/mitt-tilbud/{ids['tilbud']}/ja"
    answer = client.post(address, data=ja(ids, minst="10", mest="30", signert_navn="Ola Annen"))
    assert answer.status_code == 422
    assert "Det minste må være mellom 15 og 25." in answer.text
    assert "Det meste må være mellom 15 og 25." in answer.text
    assert "Skriv navnet slik det står i søknaden" in answer.text
    assert 'value="Ola Annen"' in answer.text
    without = client.post(address, data={**ja(ids), "bekreft": ""})
    assert "Kryss av for at du godtar avtalen." in without.text


def test_a_deadline_that_passes_while_one_types_is_told_and_decided_by_the_clock(
    app: Flask,
) -> None:
    ids = make_ids(app)
    client = login(app, ids["soker"])
    base = f"/mitt-tilbud/{ids['tilbud']}"
    with clock.frozen(FRIST + timedelta(seconds=1)):
        answer = client.post(f"{base}/ja", data=ja(ids))
        assert (answer.status_code, "Svarfristen er gått ut." in answer.text) == (422, True)
        assert "Svarfristen er gått ut" in client.get(base).text
        assert "Svarfristen er gått ut." in client.get(f"{base}/ja").text
    with clock.frozen(FRIST):
        assert client.post(f"{base}/ja", data=ja(ids)).status_code == 303


def test_somebody_elses_offer_is_not_there(app: Flask) -> None:
    ids = make_ids(app)
    with app.app_context():
        fremmed = make_bruker().id
    for bruker in (fremmed, ids["koordinator"]):
        client = login(app, bruker)
        for path in ("", "/ja", "/nei"):
            assert client.get(f"/mitt-tilbud/{ids['tilbud']}{path}").status_code == 404
        assert client.post(f"/mitt-tilbud/{ids['tilbud']}/ja", data=ja(ids)).status_code == 404
    applicant = login(app, ids["soker"])
    assert applicant.get(f"/runde/{ids['runde']}/tilbud").status_code == 403
    assert applicant.get(f"/tilbud/{ids['tilbud']}/trekk").status_code == 404
    assert applicant.get(f"/tilbud/{ids['tilbud']}/frist").status_code == 404


def test_a_coordinator_sends_to_those_chosen_and_a_double_click_sends_once(app: Flask) -> None:
    with app.app_context():
        innstilling = make_innstilling()
        runde, soknad = innstilling.soknad.utlysning_id, innstilling.soknad_id
        koordinator = make_bruker(Rolle.KOORDINATOR).id
    client = login(app, koordinator)
    address = f"/runde/{runde}/tilbud"
    frist = {"frist-dag": "15", "frist-maned": "3", "frist-year": "2099"}
    assert 'value="15"' in client.get(address).text
    assert client.post(address, data=frist).status_code == 422
    past = {**frist, "frist-year": "2098", "soknad": soknad}
    refused = client.post(address, data=past)
    assert (refused.status_code, "Fristen må være frem i tid." in refused.text) == (422, True)
    for _ in range(2):
        assert client.post(address, data={**frist, "soknad": soknad}).status_code == 303
    with app.app_context():
        tilbud = db.session.query(Tilbud).one()
        assert tilbud.svarfrist_at.isoformat() == "2099-03-15T22:59:59+00:00"


def test_offers_sent_after_the_promised_day_warn(app: Flask) -> None:
    with app.app_context():
        runde = make_innstilling().soknad.utlysning_id
        koordinator = make_bruker(Rolle.KOORDINATOR).id
    with clock.frozen(SENT + timedelta(days=60)):
        page = login(app, koordinator).get(f"/runde/{runde}/tilbud").text
    assert "Utlysningen lovet svar innen 15. mars 2099." in page


def test_a_coordinator_takes_back_moves_the_deadline_and_ends(app: Flask) -> None:
    ids = make_ids(app)
    client = login(app, ids["koordinator"])
    base = f"/tilbud/{ids['tilbud']}"
    dato = {"frist-dag": "1", "frist-maned": "3", "frist-year": "2099", "begrunnelse": "Ferie."}
    assert client.get(f"{base}/frist").status_code == 200
    assert client.post(f"{base}/frist", data={**dato, "frist-maned": "2"}).status_code == 422
    assert client.post(f"{base}/frist", data=dato).status_code == 303
    assert client.get(f"{base}/trekk").status_code == 200
    assert client.post(f"{base}/trekk", data={}).status_code == 422
    assert client.post(f"{base}/trekk", data={"begrunnelse": "Feil."}).status_code == 303
    assert client.post(f"{base}/trekk", data={"begrunnelse": "Feil."}).status_code == 422
    assert "Feil." in login(app, ids["soker"]).get(f"/mitt-tilbud/{ids['tilbud']}").text
    with app.app_context():
        veileder = make_veileder().id
    end = f"/veileder/{veileder}/avslutt"
    assert client.get(end).status_code == 200
    assert client.post(end, data={"begrunnelse": "Flytter."}).status_code == 303
    assert client.post(end, data={"begrunnelse": "Flytter."}).status_code == 422


def test_the_list_of_offers_asks_as_much_for_one_as_for_three(app: Flask) -> None:
    with app.app_context():
        panel = make_panel()
        panel_id, address = panel.id, f"/runde/{panel.utlysning_id}/tilbud"
        koordinator = make_bruker(Rolle.KOORDINATOR).id
    counts = []
    for days in ((10,), (11, 12)):
        with app.app_context():
            panel = db.session.get_one(Panel, panel_id)
            for day in days:
                answered, waiting = (
                    make_innstilling(make_vurdert(panel, start_at=START.replace(day=day, hour=h)))
                    for h in (9, 12)
                )
                make_veileder(make_tilbud(answered))
                assert waiting.soknad.utlysning_id == panel.utlysning_id
        counts.append(count_queries(app, koordinator, address))
    assert counts[0] == counts[1]
