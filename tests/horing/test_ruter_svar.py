"""The pages of those who are asked: what is kept, and that nothing is lost."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.horing.models import Horing, Horingssvar
from tests.horing.factories import (
    make_hort,
    to_form,
)
from tests.tilgang.factories import login


def test_comments_are_saved_and_shown_again(app: Flask) -> None:
    ids = make_hort(app)
    browser = login(app, ids["stat"])
    answer = browser.post(
        f"/horing/{ids['embete']}", data=to_form(ids, "For langt.", samlet="Bra ellers.")
    )
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "For langt.</textarea>" in page.replace("\r\n", "")
    assert "Dere har svart" in page


def test_two_tabs_show_both_texts_and_overwrite_neither(app: Flask) -> None:
    ids = make_hort(app)
    path = f"/horing/{ids['embete']}"
    one, other = login(app, ids["stat"]), login(app, ids["stat"])
    one.post(path, data=to_form(ids, "Den første."))
    refused = other.post(path, data=to_form(ids, "Den andre.", samlet="Samlet."))
    assert refused.status_code == 409
    assert "Svaret er ikke lagret" in refused.text
    assert f'href="#t{ids["row"]}"' in refused.text
    assert "Den første." in refused.text
    assert "Den andre.</textarea>" in refused.text
    assert "Samlet.</textarea>" in refused.text
    with app.app_context():
        assert list(db.session.scalars(select(Horingssvar.tekst))) == ["Den første."]
    sett = re.search(rf'name="s{ids["row"]}"[^>]*value="(\w+)"', refused.text)
    assert sett is not None
    again = to_form(ids, "Begge.") | {f"s{ids['row']}": sett[1]}
    assert other.post(path, data=again).status_code == 303
    with app.app_context():
        assert list(db.session.scalars(select(Horingssvar.tekst))) == ["Begge."]


def test_two_colleagues_who_write_at_once_get_one_comment_and_one_question(app: Flask) -> None:
    ids = make_hort(app)
    browsers = [login(app, ids["stat"]) for _n in range(2)]
    forms = [to_form(ids, "Den ene."), to_form(ids, "Den andre.")]
    path = f"/horing/{ids['embete']}"
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(lambda browser, form: browser.post(path, data=form), browsers, forms)
        )
    assert sorted(each.status_code for each in answers) == [303, 409]
    with app.app_context():
        assert db.session.scalar(select(func.count(Horingssvar.id))) == 1


def test_after_the_last_second_the_page_says_so_and_keeps_what_was_typed(app: Flask) -> None:
    ids = make_hort(app)
    browser, path = login(app, ids["stat"]), f"/horing/{ids['embete']}"
    with app.app_context():
        frist = db.session.get_one(Horing, ids["horing"]).frist_at
    with clock.frozen(frist + timedelta(seconds=1)):
        refused = browser.post(path, data=to_form(ids, "Litt for sent."))
        later = browser.get(path)
    assert refused.status_code == 422
    assert "Høringen er avsluttet" in refused.text
    assert "Litt for sent.</textarea>" in refused.text
    assert "Fristen gikk ut" in later.text
    assert "<textarea" not in later.text
    with clock.frozen(frist):
        assert browser.post(path, data=to_form(ids, "I tide.")).status_code == 303


def test_having_no_comments_is_one_button_and_loses_nothing_typed(app: Flask) -> None:
    ids = make_hort(app)
    browser, path = login(app, ids["kontakt"]), f"/horing/{ids['kommune']}"
    typed = to_form(ids, "Vent litt.") | {"handling": "ingen"}
    refused = browser.post(path, data=typed)
    assert refused.status_code == 422
    assert "Vent litt.</textarea>" in refused.text
    for _twice in range(2):
        assert browser.post(path, data=to_form(ids, "") | {"handling": "ingen"}).status_code == 303
    assert "Dere har svart at dere ikke har merknader." in browser.get(path).text


def test_too_long_a_comment_is_refused_beside_the_field(app: Flask) -> None:
    ids = make_hort(app)
    path = f"/horing/{ids['embete']}"
    refused = login(app, ids["stat"]).post(path, data=to_form(ids, "x" * 4001))
    assert refused.status_code == 422
    assert "Skriv høyst 4000 tegn." in refused.text


def test_what_is_typed_is_saved_on_the_way_to_an_objection(app: Flask) -> None:
    ids = make_hort(app)
    browser, path = login(app, ids["stat"]), f"/horing/{ids['embete']}"
    way = browser.post(path, data=to_form(ids, "Halvferdig") | {"innsigelse": str(ids["row"])})
    assert way.location == f"{path}/kommune/{ids['row']}/innsigelse"
    assert "Halvferdig</textarea>" in browser.get(path).text
    sent = browser.post(
        way.location, data={"person": str(ids["veileder"]), "tekst": "Søsken av rektor."}
    )
    assert sent.status_code == 303
    assert "Søsken av rektor." in browser.get(way.location).text
    assert "Dere har meldt fra om habilitet" in browser.get(path).text


def test_an_objection_after_the_term_is_refused_and_kept(app: Flask) -> None:
    ids = make_hort(app)
    with app.app_context():
        frist = db.session.get_one(Horing, ids["horing"]).frist_at
    browser = login(app, ids["kontakt"])
    path = f"/horing/{ids['kommune']}/kommune/{ids['row']}/innsigelse"
    data = {"person": str(ids["veileder"]), "tekst": "Søsken av rektor."}
    with clock.frozen(frist + timedelta(seconds=1)):
        refused = browser.post(path, data=data)
    assert refused.status_code == 422
    assert "Søsken av rektor.</textarea>" in refused.text
