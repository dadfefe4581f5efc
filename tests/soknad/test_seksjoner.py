"""Filling in, section by section, over HTTP."""

from datetime import timedelta
from io import BytesIO

from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.felles.mail import Utboks
from rekruttering.soknad import queries
from rekruttering.soknad.rules import Seksjon, SoknadStatus
from rekruttering.tilgang.rules import Malform
from rekruttering.utlysning.rules import UtlysningStatus
from tests.kommune.factories import make_kommune
from tests.soknad.factories import make_kladd, make_pdf
from tests.soknad.nettleser import answers, get, save, versjon
from tests.soknad.sporringer import count_queries
from tests.tilgang.factories import login, make_bruker
from tests.utlysning.factories import make_utlysning


def test_an_application_is_filled_in_section_by_section_and_sent(app: Flask) -> None:
    with app.app_context():
        bruker_id, utlysning_id = make_bruker(navn="").id, make_utlysning().id
        kommune = make_kommune(navn="Prøvevik")
        nummer = kommune.kommunenummer
    client = login(app, bruker_id)
    response = client.post(f"/utlysning/{utlysning_id}/start")
    assert response.status_code == 303
    soknad_id = int(response.location.rsplit("/", 1)[1])
    assert client.get(response.location).status_code == 200
    order = [*Seksjon, None]
    for seksjon, felter in answers(f"Prøvevik ({nummer})").items():
        assert client.get(f"/min-soknad/{soknad_id}/{seksjon}").status_code == 200
        response = save(client, soknad_id, seksjon, **felter)
        following = order[order.index(Seksjon(seksjon)) + 1]
        expected = f"/min-soknad/{soknad_id}/{following or 'kontroll'}"
        assert (response.status_code, response.location) == (303, expected), response.text
    upload = {"cv": (BytesIO(make_pdf()), "Min CV.pdf"), "handling": "fortsett"}
    response = client.post(f"/min-soknad/{soknad_id}/vedlegg", data=upload)
    assert response.location == f"/min-soknad/{soknad_id}/referanser"
    assert "Kontroller og send inn" in client.get(f"/min-soknad/{soknad_id}").text
    assert "15–20 prosent (252–336 timer)" in client.get(f"/min-soknad/{soknad_id}/kontroll").text
    response = client.post(f"/min-soknad/{soknad_id}/kontroll", data={"samtykke": "y"})
    assert (response.status_code, response.location) == (303, f"/min-soknad/{soknad_id}")
    page = client.get(response.location).text
    assert "Sendt inn" in page
    assert "Begynte på søknaden" in page
    with app.app_context():
        soknad = get(soknad_id)
        assert soknad.status is SoknadStatus.INNSENDT
        assert soknad.soker.malform is Malform.NN
        assert soknad.soker.navn == "Kari Nordmann"
        assert soknad.fagomrader == ["analyse", "ledelse"]
        assert soknad.maks_reise_km == 1000
        assert [rad.nokkel.startswith("soknad-") for rad in db.session.query(Utboks)] == [True]
    assert "Mine søknader" in client.get("/mine-soknader").text


def test_beginning_twice_gives_one_application(app: Flask) -> None:
    with app.app_context():
        bruker_id, utlysning_id = make_bruker().id, make_utlysning().id
    client = login(app, bruker_id)
    first = client.post(f"/utlysning/{utlysning_id}/start").location
    assert client.post(f"/utlysning/{utlysning_id}/start").location == first
    with app.app_context():
        assert len(queries.list_mine(bruker_id)) == 1


def test_nobody_begins_after_the_deadline_or_on_a_call_that_is_not_published(app: Flask) -> None:
    with app.app_context():
        bruker_id = make_bruker().id
        closed = make_utlysning(frist_at=clock.now() - timedelta(seconds=2)).id
        hidden = make_utlysning(status=UtlysningStatus.KLADD).id
    client = login(app, bruker_id)
    response = client.post(f"/utlysning/{closed}/start")
    assert (response.status_code, "Søknadsfristen har gått ut." in response.text) == (422, True)
    assert client.post(f"/utlysning/{hidden}/start").status_code == 404


def test_what_cannot_be_an_answer_is_kept_as_typed_and_the_rest_is_stored(
    soker: tuple[FlaskClient, int],
) -> None:
    client, id = soker
    response = save(client, id, "engasjement", form="frikjop", minst="femten", mest="22")
    assert response.status_code == 422
    assert "Her står det «femten»." in response.text
    page = client.get(f"/min-soknad/{id}/engasjement").text
    assert 'value="femten"' in page
    assert 'value="22"' in page
    assert "Mangler noe" in client.get(f"/min-soknad/{id}").text
    with client.application.app_context():
        assert (get(id).minst, get(id).mest) == (None, 22)


def test_a_value_outside_the_band_is_told_and_stored(soker: tuple[FlaskClient, int]) -> None:
    client, id = soker
    response = save(client, id, "engasjement", form="frikjop", minst="90", mest="10")
    assert response.status_code == 422
    assert "Skriv et tall fra 15 til 25 prosent." in response.text
    with client.application.app_context():
        assert (get(id).minst, get(id).mest) == (90, 10)


def test_an_incomplete_section_can_be_left_for_the_overview(
    soker: tuple[FlaskClient, int],
) -> None:
    client, id = soker
    response = save(client, id, "person", "oversikt", navn="Kari")
    assert (response.status_code, response.location) == (303, f"/min-soknad/{id}")
    assert "Skriv telefonnummeret ditt." in client.get(f"/min-soknad/{id}").text


def test_a_kommune_is_found_by_name_or_number_and_a_shared_name_is_asked_about(
    soker: tuple[FlaskClient, int],
) -> None:
    client, id = soker
    with client.application.app_context():
        first, second = make_kommune("9801", navn="Tvillingby"), make_kommune("9802")
        second.navn = second.navn_norsk = "Tvillingby"
        alone = make_kommune("9803", navn="Snåsaby - Snåasen").id
        db.session.commit()
        first_id = first.id
    response = save(client, id, "arbeid", arbeidssted="tvillingby")
    assert "Tvillingby (9801), Tvillingby (9802)" in response.text
    assert 'value="tvillingby"' in client.get(f"/min-soknad/{id}/arbeid").text
    save(client, id, "arbeid", arbeidssted="9801")
    with client.application.app_context():
        assert get(id).arbeidsgiver_kommune_id == first_id
    save(client, id, "arbeid", arbeidssted="Snåsaby - Snåasen")
    with client.application.app_context():
        assert get(id).arbeidsgiver_kommune_id == alone


def test_ties_are_added_and_removed_without_losing_a_half_written_one(
    soker: tuple[FlaskClient, int],
) -> None:
    client, id = soker
    with client.application.app_context():
        make_kommune("9811", navn="Enby")
    rows = {
        "rader-0-kommune": "Enby (9811)",
        "rader-0-grunn": "familie",
        "rader-2-kommune": "Atlantis",
        "rader-2-forklaring": "Arbeidet der.",
    }
    response = save(client, id, "habilitet", "legg-til", **rows)
    assert response.location == f"/min-soknad/{id}/habilitet?ny=1#rader"
    page = client.get(f"/min-soknad/{id}/habilitet?ny=1").text
    assert 'name="rader-1-kommune" type="text" value="Atlantis"' in page
    assert "Tilknytning 3" in page
    with client.application.app_context():
        assert [rad.kommune.kommunenummer for rad in get(id).tilknytninger] == ["9811"]
        assert get(id).ferdige == []
    rows = {navn.replace("rader-2", "rader-1"): verdi for navn, verdi in rows.items()}
    save(client, id, "habilitet", "fjern-1", **rows)
    page = client.get(f"/min-soknad/{id}/habilitet").text
    assert "Atlantis" not in page
    with client.application.app_context():
        assert get(id).ferdige == ["habilitet"]


def test_one_level_of_two_is_kept(soker: tuple[FlaskClient, int]) -> None:
    client, id = soker
    save(client, id, "sprak", "oversikt", nynorsk_muntlig="godt")
    page = client.get(f"/min-soknad/{id}/sprak").text
    assert '<option selected value="godt">' in page
    with client.application.app_context():
        assert get(id).sprak == []


def test_the_later_of_two_tabs_sees_both_texts_and_overwrites_nothing(
    soker: tuple[FlaskClient, int],
) -> None:
    client, id = soker
    old = versjon(client, id, "motivasjon")
    save(client, id, "motivasjon", motivasjon="Den første teksten")
    late = {"versjon": str(old), "handling": "fortsett", "motivasjon": "Den andre teksten"}
    response = client.post(f"/min-soknad/{id}/motivasjon", data=late)
    assert response.status_code == 409
    assert "Den første teksten" in response.text
    assert "Den andre teksten" in response.text
    with client.application.app_context():
        assert get(id).motivasjon == "Den første teksten"
    save(client, id, "motivasjon", motivasjon="Den andre teksten")
    with client.application.app_context():
        assert get(id).motivasjon == "Den andre teksten"


def test_a_conflict_is_found_in_what_is_kept_as_typed_too(soker: tuple[FlaskClient, int]) -> None:
    client, id = soker
    save(client, id, "sted", maks_reise_km="langt")
    late = {"versjon": "0", "handling": "fortsett", "maks_reise_km": "kort"}
    assert client.post(f"/min-soknad/{id}/sted", data=late).status_code == 409


def test_the_same_answers_sent_twice_are_no_conflict(soker: tuple[FlaskClient, int]) -> None:
    client, id = soker
    data = {"versjon": "0", "handling": "fortsett", "motivasjon": "Jeg vil."}
    answers = [client.post(f"/min-soknad/{id}/motivasjon", data=data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]


def test_two_sections_open_at_once_do_not_disturb_each_other(
    soker: tuple[FlaskClient, int],
) -> None:
    client, id = soker
    data = {"versjon": "0", "handling": "oversikt"}
    first = client.post(f"/min-soknad/{id}/onsker", data={**data, "makker_ja": "Ola"})
    second = client.post(f"/min-soknad/{id}/motivasjon", data={**data, "motivasjon": "Ja"})
    assert (first.status_code, second.status_code) == (303, 303)


def test_text_typed_when_the_session_ended_is_shown_after_log_in(app: Flask) -> None:
    with app.app_context():
        soknad = make_kladd()
        bruker_id, id = soknad.soker_id, soknad.id
    stranger = app.test_client()
    data = {"versjon": "0", "motivasjon": "Skrevet etter at økten var slutt"}
    assert stranger.post(f"/min-soknad/{id}/motivasjon", data=data).status_code == 303
    client = login(app, bruker_id)
    with stranger.session_transaction() as old, client.session_transaction() as new:
        new["skjemautkast"] = old["skjemautkast"]
    page = client.get(f"/min-soknad/{id}/motivasjon").text
    assert "Skrevet etter at økten var slutt" in page
    with app.app_context():
        assert get(id).motivasjon == ""


def test_saving_with_faults_does_not_ask_for_each_kommune_anew(app: Flask) -> None:
    with app.app_context():
        bruker_id, id = (soknad := make_kladd()).soker_id, soknad.id
    few = count_queries(app, bruker_id, f"/min-soknad/{id}/arbeid", post={"versjon": "0"})
    with app.app_context():
        for _ in range(5):
            make_kommune()
    many = count_queries(app, bruker_id, f"/min-soknad/{id}/arbeid", post={"versjon": "1"})
    assert few == many
