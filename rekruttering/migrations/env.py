"""Alembic's environment: the application's own engine and metadata, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection, text

from rekruttering.felles.db import db


def run() -> None:
    """Run the migrations in one transaction."""
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            compare_type=True,
            # SQLite changes a table by making a new one.
            render_as_batch=is_sqlite,
        )
        if not is_sqlite:
            with context.begin_transaction():
                context.run_migrations()
            return
        with _references_at_rest(connection), context.begin_transaction():
            context.run_migrations()
            broken = connection.execute(text("PRAGMA foreign_key_check")).all()
            if broken:
                raise RuntimeError(f"the migration breaks references: {broken}")


@contextmanager
def _references_at_rest(connection: Connection) -> Iterator[None]:
    """Let SQLite drop a table that others refer to, as it must to change it.

    The setting counts only outside a transaction, so it goes past SQLAlchemy, which begins one.
    """
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


run()
