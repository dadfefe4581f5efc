from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rekruttering.felles import audit, clock
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.mail import Utboks
from rekruttering.kommune.rules import KommuneMalform, SamiskSprak
from rekruttering.pulje import queries, service
from rekruttering.pulje.models import Puljekommune
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.pulje.service import PuljeInput
from rekruttering.tilgang import queries as tilgang_queries
from rekruttering.tilgang.rules import Malform, Rolle
from tests.kommune.factories import make_endring, make_kommune
from tests.pulje.factories import make_input, make_koordinator, make_pulje, make_puljekommune
from tests.tilgang.factories import make_bruker
from tests.utlysning.factories import make_utlysning

pytestmark = pytest.mark.usefixtures("context")


def add(pulje: Any, kommunenummer: str, **felter: Any) -> Puljekommune:
    row = service.add_kommune(
        pulje, make_input(kommunenummer, **felter), bruker=make_koordinator(), now=clock.now()
    )
    db.session.commit()
    return row


def koder(error: pytest.ExceptionInfo[HindretError]) -> list[str]:
    return [hinder.kode for hinder in error.value.hindre]


def test_a_draw_lasts_three_school_years() -> None:
    pulje = make_pulje(innsats_fra_year=2020)
    assert (pulje.innsats_fra_dato, pulje.innsats_til_dato) == (date(2020, 8, 1), date(2023, 7, 31))


def test_a_round_has_one_draw() -> None:
    utlysning = make_utlysning()
    make_pulje(utlysning)
    with pytest.raises(HindretError) as error:
        make_pulje(utlysning)
    assert koder(error) == ["finnes"]


def test_a_draw_comes_before_the_work_begins() -> None:
    inn = PuljeInput("Sen pulje", date(2020, 9, 1), 2020)
    with pytest.raises(HindretError) as error:
        service.create_pulje(inn, utlysning=None, bruker=None, now=clock.now())
    assert koder(error) == ["trukket_sent"]


def test_languages_come_from_the_register_on_the_day_the_work_begins() -> None:
    pulje = make_pulje()
    kautokeino = add(pulje, "5430")
    assert (kautokeino.malform, kautokeino.samisk_sprak) == (
        KommuneMalform.BOKMAL,
        SamiskSprak.NORDSAMISK,
    )


def test_a_sami_language_that_begins_after_the_work_does_not_count() -> None:
    make_kommune("9900", samisk_sprak=SamiskSprak.NORDSAMISK, samisk_fra=date(2021, 1, 1))
    assert add(make_pulje(), "9900").samisk_sprak is None


def test_languages_chosen_by_hand_hold() -> None:
    row = add(
        make_pulje(),
        "5430",
        malform=KommuneMalform.NYNORSK,
        samisk_sprak=None,
        samisk_fra_register=False,
    )
    assert (row.malform, row.samisk_sprak) == (KommuneMalform.NYNORSK, None)


def test_an_unknown_number_is_refused() -> None:
    with pytest.raises(HindretError) as error:
        add(make_pulje(), "9999")
    assert koder(error) == ["ukjent"]


def test_a_municipality_is_added_once() -> None:
    pulje = make_pulje()
    add(pulje, "1103")
    with pytest.raises(HindretError) as error:
        add(pulje, "1103")
    assert koder(error) == ["finnes"]


def test_two_who_add_the_same_municipality_at_once_meet_the_constraint() -> None:
    pulje = make_pulje()
    row = add(pulje, "1103")
    twin = {
        name: getattr(row, name)
        for name in ("grunnlag", "timer", "malform", "fagomrader", "kontakt_navn", "kontakt_epost")
    }
    db.session.add(Puljekommune(pulje_id=pulje.id, kommune_id=row.kommune_id, **twin))
    with pytest.raises(KonfliktError):
        flush()


def test_a_municipality_still_in_the_ordning_is_refused_by_the_name_of_its_pulje() -> None:
    earlier = make_pulje(navn="Pulje 2019", trukket_dato=date(2019, 3, 1), innsats_fra_year=2019)
    make_puljekommune(earlier, queries.map_kommuner(date(2020, 3, 1))["1103"])
    with pytest.raises(HindretError) as error:
        add(make_pulje(), "1103")
    (hinder,) = error.value.hindre
    assert hinder.verdier == {"kommune": "Stavanger", "pulje": "Pulje 2019", "til": "31.07.2022"}


@pytest.mark.parametrize("status", [PuljekommuneStatus.AVSLUTTET, PuljekommuneStatus.TAKKET_NEI])
def test_a_municipality_that_left_the_ordning_can_be_identified_again(
    status: PuljekommuneStatus,
) -> None:
    earlier = make_pulje(trukket_dato=date(2019, 3, 1), innsats_fra_year=2019)
    make_puljekommune(earlier, queries.map_kommuner(date(2020, 3, 1))["1103"], status=status)
    assert add(make_pulje(), "1103").kommune.navn == "Stavanger"


def test_a_period_that_is_over_keeps_nobody_out() -> None:
    earlier = make_pulje(trukket_dato=date(2016, 3, 1), innsats_fra_year=2016)
    make_puljekommune(earlier, queries.map_kommuner(date(2020, 3, 1))["1103"])
    assert add(make_pulje(), "1103").id


def test_what_a_municipality_was_before_a_merger_counts() -> None:
    old = make_kommune("9801", navn="Gamle by", gyldig_til=date(2023, 12, 31))
    make_kommune("9802", navn="Nye by", gyldig_fra=date(2024, 1, 1))
    make_endring("9801", "9802")
    make_puljekommune(make_pulje(navn="Pulje 2022", innsats_fra_year=2022), old)
    later = make_pulje(trukket_dato=date(2024, 3, 1), innsats_fra_year=2024)
    with pytest.raises(HindretError) as error:
        add(later, "9802")
    (hinder,) = error.value.hindre
    assert (hinder.verdier["annen"], hinder.verdier["pulje"]) == ("Gamle by", "Pulje 2022")


def test_the_contact_person_gets_the_role_for_this_municipality_and_its_malform() -> None:
    add(make_pulje(), "4601", malform=KommuneMalform.NYNORSK, kontakt_epost="Kim@Bergen.example ")
    kim = tilgang_queries.find_bruker("kim@bergen.example")
    assert kim is not None
    assert kim.omrader(Rolle.KOMMUNEKONTAKT) == {"4601"}
    assert kim.malform is Malform.NN


def test_a_new_contact_takes_over_the_role() -> None:
    row = add(make_pulje(), "4601", kontakt_epost="gammel@example.com")
    inn = make_input("4601", kontakt_epost="ny@example.com")
    service.update_kommune(
        row, inn, versjon=row.versjon, bruker=make_koordinator(), now=clock.now()
    )
    former = tilgang_queries.find_bruker("gammel@example.com")
    ny = tilgang_queries.find_bruker("ny@example.com")
    assert former is not None
    assert ny is not None
    assert former.roller == frozenset()
    assert ny.roller == {Rolle.KOMMUNEKONTAKT}


def test_a_contact_of_two_draws_keeps_the_role_when_one_changes() -> None:
    early = make_pulje(trukket_dato=date(2016, 3, 1), innsats_fra_year=2016)
    add(early, "4601", kontakt_epost="kim@example.com")
    row = add(make_pulje(), "4601", kontakt_epost="kim@example.com")
    inn = make_input("4601", kontakt_epost="ny@example.com")
    service.update_kommune(
        row, inn, versjon=row.versjon, bruker=make_koordinator(), now=clock.now()
    )
    kim = tilgang_queries.find_bruker("kim@example.com")
    assert kim is not None
    assert kim.roller == {Rolle.KOMMUNEKONTAKT}


def test_an_edit_on_top_of_an_unseen_one_is_refused() -> None:
    row = add(make_pulje(), "1103")
    seen = row.versjon
    inn = make_input("1103", timer=300)
    service.update_kommune(row, inn, versjon=seen, bruker=make_koordinator(), now=clock.now())
    db.session.commit()
    with pytest.raises(KonfliktError):
        service.update_kommune(
            row, replace(inn, timer=400), versjon=seen, bruker=make_koordinator(), now=clock.now()
        )
    assert row.timer == 300


def test_impossible_hours_are_refused() -> None:
    with pytest.raises(HindretError) as error:
        add(make_pulje(), "1103", timer=2001)
    assert koder(error) == ["timer"]


def test_a_municipality_answers_once_and_a_coordinator_may_correct_it() -> None:
    row = make_puljekommune(status=PuljekommuneStatus.IDENTIFISERT)
    nummer = row.kommune.kommunenummer
    kontakt = make_bruker(Rolle.KOMMUNEKONTAKT, omrade=nummer)
    ja, nei = PuljekommuneStatus.TAKKET_JA, PuljekommuneStatus.TAKKET_NEI
    service.answer(row, ja, bruker=kontakt, now=clock.now())
    service.answer(row, ja, bruker=kontakt, now=clock.now())
    with pytest.raises(HindretError) as error:
        service.answer(row, nei, bruker=kontakt, now=clock.now())
    assert koder(error) == ["har_svart"]
    service.answer(row, nei, begrunnelse="Ringte.", bruker=make_koordinator(), now=clock.now())
    assert (row.status, row.svar_begrunnelse) == (nei, "Ringte.")
    answers = [line for line in audit.list_linjer(row) if line.handling == "kommune_svarte"]
    assert [line.detaljer["til"] for line in answers] == [ja, nei]


def test_a_municipality_moves_through_the_phases() -> None:
    row = make_puljekommune()
    for ny in (PuljekommuneStatus.FORFASE, PuljekommuneStatus.GJENNOMFORING):
        service.advance(row, ny, bruker=make_koordinator())
    with pytest.raises(HindretError) as error:
        service.advance(row, PuljekommuneStatus.TAKKET_JA, bruker=make_koordinator())
    assert koder(error) == ["fase"]


def test_contacts_are_told_once_in_their_own_malform() -> None:
    pulje = make_pulje()
    make_puljekommune(pulje, kontakt_epost="nynorsk@example.com", malform=KommuneMalform.NYNORSK)
    make_puljekommune(pulje, kontakt_epost="bokmal@example.com")
    bruker = make_koordinator()
    assert service.notify_kommuner(pulje, bruker=bruker, now=clock.now()) == 2
    assert service.notify_kommuner(pulje, bruker=bruker, now=clock.now()) == 0
    mails = db.session.query(Utboks).order_by(Utboks.til).all()
    assert [mail.til for mail in mails] == ["bokmal@example.com", "nynorsk@example.com"]
    assert "http://localhost/min-kommune" in mails[0].tekst


def test_a_municipality_that_has_not_said_yes_can_be_taken_out() -> None:
    row = make_puljekommune(status=PuljekommuneStatus.IDENTIFISERT, kontakt_epost="k@example.com")
    service.remove_kommune(row, bruker=make_koordinator())
    db.session.commit()
    kontakt = tilgang_queries.find_bruker("k@example.com")
    assert db.session.query(Puljekommune).count() == 0
    assert kontakt is not None
    assert kontakt.roller == frozenset()


def test_a_municipality_that_said_yes_stays() -> None:
    with pytest.raises(HindretError) as error:
        service.remove_kommune(make_puljekommune(), bruker=make_koordinator())
    assert koder(error) == ["takket_ja"]
