from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from rekruttering.felles.db import db
from rekruttering.tildeling.models import Kjoring
from rekruttering.tildeling.rules import KjoringFormal
from rekruttering.tilgang.rules import Rolle
from tests.browser.conftest import AXE, Site, serve
from tests.scenario.factories import make_prove
from tests.tildeling.factories import make_runde, make_tildeling
from tests.tilgang.factories import login, make_bruker

pytestmark = pytest.mark.browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that lets the accessibility checker in."""
    opened = browser.new_context(bypass_csp=True, locale="nb-NO")
    yield opened
    opened.close()


def open_page(site: Site, context: BrowserContext, app: Flask, width: int) -> Page:
    """Return a page of a coordinator who is logged in."""
    with app.app_context():
        bruker_id = make_bruker(Rolle.KOORDINATOR).id
    cookie = login(app, bruker_id).get_cookie("session")
    assert cookie is not None
    context.add_cookies([{"name": "session", "value": cookie.value, "url": site.url}])
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    return page


def findings(page: Page) -> list[str]:
    """Return what the accessibility checker finds, and whether the page is too wide."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = [each["id"] for each in page.evaluate("axe.run()")["violations"]]
    size = page.viewport_size
    assert size is not None
    if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
        found.append("for bred")
    return found


def test_a_weight_is_turned_by_keyboard_on_a_narrow_screen_and_the_answer_follows(
    app: Flask, context: BrowserContext
) -> None:
    with app.app_context():
        utlysning_id = make_tildeling(make_runde(veiledere=6, kommuner=3)[0]).utlysning_id
    with serve(app) as site:
        page = open_page(site, context, app, 320)
        page.goto(f"{site.url}/runde/{utlysning_id}/vekter")
        assert findings(page) == []
        slider = page.get_by_label("Skyv: Reise til kommunene")
        slider.focus()
        page.keyboard.press("ArrowLeft")
        field = page.locator("[name=vekt_reise_km_per_poeng]")
        expect(field).to_have_value("4")
        expect(page.locator("#mening-reise_km_per_poeng")).to_contain_text("koster 25 poeng")
        expect(slider).to_be_focused()
        expect(page.locator("#svarstatus")).to_contain_text("Ferdig.", timeout=90_000)
        expect(page.locator("#svar table")).to_contain_text("Kilometer reise")
        expect(page.get_by_role("link", name="km reise")).to_be_in_viewport()
        assert findings(page) == []
        page.keyboard.press("Tab")
        expect(field).to_be_focused()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("x")
        page.keyboard.press("Tab")
        expect(page.locator("#feil-reise_km_per_poeng")).to_contain_text("Skriv et helt tall.")
        page.close()
    with app.app_context():
        tried = db.session.query(Kjoring).filter_by(formal=KjoringFormal.SCENARIO).one()
        assert tried.innstillinger["vekter"] == {"reise_km_per_poeng": 4}


def test_weights_are_turned_without_javascript(app: Flask, browser: Browser) -> None:
    with app.app_context():
        utlysning_id = make_tildeling(make_runde(veiledere=6, kommuner=3)[0]).utlysning_id
    context = browser.new_context(java_script_enabled=False, locale="nb-NO")
    with serve(app) as site:
        page = open_page(site, context, app, 1280)
        page.goto(f"{site.url}/runde/{utlysning_id}/vekter")
        expect(page.locator("input[type=range]").first).to_be_hidden()
        page.locator("[name=vekt_malform]").fill("90")
        page.get_by_role("button", name="Prøv vektene").click()
        expect(page.locator("#svarstatus")).to_contain_text("Ferdig.", timeout=90_000)
        expect(page.locator("[name=vekt_malform]")).to_have_value("90")
        page.close()
    context.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_have_no_accessibility_findings_and_fit(
    app: Flask, context: BrowserContext, width: int
) -> None:
    with app.app_context():
        tildeling = make_tildeling()
        prove_id = make_prove(tildeling.utlysning, navn="Prøven").id
        u, t = tildeling.utlysning_id, tildeling.id
    with serve(app, worker=False) as site:
        page = open_page(site, context, app, width)
        for path in (
            f"/runde/{u}/tildeling",
            f"/runde/{u}/scenarier",
            f"/runde/{u}/sammenlign?a=t{t}&b=k{prove_id}",
            f"/tildeling/{t}/los-resten",
            f"/tildeling/{t}/kopier",
            f"/prove/{prove_id}",
        ):
            page.goto(site.url + path)
            assert findings(page) == [], path
        page.close()
