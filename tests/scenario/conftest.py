"""Fixtures of the pages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.pulje.factories import make_koordinator
from tests.tilgang.factories import login


@pytest.fixture
def koordinator(app: Flask) -> FlaskClient:
    """A browser of a coordinator."""
    with app.app_context():
        bruker_id = make_koordinator().id
    return login(app, bruker_id)
