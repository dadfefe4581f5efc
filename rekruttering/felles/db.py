"""The database: base class, column types, naming of constraints and the one transaction owner."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, Enum, MetaData, Text, event, inspect, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import JSON, TypeDecorator

from rekruttering.felles.errors import KonfliktError, NotFoundError

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite cannot turn a read transaction into a write transaction after someone else has written,
# so a transaction that may write takes the write lock when it begins. Requests that only read
# (felles.web) and jobs, which may wait long for others (felles.jobs), set this to False.
may_write: ContextVar[bool] = ContextVar("may_write", default=True)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime; a naive value is a bug and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the value in UTC.

        Raises:
            ValueError: the value has no time zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the stored value as aware UTC; SQLite hands it back without a zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(enum: type[StrEnum]) -> list[str]:
    return [member.value for member in enum]


class Base(DeclarativeBase):
    """Base of every table; named constraints make migrations alike on both engines."""

    metadata = MetaData(naming_convention=NAMING)
    registry = registry(
        metadata=metadata,
        type_annotation_map={
            datetime: UtcDateTime(),
            StrEnum: Enum(StrEnum, native_enum=False, length=40, values_callable=_values),
            str: Text(),
            dict[str, Any]: JSON(),
            list[Any]: JSON(),
            list[str]: JSON(),
        },
    )


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

Row = TypeVar("Row", bound=Base)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    if type(connection).__module__.partition(".")[0] != "sqlite3":
        return
    # Transactions are begun by _begin_sqlite below, not by the driver.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=15000", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if may_write.get() else "BEGIN")


@contextmanager
def transaction() -> Iterator[None]:
    """Commit on leaving, roll back on any error; only routes, commands and jobs use it.

    After reading without the write lock, what was read is read again under it.

    Raises:
        KonfliktError: someone else's simultaneous change broke a constraint or a version check.
    """
    if not may_write.get():
        db.session.rollback()
    token = may_write.set(True)
    try:
        yield
        db.session.commit()
    except (IntegrityError, StaleDataError) as error:
        db.session.rollback()
        raise KonfliktError from error
    except BaseException:
        db.session.rollback()
        raise
    finally:
        may_write.reset(token)


def flush() -> None:
    """Send pending changes so that ids and constraints are known now.

    Raises:
        KonfliktError: a constraint or version check refuses the change.
    """
    try:
        db.session.flush()
    except (IntegrityError, StaleDataError) as error:
        db.session.rollback()
        raise KonfliktError from error


def get_row(table: type[Row], id: int) -> Row:
    """Return the row of a table with this id.

    Raises:
        NotFoundError: there is none.
    """
    row = db.session.get(table, id)
    if row is None:
        raise NotFoundError
    return row


def lock_row(table: type[Row], id: int) -> Row:
    """Return the row of a table as it stands now, locked until the transaction ends.

    Raises:
        NotFoundError: there is none.
    """
    key = inspect(table).primary_key[0]
    query = select(table).where(key == id).with_for_update(of=table)
    row = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFoundError
    return row
