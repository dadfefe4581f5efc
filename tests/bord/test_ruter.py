import re
from functools import partial
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.habilitet.rules import Tilstand
from rekruttering.pulje.models import Puljekommune
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling import service
from rekruttering.tildeling.queries import get_tildeling
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tildeling.service.kjoringer import fingerprint
from tests.bord.conftest import KOMMUNER, Plan, lag_of, versjon_of
from tests.habilitet.factories import make_habilitet
from tests.kommune.factories import make_kommune
from tests.pulje.factories import count_queries, make_koordinator, make_puljekommune
from tests.tildeling.factories import make_id, make_runde, make_tildeling, text_of

HTMX = {"HX-Request": "true"}
LISTE = {**HTMX, "HX-Target": "bord-liste"}


def rows_of(html: str) -> list[str]:
    """Return the names of the municipalities in a list."""
    return re.findall(r'data-kommune="\d+">([^<]+)<', html)


def test_the_board_shows_every_municipality_with_pair_kilometres_and_what_is_left(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        utlysning, pulje = make_runde(veiledere=5, kommuner=2)
        make_puljekommune(pulje, make_kommune(navn="Utenfor"), timer=2000)
        tildeling = make_tildeling(utlysning)
        where = f"/tildeling/{tildeling.id}"
        names = {
            member.soknad.navn
            for each in tildeling.lag
            for member in (each.veileder_a, each.veileder_b)
        }
    page = text_of(koordinator.get(where).text)
    people = text_of(koordinator.get(f"{where}?visning=veiledere").text)
    kart = koordinator.get(f"{where}?visning=kart").text
    for expected in (*names, "Utenfor Uten par", "par 2 kommuner med par 2 kommune uten par 1"):
        assert expected in page
    for expected in (*names, "260 timer · innenfor 250–420", "Reserver", "Bokmål, Nynorsk"):
        assert expected in people
    assert kart.count('class="punkt punkt--med-par"') == 2 + 1
    assert kart.count('class="punkt punkt--uten-par"') == 1 + 1
    assert kart.count('<line class="linje--vanlig"') == 4
    for expected in (*names, "Utenfor"):
        assert expected in text_of(kart[kart.index("Kommunene på kartet") :])


def test_rows_are_found_by_fylke_name_of_the_municipality_and_name_of_a_veileder(
    app: Flask, koordinator: FlaskClient, plan: Plan
) -> None:
    lag = lag_of(app, plan)[0]
    with app.app_context():
        name = db.session.get_one(Veileder, lag.veiledere[0]).soknad.navn
        own = set(lag.kommuner)
    # By fylke: Troms og Finnmark comes before Trøndelag.
    alle = [KOMMUNER[-1], *KOMMUNER[:-1]]
    assert rows_of(koordinator.get(plan.url, headers=LISTE).text) == alle
    assert rows_of(koordinator.get(f"{plan.url}?fylke=54").text) == ["Frøya"]
    assert rows_of(koordinator.get(f"{plan.url}?sok=dov", headers=LISTE).text) == ["Dovre"]
    found = rows_of(koordinator.get(f"{plan.url}?sok={name}").text)
    assert {plan.kommuner[each] for each in found} == own
    none = koordinator.get(f"{plan.url}?sok=finnes-ikke").text
    assert "Ingen kommuner passer med det du har valgt." in none
    assert rows_of(koordinator.get(f"{plan.url}?fylke=99&tegn=tull&visning=tull").text) == alle


def test_the_list_comes_alone_when_the_filter_asks_and_whole_otherwise(
    koordinator: FlaskClient, plan: Plan
) -> None:
    liste = koordinator.get(plan.url, headers=LISTE).text
    board = koordinator.get(plan.url, headers={**HTMX, "HX-Target": "bord"}).text
    back = koordinator.get(plan.url, headers={**HTMX, "HX-History-Restore-Request": "true"}).text
    assert liste.startswith('<div id="bord-liste"')
    assert 'hx-swap-oob="innerHTML">5 kommuner' in liste
    assert '<div id="bord"' in board
    assert "<html" not in board
    assert "<html" in back


def test_a_reserve_is_a_veileder_without_a_pair(koordinator: FlaskClient, plan: Plan) -> None:
    page = koordinator.get(f"{plan.url}?visning=veiledere&tegn=uten_par", headers=LISTE).text
    assert page.count('<tr id="v') == 2
    assert 'id="i-par"' not in page


@pytest.mark.parametrize("view", ["kommuner", "veiledere", "kart"])
def test_the_board_asks_the_database_as_often_for_one_pair_as_for_three(
    app: Flask, koordinator: FlaskClient, view: str
) -> None:
    one = make_id(app, veiledere=2, kommuner=1)
    three = make_id(app, veiledere=6, kommuner=3)
    for headers in ({}, LISTE):
        get = partial(koordinator.get, headers=headers)
        for id in (one, three):
            get(f"/tildeling/{id}?visning={view}")
        counts = [
            count_queries(app, partial(get, f"/tildeling/{id}?visning={view}"))
            for id in (one, three)
        ]
        assert counts[0] == counts[1]


def test_what_has_changed_since_the_run_is_said(
    app: Flask, koordinator: FlaskClient, plan: Plan
) -> None:
    heading = "Noe har endret seg siden forslaget ble laget"
    assert heading not in koordinator.get(plan.url).text
    lag = lag_of(app, plan)[0]
    with app.app_context():
        person = db.session.get_one(Veileder, lag.veiledere[0])
        name = person.soknad.navn
        row = db.session.get_one(Puljekommune, lag.kommuner[0])
        make_habilitet(person.bruker, row.kommune, Tilstand.ERKLART)
        other = db.session.get_one(Puljekommune, lag.kommuner[1])
        other.status, other.svart_at = PuljekommuneStatus.TAKKET_NEI, clock.now()
        db.session.commit()
        said = f"{other.kommune.navn} er ikke lenger med i ordningen."
    page = text_of(koordinator.get(plan.url).text)
    assert heading in page
    assert said in page
    # A pair with a municipality that is gone is not judged further until that is mended.
    assert f"{name} er inhabil" not in page


def test_a_plan_that_is_decided_can_be_copied_but_not_changed(
    app: Flask, koordinator: FlaskClient, plan: Plan
) -> None:
    with app.app_context():
        tildeling = get_tildeling(plan.id)
        tildeling.status = TildelingStatus.FORKASTET
        db.session.commit()
    page = koordinator.get(plan.url).text
    assert "draggable" not in page
    assert "data-angre" not in page
    assert "Til tildelingen i runden" in page
    panel = koordinator.get(f"{plan.url}/kommune/{plan.kommuner['Alvdal']}").text
    assert "Planen kan ikke endres her." in panel


@pytest.mark.parametrize(
    ("status", "next_step"),
    [
        (TildelingStatus.FORSLAG, "Ta stilling til parene"),
        (TildelingStatus.VEDTATT, "Publiser"),
        (TildelingStatus.PUBLISERT, "Meld fra om en endring"),
    ],
)
def test_each_state_has_one_next_step(
    app: Flask, koordinator: FlaskClient, status: TildelingStatus, next_step: str
) -> None:
    page = koordinator.get(f"/tildeling/{make_id(app, status)}").text
    primary = re.findall(r'data-variant="primary"[^>]*>([^<]+)<', page)
    assert primary == [next_step]


def test_the_name_of_a_plan_is_its_heading(
    app: Flask, koordinator: FlaskClient, plan: Plan
) -> None:
    assert f"<h1>Forslag {plan.id}</h1>" in koordinator.get(plan.url).text
    with app.app_context():
        service.name_tildeling(get_tildeling(plan.id), "Med Anne", bruker=make_koordinator())
        db.session.commit()
    assert "<h1>Med Anne</h1>" in koordinator.get(plan.url).text


def test_a_row_of_another_round_or_a_plan_that_is_not_there_answers_404(
    app: Flask, koordinator: FlaskClient, plan: Plan
) -> None:
    other = make_id(app)
    kommune, veileder = plan.kommuner["Alvdal"], plan.veiledere["Anne Alm"]
    a, b = sorted(list(plan.veiledere.values())[:2])
    for rest in (
        f"kommune/{kommune}",
        f"kommune/{kommune}/bytt",
        f"veileder/{veileder}",
        f"veileder/{veileder}/bytt",
        f"par/{a}/{b}",
    ):
        assert koordinator.get(f"/tildeling/{other}/{rest}").status_code == 404, rest
    assert koordinator.get("/tildeling/999999").status_code == 404


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_every_panel_is_a_page_of_its_own_and_a_fragment(
    app: Flask, koordinator: FlaskClient, plan: Plan, headers: dict[str, str]
) -> None:
    lag = lag_of(app, plan)[0]
    a, b = lag.veiledere
    reserve = next(
        id
        for id in plan.veiledere.values()
        if all(id not in each.veiledere for each in lag_of(app, plan))
    )
    for rest in (
        f"kommune/{lag.kommuner[0]}",
        f"kommune/{lag.kommuner[0]}/bytt",
        f"veileder/{a}",
        f"veileder/{reserve}",
        f"veileder/{a}/bytt",
        f"par/{a}/{b}",
        f"par/{a}/{reserve}",
        f"nytt-par?k={lag.kommuner[0]}",
        f"nytt-par?v1={a}&v2=tull",
        f"endring?type=opplos&v={a}&v={b}",
    ):
        answer = koordinator.get(f"{plan.url}/{rest}", headers=headers)
        assert answer.status_code == 200, rest
        assert ("<html" in answer.text) is (not headers)
        assert answer.text.count("<h1") == (0 if headers else 1)


def test_the_panels_ask_the_database_as_often_for_a_small_plan_as_for_a_large(
    app: Flask, koordinator: FlaskClient
) -> None:
    counts = []
    for size in ((2, 1), (6, 3)):
        id = make_id(app, veiledere=size[0], kommuner=size[1])
        small = Plan(id, 0, {}, {})
        lag = lag_of(app, small)[0]
        a, b = lag.veiledere
        urls = [
            f"{small.url}/kommune/{lag.kommuner[0]}",
            f"{small.url}/kommune/{lag.kommuner[0]}/bytt",
            f"{small.url}/veileder/{a}/bytt",
            f"{small.url}/par/{a}/{b}",
            f"{small.url}/nytt-par?k={lag.kommuner[0]}",
            small.endring("opplos", (a, b)),
        ]
        for url in urls:
            koordinator.get(url)
        counts.append([count_queries(app, partial(koordinator.get, url)) for url in urls])
    assert counts[0] == counts[1]


def test_the_pulse_is_silent_until_somebody_changes_the_plan(
    app: Flask, koordinator: FlaskClient, kollega: FlaskClient, plan: Plan
) -> None:
    page = koordinator.get(plan.url).text
    found = re.search(rf'hx-get="({plan.url}/puls\?sett=\d+)"', page)
    assert found is not None
    pulse = found[1]
    assert koordinator.get(pulse, headers=HTMX).status_code == 204
    lag = lag_of(app, plan)
    kommune = lag[0].kommuner[0]
    url = plan.endring("flytt", lag[1].veiledere, kommune)
    kollega.post(url, data={"versjon": versjon_of(app, plan)})
    current = {**HTMX, "HX-Current-URL": f"http://localhost{plan.url}?fylke=54"}
    news = koordinator.get(pulse, headers=current).text
    name = next(navn for navn, id in plan.kommuner.items() if id == kommune)
    assert f"Kari Kollega flyttet {name} til " in text_of(news)
    assert re.search(r"(nå nettopp|for \d+ sekunder siden)\.", news)
    assert f'href="{plan.url}?fylke=54"' in news


@pytest.mark.parametrize(
    "status", [TildelingStatus.FORSLAG, TildelingStatus.VEDTATT, TildelingStatus.PUBLISERT]
)
def test_every_way_that_leads_from_the_board_leads_somewhere(
    app: Flask, koordinator: FlaskClient, status: TildelingStatus
) -> None:
    where = f"/tildeling/{make_id(app, status)}"
    pages = [koordinator.get(f"{where}?visning={view}").text for view in ("kommuner", "veiledere")]
    found = {unescape(url) for page in pages for url in re.findall(r'href="(/[^"#]*)"', page)}
    ways = {url for url in found if not url.startswith("/static")}
    words = ("horing", "los-resten", "sammenlign", "hendelser", "kapasitet", "eksport", "pakke")
    for word in (*words, "navn", "kopier", "hvorfor"):
        assert any(word in url for url in ways), word
    wrong = {url: koordinator.get(url).status_code for url in sorted(ways)}
    assert {url: code for url, code in wrong.items() if code != 200} == {}


def test_a_plan_made_under_locks_is_never_called_the_best_of_all(
    app: Flask, plan: Plan, koordinator: FlaskClient
) -> None:
    free = text_of(koordinator.get(plan.url).text)
    with app.app_context():
        kjoring = get_tildeling(plan.id).kjoring
        kept = service.utkast_of(get_tildeling(plan.id)).lag
        par = [[f"V{each}" for each in lag.veiledere] for lag in kept]
        kjoring.problem = {**kjoring.problem, "laser": {"par": par, "tildelt": [], "forbudt": []}}
        kjoring.avtrykk = fingerprint(kjoring.problem)
        db.session.commit()
    locked = text_of(koordinator.get(plan.url).text)
    for page, said in ((free, False), (locked, True)):
        assert ("Maskinen måtte beholde det som var festet og sperret" in page) is said
    assert "bevist best" not in locked
    # Where every municipality may have a pair, nothing is said of those that cannot.
    assert "må stå uten par" not in free
