import html
import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles import jobs
from rekruttering.felles.db import db
from rekruttering.scenario.rules import Innstillinger, UtenVeileder
from rekruttering.tildeling.models import Kjoring
from rekruttering.tildeling.rules import KjoringFormal
from tests.scenario.factories import HTMX, make_prove
from tests.tildeling.factories import (
    make_kjoring,
    make_runde,
    make_tildeling,
    make_veileder,
    text_of,
)


def carried(page: str) -> list[str]:
    """Return the assumptions that a page carries along."""
    found = re.findall(r'name="antakelse" value="([^"]*)"', page)
    return [html.unescape(each) for each in found]


def test_a_trial_is_put_together_one_assumption_at_a_time(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning, _pulje = make_runde(veiledere=5)
        siv = make_veileder(utlysning, navn="Siv Ås").id
        utlysning_id = utlysning.id
    where = f"/runde/{utlysning_id}/scenarier"
    data = {"vekter": "{}", "navn": "Uten Siv", "sekunder": "5", "fra": ""}
    first = koordinator.post(
        where, data={**data, "handling": "uten_veileder", "uten_veileder": str(siv)}
    )
    assert first.status_code == 200
    assert "Uten Siv Ås" in text_of(first.text)
    second = koordinator.post(
        where,
        data={
            **data,
            "handling": "lengre_reise",
            "reise_km": "900",
            "antakelse": carried(first.text),
        },
    )
    found = carried(second.text)
    assert [json.loads(each)["type"] for each in found] == ["uten_veileder", "lengre_reise"]
    third = koordinator.post(
        where, data={**data, "handling": f"fjern:{found[1]}", "antakelse": found}
    )
    assert carried(third.text) == found[:1]
    with app.app_context():
        assert db.session.query(Kjoring).count() == 0
    started = koordinator.post(where, data={**data, "handling": "start", "antakelse": found[:1]})
    assert started.status_code == 303
    jobs.wait_for_all(app)
    page = text_of(koordinator.get(started.location).text)
    assert "Uten Siv Ås" in page
    assert "En prøve kan ikke vedtas" in page
    assert "Prøven bygger på noe som bare er antatt." in page
    with app.app_context():
        prove = db.session.query(Kjoring).one()
        assert prove.innstillinger["antakelser"] == [{"type": "uten_veileder", "veileder": siv}]


def test_more_municipalities_in_a_fylke_are_named(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
    where = f"/runde/{utlysning_id}/scenarier"
    data = {
        "vekter": "{}",
        "handling": "flere_kommuner",
        "flere_fylke": "18",
        "flere_antall": "5",
    }
    page = koordinator.post(where, data=data).text
    assert "5 kommuner til i Nordland:" in text_of(page)
    assert json.loads(carried(page)[0]) == {
        "antall": 5,
        "fylkesnummer": "18",
        "type": "flere_kommuner",
    }
    data = {**data, "navn": "Fem til", "sekunder": "5", "fra": "", "handling": "start"}
    started = koordinator.post(where, data={**data, "antakelse": carried(page)})
    assert started.status_code == 303
    with app.app_context():
        prove = db.session.query(Kjoring).one()
        ids = [each["id"] for each in prove.problem["kommuner"]]
        assert sum(id.startswith("K-18") for id in ids) == 5


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"handling": "uten_kommune"}, "Velg en kommune."),
        ({"handling": "flere_kommuner", "flere_antall": "0"}, "Velg et fylke."),
        ({"handling": "lengre_reise", "reise_km": "x"}, "Skriv et helt tall."),
        ({"handling": "lengre_reise", "reise_km": "9999"}, "Skriv et tall fra 1 til 3000."),
        ({"handling": "ny_veileder", "ny_antall": "1"}, "Velg en bakgrunn."),
        ({"handling": "start", "navn": ""}, "Skriv et navn."),
        ({"handling": "start", "navn": "A", "sekunder": "999"}, "Skriv et tall fra 1 til 300."),
    ],
)
def test_what_is_typed_wrong_is_said_beside_the_field_and_nothing_is_lost(
    app: Flask, koordinator: FlaskClient, data: dict[str, str], sentence: str
) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
    kept = json.dumps({"type": "lengre_reise", "km": 700}, sort_keys=True)
    answer = koordinator.post(
        f"/runde/{utlysning_id}/scenarier", data={"antakelse": kept, "vekter": "{}", **data}
    )
    assert answer.status_code == 422
    assert sentence in text_of(answer.text)
    assert carried(answer.text) == [json.dumps({"km": 700, "type": "lengre_reise"})]


def test_somebody_elses_veileder_cannot_be_assumed_away(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
        other = make_veileder(make_runde()[0]).id
    kept = json.dumps({"type": "uten_veileder", "veileder": other})
    data = {"antakelse": kept, "vekter": "{}", "handling": "start", "navn": "A", "sekunder": "5"}
    answer = koordinator.post(f"/runde/{utlysning_id}/scenarier", data={**data, "fra": ""})
    assert answer.status_code == 422
    assert "En veileder som er valgt, er ikke lenger med i runden." in answer.text


@pytest.mark.parametrize("code", ["x", "{}", "[]", '{"type": "uten_veileder", "veileder": "1"}'])
def test_what_the_page_did_not_write_is_refused(
    app: Flask, koordinator: FlaskClient, code: str
) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
    where = f"/runde/{utlysning_id}/scenarier"
    assert koordinator.post(where, data={"antakelse": code}).status_code == 400


def test_a_trial_is_copied_with_its_assumptions_and_weights(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning, _pulje = make_runde(veiledere=5)
        siv = make_veileder(utlysning, navn="Siv Ås").id
        settings = Innstillinger({"malform": 3}, 2, (UtenVeileder(siv),))
        prove = make_prove(utlysning, navn="Uten Siv", innstillinger=settings)
        where = f"/runde/{utlysning.id}/scenarier?kopi={prove.id}"
    page = koordinator.get(where).text
    assert 'value="Uten Siv, kopi"' in page
    assert "Uten Siv Ås" in text_of(page)
    assert "Vekten «Målform» er 3" in text_of(page)
    plain = koordinator.post(where, data={"handling": "uten_vekter", "vekter": '{"malform": 3}'})
    assert "Vekten «Målform»" not in plain.text


def test_a_trial_shows_how_it_goes_and_asks_again(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        prove = make_prove(ferdig=False)
        prove_id = prove.id
    page = koordinator.get(f"/prove/{prove_id}")
    assert "Venter på tur" in page.text
    assert '<meta http-equiv="refresh" content="2">' in page.text
    part = koordinator.get(f"/prove/{prove_id}", headers=HTMX).text
    assert "<html" not in part
    assert f'hx-get="/prove/{prove_id}"' in part
    assert koordinator.post(f"/prove/{prove_id}/stopp").status_code == 303
    assert "Stoppet" in text_of(koordinator.get(f"/prove/{prove_id}").text)


def test_a_finished_trial_stands_beside_the_plan_of_the_round(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        tildeling = make_tildeling()
        navn = tildeling.lag[0].veileder_a.soknad.navn
        gone = UtenVeileder(tildeling.lag[0].veileder_a_id)
        settings = Innstillinger(antakelser=(gone,))
        for _more in range(2):
            make_veileder(tildeling.utlysning)
        prove_id = make_prove(tildeling.utlysning, innstillinger=settings).id
        nr = tildeling.id
    page = text_of(koordinator.get(f"/prove/{prove_id}").text)
    assert f"Dette blir annerledes enn i Forslag {nr}" in page
    assert f"{navn} er ikke med lenger." in page
    assert f"Bare den første har med {navn}." in page
    assert "hx-get" not in koordinator.get(f"/prove/{prove_id}", headers=HTMX).text


def test_a_real_run_starts_from_a_trial_and_a_second_press_leads_to_it(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        prove_id = make_prove(innstillinger=Innstillinger({"malform": 3})).id
    page = koordinator.get(f"/prove/{prove_id}").text
    assert "Start en ny kjøring med disse innstillingene" in page
    first = koordinator.post(f"/prove/{prove_id}/kjoring")
    second = koordinator.post(f"/prove/{prove_id}/kjoring")
    assert first.location == second.location
    with app.app_context():
        made = db.session.query(Kjoring).filter_by(formal=KjoringFormal.TILDELING).one()
        assert made.innstillinger == {"vekter": {"malform": 3}}


def test_a_real_run_of_what_is_assumed_is_refused(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning, _pulje = make_runde(veiledere=5)
        siv = make_veileder(utlysning).id
        settings = Innstillinger(antakelser=(UtenVeileder(siv),))
        prove_id = make_prove(utlysning, innstillinger=settings).id
    assert "Start en ny kjøring" not in koordinator.get(f"/prove/{prove_id}").text
    assert koordinator.post(f"/prove/{prove_id}/kjoring").status_code == 422


def test_a_run_that_can_be_decided_on_is_no_trial(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        kjoring_id = make_kjoring().id
    assert koordinator.get(f"/prove/{kjoring_id}").status_code == 404
