"""Counts what a page asks the database."""

from typing import Any

from flask import Flask
from sqlalchemy import event

from rekruttering.felles.db import db
from tests.tilgang.factories import login


def count_queries(app: Flask, bruker_id: int, path: str, post: dict[str, str] | None = None) -> int:
    """Return how many statements it takes to show a page to a user, or to refuse a `post`."""
    client = login(app, bruker_id)
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        if post is None:
            assert client.get(path).status_code == 200
        else:
            assert client.post(path, data=post).status_code == 422
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)
