"""Fixtures: one migrated template database, copied per test, on SQLite or PostgreSQL."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from playwright.sync_api import Browser, sync_playwright

from rekruttering import create_app
from rekruttering.felles.db import db
from rekruttering.kommune import service as kommune_service
from tests.postgres import Postgres, start_postgres
from tools.browser import find as find_browser

MakeApp = Callable[..., Flask]
CopyTemplate = Callable[[str], str]
TEST_SETTINGS: dict[str, object] = {
    "TESTING": True,
    "SECRET_KEY": "test",
    "WTF_CSRF_ENABLED": False,
    "SESSION_COOKIE_SECURE": False,
    "RATELIMIT_ENABLED": False,
    "PUBLIC_URL": "http://localhost",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the choice of engine."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


@pytest.fixture(scope="session")
def postgres(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Postgres | None]:
    """A real PostgreSQL server for the whole run of this worker, when it is asked for."""
    if request.config.getoption("--database") == "sqlite":
        yield None
        return
    with start_postgres(tmp_path_factory) as server:
        yield server


@pytest.fixture(scope="session")
def template_database(postgres: Postgres | None, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated database with reference data, never written to by a test: its URL."""
    folder = tmp_path_factory.mktemp("mal")
    url = f"sqlite:///{folder / 'mal.db'}"
    if postgres is not None:
        url = postgres.create(f"mal_{os.getpid()}")
    app = create_app(
        {**TEST_SETTINGS, "SQLALCHEMY_DATABASE_URI": url, "INSTANCE_PATH": str(folder)}
    )
    with app.app_context():
        upgrade()
        load_reference_data()
        db.session.remove()
        db.engine.dispose()
    return url


def load_reference_data() -> None:
    """Fill the template with what every installation holds."""
    kommune_service.load_reference_data()
    db.session.commit()


@pytest.fixture(scope="session")
def copy_template(
    template_database: str, postgres: Postgres | None, tmp_path_factory: pytest.TempPathFactory
) -> CopyTemplate:
    """Return the URL of a database of this worker by name, made or made again as the template."""
    folder = tmp_path_factory.mktemp("kopi")

    def copy(name: str) -> str:
        if postgres is not None:
            return postgres.copy(template_database, f"{name}_{os.getpid()}")
        for old in folder.glob(f"{name}.db*"):
            old.unlink()
        path = shutil.copy(template_database.removeprefix("sqlite:///"), folder / f"{name}.db")
        return f"sqlite:///{path}"

    return copy


@pytest.fixture
def database_url(copy_template: CopyTemplate) -> str:
    """The URL of a fresh database; the same for every test of a worker."""
    return copy_template("prove")


@pytest.fixture
def make_app(database_url: str, tmp_path: Path) -> Iterator[MakeApp]:
    """Make an application of the test's own, for tests that need other settings."""

    def make(**settings: object) -> Flask:
        places = {"SQLALCHEMY_DATABASE_URI": database_url, "INSTANCE_PATH": str(tmp_path / "i")}
        made.append(create_app({**TEST_SETTINGS, **places, **settings}))
        return made[-1]

    made: list[Flask] = []
    yield make
    for app in made:
        let_go(app)


@pytest.fixture(scope="session")
def worker_app(copy_template: CopyTemplate, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application of this worker: routes, pages and statements are slow to compile."""
    places = {
        "SQLALCHEMY_DATABASE_URI": copy_template("prove"),
        "INSTANCE_PATH": str(tmp_path_factory.mktemp("i")),
    }
    return create_app({**TEST_SETTINGS, **places})


@pytest.fixture
def app(worker_app: Flask, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a fresh database; no context is held open."""
    settings, extensions = dict(worker_app.config), dict(worker_app.extensions)
    worker_app.instance_path = str(tmp_path / "i")
    yield worker_app
    let_go(worker_app)
    for kept, now in ((settings, worker_app.config), (extensions, worker_app.extensions)):
        now.clear()
        now.update(kept)


def let_go(app: Flask) -> None:
    """Close what an application holds of its database."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def context(app: Flask) -> Iterator[Any]:
    """An open application context, for tests below the web layer."""
    with app.app_context() as opened:
        yield opened


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser; each request has a fresh context, so a forgotten commit shows."""
    return app.test_client()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without the network's background chatter."""

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=find_browser(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        opened.close()


def psycopg_version() -> str:
    """Return the driver's version, for the header of the run."""
    return psycopg.__version__


def pytest_report_header(config: pytest.Config) -> str:
    """Say which engine is tested."""
    return f"database: {config.getoption('--database')}, psycopg {psycopg_version()}"
