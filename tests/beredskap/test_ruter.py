from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rekruttering.beredskap import queries, service
from rekruttering.beredskap.models import Hendelse
from rekruttering.beredskap.rules import HendelseType
from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.felles.mail import Utboks
from rekruttering.tildeling.models import Kjoring
from rekruttering.tilgang.rules import Malform, Rolle
from tests.beredskap.factories import make_hendelse, make_publisert, run, withdraw, work_out
from tests.pulje.factories import count_queries, make_koordinator
from tests.tildeling.factories import make_runde, text_of
from tests.tilgang.factories import login, make_bruker


@pytest.fixture
def koordinator(app: Flask) -> FlaskClient:
    """A browser of a coordinator."""
    with app.app_context():
        bruker_id = make_koordinator().id
    return login(app, bruker_id)


def _answered(app: Flask) -> int:
    with app.app_context():
        hendelse = make_hendelse()
        work_out(hendelse.utlysning_id)
        return hendelse.id


def test_the_page_says_what_happened_what_is_missing_and_what_waiting_means(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        hendelse = make_hendelse()
        id, navn = hendelse.id, hendelse.navn
        lag = next(each for each in hendelse.tildeling.lag if each.veileder_a is hendelse.veileder)
        partner, kommune = lag.veileder_b.soknad.navn, lag.plasseringer[0].puljekommune
        stands = f"{partner} står alene med {kommune.kommune.navn}."
        waits = f"1 kommune står uten et helt par til vi gjør noe: {kommune.kommune.navn}."

    page = koordinator.get(f"/hendelse/{id}")

    text = text_of(page.text)
    assert f"{navn} er ikke lenger veileder" in text
    assert stands in text
    assert waits in text
    assert "Vi regner på planen med færrest endringer" in text
    assert 'http-equiv="refresh"' in page.text
    assert 'hx-trigger="load delay:2s"' in page.text


def test_the_answers_stand_on_the_page_with_old_and_new_and_the_mails(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = _answered(app)
    with app.app_context():
        hendelse = queries.get_hendelse(id)
        sent = db.session.query(Utboks).count()
        alternativer = service.list_alternativer(hendelse)
        reserve = {each["kandidat"] for key, each in alternativer.items() if key != "minst"}
        leaver = hendelse.navn

    page = koordinator.get(f"/hendelse/{id}")

    text = text_of(page.text)
    assert "1 kommune får ny veileder, 3 veiledere må få vite det." in text
    assert "1 kommune og 2 veiledere er uberørt." in text
    assert "4 e-poster blir sendt når planen er publisert. Ingenting blir sendt før." in text
    assert f"Før var det {leaver}." in text
    assert text.count("Se alt som endres") == len(reserve) == 3
    assert 'http-equiv="refresh"' not in page.text
    assert "hx-trigger" not in page.text
    with app.app_context():
        assert db.session.query(Utboks).count() == sent


def test_a_fragment_is_the_answers_alone(app: Flask, koordinator: FlaskClient) -> None:
    id = _answered(app)
    found = koordinator.get(f"/hendelse/{id}", headers={"HX-Request": "true"}).text
    assert found.lstrip().startswith('<div id="svar"')
    assert "<html" not in found


def test_an_alternative_is_read_whole_and_made_a_proposal(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = _answered(app)
    with app.app_context():
        hendelse = queries.get_hendelse(id)
        analyse_id = hendelse.innhopp_id

    page = koordinator.get(f"/hendelse/{id}/forslag/0-1")
    assert "trer inn" in page.text
    assert "Reserve: er ikke i noe par i dag." in text_of(page.text)

    for _twice in range(2):
        answer = koordinator.post(f"/hendelse/{id}/forslag/0-1", data={"analyse": str(analyse_id)})
        assert (answer.status_code, answer.location) == (303, f"/hendelse/{id}")
    assert "Forslaget lages nå" in koordinator.get(f"/hendelse/{id}").text
    with app.app_context():
        kjoring = queries.get_hendelse(id).kjoring
        assert kjoring is not None
        tildeling_id = run(kjoring).id
        assert db.session.query(Kjoring).count() == 2
    done = koordinator.get(f"/hendelse/{id}").text
    assert "Forslaget er klart" in done
    assert f'href="/tildeling/{tildeling_id}"' in done


def test_an_old_answer_is_refused_with_the_reason_and_worked_out_anew(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = _answered(app)
    with app.app_context():
        hendelse = queries.get_hendelse(id)
        seen = hendelse.minste_id
        hendelse.tildeling.lag[1].veileder_a.timer_mest += 1
        db.session.commit()

    assert "Noe er endret etter at dette ble regnet ut" in koordinator.get(f"/hendelse/{id}").text
    answer = koordinator.post(f"/hendelse/{id}/forslag/minst", data={"analyse": str(seen)})
    assert answer.status_code == 422
    assert "Regn på nytt." in answer.text

    koordinator.post(f"/hendelse/{id}/regn", data={"endring": "120"})
    with app.app_context():
        assert queries.get_hendelse(id).minste_id != seen
    assert "Noe er endret" not in koordinator.get(f"/hendelse/{id}").text


def test_the_price_is_checked_beside_the_field(app: Flask, koordinator: FlaskClient) -> None:
    id = _answered(app)
    for typed, said in (
        ("-3", "Prisen må være et helt tall fra 0 til 10000 poeng."),
        ("tre", "Skriv et helt tall."),
    ):
        answer = koordinator.post(f"/hendelse/{id}/regn", data={"endring": typed})
        assert answer.status_code == 422
        assert said in answer.text
        assert f'value="{typed}"' in answer.text


def test_what_is_worked_out_can_be_stopped(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        id = make_hendelse().id
    assert koordinator.post(f"/hendelse/{id}/stopp").status_code == 303
    page = text_of(koordinator.get(f"/hendelse/{id}").text)
    assert "Vi regner" not in page
    assert "Beregningen ble stoppet" in page


def test_it_is_closed_with_a_reason(app: Flask, koordinator: FlaskClient) -> None:
    id = _answered(app)
    with app.app_context():
        utlysning_id = queries.get_hendelse(id).utlysning_id
    empty = koordinator.post(f"/hendelse/{id}/lukk", data={"begrunnelse": "  "})
    assert empty.status_code == 422
    assert "Skriv hvorfor du lukker hendelsen." in empty.text

    done = koordinator.post(f"/hendelse/{id}/lukk", data={"begrunnelse": "Vi venter."})

    assert done.location == f"/runde/{utlysning_id}/hendelser"
    page = text_of(koordinator.get(f"/hendelse/{id}").text)
    assert "Vi venter." in page
    assert "Lag et forslag" not in page
    again = koordinator.post(f"/hendelse/{id}/lukk", data={"begrunnelse": "Igjen."})
    assert again.status_code == 422
    assert koordinator.get(f"/hendelse/{id}/lukk").status_code == 200


def test_the_list_asks_what_if(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        tildeling, _pulje = make_publisert()
        utlysning_id = tildeling.utlysning_id
        veileder = tildeling.lag[0].veileder_a
        hva, navn = f"veileder_ut-{veileder.id}", veileder.soknad.navn
    url = f"/runde/{utlysning_id}/hendelser"
    assert f"{navn} trekker seg" in koordinator.get(url).text
    assert koordinator.post(url, data={"hva": ""}).status_code == 422
    assert koordinator.post(url, data={"hva": "veileder_ut-99999"}).status_code == 422

    first = koordinator.post(url, data={"hva": hva})
    second = koordinator.post(url, data={"hva": hva})

    assert first.status_code == 303
    assert first.location == second.location
    page = text_of(koordinator.get(first.location).text)
    assert f"Hva om {navn} trekker seg?" in page
    assert "Ingenting er endret, og ingen får vite om det." in page
    assert "Tenkt" in koordinator.get(url).text


def test_the_list_of_a_round_without_a_published_plan_says_so(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
    url = f"/runde/{utlysning_id}/hendelser"
    page = koordinator.get(url).text
    assert "Ingen plan er publisert ennå." in page
    assert "Hva om …" not in page
    assert koordinator.post(url, data={"hva": "veileder_ut-1"}).status_code == 422


def test_it_is_the_first_thing_to_do_in_the_round(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        hendelse = make_hendelse()
        id, utlysning_id, navn = hendelse.id, hendelse.utlysning_id, hendelse.navn
    page = koordinator.get(f"/runde/{utlysning_id}").text
    assert f'<a href="/hendelse/{id}">Finn ny veileder etter {navn}</a>' in page
    assert "Haster" in page


def test_others_answer_as_if_it_were_not_there(app: Flask) -> None:
    id = _answered(app)
    with app.app_context():
        hendelse = queries.get_hendelse(id)
        lag = hendelse.tildeling.lag[0]
        people = [
            lag.veileder_b.bruker_id,
            make_bruker(Rolle.STATSFORVALTER, omrade="trondelag").id,
            make_bruker(Rolle.PANEL).id,
            make_bruker(Rolle.ADMINISTRATOR).id,
        ]
        utlysning_id = hendelse.utlysning_id
    for bruker_id in people:
        browser = login(app, bruker_id)
        for path in (f"/hendelse/{id}", f"/hendelse/{id}/forslag/minst", f"/hendelse/{id}/lukk"):
            assert browser.get(path).status_code == 404
        assert browser.get(f"/runde/{utlysning_id}/hendelser").status_code == 404
        for path in ("forslag/minst", "lukk", "regn", "stopp"):
            assert browser.post(f"/hendelse/{id}/{path}").status_code == 404
    with app.app_context():
        assert db.session.query(Kjoring).count() == 1


def test_the_list_asks_the_database_as_often_for_one_as_for_three(
    app: Flask, koordinator: FlaskClient
) -> None:
    counts = []
    for number in (1, 3):
        with app.app_context():
            tildeling, _pulje = make_publisert(veiledere=8, kommuner=3)
            for lag in tildeling.lag[:number]:
                withdraw(lag.veileder_a)
            url = f"/runde/{tildeling.utlysning_id}/hendelser"
        counts.append(count_queries(app, partial(koordinator.get, url)))
    assert counts[0] == counts[1]


def test_the_page_is_the_same_in_nynorsk(app: Flask) -> None:
    id = _answered(app)
    with app.app_context():
        bruker = make_bruker(Rolle.KOORDINATOR, malform=Malform.NN)
        bruker_id = bruker.id
    browser = login(app, bruker_id)
    browser.post("/sprak", data={"sprak": "nn", "neste": f"/hendelse/{id}"})
    page = text_of(browser.get(f"/hendelse/{id}").text)
    assert "rettleiarar som kan kome på tale" in page


def test_an_alternative_that_is_gone_says_so(app: Flask, koordinator: FlaskClient) -> None:
    id = _answered(app)
    gone = koordinator.get(f"/hendelse/{id}/forslag/9-9")
    assert gone.status_code == 422
    assert "Forslaget finnes ikke lenger. Regn på nytt." in gone.text
    with app.app_context():
        assert db.session.query(Hendelse).one().type is HendelseType.VEILEDER_UT
        assert clock.now()
