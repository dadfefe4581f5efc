"""Objections: an applicant's to a panel member, and what the register does with them."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from rekruttering.felles import audit, clock
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError
from rekruttering.felles.mail import Utboks
from rekruttering.habilitet import queries, rules, service
from rekruttering.habilitet.models import Habilitet, Innsigelse
from rekruttering.habilitet.rules import Tilstand
from rekruttering.habilitet.visning import Motpart, Utvalg, choose, to_sak
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang.rules import Rolle
from tests.habilitet.factories import make_habilitet
from tests.kommune.factories import make_kommune
from tests.soknad.factories import make_soknad
from tests.tilgang.factories import login, make_bruker


def object_to(person: Any, motpart: Any, fra: Any, tekst: str = "De er søsken.") -> Innsigelse:
    innsigelse = service.raise_innsigelse(person, motpart, tekst, fra=fra, now=clock.now())
    db.session.commit()
    return innsigelse


def test_an_objection_says_something_of_somebody_else() -> None:
    assert rules.object_hindre("Søsken.", egen=False) == []
    assert [h.kode for h in rules.object_hindre("", egen=True)] == ["egen", "tekst"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, Tilstand.MISTENKT),
        (Tilstand.INGEN, Tilstand.MISTENKT),
        (Tilstand.AVKLART, Tilstand.MISTENKT),
        (Tilstand.MISTENKT, Tilstand.MISTENKT),
        (Tilstand.ERKLART, Tilstand.ERKLART),
        (Tilstand.BEKREFTET, Tilstand.BEKREFTET),
    ],
)
def test_an_objection_opens_what_does_not_bar_already(
    before: Tilstand | None, after: Tilstand
) -> None:
    assert rules.after_objection(before) is after


@pytest.mark.parametrize("before", [None, Tilstand.INGEN, Tilstand.AVKLART])
def test_it_bars_at_once_and_the_person_cannot_clear_it(
    context: Any, before: Tilstand | None
) -> None:
    soknad, medlem = make_soknad(), make_bruker(Rolle.PANEL)
    if before:
        make_habilitet(medlem, soknad, before)
    entry = object_to(medlem, soknad, soknad.soker).habilitet
    assert rules.is_barred(queries.find_tilstand(medlem.id, soknad_id=soknad.id))
    assert "søsken" not in entry.grunn
    assert (entry.avgjort_at, entry.begrunnelse) == (None, "")
    with pytest.raises(HindretError, match="ma_avgjores"):
        service.declare(medlem, soknad, Tilstand.INGEN, av=medlem, now=clock.now())
    assert [linje.handling for linje in audit.list_linjer(entry)][-1] == "innsigelse_meldt"


def test_a_municipality_bars_a_veileder(context: Any) -> None:
    veileder, kommune, kontakt = make_bruker(), make_kommune(), make_bruker()
    object_to(veileder, kommune, kontakt)
    assert queries.map_sperrede_kommuner([veileder.id]) == {veileder.id: {kommune.id}}
    (row,) = queries.list_innsigelser_mot(kontakt.id, kommune_id=kommune.id)
    assert row.tekst == "De er søsken."


def test_sending_it_twice_is_once_and_a_new_text_replaces_the_old(context: Any) -> None:
    soknad, medlem = make_soknad(), make_bruker(Rolle.PANEL)
    first = object_to(medlem, soknad, soknad.soker)
    assert object_to(medlem, soknad, soknad.soker) is first
    assert object_to(medlem, soknad, soknad.soker, "De er fettere.").id == first.id
    assert [
        row.tekst for row in queries.list_innsigelser(soknad.soker_id, soknad_id=soknad.id)
    ] == ["De er fettere."]
    with pytest.raises(HindretError, match="egen"):
        object_to(soknad.soker, soknad, soknad.soker)


@pytest.mark.parametrize(
    ("tilstand", "utfall"),
    [(Tilstand.BEKREFTET, "deltar ikke i vurderingen"), (Tilstand.AVKLART, "er habil")],
)
def test_the_decision_answers_whoever_objected_without_its_grounds(
    context: Any, tilstand: Tilstand, utfall: str
) -> None:
    soknad, medlem = make_soknad(), make_bruker(Rolle.PANEL, navn="Eva Lie")
    entry = object_to(medlem, soknad, soknad.soker).habilitet
    koordinator = make_bruker(Rolle.KOORDINATOR)
    service.decide(entry, tilstand, "Internt.", svar="Takk.", bruker=koordinator, now=clock.now())
    service.decide(entry, tilstand, "Internt 2.", bruker=koordinator, now=clock.now())
    mails = list(db.session.scalars(select(Utboks).where(Utboks.til == soknad.soker.epost)))
    (mail,) = [mail for mail in mails if mail.emne == "Svar på det du meldte om habilitet"]
    assert utfall in mail.tekst
    assert "Takk." in mail.tekst
    assert "Internt" not in mail.tekst


def test_a_decided_case_that_is_objected_to_again_waits_again(context: Any) -> None:
    soknad, medlem = make_soknad(), make_bruker(Rolle.PANEL)
    entry = object_to(medlem, soknad, soknad.soker).habilitet
    koordinator = make_bruker(Rolle.KOORDINATOR)
    service.decide(entry, Tilstand.AVKLART, "Nei.", bruker=koordinator, now=clock.now())
    row = object_to(medlem, soknad, soknad.soker, "Nytt: de bor sammen.")
    assert (entry.tilstand, row.besvart_at) == (Tilstand.MISTENKT, None)
    assert queries.count_apne(soknad.utlysning_id) == 1


def test_the_case_shows_the_objection_and_takes_an_answer(app: Flask) -> None:
    with app.app_context():
        soknad, medlem = make_soknad(), make_bruker(Rolle.PANEL)
        sak = object_to(medlem, soknad, soknad.soker).habilitet.id
        runde, koordinator = soknad.utlysning_id, make_bruker(Rolle.KOORDINATOR).id
    client = login(app, koordinator)
    assert "De er søsken." in client.get(f"/runde/{runde}/habilitet").text
    address = f"/habilitet/{sak}/avgjor"
    page = client.get(address).text
    assert "De er søsken." in page
    assert "Svar til den som meldte fra" in page
    data = {"versjon": "1", "tilstand": "avklart", "begrunnelse": "Nei.", "svar": "Vi har sett."}
    assert client.post(address, data=data).status_code == 303
    with app.app_context():
        assert db.session.query(Innsigelse).one().svar == "Vi har sett."


def test_the_register_is_filtered_by_name_state_and_counterpart(context: Any) -> None:
    soknad = make_soknad(navn="Åse Strand")
    kommune = make_kommune(navn="Fjellvik")
    rows = [
        make_habilitet(make_bruker(navn="Eva Lie"), soknad, Tilstand.ERKLART),
        make_habilitet(make_bruker(navn="Odd Lie"), soknad, Tilstand.BEKREFTET),
        make_habilitet(make_bruker(navn="Ingen Tie"), soknad, Tilstand.INGEN),
        make_habilitet(soknad.soker, kommune, Tilstand.AVKLART),
    ]
    saker = [to_sak(row) for row in rows]

    def found(**felter: Any) -> list[int]:
        return [sak.id for sak in choose(saker, Utvalg(**felter))]

    eva, odd, ingen, kommunesak = [row.id for row in rows]
    assert found() == [eva, odd, kommunesak]
    assert found(sok="LIE åse") == [eva, odd]
    assert found(sok="fjell") == [kommunesak]
    assert found(tilstand=Tilstand.INGEN) == [ingen]
    assert found(tilstand=Tilstand.BEKREFTET) == [odd]
    assert found(motpart=Motpart.KOMMUNE) == [kommunesak]
    assert found(motpart=Motpart.SOKER, sok="eva") == [eva]


def test_a_long_register_has_pages_and_keeps_its_filter(app: Flask) -> None:
    with app.app_context():
        soknad = make_soknad()
        for number in range(30):
            make_habilitet(make_bruker(navn=f"Per {number:02}"), soknad, Tilstand.ERKLART)
        make_habilitet(make_bruker(navn="Annen"), soknad, Tilstand.ERKLART)
        runde, koordinator = soknad.utlysning_id, make_bruker(Rolle.KOORDINATOR).id
    client = login(app, koordinator)
    address = f"/runde/{runde}/habilitet"
    page = client.get(f"{address}?sok=per&side=2").text
    assert page.count("Per ") >= 5
    assert "Annen" not in page
    assert "sok=per" in page
    assert "Ingen treff" in client.get(f"{address}?sok=finnes+ikke").text
    assert client.get(f"{address}?tilstand=tull&motpart=tull&side=999").status_code == 200


def test_nobody_else_is_drawn_into_a_case(context: Any) -> None:
    soknad = make_soknad()
    annen = make_soknad(utlysning=soknad.utlysning)
    medlem = make_bruker(Rolle.PANEL)
    object_to(medlem, soknad, soknad.soker)
    assert queries.find_tilstand(medlem.id, soknad_id=annen.id) is None
    assert queries.list_innsigelser(annen.soker_id, soknad_id=soknad.id) == []
    assert db.session.query(Habilitet).filter_by(bruker_id=medlem.id).count() == 1
    assert db.session.query(Soknad).count() == 2
