from typing import Any

from flask import Flask

from rekruttering.felles.db import db
from rekruttering.pulje.queries import get_pulje_of
from rekruttering.tildeling.models import Tildeling
from rekruttering.utlysning.queries import get_by_slug
from tests.pulje.factories import make_puljekommune
from tests.tildeling.factories import make_id, make_runde


def test_a_proposal_can_be_printed_from_the_command_line(app: Flask) -> None:
    with app.app_context():
        utlysning, _pulje = make_runde(veiledere=2, kommuner=1)
        slug = utlysning.slug
    runner = app.test_cli_runner()
    covered = runner.invoke(args=["tildeling", "propose", slug, "--max-time", "20"])
    assert covered.exit_code == 0
    assert covered.output.startswith("2 veiledere, 1 kommuner\noptimal: 1 par, 0 uten par")
    assert runner.invoke(args=["tildeling", "propose", "finnes-ikke"]).exit_code == 2
    with app.app_context():
        make_puljekommune(get_pulje_of(get_by_slug(slug).id), timer=2000)
    short = runner.invoke(args=["tildeling", "propose", slug])
    assert short.exit_code == 1
    with app.app_context():
        assert db.session.query(Tildeling).count() == 0


def test_problem_and_proposal_are_written_as_files(app: Flask, tmp_path: Any) -> None:
    id = make_id(app)
    runner = app.test_cli_runner()
    result = runner.invoke(args=["tildeling", "export", str(id), "--folder", str(tmp_path)])
    assert result.exit_code == 0
    assert sorted(path.name for path in tmp_path.glob("*.json")) == [
        f"forslag-{id}.json",
        f"problem-{id}.json",
    ]
