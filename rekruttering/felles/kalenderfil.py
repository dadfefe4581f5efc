"""Busy times read from a calendar file; nothing else of the file is kept.

Titles, places and who takes part are never returned: a calendar may hold anything about anybody.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

import recurring_ical_events
from icalendar import Calendar, Component

from rekruttering.felles.clock import OSLO, local
from rekruttering.felles.errors import N_, DomainError, Hinder

MAX_BYTES: Final = 2_000_000
MAX_EVENTS: Final = 5_000
MAX_REPEATED: Final = 500
# Once a minute for a year is no meeting; expanding it would only take time.
_TOO_OFTEN: Final = re.compile(r"FREQ=(SECONDLY|MINUTELY|HOURLY)", re.IGNORECASE)
# A name, parameters with quoted or plain values, a colon.  Kilde: RFC 5545 section 3.1.
_CONTENT_LINE: Final = re.compile(r'([A-Za-z0-9-]+)(?:;[^":;]*(?:"[^"]*"[^":;]*)*)*:')
_FREE: Final = {
    "TRANSP": "TRANSPARENT",
    "STATUS": "CANCELLED",
    "X-MICROSOFT-CDO-BUSYSTATUS": "FREE",
}
_FAULTS: Final = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError)
# What tells when an event is; the rest of it is not looked at.
_TIMES: Final = frozenset(
    {"BEGIN", "END", "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE"}
    | {"RECURRENCE-ID", "SEQUENCE", "DTSTAMP", *_FREE}
)


@dataclass(frozen=True, order=True)
class Tidsrom:
    """A span of time, from and to as aware UTC."""

    start_at: datetime
    slutt_at: datetime


class UleseligKalenderError(DomainError):
    """The file cannot be read; `linje` is the line in the file (from 1), 0 for the whole file."""

    def __init__(self, linje: int, hinder: Hinder) -> None:
        super().__init__(f"linje {linje}: {hinder.kode}")
        self.linje = linje
        self.hinder = hinder


@dataclass(frozen=True)
class _Line:
    """One unfolded line: where it begins in the file, its name, and its text."""

    nummer: int
    navn: str
    tekst: str


def read_opptatt(innhold: bytes, fra: datetime, til: datetime) -> list[Tidsrom]:
    """Return the busy times of a calendar between two moments, in order and without overlap.

    Repeated events are counted each time they occur. A whole day is busy from midnight to midnight
    in Oslo, and a time without a zone is Oslo's. What is marked as free or cancelled is left out.

    Raises:
        UleseligKalenderError: the file is too large, is not a calendar, or has a line that cannot
            be understood.
    """
    lines = list(_unfold(_decode(innhold)))
    _check_frame(lines)
    events = [event for event in _events(lines) if not _is_free(event)]
    return _merge(
        _clip(tid, fra, til) for tid in _occurrences(lines, events, fra, til) if tid.slutt_at > fra
    )


def _fault(linje: int, kode: str, tekst: str, **verdier: object) -> UleseligKalenderError:
    return UleseligKalenderError(linje, Hinder(kode, tekst, {"linje": linje, **verdier}))


def _decode(innhold: bytes) -> str:
    if len(innhold) > MAX_BYTES:
        raise _fault(0, "stor", N_("Kalenderfilen er for stor. Den kan være 2 MB."))
    try:
        return innhold.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        linje = innhold[: error.start].count(b"\n") + 1
        tekst = N_("Linje %(linje)s har tegn som ikke er UTF-8. Eksporter kalenderen på nytt.")
        raise _fault(linje, "tegnkoding", tekst) from error


def _unfold(text: str) -> Iterator[_Line]:
    """Yield whole lines; one that begins with a space goes on from the one before."""
    begun: tuple[int, str] | None = None
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if line[:1] in (" ", "\t") and begun is not None:
            begun = (begun[0], begun[1] + line[1:])
            continue
        if begun is not None:
            yield _line(*begun)
        begun = (number, line) if line.strip() else None
    if begun is not None:
        yield _line(*begun)


def _line(number: int, text: str) -> _Line:
    match = _CONTENT_LINE.match(text)
    if match is None:
        tekst = N_("Linje %(linje)s er ikke slik en kalenderfil skal være.")
        raise _fault(number, "linje", tekst)
    return _Line(number, match[1].upper(), text)


def _check_frame(lines: Sequence[_Line]) -> None:
    """Refuse what is not one calendar with every part closed."""
    first = lines[0].tekst.upper() if lines else ""
    if first != "BEGIN:VCALENDAR":
        tekst = N_("Filen er ikke en kalenderfil. Den skal begynne med BEGIN:VCALENDAR.")
        raise _fault(1, "ikke_kalender", tekst)
    open_parts: list[tuple[str, int]] = []
    for line in lines:
        part = line.tekst.partition(":")[2].strip().upper()
        if line.navn == "BEGIN":
            open_parts.append((part, line.nummer))
        elif line.navn == "END":
            if not open_parts or open_parts[-1][0] != part:
                tekst = N_("Linje %(linje)s avslutter noe som ikke er begynt.")
                raise _fault(line.nummer, "slutt", tekst)
            open_parts.pop()
    if open_parts:
        tekst = N_("Det som begynner på linje %(linje)s, er ikke avsluttet. Er filen hel?")
        raise _fault(open_parts[-1][1], "avkortet", tekst)


def _events(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Return the lines of each event, without what lies inside it, such as alarms."""
    events: list[list[_Line]] = []
    open_parts: list[str] = []
    for line in lines:
        part = line.tekst.partition(":")[2].strip().upper()
        if line.navn == "BEGIN":
            open_parts.append(part)
            if part == "VEVENT":
                events.append([])
        if open_parts[-1:] == ["VEVENT"] and line.navn in _TIMES:
            events[-1].append(line)
        if line.navn == "END":
            open_parts.pop()
    if len(events) > MAX_EVENTS:
        tekst = N_("Kalenderen har mer enn %(antall)s avtaler. Eksporter et kortere tidsrom.")
        raise _fault(0, "mange", tekst, antall=MAX_EVENTS)
    return events


def _is_free(event: Sequence[_Line]) -> bool:
    return any(
        _FREE.get(line.navn) == line.tekst.partition(":")[2].strip().upper() for line in event
    )


def _occurrences(
    lines: Sequence[_Line], events: Sequence[Sequence[_Line]], fra: datetime, til: datetime
) -> Iterator[Tidsrom]:
    calendar = Calendar()
    for zone in _zones(lines):
        calendar.add_component(zone)
    repeated = 0
    for event in events:
        calendar.add_component(_parse(event))
        repeated += any(line.navn == "RRULE" for line in event)
    if repeated > MAX_REPEATED:
        tekst = N_("Kalenderen har mer enn %(antall)s avtaler som gjentas.")
        raise _fault(0, "mange_gjentatte", tekst, antall=MAX_REPEATED)
    try:
        found = recurring_ical_events.of(calendar).between(fra - timedelta(days=1), til)
    except _FAULTS as error:
        tekst = N_("Kalenderen har en gjentatt avtale som ikke kan leses.")
        raise _fault(0, "gjentatt", tekst) from error
    for event in found:
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        yield Tidsrom(_moment(start), _moment(end))


def _zones(lines: Sequence[_Line]) -> list[Component]:
    """Return the zones that the file itself describes."""
    text, inside, found = [], False, []
    for line in lines:
        mark = line.tekst.strip().upper()
        inside = inside or mark == "BEGIN:VTIMEZONE"
        if inside:
            text.append(line)
        if mark == "END:VTIMEZONE":
            found.append(_parse(text))
            text, inside = [], False
    return found


def _parse(lines: Sequence[_Line]) -> Component:
    """Return one part of the calendar; a value that cannot be understood names its line."""
    for line in lines:
        if line.navn == "RRULE" and _TOO_OFTEN.search(line.tekst):
            tekst = N_("Avtalen på linje %(linje)s gjentas oftere enn hver dag.")
            raise _fault(line.nummer, "ofte", tekst)
    names = {line.navn for line in lines}
    tekst = N_("Tiden på linje %(linje)s kan ikke leses.")
    if "DTSTART" not in names:
        raise _fault(lines[0].nummer, "uten_start", N_("Avtalen på linje %(linje)s har ingen tid."))
    try:
        part = Component.from_ical("\r\n".join(line.tekst for line in lines) + "\r\n")
    except _FAULTS as error:
        raise _fault(lines[0].nummer, "tid", tekst) from error
    for name, _message in (fault for each in part.walk() for fault in each.errors):
        line = next((line for line in lines if line.navn == name), lines[0])
        raise _fault(line.nummer, "tid", tekst)
    return part


def _moment(value: date | datetime) -> datetime:
    if not isinstance(value, datetime):
        return local(value)
    return (value if value.tzinfo else value.replace(tzinfo=OSLO)).astimezone(UTC)


def _clip(tid: Tidsrom, fra: datetime, til: datetime) -> Tidsrom:
    return Tidsrom(max(tid.start_at, fra), min(tid.slutt_at, til))


def _merge(tider: Iterator[Tidsrom]) -> list[Tidsrom]:
    merged: list[Tidsrom] = []
    for tid in sorted(tider):
        if tid.slutt_at <= tid.start_at:
            continue
        if merged and tid.start_at <= merged[-1].slutt_at:
            last = merged.pop()
            tid = Tidsrom(last.start_at, max(last.slutt_at, tid.slutt_at))
        merged.append(tid)
    return merged
