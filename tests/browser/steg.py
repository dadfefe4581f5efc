"""What a person does on the pages, in the person's own words."""

import os
import re

import pyotp
from playwright.sync_api import FloatRect, Locator, Page, expect
from sqlalchemy import select

from rekruttering.demo.service import PASSORD
from rekruttering.felles.db import db
from rekruttering.felles.mail import Utboks
from rekruttering.tilgang import queries
from tests.browser.conftest import ROOT, Site

BILDER = ROOT / "docs" / "bilder"


def button(page: Page, text: str) -> Locator:
    """Return the button of this name in the page's main part."""
    return page.get_by_role("main").get_by_role("button", name=text, exact=True)


def press(page: Page, text: str) -> None:
    """Press a button of the page's main part."""
    button(page, text).click()


def follow(page: Page, text: str) -> None:
    """Follow a link, or a button that is one, of the page's main part."""
    page.get_by_role("main").get_by_role("link", name=text, exact=True).first.click()


def fill(page: Page, answers: dict[str, str]) -> None:
    """Type into fields, each named as the person reads it."""
    for label, text in answers.items():
        field(page, label).fill(text)


def field(page: Page, label: str) -> Locator:
    """Return the field with this label, whether it is marked as optional or not."""
    return page.get_by_label(re.compile(rf"^{re.escape(label)}( \(valgfritt\))?$"))


def choose(page: Page, *labels: str) -> None:
    """Choose radio buttons and checkboxes."""
    for label in labels:
        page.get_by_label(label, exact=True).check()


def fill_date(page: Page, day: int, month: int, year: int) -> None:
    """Type the one date of the page."""
    fill(page, {"Dag": str(day), "Måned": str(month), "År": str(year)})


def expect_heading(page: Page, text: str) -> None:
    """Wait until the page has this main heading."""
    expect(page.locator("h1")).to_have_text(text)


def expect_message(page: Page, text: str) -> None:
    """Wait for a sentence among the messages or anywhere else in the main part."""
    expect(page.get_by_role("main")).to_contain_text(text)


def mails(site: Site, til: str) -> list[tuple[str, str]]:
    """Return subject and text of every mail to a person, oldest first."""
    with site.app.app_context():
        query = select(Utboks).where(Utboks.til == til).order_by(Utboks.id)
        return [(row.emne, row.tekst) for row in db.session.scalars(query)]


def log_in_with_code(page: Page, site: Site, epost: str) -> None:
    """Log in on the open log-in page with the code that comes by mail."""
    fill(page, {"E-postadresse": epost})
    press(page, "Send meg en kode")
    expect_heading(page, "Skriv koden")
    _subject, text = mails(site, epost)[-1]
    found = re.search(r"\b\d{6}\b", text)
    assert found is not None
    fill(page, {"Engangskode": found.group()})
    press(page, "Logg inn")


def log_in_as_staff(page: Page, site: Site, epost: str) -> None:
    """Log in with password and authenticator, from the front page."""
    with site.app.app_context():
        bruker = queries.find_bruker(epost)
        assert bruker is not None
        assert bruker.totp_hemmelighet is not None
        kode = pyotp.TOTP(bruker.totp_hemmelighet).now()
    page.goto(site.url)
    page.get_by_role("link", name="Logg inn").click()
    follow(page, "Logg inn som ansatt i Utdanningsdirektoratet")
    fill(page, {"E-postadresse": epost, "Passord": PASSORD, "Kode fra autentiseringsappen": kode})
    press(page, "Logg inn")


def picture(page: Page, name: str, top: str = "body", height: int = 900) -> None:
    """Take a picture for the README from `top` downwards, when the environment asks for them."""
    if "BILDER" not in os.environ:
        return
    BILDER.mkdir(parents=True, exist_ok=True)
    page.evaluate("document.querySelector('.demolinje')?.remove(); scrollTo(0, 0)")
    box, size = page.locator(top).first.bounding_box(), page.viewport_size
    assert box is not None
    assert size is not None
    clip: FloatRect = {"x": 0, "y": max(box["y"] - 12, 0), "width": size["width"], "height": height}
    page.screenshot(path=BILDER / f"{name}.png", full_page=True, clip=clip)
