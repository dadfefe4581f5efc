"""The applicant's page where a panel member is objected to."""

from flask import Flask

from rekruttering.felles.db import db
from rekruttering.habilitet.queries import find_tilstand
from rekruttering.habilitet.rules import Tilstand
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.service import send_innkallinger
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilgang.rules import Rolle
from rekruttering.vurdering import policy
from tests.intervju.factories import BEFORE, make_ids
from tests.soknad.factories import make_soknad
from tests.tilgang.factories import login, make_bruker


def test_members_are_named_once_the_applicant_has_been_told(app: Flask) -> None:
    ids = make_ids(app)
    with app.app_context():
        soker = db.session.get_one(Intervju, ids["intervju"]).soknad.soker_id
    client = login(app, soker)
    address = f"/min-soknad/{ids['soknad']}/innsigelse"
    page = client.get(address).text
    assert "når du blir innkalt" in page
    assert "Medlem 1" not in page
    data = {"person": str(ids["a"]), "tekst": "De er søsken."}
    assert client.post(address, data=data).status_code == 422
    with app.app_context():
        utlysning = db.session.get_one(Intervju, ids["intervju"]).soknad.utlysning
        koordinator = make_bruker(Rolle.KOORDINATOR)
        send_innkallinger(utlysning, bruker=koordinator, now=BEFORE)
        db.session.commit()
    assert "Medlem 2" in client.get(address).text
    assert client.post(address, data={**data, "tekst": ""}).status_code == 422
    assert client.post(address, data=data).status_code == 303
    assert "Ikke avgjort ennå" in client.get(address).text
    with app.app_context():
        assert find_tilstand(ids["a"], soknad_id=ids["soknad"]) is Tilstand.MISTENKT
    # The file that was open is shut.
    member = login(app, ids["a"])
    assert member.get(f"/panel/intervju/{ids['intervju']}/soknad").status_code == 404
    assert "søsken" not in member.get(f"/panel/intervju/{ids['intervju']}").text


def test_only_the_applicant_objects_and_not_in_a_draft(app: Flask) -> None:
    ids = make_ids(app)
    address = f"/min-soknad/{ids['soknad']}/innsigelse"
    with app.app_context():
        annen = make_bruker().id
        kladd = make_soknad(SoknadStatus.KLADD)
        assert not policy.can_object(kladd.soker, kladd)
    for bruker in (annen, ids["a"], ids["koordinator"]):
        assert login(app, bruker).get(address).status_code == 404
