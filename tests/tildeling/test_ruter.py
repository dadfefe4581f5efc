import io
import json
import re
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from matching import check, forslag_from_dict, problem_from_dict
from rekruttering.felles import clock, jobs
from rekruttering.felles.db import db
from rekruttering.felles.jobs import Jobb
from rekruttering.felles.mail import Utboks
from rekruttering.pulje.models import Puljekommune
from rekruttering.pulje.queries import get_pulje_of
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.tildeling import queries, service
from rekruttering.tildeling.models import Kjoring, Tildeling
from rekruttering.tildeling.rules import KjoringStatus, TildelingStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.tilgang.service import give_rolle
from rekruttering.utlysning.queries import get_by_slug, get_utlysning
from tests.kommune.factories import make_kommune
from tests.pulje.factories import count_queries, make_koordinator, make_puljekommune
from tests.tildeling.factories import make_kjoring, make_runde, make_tildeling, make_veileder
from tests.tilgang.factories import login, make_bruker


@pytest.fixture
def koordinator(app: Flask) -> FlaskClient:
    """A browser of a coordinator."""
    with app.app_context():
        bruker_id = make_koordinator().id
    return login(app, bruker_id)


def make_kontakt(row: Puljekommune) -> int:
    """Return the id of a user who is the contact of this municipality."""
    return make_bruker(Rolle.KOMMUNEKONTAKT, omrade=row.kommune.kommunenummer).id


def make_statsforvalter(row: Puljekommune) -> int:
    """Return the id of a statsforvalter's contact in this municipality's embete."""
    return make_bruker(Rolle.STATSFORVALTER, omrade=row.kommune.embete_kode).id


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def make_id(
    app: Flask,
    status: TildelingStatus = TildelingStatus.FORSLAG,
    *,
    veiledere: int = 4,
    kommuner: int = 2,
) -> int:
    """Return the id of an allocation in a round of its own."""
    with app.app_context():
        utlysning, _pulje = make_runde(veiledere, kommuner)
        return make_tildeling(utlysning, status).id


def test_a_run_is_started_followed_and_leads_to_its_proposal(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
    page = koordinator.get(f"/runde/{utlysning_id}/tildeling")
    assert "Ingen forslag er laget ennå." in page.text
    started = koordinator.post(
        f"/runde/{utlysning_id}/tildeling", data={"maks_sekunder": "20", "fro": "3"}
    )
    assert started.status_code == 303
    waiting = koordinator.get(started.location)
    assert '<meta http-equiv="refresh" content="2">' in waiting.text
    assert "Venter på å starte" in waiting.text
    jobs.wait_for_all(app)
    done = koordinator.get(started.location)
    assert "refresh" not in done.text
    assert "<polyline" in done.text
    where = re.search(r'href="(/tildeling/\d+)"', done.text)
    assert where is not None
    assert "bevist best" in koordinator.get(where[1]).text
    with app.app_context():
        kjoring = db.session.query(Kjoring).one()
        assert (kjoring.maks_sekunder, kjoring.fro) == (20, 3)


def test_the_progress_alone_is_a_fragment(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        kjoring = make_kjoring()
        jobb = db.session.query(Jobb).one()
        kjoring.status = KjoringStatus.KJORER
        jobb.fremdrift = {
            "fase": "improve",
            "kostnad": 812,
            "nedre_grense": 799,
            "udekket": 1,
            "nedre_grense_udekket": 0,
            "sekunder": 4.2,
            "punkter": [[1.0, None, 0], [2.0, 900, 700], [4.2, 812, 799]],
        }
        db.session.commit()
        where = f"/kjoring/{kjoring.id}"
    part = koordinator.get(where, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    words = text_of(part)
    for expected in ("Forbedrer forslaget", "812", "799", "4 av 30 sekunder"):
        assert expected in words


def test_a_second_start_leads_to_the_run_that_goes_on(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
    data = {"maks_sekunder": "20", "fro": "1"}
    first = koordinator.post(f"/runde/{utlysning_id}/tildeling", data=data)
    second = koordinator.post(f"/runde/{utlysning_id}/tildeling", data=data)
    assert first.location == second.location
    assert "En tildeling regnes ut allerede." in koordinator.get(second.location).text


def test_settings_that_are_wrong_get_a_sentence_each(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
    page = koordinator.post(
        f"/runde/{utlysning_id}/tildeling", data={"maks_sekunder": "9999", "fro": "x"}
    )
    assert page.status_code == 422
    assert "Tiden må være fra 1 til 3600 sekunder." in page.text
    assert "Skriv et helt tall." in page.text


def test_a_round_that_is_not_ready_says_why(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning_id = make_runde(veiledere=1, kommuner=0)[0].id
    page = koordinator.get(f"/runde/{utlysning_id}/tildeling").text
    assert "Det må være minst to veiledere med avtale." in page
    assert "Ingen kommuner har takket ja ennå." in page
    assert 'name="fro"' not in page


def test_a_run_is_stopped_from_its_page(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        kjoring_id = make_kjoring().id
    for _n in range(2):
        assert koordinator.post(f"/kjoring/{kjoring_id}/stopp").status_code == 303
    assert "Stoppet" in koordinator.get(f"/kjoring/{kjoring_id}").text


def test_wishes_that_led_to_nobody_are_shown(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning, _pulje = make_runde()
        make_veileder(utlysning, navn="Siv Ås", makker_ja="Ukjent Person")
        kjoring_id = make_kjoring(utlysning).id
    page = text_of(koordinator.get(f"/kjoring/{kjoring_id}").text)
    assert "Siv Ås vil gjerne arbeide med «Ukjent Person»." in page


def test_a_proposal_shows_pairs_hours_cost_bound_map_and_what_is_left(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning, pulje = make_runde(veiledere=5, kommuner=2)
        make_puljekommune(pulje, make_kommune(navn="Utenfor"), timer=2000)
        tildeling = make_tildeling(utlysning)
        where = f"/tildeling/{tildeling.id}"
        lag = queries.load_lag(tildeling.id)
        names = {each.veileder_a.soknad.navn for each in lag}
    html = koordinator.get(where).text
    page = text_of(html)
    for expected in (*names, "260 timer · innenfor 250–420", "Utenfor", "Målform", "Reserver"):
        assert expected in page
    assert html.count('class="punkt punkt--med-par"') == 2 + 1
    assert html.count('class="punkt punkt--uten-par"') == 1 + 1
    assert html.count('<line class="linje--vanlig"') == 4


def test_a_proposal_is_filtered_by_fylke(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning, pulje = make_runde(veiledere=4, kommuner=1)
        make_puljekommune(pulje, make_kommune(navn="Nordby", fylkesnummer="54"))
        where = f"/tildeling/{make_tildeling(utlysning).id}"
    page = koordinator.get(f"{where}?fylke=54").text
    assert "Nordby" in page
    assert page.count('class="punkt punkt--med-par"') == 1 + 1
    assert "1 par" in text_of(page)
    assert "2 par" in text_of(koordinator.get(f"{where}?fylke=99").text)


def test_the_page_asks_the_database_as_often_for_one_pair_as_for_three(
    app: Flask, koordinator: FlaskClient
) -> None:
    one = make_id(app, veiledere=2, kommuner=1)
    three = make_id(app, veiledere=6, kommuner=3)
    counts = [
        count_queries(app, partial(koordinator.get, f"/tildeling/{id}")) for id in (one, three)
    ]
    assert counts[0] == counts[1]


def test_the_list_of_runs_asks_as_often_for_one_as_for_three(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
    counts = []
    for number in (1, 3):
        with app.app_context():
            while db.session.query(Kjoring).count() < number:
                make_tildeling(get_utlysning(utlysning_id))
        counts.append(
            count_queries(app, lambda: koordinator.get(f"/runde/{utlysning_id}/tildeling"))
        )
    assert counts[0] == counts[1]


def test_a_decision_is_made_and_published_in_the_browser(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = make_id(app)
    assert "Skriv en begrunnelse" in koordinator.post(f"/tildeling/{id}/vedta", data={}).text
    for _n in range(2):
        answer = koordinator.post(f"/tildeling/{id}/vedta", data={"begrunnelse": "God plan."})
        assert answer.status_code == 303
    assert "Publiser og send e-post" in koordinator.get(f"/tildeling/{id}/publiser").text
    for _n in range(2):
        assert koordinator.post(f"/tildeling/{id}/publiser").status_code == 303
    assert "Publisert" in koordinator.get(f"/tildeling/{id}").text
    with app.app_context():
        assert db.session.query(Utboks).count() == 4 + 2


def test_two_coordinators_with_different_decisions_do_not_overwrite_each_other(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = make_id(app)
    page = koordinator.get(f"/tildeling/{id}/forkast").text
    versjon = re.search(r'name="versjon"[^>]*value="(\d+)"', page)
    assert versjon is not None
    koordinator.post(f"/tildeling/{id}/vedta", data={"begrunnelse": "God plan."})
    late = koordinator.post(
        f"/tildeling/{id}/forkast", data={"begrunnelse": "Nei.", "versjon": versjon[1]}
    )
    assert late.status_code == 409
    with app.app_context():
        assert queries.get_tildeling(id).status is TildelingStatus.VEDTATT


def test_a_proposal_is_rejected_with_a_reason(app: Flask, koordinator: FlaskClient) -> None:
    id = make_id(app)
    assert koordinator.post(f"/tildeling/{id}/forkast", data={}).status_code == 422
    for _n in range(2):
        answer = koordinator.post(f"/tildeling/{id}/forkast", data={"begrunnelse": "For langt."})
        assert answer.status_code == 303
    late = koordinator.post(f"/tildeling/{id}/vedta", data={"begrunnelse": "Likevel."})
    assert late.status_code == 422
    assert "Tildelingen er ikke lenger et forslag." in late.text


def test_publishing_is_refused_with_every_reason(app: Flask, koordinator: FlaskClient) -> None:
    id = make_id(app, TildelingStatus.VEDTATT)
    with app.app_context():
        first, second = queries.load_lag(id)
        first.veileder_a.sluttet_at = clock.now()
        second.plasseringer[0].puljekommune.status = PuljekommuneStatus.TAKKET_NEI
        names = (
            first.veileder_a.soknad.navn,
            second.plasseringer[0].puljekommune.kommune.navn,
        )
        db.session.commit()
    for page in (
        koordinator.get(f"/tildeling/{id}/publiser"),
        koordinator.post(f"/tildeling/{id}/publiser"),
    ):
        assert f"{names[0]} er ikke lenger veileder i runden." in page.text
        assert f"{names[1]} er ikke lenger med i ordningen." in page.text
    with app.app_context():
        assert db.session.query(Utboks).count() == 0


def test_the_export_says_who_goes_where(app: Flask, koordinator: FlaskClient) -> None:
    id = make_id(app, veiledere=3, kommuner=1)
    book = load_workbook(io.BytesIO(koordinator.get(f"/tildeling/{id}/eksport").data))
    assert book.sheetnames == ["Kommuner", "Veiledere", "Kostnad"]
    assert book["Veiledere"].max_row == 1 + 3


def test_the_exported_files_are_those_that_the_engine_checks(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = make_id(app)
    with app.app_context():
        kjoring_id = queries.get_tildeling(id).kjoring_id
    problem = json.loads(koordinator.get(f"/kjoring/{kjoring_id}/problem").data)
    forslag = json.loads(koordinator.get(f"/kjoring/{kjoring_id}/forslag").data)
    assert check(problem_from_dict(problem), forslag_from_dict(forslag)) == []


def test_what_is_not_published_is_seen_by_coordinators_only(app: Flask) -> None:
    id = make_id(app, TildelingStatus.VEDTATT)
    with app.app_context():
        lag = queries.load_lag(id)[0]
        row = lag.plasseringer[0].puljekommune
        names = (lag.veileder_a.soknad.navn, lag.veileder_b.soknad.navn)
        row_id = row.id
        users = {
            "/min-tildeling": lag.veileder_a.bruker_id,
            "/min-kommune": make_kontakt(row),
            "/min-region": make_statsforvalter(row),
        }
    browsers = {path: login(app, bruker_id) for path, bruker_id in users.items()}
    for path, browser in browsers.items():
        page = browser.get(path)
        assert page.status_code == 200
        assert names[1] not in page.text
        assert browser.get(f"/tildeling/{id}").status_code == 404
    for path in (f"/min-kommune/{row_id}", f"/min-region/{row_id}"):
        page = browsers[path.rsplit("/", 1)[0]].get(path)
        assert names[1] not in page.text


def test_everyone_concerned_sees_the_published_pair_and_nobody_elses(app: Flask) -> None:
    with app.app_context():
        utlysning, pulje = make_runde(veiledere=4, kommuner=1)
        make_puljekommune(pulje, make_kommune(embete_kode="nordland"))
        tildeling = make_tildeling(utlysning, TildelingStatus.PUBLISERT)
        mine, other = sorted(
            queries.load_lag(tildeling.id),
            key=lambda lag: lag.plasseringer[0].puljekommune.kommune.embete_kode,
            reverse=True,
        )
        row = mine.plasseringer[0].puljekommune
        other_row = other.plasseringer[0].puljekommune
        shown = (mine.veileder_a.bruker.epost, mine.veileder_b.bruker.epost)
        hidden = (other.veileder_a.bruker.epost, other.veileder_b.bruker.epost)
        users = (make_kontakt(row), make_statsforvalter(row), mine.veileder_a.bruker_id)
        row_id, other_id = row.id, other_row.id
    kontakt, fylket, veileder = (login(app, bruker_id) for bruker_id in users)
    for browser, path in ((kontakt, "/min-kommune"), (fylket, "/min-region")):
        detail = browser.get(f"{path}/{row_id}").text
        assert all(epost in detail for epost in shown)
        assert not any(epost in browser.get(path).text for epost in hidden)
        assert browser.get(f"{path}/{other_id}").status_code == 404
    page = veileder.get("/min-tildeling").text
    assert shown[1] in page
    assert not any(epost in page for epost in hidden)


@pytest.mark.parametrize(
    ("rolle", "path"),
    [(Rolle.STATSFORVALTER, "/min-region"), (Rolle.KOMMUNEKONTAKT, "/min-kommune")],
)
def test_a_region_is_listed_with_the_same_number_of_questions(
    app: Flask, rolle: Rolle, path: str
) -> None:
    counts = []
    with app.app_context():
        utlysning, pulje = make_runde(veiledere=8, kommuner=0)
        first = make_puljekommune(pulje)
        omrade = {
            Rolle.STATSFORVALTER: first.kommune.embete_kode,
            Rolle.KOMMUNEKONTAKT: first.kommune.kommunenummer,
        }[rolle]
        bruker = make_bruker(rolle, omrade=omrade)
        make_tildeling(utlysning, TildelingStatus.PUBLISERT)
        bruker_id = bruker.id
        browser = login(app, bruker_id)
    counts.append(count_queries(app, lambda: browser.get(path)))
    with app.app_context():
        utlysning, pulje = make_runde(veiledere=8, kommuner=0)
        for _n in range(3):
            row = make_puljekommune(pulje)
            if rolle is Rolle.KOMMUNEKONTAKT:
                member = db.session.get_one(Bruker, bruker_id)
                give_rolle(member, rolle, row.kommune.kommunenummer, av=None)
        make_tildeling(utlysning, TildelingStatus.PUBLISERT)
    counts.append(count_queries(app, lambda: browser.get(path)))
    assert counts[0] == counts[1]


def test_a_proposal_can_be_printed_from_the_command_line(app: Flask) -> None:
    with app.app_context():
        utlysning, _pulje = make_runde(veiledere=2, kommuner=1)
        slug = utlysning.slug
    runner = app.test_cli_runner()
    covered = runner.invoke(args=["tildeling", "propose", slug, "--max-time", "20"])
    assert covered.exit_code == 0
    assert covered.output.startswith("2 veiledere, 1 kommuner\noptimal: 1 par, 0 uten par")
    assert runner.invoke(args=["tildeling", "propose", "finnes-ikke"]).exit_code == 2
    with app.app_context():
        make_puljekommune(get_pulje_of(get_by_slug(slug).id), timer=2000)
    short = runner.invoke(args=["tildeling", "propose", slug])
    assert short.exit_code == 1
    with app.app_context():
        assert db.session.query(Tildeling).count() == 0


def test_problem_and_proposal_are_written_as_files(app: Flask, tmp_path: Any) -> None:
    id = make_id(app)
    runner = app.test_cli_runner()
    result = runner.invoke(args=["tildeling", "export", str(id), "--folder", str(tmp_path)])
    assert result.exit_code == 0
    assert sorted(path.name for path in tmp_path.glob("*.json")) == [
        f"forslag-{id}.json",
        f"problem-{id}.json",
    ]


def test_the_failed_run_says_why(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        kjoring_id = make_kjoring().id
        service.fail_kjoring(kjoring_id, "Beregningen stanset.", now=clock.now())
        db.session.commit()
    page = text_of(koordinator.get(f"/kjoring/{kjoring_id}").text)
    assert "Kjøringen ga ikke noe forslag Beregningen stanset." in page
