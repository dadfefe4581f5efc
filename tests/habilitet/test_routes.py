from flask import Flask

from rekruttering.felles.db import db
from rekruttering.habilitet.models import Habilitet
from rekruttering.habilitet.rules import Tilstand
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang.rules import Rolle
from tests.habilitet.factories import make_habilitet
from tests.soknad.factories import make_soknad
from tests.soknad.sporringer import count_queries
from tests.tilgang.factories import login, make_bruker


def make_case(app: Flask, tilstand: Tilstand = Tilstand.MISTENKT) -> tuple[int, int, int, int]:
    """Return the ids of a round, a case in it, its member and a coordinator."""
    with app.app_context():
        medlem = make_bruker(Rolle.PANEL, navn="Eva Lie")
        soknad = make_soknad(navn="Per Strand")
        entry = make_habilitet(medlem, soknad, tilstand)
        koordinator = make_bruker(Rolle.KOORDINATOR)
        return soknad.utlysning_id, entry.id, medlem.id, koordinator.id


def test_open_cases_come_first_and_no_ties_are_only_counted(app: Flask) -> None:
    runde, _, _, koordinator = make_case(app)
    with app.app_context():
        soknad = db.session.query(Soknad).one()
        make_habilitet(make_bruker(navn="Bekreftet Inhabil"), soknad, Tilstand.BEKREFTET)
        make_habilitet(make_bruker(navn="Uten Noe"), soknad, Tilstand.INGEN)
    text = login(app, koordinator).get(f"/runde/{runde}/habilitet").text
    assert text.index("Eva Lie") < text.index("Bekreftet Inhabil")
    assert "Uten Noe" not in text
    assert "1 erklæring sier at det ikke er noen tilknytning" in text


def test_a_coordinator_decides_with_a_reason(app: Flask) -> None:
    runde, sak, _, koordinator = make_case(app)
    client = login(app, koordinator)
    address = f"/habilitet/{sak}/avgjor"
    assert client.post(address, data={"versjon": "1", "tilstand": "avklart"}).status_code == 422
    answer = client.post(
        address, data={"versjon": "1", "tilstand": "avklart", "begrunnelse": "Lenge siden."}
    )
    assert (answer.status_code, answer.location) == (303, f"/runde/{runde}/habilitet")
    with app.app_context():
        assert db.session.get_one(Habilitet, sak).tilstand is Tilstand.AVKLART


def test_the_later_of_two_decisions_is_shown_the_first_and_saves_nothing(app: Flask) -> None:
    _, sak, _, koordinator = make_case(app)
    client = login(app, koordinator)
    address = f"/habilitet/{sak}/avgjor"
    data = {"versjon": "1", "tilstand": "avklart", "begrunnelse": "Lenge siden."}
    client.post(address, data=data)
    late = client.post(
        address, data={"versjon": "1", "tilstand": "bekreftet", "begrunnelse": "Min tekst."}
    )
    assert late.status_code == 409
    assert "Lenge siden." in late.text
    assert "Min tekst." in late.text
    with app.app_context():
        assert db.session.get_one(Habilitet, sak).tilstand is Tilstand.AVKLART


def test_members_and_applicants_do_not_see_the_register(app: Flask) -> None:
    runde, sak, medlem, _ = make_case(app)
    client = login(app, medlem)
    assert client.get(f"/runde/{runde}/habilitet").status_code == 403
    assert client.get(f"/habilitet/{sak}/avgjor").status_code == 404


def test_the_register_asks_the_same_number_of_questions_for_one_and_three(app: Flask) -> None:
    runde, _, _, koordinator = make_case(app)
    counts = []
    for more in (0, 2):
        with app.app_context():
            soknad = db.session.query(Soknad).one()
            for _ in range(more):
                make_habilitet(make_bruker(Rolle.PANEL), soknad, Tilstand.MISTENKT)
                make_habilitet(make_bruker(Rolle.PANEL), soknad, Tilstand.BEKREFTET)
            if not more:
                make_habilitet(make_bruker(Rolle.PANEL), soknad, Tilstand.BEKREFTET)
        counts.append(count_queries(app, koordinator, f"/runde/{runde}/habilitet"))
    assert counts[0] == counts[1]
