"""The coordinator's pages: what is sent and shown, and that nothing is done twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from rekruttering.felles import clock
from rekruttering.felles.clock import OSLO
from rekruttering.felles.db import db
from rekruttering.felles.mail import Utboks
from rekruttering.horing import queries
from rekruttering.horing.models import Horing, Horingsmottaker, Horingssvar
from rekruttering.horing.rules import Behandling, Mottakerslag
from rekruttering.tildeling.models import Tildeling
from tests.horing.factories import (
    find_mottaker,
    list_rows,
    make_horing,
    make_hort,
    make_proposal,
    make_statsforvalter,
    make_svar,
    to_form,
)
from tests.kommune.factories import make_kommune
from tests.pulje.factories import count_queries, make_koordinator
from tests.tildeling.factories import text_of
from tests.tilgang.factories import login


def make_post(tildeling_id: int, app: Flask, **felter: object) -> dict[str, object]:
    """Return the form filled in: everybody, a week from now at 15."""
    day = (clock.now() + timedelta(days=7)).astimezone(OSLO)
    with app.app_context():
        tildeling = db.session.get_one(Tildeling, tildeling_id)
        embeter = sorted({row.kommune.embete_kode for row in list_rows(tildeling)})
    return {
        "slag": [str(slag) for slag in Mottakerslag],
        "embeter": embeter,
        "frist-dag": str(day.day),
        "frist-maned": str(day.month),
        "frist-year": str(day.year),
        "klokkeslett": "15:00",
        "melding_nb": "",
        "melding_nn": "",
        "handling": "se",
        **felter,
    }


def count_sent(app: Flask) -> tuple[int, int]:
    with app.app_context():
        horinger = db.session.scalar(select(func.count(Horing.id))) or 0
        mails = select(func.count(Utboks.id)).where(Utboks.nokkel.startswith("horing-sendt"))
        return horinger, db.session.scalar(mails) or 0


def test_the_mails_are_read_before_anything_is_sent_and_sent_once(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        id = make_proposal().id
        make_statsforvalter()
    path = f"/tildeling/{id}/horing/ny"
    assert koordinator.get(f"/tildeling/{id}/horing").status_code == 200
    assert koordinator.get(path).status_code == 200
    seen = koordinator.post(path, data=make_post(id, app, melding_nb="Se på reisene."))
    assert seen.status_code == 200
    assert "Se på reisene." in seen.text
    assert "Fylkesmannen i Nordland" in seen.text or "Statsforvalteren i Nordland" in seen.text
    assert count_sent(app) == (0, 0)
    for _twice in range(2):
        sent = koordinator.post(
            path, data=make_post(id, app, melding_nb="Se på reisene.", handling="send")
        )
        assert sent.status_code == 303
        assert count_sent(app) == (1, 3)
    assert "på høring allerede" in koordinator.get(sent.location).text


def test_two_coordinators_who_send_at_once_send_one_hearing(app: Flask) -> None:
    with app.app_context():
        id = make_proposal().id
        users = [make_koordinator().id for _n in range(2)]
    data = make_post(id, app, handling="send")
    browsers = [login(app, user) for user in users]
    path = f"/tildeling/{id}/horing/ny"
    with ThreadPoolExecutor(2) as pool:
        sent = list(pool.map(lambda browser: browser.post(path, data=data), browsers))
    assert [each.status_code for each in sent] == [303, 303]
    assert count_sent(app) == (1, 2)


def test_going_back_from_the_mails_keeps_what_was_typed(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        id = make_proposal().id
    page = koordinator.post(
        f"/tildeling/{id}/horing/ny",
        data=make_post(id, app, melding_nb="Se på reisene.", handling="endre"),
    )
    assert page.status_code == 200
    assert "Se på reisene.</textarea>" in page.text
    assert count_sent(app) == (0, 0)


@pytest.mark.parametrize(
    ("felter", "sentence"),
    [
        ({"slag": []}, "Velg minst én gruppe."),
        ({"embeter": []}, "Velg minst ett embete."),
        ({"embeter": ["agder"]}, "Velg minst ett embete."),
        ({"klokkeslett": "25:00"}, "Skriv et klokkeslett, for eksempel 15:00."),
        ({"klokkeslett": ""}, "Skriv et klokkeslett."),
        (
            {"frist-dag": "28", "frist-maned": "3", "frist-year": "2027", "klokkeslett": "02:30"},
            "Klokken stilles frem den natten",
        ),
        ({"frist-year": "2020"}, "Mottakerne må få minst 3 hele dager på seg."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(
    app: Flask, koordinator: FlaskClient, felter: dict[str, object], sentence: str
) -> None:
    with app.app_context():
        id = make_proposal().id
    page = koordinator.post(f"/tildeling/{id}/horing/ny", data=make_post(id, app, **felter))
    if felter.get("embeter") != ["agder"]:
        assert sentence in page.text
    assert page.status_code == 422
    assert count_sent(app) == (0, 0)


def test_the_term_is_moved_and_the_hearing_closed_with_the_reason_shown(
    app: Flask, koordinator: FlaskClient
) -> None:
    ids = make_hort(app)
    path = f"/tildeling/{ids['tildeling']}/horing/{ids['horing']}"
    day = clock.now() + timedelta(days=20)
    term = {
        "frist-dag": str(day.day),
        "frist-maned": str(day.month),
        "frist-year": str(day.year),
        "klokkeslett": "12:00:30",
    }
    assert koordinator.get(f"{path}/frist").status_code == 200
    assert koordinator.post(f"{path}/frist", data=term).status_code == 303
    assert "kl. 12:00:30" in koordinator.get(path).text
    earlier = koordinator.post(f"{path}/frist", data={**term, "klokkeslett": "11:00"})
    assert earlier.status_code == 422
    assert "senere enn den gamle" in earlier.text
    assert koordinator.get(f"{path}/avslutt").status_code == 200
    assert koordinator.post(f"{path}/avslutt", data={"begrunnelse": ""}).status_code == 422
    for _twice in range(2):
        closed = koordinator.post(f"{path}/avslutt", data={"begrunnelse": "Alle har svart."})
        assert closed.status_code == 303
    assert "Alle har svart." in koordinator.get(path).text
    assert koordinator.post(f"{path}/pamin").status_code == 422


def test_reminding_twice_reminds_once(app: Flask, koordinator: FlaskClient) -> None:
    ids = make_hort(app)
    path = f"/tildeling/{ids['tildeling']}/horing/{ids['horing']}"
    assert koordinator.get(f"{path}/pamin").status_code == 405
    for _twice in range(2):
        assert koordinator.post(f"{path}/pamin").status_code == 303
    with app.app_context():
        sent = select(Utboks.til).where(Utboks.nokkel.startswith("horing-paminnelse"))
        mails = list(db.session.scalars(sent))
    assert len(mails) == len(set(mails)) == 3


def test_a_comment_stands_at_its_row_and_what_was_done_beside_it(
    app: Flask, koordinator: FlaskClient
) -> None:
    ids = make_hort(app)
    with app.app_context():
        mottaker = db.session.get_one(Horingsmottaker, ids["embete"])
        row = next(each for each in queries.list_rader(mottaker)).puljekommune
        svar_id = make_svar(mottaker, row, "For lang reise.").id
    path = f"/tildeling/{ids['tildeling']}/horing"
    assert "For lang reise." in koordinator.get(path).text
    form = f"{path}/svar/{svar_id}"
    assert koordinator.get(form).status_code == 200
    done = {"versjon": "1", "behandling": Behandling.FULGT.value, "merknad": "Paret er byttet."}
    assert koordinator.post(form, data={**done, "merknad": ""}).status_code == 422
    assert koordinator.post(form, data=done).status_code == 303
    page = text_of(koordinator.get(path).text)
    assert "Paret er byttet." in page
    assert "Vis 1 kommune der alt er behandlet" in page
    stale = koordinator.post(form, data={**done, "merknad": "Noe annet."})
    assert stale.status_code == 409
    assert "Noe annet.</textarea>" in stale.text
    assert "Paret er byttet." in stale.text


def test_a_comment_that_changed_while_it_was_dealt_with_is_shown_first(
    app: Flask, koordinator: FlaskClient
) -> None:
    ids = make_hort(app)
    browser = login(app, ids["stat"])
    browser.post(f"/horing/{ids['embete']}", data=to_form(ids, "Langt."))
    with app.app_context():
        svar = db.session.scalars(select(Horingssvar)).one()
        form = f"/tildeling/{ids['tildeling']}/horing/svar/{svar.id}"
        done = {"versjon": str(svar.versjon), "behandling": "fulgt", "merknad": "Byttet."}
    browser.post(f"/horing/{ids['embete']}", data=to_form(ids, "Svært langt.", "Langt."))
    stale = koordinator.post(form, data=done)
    assert stale.status_code == 409
    assert "Svært langt." in stale.text


def test_a_hearing_of_another_plan_is_not_found(app: Flask, koordinator: FlaskClient) -> None:
    ids = make_hort(app)
    with app.app_context():
        other = make_proposal().id
    assert koordinator.get(f"/tildeling/{other}/horing/{ids['horing']}").status_code == 404


def test_publishing_is_refused_with_the_term_while_the_hearing_is_open(
    app: Flask, koordinator: FlaskClient
) -> None:
    ids = make_hort(app)
    koordinator.post(
        f"/tildeling/{ids['tildeling']}/vedta", data={"begrunnelse": "God plan.", "versjon": ""}
    )
    refused = koordinator.post(f"/tildeling/{ids['tildeling']}/publiser", data={"erstatter": ""})
    assert refused.status_code == 422
    assert "Et forslag er på høring til" in refused.text


def test_the_front_page_says_what_waits(app: Flask, koordinator: FlaskClient) -> None:
    ids = make_hort(app)
    with app.app_context():
        mottaker = db.session.get_one(Horingsmottaker, ids["embete"])
        make_svar(mottaker, queries.list_rader(mottaker)[0].puljekommune)
    page = koordinator.get("/").text
    assert "Behandle 1 merknad" in page
    assert f'href="/tildeling/{ids["tildeling"]}/horing"' in page


def count_pages(app: Flask, kommuner: int) -> list[int]:
    """Return how many questions each page of a hearing of so many municipalities asks."""
    with app.app_context():
        tildeling = make_proposal([make_kommune() for _n in range(kommuner)], par=kommuner)
        horing = make_horing(tildeling)
        mottaker = find_mottaker(horing, "trondelag")
        for row in list_rows(tildeling):
            make_svar(mottaker, row)
            make_svar(find_mottaker(horing, row.id), row)
        users = (make_koordinator().id, make_statsforvalter().id)
        paths = (f"/tildeling/{tildeling.id}/horing", f"/horing/{mottaker.id}")
        id = tildeling.id
    found = []
    for bruker_id, path in zip(users, paths, strict=True):
        found.append(count_queries(app, partial(login(app, bruker_id).get, path)))

    def ask() -> None:
        with app.app_context():
            queries.map_merknader(id)

    return [*found, count_queries(app, ask)]


def test_pages_ask_the_same_number_of_questions_however_many_rows(app: Flask) -> None:
    count_pages(app, 2)
    assert count_pages(app, 2) == count_pages(app, 4)
