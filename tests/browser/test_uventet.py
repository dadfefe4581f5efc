"""What happens when it does not go as planned, as the person sees it."""

from datetime import date, time

import pytest
from playwright.sync_api import FilePayload, Page, expect

from rekruttering.felles import clock
from rekruttering.tilgang.rules import Rolle
from tests.browser.conftest import NewPage, Site
from tests.browser.sider import become
from tests.browser.soknadssteg import cv, send
from tests.browser.steg import (
    button,
    expect_heading,
    expect_message,
    field,
    fill,
    follow,
    log_in_with_code,
    mails,
    press,
)

pytestmark = [pytest.mark.browser, pytest.mark.punkt("utlysning")]
SOKER = "hanne.dahle@epost.example"
NEXT = "Lagre og fortsett"
MOTIVASJON = "Hvorfor vil du bli veileder?"
MEGABYTE = 1_000_000
AFTER_DEADLINE = clock.local(date(2020, 3, 16), time(0, 0, 5))


def open_draft(page: Page, site: Site) -> str:
    """Open a sent application for change, complete as it is, and return its address."""
    become(page, site, site.bruker_id(SOKER))
    page.goto(site.url)
    page.locator("main a[href^='/min-soknad/']").first.click()
    follow(page, "Endre søknaden")
    page.locator("main form button[type=submit]").click()
    expect_message(page, "12 av 12 deler er ferdige")
    return page.url


def receipts(site: Site) -> int:
    """Return how many receipts the applicant has got."""
    return sum(subject.startswith("Vi har fått") for subject, _ in mails(site, SOKER))


def test_two_tabs_show_both_texts_and_lose_none(site: Site, page: Page) -> None:
    draft = open_draft(page, site)
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"{draft}/motivasjon")
    fill(page, {MOTIVASJON: "Skrevet i den første fanen."})
    press(page, NEXT)
    expect_heading(page, "CV og vedlegg")
    fill(other, {MOTIVASJON: "Skrevet i den andre fanen."})
    press(other, NEXT)
    expect_message(other, "Denne delen er endret et annet sted")
    expect_message(other, "Skrevet i den første fanen.")
    expect(field(other, MOTIVASJON)).to_have_value("Skrevet i den andre fanen.")
    press(other, "Lagre mine svar og fortsett")
    page.goto(f"{draft}/motivasjon")
    expect(field(page, MOTIVASJON)).to_have_value("Skrevet i den andre fanen.")


def test_two_coordinators_at_once_see_each_others_text(site: Site, new_page: NewPage) -> None:
    first, second = new_page(), new_page()
    for nummer, page in enumerate((first, second)):
        become(page, site, site.bruker_id(site.epost(Rolle.KOORDINATOR, nummer)))
        page.goto(f"{site.url}/runde/1/kommuner")
        page.locator("#tabell tbody th a").first.click()
        fill(page, {"Kort om behovet": f"Koordinator {nummer} skrev dette."})
    press(first, "Lagre")
    press(second, "Lagre")
    expect_message(second, "En annen har endret dette mens du skrev")
    expect_message(second, "Koordinator 0 skrev dette.")
    expect(field(second, "Kort om behovet")).to_have_value("Koordinator 1 skrev dette.")


def test_a_double_click_and_the_back_button_send_one_application(site: Site, page: Page) -> None:
    draft = open_draft(page, site)
    before = receipts(site)
    page.goto(f"{draft}/kontroll")
    page.get_by_role("checkbox").check()
    button(page, "Send inn søknaden").dblclick()
    expect_message(page, "Vi har fått søknaden din")
    page.go_back()
    if button(page, "Send inn søknaden").count():
        send(page)
    expect(button(page, "Send inn søknaden")).to_have_count(0)
    assert receipts(site) == before + 1


def test_what_was_typed_is_kept_when_the_session_ends_meanwhile(site: Site, page: Page) -> None:
    draft = open_draft(page, site)
    page.goto(f"{draft}/motivasjon")
    fill(page, {MOTIVASJON: "En lang tekst som tok en time å skrive."})
    page.context.clear_cookies()
    press(page, NEXT)
    expect_message(page, "Du har vært borte en stund. Logg inn for å fortsette.")
    log_in_with_code(page, site, SOKER)
    expect_message(page, "Vi tok vare på teksten din.")
    expect(field(page, MOTIVASJON)).to_have_value("En lang tekst som tok en time å skrive.")
    press(page, NEXT)
    expect_heading(page, "CV og vedlegg")


def test_the_deadline_passes_while_one_writes(site: Site, page: Page) -> None:
    draft = open_draft(page, site)
    check = page.context.new_page()
    check.goto(f"{draft}/kontroll")
    page.goto(f"{draft}/motivasjon")
    fill(page, {MOTIVASJON: "Skrevet ferdig to sekunder for sent."})
    before = receipts(site)
    site.set_clock(AFTER_DEADLINE)
    press(page, NEXT)
    expect_message(page, "Svarene er lagret i kladden, men fristen gikk ut")
    send(check)
    expect_message(check, "Søknaden ble ikke sendt inn")
    expect_message(check, "Fristen var søndag 15. mars 2020 kl. 23:59:59.")
    expect_message(check, "Alt du har skrevet, er lagret i kladden.")
    expect_message(check, "Skrevet ferdig to sekunder for sent.")
    assert receipts(site) == before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Dette er ikke en PDF.", "PDF"),
        (cv() + b"\0" * 9 * MEGABYTE, "8 MB"),
        (cv() + b"\0" * 13 * MEGABYTE, "for stor"),
    ],
    ids=["not a PDF", "too large", "larger than any page takes"],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(
    site: Site, page: Page, content: bytes, sentence: str
) -> None:
    draft = open_draft(page, site)
    page.goto(f"{draft}/vedlegg")
    file: FilePayload = {"name": "min cv.pdf", "mimeType": "application/pdf", "buffer": content}
    field(page, "CV").set_input_files(file)
    press(page, "Last opp")
    expect_message(page, sentence)
    page.goto(f"{draft}/vedlegg")
    expect(page.get_by_role("main")).not_to_contain_text("min cv.pdf")
    expect(page.get_by_role("main")).to_contain_text("CV Hanne Dahle.pdf")
