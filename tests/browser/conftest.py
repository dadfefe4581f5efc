"""A real browser against a real server on a copy of the demo round."""

import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from rekruttering import create_app
from rekruttering.demo import service
from rekruttering.felles import jobs
from rekruttering.felles.db import db
from tests.conftest import TEST_SETTINGS

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
AXE = ROOT / "build" / "axe" / "axe.min.js"
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 740}


@dataclass
class Site:
    """A running demo: its address and its application."""

    url: str
    app: Flask

    def bruker_id(self, epost: str) -> int:
        """Return the id of a person of the demo."""
        from rekruttering.tilgang import queries

        with self.app.app_context():
            bruker = queries.find_bruker(epost)
            assert bruker is not None
            return bruker.id


def make_demo_app(folder: Path) -> Flask:
    """Return the demo on a database file of its own."""
    return create_app(
        {
            **TEST_SETTINGS,
            "DEMO": True,
            "WTF_CSRF_ENABLED": True,
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'demo.db'}",
            "INSTANCE_PATH": str(folder),
        }
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without the network's background chatter."""
    import browser as find_browser

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=find_browser.find(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        opened.close()


@contextmanager
def serve(app: Flask, *, worker: bool = True) -> Iterator[Site]:
    """Run the server, and the worker unless told otherwise, in threads of this process."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    stop = threading.Event()
    threads = [threading.Thread(target=server.serve_forever, daemon=True)]
    if worker:
        threads.append(threading.Thread(target=jobs.work, args=(app,), kwargs={"stop": stop}))
    for thread in threads:
        thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}", app)
    finally:
        stop.set()
        server.shutdown()
        for thread in threads:
            thread.join(10)


@pytest.fixture(scope="session")
def demo_files(
    template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Path]]:
    """Make each point of the demo once, when it is first asked for."""
    yield DemoFiles(Path(template_database.removeprefix("sqlite:///")), tmp_path_factory)


class DemoFiles(dict[str, Path]):
    """Database files of the demo by point."""

    def __init__(self, template: Path, factory: pytest.TempPathFactory) -> None:
        super().__init__()
        self._template, self._factory = template, factory

    def __missing__(self, punkt: str) -> Path:
        folder = self._factory.mktemp(punkt)
        shutil.copy(self._template, folder / "demo.db")
        app = make_demo_app(folder)
        with app.app_context():
            service.load(punkt)
            db.session.remove()
            db.engine.dispose()
        self[punkt] = folder / "demo.db"
        return self[punkt]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab of its own cookies; any script error fails the test."""
    context = browser.new_context(viewport=WIDE, locale="nb-NO")  # type: ignore[arg-type]  # a size
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []
