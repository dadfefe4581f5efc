"""The whole way in a real browser: from a withdrawal to the new published plan."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from rekruttering.beredskap import queries
from rekruttering.beredskap.rules import Lukkegrunn
from rekruttering.felles.db import db
from rekruttering.felles.mail import Utboks
from rekruttering.tildeling.queries import find_publisert
from tests.beredskap.factories import make_hendelse, make_publisert, work_out
from tests.browser.conftest import AXE, serve
from tests.pulje.factories import make_koordinator
from tests.tilgang.factories import login

pytestmark = pytest.mark.browser
WAIT_MS = 90_000


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that lets the accessibility checker in."""
    opened = browser.new_context(bypass_csp=True, locale="nb-NO")
    yield opened
    opened.close()


def _enter(app: Flask, context: BrowserContext, url: str) -> Page:
    with app.app_context():
        bruker_id = make_koordinator().id
    cookie = login(app, bruker_id).get_cookie("session")
    assert cookie is not None
    context.add_cookies([{"name": "session", "value": cookie.value, "url": url}])
    return context.new_page()


def _check(page: Page) -> None:
    """Find nothing with axe, and nothing that is wider than a phone."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    assert [each["id"] for each in found["violations"]] == []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_from_a_withdrawal_to_a_new_published_plan(app: Flask, context: BrowserContext) -> None:
    with app.app_context():
        tildeling, _pulje = make_publisert()
        utlysning_id, former_id = tildeling.utlysning_id, tildeling.id
        lag = tildeling.lag[0]
        veileder_id, navn = lag.veileder_a_id, lag.veileder_a.soknad.navn
        partner = lag.veileder_b.soknad.navn
        mailed = db.session.query(Utboks).count()
    with serve(app) as site:
        page = _enter(app, context, site.url)
        page.goto(f"{site.url}/veileder/{veileder_id}/avslutt")
        page.get_by_label("Begrunnelse").fill("Langvarig sykdom.")
        page.get_by_role("button", name="Ta ut av runden").click()
        page.goto(f"{site.url}/runde/{utlysning_id}")
        page.get_by_role("link", name=f"Finn ny veileder etter {navn}").click()
        expect(page.get_by_text(f"{partner} står alene med")).to_be_visible()
        _check(page)
        # The answers come by themselves.
        expect(page.get_by_role("heading", name="Planen med minst endring")).to_be_visible(
            timeout=WAIT_MS
        )
        expect(page.locator(".innhopp > li")).to_have_count(3, timeout=WAIT_MS)
        page.locator("details", has_text="Tildelingen din er endret").first.locator(
            "summary"
        ).click()
        expect(page.get_by_text("Du har fått ny makker:").first).to_be_visible()
        _check(page)
        page.locator(".innhopp > li").nth(1).get_by_role("link").click()
        expect(page.get_by_role("heading", name="trer inn")).to_be_visible()
        _check(page)
        page.get_by_role("button", name="Lag et forslag av denne planen").click()
        page.get_by_role("link", name="Se over forslaget").click(timeout=WAIT_MS)
        [tildeling_id] = re.findall(r"/tildeling/(\d+)", page.url)
        page.goto(f"{site.url}/tildeling/{tildeling_id}/vedta")
        page.get_by_label("Begrunnelse").first.fill("Beste reserve.")
        page.locator("main form button[type=submit], main form button").last.click()
        page.goto(f"{site.url}/tildeling/{tildeling_id}/publiser")
        with app.app_context():
            assert db.session.query(Utboks).count() == mailed
        page.get_by_role("button", name="Publiser og send e-post").click()
        page.goto(f"{site.url}/runde/{utlysning_id}/hendelser")
        expect(page.get_by_text("En ny plan er publisert")).to_be_visible()
        page.close()
    with app.app_context():
        published = find_publisert(utlysning_id)
        assert published is not None
        assert published.id == int(tildeling_id) != former_id
        assert db.session.query(Utboks).count() == mailed + 4
        [hendelse] = queries.list_hendelser(utlysning_id)
        assert hendelse.lukket_grunn is Lukkegrunn.NY_PLAN


def test_by_keyboard_alone_and_without_javascript(app: Flask, browser: Browser) -> None:
    with app.app_context():
        hendelse = make_hendelse()
        id = hendelse.id
        work_out(hendelse.utlysning_id)
    context = browser.new_context(java_script_enabled=False, locale="nb-NO")
    with serve(app, worker=False) as site:
        page = _enter(app, context, site.url)
        page.goto(f"{site.url}/hendelse/{id}")
        page.get_by_role("button", name="Lag et forslag av denne planen").press("Enter")
        expect(page.get_by_role("heading", name="Forslaget lages nå")).to_be_visible()
        page.get_by_role("link", name="Lukk hendelsen").press("Enter")
        page.get_by_label("Hvorfor lukker du hendelsen?").fill("Vi venter.")
        page.get_by_role("button", name="Lukk hendelsen").press("Enter")
        expect(page.get_by_text("Lukket av koordinator")).to_be_visible()
        page.close()
    context.close()
    with app.app_context():
        assert queries.get_hendelse(id).lukket_begrunnelse == "Vi venter."
