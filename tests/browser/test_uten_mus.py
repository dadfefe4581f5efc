"""The pages without a mouse, and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from rekruttering.tilgang.rules import Rolle
from tests.browser.conftest import NewPage, Site
from tests.browser.sider import become
from tests.browser.soknadssteg import fill_everything, send, start_application
from tests.browser.steg import expect_heading, expect_message, field, follow, press

pytestmark = pytest.mark.browser
FOCUSED = """() => {
  const e = document.activeElement;
  return e.labels?.[0]?.innerText ?? e.innerText;
}"""


def tab_to(page: Page, wanted: str) -> list[str]:
    """Press Tab until the element with this text has focus, and return all that had it."""
    passed: list[str] = []
    while not passed or passed[-1] != wanted:
        assert len(passed) < 40, passed
        page.keyboard.press("Tab")
        passed.append(page.evaluate(FOCUSED).strip())
    return passed


@pytest.mark.punkt("utlysning")
def test_a_form_is_filled_in_with_the_keyboard_alone(site: Site, page: Page) -> None:
    start_application(page, site)
    follow(page, "Begynn på søknaden")
    expect_heading(page, "Om deg")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Hopp til hovedinnhold"
    expect(page.locator(".hopp")).to_be_in_viewport()
    page.keyboard.press("Enter")
    order = tab_to(page, "Lagre og gå til oversikten")
    assert order == [
        "Fullt navn",
        "Telefon",
        "Kommunen du bor i",
        "Bokmål",
        "Lagre og fortsett",
        "Lagre og gå til oversikten",
    ]
    field(page, "Fullt navn").focus()
    page.keyboard.type("Kari Nordmann")
    page.keyboard.press("Enter")
    expect(page.locator("#feiloppsummering")).to_be_focused()
    expect(field(page, "Fullt navn")).to_have_value("Kari Nordmann")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(field(page, "Telefon")).to_be_focused()


@pytest.mark.punkt("utlysning")
def test_an_application_is_written_and_sent_without_javascript(
    site: Site, new_page: NewPage
) -> None:
    page = new_page(java_script_enabled=False)
    start_application(page, site)
    fill_everything(page)
    send(page)
    expect_message(page, "Vi har fått søknaden din")


@pytest.mark.punkt("vurdering")
def test_a_coordinator_sorts_in_bulk_without_javascript(site: Site, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    become(page, site, site.bruker_id(site.epost(Rolle.KOORDINATOR)))
    page.goto(site.url)
    follow(page, "Sorter 113 søknader")
    for box in page.locator("tbody input[type=checkbox]").all()[:3]:
        box.check()
    press(page, "Til intervju")
    press(page, "Sett 3 søkere til intervju")
    expect(page.get_by_role("link", name="Send svar til 3 søkere").first).to_be_visible()


@pytest.mark.punkt("tildeling")
def test_a_run_is_followed_and_stopped_without_javascript(site: Site, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    become(page, site, site.bruker_id(site.epost(Rolle.KOORDINATOR)))
    page.goto(f"{site.url}/runde/1/tildeling")
    press(page, "Start")
    press(page, "Stopp")
    expect(page.locator("#fremdrift")).to_contain_text("Stoppet", timeout=120_000)
