"""The data files: rounds in both languages, and municipalities valid for a period."""

import csv
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import rekruttering

DATA = Path(rekruttering.__file__).parent / "data"
RUNDER = ("forfase-2020", "veilederkorpset-2018", "veilederkorps-2013")
VEKTER = {
    "intervju",
    "reise_km_per_poeng",
    "parreise_km_per_poeng",
    "lik_bakgrunn",
    "annen_bakgrunn",
    "ekstra_fylke",
    "time_fra_midten",
    "malform",
    "fagomrade",
    "partneronske",
    "fylkesonske",
    "endring",
}
OVERSKRIFTER = {
    "nb": [
        "Om oppdraget",
        "Hvem vi ser etter",
        "Oppgaver",
        "Engasjement og vilkår",
        "Slik søker du",
        "Hva skjer videre",
        "Kontakt",
    ],
    "nn": [
        "Om oppdraget",
        "Kven vi ser etter",
        "Oppgåver",
        "Engasjement og vilkår",
        "Slik søkjer du",
        "Kva skjer vidare",
        "Kontakt",
    ],
}


@cache
def runde(slug: str) -> dict[str, Any]:
    return tomllib.loads((DATA / "runder" / f"{slug}.toml").read_text(encoding="utf-8"))


@cache
def tabell(navn: str) -> tuple[dict[str, str], ...]:
    with (DATA / "kommuner" / f"{navn}.csv").open(encoding="utf-8", newline="") as fil:
        return tuple(csv.DictReader(fil))


def tospraklige(verdi: Any) -> list[dict[str, Any]]:
    """Return every table with nb or nn, at any depth."""
    if isinstance(verdi, list):
        return [funn for del_ in verdi for funn in tospraklige(del_)]
    if not isinstance(verdi, dict):
        return []
    egne = [verdi] if {"nb", "nn"} & verdi.keys() else []
    return egne + [funn for del_ in verdi.values() for funn in tospraklige(del_)]


@pytest.mark.parametrize("slug", RUNDER)
def test_round_is_complete_in_both_languages(slug: str) -> None:
    tabeller = tospraklige(runde(slug))
    assert len(tabeller) > 50
    for tekst in tabeller:
        assert tekst["nb"].strip()
        assert tekst["nn"].strip()
    for sprak, overskrifter in OVERSKRIFTER.items():
        linjer = runde(slug)["tekst"][sprak].splitlines()
        assert [linje[3:] for linje in linjer if linje.startswith("## ")] == overskrifter
    nynorsk = " ".join(tekst["nn"] for tekst in tabeller).lower().split()
    assert not {"ikke", "jeg", "hvordan", "skule", "skulen", "noen", "fra", "me"} & set(nynorsk)


@pytest.mark.parametrize("slug", RUNDER)
def test_round_has_what_the_code_needs(slug: str) -> None:
    data = runde(slug)
    assert data["slug"] == slug
    assert data["ordning"] in ("oppfolgingsordningen", "veilederkorpset")
    assert data["publiseres"] < data["soknadsfrist"]
    assert data["intervju_fra"] < data["intervju_til"]
    assert data["soknadsfrist"].date() < data["intervju_fra"]
    assert data["periode_fra"] < data["periode_til"]
    assert set(data["vekter"]) == VEKTER
    assert data["sammensetning"]["lik_bakgrunn"] == data["vekter"]["lik_bakgrunn"]
    assert data["sammensetning"]["annen_bakgrunn"] == data["vekter"]["annen_bakgrunn"]
    assert data["kontakt"]["epost"].endswith("@udir.example")


@pytest.mark.parametrize("slug", RUNDER)
def test_guide_of_the_round_is_complete(slug: str) -> None:
    kompetanser = runde(slug)["kompetanse"]
    assert 5 <= len(kompetanser) <= 6
    assert len({k["kode"] for k in kompetanser}) == len(kompetanser)
    for kompetanse in kompetanser:
        assert kompetanse["kode"].isascii()
        assert {"navn", "begrunnelse", "vekt"} <= kompetanse.keys()
        assert set(kompetanse["anker"]) == {"1", "3", "5"}
        assert kompetanse["sporsmal"]
        for sporsmal in kompetanse["sporsmal"]:
            assert len(sporsmal["oppfolging"]) >= 2


def test_forfase_2020_has_the_real_dates_and_bands() -> None:
    data = runde("forfase-2020")
    assert data["soknadsfrist"].isoformat() == "2020-03-15T23:59:59"
    assert data["tilbud_innen"] == date(2020, 4, 15)
    assert (data["periode_fra"], data["periode_til"]) == (date(2020, 8, 1), date(2021, 6, 30))
    band = [(e["form"], e["min"], e["max"], e["enhet"]) for e in data["engasjement"]]
    assert band == [("frikjop", 15, 25, "prosent"), ("konsulent", 250, 420, "timer")]
    samling = data["samling"][0]
    assert (samling["fra"], samling["til"]) == (date(2020, 6, 8), date(2020, 6, 9))
    assert samling["sted"] == "Gardermoen"


def test_older_rounds_have_the_real_dates_and_bands() -> None:
    data = runde("veilederkorpset-2018")
    assert data["soknadsfrist"].date() == date(2018, 10, 21)
    assert data["tilbud_innen"] == date(2018, 11, 15)
    assert [e["unntak"] for e in data["engasjement"]] == [False, True]
    assert (data["engasjement"][0]["min"], data["engasjement"][0]["max"]) == (20, 40)
    assert (data["samling"][0]["fra"], data["samling"][0]["til"]) == (
        date(2018, 12, 4),
        date(2018, 12, 7),
    )
    eldst = runde("veilederkorps-2013")
    assert eldst["soknadsfrist"].date() == date(2013, 10, 1)
    assert "tilbud_innen" not in eldst
    assert eldst["samling"][0]["fra"].isocalendar()[:2] == (2013, 49)


@pytest.mark.parametrize(("year", "kommuner", "fylker"), [(2020, 356, 11), (2024, 357, 15)])
def test_kommuner_and_fylker_agree(year: int, kommuner: int, fylker: int) -> None:
    rader, fylkesrader = tabell(f"kommuner_{year}"), tabell(f"fylker_{year}")
    assert len({rad["kommunenummer"] for rad in rader}) == len(rader) == kommuner
    assert len(fylkesrader) == fylker
    embete = {rad["fylkesnummer"]: rad["embete"] for rad in fylkesrader}
    for rad in rader:
        assert len(rad["kommunenummer"]) == 4
        assert rad["fylkesnummer"] == rad["kommunenummer"][:2]
        assert rad["embete"] == embete[rad["fylkesnummer"]]
        assert rad["malform"] in ("nb", "nn", "nøytral")
        assert rad["samisk_sprak"] in ("", "nordsamisk", "lulesamisk", "sørsamisk")
        assert bool(rad["samisk_sprak"]) == bool(rad["samisk_fra"])
        assert 57 < float(rad["breddegrad"]) < 72
        assert 4 < float(rad["lengdegrad"]) < 32
        assert rad["gyldig_fra"] == f"{year}-01-01"


def test_embeter_hold_on_every_day_and_change_name_in_2021() -> None:
    def navn(embete: str, dag: str) -> list[str]:
        return [
            rad["navn_nb"]
            for rad in tabell("embeter")
            if rad["embete"] == embete and rad["gyldig_fra"] <= dag <= (rad["gyldig_til"] or "9999")
        ]

    assert navn("troms-og-finnmark", "2020-12-31") == ["Fylkesmannen i Troms og Finnmark"]
    assert navn("troms-og-finnmark", "2021-01-01") == ["Statsforvalteren i Troms og Finnmark"]
    assert navn("oslo-og-viken", "2024-01-01") == []
    for year in (2020, 2024):
        for rad in tabell(f"fylker_{year}"):
            assert len(navn(rad["embete"], f"{year}-01-01")) == 1


def test_every_number_of_2020_and_2024_has_a_predecessor() -> None:
    rader = tabell("endringer")
    for year in (2020, 2024):
        nye = {rad["nytt_kommunenummer"] for rad in rader if rad["gjelder_fra"] == f"{year}-01-01"}
        assert nye == {rad["kommunenummer"] for rad in tabell(f"kommuner_{year}")}
    gamle = {rad["gammelt_kommunenummer"] for rad in rader if rad["gjelder_fra"] == "2024-01-01"}
    assert gamle == {rad["kommunenummer"] for rad in tabell("kommuner_2020")}
    haram = [rad for rad in rader if rad["nytt_kommunenummer"] == "1580"]
    assert [(rad["gammelt_kommunenummer"], rad["type"]) for rad in haram] == [("1507", "deling")]
