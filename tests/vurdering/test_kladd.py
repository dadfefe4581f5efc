"""Saving while somebody types."""

from flask import Flask

from rekruttering.intervju.queries import get_intervju
from rekruttering.vurdering import queries
from tests.intervju.factories import make_ids, make_panel
from tests.tilgang.factories import login
from tests.vurdering.factories import make_ovingskasus, make_vurdering
from tests.vurdering.test_routes import scores


def test_each_save_answers_with_the_version_to_send_next(app: Flask) -> None:
    ids = make_ids(app, held=True)
    client = login(app, ids["a"])
    address = f"/panel/intervju/{ids['intervju']}/vurdering/kladd"
    first = client.post(address, data=scores(app, begrunnelse="Halv"))
    assert (first.status_code, first.get_json()["versjon"]) == (200, "1")
    second = client.post(address, data={**scores(app, begrunnelse="Halvferdig"), "versjon": "1"})
    assert (second.status_code, second.get_json()["versjon"]) == (200, "2")
    assert len(second.get_json()["tid"]) == len("12:34:56")
    with app.app_context():
        vurdering = queries.find_egen_vurdering(ids["intervju"], ids["a"])
        assert vurdering is not None
        assert {skar.begrunnelse for skar in vurdering.skarer} == {"Halvferdig"}


def test_what_was_saved_elsewhere_is_not_overwritten(app: Flask) -> None:
    ids = make_ids(app, held=True)
    client = login(app, ids["a"])
    address = f"/panel/intervju/{ids['intervju']}/vurdering/kladd"
    client.post(address, data=scores(app, begrunnelse="Fra første fane."))
    late = client.post(address, data=scores(app, begrunnelse="Fra andre fane."))
    assert (late.status_code, late.get_json()) == (409, {"feil": []})


def test_what_cannot_be_saved_is_said_in_words(app: Flask) -> None:
    ids = make_ids(app, held=True)
    client = login(app, ids["a"])
    address = f"/panel/intervju/{ids['intervju']}/vurdering/kladd"
    long = client.post(address, data=scores(app, begrunnelse="x" * 4001))
    assert (long.status_code, "Skriv høyst 4000 tegn." in long.get_json()["feil"][0]) == (422, True)
    odd = client.post(address, data={**scores(app), "versjon": "x"})
    assert (odd.status_code, odd.get_json()) == (422, {"feil": ["Last siden på nytt."]})
    with app.app_context():
        intervju = get_intervju(ids["intervju"])
        make_vurdering(intervju, intervju.panel.medlemmer[1].bruker)
    locked = client.post(address, data={**scores(app), "versjon": "2"})
    assert locked.status_code == 422
    assert "Vurderingen er låst" in locked.get_json()["feil"][0]


def test_the_practice_is_saved_in_the_same_way(app: Flask) -> None:
    with app.app_context():
        panel = make_panel()
        id, medlem = make_ovingskasus(panel.utlysning).id, panel.medlemmer[0].bruker_id
    client = login(app, medlem)
    answer = client.post(f"/panel/oving/{id}/kladd", data=scores(app))
    assert (answer.status_code, answer.get_json()["versjon"]) == (200, "1")


def test_the_form_says_where_it_saves_itself(app: Flask) -> None:
    ids = make_ids(app, held=True)
    page = login(app, ids["a"]).get(f"/panel/intervju/{ids['intervju']}/vurdering").text
    address = f"/panel/intervju/{ids['intervju']}/vurdering/kladd"
    assert f'<form method="post" novalidate data-kladd="{address}"' in page
    assert f'data-kladd-nokkel="vurdering-{ids["a"]}-{ids["intervju"]}"' in page
