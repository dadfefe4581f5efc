"""The pages of the timetable, of moving, of the applicant, and of a member's day."""

from datetime import timedelta
from typing import Any

import pytest
import vobject
from flask import Flask

from rekruttering.felles import clock, jobs
from rekruttering.felles.db import db
from rekruttering.intervju import adapter, queries, service
from rekruttering.intervju.models import Intervju, Timeplan
from rekruttering.intervju.rules.timeplan import TimeplanStatus
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Utlysning
from tests.intervju.factories import BEFORE, START, declare_all, make_ids, make_runde, place_all
from tests.soknad.sporringer import count_queries
from tests.tilgang.factories import login, make_bruker

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def before() -> Any:
    with clock.frozen(BEFORE):
        yield


def make_plan(app: Flask, sokere: int = 2, *, told: bool = True, rom: int = 1) -> dict[str, int]:
    """Return the ids of a round whose timetable is in use, and of its first interview."""
    with app.app_context():
        utlysning = make_runde(sokere=sokere, rom=rom)
        place_all(utlysning)
        if told:
            declare_all(utlysning)
            service.send_innkallinger(utlysning, bruker=make_bruker(), now=BEFORE)
            db.session.commit()
        intervju = queries.list_i_plan(utlysning.id)[0]
        return {
            "runde": utlysning.id,
            "intervju": intervju.id,
            "soknad": intervju.soknad_id,
            "soker": intervju.soknad.soker_id,
            "medlem": intervju.plasser[0].bruker_id,
            "koordinator": make_bruker(Rolle.KOORDINATOR).id,
        }


def solve_here(problem: Any, **limits: Any) -> dict[str, Any]:
    """Solve without a process of its own, which takes long to start."""
    order = {"problem": problem, "maks_sekunder": limits["max_time_s"], "fro": limits["seed"]}
    return adapter.solve(order, limits["on_progress"], limits["should_stop"])


def test_a_coordinator_computes_uses_and_releases(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "find_forslag", solve_here)
    with app.app_context():
        utlysning = make_runde(sokere=1)
        runde, koordinator = utlysning.id, make_bruker(Rolle.KOORDINATOR).id
    client, base = login(app, koordinator), f"/runde/{runde}/intervju"
    assert "Regn ut timeplan" in client.get(base).text
    assert client.get(f"{base}/beregn").status_code == 200
    assert client.post(f"{base}/beregn", data={"sekunder": "0"}).status_code == 422
    started = client.post(f"{base}/beregn", data={"sekunder": "30"})
    again = client.post(f"{base}/beregn", data={"sekunder": "30"})
    assert (started.status_code, again.location) == (303, started.location)
    assert "hx-get" in client.get(started.location, headers=HTMX).text
    jobs.wait_for_all(app, service.JOB)
    page = client.get(started.location).text
    assert ("Ta i bruk som utkast" in page, "Søker 1" in page) == (True, True)
    for part in ("problem", "forslag"):
        answer = client.get(f"{started.location}/{part}")
        assert (answer.status_code, "Søker 1" in answer.text) == (200, False)
    used = client.post(f"{started.location}/bruk")
    assert used.location == f"{base}/timeplan"
    assert "har ikke meldt habilitet" in client.get(f"{base}/innkall").text
    with app.app_context():
        declare_all(db.session.get_one(Utlysning, runde))
    assert "Send 1 innkalling" in client.get(f"{base}/innkall").text
    released = client.post(f"{base}/innkall", follow_redirects=True)
    assert "1 innkalling er sendt." in released.text
    again = client.post(f"{base}/innkall", follow_redirects=True)
    assert "0 innkallinger er sendt." in again.text


def test_what_is_missing_is_said_before_anything_is_computed(app: Flask) -> None:
    with app.app_context():
        runde = make_runde(sokere=0, rom=0).id
        koordinator = make_bruker(Rolle.KOORDINATOR).id
    answer = login(app, koordinator).post(
        f"/runde/{runde}/intervju/beregn", data={"sekunder": "10"}
    )
    assert answer.status_code == 422
    assert "Ingen søkere er tatt ut til intervju." in answer.text
    assert "Legg inn minst ett rom" in answer.text


def test_a_run_is_stopped_before_it_begins(app: Flask) -> None:
    with app.app_context():
        utlysning = make_runde()
        timeplan = service.start_timeplan(utlysning, bruker=make_bruker(), now=BEFORE)
        db.session.commit()
        id, koordinator = timeplan.id, make_bruker(Rolle.KOORDINATOR).id
    client = login(app, koordinator)
    for _ in range(2):
        assert client.post(f"/timeplan/{id}/stopp").status_code == 303
    assert "Det ble ingen plan" in client.get(f"/timeplan/{id}").text
    refused = client.post(f"/timeplan/{id}/bruk")
    assert (refused.status_code, "ingen plan" in refused.text) == (422, True)


def test_a_run_that_no_worker_finishes_ends_with_a_sentence(app: Flask) -> None:
    with app.app_context():
        utlysning = make_runde()
        timeplan = service.start_timeplan(utlysning, bruker=make_bruker(), now=BEFORE)
        jobb = jobs.find_last(service.JOB, timeplan.id)
        assert jobb is not None
        jobb.status = jobs.JobbStatus.FEILET
        db.session.commit()
        id = timeplan.id
    jobs.run_periodic(app)
    with app.app_context():
        assert db.session.get_one(Timeplan, id).status is TimeplanStatus.FEILET


def test_the_timetable_is_a_grid_and_a_list_of_a_panel_or_a_member(app: Flask) -> None:
    ids = make_plan(app)
    client, base = login(app, ids["koordinator"]), f"/runde/{ids['runde']}/intervju/timeplan"
    grid = client.get(base).text
    assert ("Søker 1" in grid, 'data-flytt="/intervju/' in grid) == (True, True)
    with app.app_context():
        panel = queries.list_paneler(ids["runde"])[0].id
        start = db.session.get_one(Intervju, ids["intervju"]).start_at
    week = start.astimezone(clock.OSLO).isocalendar().week
    for query in (f"?panel={panel}&uke={week}", f"?medlem={ids['medlem']}", "?visning=liste"):
        assert "Søker 1" in client.get(base + query).text
    # The window has three weeks.
    other = week - 1 if week == 9 else week + 1
    assert "Søker 1" not in client.get(f"{base}?uke={other}").text
    assert client.get(f"{base}?uke=x&panel=y&medlem=z").status_code == 200


def test_the_timetable_asks_as_much_for_one_as_for_four(app: Flask) -> None:
    counts = []
    for sokere in (1, 4):
        ids = make_plan(app, sokere, told=False)
        base = f"/runde/{ids['runde']}/intervju"
        pages = (f"{base}/timeplan", f"{base}/timeplan?visning=liste", f"{base}/innkall", base)
        counts.append([count_queries(app, ids["koordinator"], page) for page in pages])
    assert counts[0] == counts[1]


def ask(client: Any, ids: dict[str, int], when: Any) -> str:
    lokal = when.astimezone(clock.OSLO)
    address = f"/intervju/{ids['intervju']}/flytt?dag={lokal:%Y-%m-%d}&kl={lokal:%H:%M}"
    return str(client.get(address, headers=HTMX).text)


def test_a_move_is_judged_at_once_and_made_by_its_button(app: Flask) -> None:
    ids = make_plan(app)
    client = login(app, ids["koordinator"])
    with app.app_context():
        a, b = queries.list_i_plan(ids["runde"])
        taken, versjon = b.start_at, a.versjon
        seats = [plass.bruker_id for plass in a.plasser]
        rom, leder = a.rom_id, seats[0]
    fragment = ask(client, ids, taken)
    assert ("Det går ikke:" in fragment, "<html" in fragment) == (True, False)
    assert "Flytt hit" not in fragment
    free = START + timedelta(days=6)
    assert "Flytt hit" in ask(client, ids, free)
    data = {
        "versjon": str(versjon),
        "dato-dag": "16",
        "dato-maned": "2",
        "dato-year": "2099",
        "klokkeslett": "10:00",
        "rom": str(rom),
        "medlemmer": [str(each) for each in seats],
        "leder": str(leder),
    }
    address = f"/intervju/{ids['intervju']}/flytt"
    checked = client.post(address, data={**data, "handling": "vurder"})
    assert (checked.status_code, "Det går" in checked.text) == (200, True)
    assert client.post(address, data={**data, "klokkeslett": "25"}).status_code == 422
    moved = client.post(address, data=data)
    assert moved.status_code == 303
    late = client.post(address, data={**data, "klokkeslett": "12:00"})
    assert late.status_code == 409
    with app.app_context():
        intervju = db.session.get_one(Intervju, ids["intervju"])
        assert (intervju.start_at, intervju.innkalt_at) == (free, None)


def test_a_stopped_move_shows_the_form_with_every_reason(app: Flask) -> None:
    ids = make_plan(app)
    with app.app_context():
        a, b = queries.list_i_plan(ids["runde"])
        lokal = b.start_at.astimezone(clock.OSLO)
        seats = [str(plass.bruker_id) for plass in a.plasser]
        data = {
            "versjon": str(a.versjon),
            "dato-dag": str(lokal.day),
            "dato-maned": str(lokal.month),
            "dato-year": str(lokal.year),
            "klokkeslett": f"{lokal:%H:%M}",
            "rom": str(a.rom_id),
            "medlemmer": seats,
            "leder": seats[0],
        }
    answer = login(app, ids["koordinator"]).post(f"/intervju/{ids['intervju']}/flytt", data=data)
    assert answer.status_code == 422
    assert "har et annet intervju da" in answer.text


def test_what_is_no_day_or_time_shows_the_form(app: Flask) -> None:
    ids = make_plan(app)
    client = login(app, ids["koordinator"])
    for query in ("", "?dag=i-dag&kl=nå", "?dag=2099-02-12&kl=99:99"):
        assert client.get(f"/intervju/{ids['intervju']}/flytt{query}").status_code == 200


def test_an_interview_is_pinned_and_let_go(app: Flask) -> None:
    ids = make_plan(app)
    client, address = login(app, ids["koordinator"]), f"/intervju/{ids['intervju']}"
    client.post(f"{address}/fastsett", data={"fastsatt": "ja"})
    assert "Løsne intervjuet" in client.get(f"{address}/flytt").text
    assert "Intervjuet er fastsatt. Løsne det først." in ask(client, ids, START)
    client.post(f"{address}/fastsett", data={"fastsatt": "nei"})
    assert "Fastsett intervjuet" in client.get(f"{address}/flytt").text


def test_an_absence_is_noted_and_the_plan_computed_anew(app: Flask) -> None:
    ids = make_plan(app)
    client, address = login(app, ids["koordinator"]), f"/runde/{ids['runde']}/intervju/fravar"
    assert client.get(address).status_code == 200
    data = {"medlem": str(ids["medlem"])}
    for name, day in (("fra", 12), ("til", 11)):
        data |= {f"{name}-dag": str(day), f"{name}-maned": "2", f"{name}-year": "2099"}
    assert "Den siste dagen må være etter den første." in client.post(address, data=data).text
    started = client.post(address, data={**data, "til-dag": "12"})
    assert started.location.startswith("/timeplan/")
    assert "Laget fordi Medlem 1 er borte." in client.get(started.location).text


def test_the_applicant_sees_what_was_told_and_not_the_draft(app: Flask) -> None:
    ids = make_plan(app)
    client, address = login(app, ids["soker"]), f"/min-soknad/{ids['soknad']}/intervju"
    page = client.get(address).text
    assert ("Norsk tid (Europe/Oslo)" in page, "Medlem 1, Medlem 2, Medlem 3" in page) == (
        True,
        True,
    )
    told = vobject.readOne(client.get(f"{address}/kalender").text)
    with app.app_context():
        intervju = db.session.get_one(Intervju, ids["intervju"])
        assert told.vevent.dtstart.value == intervju.start_at
        data = service.FlyttInput(START + timedelta(days=7))
        service.flytt_intervju(intervju, data, versjon=None, bruker=make_bruker(), now=clock.now())
        db.session.commit()
    assert client.get(address).text.count("17. februar") == 0
    again = vobject.readOne(client.get(f"{address}/kalender").text)
    assert again.vevent.dtstart.value == told.vevent.dtstart.value


def test_the_applicant_moves_the_interview_or_says_that_no_time_suits(app: Flask) -> None:
    ids = make_plan(app)
    client, address = login(app, ids["soker"]), f"/min-soknad/{ids['soknad']}/intervju"
    page = client.get(f"{address}/bytt").text
    assert "Ingen av disse passer" in page
    chosen = page.split('name="start_at"')[-1].split('value="')[1].split('"')[0]
    for bad in ("i morgen", "2099-02-12T09:00"):
        assert client.post(f"{address}/bytt", data={"start_at": bad}).status_code == 422
    moved = client.post(f"{address}/bytt", data={"start_at": chosen}, follow_redirects=True)
    assert "Intervjuet er flyttet. Du får en ny innkalling på e-post." in moved.text
    twice = client.post(f"{address}/bytt", data={"start_at": chosen})
    assert twice.status_code == 303
    with app.app_context():
        assert db.session.get_one(Intervju, ids["intervju"]).bytter == 1
    assert client.post(f"{address}/passer-ikke", data={}).status_code == 422
    said = client.post(
        f"{address}/passer-ikke", data={"merknad": "Bare kveldstid"}, follow_redirects=True
    )
    assert "Vi tar kontakt" in said.text
    coordinator = login(app, ids["koordinator"]).get(f"/runde/{ids['runde']}/intervju").text
    assert ("Disse må dere ringe" in coordinator, "Bare kveldstid" in coordinator) == (True, True)


def test_before_a_time_is_told_the_applicant_is_asked_when_it_suits(app: Flask) -> None:
    with app.app_context():
        utlysning = make_runde(sokere=1)
        service.ask_for_tider(utlysning, bruker=make_bruker(), now=BEFORE)
        db.session.commit()
        (soknad,) = queries.list_til_intervju(utlysning.id)
        soknad_id, soker = soknad.id, soknad.soker_id
    client = login(app, soker)
    page = client.get(f"/min-soknad/{soknad_id}/intervju").text
    assert "Si når du kan" in page
    kalender = client.get(f"/min-soknad/{soknad_id}/intervju/kalender")
    assert kalender.location == f"/min-soknad/{soknad_id}/intervju"


def test_a_members_day_holds_times_links_files_and_guide(app: Flask) -> None:
    ids = make_ids(app)
    client = login(app, ids["a"])
    page = client.get("/panel/dag/2099-02-10").text
    assert "https://mote.example/1" in page
    assert ("Intervjuguide" in page, "Les søknaden" in page) == (True, True)
    assert "Du har ingen intervjuer denne dagen." in client.get("/panel/dag/2099-02-11").text
    assert client.get("/panel/dag/i-dag").status_code == 404


def test_an_undeclared_members_day_opens_no_file(app: Flask) -> None:
    ids = make_ids(app, declared=False)
    page = login(app, ids["a"]).get("/panel/dag/2099-02-10").text
    assert ("Les søknaden" in page, "Meld habilitet før du leser" in page) == (False, True)


def test_a_member_takes_the_released_interviews_into_the_own_calendar(app: Flask) -> None:
    ids = make_plan(app, 2)
    text = login(app, ids["medlem"]).get("/panel/kalender").text
    assert text.count("BEGIN:VEVENT") == 2
    drafts = make_plan(app, 1, told=False)
    text = login(app, drafts["medlem"]).get("/panel/kalender").text
    assert text.count("BEGIN:VEVENT") == 0
