import hashlib
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from rekruttering.demo import service
from rekruttering.demo.forlop import SLUG
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
    steps = ("", "/soknader", "/soknader/svar", "/intervju/fordel", "/habilitet", "/innstilling")
    return [*(runde + step for step in steps), "/"]


def faults_of(page: Page, site: Site, navn: str, is_new: Callable[[str], bool]) -> list[str]:
    """Return what is wrong on the pages that this role can reach, and say how many they are."""
    looked, faults = [], []
    for shape in walk(page, site, starts(site, navn), set() if navn == "anonym" else FELLES):
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
        faults += faults_of(page, site, navn, is_new)
        page.context.close()
    assert not faults, "\n".join(faults)
