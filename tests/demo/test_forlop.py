"""The whole round, from nothing to the published allocation, through the services."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from rekruttering.demo import punkter, service
from rekruttering.felles.db import db
from rekruttering.felles.mail import Utboks
from rekruttering.pulje.models import Puljekommune
from rekruttering.soknad.models import Soknad
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling.models import Lag, Plassering
from tests.conftest import MakeApp


@pytest.fixture
def demo(make_app: MakeApp) -> Flask:
    """The application as a demo."""
    return make_app(DEMO=True)


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_the_command_drives_the_round_to_a_published_allocation(demo: Flask) -> None:
    result = demo.test_cli_runner().invoke(args=["demo", "drive"])
    assert result.exit_code == 0, result.output
    last = result.output.strip().splitlines()[-1]
    assert last.startswith("15.05.2020  tildelingen er publisert"), last
    with demo.app_context():
        in_the_ordning = 6
        assert count(Puljekommune) == 40 + in_the_ordning
        assert count(Soknad) == 120
        assert count(Veileder) == 75
        assert count(Plassering) == 40
        for lag in db.session.scalars(select(Lag)):
            for veileder in (lag.veileder_a, lag.veileder_b):
                assert veileder.timer_minst <= lag.timer <= veileder.timer_mest
        emner = set(db.session.scalars(select(Utboks.emne)))
    assert len(emner) > 8


def test_the_demo_stands_at_any_point(demo: Flask) -> None:
    with demo.app_context():
        for punkt in ("utlysning", "vurdering"):
            service.load(punkt)
            assert count(Veileder) == 0
    assert punkter.NAVN[0] == "utlysning"


def test_outside_the_demo_nothing_is_wiped(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 1
    assert "ikke en demo" in result.output
