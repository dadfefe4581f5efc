"""When people can: asked, answered, uploaded, and seen by whom it concerns."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from rekruttering.felles import audit, clock
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.mail import Utboks
from rekruttering.intervju import jobs as intervju_jobs
from rekruttering.intervju import policy, queries, service
from rekruttering.intervju.rules import Intervjuform
from rekruttering.intervju.rules.tider import Medlemsrolle, Moteform
from rekruttering.intervju.service.tider import SvarInput
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import UtlysningStatus
from tests.intervju.factories import BEFORE, make_ramme, make_rom, make_runde
from tests.soknad.factories import make_soknad
from tests.soknad.sporringer import count_queries
from tests.tilgang.factories import login, make_bruker

CAN = {"tid-2099-02-12T09:00": "kan", "tid-2099-02-12T11:00": "helst"}
FORM = {"versjon": "0", "moteform": "video", "sprak": "", "ekstra_min": "0"}


@pytest.fixture(autouse=True)
def before() -> Any:
    with clock.frozen(BEFORE):
        yield


def make_spurt() -> tuple[Utlysning, Soknad]:
    """Return a round with one applicant who has been asked."""
    utlysning = make_runde(sokere=1)
    service.ask_for_tider(utlysning, bruker=make_bruker(), now=BEFORE)
    db.session.commit()
    return utlysning, queries.list_til_intervju(utlysning.id)[0]


def ids(app: Flask) -> dict[str, int]:
    with app.app_context():
        utlysning, soknad = make_spurt()
        return {
            "runde": utlysning.id,
            "soknad": soknad.id,
            "soker": soknad.soker_id,
            "medlem": queries.list_medlemmer(utlysning.id)[0].id,
            "koordinator": make_bruker(Rolle.KOORDINATOR).id,
        }


def versjon_of(app: Flask, found: dict[str, int]) -> str:
    """Return the version of the applicant's answer as a page read now would carry it."""
    with app.app_context():
        svar = queries.find_svar(found["soknad"])
        return str(svar.versjon if svar else 0)


def list_emner(epost: str) -> list[str]:
    return list(db.session.scalars(select(Utboks.emne).where(Utboks.til == epost)))


def test_everyone_is_asked_once_and_so_knows_of_being_chosen(context: Any) -> None:
    utlysning, soknad = make_spurt()
    assert soknad.meldt_status is SoknadStatus.TIL_INTERVJU
    assert service.ask_for_tider(utlysning, bruker=make_bruker(), now=BEFORE) == 0
    assert list_emner(soknad.soker.epost) == ["Når kan du komme til intervju?"]
    for medlem in queries.list_medlemmer(utlysning.id):
        assert list_emner(medlem.epost) == ["Når kan du ikke være med på intervju?"]


def test_before_being_told_an_applicant_finds_no_page_of_interviews(app: Flask) -> None:
    with app.app_context():
        soknad = make_soknad(SoknadStatus.TIL_INTERVJU)
        assert not policy.can_answer(soknad.soker, soknad)
        soknad_id, soker = soknad.id, soknad.soker_id
    client = login(app, soker)
    for page in ("intervju", "intervjutider", "intervju/bytt"):
        assert client.get(f"/min-soknad/{soknad_id}/{page}").status_code == 404


def test_an_applicant_answers_and_changes_the_answer(app: Flask) -> None:
    found = ids(app)
    client, address = login(app, found["soker"]), f"/min-soknad/{found['soknad']}/intervjutider"
    assert client.get(address).status_code == 200
    form = {**FORM, "versjon": versjon_of(app, found)}
    refused = client.post(address, data=form)
    assert (refused.status_code, "Velg minst ett tidsrom" in refused.text) == (422, True)
    data = {**form, **CAN, "ekstra_min": "30", "behov": "Teleslynge"}
    assert client.post(address, data=data).status_code == 303
    with app.app_context():
        svar = queries.find_svar(found["soknad"])
        behov = queries.find_tilrettelegging(found["soknad"])
        assert svar is not None
        assert behov is not None
        assert svar.tider == {"2099-02-12T09:00": "kan", "2099-02-12T11:00": "helst"}
        assert (behov.ekstra_min, behov.tekst) == (30, "Teleslynge")
    again = {**FORM, **CAN, "versjon": versjon_of(app, found), "behov": ""}
    assert client.post(address, data=again).status_code == 303
    with app.app_context():
        assert queries.find_tilrettelegging(found["soknad"]) is None


def test_an_answer_changed_in_another_tab_is_not_overwritten_in_silence(app: Flask) -> None:
    found = ids(app)
    client, address = login(app, found["soker"]), f"/min-soknad/{found['soknad']}/intervjutider"
    first = {**FORM, **CAN, "versjon": versjon_of(app, found)}
    assert client.post(address, data=first).status_code == 303
    late = client.post(address, data={**first, "moteform": "begge"})
    assert (late.status_code, "Svaret er endret et annet sted" in late.text) == (409, True)
    with app.app_context():
        svar = queries.find_svar(found["soknad"])
        assert svar is not None
        assert svar.moteform is Moteform.VIDEO


def test_after_the_deadline_only_a_coordinator_answers(context: Any) -> None:
    utlysning, soknad = make_spurt()
    rad = make_ramme(utlysning)
    rad.svarfrist_at = BEFORE - timedelta(minutes=1)
    svar = queries.find_svar(soknad.id)
    assert svar is not None
    data = SvarInput({"2099-02-12T09:00": "kan"}, Moteform.VIDEO)
    with pytest.raises(HindretError) as error:
        service.save_svar(soknad, data, versjon=svar.versjon, bruker=soknad.soker, now=BEFORE)
    assert [hinder.kode for hinder in error.value.hindre] == ["frist"]
    koordinator = make_bruker(Rolle.KOORDINATOR)
    service.save_svar(soknad, data, versjon=svar.versjon, bruker=koordinator, now=BEFORE)
    assert svar.svart_av_id == koordinator.id


def test_a_coordinator_does_not_answer_for_the_own_application(context: Any) -> None:
    koordinator = make_bruker(Rolle.KOORDINATOR)
    own = make_soknad(SoknadStatus.TIL_INTERVJU, soker=koordinator)
    other = make_soknad(SoknadStatus.TIL_INTERVJU)
    sent = make_soknad(SoknadStatus.INNSENDT)
    found = [policy.can_answer_for(koordinator, each) for each in (own, other, sent)]
    assert found == [False, True, False]
    assert not policy.can_answer_for(make_bruker(Rolle.PANEL), other)


def test_a_coordinator_answers_for_somebody_who_telephones(app: Flask) -> None:
    found = ids(app)
    client = login(app, found["koordinator"])
    address = f"/soknad/{found['soknad']}/intervjutider"
    assert "Fyll ut for en søker som ringer" in client.get(address).text
    data = {**FORM, **CAN, "versjon": versjon_of(app, found)}
    answer = client.post(address, data=data)
    assert answer.location == f"/runde/{found['runde']}/intervju/tider"
    page = client.get(answer.location).text
    assert "2 av 56" in page


def test_who_has_not_answered_is_reminded_once_before_the_deadline(context: Any) -> None:
    utlysning, soknad = make_spurt()
    rad = make_ramme(utlysning)
    rad.svarfrist_at = BEFORE + timedelta(days=3)
    db.session.commit()
    for hours, expected in ((0, 1), (30, 2), (40, 2)):
        with clock.frozen(BEFORE + timedelta(hours=hours)):
            intervju_jobs.remind()
        db.session.commit()
        assert len(list_emner(soknad.soker.epost)) == expected


def test_needs_are_removed_when_the_round_is_over(context: Any) -> None:
    utlysning, soknad = make_spurt()
    svar = queries.find_svar(soknad.id)
    assert svar is not None
    data = SvarInput({"2099-02-12T09:00": "kan"}, Moteform.VIDEO, tolk=True)
    service.save_svar(soknad, data, versjon=svar.versjon, bruker=soknad.soker, now=BEFORE)
    intervju_jobs.purge_tilrettelegging()
    assert queries.find_tilrettelegging(soknad.id) is not None
    utlysning.status = UtlysningStatus.AVSLUTTET
    intervju_jobs.purge_tilrettelegging()
    assert queries.find_tilrettelegging(soknad.id) is None


def test_a_member_marks_busy_spans_and_keeps_what_a_coordinator_has_set(app: Flask) -> None:
    found = ids(app)
    by_coordinator = f"/runde/{found['runde']}/intervju/medlem/{found['medlem']}"
    koordinator = login(app, found["koordinator"])
    assert koordinator.get(by_coordinator).status_code == 200
    data = {"versjon": "0", "rolle": "leder", "maks_per_dag": "3", "maks_dager": ""}
    assert koordinator.post(by_coordinator, data=data).status_code == 303
    client, address = login(app, found["medlem"]), f"/panel/tider/{found['runde']}"
    assert client.get(address).status_code == 200
    with app.app_context():
        rad = queries.find_rundemedlem(found["runde"], found["medlem"])
        versjon = str(rad.versjon if rad else 0)
    own = {
        "versjon": versjon,
        "opptatt": ["2099-02-12T09:00", "ikke-et-tidsrom"],
        "rolle": "medlem",
    }
    assert client.post(address, data=own).status_code == 303
    late = client.post(address, data=own)
    assert late.status_code == 409
    with app.app_context():
        rad = queries.find_rundemedlem(found["runde"], found["medlem"])
        assert rad is not None
        assert rad.opptatt == ["2099-02-12T09:00"]
        assert (rad.rolle, rad.maks_per_dag) == (Medlemsrolle.LEDER, 3)


def test_a_member_of_no_panel_of_the_round_finds_no_page(app: Flask) -> None:
    found = ids(app)
    with app.app_context():
        other = make_bruker(Rolle.PANEL).id
    assert login(app, other).get(f"/panel/tider/{found['runde']}").status_code == 404


ICS = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Hemmelig lege\r\n"
    b"DTSTART:20990212T080000Z\r\nDTEND:20990212T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def upload(app: Flask, found: dict[str, int], innhold: bytes) -> Any:
    address = f"/panel/tider/{found['runde']}/kalender"
    data = {"fil": (BytesIO(innhold), "kalender.ics")}
    return login(app, found["medlem"]).post(address, data=data)


def test_of_a_calendar_file_only_the_times_are_kept(app: Flask) -> None:
    found = ids(app)
    assert upload(app, found, ICS).status_code == 303
    with app.app_context():
        rad = queries.find_rundemedlem(found["runde"], found["medlem"])
        assert rad is not None
        assert rad.fil_opptatt == [["2099-02-12T08:00:00+00:00", "2099-02-12T09:00:00+00:00"]]
        assert "Hemmelig" not in str([rad.__dict__, *audit.list_linjer(rad)])
    client = login(app, found["medlem"])
    assert "Vi har 1 opptatt tidsrom" in client.get(f"/panel/tider/{found['runde']}").text
    client.post(f"/panel/tider/{found['runde']}/kalender/fjern")
    with app.app_context():
        rad = queries.find_rundemedlem(found["runde"], found["medlem"])
        assert rad is not None
        assert (rad.fil_opptatt, rad.fil_at) == ([], None)


@pytest.mark.parametrize(
    ("innhold", "tekst"),
    [
        (b"", "Velg en kalenderfil."),
        (ICS.replace(b"DTSTART:20990212T080000Z", b"DTSTART:i dag"), "Tiden på linje 5"),
    ],
)
def test_a_file_that_cannot_be_read_names_the_line(app: Flask, innhold: bytes, tekst: str) -> None:
    found = ids(app)
    if not innhold:
        answer = login(app, found["medlem"]).post(f"/panel/tider/{found['runde']}/kalender")
    else:
        answer = upload(app, found, innhold)
    assert (answer.status_code, tekst in answer.text) == (422, True)


def test_two_coordinators_who_set_the_rules_are_told_of_each_other(app: Flask) -> None:
    found = ids(app)
    address = f"/runde/{found['runde']}/intervju/rammer"
    client = login(app, found["koordinator"])
    assert client.get(address).status_code == 200
    data = {
        "versjon": "0",
        "dag_fra": "08.30",
        "dag_til": "15:30",
        "intervju_min": "45",
        "pause_min": "15",
        "maks_per_dag": "4",
        "panelstorrelse": "3",
        "lunsj_fra": "11:00",
        "lunsj_til": "12:30",
        "lunsj_min": "30",
        "tolker": "1",
        "reise": "Oslo – Tromsø: 240\n",
    }
    wrong = client.post(address, data={**data, "reise": "langt"})
    assert "Vi forstår ikke «langt»" in wrong.text
    impossible = client.post(address, data={**data, "dag_til": "09:00"})
    assert "Dagen må være lang nok" in impossible.text
    assert client.post(address, data=data).status_code == 303
    late = client.post(address, data={**data, "pause_min": "0"})
    assert (late.status_code, "Noen andre har endret rammene" in late.text) == (409, True)
    with app.app_context():
        ramme = service.get_ramme(found["runde"])
        assert (ramme.dag_fra_min, ramme.intervju_min, ramme.pause_min) == (510, 45, 15)


def test_a_room_is_added_changed_and_put_aside(app: Flask) -> None:
    found = ids(app)
    client, address = login(app, found["koordinator"]), f"/runde/{found['runde']}/intervju/rom"
    assert client.get(address).status_code == 200
    data = {
        "versjon": "0",
        "navn": "Møterom 4",
        "form": "sted",
        "sted": "",
        "adresse": "Grensen 20",
        "kapasitet": "1",
        "apner": "09:00",
        "stenger": "16:00",
        "i_bruk": "y",
    }
    assert "Et rom har et sted" in client.post(address, data=data).text
    assert client.post(address, data={**data, "sted": "Tromsø"}).status_code == 303
    again = client.post(address, data={**data, "sted": "Tromsø"})
    assert "Et annet rom har dette navnet." in again.text
    with app.app_context():
        rom = next(r for r in queries.list_rom(found["runde"]) if r.navn == "Møterom 4")
        address = f"/intervjurom/{rom.id}"
    aside = {**data, "sted": "Tromsø", "versjon": "1"}
    aside.pop("i_bruk")
    assert client.post(address, data=aside).status_code == 303
    assert client.post(address, data=aside).status_code == 409
    with app.app_context():
        assert "Møterom 4" not in {rom.navn for rom in queries.list_rom(found["runde"])}


def test_a_link_that_changes_makes_its_interviews_drafts_again(context: Any) -> None:
    utlysning = make_runde(sokere=0)
    rom = queries.list_rom(utlysning.id)[0]
    with pytest.raises(KonfliktError):
        service.save_rom(utlysning, rom, make_input(rom.adresse), versjon=9, bruker=make_bruker())
    service.save_rom(
        utlysning, rom, make_input("https://ny.example"), versjon=rom.versjon, bruker=make_bruker()
    )
    assert rom.adresse == "https://ny.example"


def make_input(adresse: str) -> service.RomInput:
    return service.RomInput("Video", Intervjuform.VIDEO, "", adresse, 1, False, 540, 960)


def test_the_overview_of_times_asks_as_much_for_one_as_for_three(app: Flask) -> None:
    found = ids(app)
    address = f"/runde/{found['runde']}/intervju/tider"
    one = count_queries(app, found["koordinator"], address)
    with app.app_context():
        utlysning = db.session.get_one(Utlysning, found["runde"])
        make_rom(utlysning)
        for n in range(2):
            make_soknad(SoknadStatus.TIL_INTERVJU, utlysning=utlysning, navn=f"Ny {n}")
    assert count_queries(app, found["koordinator"], address) == one
