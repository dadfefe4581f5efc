"""iCalendar made for people's calendars: invitations, changes and cancellations.

One event keeps its UID for life; each change has the next SEQUENCE, so that a calendar which gets
the messages in the wrong order still shows the newest. Each recipient gets a message of their own
and sees no other recipient in it.

Kilde: RFC 5545 (the format), RFC 5546 (REQUEST and CANCEL).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from rekruttering.felles.clock import OSLO

PRODID: Final = "-//Utdanningsdirektoratet//Rekruttering//NO"
# Norway's rule since the European clocks were made equal in 1996; older times are not planned.
_VTIMEZONE: Final = """\
BEGIN:VTIMEZONE
TZID:Europe/Oslo
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")


class Metode(StrEnum):
    """What a message asks the recipient's calendar to do; PUBLISH is a file one keeps oneself."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True)
class Kalenderdel:
    """The calendar part of a mail: the whole iCalendar text, and its method."""

    tekst: str
    metode: Metode


@dataclass(frozen=True)
class Adresse:
    """A name and a mail address."""

    navn: str
    epost: str


@dataclass(frozen=True)
class Hendelse:
    """One event as one recipient sees it.

    `uid` is unique in the world and the same for life; `sekvens` counts the changes from 0;
    `laget_at` is when this version was made. `lenke` is an address on the web, or empty.
    """

    uid: str
    sekvens: int
    start_at: datetime
    slutt_at: datetime
    tittel: str
    beskrivelse: str
    sted: str
    laget_at: datetime
    arrangor: Adresse
    mottaker: Adresse
    lenke: str = ""


def make_del(hendelse: Hendelse, metode: Metode) -> Kalenderdel:
    """Return the calendar part of the mail that tells of an event or of its end."""
    return Kalenderdel(to_ical([hendelse], metode), metode)


def to_ical(hendelser: list[Hendelse], metode: Metode) -> str:
    """Return the events as iCalendar text with CRLF line ends."""
    kalender = Calendar()
    kalender.add("prodid", PRODID)
    kalender.add("version", "2.0")
    kalender.add("calscale", "GREGORIAN")
    kalender.add("method", metode.value)
    kalender.add_component(Timezone.from_ical(_VTIMEZONE))
    for hendelse in hendelser:
        kalender.add_component(_event(hendelse, metode))
    text: str = kalender.to_ical().decode("utf-8")
    return text


def _event(hendelse: Hendelse, metode: Metode) -> Event:
    event = Event()
    event.add("uid", hendelse.uid)
    event.add("sequence", hendelse.sekvens)
    event.add("dtstamp", hendelse.laget_at)
    event.add("dtstart", _local(hendelse.start_at))
    event.add("dtend", _local(hendelse.slutt_at))
    event.add("summary", hendelse.tittel)
    event.add("description", hendelse.beskrivelse)
    if hendelse.sted:
        event.add("location", hendelse.sted)
    if hendelse.lenke:
        event.add("url", hendelse.lenke)
    event.add("organizer", _address(hendelse.arrangor))
    if metode is not Metode.PUBLISH:
        # RFC 5546: PUBLISH must not name anyone who takes part.
        mottaker = _address(hendelse.mottaker)
        mottaker.params["ROLE"] = vText("REQ-PARTICIPANT")
        mottaker.params["PARTSTAT"] = vText("NEEDS-ACTION")
        # Answers come through the service, not to the sender's address.
        mottaker.params["RSVP"] = vText("FALSE")
        event.add("attendee", mottaker)
    event.add("status", "CANCELLED" if metode is Metode.CANCEL else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if metode is Metode.CANCEL else "OPAQUE")
    event.add("class", "PRIVATE")
    return event


def _address(adresse: Adresse) -> vCalAddress:
    value = vCalAddress(f"mailto:{adresse.epost}")
    if adresse.navn:
        value.params["CN"] = vText(adresse.navn)
    return value


def _local(moment: datetime) -> datetime:
    """Return the moment in Oslo's time to the second, which is what the zone's name goes with."""
    return moment.astimezone(OSLO).replace(microsecond=0)
