"""The panel: made by a coordinator, three members alone, then together."""

import re
from datetime import date, time

import pytest
from playwright.sync_api import Page, expect

from rekruttering.felles import clock
from rekruttering.tilgang.rules import Rolle
from tests.browser.conftest import NewPage, Site
from tests.browser.sider import become
from tests.browser.steg import (
    choose,
    expect_heading,
    expect_message,
    field,
    fill,
    fill_date,
    follow,
    log_in_as_staff,
    mails,
    picture,
    press,
)

pytestmark = [pytest.mark.browser, pytest.mark.punkt("intervju")]
SOKER, SOKER_EPOST = "Kari Rygg", "kari.rygg@epost.example"
# A Saturday: no other interview is in the way.
DAY = date(2020, 3, 28)
# None of them was to meet the applicant before; the first may lead.
MEMBERS = (1, 6, 8)


def test_a_panel_scores_alone_and_then_agrees(site: Site, new_page: NewPage) -> None:
    koordinator = new_page()
    become(koordinator, site, site.bruker_id(site.epost(Rolle.KOORDINATOR)))
    make_panel(koordinator, site)
    plan_interview(koordinator, site)

    members = [new_page() for _ in MEMBERS]
    for nummer, page in zip(MEMBERS, members, strict=True):
        log_in_as_staff(page, site, site.epost(Rolle.PANEL, nummer))
        declare_and_read(page)
    release(koordinator, site)

    site.set_clock(clock.local(DAY, time(20)))
    members[0].reload()
    open_interview(members[0])
    press(members[0], "Ja, det er holdt")
    for place, page in enumerate(members):
        score_alone(page, place, others=members[:place])
    agree(members[0])
    koordinator.goto(f"{site.url}/soknad/{koordinator.url.split('/')[-2]}")
    follow_to_ranking(koordinator, site)


def make_panel(page: Page, site: Site) -> None:
    """Put three members together, one of them as the lead."""
    page.goto(site.url)
    follow(page, "Veiledere til forfasen i oppfølgingsordningen 2020–21")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Intervju")).first.click()
    follow(page, "Nytt panel")
    names = [name_of(site, nummer) for nummer in MEMBERS]
    fill(page, {"Navn på panelet": "Panel D"})
    choose(page, *names)
    field(page, "Leder").select_option(label=names[0])
    press(page, "Lagre panelet")
    expect_message(page, "Panelet er laget.")


def name_of(site: Site, nummer: int) -> str:
    """Return the name of a panel member."""
    from rekruttering.tilgang import queries

    with site.app.app_context():
        bruker = queries.find_bruker(site.epost(Rolle.PANEL, nummer))
        assert bruker is not None
        return bruker.navn


def plan_interview(page: Page, site: Site) -> None:
    """Move one interview to the new panel; nobody is told before its members have declared."""
    follow(page, "Timeplan")
    follow(page, "Liste")
    follow(page, SOKER)
    expect_heading(page, f"Flytt intervjuet med {SOKER}")
    follow(page, "Sett opp utenfor rommene og rammene")
    expect_heading(page, f"Intervju med {SOKER}")
    field(page, "Panel").select_option(label="Panel D")
    fill_date(page, DAY.day, DAY.month, DAY.year)
    fill(page, {"Klokkeslett": "18:30", "Lenke eller sted": "https://video.udir.example/d"})
    choose(page, "Videomøte")
    press(page, "Lagre")
    expect_message(page, "Intervjuet er satt opp.")
    follow(page, "Se over og send innkallinger")
    expect_message(page, f"{name_of(site, MEMBERS[1])} har ikke meldt habilitet.")


def release(page: Page, site: Site) -> None:
    """Call the applicant in, now that everyone has declared."""
    page.reload()
    press(page, "Send 1 innkalling")
    expect_message(page, "1 innkalling er sendt.")
    assert "18:30" in mails(site, SOKER_EPOST)[-1][1]


def open_interview(page: Page) -> None:
    """Go to the interview from the member's own list."""
    page.get_by_role("navigation", name="Hovedmeny").get_by_role(
        "link", name="Mine intervjuer"
    ).click()
    page.get_by_role("main").get_by_role("link", name=SOKER, exact=True).first.click()
    expect_heading(page, SOKER)


def declare_and_read(page: Page) -> None:
    """Declare first; only then is the application there to read."""
    open_interview(page)
    assert page.get_by_role("link", name="Les søknaden").count() == 0
    follow(page, "Meld habilitet")
    choose(page, "Jeg har ingen tilknytning")
    press(page, "Lagre svaret")
    follow(page, "Les søknaden")
    expect_message(page, "Referanser")
    page.go_back()
    follow(page, "Intervjuguiden")
    expect_heading(page, "Intervjuguide")


def ground(place: int, number: int) -> str:
    """Return a member's own words, unlike everybody else's."""
    return f"Medlem {place} om kompetanse {number}: konkrete eksempler."


def score_alone(page: Page, place: int, others: list[Page]) -> None:
    """Score every criterion with grounds, seeing nothing of the others', and lock."""
    open_interview(page)
    follow(page, "Vurder søkeren")
    if place == 0:
        picture(page, "vurdering")
    sections = page.locator("main form section")
    number = sections.count()
    for nr in range(number):
        section = sections.nth(nr)
        section.get_by_label(str(3 + (place + nr) % 3), exact=True).check()
        section.get_by_label("Hva søkeren svarte").fill("Fortalte om arbeidet i egen kommune.")
        section.get_by_label("Begrunnelse for poengene").fill(ground(place, nr))
    press(page, "Lagre som kladd")
    expect_message(page, "Kladden er lagret.")
    for other in range(len(others)):
        assert ground(other, 0) not in page.content()
    press(page, "Lagre og lås")
    expect_message(page, "Vurderingen er låst. Takk!")


def agree(page: Page) -> None:
    """The lead writes in what the panel agreed on, with everyone's grounds in view."""
    open_interview(page)
    follow(page, "Sett felles poeng")
    expect_heading(page, f"Felles poeng for {SOKER}")
    for place in range(len(MEMBERS)):
        expect_message(page, ground(place, 0))
    for section in page.locator("main form section").all():
        section.get_by_label("4", exact=True).check()
        section.get_by_label(re.compile("^Begrunnelse")).fill("Vi ble enige om fire.")
    press(page, "Lagre felles poeng")
    expect_message(page, "Felles poeng er lagret.")


def follow_to_ranking(page: Page, site: Site) -> None:
    """The coordinator finds the applicant in the ranking, with the joint score."""
    page.goto(site.url)
    follow(page, "Veiledere til forfasen i oppfølgingsordningen 2020–21")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Innstill")).first.click()
    row = page.get_by_role("row").filter(has_text=SOKER)
    expect(row).to_contain_text("4")
