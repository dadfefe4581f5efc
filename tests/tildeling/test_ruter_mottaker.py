import pytest
from flask import Flask

from rekruttering.felles.db import db
from rekruttering.pulje.models import Puljekommune
from rekruttering.tildeling import queries
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.tilgang.service import give_rolle
from tests.kommune.factories import make_kommune
from tests.pulje.factories import count_queries, make_puljekommune
from tests.tildeling.factories import make_id, make_runde, make_tildeling
from tests.tilgang.factories import login, make_bruker


def make_kontakt(row: Puljekommune) -> int:
    """Return the id of a user who is the contact of this municipality."""
    return make_bruker(Rolle.KOMMUNEKONTAKT, omrade=row.kommune.kommunenummer).id


def make_statsforvalter(row: Puljekommune) -> int:
    """Return the id of a statsforvalter's contact in this municipality's embete."""
    return make_bruker(Rolle.STATSFORVALTER, omrade=row.kommune.embete_kode).id


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
