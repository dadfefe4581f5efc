import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tildeling import service
from rekruttering.tildeling.models import Lag
from rekruttering.tildeling.queries import get_tildeling
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tildeling.rules.plan import Handling, HandlingType, Utkast
from tests.bord.conftest import Plan, lag_of, versjon_of
from tests.pulje.factories import make_koordinator
from tests.tildeling.factories import text_of

HTMX = {"HX-Request": "true"}


def utkast_of(app: Flask, plan: Plan) -> Utkast:
    with app.app_context():
        return service.utkast_of(get_tildeling(plan.id))


def navn_of(plan: Plan, id: int, *, kommune: bool = False) -> str:
    names = plan.kommuner if kommune else plan.veiledere
    return next(navn for navn, each in names.items() if each == id)


def move(app: Flask, plan: Plan) -> str:
    """Return a move that no rule forbids: from the pair with three to the pair with two."""
    big, small = lag_of(app, plan)
    assert (len(big.kommuner), len(small.kommuner)) == (3, 2)
    return plan.endring("flytt", small.veiledere, big.kommuner[0])


def test_the_effect_of_a_move_is_shown_before_it_is_done(
    app: Flask, koordinator: FlaskClient, plan: Plan
) -> None:
    before = utkast_of(app, plan)
    big, small = lag_of(app, plan)
    with app.app_context():
        handling = Handling(HandlingType.FLYTT, small.veiledere, (big.kommuner[0],))
        virkning = service.preview(get_tildeling(plan.id), handling)
        assert virkning.etter is not None
        points = (virkning.for_.kostnad, virkning.etter.kostnad)
    page = text_of(koordinator.get(move(app, plan)).text)
    change = points[1] - points[0]
    signed = f"+{change}" if change > 0 else f"−{-change}" if change else "ingen"
    assert f"Poeng til sammen {points[0]} {points[1]} {signed}" in page
    assert "Kommuner uten par 0 0 ingen" in page
    for id in big.veiledere:
        assert f"{navn_of(plan, id)} 390 → 260 timer" in page
    for id in small.veiledere:
        assert f"{navn_of(plan, id)} 260 → 390 timer" in page
    assert "Gjør endringen" in page
    assert utkast_of(app, plan) == before


def test_a_change_is_done_logged_undone_and_done_again(
    app: Flask, koordinator: FlaskClient, plan: Plan
) -> None:
    before = utkast_of(app, plan)
    name = navn_of(plan, lag_of(app, plan)[0].kommuner[0], kommune=True)
    answer = koordinator.post(move(app, plan), data={"versjon": versjon_of(app, plan)})
    assert answer.status_code == 303
    after = utkast_of(app, plan)
    assert after != before
    page = text_of(koordinator.get(plan.url).text)
    assert f"Gjort: Flyttet {name} til " in page
    assert "1 kommune har et annet par enn i maskinens forslag." in page
    assert re.search(r"Siri Samordner, (nå nettopp|for \d+ sekunder siden)", page)
    koordinator.post(f"{plan.url}/angre", data={"versjon": versjon_of(app, plan)})
    assert utkast_of(app, plan) == before
    page = text_of(koordinator.get(plan.url).text)
    assert "Endringen er angret." in page
    assert "(angret)" in page
    assert "Planen er som maskinens forslag." in page
    koordinator.post(f"{plan.url}/gjor-om", data={"versjon": versjon_of(app, plan)})
    assert utkast_of(app, plan) == after


def test_with_htmx_a_change_leads_to_the_board_as_it_was_filtered(
    app: Flask, koordinator: FlaskClient, plan: Plan
) -> None:
    current = {**HTMX, "HX-Current-URL": f"http://localhost{plan.url}?fylke=50&sok=a"}
    answer = koordinator.post(
        move(app, plan), data={"versjon": versjon_of(app, plan)}, headers=current
    )
    assert answer.location == f"{plan.url}?fylke=50&sok=a"
    elsewhere = {**HTMX, "HX-Current-URL": "http://localhost/runde?fylke=50"}
    answer = koordinator.post(
        f"{plan.url}/angre", data={"versjon": versjon_of(app, plan)}, headers=elsewhere
    )
    assert answer.location == plan.url


def test_a_change_that_breaks_a_rule_is_refused_with_every_reason_and_does_nothing(
    app: Flask, koordinator: FlaskClient, plan: Plan
) -> None:
    before = utkast_of(app, plan)
    big, small = lag_of(app, plan)
    # Back and forth: first the pair with two gets a third, then a fourth, which is too many hours.
    koordinator.post(move(app, plan), data={"versjon": versjon_of(app, plan)})
    url = plan.endring("flytt", small.veiledere, big.kommuner[1])
    page = koordinator.get(url)
    assert "Endringen kan ikke gjøres" in page.text
    assert "får flere timer enn avtalt." in page.text
    assert "Gjør endringen" not in page.text
    moved = utkast_of(app, plan)
    answer = koordinator.post(url, data={"versjon": versjon_of(app, plan)})
    assert answer.status_code == 422
    assert "får flere timer enn avtalt." in answer.text
    assert utkast_of(app, plan) == moved != before


def test_a_change_of_a_plan_that_somebody_else_changed_is_not_lost_and_not_done(
    app: Flask, koordinator: FlaskClient, kollega: FlaskClient, plan: Plan
) -> None:
    big, small = lag_of(app, plan)
    seen = versjon_of(app, plan)
    theirs = plan.endring("flytt", small.veiledere, big.kommuner[2])
    assert kollega.post(theirs, data={"versjon": seen}).status_code == 303
    between = utkast_of(app, plan)
    mine = plan.endring("bytt_kommuner", (), big.kommuner[0], small.kommuner[0])
    late = koordinator.post(mine, data={"versjon": seen})
    assert late.status_code == 409
    assert utkast_of(app, plan) == between
    page = text_of(late.text)
    moved = navn_of(plan, big.kommuner[2], kommune=True)
    assert f"Kari Kollega flyttet {moved} til " in page
    assert "Endringen din er ikke gjort." in page
    fresh = re.search(r'name="versjon" value="(\d+)"', late.text)
    assert fresh is not None
    assert koordinator.post(mine, data={"versjon": fresh[1]}).status_code == 303
    assert utkast_of(app, plan) != between


def test_with_htmx_a_conflict_is_shown_in_the_panel(
    app: Flask, koordinator: FlaskClient, kollega: FlaskClient, plan: Plan
) -> None:
    seen = versjon_of(app, plan)
    url = move(app, plan)
    kollega.post(url, data={"versjon": seen})
    late = koordinator.post(url, data={"versjon": seen}, headers=HTMX)
    assert (late.status_code, late.headers["HX-Retarget"]) == (422, "#bord-panel")
    assert "har dette paret allerede." in late.text
    assert "<html" not in late.text


def test_a_change_sent_twice_is_done_once(app: Flask, koordinator: FlaskClient, plan: Plan) -> None:
    url, seen = move(app, plan), versjon_of(app, plan)
    answers = [koordinator.post(url, data={"versjon": seen}).status_code for _n in range(2)]
    assert answers == [303, 409]
    with app.app_context():
        assert len(tildeling_queries.list_justeringer(plan.id)) == 1


@pytest.mark.parametrize("versjon", ["", "x", "0"])
def test_a_change_without_the_version_that_was_seen_is_not_done(
    app: Flask, koordinator: FlaskClient, plan: Plan, versjon: str
) -> None:
    before = utkast_of(app, plan)
    answer = koordinator.post(move(app, plan), data={"versjon": versjon})
    assert answer.status_code == 409
    assert utkast_of(app, plan) == before


def test_undo_of_a_plan_that_somebody_else_changed_undoes_nothing(
    app: Flask, koordinator: FlaskClient, kollega: FlaskClient, plan: Plan
) -> None:
    _big, small = lag_of(app, plan)
    koordinator.post(move(app, plan), data={"versjon": versjon_of(app, plan)})
    seen = versjon_of(app, plan)
    pin = plan.endring("fest_par", small.veiledere)
    kollega.post(pin, data={"versjon": seen})
    now = utkast_of(app, plan)
    answer = koordinator.post(f"{plan.url}/angre", data={"versjon": seen}, follow_redirects=True)
    assert utkast_of(app, plan) == now
    assert "Planen ble endret samtidig, så vi gjorde ingenting." in answer.text
    assert "Kari Kollega festet paret" in answer.text


def test_undo_with_nothing_to_undo_says_so(
    koordinator: FlaskClient, plan: Plan, app: Flask
) -> None:
    for what, said in (("angre", "angre."), ("gjor-om", "gjøre om igjen.")):
        data = {"versjon": versjon_of(app, plan)}
        answer = koordinator.post(f"{plan.url}/{what}", data=data, follow_redirects=True)
        assert f"Det er ingenting å {said}" in answer.text


def test_every_kind_of_change_can_be_made_and_stands_in_the_history(
    app: Flask, koordinator: FlaskClient, plan: Plan
) -> None:
    big, small = lag_of(app, plan)
    a, b = big.veiledere
    taken = {*big.veiledere, *small.veiledere}
    free = [each for each in plan.veiledere.values() if each not in taken]
    kommune = big.kommuner[0]
    steps = [
        (plan.endring("bytt_kommuner", (), kommune, small.kommuner[0]), "Byttet om "),
        (plan.endring("bytt_kommuner", (), kommune, small.kommuner[0]), "Byttet om "),
        (plan.endring("fest_par", (a, b)), "Festet paret "),
        (plan.endring("losne_par", (a, b)), "Løsnet paret "),
        (plan.endring("fest", (a, b), kommune), "Festet "),
        (plan.endring("losne", (a, b), kommune), "Løsnet "),
        (plan.endring("forby", (free[0],), kommune), "Sperret "),
        (plan.endring("tillat", (free[0],), kommune), "Fjernet sperren av "),
        (plan.endring("bytt_veileder", (a, free[0])), "Byttet plass: "),
        (plan.endring("bytt_veileder", (free[0], a)), "Byttet plass: "),
        (plan.endring("nytt_par", (free[0], free[1]), kommune), "Nytt par: "),
        (plan.endring("opplos", (free[0], free[1])), "Løste opp paret "),
        (plan.endring("flytt", (a, b), kommune), "Flyttet "),
        (plan.endring("flytt", (), kommune), "Tok "),
    ]
    for url, _said in steps:
        shown = koordinator.get(url)
        assert "Gjør endringen" in shown.text, (url, text_of(shown.text))
        answer = koordinator.post(url, data={"versjon": versjon_of(app, plan)})
        assert answer.status_code == 303, url
    html = koordinator.get(plan.url).text
    history = re.findall(r"<li>([^<]+)<br>", html[html.index("bord__historie") :])
    assert len(history) == len(steps)
    for line, (_url, said) in zip(history, reversed(steps), strict=True):
        assert line.startswith(said)
    assert "kommune uten par 1 reserver 2" in text_of(html)
    assert "Uten par" in html


def test_a_pin_keeps_what_it_pins_and_both_panels_offer_to_loosen_it(
    app: Flask, koordinator: FlaskClient, plan: Plan
) -> None:
    big, _small = lag_of(app, plan)
    kommune = big.kommuner[0]
    pin = plan.endring("fest", big.veiledere, kommune)
    shown = koordinator.get(pin).text
    assert "blir stående når planen løses på nytt" in shown
    assert "like mange poeng" not in shown
    koordinator.post(pin, data={"versjon": versjon_of(app, plan)})
    assert "er festet til" in koordinator.get(move(app, plan)).text
    panel = koordinator.get(f"{plan.url}/kommune/{kommune}").text
    assert text_of(panel).count("fra kommunen") == 2
    person = text_of(koordinator.get(f"{plan.url}/veileder/{big.veiledere[0]}").text)
    assert f"Løsne fra {navn_of(plan, kommune, kommune=True)}" in person
    # Every pair but the present one breaks the pin.
    assert "som bryter en regel" in panel
    assert "låst til" in panel


def test_who_is_barred_from_a_municipality_is_no_target_and_the_bar_can_go(
    app: Flask, koordinator: FlaskClient, plan: Plan
) -> None:
    big, small = lag_of(app, plan)
    bar = plan.endring("forby", (small.veiledere[0],), big.kommuner[0])
    assert "Sperren gjelder når planen løses på nytt" in koordinator.get(bar).text
    koordinator.post(bar, data={"versjon": versjon_of(app, plan)})
    panel = text_of(koordinator.get(f"{plan.url}/kommune/{big.kommuner[0]}").text)
    name = navn_of(plan, small.veiledere[0])
    assert f"Fjern sperren av {name}" in panel
    assert f"{name} er låst ute fra" in panel


def test_a_decision_that_a_change_takes_away_is_said_beforehand(
    app: Flask, koordinator: FlaskClient, plan: Plan
) -> None:
    big, _small = lag_of(app, plan)
    with app.app_context():
        lag = db.session.get_one(Lag, big.id)
        lag.vedtatt_at, lag.vedtatt_av = clock.now(), make_koordinator()
        db.session.commit()
    page = koordinator.get(move(app, plan)).text
    assert "gjelder ikke lenger, og må gjøres på nytt." in page
    assert "Vedtatt" in koordinator.get(plan.url).text


def test_a_decided_plan_is_not_changed(app: Flask, koordinator: FlaskClient, plan: Plan) -> None:
    url = move(app, plan)
    with app.app_context():
        get_tildeling(plan.id).status = TildelingStatus.FORKASTET
        db.session.commit()
    before = utkast_of(app, plan)
    answer = koordinator.post(url, data={"versjon": versjon_of(app, plan)})
    assert answer.status_code == 422
    assert "Lag en kopi og endre den." in answer.text
    assert utkast_of(app, plan) == before


def test_a_new_pair_is_chosen_among_reserves_and_seen_before_it_is_made(
    app: Flask, koordinator: FlaskClient, plan: Plan
) -> None:
    big, small = lag_of(app, plan)
    taken = {*big.veiledere, *small.veiledere}
    one, two = (each for each in plan.veiledere.values() if each not in taken)
    start = koordinator.get(f"{plan.url}/nytt-par?k={big.kommuner[0]}")
    options = set(re.findall(r'<option[^>]* value="(\d+)"', start.text))
    assert options == {str(one), str(two)}
    assert "Til sammen 130 timer for hver." in text_of(start.text)
    ready = koordinator.get(f"{plan.url}/nytt-par?k={big.kommuner[0]}&v1={one}&v2={two}").text
    url = plan.endring("nytt_par", (one, two), big.kommuner[0]).replace("&", "&amp;")
    assert url in ready


def test_someone_who_has_just_been_logged_out_comes_back_to_the_effect(
    app: Flask, plan: Plan
) -> None:
    url = move(app, plan)
    answer = app.test_client().post(url, data={"versjon": "1"})
    assert answer.status_code == 303
    assert "/endring?type%3Dflytt%26v%3D" in (answer.location or "")


@pytest.mark.parametrize("query", ["", "?type=tull", "?type=flytt&k=x"])
def test_an_address_that_describes_no_change_leads_back_to_the_board(
    koordinator: FlaskClient, plan: Plan, query: str
) -> None:
    answer = koordinator.get(f"{plan.url}/endring{query}", follow_redirects=True)
    assert "Velg endringen på nytt." in answer.text
    assert answer.request.path == plan.url


def test_an_address_of_a_change_that_makes_no_sense_says_why(
    app: Flask, koordinator: FlaskClient, plan: Plan
) -> None:
    big, small = lag_of(app, plan)
    for url in (
        plan.endring("flytt", big.veiledere, 999_999),
        plan.endring("flytt", (big.veiledere[0], small.veiledere[0]), big.kommuner[0]),
        plan.endring("opplos", (999_998, 999_999)),
        plan.endring("bytt_kommuner", (), big.kommuner[0]),
        plan.endring("nytt_par", big.veiledere, big.kommuner[0]),
    ):
        page = koordinator.get(url)
        assert page.status_code == 200
        assert "Endringen kan ikke gjøres" in page.text
        assert "Gjør endringen" not in page.text
