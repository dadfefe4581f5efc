"""The sections of an application, filled in as a person would."""

from playwright.sync_api import FilePayload, Page, expect

from rekruttering.demo.cv import make_cv
from rekruttering.demo.forlop import SEED
from rekruttering.demo.personer import make_befolkning
from tests.browser.conftest import Site
from tests.browser.steg import (
    choose,
    expect_heading,
    field,
    fill,
    follow,
    log_in_with_code,
    picture,
    press,
)

TITTEL = "Veiledere til forfasen i oppfølgingsordningen 2020–21"
EPOST = "kari.nordmann@epost.example"
MOTIVASJON = (
    "Jeg har ledet en skole gjennom fem år med systematisk arbeid med begynneropplæringen, og så "
    "hvor mye det betød at noen utenfra stilte spørsmål. Det vil jeg gi videre."
)
NEXT = "Lagre og fortsett"


def cv() -> bytes:
    """Return a PDF with somebody's CV."""
    return make_cv(make_befolkning(SEED).sokere[0])


def start_application(page: Page, site: Site) -> None:
    """Go from the front page by the call and the log-in to one's own new application."""
    page.goto(site.url)
    follow(page, TITTEL)
    expect_heading(page, TITTEL)
    press(page, "Start søknaden")
    expect_heading(page, "Logg inn")
    expect(page.get_by_role("main")).not_to_contain_text("Du har vært borte en stund")
    log_in_with_code(page, site, EPOST)
    expect_heading(page, TITTEL)
    if page.url.startswith(f"{site.url}/utlysning/"):
        press(page, "Start søknaden")
    expect(page).to_have_url(f"{site.url}/min-soknad/{page.url.rsplit('/', 1)[1]}")


def fill_person(page: Page) -> None:
    """Who applies."""
    fill(page, {"Fullt navn": "Kari Nordmann", "Telefon": "90 00 00 00"})
    fill(page, {"Kommunen du bor i": "Lillehammer"})
    choose(page, "Bokmål")
    press(page, NEXT)


def fill_arbeid(page: Page) -> None:
    """Employer and position."""
    fill(page, {"Arbeidsgiver": "Gjøvik kommune", "Kommunen der arbeidsgiveren din er": "Gjøvik"})
    fill(page, {"Stilling": "Rektor"})
    press(page, NEXT)


def fill_bakgrunn(page: Page) -> None:
    """Background and years."""
    choose(page, "Skoleleder")
    fill(page, {"År som skoleleder": "12"})
    press(page, NEXT)


def fill_kompetanse(page: Page) -> None:
    """Competence and subject areas."""
    fill(page, {"Utdanning og annen formell kompetanse": "Master i utdanningsledelse, Oslo 2012."})
    fill(page, {"Erfaring": "Veiledet nye rektorer i nettverk i seks år."})
    choose(page, "Analyse", "Ledelse", "Veiledning")
    press(page, NEXT)


def fill_sprak(page: Page) -> None:
    """Languages, oral and written; nobody need answer the Sami ones."""
    for label, level in {
        "Bokmål muntlig": "Flytende",
        "Bokmål skriftlig": "Flytende",
        "Nynorsk muntlig": "Godt",
        "Nynorsk skriftlig": "Litt",
    }.items():
        field(page, label).select_option(label=level)
    press(page, NEXT)


def fill_engasjement(page: Page) -> None:
    """Form and amount; outside the band first, and then inside it."""
    choose(page, "Frikjøp")
    fill(page, {"Det minste du vil arbeide": "15", "Det meste du vil arbeide": "80"})
    press(page, NEXT)
    expect(page.locator("#feiloppsummering")).to_be_focused()
    fill(page, {"Det meste du vil arbeide": "20"})
    press(page, NEXT)


def fill_sted(page: Page) -> None:
    """Where, and how far."""
    page.get_by_role("group", name="Fylker som passer for deg").get_by_label("Innlandet").check()
    page.get_by_role("group", name="Fylker som ikke passer").get_by_label("Agder").check()
    fill(page, {"Hvor langt kan du reise, én vei?": "600"})
    picture(page, "soknad")
    press(page, NEXT)


def fill_habilitet(page: Page) -> None:
    """A tie to a municipality, and one more line that is taken away again."""
    fill(page, {"Kommune": "Hamar"})
    field(page, "Hva slags tilknytning?").select_option(label="Tidligere arbeidsgiver")
    fill(page, {"Forklaring": "Rektor der til 2016."})
    press(page, "Legg til en tilknytning")
    expect(page.get_by_role("group", name="Tilknytning 2")).to_be_visible()
    press(page, "Fjern tilknytning 2")
    expect(page.get_by_role("group", name="Tilknytning 2")).to_have_count(0)
    press(page, NEXT)


def fill_onsker(page: Page) -> None:
    """Whom to work with."""
    fill(page, {"Noen du gjerne vil arbeide sammen med": "Ingen spesielle"})
    press(page, NEXT)


def fill_motivasjon(page: Page) -> None:
    """Why."""
    fill(page, {"Hvorfor vil du bli veileder?": MOTIVASJON})
    press(page, NEXT)


def upload_cv(page: Page) -> None:
    """The CV as a PDF."""
    file: FilePayload = {"name": "CV Kari.pdf", "mimeType": "application/pdf", "buffer": cv()}
    field(page, "CV").set_input_files(file)
    press(page, "Last opp")
    expect(page.get_by_role("main")).to_contain_text("CV Kari.pdf")
    press(page, NEXT)


def fill_referanser(page: Page) -> None:
    """One person who knows the work."""
    fill(page, {"Navn": "Per Hansen", "Stilling": "Skolesjef", "Arbeidssted": "Gjøvik kommune"})
    fill(page, {"Telefon": "91 00 00 00"})
    press(page, NEXT)


SECTIONS = {
    "Om deg": fill_person,
    "Arbeid": fill_arbeid,
    "Erfaring": fill_bakgrunn,
    "Kompetanse og fagområder": fill_kompetanse,
    "Språk": fill_sprak,
    "Engasjement": fill_engasjement,
    "Hvor du kan arbeide": fill_sted,
    "Habilitet": fill_habilitet,
    "Ønsker om makker": fill_onsker,
    "Motivasjon": fill_motivasjon,
    "CV og vedlegg": upload_cv,
    "Referanser": fill_referanser,
}


def fill_everything(page: Page) -> None:
    """Go through all sections, from the task list to the check page."""
    follow(page, "Begynn på søknaden")
    for heading, fill_in in SECTIONS.items():
        expect_heading(page, heading)
        fill_in(page)
    expect_heading(page, "Kontroller søknaden")


def send(page: Page) -> None:
    """Send in what has been checked."""
    page.get_by_role("checkbox").check()
    press(page, "Send inn søknaden")
