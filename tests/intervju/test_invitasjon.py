"""What people's calendars get: compared with golden files, and read by a parser of another make."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from flask import Flask
from sqlalchemy import select

from rekruttering.felles import clock, jobs
from rekruttering.felles.db import db
from rekruttering.felles.mail import Utboks
from rekruttering.habilitet.rules import Tilstand
from rekruttering.intervju import jobs as intervju_jobs
from rekruttering.intervju import queries, service
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.rules import Intervjuform, IntervjuStatus
from rekruttering.soknad import service as soknad_service
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from tests.felles.smtp import Server, smtp_server
from tests.habilitet.factories import make_habilitet
from tests.intervju.factories import (
    AFTER,
    BEFORE,
    START,
    declare_all,
    make_intervju,
    make_panel,
)
from tests.soknad.factories import make_soknad
from tests.tilgang.factories import make_bruker

__all__ = ["smtp_server"]
GOLDEN = Path(__file__).parent / "kalender"


def make_kjent() -> Intervju:
    """Return an interview whose people and addresses are always the same."""
    medlemmer = [
        make_bruker(Rolle.PANEL, navn=f"{navn} Panel", epost=f"{navn.lower()}@udir.example")
        for navn in ("Lise", "Amund", "Bodil")
    ]
    panel = make_panel(medlemmer=medlemmer, navn="Panel A")
    soker = make_bruker(navn="Kari Søker", epost="kari@example.com")
    soknad = make_soknad(
        SoknadStatus.TIL_INTERVJU, utlysning=panel.utlysning, soker=soker, navn="Kari Søker"
    )
    utlysning = panel.utlysning
    utlysning.tittel_nb, utlysning.kontakt_epost = "Veiledere i forfasen", "kontakt@udir.example"
    return make_intervju(panel, soknad, told=True)


def move(intervju: Intervju, hours: int = 24) -> None:
    data = service.PlanInput(
        intervju.panel_id,
        START + timedelta(hours=hours),
        Intervjuform.STED,
        "Schweigaards gate 15 B, Oslo",
    )
    bruker = make_bruker()
    service.plan_intervju(intervju.soknad, data, bruker=bruker, now=BEFORE)
    release(intervju)


def release(intervju: Intervju) -> list[Intervju]:
    declare_all(intervju.soknad.utlysning)
    sent = service.send_innkallinger(intervju.soknad.utlysning, bruker=make_bruker(), now=BEFORE)
    db.session.commit()
    return sent


def swap_member(intervju: Intervju) -> None:
    panel = intervju.panel
    ny = make_bruker(Rolle.PANEL, navn="Dag Panel", epost="dag@udir.example")
    a, b, _c = (medlem.bruker_id for medlem in panel.medlemmer)
    data = service.PanelInput(panel.navn, a, (a, b, ny.id))
    service.update_panel(panel, data, versjon=panel.versjon, bruker=make_bruker(), now=BEFORE)
    release(intervju)


def withdraw(intervju: Intervju) -> None:
    soknad_service.withdraw(intervju.soknad, now=BEFORE)
    db.session.commit()


def list_kalendere(epost: str) -> list[str]:
    query = select(Utboks.kalender).where(Utboks.til == epost, Utboks.kalender.is_not(None))
    return [text or "" for text in db.session.scalars(query.order_by(Utboks.id))]


SCENES: dict[str, Any] = {
    "ny": lambda _intervju: None,
    "flyttet": move,
    "nytt_panel": swap_member,
    "avlyst": withdraw,
}
RECIPIENTS = {"soker": "kari@example.com", "medlem": "bodil@udir.example"}


@pytest.mark.parametrize("recipient", RECIPIENTS)
@pytest.mark.parametrize("scene", SCENES)
def test_the_message_is_the_golden_one(context: Any, scene: str, recipient: str) -> None:
    with clock.frozen(BEFORE):
        intervju = make_kjent()
        SCENES[scene](intervju)
    text = list_kalendere(RECIPIENTS[recipient])[-1]
    golden = GOLDEN / f"{scene}_{recipient}.ics"
    assert text == golden.read_bytes().decode()


def test_one_uid_for_life_and_the_next_number_at_each_change(context: Any) -> None:
    intervju = make_kjent()
    for hours in (24, 48):
        move(intervju, hours)
    withdraw(intervju)
    found = [vobject.readOne(text) for text in list_kalendere("kari@example.com")]
    assert [(each.method.value, each.vevent.sequence.value) for each in found] == [
        ("REQUEST", "0"),
        ("REQUEST", "1"),
        ("REQUEST", "2"),
        ("CANCEL", "3"),
    ]
    assert len({each.vevent.uid.value for each in found}) == 1
    assert len({each.vevent.organizer.value for each in found}) == 1


def test_each_recipient_sees_no_other_and_a_text_of_their_own(context: Any) -> None:
    make_kjent()
    (soker,), (medlem,) = list_kalendere("kari@example.com"), list_kalendere("lise@udir.example")
    titles = [vobject.readOne(text).vevent.summary.value for text in (soker, medlem)]
    assert titles == ["Intervju: Veiledere i forfasen", "Intervju med Kari Søker"]
    assert ("lise@udir.example" in soker, "kari@example.com" in medlem) == (False, False)


def test_who_leaves_the_panel_is_cancelled_and_who_joins_is_asked(context: Any) -> None:
    swap_member(make_kjent())
    methods = {
        navn: [vobject.readOne(t).method.value for t in list_kalendere(f"{navn}@udir.example")]
        for navn in ("lise", "bodil", "dag")
    }
    assert methods == {
        "lise": ["REQUEST", "REQUEST"],
        "bodil": ["REQUEST", "CANCEL"],
        "dag": ["REQUEST"],
    }


def test_undeclared_may_be_planned_and_not_released(context: Any) -> None:
    intervju = make_intervju(declared=False)
    utlysning = intervju.soknad.utlysning
    (venter,) = service.list_ventende(utlysning.id, BEFORE)
    assert [hinder.kode for hinder in venter.hindre] == ["uerklart"] * 3
    assert service.send_innkallinger(utlysning, bruker=make_bruker(), now=BEFORE) == []
    assert release(intervju) == [intervju]


def test_a_member_who_is_barred_after_all_holds_the_invitation_back(context: Any) -> None:
    intervju = make_intervju(declared=False)
    make_habilitet(intervju.plasser[0].bruker, intervju.soknad, Tilstand.ERKLART)
    assert release(intervju) == []
    (venter,) = service.list_ventende(intervju.soknad.utlysning_id, BEFORE)
    assert [hinder.kode for hinder in venter.hindre] == ["inhabil"]


def test_a_draft_moved_there_and_back_tells_nobody(context: Any) -> None:
    intervju = make_intervju(told=True)
    before = len(list(db.session.scalars(select(Utboks.id))))
    for start in (START + timedelta(days=1), START):
        data = service.PlanInput(
            intervju.panel_id, start, Intervjuform.VIDEO, "https://mote.example/1"
        )
        service.plan_intervju(intervju.soknad, data, bruker=make_bruker(), now=BEFORE)
    drafts = [each.intervju for each in service.list_ventende(intervju.soknad.utlysning_id, BEFORE)]
    assert drafts == [intervju]
    assert release(intervju) == []
    assert service.list_ventende(intervju.soknad.utlysning_id, BEFORE) == []
    assert len(list(db.session.scalars(select(Utboks.id)))) == before


def test_invitations_reach_a_real_server(app: Flask, smtp_server: Server) -> None:
    with app.app_context():
        make_kjent()
    jobs.wait_for_all(app)
    assert sorted(message["To"] for message in smtp_server.received) == [
        "amund@udir.example",
        "bodil@udir.example",
        "kari@example.com",
        "lise@udir.example",
    ]
    for message in smtp_server.received:
        parts = {part.get_content_type(): part for part in message.walk()}
        payload = parts["text/calendar"].get_payload(decode=True)
        assert isinstance(payload, bytes)
        assert parts["text/calendar"].get_param("method") == "REQUEST"
        assert vobject.readOne(payload.decode()).vevent.attendee.value == f"mailto:{message['To']}"


def list_emner(bruker: Bruker) -> list[str]:
    query = select(Utboks.emne).where(Utboks.til == bruker.epost).order_by(Utboks.id)
    return list(db.session.scalars(query))


def test_a_reminder_says_what_stands_when_it_is_sent_and_comes_once(context: Any) -> None:
    intervju = make_intervju(told=True)
    with clock.frozen(START - timedelta(hours=25)):
        intervju_jobs.remind()
    assert len(list_emner(intervju.soknad.soker)) == 1
    for hours in (23, 1):
        with clock.frozen(START - timedelta(hours=hours)):
            intervju_jobs.remind()
    assert list_emner(intervju.soknad.soker)[1:] == [
        "Husk intervjuet tirsdag 10. februar 2099 kl. 10:00"
    ]


def test_no_reminder_of_what_is_a_draft_or_cancelled(context: Any) -> None:
    draft, cancelled = make_intervju(), make_intervju(told=True)
    withdraw(cancelled)
    before = [list_emner(each.soknad.soker) for each in (draft, cancelled)]
    with clock.frozen(START - timedelta(hours=2)):
        intervju_jobs.remind()
    assert [list_emner(each.soknad.soker) for each in (draft, cancelled)] == before


def test_an_interview_that_broke_off_is_said_to_have(context: Any) -> None:
    intervju = make_intervju(told=True)
    service.mark_ikke_holdt(
        intervju, "Nettet falt ut.", bruker=make_bruker(), now=AFTER, avbrutt=True
    )
    assert list_emner(intervju.soknad.soker)[1:] == ["Intervjuet ble avbrutt"]
    assert intervju.status is IntervjuStatus.IKKE_HOLDT
    assert queries.list_uplanlagte(intervju.soknad.utlysning_id) == [intervju.soknad]
