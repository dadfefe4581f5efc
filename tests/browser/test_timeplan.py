"""The timetable: an interview is moved with the keyboard alone, by drag, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from rekruttering.tilgang.rules import Rolle
from tests.browser.conftest import NewPage, Site
from tests.browser.sider import become
from tests.browser.steg import expect_message, field, follow, press

pytestmark = [pytest.mark.browser, pytest.mark.punkt("intervju")]


def open_timetable(page: Page, site: Site) -> None:
    """Go to the coordinator's timetable of the round."""
    become(page, site, site.bruker_id(site.epost(Rolle.KOORDINATOR)))
    page.goto(site.url)
    follow(page, "Veiledere til forfasen i oppfølgingsordningen 2020–21")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Intervju")).first.click()
    follow(page, "Timeplan")
    follow(page, "Uke 15")


def test_an_interview_is_moved_with_the_keyboard_alone(site: Site, page: Page) -> None:
    open_timetable(page, site)
    answer = page.locator("#flyttsvar")
    cards = page.locator("[data-flytt]")
    for number in range(cards.count()):
        card = cards.nth(number)
        card.focus()
        page.keyboard.press("m")
        expect(answer).to_contain_text("Bruk piltastene")
        page.keyboard.press("Escape")
        expect(answer).to_contain_text("Angret")
        for key in ("m", "ArrowDown", "Enter"):
            page.keyboard.press(key)
        expect(answer.locator("h2")).to_contain_text(card.get_attribute("data-navn") or "")
        if page.get_by_role("button", name="Flytt hit").count():
            break
    expect(page.get_by_role("button", name="Flytt hit")).to_be_focused()
    page.keyboard.press("Enter")
    expect_message(page, "Intervjuet er flyttet. Ingen har fått beskjed ennå.")


def test_a_drag_onto_a_taken_time_says_what_is_in_the_way(site: Site, page: Page) -> None:
    open_timetable(page, site)
    cards = page.locator("[data-flytt]")
    cards.nth(0).drag_to(page.locator("td[data-kl='08:00'], td[data-kl]").first)
    expect(page.locator("#flyttsvar h2")).to_contain_text(
        cards.nth(0).get_attribute("data-navn") or ""
    )


def test_an_interview_is_moved_without_javascript(site: Site, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    open_timetable(page, site)
    page.locator("[data-flytt]").first.click()
    field(page, "Klokkeslett").fill("15:00")
    press(page, "Sjekk først")
    expect(page.locator(".flyttsvar")).to_be_visible()
