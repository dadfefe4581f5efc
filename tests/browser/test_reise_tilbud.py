"""From the ranking to the signed agreement."""

import re
from datetime import date, time

import pytest
from playwright.sync_api import Page, expect

from rekruttering.felles import clock
from rekruttering.tilgang.rules import Rolle
from tests.browser.conftest import NewPage, Site
from tests.browser.sider import become
from tests.browser.steg import (
    choose,
    expect_heading,
    expect_message,
    field,
    fill,
    fill_date,
    follow,
    log_in_with_code,
    mails,
    press,
)

pytestmark = pytest.mark.browser
RUNDE = "Veiledere til forfasen i oppfølgingsordningen 2020–21"


@pytest.mark.punkt("innstilling")
def test_a_coordinator_ranks_with_cut_lines_and_sends_offers(
    site: Site, page: Page, new_page: NewPage
) -> None:
    become(page, site, site.bruker_id(site.epost(Rolle.KOORDINATOR)))
    page.goto(site.url)
    follow(page, "Innstill 98 søkere")
    draw_the_lines(page)
    chosen = send_two_offers(page)
    for name in chosen:
        expect(page.get_by_role("row").filter(has_text=name).last).to_contain_text("Venter på svar")


def draw_the_lines(page: Page) -> None:
    """Try cut lines, see who falls where, and save with grounds."""
    fill(page, {"Innstilt fra og med": "60", "Reserve fra og med": "45"})
    press(page, "Vis forslag")
    expect(page.get_by_text("Blir:").first).to_be_visible()
    fill(page, {"Innstilt fra og med": "55", "Reserve fra og med": "40"})
    press(page, "Vis forslag")
    expect(field(page, "Innstilt fra og med")).to_have_value("55")
    for label in ("å innstille", "reserve", "avslag"):
        ground = page.get_by_label(f"Begrunnelse for {label}")
        if ground.count():
            ground.fill("Etter panelenes felles poeng.")
    press(page, "Lagre utfallene")
    expect(page.locator("main")).not_to_contain_text("Ikke satt")


def send_two_offers(page: Page) -> list[str]:
    """Choose the first two, set the deadline, and send."""
    page.get_by_role("navigation", name="Du er her").get_by_text(RUNDE).click()
    page.get_by_role("main").get_by_role("link", name=re.compile("^Tilbud")).first.click()
    names = page.locator("#soknad tbody th").all_inner_texts()[:2]
    for name in names:
        page.get_by_label(f"Velg {name}", exact=True).check()
    fill_date(page, 15, 4, 2020)
    press(page, "Send tilbud til de valgte")
    expect(page.locator("#tabell-tilbud tbody tr")).to_have_count(2)
    return names


@pytest.mark.punkt("tilbud")
def test_one_accepts_and_signs_another_declines_a_third_is_too_late(
    site: Site, new_page: NewPage
) -> None:
    accept(new_page(), site, "ottar.norheim@epost.example", "Ottar Norheim")
    decline(new_page(), site, "lajla.dunfjell@epost.example")
    late = new_page()
    become(late, site, site.bruker_id("ingunn.silje.djupvik@epost.example"))
    late.goto(site.url)
    follow(late, "Les tilbudet og svar")
    follow(late, "Takk ja")
    site.set_clock(clock.local(date(2020, 4, 16), time(0, 0, 30)))
    fill_acceptance(late, "Ingunn Silje Djupvik")
    expect_message(late, "Du kan ikke takke ja nå")


def fill_acceptance(page: Page, name: str) -> None:
    """Choose how to work and how much, and sign."""
    page.get_by_role("group", name="Hvordan vil du engasjeres?").get_by_label(
        re.compile("^Konsulent")
    ).check()
    fill(page, {"Minst": "260", "Mest": "400", "Skriv hele navnet ditt": name})
    choose(page, "Jeg har lest avtalen og godtar den")
    press(page, "Takk ja og signer")


def accept(page: Page, site: Site, epost: str, name: str) -> None:
    """Log in from the mail, read the agreement, and accept."""
    page.goto(f"{site.url}/logg-inn")
    log_in_with_code(page, site, epost)
    follow(page, "Les tilbudet og svar")
    expect_heading(page, "Tilbudet ditt")
    follow(page, "Takk ja")
    press(page, "Takk ja og signer")
    expect(page.locator("#feiloppsummering")).to_be_focused()
    fill_acceptance(page, name)
    expect_message(page, "Du har takket ja")
    assert "avtale" in mails(site, epost)[-1][1].lower()


def decline(page: Page, site: Site, epost: str) -> None:
    """Say no, with a word about why."""
    become(page, site, site.bruker_id(epost))
    page.goto(site.url)
    follow(page, "Les tilbudet og svar")
    follow(page, "Takk nei")
    fill(page, {"Hvorfor takker du nei?": "Jeg har fått ny jobb."})
    press(page, "Takk nei")
    expect_message(page, "Du har takket nei")
