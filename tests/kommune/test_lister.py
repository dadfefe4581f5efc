from collections.abc import Mapping
from datetime import date

import pytest

from rekruttering.felles.tabellfil import Tabell, UleseligListeError, read_tabell
from rekruttering.kommune.innlesing.lister import Liste, Verdi, read_liste
from rekruttering.kommune.rules import Endringstype, KommuneMalform, Listeslag, SamiskSprak

FYLKER = [("50", date(2020, 1, 1), None)]
EMBETER = [("trondelag", date(2020, 1, 1), date(2030, 12, 31))]
KOMMUNE = {
    "kommunenummer": "5001",
    "gyldig_fra": "2024-01-01",
    "gyldig_til": "",
    "navn": "Trondheim - Tråante",
    "navn_norsk": "Trondheim",
    "navn_nordsamisk": "",
    "navn_lulesamisk": "",
    "navn_sorsamisk": "Tråante",
    "navn_kvensk": "",
    "fylkesnummer": "50",
    "embete": "trondelag",
    "administrasjonssenter": "Trondheim",
    "breddegrad": "63.43",
    "lengdegrad": "10,39",
    "malform": "nøytral",
    "malform_grunnlag": "",
    "samisk_sprak": "",
    "samisk_fra": "",
    "innbyggere": "212 660",
    "offentlige_grunnskoler": "",
}
ENDRING = {
    "gjelder_fra": "1.1.2024",
    "gammelt_kommunenummer": "301",
    "gammelt_navn": "Oslo",
    "nytt_kommunenummer": "0301",
    "nytt_navn": "Oslo",
    "type": "uendret",
}


def _read(*rows: Mapping[str, str]) -> Liste:
    tabell = Tabell(tuple(rows[0]), tuple((i, dict(row)) for i, row in enumerate(rows, 2)))
    return read_liste(tabell, embeter=EMBETER, fylker=FYLKER)


def _faults(*rows: Mapping[str, str]) -> list[tuple[int, str, str]]:
    with pytest.raises(UleseligListeError) as caught:
        _read(*rows)
    return [(f.rad, f.kolonne, f.hinder.kode) for f in caught.value.feil]


def test_a_file_without_headings_or_rows_is_refused() -> None:
    for tabell, kode in ((Tabell((), ()), "tom"), (Tabell(tuple(ENDRING), ()), "ingen_rader")):
        with pytest.raises(UleseligListeError) as caught:
            read_liste(tabell)
        assert [f.hinder.kode for f in caught.value.feil] == [kode]


def test_what_does_not_fit_the_headings_is_named_with_the_other_faults() -> None:
    text = "\n".join((";".join([*ENDRING, "type"]), "20;301;Oslo;0301;Oslo;uendret;uendret;x"))
    with pytest.raises(UleseligListeError) as caught:
        read_liste(read_tabell(text.encode()))
    assert [f.hinder.kode for f in caught.value.feil] == ["to_like", "for_mange_felt", "dato"]


def test_a_row_gives_typed_values() -> None:
    liste = _read({**KOMMUNE, "samisk_sprak": "Sørsamisk", "samisk_fra": "31.1.2021"})
    expected: dict[str, Verdi] = {
        "kommunenummer": "5001",
        "gyldig_til": None,
        "lengdegrad": 10.39,
        "malform": KommuneMalform.NOYTRAL,
        "samisk_sprak": SamiskSprak.SORSAMISK,
        "samisk_fra": date(2021, 1, 31),
        "innbyggere": 212660,
        "grunnskoler": None,
    }
    assert liste.slag is Listeslag.KOMMUNER
    assert {felt: liste.rader[0].verdier[felt] for felt in expected} == expected
    assert liste.rader[0].nokkel == ("5001", date(2024, 1, 1))


def test_zeros_that_excel_removed_are_put_back() -> None:
    verdier = _read(ENDRING).rader[0].verdier
    assert (verdier["fra_nummer"], verdier["type"]) == ("0301", Endringstype.UENDRET)


@pytest.mark.parametrize(
    ("kolonne", "text", "kode"),
    [
        ("kommunenummer", "50 01", "nummer"),
        ("kommunenummer", "50011", "nummer"),
        ("kommunenummer", "", "mangler"),
        ("gyldig_fra", "i går", "dato"),
        ("gyldig_fra", "31.2.2024", "dato"),
        ("gyldig_fra", "", "mangler"),
        ("gyldig_til", "2023-12-31", "periode"),
        ("navn", "", "mangler"),
        ("embete", "ukjent", "ukjent_kode"),
        ("fylkesnummer", "99", "ukjent_kode"),
        ("breddegrad", "nord", "tall"),
        ("breddegrad", "10.39", "utenfor"),
        ("lengdegrad", "nan", "utenfor"),
        ("malform", "dansk", "ukjent"),
        ("samisk_sprak", "nordlig", "ukjent"),
        ("samisk_sprak", "", "samisk"),
        ("innbyggere", "mange", "antall"),
        ("innbyggere", "-5", "antall"),
        ("offentlige_grunnskoler", "1,5", "antall"),
    ],
)
def test_a_fault_is_named_by_row_and_column(kolonne: str, text: str, kode: str) -> None:
    row = {**KOMMUNE, "samisk_sprak": "sørsamisk", "samisk_fra": "2021-01-01", kolonne: text}
    assert (2, kolonne, kode) in _faults(row)


def test_every_fault_of_every_row_is_named() -> None:
    first = {**KOMMUNE, "navn": "", "malform": "x"}
    second = {**KOMMUNE, "kommunenummer": "5002", "innbyggere": "x"}
    assert _faults(first, second) == [
        (2, "navn", "mangler"),
        (2, "malform", "ukjent"),
        (3, "innbyggere", "antall"),
    ]


def test_the_same_key_twice_is_a_fault() -> None:
    assert _faults(KOMMUNE, KOMMUNE) == [(3, "kommunenummer", "dobbel")]


def test_a_list_holds_from_one_day() -> None:
    rows = [{**KOMMUNE, "kommunenummer": n} for n in ("5001", "5002", "5003")]
    rows[1]["gyldig_fra"] = "2024-01-02"
    assert _faults(*rows) == [(3, "gyldig_fra", "ulike_dager")]


def test_a_number_begins_with_the_number_of_its_county() -> None:
    assert _faults({**KOMMUNE, "kommunenummer": "0301"}) == [(2, "kommunenummer", "fylke")]


def test_an_office_must_be_there_on_the_day() -> None:
    late = {**KOMMUNE, "gyldig_fra": "2031-01-01"}
    assert _faults(late) == [(2, "embete", "ukjent_kode")]


def test_columns_that_are_missing_are_named() -> None:
    row = {key: value for key, value in KOMMUNE.items() if key not in ("navn", "malform")}
    assert _faults(row) == [
        (1, "navn", "kolonne_mangler"),
        (1, "malform", "kolonne_mangler"),
    ]


def test_other_columns_are_passed_over() -> None:
    assert _read({**KOMMUNE, "merknad": "hei"}).slag is Listeslag.KOMMUNER


def test_a_list_of_municipalities_with_a_misspelt_column_is_not_taken_for_one_of_counties() -> None:
    row = {key.replace("kommunenummer", "kommunenr"): value for key, value in KOMMUNE.items()}
    assert _faults(row) == [(1, "kommunenummer", "kolonne_mangler")]
