import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from rekruttering.felles.db import db
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang.rules import Rolle
from tests.browser.conftest import Site
from tests.browser.steg import (
    expect_heading,
    expect_message,
    field,
    fill,
    follow,
    log_in_as_staff,
    mails,
    picture,
    press,
)

pytestmark = [pytest.mark.browser, pytest.mark.punkt("vurdering")]
GRUNN = "Du har mindre erfaring enn dem vi har valgt å snakke med."


def epost_of(site: Site, name: str) -> str:
    """Return the address of the applicant with this name."""
    with site.app.app_context():
        query = select(Soknad).where(Soknad.navn == name)
        return db.session.scalars(query).one().soker.epost


def shown(page: Page) -> list[str]:
    """Return the names in the list, in order."""
    return page.locator("tbody th[scope=row]").all_inner_texts()


def test_a_coordinator_logs_in_finds_sorts_and_answers(site: Site, page: Page) -> None:
    log_in_as_staff(page, site, site.epost(Rolle.KOORDINATOR))
    expect_heading(page, "Det som gjenstår")
    follow(page, "Sorter 113 søknader")
    expect_heading(page, "Søknader")
    picture(page, "soknader", top=".filterlinje")
    look_for_one(page)
    shortlist_one(page)
    declined = decline_two(page)
    send_answers(page, site, declined)


def look_for_one(page: Page) -> None:
    """Search, filter and sort; the address carries all of it."""
    fill(page, {"Søk i navn og arbeidsgiver": "Ottar Norheim"})
    press(page, "Vis")
    expect(page.locator("tbody th[scope=row]")).to_have_text(["Ottar Norheim"])
    follow(page, "Nullstill")
    field(page, "Behersker").select_option(label="Nordsamisk")
    press(page, "Vis")
    expect(page.locator(".treff")).to_have_text(re.compile(r"^\d treff$"))
    follow(page, "Nullstill")
    follow(page, "Navn")
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Navn")
    first = shown(page)
    follow(page, "Navn")
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Navn")
    assert shown(page)[0] > first[0]


def shortlist_one(page: Page) -> None:
    """Open an application, read it, and take it further."""
    fill(page, {"Søk i navn og arbeidsgiver": "Ottar Norheim"})
    press(page, "Vis")
    follow(page, "Ottar Norheim")
    expect_heading(page, "Ottar Norheim")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("CV Ottar Norheim.pdf")).click()
    assert download.value.suggested_filename == "CV Ottar Norheim.pdf"
    follow(page, "Til intervju")
    press(page, "Sett Ottar Norheim til intervju")
    expect_message(page, "Ottar Norheim er satt til intervju. Svaret er ikke sendt ennå.")


def decline_two(page: Page) -> list[str]:
    """Decline several at once, and return their names; without grounds nothing happens."""
    page.get_by_role("navigation", name="Du er her").get_by_text("Søknader").click()
    expect(field(page, "Søk i navn og arbeidsgiver")).to_have_value("Ottar Norheim")
    follow(page, "Nullstill")
    names = shown(page)[:2]
    for name in names:
        page.get_by_label(f"Velg {name}", exact=True).check()
    press(page, "Avslag")
    expect_message(page, "Dette gjelder 2 søkere")
    press(page, "Avslå 2 søkere")
    expect(page.locator("#feiloppsummering")).to_be_visible()
    fill(page, {"Begrunnelse": GRUNN})
    press(page, "Avslå 2 søkere")
    expect_heading(page, "Søknader")
    return names


def send_answers(page: Page, site: Site, declined: list[str]) -> None:
    """Tell the three; each gets one mail, and the declined one the grounds."""
    follow(page, "Send svar til 3 søkere")
    if page.locator("h1").inner_text() != "Send svar til søkerne":
        follow(page, "Send svar til 3 søkere")
    press(page, "Send svar til 3 søkere")
    expect_message(page, "sendt")
    for name in declined:
        assert GRUNN in mails(site, epost_of(site, name))[-1][1]
    assert "intervju" in mails(site, "ottar.norheim@epost.example")[-1][1]
