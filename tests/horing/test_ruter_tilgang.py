"""The pages over HTTP: who sees what."""

import re
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.horing import queries
from rekruttering.horing.models import Horing, Horingsmottaker, Horingssvar
from rekruttering.horing.rules.plan import merke
from rekruttering.tildeling.models import Tildeling
from tests.horing.factories import (
    UTENFOR,
    find_mottaker,
    list_rows,
    make_horing,
    make_hort,
    make_kontakt,
    make_proposal,
    make_statsforvalter,
    to_form,
)
from tests.kommune.factories import make_kommune
from tests.tildeling.factories import text_of
from tests.tilgang.factories import login


def test_a_statsforvalter_sees_the_own_municipalities_with_their_pairs_only(app: Flask) -> None:
    ids = make_hort(app)
    with app.app_context():
        lag = db.session.get_one(Tildeling, ids["tildeling"]).lag[0]
        lag.veileder_a.poeng, lag.veileder_b.poeng, lag.kostnad = 97, 96, 98765
        db.session.commit()
        names = [each.soknad.navn for each in (lag.veileder_a, lag.veileder_b)]
    page = login(app, ids["stat"]).get(f"/horing/{ids['embete']}")
    text = text_of(page.text)
    assert page.status_code == 200
    assert all(name in text for name in names)
    assert "Innenforkommune" in text
    assert UTENFOR not in page.text
    assert not re.search(r"\b(97|96|98 ?765)\b|poeng", text)


def test_the_pairs_other_municipalities_are_named_within_the_embete(app: Flask) -> None:
    with app.app_context():
        tildeling = make_proposal([make_kommune(navn="Ener"), make_kommune(navn="Toer")])
        mottaker_id = find_mottaker(make_horing(tildeling), "trondelag").id
        ids = {each.kommune.navn: each.id for each in list_rows(tildeling)}
        kommune_id = find_mottaker(queries.list_horinger(tildeling.id)[0], ids["Ener"]).id
        kontakt_id = make_kontakt(list_rows(tildeling)[0]).id
        stat_id = make_statsforvalter().id
        named = list_rows(tildeling)[0].kommune.navn
    text = text_of(login(app, stat_id).get(f"/horing/{mottaker_id}").text)
    assert "Paret har også: Toer." in text
    if named == "Ener":
        assert "Toer" not in login(app, kontakt_id).get(f"/horing/{kommune_id}").text


def test_others_answer_as_if_it_were_not_there(app: Flask) -> None:
    ids = make_hort(app)
    stat, kontakt = login(app, ids["stat"]), login(app, ids["kontakt"])
    for browser, mottaker in (
        (stat, ids["annet_embete"]),
        (stat, ids["kommune"]),
        (kontakt, ids["embete"]),
    ):
        assert browser.get(f"/horing/{mottaker}").status_code == 404
        assert browser.post(f"/horing/{mottaker}", data={"handling": "ingen"}).status_code == 404
    for path in (
        f"/horing/{ids['embete']}/kommune/{ids['other']}/innsigelse",
        f"/horing/{ids['annet_embete']}/kommune/{ids['other']}/innsigelse",
        f"/tildeling/{ids['tildeling']}/horing",
        f"/tildeling/{ids['tildeling']}/horing/{ids['horing']}",
    ):
        assert stat.get(path).status_code == 404
    with app.app_context():
        assert (
            db.session.scalar(
                select(func.count(Horingsmottaker.id)).where(Horingsmottaker.uten_merknader)
            )
            == 0
        )


def test_a_comment_on_somebody_elses_row_is_not_taken(app: Flask) -> None:
    ids = make_hort(app)
    data = to_form(ids, "") | {f"t{ids['other']}": "Min mening.", f"s{ids['other']}": merke("")}
    assert login(app, ids["stat"]).post(f"/horing/{ids['embete']}", data=data).status_code == 422
    with app.app_context():
        assert db.session.scalar(select(func.count(Horingssvar.id))) == 0


def test_the_front_pages_lead_those_who_are_asked_to_the_hearing(app: Flask) -> None:
    ids = make_hort(app)
    stat, kontakt = login(app, ids["stat"]), login(app, ids["kontakt"])
    for browser, path, mottaker in (
        (stat, "/min-region", ids["embete"]),
        (kontakt, "/min-kommune", ids["kommune"]),
    ):
        page = browser.get(path).text
        assert f'href="/horing/{mottaker}"' in page
        assert page.count('href="/horing/') == 1
    with app.app_context():
        frist = db.session.get_one(Horing, ids["horing"]).frist_at
    with clock.frozen(frist + timedelta(seconds=1)):
        assert 'href="/horing/' not in stat.get("/min-region").text
