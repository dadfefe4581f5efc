from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles.db import db
from tests.pulje.factories import count_queries
from tests.scenario.factories import make_prove
from tests.tildeling.factories import (
    make_runde,
    make_tildeling,
    text_of,
)


def test_two_chosen_in_the_list_are_compared_from_old_to_new_and_from_plan_to_trial(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        tildeling = make_tildeling()
        prove = make_prove(tildeling.utlysning, navn="Prøven min")
        where = f"/runde/{tildeling.utlysning_id}/sammenlign"
        refs = f"valg=k{prove.id}&valg=t{tildeling.id}"
        nr = tildeling.id
    page = text_of(koordinator.get(f"{where}?{refs}").text)
    assert f"Tallene for de to Mål Forslag {nr} Prøven min Endring" in page
    assert "De to er samme plan" in page


def test_a_changed_plan_and_its_run_differ_in_words(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        tildeling = make_tildeling()
        plassering = tildeling.lag[0].plasseringer[0]
        kommune = plassering.puljekommune.kommune.navn
        id, kjoring_id, utlysning_id = tildeling.id, tildeling.kjoring_id, tildeling.utlysning_id
        if len(tildeling.lag[0].plasseringer) == 1:
            db.session.delete(tildeling.lag[0])
        else:
            db.session.delete(plassering)
        db.session.commit()
    page = text_of(
        koordinator.get(f"/runde/{utlysning_id}/sammenlign?a=k{kjoring_id}&b=t{id}").text
    )
    assert f"{kommune} mister " in page
    assert "og står uten par." in page


@pytest.mark.parametrize("refs", ["", "a=t1", "a=x&b=y", "a=t999999&b=k999999", "valg=t"])
def test_without_two_plans_the_page_asks_for_them(
    app: Flask, koordinator: FlaskClient, refs: str
) -> None:
    with app.app_context():
        utlysning_id = make_runde()[0].id
    answer = koordinator.get(f"/runde/{utlysning_id}/sammenlign?{refs}")
    assert answer.status_code == 200
    assert "Velg to planer eller prøver i runden." in answer.text


def test_the_plan_of_another_round_is_not_shown(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        mine, other = make_tildeling(), make_tildeling()
        where = f"/runde/{mine.utlysning_id}/sammenlign?a=t{mine.id}&b=t{other.id}"
    assert "Velg to planer eller prøver i runden." in koordinator.get(where).text


def test_the_comparison_asks_as_often_for_few_as_for_many(
    app: Flask, koordinator: FlaskClient
) -> None:
    counts = []
    for size in (2, 5):
        with app.app_context():
            tildeling = make_tildeling(make_runde(veiledere=8, kommuner=size)[0])
            prove = make_prove(tildeling.utlysning)
            where = f"/runde/{tildeling.utlysning_id}/sammenlign?a=t{tildeling.id}&b=k{prove.id}"
        counts.append(count_queries(app, partial(koordinator.get, where)))
    assert counts[0] == counts[1]
