"""A coordinator's working day: questions, changes, hearing, decision, and a withdrawal."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from rekruttering.felles import clock, demoklokke
from rekruttering.felles.db import db
from rekruttering.felles.mail import Utboks
from rekruttering.tildeling import queries
from rekruttering.tildeling.models import Lag, Tildeling
from rekruttering.tilgang.rules import Rolle
from tests.browser.conftest import NewPage, Site
from tests.browser.sider import become
from tests.browser.steg import (
    expect_heading,
    expect_message,
    fill,
    fill_date,
    follow,
    mails,
    press,
)
from tests.browser.test_reise_tildeling import SOLVED_MS, begin

pytestmark = [pytest.mark.browser, pytest.mark.punkt("tildeling")]
ANSWERED_MS = 150_000


def test_a_working_day(site: Site, page: Page, new_page: NewPage) -> None:
    begin(page, site, "Tildeling")
    press(page, "Start")
    page.get_by_role("link", name="Se forslaget").click(timeout=SOLVED_MS)
    board = page.url
    ask_why(page)
    change_by_hand(page, board)
    compare_with_another(page, board)
    hear_the_regions(page, new_page(), site, board)
    decide(page, board)
    publish(page, board)
    somebody_withdraws(page, site)
    decide(page, page.url)
    publish(page, page.url)
    told = {til for til, emne in outbox(site) if "endret" in emne}
    assert 0 < len(told) < 20


def panel(page: Page) -> Locator:
    """Return the panel beside the board."""
    return page.locator("#bord-panel")


def ask_why(page: Page) -> None:
    """Read the facts about a municipality, and ask what the next best would cost."""
    page.locator("#kommuner").get_by_role("link", name=re.compile("^Hvorfor")).first.click()
    expect(panel(page).get_by_role("heading", name="Reglene")).to_be_visible()
    expect(panel(page).get_by_role("heading", name="Poengene")).to_be_visible()
    panel(page).locator(".analyse__sporsmal button").first.click()
    answer = panel(page).locator(".analyse__svar")
    expect(answer.get_by_role("progressbar")).to_have_count(0, timeout=ANSWERED_MS)
    expect(answer.locator(".analyse__valg > li").first).to_be_visible(timeout=ANSWERED_MS)
    expect(answer).to_contain_text("poeng")


def change_by_hand(page: Page, board: str) -> None:
    """Take the nearest other solution of the first municipality that has one; undo, and redo."""
    asked = [
        link.get_attribute("href")
        for link in page.locator("#kommuner").get_by_role("link", name=re.compile("^Hvorfor")).all()
    ]
    for address in asked:
        page.goto(board.split("/tildeling")[0] + str(address))
        swap = page.locator("#hvorfor-bytter a").first
        if swap.count():
            break
    swap.click()
    expect_message(page, "Poeng til sammen")
    press(page, "Gjør endringen")
    expect_message(page, "Gjort:")
    page.goto(board)
    button = page.locator("form[data-angre] button")
    button.click()
    expect(page.locator("#bord-melding")).to_contain_text("angret")
    page.locator("form[data-gjor-om] button").click()
    expect(page.locator("#bord-melding")).to_contain_text("om igjen")
    expect(page.locator(".bord__historie > li")).to_have_count(1)


def compare_with_another(page: Page, board: str) -> None:
    """Solve the rest again with a small price on changes, and see what differs."""
    page.goto(board + "/los-resten")
    press(page, "Løs resten på nytt")
    page.get_by_role("link", name="Se forslaget").click(timeout=SOLVED_MS)
    page.goto(board)
    page.locator(".bord__mer summary").click()
    follow(page, "Sammenlign planer")
    expect_heading(page, "Sammenlign planer")
    for side, choice in (("a", 1), ("b", 2)):
        page.locator(f"select[name={side}]").select_option(index=choice)
    press(page, "Sammenlign")
    expect(page.get_by_role("heading", name="Side om side")).to_be_visible()


def hear_the_regions(page: Page, region: Page, site: Site, board: str) -> None:
    """Send the plan to the statsforvaltere; one answers; the coordinator deals with it."""
    page.goto(board + "/horing/ny")
    expect(page.get_by_label("Statsforvalterne", exact=True)).to_be_checked()
    with site.app.app_context():
        demoklokke.load()
        frist = (clock.now() + timedelta(days=7)).date()
    fill_date(page, frist.day, frist.month, frist.year)
    press(page, "Se e-postene")
    expect_heading(page, "Se over og send")
    press(page, "Send på høring")
    expect_heading(page, "Høring")
    epost = site.epost(Rolle.STATSFORVALTER)
    assert "/horing/" in mails(site, epost)[-1][1]
    become(region, site, site.bruker_id(epost))
    region.goto(site.url + "/min-region")
    region.locator("main a[href^='/horing/']").first.click()
    region.locator("textarea").first.fill("Kommunen har god erfaring med den ene veilederen.")
    press(region, "Lagre svaret")
    expect_message(region, "Dere har svart")
    page.goto(board)
    expect_message(page, "god erfaring")
    page.goto(board + "/horing")
    expect_message(page, "god erfaring")
    follow(page, "Avslutt før fristen")
    fill(page, {"Hvorfor avsluttes høringen før fristen?": "Alle som ville, har svart."})
    press(page, "Avslutt høringen")
    expect(page.locator("main")).to_contain_text("Avsluttet")


def decide(page: Page, board: str) -> None:
    """Decide on what differs with own words, then on the whole plan."""
    board = board.split("?")[0]
    page.goto(board + "/vedtak")
    for words in page.locator("textarea[name^='ord-']").all():
        words.fill("Kortere reise for den ene.")
    for box in page.locator("input[name=valgt]").all():
        box.check()
    page.get_by_role("main").get_by_role("button", name="Vedta de valgte").first.click()
    expect(page.get_by_role("main")).not_to_contain_text("Ikke vedtatt")
    page.goto(board + "/vedta")
    fill(page, {"Begrunnelse": "Alle kommunene får hjelp, og merknadene er lest."})
    press(page, "Vedta")


def publish(page: Page, board: str) -> None:
    """Publish what is decided, and find the decision pack."""
    board = board.split("?")[0]
    page.goto(board + "/publiser")
    press(page, "Publiser og send e-post")
    expect_message(page, "Publisert")
    page.goto(board + "/pakke")
    expect(page.get_by_role("main")).to_contain_text("PDF")


def somebody_withdraws(page: Page, site: Site) -> None:
    """A veileder falls ill; the page works out who can step in, and one is chosen."""
    with site.app.app_context():
        lag = db.session.scalars(
            select(Lag).where(Lag.tildeling_id == find_in_force().id).order_by(Lag.id).limit(1)
        ).one()
        veileder_id = lag.veileder_a_id
    page.goto(f"{site.url}/veileder/{veileder_id}/avslutt")
    fill(page, {"Begrunnelse": "Langvarig sykdom."})
    press(page, "Ta ut av runden")
    page.goto(f"{site.url}/runde/1/hendelser")
    page.locator("main a[href^='/hendelse/']").first.click()
    expect(page.get_by_role("heading", name="Planen med minst endring")).to_be_visible(
        timeout=ANSWERED_MS
    )
    expect(page.locator(".innhopp > li").first).to_be_visible(timeout=ANSWERED_MS)
    page.locator(".innhopp > li").first.get_by_role("link").first.click()
    press(page, "Lag et forslag av denne planen")
    page.get_by_role("link", name="Se over forslaget").click(timeout=ANSWERED_MS)


def find_in_force() -> Tildeling:
    """Return the published allocation of the demo's round."""
    found = queries.find_publisert(1)
    assert found is not None
    return found


def outbox(site: Site) -> list[tuple[str, str]]:
    """Return address and subject of every mail, oldest first."""
    with site.app.app_context():
        query = select(Utboks).order_by(Utboks.id)
        return [(row.til, row.emne) for row in db.session.scalars(query)]
