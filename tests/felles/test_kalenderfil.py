"""Busy times from people's own calendar files; nothing else of them is kept."""

from datetime import UTC, datetime

import pytest

from rekruttering.felles.kalenderfil import Tidsrom, UleseligKalenderError, read_opptatt

FRA = datetime(2020, 3, 15, 23, 0, tzinfo=UTC)
TIL = datetime(2020, 4, 10, 22, 0, tzinfo=UTC)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, month, day, hour, minute, tzinfo=UTC)


def ics(*events: str) -> bytes:
    body = "".join(
        f"BEGIN:VEVENT\nUID:{n}\n{event}\nEND:VEVENT\n" for n, event in enumerate(events)
    )
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{body}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(*events: str) -> list[Tidsrom]:
    return read_opptatt(ics(*events), FRA, TIL)


def fault(innhold: bytes) -> tuple[int, str]:
    with pytest.raises(UleseligKalenderError) as caught:
        read_opptatt(innhold, FRA, TIL)
    return caught.value.linje, caught.value.hinder.kode


def test_times_are_read_in_every_way_they_are_written() -> None:
    found = read(
        "SUMMARY:Møte\nDTSTART:20200316T080000Z\nDTEND:20200316T090000Z",
        "DTSTART;TZID=Europe/Oslo:20200317T100000\nDURATION:PT90M",
        "DTSTART:20200318T100000\nDTEND:20200318T110000",
        "DTSTART;VALUE=DATE:20200330\nDTEND;VALUE=DATE:20200331",
        "DTSTART;TZID=W. Europe Standard Time:20200319T100000\nDURATION:PT1H",
    )
    assert found == [
        Tidsrom(at(3, 16, 8), at(3, 16, 9)),
        Tidsrom(at(3, 17, 9), at(3, 17, 10, 30)),
        Tidsrom(at(3, 18, 9), at(3, 18, 10)),
        Tidsrom(at(3, 19, 9), at(3, 19, 10)),
        Tidsrom(at(3, 29, 22), at(3, 30, 22)),
    ]


def test_repeated_events_keep_their_hour_over_summer_time_and_skip_their_exceptions() -> None:
    found = read(
        "DTSTART;TZID=Europe/Oslo:20200102T120000\nDTEND;TZID=Europe/Oslo:20200102T130000\n"
        "RRULE:FREQ=WEEKLY;BYDAY=TH\nEXDATE;TZID=Europe/Oslo:20200319T120000"
    )
    assert [tid.start_at for tid in found] == [at(3, 26, 11), at(4, 2, 10), at(4, 9, 10)]


def test_what_is_free_or_cancelled_is_left_out() -> None:
    when = "DTSTART:20200316T080000Z\nDTEND:20200316T090000Z\n"
    free = ("TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE")
    assert read(*(when + each for each in free)) == []


def test_overlapping_times_become_one_and_are_cut_to_the_period() -> None:
    found = read(
        "DTSTART:20200310T080000Z\nDTEND:20200316T090000Z",
        "DTSTART:20200316T083000Z\nDTEND:20200316T093000Z",
        "DTSTART:20200501T083000Z\nDTEND:20200501T093000Z",
    )
    assert found == [Tidsrom(FRA, at(3, 16, 9, 30))]


def test_an_event_without_length_is_no_busy_time() -> None:
    assert read("DTSTART:20200316T080000Z") == []


def test_an_alarm_inside_an_event_does_not_disturb_it() -> None:
    alarm = "BEGIN:VALARM\nTRIGGER:-PT15M\nACTION:DISPLAY\nDESCRIPTION:x\nEND:VALARM"
    found = read(f"DTSTART:20200316T080000Z\n{alarm}\nDTEND:20200316T090000Z")
    assert found == [Tidsrom(at(3, 16, 8), at(3, 16, 9))]


def test_a_folded_line_is_one_line() -> None:
    found = read("SUMMARY:en lang\n  tittel\nDTSTART:2020031\n 6T080000Z\nDURATION:PT1H")
    assert found == [Tidsrom(at(3, 16, 8), at(3, 16, 9))]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("SUMMARY:x\nDTSTART:i morgen\nDURATION:PT1H", (7, "tid")),
        ("DTSTART:20200316T080000Z\nDTEND:20201316T090000Z", (7, "tid")),
        ("DTSTART:20200316T080000Z\nRRULE:FREQ=OFTE", (7, "tid")),
        ("DTSTART:20200316T080000Z\nRRULE:FREQ=SECONDLY", (7, "ofte")),
        ("SUMMARY:uten tid", (4, "uten_start")),
        ("dette er ikke en linje", (6, "linje")),
    ],
)
def test_a_fault_names_its_line(event: str, expected: tuple[int, str]) -> None:
    assert fault(ics(event)) == expected


@pytest.mark.parametrize(
    ("innhold", "expected"),
    [
        (b"", (1, "ikke_kalender")),
        (b"%PDF-1.4", (1, "linje")),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", (1, "ikke_kalender")),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", (2, "avkortet")),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", (2, "slutt")),
        (b"BEGIN:VCALENDAR\r\nX-NAVN:\xff\r\nEND:VCALENDAR\r\n", (2, "tegnkoding")),
        (b"x" * 2_000_001, (0, "stor")),
    ],
)
def test_what_is_no_whole_calendar_is_refused(innhold: bytes, expected: tuple[int, str]) -> None:
    assert fault(innhold) == expected


def test_an_empty_calendar_has_no_busy_times() -> None:
    assert read() == []


def test_more_than_the_limit_of_events_is_refused() -> None:
    many = ["DTSTART:20200316T080000Z"] * 5_001
    assert fault(ics(*many)) == (0, "mange")


def test_more_than_the_limit_of_repeated_events_is_refused() -> None:
    many = ["DTSTART:20200316T080000Z\nRRULE:FREQ=DAILY"] * 501
    assert fault(ics(*many)) == (0, "mange_gjentatte")
