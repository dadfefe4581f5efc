from typing import Any

import pytest

from rekruttering.felles import audit, clock
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError
from rekruttering.habilitet import policy, queries, service
from rekruttering.habilitet.rules import Tilstand
from rekruttering.soknad import service as soknad_service
from rekruttering.soknad.models import Tilknytning
from rekruttering.soknad.rules import SoknadStatus, Tilknytningsgrunn
from rekruttering.tilgang.rules import Rolle
from tests.habilitet.factories import make_habilitet
from tests.kommune.factories import make_kommune
from tests.soknad.factories import make_soknad
from tests.tilgang.factories import make_bruker


def test_what_is_declared_twice_is_written_once(context: Any) -> None:
    medlem, soknad = make_bruker(Rolle.PANEL), make_soknad()
    first = make_habilitet(medlem, soknad)
    assert make_habilitet(medlem, soknad) is first
    assert [linje.handling for linje in audit.list_linjer(first)] == ["habilitet_erklart"]


def test_a_decision_says_who_when_and_why_and_stays(context: Any) -> None:
    medlem, soknad = make_bruker(Rolle.PANEL), make_soknad()
    entry = make_habilitet(medlem, soknad, Tilstand.AVKLART)
    assert entry.avgjort_av is not None
    assert (entry.begrunnelse, entry.avgjort_at is not None) == ("Vurdert etter § 6.", True)
    with pytest.raises(HindretError):
        service.declare(medlem, soknad, Tilstand.ERKLART, "Søsken.", av=medlem, now=clock.now())
    assert queries.find_tilstand(medlem.id, soknad_id=soknad.id) is Tilstand.AVKLART


def test_nobody_decides_their_own_case(context: Any) -> None:
    begge = make_bruker(Rolle.PANEL, Rolle.KOORDINATOR)
    entry = make_habilitet(begge, make_soknad(), Tilstand.MISTENKT)
    assert not policy.can_decide(begge, entry)
    assert policy.can_decide(make_bruker(Rolle.KOORDINATOR), entry)
    assert not policy.can_decide(make_bruker(Rolle.PANEL), entry)
    with pytest.raises(HindretError, match="egen_sak"):
        service.decide(entry, Tilstand.AVKLART, "Greit.", bruker=begge, now=clock.now())


def test_everything_that_is_not_clear_bars_a_municipality(context: Any) -> None:
    veileder = make_bruker()
    kommuner = {tilstand: make_kommune() for tilstand in Tilstand}
    for tilstand, kommune in kommuner.items():
        make_habilitet(veileder, kommune, tilstand)
    assert queries.map_sperrede_kommuner([veileder.id])[veileder.id] == {
        kommuner[Tilstand.ERKLART].id,
        kommuner[Tilstand.MISTENKT].id,
        kommuner[Tilstand.BEKREFTET].id,
    }
    assert queries.map_sperrede_kommuner([make_bruker().id]) == {}


def test_the_ties_of_a_sent_application_bar_its_municipalities(context: Any) -> None:
    soknad = make_soknad(SoknadStatus.KLADD)
    soknad_service.submit_soknad(soknad, samtykke=True, now=clock.now())
    (tie,) = soknad.tilknytninger
    soker = soknad.soker_id
    assert queries.map_sperrede_kommuner([soker]) == {soker: {tie.kommune_id}}
    (entry,) = queries.list_egne_kommuner(soknad.soker_id)
    assert entry.grunn == "Tidligere arbeidsgiver. Rektor der til 2016."


def test_a_tie_that_is_no_longer_stated_is_taken_back_unless_it_is_decided(context: Any) -> None:
    soknad = make_soknad()
    service.declare_tilknytninger(soknad, now=clock.now())
    avgjort = make_habilitet(soknad.soker, make_kommune(), Tilstand.BEKREFTET)
    ny = make_kommune()
    soknad.tilknytninger = [Tilknytning(kommune=ny, grunn=Tilknytningsgrunn.FAMILIE)]
    db.session.commit()
    service.declare_tilknytninger(soknad, now=clock.now())
    soker = soknad.soker_id
    assert queries.map_sperrede_kommuner([soker]) == {soker: {ny.id, avgjort.kommune_id}}


def test_sending_again_leaves_a_cleared_tie_cleared(context: Any) -> None:
    soknad = make_soknad()
    (tie,) = soknad.tilknytninger
    make_habilitet(soknad.soker, tie.kommune, Tilstand.AVKLART)
    service.declare_tilknytninger(soknad, now=clock.now())
    assert queries.map_sperrede_kommuner([soknad.soker_id]) == {}
