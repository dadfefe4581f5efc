"""Who takes SQLite's write lock, and when."""

from flask import Flask
from flask.testing import FlaskClient

from rekruttering.felles.db import may_write, transaction


def test_reading_a_page_leaves_the_thread_free_to_write(client: FlaskClient) -> None:
    client.get("/logg-inn")
    assert may_write.get() is True


def test_a_transaction_may_write_after_reading_without_the_lock(app: Flask) -> None:
    token = may_write.set(False)
    with app.app_context(), transaction():
        inside = may_write.get()
    after = may_write.get()
    may_write.reset(token)
    assert (inside, after) == (True, False)
