from typing import Any

import pytest
from flask import Flask

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.habilitet.queries import find_tilstand
from rekruttering.habilitet.rules import Tilstand
from rekruttering.intervju import queries
from rekruttering.intervju.models import Intervju, Panel
from rekruttering.intervju.rules import IntervjuStatus
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilgang.rules import Rolle
from tests.habilitet.factories import make_habilitet
from tests.intervju.factories import AFTER, BEFORE, START, make_ids, make_intervju
from tests.soknad.factories import make_soknad
from tests.soknad.sporringer import count_queries
from tests.tilgang.factories import login, make_bruker
from tests.utlysning.factories import make_utlysning


def test_the_file_opens_after_the_declaration_and_not_before(app: Flask) -> None:
    ids = make_ids(app, declared=False)
    client = login(app, ids["a"])
    base = f"/panel/intervju/{ids['intervju']}"
    for page in ("soknad", "guide", "vurdering", "vedlegg/1"):
        assert client.get(f"{base}/{page}").status_code == 404
    answer = client.post(f"{base}/habilitet", data={"tilstand": "ingen"})
    assert (answer.status_code, answer.location) == (303, base)
    for page in ("soknad", "guide", "vurdering", "vedlegg/1"):
        assert client.get(f"{base}/{page}").status_code == 200


@pytest.mark.parametrize("svar", ["mistenkt", "erklart"])
def test_a_tie_needs_a_reason_and_keeps_the_file_shut(app: Flask, svar: str) -> None:
    ids = make_ids(app, declared=False)
    client = login(app, ids["a"])
    base = f"/panel/intervju/{ids['intervju']}"
    without = client.post(f"{base}/habilitet", data={"tilstand": svar})
    assert (without.status_code, "Skriv hva tilknytningen" in without.text) == (422, True)
    client.post(f"{base}/habilitet", data={"tilstand": svar, "grunn": "Naboer."})
    assert client.get(f"{base}/soknad").status_code == 404
    assert client.get(base).status_code == 200


def test_the_lead_decides_for_a_member_who_is_unsure(app: Flask) -> None:
    ids = make_ids(app, declared=False)
    with app.app_context():
        intervju = queries.get_intervju(ids["intervju"])
        make_habilitet(intervju.panel.medlemmer[0].bruker, intervju.soknad)
        sak = make_habilitet(
            intervju.panel.medlemmer[1].bruker, intervju.soknad, Tilstand.MISTENKT
        ).id
    address = f"/panel/intervju/{ids['intervju']}/habilitet/{sak}"
    data = {"versjon": "1", "tilstand": "avklart", "begrunnelse": "Lenge siden."}
    assert login(app, ids["a"]).post(address, data=data).status_code == 404
    client = login(app, ids["leder"])
    assert "Naboer" not in client.get(address).text
    assert client.post(address, data={**data, "versjon": "9"}).status_code == 409
    assert client.post(address, data=data).status_code == 303
    with app.app_context():
        assert find_tilstand(ids["a"], soknad_id=ids["soknad"]) is Tilstand.AVKLART


def test_an_interview_is_marked_by_its_lead_or_a_coordinator(app: Flask) -> None:
    ids = make_ids(app)
    holdt = f"/intervju/{ids['intervju']}/holdt"
    with clock.frozen(AFTER):
        assert login(app, ids["a"]).post(holdt).status_code == 404
        assert login(app, ids["leder"]).post(holdt).location == f"/panel/intervju/{ids['intervju']}"
        again = login(app, ids["koordinator"]).post(holdt)
    assert (again.status_code, again.location) == (303, f"/runde/{ids['runde']}/intervju")


def test_an_interview_that_was_not_held_needs_a_reason(app: Flask) -> None:
    ids = make_ids(app)
    address = f"/intervju/{ids['intervju']}/ikke-holdt"
    client = login(app, ids["leder"])
    with clock.frozen(AFTER):
        assert client.get(address).status_code == 200
        assert client.post(address, data={}).status_code == 422
        data = {"slag": "ikke_holdt", "grunn": "Søkeren var syk."}
        answer = client.post(address, data=data)
    assert (answer.status_code, answer.location) == (303, "/panel")
    with app.app_context():
        assert db.session.get_one(Intervju, 1).status is IntervjuStatus.IKKE_HOLDT


def test_a_coordinator_makes_and_changes_a_panel(app: Flask) -> None:
    with app.app_context():
        runde = make_utlysning().id
        a, b, c = (make_bruker(Rolle.PANEL).id for _ in range(3))
        koordinator = make_bruker(Rolle.KOORDINATOR).id
    client = login(app, koordinator)
    new = f"/runde/{runde}/paneler/nytt"
    assert client.get(new).status_code == 200
    refused = client.post(new, data={"navn": "Nord", "medlemmer": [a], "leder": b})
    assert "Velg en leder blant medlemmene." in refused.text
    data: dict[str, Any] = {"navn": "Nord", "medlemmer": [a, b], "leder": a}
    assert client.post(new, data=data).status_code == 303
    with app.app_context():
        panel = db.session.query(Panel).one()
        address, versjon = f"/paneler/{panel.id}", str(panel.versjon)
    changed = {**data, "medlemmer": [a, b, c], "versjon": versjon}
    assert client.post(address, data=changed).status_code == 303
    late = client.post(address, data={**data, "navn": "Sør", "versjon": versjon})
    assert (late.status_code, "Noen andre endret panelet" in late.text) == (409, True)
    with app.app_context():
        panel = db.session.query(Panel).one()
        assert (panel.navn, len(panel.medlemmer)) == ("Nord", 3)
    refused = client.post(address, data={**changed, "leder": 0, "versjon": "2"})
    assert refused.status_code == 422


def test_a_coordinator_plans_by_hand_and_keeps_what_was_typed_when_refused(app: Flask) -> None:
    ids = make_ids(app)
    with app.app_context():
        utlysning = db.session.get_one(Soknad, ids["soknad"]).utlysning
        annen = make_soknad(SoknadStatus.TIL_INTERVJU, utlysning=utlysning).id
    client = login(app, ids["koordinator"])
    address = f"/soknad/{annen}/intervju"
    data = {
        "panel": ids["panel"],
        "dato-dag": "10",
        "dato-maned": "2",
        "dato-year": "2099",
        "klokkeslett": "10.30",
        "form": "sted",
        "sted": "Schweigaards gate 15",
    }
    with clock.frozen(BEFORE):
        assert client.get(address).status_code == 200
        refused = client.post(address, data=data)
        assert refused.status_code == 422
        assert "har et annet intervju da" in refused.text
        assert "Schweigaards gate 15" in refused.text
        assert client.post(address, data={**data, "klokkeslett": "25"}).status_code == 422
        assert client.post(address, data={**data, "klokkeslett": "11:10"}).status_code == 303
        page = client.get(f"/soknad/{ids['soknad']}/intervju")
    assert "https://mote.example/1" in page.text


def test_the_pages_of_interviews_ask_as_much_for_one_as_for_three(app: Flask) -> None:
    ids = make_ids(app)
    member, plan = [], []
    with clock.frozen(BEFORE):
        for more in (0, 2):
            with app.app_context():
                panel = db.session.get_one(Panel, ids["panel"])
                for hours in range(more):
                    make_intervju(panel, start_at=START.replace(day=11 + hours))
            member.append(count_queries(app, ids["a"], "/panel"))
            address = f"/runde/{ids['runde']}/intervju"
            plan.append(count_queries(app, ids["koordinator"], address))
    assert (member[0], plan[0]) == (member[1], plan[1])


def test_applicants_and_members_do_not_plan_or_rank(app: Flask) -> None:
    ids = make_ids(app)
    client = login(app, ids["a"])
    for path in ("intervju", "paneler/nytt", "innstilling"):
        assert client.get(f"/runde/{ids['runde']}/{path}").status_code == 403
    for path in (f"/soknad/{ids['soknad']}/intervju", f"/paneler/{ids['panel']}"):
        assert client.get(path).status_code == 404
