"""Fixtures of the application's tests."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.soknad.factories import make_kladd
from tests.tilgang.factories import login


@pytest.fixture
def soker(app: Flask) -> tuple[FlaskClient, int]:
    """A logged-in applicant with an empty draft."""
    with app.app_context():
        soknad = make_kladd()
        bruker_id, soknad_id = soknad.soker_id, soknad.id
    return login(app, bruker_id), soknad_id
