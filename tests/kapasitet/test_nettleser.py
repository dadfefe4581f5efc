from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, expect

from rekruttering.kommune.rules import SamiskSprak
from rekruttering.tilgang.rules import Rolle
from tests.browser.conftest import AXE, serve
from tests.kapasitet.factories import ask_and_answer, make_soker, make_sokerrunde
from tests.kommune.factories import make_kommune
from tests.pulje.factories import make_puljekommune
from tests.tilgang.factories import login, make_bruker

pytestmark = pytest.mark.browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that lets the accessibility checker in."""
    opened = browser.new_context(bypass_csp=True, locale="nb-NO")
    yield opened
    opened.close()


def test_the_capacity_is_asked_for_read_and_asked_for_again(
    app: Flask, context: BrowserContext
) -> None:
    with app.app_context():
        utlysning, pulje = make_sokerrunde(sokere=4, kommuner=2)
        make_puljekommune(pulje, make_kommune(navn="Snåsa", samisk_sprak=SamiskSprak.SORSAMISK))
        id = utlysning.id
        bruker_id = make_bruker(Rolle.KOORDINATOR).id
    cookie = login(app, bruker_id).get_cookie("session")
    assert cookie is not None
    with serve(app) as site:
        context.add_cookies([{"name": "session", "value": cookie.value, "url": site.url}])
        page = context.new_page()
        page.goto(f"{site.url}/runde/{id}/kapasitet")
        page.get_by_role("button", name="Regn ut kapasiteten").press("Enter")
        # The page shows the answer by itself when it is there.
        answer = page.locator(".ingress")
        expect(answer).to_contain_text("kan 2 av 3 kommuner dekkes", timeout=90_000)
        expect(page.get_by_role("heading", name="Hvor mange tilbud trengs")).to_be_visible(
            timeout=120_000
        )
        findings = {}
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate(AXE.read_text(encoding="utf-8"))
            found = page.evaluate("axe.run()")
            findings[width] = [each["id"] for each in found["violations"]]
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()
    assert findings == {1280: [], 320: []}


def test_without_javascript_the_answer_is_read_and_changes_are_told(
    app: Flask, browser: Browser
) -> None:
    with app.app_context():
        utlysning, _pulje = make_sokerrunde(sokere=4, kommuner=2)
        ask_and_answer(utlysning)
        make_soker(utlysning)
        id = utlysning.id
        bruker_id = make_bruker(Rolle.KOORDINATOR).id
    cookie = login(app, bruker_id).get_cookie("session")
    assert cookie is not None
    with serve(app, worker=False) as site:
        opened = browser.new_context(java_script_enabled=False, locale="nb-NO")
        opened.add_cookies([{"name": "session", "value": cookie.value, "url": site.url}])
        page = opened.new_page()
        page.goto(f"{site.url}/runde/{id}/kapasitet")
        expect(page.locator(".ingress")).to_contain_text("kan alle 2 kommuner dekkes")
        expect(page.get_by_text("Siden da: 1 ny søknad.").first).to_be_visible()
        page.get_by_role("button", name="Regn ut på nytt").first.click()
        expect(page.get_by_role("heading", name="Regner")).to_be_visible()
        page.get_by_role("button", name="Stopp").click()
        expect(page.get_by_role("heading", name="Regner")).to_have_count(0)
        expect(page.locator(".ingress")).to_contain_text("kan alle 2 kommuner dekkes")
        opened.close()
