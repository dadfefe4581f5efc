"""The board in a real browser: by mouse, by keyboard alone, on a phone, two people at once."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from rekruttering.tilgang.rules import Rolle
from tests.bord.conftest import Plan, lag_of
from tests.browser.conftest import NARROW, WIDE, Site, serve
from tests.browser.sider import become, look
from tests.pulje.factories import make_koordinator
from tests.tilgang.factories import make_bruker

pytestmark = pytest.mark.browser

OpenBoard = Callable[..., Page]


@pytest.fixture
def site(app: Flask, plan: Plan) -> Iterator[Site]:
    """A server of this process on the plan."""
    with serve(app, worker=False) as opened:
        yield opened


@pytest.fixture
def open_board(browser: Browser, app: Flask, site: Site, plan: Plan) -> Iterator[OpenBoard]:
    """Open the board as a coordinator of one's own; a script error fails the test."""
    contexts, faults = [], []

    def open_one(navn: str = "", *, scripts: bool = True, narrow: bool = False) -> Page:
        with app.app_context():
            bruker = make_bruker(Rolle.KOORDINATOR, navn=navn) if navn else make_koordinator()
            bruker_id = bruker.id
        context = browser.new_context(
            viewport=NARROW if narrow else WIDE,
            locale="nb-NO",
            java_script_enabled=scripts,
            bypass_csp=True,
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        become(page, site, bruker_id)
        page.goto(site.url + plan.url)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


def kommune_to_move(app: Flask, plan: Plan) -> tuple[str, str]:
    """Return a municipality of the pair with three, and the first name of the other pair."""
    big, small = lag_of(app, plan)
    kommune = next(navn for navn, id in plan.kommuner.items() if id == big.kommuner[0])
    other = sorted(navn for navn, id in plan.veiledere.items() if id in small.veiledere)
    return kommune, other[0]


def pair_of(app: Flask, plan: Plan, kommune: str) -> set[str]:
    """Return who has a municipality, as it is stored."""
    id = plan.kommuner[kommune]
    found = [lag.veiledere for lag in lag_of(app, plan) if id in lag.kommuner]
    return {navn for navn, each in plan.veiledere.items() if found and each in found[0]}


def test_a_municipality_is_moved_by_mouse_and_the_move_undone(
    app: Flask, open_board: OpenBoard, plan: Plan
) -> None:
    kommune, other = kommune_to_move(app, plan)
    before = pair_of(app, plan, kommune)
    page = open_board()
    row = page.locator(f"#k{plan.kommuner[kommune]}")
    row.get_by_role("link", name=f"Endre {kommune}").click()
    panel = page.locator("#bord-panel")
    expect(panel.get_by_role("heading", name=kommune)).to_be_focused()
    panel.get_by_role("link", name=re.compile(other)).first.click()
    expect(panel.get_by_role("heading", name=f"Flytt {kommune} til")).to_be_focused()
    expect(panel).to_contain_text("Poeng til sammen")
    assert pair_of(app, plan, kommune) == before
    panel.get_by_role("button", name="Gjør endringen").click()
    expect(page.locator("#bord-melding")).to_contain_text(f"Gjort: Flyttet {kommune}")
    expect(row).to_contain_text("Endret")
    assert other in pair_of(app, plan, kommune)
    page.get_by_role("button", name="Angre").click()
    expect(page.locator("#bord-melding")).to_contain_text("Endringen er angret.")
    assert pair_of(app, plan, kommune) == before
    page.get_by_role("button", name="Gjør om igjen").click()
    expect(page.locator("#bord-melding")).to_contain_text("Endringen er gjort om igjen.")
    assert other in pair_of(app, plan, kommune)


def test_a_municipality_is_moved_by_keyboard_alone(
    app: Flask, open_board: OpenBoard, plan: Plan
) -> None:
    kommune, other = kommune_to_move(app, plan)
    page = open_board()
    page.get_by_label("Kommune eller veileder").focus()
    page.keyboard.type(kommune.lower())
    expect(page.locator("#bord-treff")).to_have_text("1 kommune")
    expect(page).to_have_url(re.compile(f"sok={kommune.lower()}"))
    tab_to(page, f"Endre {kommune}")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-tittel")).to_be_focused()
    tab_to(page, other, part=True, until="endring")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-tittel")).to_contain_text("Flytt")
    tab_to(page, "Gjør endringen")
    page.keyboard.press("Enter")
    expect(page.locator("#bord-melding")).to_be_focused()
    assert other in pair_of(app, plan, kommune)
    expect(page.locator("#bord-treff")).to_have_text("1 kommune")
    page.keyboard.press("Control+z")
    expect(page.locator("#bord-melding")).to_contain_text("Endringen er angret.")
    assert other not in pair_of(app, plan, kommune)
    page.keyboard.press("Control+Shift+Z")
    expect(page.locator("#bord-melding")).to_contain_text("gjort om igjen")
    assert other in pair_of(app, plan, kommune)


def tab_to(page: Page, name: str, *, part: bool = False, until: str = "") -> None:
    """Press Tab until a link or a button with this text has focus."""
    for _n in range(80):
        page.keyboard.press("Tab")
        words, address = page.evaluate(
            "() => [document.activeElement.innerText || '', document.activeElement.href || '']"
        )
        words = " ".join(words.split())
        if (name in words if part else words == name) and until in address:
            return
    raise AssertionError(f"no way by Tab to {name!r}")


def test_escape_closes_the_panel_and_focus_returns_to_the_row(
    app: Flask, open_board: OpenBoard, plan: Plan
) -> None:
    page = open_board()
    link = page.get_by_role("link", name="Endre Dovre")
    link.press("Enter")
    expect(page.locator("#panel-tittel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#bord-panel")).to_be_empty()
    expect(link).to_be_focused()


def test_undo_by_keyboard_belongs_to_a_field_that_has_focus(
    app: Flask, open_board: OpenBoard, plan: Plan
) -> None:
    kommune, other = kommune_to_move(app, plan)
    page = open_board()
    _move(page, kommune, other)
    page.get_by_label("Kommune eller veileder").fill("x")
    page.keyboard.press("Control+z")
    page.wait_for_timeout(500)
    assert other in pair_of(app, plan, kommune)


def _move(page: Page, kommune: str, other: str) -> None:
    page.get_by_role("link", name=f"Endre {kommune}").click()
    panel = page.locator("#bord-panel")
    panel.locator("a[href*='endring']").filter(has_text=other).first.click()
    panel.get_by_role("button", name="Gjør endringen").click()
    expect(page.locator("#bord-melding")).to_contain_text("Gjort:")


def test_a_municipality_is_dragged_on_to_another_pair_and_nothing_is_done_before_it_is_seen(
    app: Flask, open_board: OpenBoard, plan: Plan
) -> None:
    kommune, other = kommune_to_move(app, plan)
    _big, small = lag_of(app, plan)
    page = open_board()
    page.locator(f"[data-kommune='{plan.kommuner[kommune]}']").drag_to(
        page.locator(f"#k{small.kommuner[0]}")
    )
    panel = page.locator("#bord-panel")
    expect(panel.get_by_role("heading", name=f"Flytt {kommune} til")).to_be_visible()
    assert other not in pair_of(app, plan, kommune)
    panel.get_by_role("button", name="Gjør endringen").click()
    expect(page.locator("#bord-melding")).to_contain_text("Gjort:")
    assert other in pair_of(app, plan, kommune)


def test_without_scripts_everything_is_done_by_pages(
    app: Flask, open_board: OpenBoard, plan: Plan
) -> None:
    kommune, other = kommune_to_move(app, plan)
    page = open_board(scripts=False)
    page.get_by_label("Kommune eller veileder").fill(kommune)
    page.get_by_role("button", name="Vis", exact=True).click()
    page.get_by_role("link", name=f"Endre {kommune}").click()
    expect(page.get_by_role("heading", level=1, name=kommune)).to_be_visible()
    page.locator("a[href*='endring']").filter(has_text=other).first.click()
    page.get_by_role("button", name="Gjør endringen").click()
    expect(page.locator("#meldinger")).to_contain_text("Gjort:")
    assert other in pair_of(app, plan, kommune)
    page.get_by_role("button", name="Angre").click()
    assert other not in pair_of(app, plan, kommune)


def test_on_a_phone_a_row_leads_to_a_page_and_back(
    app: Flask, open_board: OpenBoard, plan: Plan
) -> None:
    kommune, other = kommune_to_move(app, plan)
    page = open_board(narrow=True)
    page.get_by_role("link", name=f"Endre {kommune}").click()
    expect(page.get_by_role("heading", level=1, name=kommune)).to_be_visible()
    page.locator("a[href*='endring']").filter(has_text=other).first.click()
    page.get_by_role("button", name="Gjør endringen").click()
    expect(page).to_have_url(re.compile(rf"{plan.url}#k{plan.kommuner[kommune]}$"))
    assert other in pair_of(app, plan, kommune)


def test_two_coordinators_see_each_other_and_neither_overwrites(
    app: Flask, open_board: OpenBoard, plan: Plan
) -> None:
    big, small = lag_of(app, plan)
    first, second, _third = (
        next(navn for navn, id in plan.kommuner.items() if id == each) for each in big.kommuner
    )
    other = sorted(navn for navn, id in plan.veiledere.items() if id in small.veiledere)[0]
    mine, theirs = open_board(), open_board("Kari Kollega")
    # Both choose a municipality to move; only one of the moves leaves room for the other.
    mine.get_by_role("link", name=f"Endre {second}").click()
    panel = mine.locator("#bord-panel")
    panel.locator("a[href*='endring']").filter(has_text=other).first.click()
    expect(panel.get_by_role("button", name="Gjør endringen")).to_be_visible()
    _move(theirs, first, other)
    news = mine.locator("#bord-puls")
    expect(news).to_contain_text(f"Kari Kollega flyttet {first} til", timeout=15_000)
    panel.get_by_role("button", name="Gjør endringen").click()
    expect(panel).to_contain_text("Endringen din er ikke gjort.")
    expect(panel).to_contain_text("får flere timer enn avtalt")
    assert other not in pair_of(app, plan, second)
    news.get_by_role("link", name="Vis endringen").click()
    expect(mine.locator(f"#k{plan.kommuner[first]}")).to_contain_text("Endret")
    expect(news).to_be_empty()


@pytest.mark.parametrize("view", ["kommuner", "veiledere", "kart"])
def test_every_view_is_free_of_findings_wide_narrow_and_dark(
    open_board: OpenBoard, site: Site, plan: Plan, view: str
) -> None:
    page = open_board()
    page.goto(f"{site.url}{plan.url}?visning={view}")
    assert look(page) == []


def test_every_panel_is_free_of_findings_as_a_page_and_beside_the_rows(
    app: Flask, open_board: OpenBoard, site: Site, plan: Plan
) -> None:
    big, small = lag_of(app, plan)
    a, b = big.veiledere
    page = open_board()
    for rest in (
        f"kommune/{big.kommuner[0]}",
        f"kommune/{big.kommuner[0]}/bytt",
        f"par/{a}/{b}",
        f"veileder/{a}",
        f"veileder/{a}/bytt",
        f"nytt-par?k={big.kommuner[0]}",
        f"endring?type=flytt&v={small.veiledere[0]}&v={small.veiledere[1]}&k={big.kommuner[0]}",
    ):
        page.goto(f"{site.url}{plan.url}/{rest}")
        assert look(page) == [], rest
    page.goto(site.url + plan.url)
    page.get_by_role("link", name="Endre Dovre").click()
    expect(page.locator("#panel-tittel")).to_be_focused()
    page.set_viewport_size(WIDE)
    assert look(page) == []


def test_print_leaves_out_what_cannot_be_pressed_on_paper(
    open_board: OpenBoard, plan: Plan
) -> None:
    page = open_board()
    page.emulate_media(media="print")
    for gone in (".bord__filter", ".bord__knapper", "[data-angre]", ".bord__visninger"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator("#kommuner .bord__navn").first).to_be_visible()
