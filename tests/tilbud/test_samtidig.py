"""Two requests at the same moment, each with a connection of its own."""

from collections.abc import Callable
from threading import Barrier, Thread

from flask import Flask

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.tilbud.models import Avtale, Tilbud, Veileder
from rekruttering.tilgang.rules import Rolle
from rekruttering.vurdering.models import Innstilling
from tests.tilbud.factories import SENT, make_tilbud
from tests.tilgang.factories import login, make_bruker
from tests.vurdering.factories import make_innstilling, make_vurdert


def at_once(*actions: Callable[[], int]) -> list[int]:
    """Return what each action answers when all begin together."""
    barrier, answers = Barrier(len(actions)), []

    def run(action: Callable[[], int]) -> None:
        with clock.frozen(SENT):
            barrier.wait()
            answers.append(action())

    threads = [Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_yes_and_no_at_the_same_moment_is_one_of_them(app: Flask) -> None:
    with app.app_context():
        tilbud = make_tilbud()
        base, soker, navn = f"/mitt-tilbud/{tilbud.id}", tilbud.soknad.soker_id, tilbud.soknad.navn
    a, b = login(app, soker), login(app, soker)
    ja = {"form": "frikjop", "minst": 15, "mest": 25, "bekreft": "y", "signert_navn": navn}
    answers = at_once(
        lambda: a.post(f"{base}/ja", data=ja).status_code,
        lambda: b.post(f"{base}/nei", data={"begrunnelse": "Nei."}).status_code,
    )
    assert answers == [303, 422]
    with app.app_context():
        signed = db.session.query(Avtale).count()
        assert signed == db.session.query(Veileder).count()
        assert db.session.query(Tilbud).one().status == ("takket_ja" if signed else "takket_nei")


def test_a_double_click_on_yes_is_harmless_even_at_the_same_moment(app: Flask) -> None:
    with app.app_context():
        tilbud = make_tilbud()
        base, soker, navn = f"/mitt-tilbud/{tilbud.id}", tilbud.soknad.soker_id, tilbud.soknad.navn
    a, b = login(app, soker), login(app, soker)
    ja = {"form": "frikjop", "minst": 15, "mest": 25, "bekreft": "y", "signert_navn": navn}
    answers = at_once(
        lambda: a.post(f"{base}/ja", data=ja).status_code,
        lambda: b.post(f"{base}/ja", data=ja).status_code,
    )
    assert answers == [303, 303]
    with app.app_context():
        assert db.session.query(Avtale).count() == 1


def test_two_coordinators_who_send_the_same_offer_send_one(app: Flask) -> None:
    with app.app_context():
        innstilling = make_innstilling()
        soknad, runde = innstilling.soknad_id, innstilling.soknad.utlysning_id
        en, to = (make_bruker(Rolle.KOORDINATOR).id for _ in range(2))
    a, b = login(app, en), login(app, to)
    data = {"soknad": soknad, "frist-dag": "15", "frist-maned": "3", "frist-year": "2099"}
    address = f"/runde/{runde}/tilbud"
    answers = at_once(
        lambda: a.post(address, data=data).status_code,
        lambda: b.post(address, data=data).status_code,
    )
    assert answers == [303, 303]
    with app.app_context():
        assert db.session.query(Tilbud).count() == 1


def test_two_coordinators_who_set_different_outcomes_set_one(app: Flask) -> None:
    with app.app_context():
        soknad = make_vurdert().soknad_id
        en, to = (make_bruker(Rolle.KOORDINATOR).id for _ in range(2))
    a, b = login(app, en), login(app, to)
    address = f"/soknad/{soknad}/innstilling"
    data = {"versjon": "0", "begrunnelse": "Fordi."}
    answers = at_once(
        lambda: a.post(address, data={**data, "utfall": "innstilt"}).status_code,
        lambda: b.post(address, data={**data, "utfall": "avslag"}).status_code,
    )
    assert answers == [303, 409]
    with app.app_context():
        assert db.session.query(Innstilling).count() == 1
