"""A database from before a migration keeps what it holds."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from rekruttering import create_app
from rekruttering.felles.db import db
from tests.conftest import TEST_SETTINGS

DULL = {str: "x", int: 1, bool: False, datetime: datetime(2020, 3, 2, 8, tzinfo=UTC)}


def insert(table: str, **values: Any) -> None:
    """Insert a row; what must have a value and is not named gets a dull one."""
    columns = sa.Table(table, sa.MetaData(), autoload_with=db.engine).columns
    for column in columns:
        if not column.nullable and column.name not in values and not column.primary_key:
            kind = column.type.python_type
            dull: Any = date(2020, 3, 2) if kind is date else DULL.get(kind, [])
            values[column.name] = dull
    with db.engine.begin() as connection:
        connection.execute(sa.insert(columns["id"].table).values(values))


def test_interviews_from_before_keep_their_panel_and_what_was_told(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'before.db'}"
    app = create_app(
        {**TEST_SETTINGS, "SQLALCHEMY_DATABASE_URI": url, "INSTANCE_PATH": str(tmp_path)}
    )
    with app.app_context():
        upgrade(revision="0001")
        insert("bruker", id=1, epost="kari@example.test", navn="Kari")
        insert("bruker", id=2, epost="ola@example.test", navn="")
        insert("utlysning", id=1, status="kladd")
        insert("soknad", id=1, soker_id=2, utlysning_id=1, status="kladd")
        insert("panel", id=1, utlysning_id=1, navn="Nord")
        insert("panelmedlem", id=1, panel_id=1, bruker_id=2)
        insert("panelmedlem", id=2, panel_id=1, bruker_id=1, leder=True)
        times = {
            "start_at": datetime(2020, 3, 2, 8, tzinfo=UTC),
            "slutt_at": datetime(2020, 3, 2, 9, tzinfo=UTC),
        }
        insert(
            "intervju",
            **{"id": 1, "soknad_id": 1, "panel_id": 1, "form": "video", "sted": "https://x"},
            **{**times, "status": "planlagt", "innkalt_at": datetime(2020, 2, 1, 8, tzinfo=UTC)},
        )

        upgrade()

        with db.engine.connect() as connection:
            plasser = connection.execute(sa.text("SELECT bruker_id, leder FROM panelplass")).all()
            told = connection.scalar(sa.text("SELECT varslet FROM intervju"))
        downgrade(revision="0001")
        db.engine.dispose()
    assert sorted(plasser) == [(1, 1), (2, 0)]
    assert told is not None
    assert '"medlemmer": [[1, "Kari"], [2, "ola@example.test"]]' in told
    assert '"start_at": "2020-03-02T08:00:00+00:00"' in told
