from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from rekruttering.felles.db import db
from rekruttering.horing.models import Horing
from tests.browser.conftest import AXE, serve
from tests.horing.factories import make_proposal, make_statsforvalter
from tests.kommune.factories import make_kommune
from tests.pulje.factories import make_koordinator
from tests.tilgang.factories import login

pytestmark = pytest.mark.browser


@pytest.fixture
def open_as(app: Flask, browser: Browser) -> Iterator[object]:
    """Open browsers that let the accessibility checker in, logged in as somebody."""
    opened: list[BrowserContext] = []

    def as_(bruker_id: int, url: str, width: int) -> Page:
        cookie = login(app, bruker_id).get_cookie("session")
        assert cookie is not None
        context = browser.new_context(
            bypass_csp=True, locale="nb-NO", viewport={"width": width, "height": 800}
        )
        context.add_cookies([{"name": "session", "value": cookie.value, "url": url}])
        opened.append(context)
        return context.new_page()

    yield as_
    for context in opened:
        context.close()


def check(page: Page, width: int) -> None:
    """Say what axe finds, and whether anything stands outside the window."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    assert [each["id"] for each in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 320])
def test_a_hearing_from_sending_to_dealing_with_what_came_in(
    app: Flask, open_as: object, width: int
) -> None:
    assert callable(open_as)
    with app.app_context():
        tildeling = make_proposal([make_kommune(navn="Ener"), make_kommune(navn="Toer")])
        id, users = tildeling.id, (make_koordinator().id, make_statsforvalter().id)
    with serve(app, worker=False) as site:
        udir, stat = (open_as(bruker_id, site.url, width) for bruker_id in users)
        udir.goto(f"{site.url}/tildeling/{id}/horing")
        check(udir, width)
        udir.get_by_role("link", name="Forbered en høring").click()
        check(udir, width)
        udir.get_by_label("Melding på bokmål").fill("Se på reisene.")
        udir.get_by_role("button", name="Se e-postene").click()
        check(udir, width)
        udir.get_by_role("button", name="Send på høring").click()
        check(udir, width)

        stat.goto(f"{site.url}/min-region")
        check(stat, width)
        stat.get_by_role("link", name="Gi merknader til forslaget").click()
        check(stat, width)
        stat.get_by_label("Merknad om Ener").fill("For lang reise.")
        stat.get_by_role("button", name="Meld fra om habilitet for Toer").click()
        check(stat, width)
        stat.get_by_role("radio").first.check()
        stat.get_by_label("Hva består tilknytningen i?").fill("Familie.")
        stat.get_by_role("button", name="Send melding").click()
        stat.get_by_role("link", name="Forslaget til veiledere").click()
        expect(stat.get_by_label("Merknad om Ener")).to_have_value("For lang reise.")
        check(stat, width)

        udir.reload()
        expect(udir.get_by_text("Innsigelse om habilitet")).to_be_visible()
        check(udir, width)
        udir.get_by_role("link", name="Behandle merknaden").click()
        check(udir, width)
        udir.get_by_label("Fulgt", exact=True).check()
        udir.get_by_label("Hva du gjorde, og hvorfor").fill("Paret er byttet.")
        udir.get_by_role("button", name="Lagre").click()
        expect(udir.get_by_text("Behandlingen er lagret.")).to_be_visible()
        for step in ("Forleng fristen", "Avslutt før fristen"):
            udir.get_by_role("link", name=step).click()
            check(udir, width)
            udir.go_back()
    with app.app_context():
        assert db.session.query(Horing).count() == 1
