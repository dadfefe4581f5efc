"""The municipalities, the run, the decision, and what everyone concerned sees afterwards."""

import io

import pytest
from openpyxl import Workbook
from playwright.sync_api import FilePayload, Page, expect
from sqlalchemy import select

from rekruttering.felles.db import db
from rekruttering.pulje.innlesing import KOLONNER
from rekruttering.pulje.models import Pulje, Puljekommune
from rekruttering.tildeling.models import Lag
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from tests.browser.conftest import NewPage, Site
from tests.browser.sider import become
from tests.browser.steg import (
    choose,
    expect_heading,
    expect_message,
    field,
    fill,
    follow,
    log_in_with_code,
    mails,
    picture,
    press,
)

pytestmark = [pytest.mark.browser, pytest.mark.punkt("tildeling")]
RUNDE = "Veiledere til forfasen i oppfølgingsordningen 2020–21"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SOLVED_MS = 120_000


def test_a_coordinator_registers_municipalities_by_hand_and_from_a_file(
    site: Site, page: Page
) -> None:
    begin(page, site, "Kommuner")
    follow(page, "Legg til kommune")
    press(page, "Legg til")
    expect(page.locator("#feiloppsummering")).to_be_focused()
    field(page, "Kommune").select_option("3001")
    choose(page, "Risikopoeng", "Analyse")
    fill(page, {"Behov i timer": "110", "Kontaktperson": "Ola Vik"})
    page.get_by_label("E-postadresse").fill("ola.vik@halden.example")
    press(page, "Legg til")
    expect_message(page, "Halden")
    follow(page, "Last opp fil")
    upload(page, *wrong_rows(site))
    for fault in (
        "Rad 2 timer «mange» er ikke et helt tall fra 1 til 2000.",
        "Rad 3 e-post «ola» er ikke en hel e-postadresse.",
        "Rad 4 kommunenummer «9999» er ikke nummeret til en kommune på dette tidspunktet.",
    ):
        expect(page.get_by_role("row", name=fault, exact=True)).to_be_visible()
    expect_message(page, "kan ikke trekkes ut nå")
    expect_message(page, "Ingenting er lagret.")
    upload(page, row("3401", timer=120), row("1507", timer=90))
    expect_heading(page, "Se over før du lagrer")
    expect_message(page, "2 nye kommuner")
    press(page, "Lagre kommunene")
    expect_message(page, "Kommunene fra filen er lagret.")
    expect_message(page, "Kongsvinger")


def begin(page: Page, site: Site, where: str) -> None:
    """Log in as a coordinator and go to a part of the round."""
    become(page, site, site.bruker_id(site.epost(Rolle.KOORDINATOR)))
    page.goto(site.url)
    follow(page, RUNDE)
    page.locator(f"main a[href$='/{where.lower()}']").first.click()
    expect_heading(page, where)


def row(nummer: str, *, timer: object, epost: str = "skole@kommune.example") -> dict[str, object]:
    """Return a row of the file, right but for what is named."""
    return {
        "kommunenummer": nummer,
        "grunnlag": "Risikopoeng",
        "timer": timer,
        "kontakt": "Ola Vik",
        "e-post": epost,
    }


def wrong_rows(site: Site) -> list[dict[str, object]]:
    """Return four rows with one fault each; the last is still in the ordning."""
    with site.app.app_context():
        query = select(Puljekommune).join(Pulje).where(Pulje.navn == "Pulje 2018").limit(1)
        earlier = db.session.scalars(query).one().kommune.kommunenummer
    return [
        row("3401", timer="mange"),
        row("1507", timer=90, epost="ola"),
        row("9999", timer=90),
        row(earlier, timer=90),
    ]


def upload(page: Page, *rows: dict[str, object]) -> None:
    """Make a workbook of the rows, choose it, and let it be read."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    names = [kolonne.navn for kolonne in KOLONNER]
    sheet.append(names)
    for each in rows:
        sheet.append([each.get(navn) for navn in names])
    content = io.BytesIO()
    book.save(content)
    file: FilePayload = {"name": "kommuner.xlsx", "mimeType": XLSX, "buffer": content.getvalue()}
    page.get_by_label("Fil med kommuner").set_input_files(file)
    press(page, "Les filen")


def test_a_run_becomes_a_published_allocation_that_everyone_sees(
    site: Site, page: Page, new_page: NewPage
) -> None:
    begin(page, site, "Tildeling")
    stop_a_run(page)
    begin(page, site, "Tildeling")
    press(page, "Start")
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("link", name="Se forslaget").click(timeout=SOLVED_MS)
    look_at_the_proposal(page)
    decide_and_publish(page)
    see_as_veileder(new_page(), site)
    see_as_kommune(new_page(), site)
    see_as_statsforvalter(new_page(), site)


def stop_a_run(page: Page) -> None:
    """Start a run and think better of it; what it had found is kept."""
    press(page, "Start")
    press(page, "Stopp")
    expect(page.locator("#fremdrift").get_by_role("button", name="Stopp")).to_have_count(
        0, timeout=SOLVED_MS
    )
    expect(page.locator("#fremdrift")).to_contain_text("Stoppet", timeout=SOLVED_MS)


def look_at_the_proposal(page: Page) -> None:
    """Municipalities with their pair, the terms of the cost, a filter, and a map of the same."""
    rows = page.locator("#kommuner [data-kommune]")
    expect(rows.first).to_be_visible()
    expect(page.get_by_role("table", name="Hva poengene kommer av")).to_be_visible()
    picture(page, "tildeling", top="#bord-liste")
    everywhere = rows.count()
    field(page, "Fylke").select_option(label="Vestland")
    expect(page.locator("#bord-treff")).not_to_have_text(f"{everywhere} kommuner")
    assert 0 < rows.count() < everywhere
    follow(page, "Nullstill")
    page.get_by_role("navigation", name="Vis planen som").get_by_text("Kart").click()
    expect(page.locator(".kart svg").first).to_be_visible()


def decide_and_publish(page: Page) -> None:
    """Decide with own words, and publish."""
    follow(page, "Ta stilling til parene")
    follow(page, "Vedta hele planen")
    press(page, "Vedta")
    expect(page.locator("#feiloppsummering")).to_be_focused()
    fill(page, {"Begrunnelse": "Planen holder reisene korte, og alle kommunene får hjelp."})
    press(page, "Vedta")
    follow(page, "Publiser")
    press(page, "Publiser og send e-post")
    expect_message(page, "Publisert")


def first_lag(site: Site) -> tuple[str, str, str, str]:
    """Return a veileder's address, the partner's name, a municipality and its contact."""
    with site.app.app_context():
        lag = db.session.scalars(select(Lag).order_by(Lag.id.desc()).limit(1)).one()
        kommune = lag.plasseringer[0].puljekommune
        return (
            lag.veileder_a.bruker.epost,
            lag.veileder_b.soknad.navn,
            kommune.kommune.navn,
            kommune.kontakt_epost,
        )


def see_as_veileder(page: Page, site: Site) -> None:
    """A veileder gets a mail, logs in, and finds partner and municipalities."""
    epost, makker, kommune, _ = first_lag(site)
    assert makker in mails(site, epost)[-1][1]
    page.goto(f"{site.url}/logg-inn")
    log_in_with_code(page, site, epost)
    page.get_by_role("navigation", name="Hovedmeny").get_by_text("Min tildeling").click()
    expect_message(page, makker)
    expect_message(page, kommune)


def see_as_kommune(page: Page, site: Site) -> None:
    """A municipality's contact sees the own municipality's veiledere."""
    _, makker, kommune, epost = first_lag(site)
    assert makker in mails(site, epost)[-1][1]
    page.goto(f"{site.url}/logg-inn")
    log_in_with_code(page, site, epost)
    expect_heading(page, "Min kommune")
    expect_message(page, kommune)
    expect_message(page, makker)


def see_as_statsforvalter(page: Page, site: Site) -> None:
    """The embete sees its own municipalities, and no others."""
    with site.app.app_context():
        kommune = db.session.scalars(select(Lag).order_by(Lag.id.desc()).limit(1)).one()
        embete = kommune.plasseringer[0].puljekommune.kommune.embete_kode
        brukere = db.session.scalars(select(Bruker).order_by(Bruker.id))
        epost = next(b.epost for b in brukere if embete in b.omrader(Rolle.STATSFORVALTER))
    page.goto(f"{site.url}/logg-inn")
    log_in_with_code(page, site, epost)
    expect_heading(page, "Min region")
    _, makker, kommune_navn, _ = first_lag(site)
    expect(page.get_by_role("row").filter(has_text=kommune_navn).first).to_contain_text(makker)
