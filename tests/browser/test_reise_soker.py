import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage, Site
from tests.browser.soknadssteg import EPOST, TITTEL, fill_everything, send, start_application
from tests.browser.steg import (
    expect_heading,
    expect_message,
    follow,
    log_in_with_code,
    mails,
    picture,
    press,
)

pytestmark = [pytest.mark.browser, pytest.mark.punkt("utlysning")]


def test_an_applicant_reads_the_call_applies_and_gets_a_receipt(site: Site, page: Page) -> None:
    start_application(page, site)
    expect_message(page, "0 av 12 deler er ferdige")
    fill_everything(page)
    for answer in ("Lillehammer", "Gjøvik kommune", "15–20", "Hamar", "CV Kari.pdf", "Per Hansen"):
        expect_message(page, answer)
    send(page)
    expect_heading(page, TITTEL)
    expect_message(page, "Vi har fått søknaden din")
    subject, text = mails(site, EPOST)[-1]
    assert subject == f"Vi har fått søknaden din: {TITTEL}"
    assert "Kari Nordmann" in text
    page.goto(site.url)
    expect_message(page, "Søknadene dine")


def test_the_task_list_says_what_is_missing_and_nothing_is_sent_before_it_is_there(
    site: Site, new_page: NewPage
) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    start_application(page, site)
    picture(page, "mobil", height=844)
    follow(page, "Se alle svarene")
    expect_message(page, "Dette mangler før du kan sende inn")
    page.get_by_role("checkbox").check()
    press(page, "Send inn søknaden")
    expect(page.locator("#feiloppsummering")).to_contain_text("Søknaden ble ikke sendt inn")
    page.locator("#feiloppsummering").get_by_role("link").first.click()
    expect_heading(page, "Om deg")
    assert [subject for subject, _ in mails(site, EPOST) if "kode" not in subject.lower()] == []


def test_an_applicant_withdraws(site: Site, page: Page) -> None:
    epost = "hanne.dahle@epost.example"
    page.goto(f"{site.url}/logg-inn")
    log_in_with_code(page, site, epost)
    page.get_by_role("main").locator("a[href^='/min-soknad/']").click()
    follow(page, "Trekk søknaden")
    press(page, "Ja, trekk søknaden")
    expect_message(page, "Du har trukket søknaden")
    assert "trukket" in mails(site, epost)[-1][0].lower()
