from typing import Any

import pytest

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.habilitet.models import Habilitet
from rekruttering.habilitet.rules import Tilstand
from rekruttering.kapasitet import service
from rekruttering.kapasitet.rules import NOYTRALE_POENG, Kommunevalg
from rekruttering.kommune.rules import SamiskSprak
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.soknad.rules import SoknadStatus, Sprak, Tilknytningsgrunn
from rekruttering.tilbud.rules import TilbudStatus
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import Engasjementsform
from rekruttering.vurdering.rules import Innstillingsutfall
from tests.kapasitet.factories import (
    make_innstilt,
    make_soker,
    make_sokerrunde,
    make_tilbud,
)
from tests.kommune.factories import make_kommune
from tests.pulje.factories import make_puljekommune
from tests.tildeling.factories import make_sprak, make_veileder


def grunnlag_of(utlysning: Utlysning, valg: Kommunevalg | None = None) -> service.Grunnlag:
    return service.make_grunnlag(utlysning, now=clock.now(), valg=valg)


def by_id(grunnlag: service.Grunnlag) -> dict[str, Any]:
    return {v["id"]: v for v in grunnlag.problem["veiledere"]}


def test_everybody_who_has_sent_an_application_counts_and_nobody_else(context: Any) -> None:
    utlysning, _pulje = make_sokerrunde(sokere=0)
    med = {
        make_soker(utlysning, status).id
        for status in (SoknadStatus.INNSENDT, SoknadStatus.TIL_INTERVJU, SoknadStatus.INTERVJUET)
    }
    for status in (SoknadStatus.KLADD, SoknadStatus.TRUKKET, SoknadStatus.AVSLAG):
        make_soker(utlysning, status)
    make_soker(make_sokerrunde(sokere=0)[0])
    grunnlag = grunnlag_of(utlysning)
    assert grunnlag.grupper == {f"S{id}": "kandidat" for id in med}
    assert set(by_id(grunnlag)) == set(grunnlag.grupper)


def test_the_problem_names_nobody(context: Any) -> None:
    utlysning, _pulje = make_sokerrunde(sokere=0)
    make_soker(utlysning, navn="Hemmelig Person", arbeidsgiver="Skjult skole")
    make_soker(utlysning, makker_ja="Hemmelig Person")
    grunnlag = grunnlag_of(utlysning)
    for type in service.TYPER:
        asked = grunnlag.bestilling(type)
        text = f"{asked.problem} {asked.parametre}"
        assert "emmelig" not in text
        assert "Skjult" not in text
        assert "example.com" not in text


@pytest.mark.parametrize(
    ("felter", "expected"),
    [
        ({"minst": 20, "mest": 22}, [336, 370]),
        ({"minst": None, "mest": None}, [252, 420]),
        ({"minst": None, "mest": 20}, [252, 336]),
        ({"form": Engasjementsform.KONSULENT, "minst": 260, "mest": 300}, [260, 300]),
        ({"form": None, "minst": None, "mest": None}, [250, 420]),
    ],
)
def test_hours_are_what_was_wished_or_else_the_rounds(
    context: Any, felter: dict[str, Any], expected: list[int]
) -> None:
    utlysning, _pulje = make_sokerrunde(sokere=0)
    soknad = make_soker(utlysning, **felter)
    assert by_id(grunnlag_of(utlysning))[f"S{soknad.id}"]["timer"] == expected


def test_a_signed_agreement_is_what_counts_for_who_signed(context: Any) -> None:
    utlysning, _pulje = make_sokerrunde(sokere=0)
    veileder = make_veileder(utlysning, timer=(300, 310), minst=15, mest=25)
    grunnlag = grunnlag_of(utlysning)
    assert grunnlag.grupper == {f"V{veileder.id}": "signert"}
    assert by_id(grunnlag)[f"V{veileder.id}"]["timer"] == [300, 310]


def test_who_has_left_or_said_no_does_not_count(context: Any) -> None:
    utlysning, _pulje = make_sokerrunde(sokere=0)
    make_veileder(utlysning).sluttet_at = clock.now()
    make_tilbud(make_innstilt(utlysning, 80), TilbudStatus.TAKKET_NEI)
    make_tilbud(make_innstilt(utlysning, 80), TilbudStatus.UTLOPT)
    sendt = make_tilbud(make_innstilt(utlysning, 80))
    trukket = make_tilbud(make_innstilt(utlysning, 80), TilbudStatus.TRUKKET)
    assert grunnlag_of(utlysning).grupper == {
        f"S{sendt.soknad_id}": "tilbud",
        f"S{trukket.soknad_id}": "kandidat",
    }


def test_points_are_neutral_for_all_while_one_waits_for_an_outcome(context: Any) -> None:
    utlysning, _pulje = make_sokerrunde(sokere=0)
    make_innstilt(utlysning, 91)
    make_veileder(utlysning, poeng=42)
    venter = make_soker(utlysning, SoknadStatus.INTERVJUET)
    grunnlag = grunnlag_of(utlysning)
    assert not grunnlag.poeng
    assert {v["poeng"] for v in by_id(grunnlag).values()} == {NOYTRALE_POENG}
    assert grunnlag.bestilling(service.ROBUSTHET).parametre["rekkefolge"] == []
    venter.status = SoknadStatus.AVSLAG
    db.session.commit()
    grunnlag = grunnlag_of(utlysning)
    assert grunnlag.poeng
    assert sorted(v["poeng"] for v in by_id(grunnlag).values()) == [42, 91]


def test_offers_go_out_by_outcome_and_points(context: Any) -> None:
    utlysning, _pulje = make_sokerrunde(sokere=0)
    reserve = make_innstilt(utlysning, 95, Innstillingsutfall.RESERVE)
    lav = make_innstilt(utlysning, 60)
    hoy = make_innstilt(utlysning, 90)
    sendt = make_innstilt(utlysning, 50)
    make_tilbud(sendt)
    make_veileder(utlysning)
    asked = grunnlag_of(utlysning).bestilling(service.ROBUSTHET)
    assert asked.parametre["rekkefolge"] == [f"S{s.id}" for s in (sendt, hoy, lav, reserve)]


def test_wishes_and_ties_come_along(context: Any) -> None:
    utlysning, pulje = make_sokerrunde(sokere=0, kommuner=1)
    bundet_til = make_puljekommune(pulje)
    veileder = make_veileder(utlysning, navn="Vera Veileder")
    soknad = make_soker(utlysning, makker_ja="Vera Veileder")
    motsatt = make_soker(utlysning, makker_nei="Vera Veileder")
    db.session.add(
        Habilitet(
            bruker_id=soknad.soker_id,
            kommune_id=bundet_til.kommune_id,
            tilstand=Tilstand.ERKLART,
            grunn=Tilknytningsgrunn.FAMILIE,
            erklart_at=clock.now(),
            erklart_av_id=soknad.soker_id,
        )
    )
    db.session.commit()
    found = by_id(grunnlag_of(utlysning))
    assert found[f"S{soknad.id}"]["onsker_par_med"] == [f"V{veileder.id}"]
    assert found[f"S{motsatt.id}"]["ikke_par_med"] == [f"V{veileder.id}"]
    assert found[f"S{soknad.id}"]["inhabil_i"] == [f"K{bundet_til.id}"]
    assert found[f"V{veileder.id}"]["inhabil_i"] == []


def test_languages_and_need_come_along(context: Any) -> None:
    utlysning, pulje = make_sokerrunde(sokere=0, kommuner=0)
    row = make_puljekommune(
        pulje, make_kommune(samisk_sprak=SamiskSprak.SORSAMISK, malform="nynorsk"), timer=123
    )
    soknad = make_soker(utlysning, sprak=[])
    soknad.sprak = make_sprak(Sprak.BOKMAL, Sprak.SORSAMISK)
    db.session.commit()
    problem = grunnlag_of(utlysning).problem
    [kommune] = problem["kommuner"]
    assert (kommune["id"], kommune["timer"]) == (f"K{row.id}", 123)
    assert (kommune["samisk_sprak"], kommune["malform"]) == ("sørsamisk", "nynorsk")
    [soker] = problem["veiledere"]
    assert soker["id"] == f"S{soknad.id}"
    assert (soker["samiske_sprak"], soker["malformer"]) == (["sørsamisk"], ["bokmål"])


def test_municipalities_that_have_not_answered_count_by_choice(context: Any) -> None:
    utlysning, pulje = make_sokerrunde(kommuner=0)
    make_puljekommune(pulje, status=PuljekommuneStatus.TAKKET_NEI)
    stille = make_puljekommune(pulje, status=PuljekommuneStatus.IDENTIFISERT)
    assert [row.id for row in grunnlag_of(utlysning).kommuner] == [stille.id]
    ja = make_puljekommune(pulje)
    assert [row.id for row in grunnlag_of(utlysning).kommuner] == [ja.id]
    alle = grunnlag_of(utlysning, Kommunevalg.ALLE)
    assert [row.id for row in alle.kommuner] == [stille.id, ja.id]


def test_an_application_without_home_is_left_out_and_named(context: Any) -> None:
    utlysning, _pulje = make_sokerrunde()
    uten = make_soker(utlysning, bosted=None)
    grunnlag = grunnlag_of(utlysning)
    assert [each.soknad.id for each in grunnlag.utelatt] == [uten.id]
    assert f"S{uten.id}" not in grunnlag.grupper


def test_the_same_round_asks_the_same_question(context: Any) -> None:
    utlysning, _pulje = make_sokerrunde()
    first = grunnlag_of(utlysning).bestilling(service.KAPASITET)
    db.session.expire_all()
    assert grunnlag_of(utlysning).bestilling(service.KAPASITET).nokkel == first.nokkel
    make_soker(utlysning)
    assert grunnlag_of(utlysning).bestilling(service.KAPASITET).nokkel != first.nokkel
