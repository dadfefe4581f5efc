import hashlib
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from rekruttering.demo import service
from rekruttering.demo.forlop import SLUG
from rekruttering.felles.db import db
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.rules import IntervjuStatus
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilbud.models import Tilbud
from rekruttering.tilbud.rules import TilbudStatus
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning import queries as utlysning_queries
from tests.browser.conftest import DemoFiles, NewPage, Site
from tests.browser.sider import become, kinds, look, walk

pytestmark = pytest.mark.browser

# Who has something to see that was not there at the point before.
ROLLER = {
    "utlysning": "anonym soker koordinator statsforvalter kommunekontakt administrator",
    "intervju": "soker koordinator panel",
    "tilbud": "soker koordinator",
    "publisert": "anonym soker koordinator panel statsforvalter kommunekontakt",
}
# The same for everybody: looked at as nobody in particular.
FELLES = {"/demo", "/demo/post", "/demo/post/1", "/hjelp", "/personvern", "/tilgjengelighet"}
# The editing of a call does not change any more once the interviews have begun.
REDIGERING = {
    *("/runde/ny", "/runde/1/kopier", "/runde/1/forhandsvis", "/runde/1/publiser"),
    *("/runde/1/rediger", "/runde/kompetanse/1", "/runde/kompetanse/1/fjern"),
}
SKIP = {"tilbud": FELLES | REDIGERING, "publisert": FELLES | REDIGERING}


@pytest.fixture
def is_new(demo_files: DemoFiles) -> Callable[[str], bool]:
    """Tell whether nobody, in this or another worker, has looked at such a page before."""
    folder = demo_files.shared / "sett"
    folder.mkdir(exist_ok=True)

    def claim(signature: str) -> bool:
        try:
            (folder / hashlib.sha256(signature.encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    return claim


def people(site: Site, roller: str) -> Iterator[tuple[str, int | None]]:
    """Yield nobody, one person of each role, and one applicant of each state."""
    with site.app.test_request_context():
        grupper = service.list_roller()
    if "anonym" in roller:
        yield "anonym", None
    for gruppe in grupper:
        if gruppe.navn in roller.split():
            for person in gruppe.personer if gruppe.navn == "soker" else gruppe.personer[:1]:
                yield gruppe.navn, person.bruker_id


def starts(site: Site, navn: str) -> list[str]:
    """Return where a role begins; a coordinator in the round, also where no link leads now."""
    if navn != "koordinator":
        return ["/"]
    with site.app.app_context():
        runde = f"/runde/{utlysning_queries.get_by_slug(SLUG).id}"
    steps = ("", "/soknader", "/soknader/svar", "/habilitet", "/innstilling", "/intervju/innkall")
    return [*(runde + step for step in steps), "/"]


def faults_of(
    page: Page, site: Site, navn: str, is_new: Callable[[str], bool], skip: set[str]
) -> list[str]:
    """Return what is wrong on the pages that this role can reach, and say how many they are."""
    looked, faults = [], []
    for shape in walk(page, site, starts(site, navn), skip):
        if not shape.startswith("/"):
            faults.append(f"{navn}: a link leads to {shape}")
            continue
        if is_new(f"{shape} {kinds(page)}"):
            looked.append(shape)
            faults += [f"{navn} {shape}: {fault}" for fault in look(page)]
    print(f"{navn}: {len(looked)} pages: {' '.join(looked)}")
    return faults


@pytest.mark.parametrize("punkt", [pytest.param(p, marks=pytest.mark.punkt(p)) for p in ROLLER])
def test_every_page_of_every_role_is_accessible(
    site: Site, new_page: NewPage, is_new: Callable[[str], bool], punkt: str
) -> None:
    faults = []
    for navn, bruker_id in people(site, ROLLER[punkt]):
        page = new_page(bypass_csp=True)
        if bruker_id is not None:
            become(page, site, bruker_id)
        skip = set() if bruker_id is None else SKIP.get(punkt, FELLES)
        faults += faults_of(page, site, navn, is_new, skip)
        page.context.close()
    assert not faults, "\n".join(faults)


SECTIONS = (
    "person arbeid bakgrunn kompetanse sprak engasjement sted habilitet motivasjon referanser"
)
# Forms sent with nothing in them: who, and where; {} is the id of the person's own thing.
EMPTY_FORMS = {
    "utlysning": {
        "anonym": ["/logg-inn", "/logg-inn/ansatt"],
        "kladd": [f"/min-soknad/{{}}/{part}" for part in (*SECTIONS.split(), "kontroll")],
    },
    "intervju": {
        "koordinator": [
            *("/runde/ny", "/runde/1/kommuner/ny", "/runde/1/kommuner/opplasting"),
            *("/runde/1/paneler/nytt", "/runde/1/rediger/grunnopplysninger"),
        ],
        "panel": ["/intervju/{}/ikke-holdt"],
    },
    "tilbud": {"tilbud": ["/mitt-tilbud/{}/ja", "/mitt-tilbud/{}/nei"]},
}
EMPTY = """() => document.querySelectorAll(
  "main form[method=post] :is(input[type=text], input[type=email], textarea)"
).forEach(e => { e.value = ""; })"""


def find_one(site: Site, who: str) -> tuple[int | None, int]:
    """Return someone of this kind, and the id of something of theirs that has a form."""
    with site.app.app_context():
        if who == "kladd":
            query = select(Soknad).where(Soknad.status == SoknadStatus.KLADD).limit(1)
            soknad = db.session.scalars(query).one()
            return soknad.soker_id, soknad.id
        if who == "tilbud":
            sent = select(Tilbud).where(Tilbud.status == TilbudStatus.SENDT).limit(1)
            tilbud = db.session.scalars(sent).one()
            return tilbud.soknad.soker_id, tilbud.id
        if who == "panel":
            planned = select(Intervju).where(Intervju.status == IntervjuStatus.PLANLAGT).limit(1)
            intervju = db.session.scalars(planned).one()
            return intervju.plasser[0].bruker_id, intervju.id
        return (None, 0) if who == "anonym" else (site.bruker_id(site.epost(Rolle(who))), 0)


@pytest.mark.parametrize(
    "punkt", [pytest.param(p, marks=pytest.mark.punkt(p)) for p in EMPTY_FORMS]
)
def test_a_form_sent_empty_is_accessible_too(site: Site, new_page: NewPage, punkt: str) -> None:
    faults = []
    for who, paths in EMPTY_FORMS[punkt].items():
        page = new_page(bypass_csp=True)
        bruker_id, thing_id = find_one(site, who)
        if bruker_id is not None:
            become(page, site, bruker_id)
        for path in paths:
            page.goto(site.url + path.format(thing_id))
            page.evaluate(EMPTY)
            page.locator("main form[method=post] .knapperad [type=submit]").first.click()
            expect(page.locator("#feiloppsummering")).to_be_focused()
            faults += [f"{who} {path}: {fault}" for fault in look(page)]
        page.context.close()
    assert not faults, "\n".join(faults)
