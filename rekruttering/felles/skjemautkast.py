"""What someone typed into a form after the session had ended: kept over the log-in.

The row is tied to the browser by a random token in its session cookie and to one path; it is
handed back once, and the worker removes what nobody came back for.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from flask import request, session
from sqlalchemy import delete
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict

from rekruttering.felles import clock
from rekruttering.felles.db import Model, db, transaction

KEEP = timedelta(hours=12)
MAX_CHARS = 200_000
_KEY = "skjemautkast"


class Skjemautkast(Model):
    """A posted form that met an ended session."""

    token: Mapped[str] = mapped_column(primary_key=True)
    sti: Mapped[str]
    felter: Mapped[dict[str, Any]]
    opprettet_at: Mapped[datetime]


def keep(sti: str) -> bool:
    """Store the posted fields for the page at `sti`, unless they are unreasonably large.

    Return whether there was anything to keep.
    """
    felter = {key: values for key, values in request.form.lists() if key != "csrf_token"}
    if not felter or sum(_length(key, values) for key, values in felter.items()) > MAX_CHARS:
        return False
    token = secrets.token_urlsafe(32)
    row = Skjemautkast(token=token, sti=sti, felter=felter, opprettet_at=clock.real_now())
    with transaction():
        db.session.add(row)
    session[_KEY] = token
    return True


def _length(key: str, values: list[str]) -> int:
    return len(key) + sum(len(value) for value in values)


def take() -> MultiDict[str, str] | None:
    """Return what was kept for this page, once."""
    token = session.get(_KEY)
    row = db.session.get(Skjemautkast, token) if token else None
    if row is None or row.sti != request.path:
        return None
    session.pop(_KEY)
    return MultiDict([(key, value) for key, values in row.felter.items() for value in values])


def purge() -> None:
    """Remove what is older than `KEEP`; run by the worker."""
    old = Skjemautkast.opprettet_at < clock.real_now() - KEEP
    db.session.execute(delete(Skjemautkast).where(old))
