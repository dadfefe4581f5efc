from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rekruttering.analyse import service as analyse_service
from rekruttering.analyse.models import Analyse
from rekruttering.analyse.rules import AnalyseStatus
from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.felles.jobs import Jobb
from rekruttering.kapasitet import service
from rekruttering.kapasitet.service import KAPASITET, ROBUSTHET, VERDI
from rekruttering.kommune.rules import SamiskSprak
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import UtlysningStatus
from tests.kapasitet.factories import (
    answer,
    ask,
    ask_and_answer,
    make_innstilt,
    make_soker,
    make_sokerrunde,
    make_tilbud,
)
from tests.kommune.factories import make_kommune
from tests.pulje.factories import count_queries, make_puljekommune
from tests.tildeling.factories import make_veileder, text_of
from tests.tilgang.factories import login, make_bruker
from tests.utlysning.factories import make_utlysning


def page_of(client: FlaskClient, utlysning_id: int, **args: str) -> str:
    return text_of(client.get(f"/runde/{utlysning_id}/kapasitet", query_string=args).text)


def test_without_municipalities_the_page_says_where_they_are_registered(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        id = make_utlysning().id
    html = koordinator.get(f"/runde/{id}/kapasitet").text
    assert "Kommunene er ikke registrert ennå." in html
    assert f'href="/runde/{id}/kommuner"' in html
    assert "Regn ut" not in html


def test_without_applicants_nothing_can_be_worked_out(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        id = make_sokerrunde(sokere=1)[0].id
    assert "Det må være minst to søkere" in page_of(koordinator, id)
    refused = koordinator.post(f"/runde/{id}/kapasitet")
    assert refused.status_code == 422
    assert "Det må være minst to søkere" in refused.text
    with app.app_context():
        assert db.session.query(Analyse).count() == 0


def test_the_button_asks_all_three_and_twice_is_once(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        id = make_sokerrunde()[0].id
    for _n in range(2):
        answer_ = koordinator.post(f"/runde/{id}/kapasitet", data={"kommuner": "ja"})
        assert (answer_.status_code, answer_.location) == (
            303,
            f"/runde/{id}/kapasitet?kommuner=ja",
        )
    with app.app_context():
        asked = db.session.query(Analyse).order_by(Analyse.id).all()
        assert [each.type for each in asked] == [KAPASITET, VERDI, ROBUSTHET]
        assert db.session.query(Jobb).count() == 3
    page = page_of(koordinator, id)
    assert "Hvor mange kommuner kan dekkes: venter på tur" in page
    assert "Stopp" in page


def test_the_answer_stands_first_and_then_need_applicants_and_coverage(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning, pulje = make_sokerrunde(sokere=4, kommuner=2)
        samisk = make_kommune(navn="Snåsa", samisk_sprak=SamiskSprak.SORSAMISK)
        make_puljekommune(pulje, samisk)
        ask_and_answer(utlysning)
        id = utlysning.id
    html = koordinator.get(f"/runde/{id}/kapasitet").text
    page = text_of(html)
    assert "Med dagens 4 søkere kan 2 av 3 kommuner dekkes. Flaskehalsen er sørsamisk i" in page
    assert "Regnet ut for Siri Samordner" in page
    assert "Ingenting er endret siden da." in page
    assert "Trøndelag 3 780 4 2 (1 mangler)" in page
    assert "Sørsamisk (krav) 1 260 0 0 0 (1 mangler)" in page
    assert "Én sørsamisktalende og én annen søker til, med base i Trøndelag" in page
    assert "Snåsa trenger en som kan sørsamisk, og det kan ingen av de 4 søkerne." in page
    assert "Kan ikke dekkes: Snåsa." in page
    assert html.count('class="punkt punkt--uten-par"') == 1 + 1
    assert "Kommune som ikke kan dekkes" in html
    assert "Poeng er ikke brukt." in page
    for title in ("Hvem er vanskeligst å erstatte", "Hvor mange tilbud trengs"):
        assert title in page


def test_the_answer_is_read_in_nynorsk_too(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning, _pulje = make_sokerrunde(sokere=4, kommuner=2)
        ask_and_answer(utlysning, (KAPASITET,))
        id = utlysning.id
    with koordinator.session_transaction() as cookie:
        cookie["sprak"] = "nn"
    assert "kan alle 2 kommunane dekkast" in page_of(koordinator, id)


def test_the_page_says_what_has_changed_since(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning, pulje = make_sokerrunde(sokere=4, kommuner=2)
        ask_and_answer(utlysning, (KAPASITET,))
        make_soker(utlysning)
        make_soker(utlysning)
        make_puljekommune(pulje)
        borte = db.session.query(Soknad).order_by(Soknad.id).first()
        assert borte is not None
        borte.status = SoknadStatus.TRUKKET
        db.session.commit()
        id = utlysning.id
    page = page_of(koordinator, id)
    assert (
        "Siden da: 2 nye søknader, 1 er ikke lenger med, 1 kommune er kommet til eller falt fra."
    ) in page


def test_a_change_within_an_application_is_told(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning, _pulje = make_sokerrunde(sokere=4, kommuner=2)
        ask_and_answer(utlysning, (KAPASITET,))
        soknad = db.session.query(Soknad).first()
        assert soknad is not None
        soknad.maks_reise_km = 1
        db.session.commit()
        id = utlysning.id
    assert "opplysninger om søkerne eller kommunene er endret" in page_of(koordinator, id)


def test_old_answers_name_people_who_no_longer_count(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning, _pulje = make_sokerrunde(sokere=0, kommuner=1)
        a = make_soker(utlysning, navn="Anna Alene")
        make_soker(utlysning)
        ask_and_answer(utlysning, (VERDI, KAPASITET))
        a.status = SoknadStatus.TRUKKET
        db.session.commit()
        id, a_id = utlysning.id, a.id
    html = koordinator.get(f"/runde/{id}/kapasitet").text
    assert "Uten Anna Alene kan én kommune færre dekkes." in html
    assert f'<a href="/soknad/{a_id}">Anna Alene</a>' in html


def test_both_choices_of_municipalities_have_answers_of_their_own(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning, pulje = make_sokerrunde(sokere=4, kommuner=2)
        make_puljekommune(pulje, status=PuljekommuneStatus.IDENTIFISERT)
        ask_and_answer(utlysning, (KAPASITET,))
        id = utlysning.id
    assert "alle 2 kommuner dekkes" in page_of(koordinator, id)
    other = page_of(koordinator, id, kommuner="alle")
    assert "dekkes" not in other.split("Regn med")[0].split("Kapasitet")[-1]
    assert "kommuner 3" in other
    assert page_of(koordinator, id, kommuner="tull") == page_of(koordinator, id)


def test_an_impossible_share_of_yes_is_refused_beside_its_field(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning, _pulje = make_sokerrunde(sokere=4, kommuner=1)
        ask_and_answer(utlysning)
        id = utlysning.id
    data = {"kommuner": "ja", "type": "robusthet", "prosent": "140"}
    refused = koordinator.post(f"/runde/{id}/kapasitet", data=data)
    assert refused.status_code == 422
    assert "Skriv et helt tall fra 1 til 100." in refused.text
    assert 'value="140"' in refused.text


def test_a_chosen_share_of_yes_asks_about_offers_alone(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning, _pulje = make_sokerrunde(sokere=4, kommuner=1)
        ask_and_answer(utlysning)
        id = utlysning.id
    assert "80 av hundre sier ja (det vanlige" in page_of(koordinator, id)
    data = {"kommuner": "ja", "type": "robusthet", "prosent": "60"}
    assert koordinator.post(f"/runde/{id}/kapasitet", data=data).status_code == 303
    with app.app_context():
        newest = db.session.query(Analyse).order_by(Analyse.id.desc()).first()
        assert newest is not None
        assert (newest.type, newest.parametre["prosent"]) == (ROBUSTHET, 60)
        assert db.session.query(Analyse).count() == 4
        answer(newest)
    assert "60 av hundre sier ja (valgt av dere)" in page_of(koordinator, id)


def test_offers_are_advised_on_once_some_have_one(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning, _pulje = make_sokerrunde(sokere=0, kommuner=2, status=UtlysningStatus.TILBUD)
        make_veileder(utlysning)
        make_tilbud(make_innstilt(utlysning, 80))
        make_innstilt(utlysning, 70)
        ask_and_answer(utlysning)
        id = utlysning.id
    html = koordinator.get(f"/runde/{id}/kapasitet").text
    page = text_of(html)
    assert "Hvem bør få tilbud nå" in page
    assert f'href="/runde/{id}/tilbud"' in html
    assert "Poeng er ikke brukt" not in page
    assert "Med 1 som har signert, 1 som har fått tilbud og 1 til som kan få det" in page


def test_what_is_worked_on_replaces_itself_and_then_the_page(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning, _pulje = make_sokerrunde()
        [analyse] = ask(utlysning, (KAPASITET,))
        id, analyse_id = utlysning.id, analyse.id
    where = f"/runde/{id}/kapasitet?kommuner=ja&i_gang={analyse_id}"
    htmx = {"HX-Request": "true"}
    fragment = koordinator.get(where, headers=htmx)
    assert "<html" not in fragment.text
    assert f"i_gang={analyse_id}" in fragment.text
    assert "HX-Refresh" not in fragment.headers
    with app.app_context():
        answer(db.session.get_one(Analyse, analyse_id))
    done = koordinator.get(where, headers=htmx)
    assert done.headers["HX-Refresh"] == "true"
    assert "hx-get" not in done.text


def test_everything_that_is_worked_on_is_stopped_and_may_be_asked_again(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning, _pulje = make_sokerrunde()
        ask(utlysning)
        id = utlysning.id
    for _n in range(2):
        stopped = koordinator.post(f"/runde/{id}/kapasitet/stopp", data={"kommuner": "ja"})
        assert stopped.status_code == 303
    with app.app_context():
        status = {each.status for each in db.session.query(Analyse)}
        assert status == {AnalyseStatus.STOPPET}
    assert "Stopp" not in page_of(koordinator, id)
    koordinator.post(f"/runde/{id}/kapasitet", data={"kommuner": "ja"})
    with app.app_context():
        assert db.session.query(Analyse).count() == 6


def test_a_computation_that_died_is_told_and_the_last_answer_stays(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning, _pulje = make_sokerrunde()
        ask_and_answer(utlysning, (KAPASITET,))
        make_soker(utlysning)
        [analyse] = ask(utlysning, (KAPASITET,))
        analyse_service.fail(analyse.id, analyse_service.DIED, now=clock.now())
        db.session.commit()
        id = utlysning.id
    page = page_of(koordinator, id)
    assert "Beregningen stanset uventet tre ganger" in page
    assert "Med dagens 4 søkere kan alle 2 kommuner dekkes." in page


@pytest.mark.parametrize("rolle", [Rolle.PANEL, Rolle.STATSFORVALTER, Rolle.ADMINISTRATOR])
def test_nobody_but_coordinators_sees_who_is_ranked_where(app: Flask, rolle: Rolle) -> None:
    with app.app_context():
        utlysning, _pulje = make_sokerrunde(sokere=0, status=UtlysningStatus.TILBUD)
        for poeng in (90, 80):
            make_innstilt(utlysning, poeng)
        ask_and_answer(utlysning, (KAPASITET,))
        id = utlysning.id
        bruker_id = make_bruker(rolle, omrade="trondelag").id
    client = login(app, bruker_id)
    assert client.get(f"/runde/{id}/kapasitet").status_code == 404
    assert client.post(f"/runde/{id}/kapasitet").status_code == 404
    assert client.post(f"/runde/{id}/kapasitet/stopp").status_code == 404


def test_the_page_asks_the_database_as_often_for_two_applicants_as_for_six(
    app: Flask, koordinator: FlaskClient
) -> None:
    ids = []
    with app.app_context():
        for sokere, kommuner in ((2, 1), (6, 3)):
            utlysning, _pulje = make_sokerrunde(sokere=sokere, kommuner=kommuner)
            ask_and_answer(utlysning)
            ids.append(utlysning.id)
    counts = [count_queries(app, partial(koordinator.get, f"/runde/{id}/kapasitet")) for id in ids]
    assert counts[0] == counts[1]
    assert counts[0] < 45


def test_a_shortage_is_a_thing_to_do(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning, pulje = make_sokerrunde(sokere=4, kommuner=2)
        utlysning_id = utlysning.id
        make_puljekommune(pulje, make_kommune(samisk_sprak=SamiskSprak.LULESAMISK))
    tekst = "Kapasiteten rekker ikke: 2 av 3 kommuner kan dekkes"
    assert tekst not in koordinator.get(f"/runde/{utlysning_id}").text
    with app.app_context():
        ask_and_answer(db.session.get_one(Utlysning, utlysning_id), (KAPASITET,))
    html = koordinator.get(f"/runde/{utlysning_id}").text
    assert tekst in html
    assert f'href="/runde/{utlysning_id}/kapasitet?kommuner=ja"' in html
    with app.app_context():
        db.session.get_one(Utlysning, utlysning_id).status = UtlysningStatus.I_DRIFT
        db.session.commit()
    assert tekst not in koordinator.get(f"/runde/{utlysning_id}").text


def test_the_pages_of_the_round_and_of_the_offers_lead_here(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        id = make_sokerrunde()[0].id
    for page in (f"/runde/{id}", f"/runde/{id}/tilbud"):
        assert f'href="/runde/{id}/kapasitet"' in koordinator.get(page).text


def test_points_are_in_no_question_before_all_have_an_outcome(app: Flask) -> None:
    with app.app_context():
        utlysning, _pulje = make_sokerrunde(sokere=1)
        make_innstilt(utlysning, 93)
        rows = ask(utlysning)
        assert {v["poeng"] for each in rows for v in each.problem["veiledere"]} == {75}
        assert service.find_mangel(utlysning) is None
