"""Invitations that every calendar understands, read back by a parser of another make."""

from datetime import UTC, datetime
from email.message import Message

import pytest
import vobject
from flask import Flask

from rekruttering.felles import jobs, mail
from rekruttering.felles.db import db
from rekruttering.felles.kalender import Adresse, Hendelse, Metode, make_del, to_ical
from rekruttering.felles.mail import Epost
from tests.felles.smtp import Server, smtp_server

__all__ = ["smtp_server"]
HENDELSE = Hendelse(
    uid="intervju-7@udir.example",
    sekvens=2,
    start_at=datetime(2020, 3, 30, 8, 0, tzinfo=UTC),
    slutt_at=datetime(2020, 3, 30, 9, 0, tzinfo=UTC),
    tittel="Intervju, runde 1; Tromsø – med «æøå» og en tittel som er lengre enn én linje i filen",
    beskrivelse="Første linje\nAndre linje: C:\\mappe",
    sted="Grensen 20, Tromsø",
    laget_at=datetime(2020, 3, 1, 12, 0, 5, tzinfo=UTC),
    arrangor=Adresse("Rekruttering", "rekruttering@udir.example"),
    mottaker=Adresse('Kari "Nord" Mann, rektor', "kari@example.com"),
    lenke="https://rekruttering.udir.example/min-soknad/7",
)


def test_lines_are_folded_at_75_octets_and_end_with_crlf() -> None:
    text = to_ical([HENDELSE], Metode.REQUEST)
    lines = text.split("\r\n")
    assert lines[-1] == ""
    assert max(len(line.encode()) for line in lines) <= 75
    assert "\n" not in text.replace("\r\n", "")


def test_another_parser_reads_the_same_event() -> None:
    calendar = vobject.readOne(to_ical([HENDELSE], Metode.REQUEST))
    event = calendar.vevent
    assert calendar.method.value == "REQUEST"
    assert calendar.vtimezone.tzid.value == "Europe/Oslo"
    assert event.uid.value == HENDELSE.uid
    assert event.sequence.value == "2"
    assert event.dtstart.value == HENDELSE.start_at
    assert event.dtend.value == HENDELSE.slutt_at
    assert f"{event.dtstart.value:%H:%M %z}" == "10:00 +0200"
    assert event.summary.value == HENDELSE.tittel
    assert event.description.value == HENDELSE.beskrivelse
    assert event.location.value == HENDELSE.sted
    assert event.organizer.value == "mailto:rekruttering@udir.example"
    assert [each.value for each in event.attendee_list] == ["mailto:kari@example.com"]
    assert event.status.value == "CONFIRMED"


def test_the_zone_tells_winter_and_summer_apart() -> None:
    calendar = vobject.readOne(to_ical([HENDELSE], Metode.REQUEST))
    zone = calendar.vtimezone.tzinfo
    offsets = [datetime(2020, 3, day, 12, tzinfo=zone).strftime("%z") for day in (28, 29)]
    assert offsets == ["+0100", "+0200"]


def test_a_cancellation_frees_the_time() -> None:
    calendar = vobject.readOne(to_ical([HENDELSE], Metode.CANCEL))
    event = calendar.vevent
    found = (calendar.method.value, event.status.value, event.transp.value)
    assert found == ("CANCEL", "CANCELLED", "TRANSPARENT")


def test_a_file_to_keep_names_nobody() -> None:
    text = to_ical([HENDELSE, HENDELSE], Metode.PUBLISH)
    assert text.count("BEGIN:VEVENT") == 2
    assert "ATTENDEE" not in text


def by_type(message: Message) -> dict[str, Message]:
    return {part.get_content_type(): part for part in message.walk() if not part.is_multipart()}


@pytest.mark.parametrize("metode", [Metode.REQUEST, Metode.CANCEL])
def test_a_real_server_gets_text_and_calendar(
    app: Flask, smtp_server: Server, metode: Metode
) -> None:
    epost = Epost("kari@example.com", "Innkalling", "Hei, æøå", "i-1", make_del(HENDELSE, metode))
    with app.app_context():
        mail.enqueue(epost)
        db.session.commit()
    jobs.wait_for_all(app)
    (message,) = smtp_server.received
    parts = by_type(message)
    calendar = parts["text/calendar"]
    payload = calendar.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert set(parts) == {"text/plain", "text/calendar"}
    assert (calendar.get_param("method"), calendar.get_content_charset()) == (metode, "utf-8")
    assert payload.decode() == to_ical([HENDELSE], metode)
