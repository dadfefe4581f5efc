from datetime import datetime

from flask import Flask

from rekruttering.felles import clock
from rekruttering.felles.clock import OSLO
from rekruttering.utlysning import queries
from rekruttering.utlysning.rules import UtlysningStatus


def test_load_makes_a_draft_once(app: Flask) -> None:
    first, second = (
        app.test_cli_runner().invoke(args=["utlysning", "load", "forfase-2020"]) for _ in range(2)
    )
    assert first.output == (
        "forfase-2020: kladd, 2 former for engasjement, 1 samlinger, 6 kompetanser\n"
    )
    assert second.output == "forfase-2020: finnes fra før\n"


def test_load_all_makes_every_round(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["utlysning", "load", "all"])
    assert result.exit_code == 0
    with app.app_context():
        assert [u.slug for u in queries.list_utlysninger()] == [
            *("forfase-2020", "veilederkorpset-2018", "veilederkorps-2013")
        ]


def test_load_publishes_when_told_to(app: Flask) -> None:
    with clock.frozen(datetime(2020, 2, 10, 9, tzinfo=OSLO)):
        result = app.test_cli_runner().invoke(
            args=["utlysning", "load", "forfase-2020", "--publiser"]
        )
    assert result.exit_code == 0
    with app.app_context():
        assert queries.get_by_slug("forfase-2020").status is UtlysningStatus.PUBLISERT


def test_load_leaves_nothing_when_publishing_is_refused(app: Flask) -> None:
    with clock.frozen(datetime(2021, 1, 1, tzinfo=OSLO)):
        result = app.test_cli_runner().invoke(
            args=["utlysning", "load", "forfase-2020", "--publiser"]
        )
    assert result.exit_code == 1
    assert "Søknadsfristen er gått ut. Sett en ny frist." in result.output
    with app.app_context():
        assert queries.find_utlysning("forfase-2020") is None


def test_load_names_an_unknown_round(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["utlysning", "load", "ukjent"])
    assert result.exit_code == 1
    assert "finnes ikke blant" in result.output
