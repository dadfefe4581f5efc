from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.tildeling import queries, service
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tildeling.rules.plan import Handling, HandlingType
from rekruttering.tilgang.rules import Rolle
from rekruttering.vedtakspakke import service as pakke_service
from tests.browser.conftest import AXE, serve
from tests.tildeling.factories import make_runde, make_tildeling
from tests.tilgang.factories import login, make_bruker

pytestmark = pytest.mark.browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that lets the accessibility checker in."""
    opened = browser.new_context(bypass_csp=True, locale="nb-NO")
    yield opened
    opened.close()


def make_plan(status: TildelingStatus, *, changed: bool) -> int:
    """Return the id of a plan; changed by hand it differs in a pair and lacks a municipality."""
    utlysning, _pulje = make_runde(veiledere=6, kommuner=3)
    utlysning.periode_til_dato = date(2021, 6, 30)
    tildeling = make_tildeling(utlysning, status)
    if changed:
        bruker = make_bruker(Rolle.KOORDINATOR, navn="Per Lund")
        first, second, third = sorted(service.utkast_of(tildeling).lag)
        for handling in (
            Handling(HandlingType.BYTT_KOMMUNER, (), (first.kommuner[0], second.kommuner[0])),
            Handling(HandlingType.FLYTT, (), third.kommuner),
        ):
            service.adjust(
                tildeling,
                handling,
                sett_versjon=tildeling.versjon,
                bruker=bruker,
                now=clock.now(),
            )
            db.session.commit()
    return tildeling.id


def log_in(app: Flask, context: BrowserContext, url: str) -> None:
    with app.app_context():
        bruker_id = make_bruker(Rolle.KOORDINATOR, navn="Kari Nes").id
    cookie = login(app, bruker_id).get_cookie("session")
    assert cookie is not None
    context.add_cookies([{"name": "session", "value": cookie.value, "url": url}])


def faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [each["id"] for each in page.evaluate("axe.run()")["violations"]]


def press_to(page: Page, label: str) -> None:
    """Press Tab until what has focus says this."""
    for _n in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(e => e.matches('a, button, input, textarea')"
            " ? (e.labels?.[0] ?? e).innerText : '')(document.activeElement)"
        )
        if label in " ".join(str(focused).split()):
            return
    raise AssertionError(f"no way by keyboard to «{label}»")


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_of_a_decision_have_no_accessibility_findings_and_fit(
    app: Flask, context: BrowserContext, width: int
) -> None:
    with app.app_context():
        changed = make_plan(TildelingStatus.FORSLAG, changed=True)
        decided = make_plan(TildelingStatus.VEDTATT, changed=False)
        published = make_plan(TildelingStatus.PUBLISERT, changed=False)
        tildeling = queries.get_tildeling(published)
        bruker = make_bruker(Rolle.KOORDINATOR)
        [pakke] = [pakke_service.make_pakke(tildeling, bruker=bruker, now=clock.now())]
        replay = pakke_service.ask_gjenskaping(pakke, bruker=bruker, now=clock.now())
        paths = [
            *(f"/tildeling/{changed}/{page}" for page in ("vedtak", "vedta", "avtaledata")),
            *(f"/tildeling/{decided}/{page}" for page in ("vedtak", "publiser", "gjenapne")),
            *(f"/tildeling/{published}/{page}" for page in ("vedtak", "brev", "pakke")),
            f"/gjenskaping/{replay.id}",
            f"/runde/{tildeling.utlysning_id}/historikk",
        ]
        db.session.commit()
    with serve(app, worker=False) as site:
        log_in(app, context, site.url)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        found = {}
        for path in paths:
            answer = page.goto(f"{site.url}{path}")
            assert answer is not None
            overflow = page.evaluate("document.documentElement.scrollWidth") > width
            found[path] = (answer.status, faults(page), overflow)
        page.close()
    assert found == dict.fromkeys(paths, (200, [], False))


def test_pairs_are_decided_one_by_one_with_the_keyboard_alone(
    app: Flask, context: BrowserContext
) -> None:
    with app.app_context():
        id = make_plan(TildelingStatus.FORSLAG, changed=True)
    with serve(app, worker=False) as site:
        log_in(app, context, site.url)
        page = context.new_page()
        page.goto(f"{site.url}/tildeling/{id}/vedtak")
        for number in (1, 2):
            press_to(page, "Begrunnelse for")
            page.keyboard.type("Kortere reise.")
            press_to(page, "Vedta")
            page.keyboard.press("Enter")
            expect(page.get_by_text("1 vedtak er lagret.")).to_be_visible()
            expect(page.get_by_text("Kari Nes,")).to_have_count(number)
        press_to(page, "Begrunnelse for at")
        page.keyboard.type("Kommunen venter til høsten.")
        press_to(page, "Vedta de valgte")
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Vedta hele planen")).to_be_visible()
        press_to(page, "Vedta hele planen")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Vedta tildelingen")).to_be_visible()
        press_to(page, "Begrunnelse")
        page.keyboard.type("Planen dekker alle som er klare.")
        press_to(page, "Vedta")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Tildelingen er vedtatt.")).to_be_visible()
        page.close()
    with app.app_context():
        tildeling = queries.get_tildeling(id)
        assert tildeling.status is TildelingStatus.VEDTATT
        assert {lag.begrunnelse for lag in queries.load_lag(id)} == {"Kortere reise."}
