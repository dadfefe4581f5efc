"""Alembic's environment: the application's own engine and metadata, on both databases."""

from alembic import context

from rekruttering.felles.db import db


def run() -> None:
    """Run the migrations in one transaction."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            compare_type=True,
            # SQLite changes a table by making a new one.
            render_as_batch=connection.dialect.name == "sqlite",
        )
        with context.begin_transaction():
            context.run_migrations()


run()
