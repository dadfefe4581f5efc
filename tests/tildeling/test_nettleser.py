from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext

from rekruttering.tilgang.rules import Rolle
from tests.browser.conftest import AXE, serve
from tests.kommune.factories import make_kommune
from tests.pulje.factories import make_puljekommune
from tests.tildeling.factories import make_runde, make_tildeling
from tests.tilgang.factories import login, make_bruker

pytestmark = pytest.mark.browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that lets the accessibility checker in."""
    opened = browser.new_context(bypass_csp=True, locale="nb-NO")
    yield opened
    opened.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_map_page_has_no_accessibility_findings_and_fits(
    app: Flask, context: BrowserContext, width: int
) -> None:
    with app.app_context():
        utlysning, pulje = make_runde(veiledere=5, kommuner=2)
        make_puljekommune(pulje, make_kommune(navn="Utenfor"), timer=2000)
        tildeling_id = make_tildeling(utlysning).id
        bruker_id = make_bruker(Rolle.KOORDINATOR).id
    cookie = login(app, bruker_id).get_cookie("session")
    assert cookie is not None
    with serve(app, worker=False) as site:
        context.add_cookies([{"name": "session", "value": cookie.value, "url": site.url}])
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{site.url}/tildeling/{tildeling_id}")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")
        overflow = page.evaluate("document.documentElement.scrollWidth")
        page.close()
    assert [each["id"] for each in found["violations"]] == []
    assert overflow <= width
