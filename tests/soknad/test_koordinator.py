"""The coordinators' pages over HTTP."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.felles.mail import Utboks
from rekruttering.soknad import queries
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import Bakgrunn, SoknadStatus
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import Engasjementsform
from tests.soknad.factories import make_soknad
from tests.soknad.sporringer import count_queries
from tests.tilgang.factories import login, make_bruker
from tests.utlysning.factories import make_utlysning

S = SoknadStatus


@pytest.fixture
def runde(app: Flask) -> int:
    """The id of a call whose deadline passed yesterday."""
    with app.app_context():
        return make_utlysning(frist_at=clock.now() - timedelta(days=1)).id


@pytest.fixture
def koordinator(app: Flask) -> FlaskClient:
    with app.app_context():
        bruker_id = make_bruker(Rolle.KOORDINATOR, navn="Knut Koordinator").id
    return login(app, bruker_id)


def make(app: Flask, runde: int, navn: str, status: S = S.INNSENDT, **felter: Any) -> int:
    with app.app_context():
        utlysning = db.session.get_one(Utlysning, runde)
        return make_soknad(status, utlysning=utlysning, navn=navn, **felter).id


def get(app: Flask, id: int) -> tuple[S, str]:
    with app.app_context():
        soknad = queries.get_soknad(id)
        return soknad.status, soknad.avgjort_begrunnelse


def versjon(app: Flask, id: int) -> int:
    with app.app_context():
        return queries.get_soknad(id).versjon


def names(client: FlaskClient, path: str, *of: str) -> list[str]:
    """Return which of the names the page shows, in the page's order."""
    page = client.get(path).text
    shown = [navn for navn in of if f">{navn}</a>" in page]
    return sorted(shown, key=lambda navn: page.index(f">{navn}</a>"))


def test_what_needs_doing_comes_first_and_drafts_are_only_counted(
    app: Flask, runde: int, koordinator: FlaskClient
) -> None:
    make(app, runde, "Trukket Tor", S.TRUKKET)
    make(app, runde, "Avslått Anne", S.AVSLAG, meldt_status=S.AVSLAG)
    make(app, runde, "Usvart Ulla", S.AVSLAG)
    make(app, runde, "Ny Nils")
    make(app, runde, "Hemmelig Kladd", S.KLADD)
    alle = ("Ny Nils", "Usvart Ulla", "Avslått Anne", "Trukket Tor", "Hemmelig Kladd")
    assert names(koordinator, f"/runde/{runde}/soknader", *alle) == list(alle[:4])
    page = koordinator.get(f"/runde/{runde}/soknader").text
    for text in ("Sorter 1 søknad", "Send svar til 1 søker", "1 kladd er ikke sendt inn."):
        assert text in page


@pytest.mark.parametrize(
    "query",
    [
        "sok=ÅSE",
        "sok=åse+solberg",
        "status=til_intervju",
        "bakgrunn=begge",
        "form=konsulent",
        "gjenstar=svar",
    ],
)
def test_the_list_is_filtered(app: Flask, runde: int, koordinator: FlaskClient, query: str) -> None:
    make(
        app,
        runde,
        "Åse Wanted",
        S.TIL_INTERVJU,
        arbeidsgiver="Solberg skole",
        bakgrunn=Bakgrunn.BEGGE,
        form=Engasjementsform.KONSULENT,
    )
    make(app, runde, "Per Other")
    path = f"/runde/{runde}/soknader?{query}"
    assert names(koordinator, path, "Åse Wanted", "Per Other") == ["Åse Wanted"]


def test_language_and_home_filter_too(app: Flask, runde: int, koordinator: FlaskClient) -> None:
    make(app, runde, "Per Other")
    path = f"/runde/{runde}/soknader"
    assert names(koordinator, f"{path}?sprak=nynorsk", "Per Other") == ["Per Other"]
    assert names(koordinator, f"{path}?sprak=nordsamisk", "Per Other") == []
    assert names(koordinator, f"{path}?status=finnes-ikke", "Per Other") == ["Per Other"]


@pytest.mark.parametrize("sorter", ["navn", "arbeidsgiver", "bakgrunn", "form", "sendt", "status"])
def test_the_list_is_sorted_both_ways(
    app: Flask, runde: int, koordinator: FlaskClient, sorter: str
) -> None:
    now = clock.now()
    make(
        app,
        runde,
        "Anne",
        arbeidsgiver="A",
        bakgrunn=Bakgrunn.ANNEN,
        form=Engasjementsform.FRIKJOP,
        now=now - timedelta(days=3),
    )
    make(
        app,
        runde,
        "Åse",
        S.AVSLAG,
        arbeidsgiver="Å",
        bakgrunn=Bakgrunn.SKOLELEDER,
        form=Engasjementsform.KONSULENT,
        now=now - timedelta(days=2),
    )
    path = f"/runde/{runde}/soknader?sorter={sorter}"
    assert names(koordinator, path, "Åse", "Anne") == ["Anne", "Åse"]
    assert names(koordinator, f"{path}&retning=desc", "Åse", "Anne") == ["Åse", "Anne"]


def test_the_list_has_pages_of_fifty(app: Flask, runde: int, koordinator: FlaskClient) -> None:
    first = make(app, runde, "Nummer 0")
    with app.app_context():
        for number in range(1, 51):
            copy = Soknad(
                utlysning_id=runde,
                soker=make_bruker(),
                status=S.INNSENDT,
                navn=f"Nummer {number}",
                opprettet_at=clock.now(),
                endret_at=clock.now(),
                sendt_at=clock.now() + timedelta(seconds=number),
            )
            db.session.add(copy)
        db.session.commit()
    path = f"/runde/{runde}/soknader"
    assert names(koordinator, path, "Nummer 0", "Nummer 49", "Nummer 50") == [
        "Nummer 0",
        "Nummer 49",
    ]
    assert names(koordinator, f"{path}?side=2", "Nummer 0", "Nummer 50") == ["Nummer 50"]
    assert names(koordinator, f"{path}?side=99", "Nummer 50") == ["Nummer 50"]
    assert first


def test_the_list_takes_the_same_queries_for_one_and_three(app: Flask) -> None:
    with app.app_context():
        bruker_id = make_bruker(Rolle.KOORDINATOR).id
        one, many = make_utlysning(), make_utlysning()
        make_soknad(utlysning=one)
        for _ in range(3):
            make_soknad(utlysning=many)
        paths = [f"/runde/{utlysning.id}/soknader" for utlysning in (one, many)]
    counts = [count_queries(app, bruker_id, path) for path in paths]
    assert counts[0] == counts[1]


def test_the_export_holds_the_filtered_list_and_no_formulas(
    app: Flask, runde: int, koordinator: FlaskClient
) -> None:
    make(app, runde, "=HYPERLINK(1)", arbeidsgiver="+47 skole")
    make(app, runde, "Per Other")
    path = f"/runde/{runde}/soknader"
    response = koordinator.get(f"{path}/excel?sok=hyperlink")
    sheet = load_workbook(BytesIO(response.data)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["Navn", "'=HYPERLINK(1)"]
    text = koordinator.get(f"{path}/csv").data.decode("utf-8-sig")
    assert len(text.strip().split("\r\n")) == 3
    assert "'=HYPERLINK(1)" in text
    assert "'+47 skole" in text


def test_the_whole_application_is_read_with_its_neighbours_in_the_list(
    app: Flask, runde: int, koordinator: FlaskClient
) -> None:
    ids = [make(app, runde, navn) for navn in ("Anne", "Berit", "Cecilie")]
    make(app, runde, "Annen status", S.AVSLAG)
    page = koordinator.get(f"/soknad/{ids[1]}?sorter=navn&status=innsendt").text
    assert "2 av 3" in page
    assert f'rel="prev" href="/soknad/{ids[0]}?status=innsendt&amp;sorter=navn"' in page
    assert f'rel="next" href="/soknad/{ids[2]}?status=innsendt&amp;sorter=navn"' in page
    assert "Jeg vil dele det jeg har lært." in page


def test_shortlisting_goes_on_to_the_next_in_the_list(
    app: Flask, runde: int, koordinator: FlaskClient
) -> None:
    first, second = make(app, runde, "Anne"), make(app, runde, "Berit")
    path = f"/soknad/{first}/til-intervju?sorter=navn"
    assert "Sett Anne til intervju" in koordinator.get(path).text
    response = koordinator.post(path, data={"versjon": versjon(app, first)})
    assert response.location == f"/soknad/{second}?sorter=navn"
    assert get(app, first) == (S.TIL_INTERVJU, "")
    assert "Anne er satt til intervju." in koordinator.get(response.location).text


def test_declining_needs_grounds_beside_the_field(
    app: Flask, runde: int, koordinator: FlaskClient
) -> None:
    id = make(app, runde, "Anne")
    path = f"/soknad/{id}/avslag"
    response = koordinator.post(path, data={"versjon": versjon(app, id), "begrunnelse": " "})
    assert (response.status_code, "Skriv en begrunnelse." in response.text) == (422, True)
    data = {"versjon": versjon(app, id), "begrunnelse": "Andre har mer erfaring."}
    assert koordinator.post(path, data=data).status_code == 303
    assert get(app, id) == (S.AVSLAG, "Andre har mer erfaring.")
    page = koordinator.get(f"/soknad/{id}").text
    assert "Svaret er ikke sendt." in page
    assert "Knut Koordinator" in page


def test_taking_a_decision_back(app: Flask, runde: int, koordinator: FlaskClient) -> None:
    id = make(app, runde, "Anne", S.AVSLAG, meldt_status=S.AVSLAG)
    assert "Ta avgjørelsen tilbake" in koordinator.get(f"/soknad/{id}").text
    page = koordinator.get(f"/soknad/{id}/gjenapne").text
    assert "Søkeren har fått svaret." in page
    data = {"versjon": versjon(app, id), "begrunnelse": "Feil person"}
    assert koordinator.post(f"/soknad/{id}/gjenapne", data=data).location == f"/soknad/{id}"
    assert get(app, id) == (S.INNSENDT, "")


def test_the_second_of_two_coordinators_is_told_and_keeps_the_text(
    app: Flask, runde: int, koordinator: FlaskClient
) -> None:
    id = make(app, runde, "Anne")
    seen = versjon(app, id)
    koordinator.post(f"/soknad/{id}/til-intervju", data={"versjon": seen})
    data = {"versjon": seen, "begrunnelse": "Min begrunnelse"}
    response = koordinator.post(f"/soknad/{id}/avslag", data=data)
    assert response.status_code == 409
    assert "Noen har endret søknaden" in response.text
    assert "Min begrunnelse" in response.text
    assert get(app, id)[0] is S.TIL_INTERVJU


def test_what_is_not_open_for_sorting_is_refused_with_the_reason(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        id = make_soknad().id
    assert "Søknadsfristen er ikke ute." in koordinator.get(f"/soknad/{id}").text
    data = {"versjon": versjon(app, id), "begrunnelse": "Nei"}
    response = koordinator.post(f"/soknad/{id}/avslag", data=data)
    assert (response.status_code, "Søknadsfristen er ikke ute." in response.text) == (422, True)


def choose(app: Flask, runde: int, utfall: str, *ids: int) -> dict[str, Any]:
    return {"utfall": utfall, "valg": [f"{id}-{versjon(app, id)}" for id in ids]}


def test_many_are_decided_at_once_after_a_page_that_names_them(
    app: Flask, runde: int, koordinator: FlaskClient
) -> None:
    ids = [make(app, runde, navn) for navn in ("Anne", "Berit")]
    done = make(app, runde, "Tor", S.TRUKKET)
    path = f"/runde/{runde}/soknader/beslutning"
    query = f"?utfall=avslag&valg={ids[0]}&valg={ids[1]}&valg={done}"
    page = koordinator.get(path + query).text
    assert "Avslå 2 søkere" in page
    assert "Tor: Søknaden er trukket." in page
    response = koordinator.post(path, data=choose(app, runde, "avslag", *ids))
    assert "Skriv en begrunnelse." in response.text
    data = {**choose(app, runde, "avslag", *ids), "begrunnelse": "Andre har mer erfaring."}
    response = koordinator.post(path, data=data)
    assert response.location == f"/runde/{runde}/soknader"
    assert [get(app, id)[0] for id in (*ids, done)] == [S.AVSLAG, S.AVSLAG, S.TRUKKET]


def test_bulk_shortlisting(app: Flask, runde: int, koordinator: FlaskClient) -> None:
    id = make(app, runde, "Anne")
    path = f"/runde/{runde}/soknader/beslutning"
    assert "Sett 1 søker til intervju" in koordinator.get(f"{path}?valg={id}").text
    koordinator.post(path, data=choose(app, runde, "til-intervju", id))
    assert get(app, id)[0] is S.TIL_INTERVJU


def test_when_one_has_changed_meanwhile_nobody_is_decided(
    app: Flask, runde: int, koordinator: FlaskClient
) -> None:
    first, second = make(app, runde, "Anne"), make(app, runde, "Berit")
    data = {**choose(app, runde, "avslag", first, second), "begrunnelse": "Grunn"}
    koordinator.post(f"/soknad/{second}/til-intervju", data={"versjon": versjon(app, second)})
    response = koordinator.post(f"/runde/{runde}/soknader/beslutning", data=data)
    assert response.status_code == 409
    assert "Noen har endret søknaden" in response.text
    assert [get(app, id)[0] for id in (first, second)] == [S.INNSENDT, S.TIL_INTERVJU]


def test_choosing_nobody_or_someone_of_another_round_leads_back(
    app: Flask, runde: int, koordinator: FlaskClient
) -> None:
    with app.app_context():
        other = make_soknad().id
    path = f"/runde/{runde}/soknader/beslutning"
    for query in ("", f"?valg={other}", "?valg=tull"):
        assert koordinator.get(path + query).location == f"/runde/{runde}/soknader"


def test_answers_are_released_together_and_a_second_click_is_harmless(
    app: Flask, runde: int, koordinator: FlaskClient
) -> None:
    anne = make(app, runde, "Anne", S.AVSLAG)
    berit = make(app, runde, "Berit", S.TIL_INTERVJU)
    path = f"/runde/{runde}/soknader/svar"
    assert "Send svar til 2 søkere" in koordinator.get(path).text
    data = choose(app, runde, "", anne, berit)
    assert koordinator.post(path, data=data).status_code == 303
    assert koordinator.post(path, data=data).status_code == 303
    assert "Ingen svar venter på å bli sendt." in koordinator.get(path).text
    with app.app_context():
        assert db.session.query(Utboks).count() == 2


def test_an_answer_that_was_changed_after_it_was_shown_is_not_sent(
    app: Flask, runde: int, koordinator: FlaskClient
) -> None:
    anne = make(app, runde, "Anne", S.AVSLAG)
    data = choose(app, runde, "", anne)
    with app.app_context():
        queries.get_soknad(anne).avgjort_begrunnelse = "Ny tekst"
        db.session.commit()
    response = koordinator.post(f"/runde/{runde}/soknader/svar", data=data)
    assert response.status_code == 409
    with app.app_context():
        assert db.session.query(Utboks).count() == 0


def test_a_coordinator_fetches_the_files(app: Flask, runde: int, koordinator: FlaskClient) -> None:
    id = make(app, runde, "Anne")
    with app.app_context():
        fil = queries.get_soknad(id).vedlegg[0].id
    assert koordinator.get(f"/soknad/{id}/vedlegg/{fil}").status_code == 200


def test_a_draft_is_its_writers_own(app: Flask, runde: int, koordinator: FlaskClient) -> None:
    id = make(app, runde, "Anne", S.KLADD)
    assert koordinator.get(f"/soknad/{id}").status_code == 404


def test_a_coordinator_does_not_decide_on_the_own_application(app: Flask, runde: int) -> None:
    with app.app_context():
        selv = make_bruker(Rolle.KOORDINATOR)
        utlysning = db.session.get_one(Utlysning, runde)
        id, bruker_id = make_soknad(utlysning=utlysning, soker=selv).id, selv.id
    client = login(app, bruker_id)
    assert client.get(f"/soknad/{id}").status_code == 404
    assert client.get(f"/soknad/{id}/avslag").status_code == 404
    page = client.get(f"/runde/{runde}/soknader/beslutning?utfall=avslag&valg={id}").text
    assert "Dette er din egen søknad." in page


@pytest.mark.parametrize("rolle", [None, *(r for r in Rolle if r is not Rolle.KOORDINATOR)])
def test_only_coordinators_see_these_pages(app: Flask, runde: int, rolle: Rolle | None) -> None:
    id = make(app, runde, "Hemmelig navn")
    with app.app_context():
        bruker_id = make_bruker(*([rolle] if rolle else [])).id
        fil = queries.get_soknad(id).vedlegg[0].id
    client = login(app, bruker_id)
    liste = f"/runde/{runde}/soknader"
    paths = [liste, f"{liste}/excel", f"{liste}/csv", f"{liste}/svar", f"{liste}/beslutning"]
    paths += [f"/soknad/{id}", f"/soknad/{id}/avslag", f"/soknad/{id}/vedlegg/{fil}"]
    assert [client.get(path).status_code for path in paths] == [404] * len(paths)
    posts = [f"{liste}/svar", f"{liste}/beslutning", f"/soknad/{id}/avslag"]
    assert [client.post(path).status_code for path in posts] == [404] * len(posts)
