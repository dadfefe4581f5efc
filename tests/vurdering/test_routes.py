from flask import Flask

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.intervju.models import Panel
from rekruttering.intervju.queries import get_intervju
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.queries import list_kompetanser
from rekruttering.vurdering import queries
from rekruttering.vurdering.rules import Innstillingsutfall, VurderingStatus
from tests.intervju.factories import BEFORE, START, make_ids
from tests.soknad.sporringer import count_queries
from tests.tilgang.factories import login, make_bruker
from tests.vurdering.factories import make_innstilling, make_vurdering, make_vurdert


def scores(app: Flask, poeng: str = "4", begrunnelse: str = "Godt eksempel.") -> dict[str, str]:
    """Return a filled-in score sheet as a browser posts it."""
    fields = {"versjon": "0"}
    with app.app_context():
        for kompetanse in list_kompetanser(1):
            name = f"k{kompetanse.id}"
            fields |= {f"{name}-valg": poeng, f"{name}-svar": "Fortalte."}
            fields[f"{name}-begrunnelse"] = begrunnelse
    return fields


def test_a_refused_lock_names_every_reason_and_saves_the_draft(app: Flask) -> None:
    ids = make_ids(app, held=True)
    client = login(app, ids["a"])
    address = f"/panel/intervju/{ids['intervju']}/vurdering"
    answer = client.post(address, data={**scores(app, begrunnelse=""), "las": "1"})
    assert answer.status_code == 422
    assert answer.text.count("skriv hvorfor du gir disse poengene") == 3
    assert "Fortalte." in client.get(address).text


def test_a_locked_scoring_takes_a_second_press_and_refuses_other_text(app: Flask) -> None:
    ids = make_ids(app, held=True)
    client = login(app, ids["a"])
    address = f"/panel/intervju/{ids['intervju']}/vurdering"
    fields = {**scores(app), "las": "1"}
    for _ in range(2):
        assert client.post(address, data=fields).status_code == 303
    late = client.post(address, data={**fields, **scores(app, poeng="1", begrunnelse="Ny tekst")})
    assert (late.status_code, "Ny tekst" in late.text) == (409, True)
    with app.app_context():
        vurdering = queries.find_egen_vurdering(ids["intervju"], ids["a"])
        assert vurdering is not None
        assert vurdering.status is VurderingStatus.LAST
        assert {skar.poeng for skar in vurdering.skarer} == {4}


def test_the_older_of_two_tabs_sees_both_texts_and_overwrites_nothing(app: Flask) -> None:
    ids = make_ids(app, held=True)
    client = login(app, ids["a"])
    address = f"/panel/intervju/{ids['intervju']}/vurdering"
    client.post(address, data=scores(app, begrunnelse="Fra første fane."))
    late = client.post(address, data=scores(app, begrunnelse="Fra andre fane."))
    assert late.status_code == 409
    assert "Fra første fane." in late.text
    assert "Fra andre fane." in late.text
    assert "Fra andre fane." not in client.get(address).text


def test_what_was_typed_survives_an_ended_session(app: Flask) -> None:
    ids = make_ids(app, held=True)
    address = f"/panel/intervju/{ids['intervju']}/vurdering"
    browser = app.test_client()
    away = browser.post(address, data=scores(app, begrunnelse="Lang tekst."))
    assert away.status_code == 303
    again = login(app, ids["a"])
    with browser.session_transaction() as before, again.session_transaction() as after:
        after["skjemautkast"] = before["skjemautkast"]
    assert "Lang tekst." in again.get(address).text


def test_the_lead_writes_the_joint_scores_and_the_others_read_them(app: Flask) -> None:
    ids = make_ids(app, held=True)
    with app.app_context():
        intervju = get_intervju(ids["intervju"])
        for medlem, poeng in zip(intervju.panel.medlemmer, (2, 4, 4), strict=True):
            make_vurdering(intervju, medlem.bruker, poeng)
    address = f"/panel/intervju/{ids['intervju']}/fellesskar"
    data = scores(app, poeng="3", begrunnelse="")
    client = login(app, ids["leder"])
    refused = client.post(address, data=data)
    assert refused.text.count("dere var 2 poeng fra hverandre") == 3
    member = login(app, ids["a"])
    member.post(address, data=scores(app, "5", "Jeg bestemmer."))
    with app.app_context():
        assert queries.list_fellesskarer(ids["intervju"]) == []
    assert client.post(address, data=scores(app, "3", "Enige om 3.")).status_code == 303
    late = client.post(address, data=scores(app, "5", "Gammel fane."))
    assert (late.status_code, "Enige om 3." in late.text) == (409, True)
    assert "Enige om 3." in member.get(address).text


def test_the_joint_page_says_who_it_waits_for(app: Flask) -> None:
    ids = make_ids(app, held=True)
    with app.app_context():
        intervju = get_intervju(ids["intervju"])
        make_vurdering(intervju, intervju.panel.medlemmer[0].bruker)
    address = f"/panel/intervju/{ids['intervju']}/fellesskar"
    client = login(app, ids["leder"])
    assert "Medlem 2 har ikke låst vurderingen sin." in client.get(address).text
    assert client.post(address, data=scores(app)).status_code == 409
    assert login(app, ids["a"]).get(address).status_code == 404


def test_the_lead_opens_a_scoring_again_with_a_reason(app: Flask) -> None:
    ids = make_ids(app, held=True)
    with app.app_context():
        intervju = get_intervju(ids["intervju"])
        vurdering = make_vurdering(intervju, intervju.panel.medlemmer[1].bruker).id
    address = f"/panel/vurdering/{vurdering}/gjenapne"
    assert login(app, ids["a"]).get(address).status_code == 404
    client = login(app, ids["leder"])
    assert client.get(address).status_code == 200
    assert client.post(address, data={"grunn": ""}).status_code == 422
    assert client.post(address, data={"grunn": "Feil søker."}).status_code == 303
    page = login(app, ids["a"]).get(f"/panel/intervju/{ids['intervju']}/vurdering")
    assert "Feil søker." in page.text


def test_the_front_page_of_a_member_says_what_to_do_by_day(app: Flask) -> None:
    ids = make_ids(app, declared=False)
    with clock.frozen(BEFORE):
        assert "Meld habilitet: Søker" in login(app, ids["a"]).get("/panel").text
    with app.app_context():
        uten = make_bruker(Rolle.PANEL).id
        soker = make_bruker().id
    assert "Du er ikke satt opp" in login(app, uten).get("/panel").text
    assert login(app, soker).get("/panel").status_code == 403


def test_cut_lines_are_previewed_before_they_take_effect(app: Flask) -> None:
    with app.app_context():
        intervju = make_vurdert(poeng=5)
        runde, koordinator = intervju.soknad.utlysning_id, make_bruker(Rolle.KOORDINATOR).id
    client = login(app, koordinator)
    address = f"/runde/{runde}/innstilling"
    preview = client.get(address, query_string={"innstilt": "80", "reserve": "60"})
    assert "Blir:" in preview.text
    with app.app_context():
        assert queries.count_uten_utfall(runde) == 1
    merke = preview.text.split('name="grunnlag"')[1].split('value="')[1].split('"')[0]
    data = {"innstilt": "80", "reserve": "60", "grunnlag": merke}
    refused = client.post(address, data=data)
    assert (refused.status_code, "utfallet «Innstilt»" in refused.text) == (422, True)
    old = client.post(address, data={**data, "grunnlag": "gammel", "begrunnelse_innstilt": "Ja."})
    assert (old.status_code, "Ja." in old.text) == (409, True)
    assert client.post(address, data={**data, "begrunnelse_innstilt": "Ja."}).status_code == 303
    with app.app_context():
        innstilling = queries.find_innstilling(1)
        assert innstilling is not None
        assert innstilling.utfall is Innstillingsutfall.INNSTILT


def test_crossing_cut_lines_are_refused_in_the_preview(app: Flask) -> None:
    with app.app_context():
        runde = make_vurdert().soknad.utlysning_id
        koordinator = make_bruker(Rolle.KOORDINATOR).id
    client = login(app, koordinator)
    page = client.get(f"/runde/{runde}/innstilling?innstilt=50&reserve=60").text
    assert "Grensen for reserve kan ikke være høyere" in page
    assert client.get(f"/runde/{runde}/innstilling?innstilt=x&reserve=60").status_code == 200


def test_two_coordinators_do_not_overwrite_each_other(app: Flask) -> None:
    with app.app_context():
        soknad = make_vurdert().soknad_id
        en, to = (make_bruker(Rolle.KOORDINATOR).id for _ in range(2))
    address = f"/soknad/{soknad}/innstilling"
    data = {"versjon": "0", "utfall": "innstilt", "begrunnelse": "Solid."}
    assert login(app, en).get(address).status_code == 200
    assert login(app, en).post(address, data=data).status_code == 303
    late = login(app, to).post(address, data={**data, "utfall": "avslag", "begrunnelse": "Nei."})
    assert late.status_code == 409
    assert "Solid." in late.text
    assert "Nei." in late.text
    refused = login(app, to).post(address, data={**data, "versjon": "1", "begrunnelse": ""})
    assert refused.status_code == 422


def test_reserves_are_told_by_a_button(app: Flask) -> None:
    with app.app_context():
        innstilling = make_innstilling(utfall=Innstillingsutfall.RESERVE)
        runde, koordinator = innstilling.soknad.utlysning_id, make_bruker(Rolle.KOORDINATOR).id
    client = login(app, koordinator)
    page = client.post(f"/runde/{runde}/innstilling/meld", follow_redirects=True)
    assert "1 søker har fått beskjed." in page.text


def test_the_ranking_asks_as_much_for_one_as_for_three(app: Flask) -> None:
    with app.app_context():
        intervju = make_vurdert()
        panel, runde = intervju.panel_id, intervju.soknad.utlysning_id
        koordinator = make_bruker(Rolle.KOORDINATOR).id
    counts = []
    for more in (0, 2):
        with app.app_context():
            for hours in range(more):
                start_at = START.replace(day=11 + hours)
                make_vurdert(db.session.get_one(Panel, panel), start_at=start_at)
        counts.append(count_queries(app, koordinator, f"/runde/{runde}/innstilling"))
    assert counts[0] == counts[1]
