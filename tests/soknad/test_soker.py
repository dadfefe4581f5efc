"""The application as a whole, over HTTP."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.felles.mail import Utboks
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from tests.soknad.factories import make_kladd, make_soknad
from tests.soknad.nettleser import get, save
from tests.soknad.sporringer import count_queries
from tests.tilgang.factories import login, make_bruker
from tests.utlysning.factories import make_utlysning


def test_the_deadline_passing_while_one_types_keeps_the_draft_and_says_so(app: Flask) -> None:
    with app.app_context():
        utlysning = make_utlysning(frist_at=clock.now() + timedelta(hours=1))
        soknad = make_soknad(SoknadStatus.KLADD, utlysning=utlysning)
        bruker_id, id, frist_at = soknad.soker_id, soknad.id, utlysning.frist_at
    client = login(app, bruker_id)
    with clock.frozen(frist_at + timedelta(seconds=1)):
        save(client, id, "motivasjon", "oversikt", motivasjon="Skrevet for sent")
        page = client.get(f"/min-soknad/{id}").text
        assert "Svarene er lagret i kladden, men fristen gikk ut" in page
        response = client.post(f"/min-soknad/{id}/kontroll", data={"samtykke": "y"})
        assert response.status_code == 422
        assert "Søknadsfristen har gått ut." in response.text
        assert "Alt du har skrevet, er lagret i kladden." in response.text
    with app.app_context():
        assert get(id).motivasjon == "Skrevet for sent"
        assert get(id).status is SoknadStatus.KLADD


def test_an_application_in_the_last_second_is_in_time(app: Flask) -> None:
    with app.app_context():
        utlysning = make_utlysning(frist_at=clock.now() + timedelta(hours=1))
        soknad = make_soknad(SoknadStatus.KLADD, utlysning=utlysning)
        bruker_id, id, frist_at = soknad.soker_id, soknad.id, utlysning.frist_at
    client = login(app, bruker_id)
    with clock.frozen(frist_at):
        response = client.post(f"/min-soknad/{id}/kontroll", data={"samtykke": "y"})
    assert response.status_code == 303


def test_sending_in_lists_everything_that_is_missing(soker: tuple[FlaskClient, int]) -> None:
    client, id = soker
    response = client.post(f"/min-soknad/{id}/kontroll")
    assert response.status_code == 422
    for text in ("Skriv stillingen din.", "Last opp CV-en din som PDF.", "Kryss av for at du"):
        assert text in response.text


def test_sending_in_twice_gives_one_receipt(app: Flask) -> None:
    with app.app_context():
        soknad = make_soknad(SoknadStatus.KLADD)
        bruker_id, id = soknad.soker_id, soknad.id
    client = login(app, bruker_id)
    data = {"samtykke": "y"}
    answers = [client.post(f"/min-soknad/{id}/kontroll", data=data) for _ in range(2)]
    assert [(a.status_code, a.location) for a in answers] == [(303, f"/min-soknad/{id}")] * 2
    with app.app_context():
        (epost,) = db.session.query(Utboks)
        assert epost.emne.startswith("Vi har fått søknaden din")
        assert f"http://localhost/min-soknad/{id}" in epost.tekst


def test_a_sent_application_is_read_and_no_longer_written(app: Flask) -> None:
    with app.app_context():
        soknad = make_soknad()
        bruker_id, id = soknad.soker_id, soknad.id
    client = login(app, bruker_id)
    assert client.get(f"/min-soknad/{id}/motivasjon").location == f"/min-soknad/{id}"
    assert client.get(f"/min-soknad/{id}/vedlegg").location == f"/min-soknad/{id}"
    response = save(client, id, "motivasjon", motivasjon="Skrevet i en gammel fane")
    assert response.status_code == 422
    assert "Skrevet i en gammel fane" in response.text
    page = client.get(f"/min-soknad/{id}/kontroll").text
    assert "Jeg vil dele det jeg har lært." in page
    assert "Send inn søknaden" not in page


def test_withdrawing_asks_first_and_twice_is_once(app: Flask) -> None:
    with app.app_context():
        soknad = make_soknad()
        bruker_id, id = soknad.soker_id, soknad.id
    client = login(app, bruker_id)
    assert "Trekk søknaden?" in client.get(f"/min-soknad/{id}/trekk").text
    answers = [client.post(f"/min-soknad/{id}/trekk") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert "Du har trukket søknaden." in client.get(f"/min-soknad/{id}").text
    with app.app_context():
        assert db.session.query(Utboks).count() == 1


def test_a_sent_application_is_opened_changed_and_sent_again(app: Flask) -> None:
    with app.app_context():
        soknad = make_soknad()
        bruker_id, id = soknad.soker_id, soknad.id
    client = login(app, bruker_id)
    assert "Endre søknaden?" in client.get(f"/min-soknad/{id}/endre").text
    assert client.post(f"/min-soknad/{id}/endre").status_code == 303
    assert client.post(f"/min-soknad/{id}/endre").status_code == 303
    assert "er ikke sendt inn på nytt" in client.get(f"/min-soknad/{id}").text
    client.post(f"/min-soknad/{id}/kontroll", data={"samtykke": "y"})
    with app.app_context():
        assert get(id).status is SoknadStatus.INNSENDT


def test_a_draft_is_deleted_with_its_files(app: Flask) -> None:
    with app.app_context():
        soknad = make_soknad(SoknadStatus.KLADD)
        bruker_id, id = soknad.soker_id, soknad.id
    client = login(app, bruker_id)
    assert "Slett kladden?" in client.get(f"/min-soknad/{id}/slett").text
    assert client.post(f"/min-soknad/{id}/slett").location == "/mine-soknader"
    assert client.get(f"/min-soknad/{id}").status_code == 404


@pytest.mark.parametrize("status", [SoknadStatus.AVSLAG, SoknadStatus.TIL_INTERVJU])
def test_a_decision_that_is_not_released_does_not_show(app: Flask, status: SoknadStatus) -> None:
    with app.app_context():
        soknad = make_soknad(status, avgjort_begrunnelse="Hemmelig grunn")
        bruker_id, id = soknad.soker_id, soknad.id
    client = login(app, bruker_id)
    pages = [client.get(path).text for path in (f"/min-soknad/{id}", "/mine-soknader")]
    assert all("Innsendt" in page for page in pages)
    assert not any("Hemmelig grunn" in page or "Avslag" in page for page in pages)


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (SoknadStatus.TIL_INTERVJU, "Vi vil gjerne snakke med deg."),
        (SoknadStatus.RESERVE, "Du er reserve."),
        (SoknadStatus.AVSLAG, "Hyggelig grunn"),
        (SoknadStatus.INNSTILT, "Du har fått tilbud"),
    ],
)
def test_what_has_been_told_shows(app: Flask, status: SoknadStatus, text: str) -> None:
    with app.app_context():
        soknad = make_soknad(status, meldt_status=status, avgjort_begrunnelse="Hyggelig grunn")
        bruker_id, id = soknad.soker_id, soknad.id
    assert text in login(app, bruker_id).get(f"/min-soknad/{id}").text


PATHS = ("", "/person", "/vedlegg", "/kontroll", "/trekk", "/endre", "/slett")


@pytest.mark.parametrize("rolle", [None, *Rolle])
def test_someone_elses_application_is_not_there(app: Flask, rolle: Rolle | None) -> None:
    with app.app_context():
        id = make_soknad(SoknadStatus.KLADD).id
        fil = get(id).vedlegg[0].id
        bruker_id = make_bruker(*([rolle] if rolle else [])).id
    client = login(app, bruker_id)
    answers = [client.get(f"/min-soknad/{id}{path}").status_code for path in PATHS]
    answers += [client.post(f"/min-soknad/{id}{path}").status_code for path in PATHS[1:]]
    answers.append(client.post(f"/min-soknad/{id}/vedlegg/{fil}/slett").status_code)
    answers.append(client.get(f"/soknad/{id}/vedlegg/{fil}").status_code)
    assert answers == [404] * len(answers)


def test_my_list_takes_the_same_queries_for_one_and_three(app: Flask) -> None:
    with app.app_context():
        one, many = make_bruker().id, make_bruker().id
        make_kladd(soker=db.session.get_one(Bruker, one))
        for _ in range(3):
            make_kladd(soker=db.session.get_one(Bruker, many))
    assert count_queries(app, one, "/mine-soknader") == count_queries(app, many, "/mine-soknader")
