"""A member scores: the form saves itself, and nothing is lost when the net or the session goes."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from rekruttering.felles.db import db, transaction
from rekruttering.habilitet import service as habilitet_service
from rekruttering.habilitet.queries import find_tilstand
from rekruttering.habilitet.rules import Tilstand
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.queries import list_intervju
from rekruttering.intervju.rules import IntervjuStatus
from rekruttering.intervju.service import mark_holdt
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.queries import get_by_slug
from rekruttering.vurdering import queries
from rekruttering.vurdering.models import Ovingsvurdering
from tests.browser.conftest import Site
from tests.browser.sider import become, look

pytestmark = [pytest.mark.browser, pytest.mark.punkt("intervju")]


def hold_next(site: Site) -> tuple[str, int]:
    """Let the next interview have been held; return its score sheet's address and a member."""
    with site.app.app_context():
        runde = get_by_slug("forfase-2020")
        planned = (i for i in list_intervju(runde.id) if i.status is IntervjuStatus.PLANLAGT)
        intervju: Intervju = next(planned)
        after = intervju.slutt_at
        with transaction():
            for plass in intervju.plasser:
                declare(plass.bruker, intervju, after)
            mark_holdt(intervju, bruker=intervju.plasser[0].bruker, now=after)
        id, medlem = intervju.id, intervju.plasser[1].bruker_id
    site.set_clock(after + timedelta(minutes=5))
    return f"{site.url}/panel/intervju/{id}/vurdering", medlem


def declare(bruker: Bruker, intervju: Intervju, now: datetime) -> None:
    """Let a member who has not answered say that there is no tie."""
    if find_tilstand(bruker.id, soknad_id=intervju.soknad_id) is None:
        habilitet_service.declare(bruker, intervju.soknad, Tilstand.INGEN, av=bruker, now=now)


def open_sheet(page: Page, site: Site) -> tuple[str, Locator]:
    """Open a score sheet as its member; return its address and the first text field."""
    address, medlem = hold_next(site)
    become(page, site, medlem)
    page.goto(address)
    return address, page.locator("textarea").first


def status(page: Page) -> Locator:
    return page.locator("[data-kladd-status]")


def left_in_browser(page: Page) -> int:
    count = page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('kladd:')).length")
    return int(count)


def test_what_is_typed_is_saved_without_a_button(site: Site, page: Page) -> None:
    address, text = open_sheet(page, site)
    text.fill("Fortalte om tre skoler.")
    page.locator("input[type=radio][value='4']").first.check()
    expect(status(page)).to_contain_text("Lagret kl.")
    assert left_in_browser(page) == 0
    page.goto(address)
    expect(text).to_have_value("Fortalte om tre skoler.")
    expect(page.locator("input[type=radio][value='4']").first).to_be_checked()


def test_the_net_may_drop_in_the_middle(site: Site, page: Page) -> None:
    _, text = open_sheet(page, site)
    page.context.set_offline(True)
    text.fill("Skrevet uten nett.")
    expect(status(page)).to_contain_text("ingen forbindelse")
    assert left_in_browser(page) == 1
    page.context.set_offline(False)
    expect(status(page)).to_contain_text("Lagret kl.")
    assert left_in_browser(page) == 0


def test_a_machine_that_was_shut_without_net_brings_the_text_back(site: Site, page: Page) -> None:
    address, text = open_sheet(page, site)
    page.context.set_offline(True)
    text.fill("Skrevet uten nett.")
    expect(status(page)).to_contain_text("ingen forbindelse")
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(address)
    expect(again.locator("textarea").first).to_have_value("Skrevet uten nett.")
    expect(status(again)).to_contain_text("Lagret kl.")


def test_an_ended_session_loses_nothing(site: Site, page: Page) -> None:
    address, text = open_sheet(page, site)
    nokkel = page.locator("form[data-kladd]").get_attribute("data-kladd-nokkel") or ""
    medlem = int(nokkel.split("-")[1])
    page.context.clear_cookies()
    text.fill("Skrevet etter at økten var ute.")
    expect(status(page)).to_contain_text("Du er logget ut")
    expect(status(page).get_by_role("link", name="Logg inn og fortsett")).to_be_visible()
    become(page, site, medlem)
    page.goto(address)
    expect(text).to_have_value("Skrevet etter at økten var ute.")
    expect(status(page)).to_contain_text("Lagret kl.")


def test_another_tab_is_not_overwritten(site: Site, page: Page) -> None:
    address, text = open_sheet(page, site)
    other = page.context.new_page()
    other.goto(address)
    text.fill("Fra den første fanen.")
    expect(status(page)).to_contain_text("Lagret kl.")
    other.locator("textarea").first.fill("Fra den andre fanen.")
    expect(status(other)).to_contain_text("endret et annet sted")
    expect(other.locator("textarea").first).to_have_value("Fra den andre fanen.")
    page.goto(address)
    expect(text).to_have_value("Fra den første fanen.")
    # The text that lost is offered, not put in by itself.
    page.get_by_role("button", name="Sett inn teksten").click()
    expect(text).to_have_value("Fra den andre fanen.")


def test_a_locked_sheet_leaves_nothing_in_the_browser(site: Site, page: Page) -> None:
    address, _ = open_sheet(page, site)
    for group in page.locator("fieldset").all():
        group.locator("input[value='3']").check()
    for area in page.locator("textarea[id$='begrunnelse']").all():
        area.fill("Godt eksempel.")
    page.get_by_role("button", name="Lagre og lås").click()
    expect(page.locator("main")).to_contain_text("Vurderingen er låst")
    assert left_in_browser(page) == 0
    with site.app.app_context():
        id = int(address.split("/")[-2])
        statuser = queries.map_vurderingstatus([id]).values()
        assert [str(each) for each in statuser] == ["last"]


def test_the_sheet_and_the_practice_are_without_faults_wide_and_narrow(
    site: Site, page: Page
) -> None:
    open_sheet(page, site)
    assert look(page) == []
    with site.app.app_context(), transaction():
        vurdering = db.session.query(Ovingsvurdering).order_by(Ovingsvurdering.id).first()
        assert vurdering is not None
        kasus, medlem = vurdering.ovingskasus_id, vurdering.bruker_id
        db.session.delete(vurdering)
    become(page, site, medlem)
    page.goto(f"{site.url}/panel/oving/{kasus}")
    assert look(page) == []
    page.locator("textarea").first.fill("Øver.")
    expect(status(page)).to_contain_text("Lagret kl.")


def test_the_sheet_is_filled_in_and_saved_by_keyboard(site: Site, page: Page) -> None:
    address, text = open_sheet(page, site)
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Skrevet med tastatur.")
    expect(status(page)).to_contain_text("Lagret kl.")
    page.goto(address)
    expect(text).to_have_value("Skrevet med tastatur.")
    expect(page.locator("input[type=radio][value='2']").first).to_be_checked()
