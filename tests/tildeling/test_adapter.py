import subprocess
import sys
from datetime import UTC, date, datetime
from typing import Any

import pytest

from matching import LEDD, Phase, RuleId
from rekruttering.felles.db import db
from rekruttering.habilitet.rules import Tilstand
from rekruttering.kommune.rules import SamiskSprak
from rekruttering.pulje import queries as pulje_queries
from rekruttering.pulje.models import Pulje
from rekruttering.soknad.rules import Bakgrunn, Niva, Sprak
from rekruttering.tildeling import adapter, prosess, service
from rekruttering.tildeling.rules import tekster
from rekruttering.utlysning.models import Utlysning
from tests.habilitet.factories import make_habilitet
from tests.kommune.factories import make_endring, make_kommune
from tests.pulje.factories import make_pulje, make_puljekommune
from tests.tildeling.factories import make_runde, make_sprak, make_veileder
from tests.utlysning.factories import make_utlysning

pytestmark = pytest.mark.usefixtures("context")


def problem_of(utlysning: Utlysning, pulje: Pulje) -> dict[str, Any]:
    return service.make_oppdrag(utlysning, pulje).problem


def one(utlysning: Utlysning, pulje: Pulje) -> dict[str, Any]:
    """Return the only veileder of a round's problem."""
    (found,) = problem_of(utlysning, pulje)["veiledere"]
    return dict(found)


def test_a_veileder_becomes_plain_values() -> None:
    utlysning, pulje = make_runde(veiledere=0, kommuner=0)
    bosted = make_kommune("9501", fylkesnummer="18", breddegrad=67.28, lengdegrad=14.4)
    veileder = make_veileder(
        utlysning,
        timer=(252, 420),
        poeng=84,
        bosted=bosted,
        arbeidssted=make_kommune("9502"),
        bakgrunn=Bakgrunn.BEGGE,
        maks_reise_km=600,
        onskede_fylker=["18"],
        uaktuelle_fylker=["03"],
        fagomrader=["analyse", "ledelse"],
    )
    assert one(utlysning, pulje) == {
        "id": f"V{veileder.id}",
        "breddegrad": 67.28,
        "lengdegrad": 14.4,
        "kommunenummer": "9501",
        "arbeidsgiver_kommunenummer": "9502",
        "fylkesnummer": "18",
        "bakgrunn": "begge",
        "malformer": ["bokmål", "nynorsk"],
        "samiske_sprak": [],
        "timer": [252, 420],
        "poeng": 84,
        "maks_reise_km": 600,
        "uaktuelle_fylker": ["03"],
        "onskede_fylker": ["18"],
        "inhabil_i": [],
        "onsker_par_med": [],
        "ikke_par_med": [],
        "fagomrader": ["analyse", "ledelse"],
    }


def test_a_municipality_becomes_plain_values() -> None:
    utlysning, pulje = make_runde(veiledere=0, kommuner=0)
    kommune = make_kommune("9503", samisk_sprak=SamiskSprak.SORSAMISK, samisk_fra=date(2010, 1, 1))
    row = make_puljekommune(pulje, kommune, timer=130)
    (found,) = problem_of(utlysning, pulje)["kommuner"]
    assert found == {
        "id": f"K{row.id}",
        "breddegrad": 63.43,
        "lengdegrad": 10.39,
        "kommunenummer": "9503",
        "fylkesnummer": "50",
        "timer": 130,
        "malform": "bokmål",
        "samisk_sprak": "sørsamisk",
        "fagomrader": ["analyse"],
    }


@pytest.mark.parametrize(
    ("muntlig", "skriftlig", "malformer"),
    [
        (Niva.GODT, Niva.GODT, ["nynorsk"]),
        (Niva.FLYTENDE, Niva.LITT, []),
        (Niva.LITT, Niva.FLYTENDE, []),
    ],
)
def test_a_malform_counts_when_both_spoken_and_written_well(
    muntlig: Niva, skriftlig: Niva, malformer: list[str]
) -> None:
    utlysning, pulje = make_runde(veiledere=0, kommuner=0)
    sprak = make_sprak(Sprak.NYNORSK, muntlig=muntlig, skriftlig=skriftlig)
    make_veileder(utlysning, sprak=sprak)
    assert one(utlysning, pulje)["malformer"] == malformer


@pytest.mark.parametrize(
    ("muntlig", "sprak"), [(Niva.GODT, ["sørsamisk"]), (Niva.LITT, []), (Niva.INGEN, [])]
)
def test_a_sami_language_counts_when_it_is_spoken_well(muntlig: Niva, sprak: list[str]) -> None:
    utlysning, pulje = make_runde(veiledere=0, kommuner=0)
    known = make_sprak(Sprak.SORSAMISK, muntlig=muntlig, skriftlig=Niva.INGEN)
    make_veileder(utlysning, sprak=known)
    assert one(utlysning, pulje)["samiske_sprak"] == sprak


def test_ties_that_are_not_cleared_bar_a_municipality_also_under_another_number() -> None:
    utlysning, pulje = make_runde(veiledere=0, kommuner=0)
    veileder = make_veileder(utlysning)
    old = make_kommune("9601", gyldig_til=date(2021, 12, 31))
    make_endring("9601", "9602", date(2022, 1, 1))
    renamed = make_puljekommune(pulje, make_kommune("9602"))
    tied = make_puljekommune(pulje)
    cleared = make_puljekommune(pulje)
    make_habilitet(veileder.bruker, old, Tilstand.ERKLART)
    make_habilitet(veileder.bruker, tied.kommune, Tilstand.MISTENKT)
    make_habilitet(veileder.bruker, cleared.kommune, Tilstand.AVKLART)
    assert one(utlysning, pulje)["inhabil_i"] == [f"K{renamed.id}", f"K{tied.id}"]


def test_a_home_that_has_become_the_municipality_bars_it() -> None:
    utlysning, pulje = make_runde(veiledere=0, kommuner=0)
    make_veileder(utlysning, bosted=make_kommune("9603", gyldig_til=date(2021, 12, 31)))
    make_endring("9603", "9604", date(2022, 1, 1))
    row = make_puljekommune(pulje, make_kommune("9604"))
    assert one(utlysning, pulje)["inhabil_i"] == [f"K{row.id}"]


def test_wishes_find_applicants_by_name_or_address_and_the_rest_is_shown() -> None:
    utlysning, pulje = make_runde(veiledere=0, kommuner=0)
    kari = make_veileder(utlysning, navn="Kari Nes", epost="kari@example.com")
    ola = make_veileder(utlysning, navn="Ola Li", epost="ola@example.com")
    make_veileder(utlysning, navn="Per Dal")
    make_veileder(utlysning, navn="Per Dal")
    asker = make_veileder(
        utlysning,
        navn="Siv Ås",
        makker_ja="kari  nes, OLA@example.com og Ukjent Person; Siv Ås",
        makker_nei="Per Dal.",
    )
    oppdrag = service.make_oppdrag(utlysning, pulje)
    found = {each["id"]: each for each in oppdrag.problem["veiledere"]}[f"V{asker.id}"]
    assert found["onsker_par_med"] == [f"V{kari.id}", f"V{ola.id}"]
    assert found["ikke_par_med"] == []
    assert [(each.tekst, each.onsket) for each in oppdrag.merknader] == [
        ("Ukjent Person", True),
        ("Siv Ås", True),
        ("Per Dal.", False),
    ]


def test_a_fylke_is_the_one_of_the_day_applicants_chose_among() -> None:
    utlysning = make_utlysning(frist_at=datetime(2023, 10, 1, tzinfo=UTC))
    pulje = make_pulje(utlysning, trukket_dato=date(2024, 2, 1), innsats_fra_year=2024)
    register = pulje_queries.map_kommuner(pulje.innsats_fra_dato)
    moss = next(each for each in register.values() if each.navn == "Moss")
    make_puljekommune(pulje, moss)
    (found,) = problem_of(utlysning, pulje)["kommuner"]
    assert (moss.fylkesnummer, found["fylkesnummer"]) == ("31", "30")


def test_the_rounds_own_weights_and_limit_are_used() -> None:
    utlysning, pulje = make_runde()
    utlysning.maks_kommuner_per_par = 2
    utlysning.vekter = {**utlysning.vekter, "reise_km_per_poeng": 9}
    db.session.commit()
    problem = problem_of(utlysning, pulje)
    assert problem["regler"]["maks_kommuner_per_par"] == 2
    assert problem["vekter"]["reise_km_per_poeng"] == 9


def test_every_code_of_the_engine_has_words() -> None:
    assert set(tekster.LEDD_TEKST) == set(LEDD)
    assert set(tekster.REGEL_TEKST) == {rule.value for rule in RuleId}
    assert set(tekster.FASE_TEKST) == {phase.value for phase in Phase}


def test_refs_lead_back_to_rows() -> None:
    assert adapter.row_id(adapter.veileder_ref(12)) == 12
    assert adapter.row_id(adapter.kommune_ref(7)) == 7


def test_the_web_starts_without_the_solver() -> None:
    program = "import sys, rekruttering; sys.exit('matching' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=prosess.ROOT).returncode == 0
