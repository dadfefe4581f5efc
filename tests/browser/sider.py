"""Walk through every page that a role can reach, and look at each as axe and a phone do."""

import re
from collections.abc import Iterator, Sequence, Set
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page

from tests.browser.conftest import AXE, NARROW, WIDE, Site
from tests.tilgang.factories import login

AXE_SOURCE = AXE.read_text(encoding="utf-8")
# What is found, with where: a name of the rule and the first elements that break it.
FIND = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  const where = v => v.nodes.slice(0, 3).map(n => n.target).join(" | ");
  return found.violations.map(v => `${v.id}: ${where(v)}`);
}"""
# The kinds of elements of the page: two pages made of the same kinds are looked at once.
KINDS = """() => [...new Set([...document.querySelectorAll("#hovedinnhold *")].map(
  e => [e.tagName, e.className.baseVal ?? e.className, e.dataset.color, e.dataset.variant].join(".")
))].sort().join(" ")"""
LINKS = """() => [...document.querySelectorAll("a[href]")].map(a => a.href)"""


def become(page: Page, site: Site, bruker_id: int) -> None:
    """Give the browser the cookie of a person who has logged in."""
    cookie = login(site.app, bruker_id).get_cookie("session")
    assert cookie is not None
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": site.url}])


def pattern(url: str) -> str:
    """Return an address without what varies from row to row: ids, slugs, sorting, filters."""
    path = re.sub(r"\d+", "1", urlsplit(url).path)
    return re.sub(r"^/utlysning/.*", "/utlysning/x", path)


def walk(page: Page, site: Site, starts: Sequence[str], skip: Set[str]) -> Iterator[str]:
    """Open `starts` and every page that links lead to, one of each pattern; yield its pattern.

    A page that does not answer 200 is yielded as its number and pattern.
    """
    queue = [site.url + start for start in starts]
    met = {*skip, *(pattern(start) for start in starts)}
    while queue:
        url = queue.pop(0)
        try:
            answer = page.goto(url)
        except Error as error:
            if "Download is starting" in str(error):
                continue
            raise
        assert answer is not None
        if answer.status != 200:
            yield f"{answer.status} {pattern(url)}"
            continue
        if "text/html" not in answer.headers["content-type"]:
            continue
        for link in page.evaluate(LINKS):
            address, shape = link.split("#")[0], pattern(link)
            if address.startswith(site.url) and shape not in met:
                met.add(shape)
                queue.append(address)
        yield pattern(url)


def look(page: Page) -> list[str]:
    """Return everything wrong with the open page: wide and light, then narrow and dark."""
    faults = []
    if page.locator("h1").count() != 1:
        faults.append(f"{page.locator('h1').count()} h1")
    if not re.fullmatch(r".+ – Rekruttering, Utdanningsdirektoratet", page.title()):
        faults.append(f"title «{page.title()}»")
    page.evaluate(AXE_SOURCE)
    faults += [f"wide: {found}" for found in page.evaluate(FIND)]
    page.set_viewport_size(NARROW)
    page.emulate_media(color_scheme="dark")
    faults += [f"narrow, dark: {found}" for found in page.evaluate(FIND)]
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROW["width"]:
        faults.append(f"{width} px wide on a screen of {NARROW['width']}")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    return faults


def kinds(page: Page) -> str:
    """Return what the page's main part is made of."""
    return str(page.evaluate(KINDS))
