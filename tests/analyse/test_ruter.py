from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rekruttering.analyse import queries
from rekruttering.analyse.models import Analyse
from rekruttering.felles import clock, jobs
from rekruttering.felles.db import db
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules.plan import Handling, HandlingType
from rekruttering.tilgang.rules import Rolle
from tests.kommune.factories import make_kommune
from tests.pulje.factories import count_queries, make_koordinator, make_puljekommune
from tests.tildeling.factories import make_runde, make_tildeling, make_veileder, text_of
from tests.tilgang.factories import login, make_bruker

HTMX = {"HX-Request": "true"}


class Bord:
    """The ids of a plan: one pair with one municipality, a reserve, and one without a pair."""

    def __init__(self, app: Flask, *, veiledere: int = 3, kommuner: int = 1) -> None:
        with app.app_context():
            utlysning, pulje = make_runde(veiledere, kommuner)
            make_puljekommune(pulje, make_kommune(navn="Utenfor"), timer=2000)
            tildeling = make_tildeling(utlysning)
            lag = tildeling.lag[0]
            self.id, self.lag_id = tildeling.id, lag.id
            self.par = (lag.veileder_a_id, lag.veileder_b_id)
            self.kommune = lag.plasseringer[0].puljekommune_id
            navn = queries.map_navn(utlysning.id)
            self.navn = [navn[f"V{each}"] for each in self.par]
            self.stedsnavn = navn[f"K{self.kommune}"]
            used = {v for each in tildeling.lag for v in (each.veileder_a_id, each.veileder_b_id)}
            everyone = [int(each[1:]) for each in navn if each.startswith("V")]
            self.reserve = next((each for each in everyone if each not in used), 0)
            self.uten_par = next(int(each[1:]) for each in navn if navn[each] == "Utenfor")

    @property
    def spor(self) -> str:
        return f"/tildeling/{self.id}/spor"

    def pages(self) -> list[str]:
        start = f"/tildeling/{self.id}"
        return [
            f"{start}/kommune/{self.kommune}/hvorfor",
            f"{start}/kommune/{self.uten_par}/hvorfor",
            f"{start}/par/{self.lag_id}/hvorfor",
            f"{start}/veileder/{self.par[0]}/hvorfor",
            f"{start}/veileder/{self.reserve}/hvorfor",
            self.spor,
        ]


@pytest.fixture
def bord(app: Flask) -> Bord:
    return Bord(app)


def adjust(app: Flask, tildeling_id: int, handling: Handling) -> None:
    with app.app_context():
        tildeling = db.session.get_one(Tildeling, tildeling_id)
        tildeling_service.adjust(
            tildeling,
            handling,
            sett_versjon=tildeling.versjon,
            bruker=make_koordinator(),
            now=clock.now(),
        )
        db.session.commit()


def test_a_municipality_shows_rules_with_margins_points_and_who_else(
    bord: Bord, koordinator: FlaskClient
) -> None:
    page = text_of(koordinator.get(bord.pages()[0]).text)
    for expected in (
        f"{bord.navn[0]} har 260 timer. Avtalen er 250–420: 10 over det minste og 160 under",
        "Paret har 1 kommune. Et par kan ha 4.",
        f"Ingen av dem bor, er ansatt eller er inhabil i {bord.stedsnavn}.",
        "Reise til kommunene",
        "Begge skriver den målformen som trengs.",
        f"Hvem kan ha {bord.stedsnavn} i stedet for {bord.navn[0]}?",
        "3 av 3 veiledere kan ha den.",
        "ta plassen til",
    ):
        assert expected in page


def test_a_municipality_without_a_pair_offers_to_find_out_why(
    bord: Bord, koordinator: FlaskClient
) -> None:
    page = text_of(koordinator.get(bord.pages()[1]).text)
    for expected in (
        "Kommunen står uten par.",
        "Hvorfor står Utenfor uten par?",
        "Ingen av de 3 veilederne kan ha den slik ting er nå.",
        "3 har ikke timer nok",
    ):
        assert expected in page


def test_a_pair_shows_every_term_of_its_cost(bord: Bord, koordinator: FlaskClient) -> None:
    page = text_of(koordinator.get(bord.pages()[2]).text)
    for expected in (
        "Hvert poeng under 100 koster",
        "Det er 0 km mellom dem.",
        "har ikke ønsket noen bestemt makker.",
        "Kommunene ligger i 1 fylke.",
        "Hver time fra midten koster",
        f"Hva om {bord.navn[0]} og {bord.navn[1]} ikke er et par?",
    ):
        assert expected in page


def test_a_veileder_shows_load_ties_and_where_they_could_be(
    app: Flask, bord: Bord, koordinator: FlaskClient
) -> None:
    page = text_of(koordinator.get(bord.pages()[3]).text)
    for expected in ("260 timer · innenfor 250–420", "Det planen vet", "bokmål og nynorsk"):
        assert expected in page
    adjust(app, bord.id, Handling(HandlingType.FORBY, (bord.reserve,), (bord.kommune,)))
    page = text_of(koordinator.get(bord.pages()[4]).text)
    for expected in (
        "Er reserve: ikke med i noe par i denne planen. Avtalen er 250–420 timer.",
        f"er sperret for {bord.stedsnavn}.",
        f"{bord.stedsnavn} : er sperret",
        "Utenfor : har ikke timer nok",
        "med i planen?",
    ):
        assert expected in page


def test_beside_the_board_the_same_is_a_fragment(bord: Bord, koordinator: FlaskClient) -> None:
    for path in bord.pages()[:5]:
        fragment = koordinator.get(path, headers=HTMX).text
        assert "<html" not in fragment
        assert "<h1" not in fragment
        assert "<h2>" in fragment


def test_a_row_that_is_not_of_the_plan_is_not_found(
    app: Flask, bord: Bord, koordinator: FlaskClient
) -> None:
    other = Bord(app)
    for path in (
        f"/tildeling/{bord.id}/kommune/{other.kommune}/hvorfor",
        f"/tildeling/{bord.id}/veileder/{other.reserve}/hvorfor",
        f"/tildeling/{bord.id}/par/{other.lag_id}/hvorfor",
        f"/tildeling/{bord.id}/par/9999/hvorfor",
        "/tildeling/9999/spor",
    ):
        assert koordinator.get(path).status_code == 404


def test_only_a_coordinator_is_let_in(app: Flask, bord: Bord, koordinator: FlaskClient) -> None:
    koordinator.post(bord.spor, data={"type": "hvorfor_ikke", "v": bord.reserve})
    with app.app_context():
        others = [make_bruker(each).id for each in Rolle if each is not Rolle.KOORDINATOR]
        analyse_id = db.session.query(Analyse).one().id
    for bruker_id in others:
        client = login(app, bruker_id)
        for path in (*bord.pages(), f"/analyse/{analyse_id}"):
            assert client.get(path).status_code == 404
        assert client.post(bord.spor, data={"type": "forklaring"}).status_code == 404
        assert client.post(f"/analyse/{analyse_id}/stopp").status_code == 404
    with app.app_context():
        assert db.session.query(Analyse).one().status.value == "venter"


def test_what_came_after_the_run_is_said_to_be_unknown(
    app: Flask, bord: Bord, koordinator: FlaskClient
) -> None:
    with app.app_context():
        tildeling = db.session.get_one(Tildeling, bord.id)
        kommune = make_puljekommune(tildeling.kjoring.pulje).id
        veileder = make_veileder(tildeling.utlysning).id
    for path in (f"kommune/{kommune}", f"veileder/{veileder}"):
        page = koordinator.get(f"/tildeling/{bord.id}/{path}/hvorfor").text
        assert "kom til etter at planen ble regnet ut" in page


def test_what_has_changed_since_the_run_is_shown(
    app: Flask, bord: Bord, koordinator: FlaskClient
) -> None:
    with app.app_context():
        lag = db.session.get_one(Tildeling, bord.id).lag[0]
        lag.veileder_a.sluttet_at = clock.now()
        lag.plasseringer[0].puljekommune.status = PuljekommuneStatus.TAKKET_NEI
        lag.plasseringer[0].puljekommune.svart_at = clock.now()
        db.session.commit()
    page = text_of(koordinator.get(bord.pages()[2]).text)
    assert f"{bord.navn[0]} er ikke lenger veileder i runden." in page
    assert f"{bord.stedsnavn} er ikke lenger med i ordningen." in page


def test_a_question_is_asked_followed_and_answered_with_names(
    app: Flask, bord: Bord, koordinator: FlaskClient
) -> None:
    data: dict[str, Any] = {"type": "alternativer", "v": list(bord.par), "k": bord.kommune}
    answer = koordinator.post(bord.spor, data=data)
    assert answer.status_code == 303
    waiting = koordinator.get(answer.location).text
    assert '<meta http-equiv="refresh"' in waiting
    assert "Stopp" in waiting
    jobs.wait_for_all(app)
    page = text_of(koordinator.get(answer.location).text)
    title = f"Hvem kan ha {bord.stedsnavn} i stedet for {bord.navn[0]} og {bord.navn[1]}?"
    assert page.count(title) >= 1
    assert f"Uten {bord.navn[0]} og {bord.navn[1]} i {bord.stedsnavn}:" in page
    assert "{" not in page
    assert koordinator.post(bord.spor, data=data).location == answer.location
    assert title in text_of(koordinator.get(bord.spor).text)


def test_on_the_board_the_answer_comes_as_a_fragment_that_asks_again_by_itself(
    app: Flask, bord: Bord, koordinator: FlaskClient
) -> None:
    data = {"type": "udekket", "k": bord.uten_par}
    fragment = koordinator.post(bord.spor, data=data, headers=HTMX)
    assert fragment.status_code == 200
    assert "<html" not in fragment.text
    assert 'hx-trigger="load delay:1s"' in fragment.text
    with app.app_context():
        where = f"/analyse/{db.session.query(Analyse).one().id}"
    jobs.wait_for_all(app)
    done = koordinator.get(where, headers=HTMX).text
    assert "hx-trigger" not in done
    assert "Utenfor trenger 2000 timer" in text_of(done)
    assert "Hvis" in text_of(done)


def test_a_question_is_stopped(app: Flask, bord: Bord, koordinator: FlaskClient) -> None:
    where = koordinator.post(bord.spor, data={"type": "forklaring"}).location
    for _n in range(2):
        assert koordinator.post(f"{where}/stopp").status_code == 303
    page = koordinator.get(where).text
    assert "Vi rakk ikke å finne ut noe." in page
    assert "Spør på nytt" in page
    jobs.wait_for_all(app)
    assert "Vi rakk ikke å finne ut noe." in koordinator.get(where).text


def test_names_are_typed_and_found(app: Flask, bord: Bord, koordinator: FlaskClient) -> None:
    data = {"veileder": bord.navn[0].upper(), "kommune": "utenf"}
    answer = koordinator.post(bord.spor, data={"type": "hvorfor_ikke", **data})
    assert answer.status_code == 303
    with app.app_context():
        analyse = db.session.query(Analyse).one()
        assert analyse.parametre == {"veiledere": [bord.par[0]], "kommune": bord.uten_par}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"veileder": ""}, "Velg minst én veileder."),
        ({"veileder": "Ingen Slik"}, "Vi fant ingen veileder som heter det."),
        ({"veileder": "Veileder"}, "Mente du Veileder"),
        ({"kommune": "Ingensted"}, "Vi fant ingen kommune som heter det."),
        ({"type": "annet"}, "Velg hva du vil spørre om."),
        ({"type": "udekket"}, "Planen er endret siden du åpnet siden."),
        ({"veileder": "x" * 201}, "Skriv høyst 200 tegn."),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_typed_is_lost(
    app: Flask, bord: Bord, koordinator: FlaskClient, data: dict[str, str], expected: str
) -> None:
    answer = koordinator.post(bord.spor, data={"type": "hvorfor_ikke", **data})
    assert answer.status_code == 422
    assert expected in answer.text
    for name, typed in data.items():
        if name != "type":
            assert f'value="{typed}"' in answer.text
    with app.app_context():
        assert db.session.query(Analyse).count() == 0


def test_an_answer_about_a_plan_that_is_changed_since_says_so(
    app: Flask, bord: Bord, koordinator: FlaskClient
) -> None:
    data: dict[str, Any] = {"type": "hvorfor_ikke", "v": bord.reserve}
    where = koordinator.post(bord.spor, data=data).location
    jobs.wait_for_all(app)
    fresh = koordinator.get(where).text
    assert "Planen er endret" not in fresh
    assert "/endring?type=bytt_veileder" in fresh
    adjust(app, bord.id, Handling(HandlingType.BYTT_VEILEDER, (bord.par[0], bord.reserve)))
    stale = koordinator.get(where).text
    assert "Planen er endret etter at dette ble regnet ut" in stale
    assert "/endring?type=bytt_veileder" not in stale
    assert koordinator.post(bord.spor, data=data).location != where


def test_locks_that_are_not_kept_are_shown_as_broken(
    app: Flask, bord: Bord, koordinator: FlaskClient
) -> None:
    adjust(app, bord.id, Handling(HandlingType.FEST, (bord.reserve,), (bord.kommune,)))
    page = text_of(koordinator.get(bord.pages()[4]).text)
    assert page.count("Brutt") == 1


@pytest.mark.parametrize("at", range(6))
def test_a_page_asks_the_database_as_often_for_one_pair_as_for_three(
    app: Flask, koordinator: FlaskClient, at: int
) -> None:
    small, large = Bord(app, veiledere=3), Bord(app, veiledere=7, kommuner=3)
    get: list[Callable[[], object]] = [
        partial(koordinator.get, each.pages()[at]) for each in (small, large)
    ]
    for once in get:
        once()
    assert count_queries(app, get[0]) == count_queries(app, get[1])
