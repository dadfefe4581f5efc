from datetime import date, datetime
from pathlib import Path

import pytest

from rekruttering.felles.clock import OSLO
from rekruttering.utlysning.innlesing import (
    RUNDER,
    UgyldigDefinisjonError,
    list_slugs,
    read_definisjon,
    read_runde,
)
from rekruttering.utlysning.rules import Engasjementsform, Ordning, UtlysningStatus
from rekruttering.utlysning.rules.publisering import publish_hindre

TEXT = (RUNDER / "forfase-2020.toml").read_text(encoding="utf-8")


def _faults(text: str) -> list[str]:
    with pytest.raises(UgyldigDefinisjonError) as caught:
        read_definisjon(text)
    return caught.value.feil


def test_the_three_real_rounds_are_there() -> None:
    assert list_slugs() == ["forfase-2020", "veilederkorps-2013", "veilederkorpset-2018"]


@pytest.mark.parametrize("slug", list_slugs())
def test_a_real_round_is_complete_on_the_day_it_was_published(slug: str) -> None:
    runde = read_runde(slug)
    assert runde.grunn.slug == slug
    assert runde.publiseres_at is not None
    assert publish_hindre(runde, UtlysningStatus.KLADD, runde.publiseres_at) == {}


def test_the_round_of_2020_says_what_the_call_said() -> None:
    runde = read_runde("forfase-2020")
    bands = [(v.form, v.minst, v.mest) for v in runde.engasjement.former]
    assert runde.grunn.ordning is Ordning.OPPFOLGINGSORDNINGEN
    assert runde.frister.frist_at == datetime(2020, 3, 15, 23, 59, 59, tzinfo=OSLO)
    assert runde.frister.tilbud_innen_dato == date(2020, 4, 15)
    assert (runde.frister.periode_fra_dato, runde.frister.periode_til_dato) == (
        date(2020, 8, 1),
        date(2021, 6, 30),
    )
    assert bands == [
        (Engasjementsform.FRIKJOP, 15, 25),
        (Engasjementsform.KONSULENT, 250, 420),
    ]
    assert [(s.fra_dato, s.til_dato, s.sted) for s in runde.samlinger.liste] == [
        (date(2020, 6, 8), date(2020, 6, 9), "Gardermoen")
    ]


def test_figures_that_a_call_does_not_name_are_none() -> None:
    frikjop = read_runde("veilederkorps-2013").engasjement.former[0]
    honorar = read_runde("veilederkorpset-2018").engasjement.former[1]
    assert (frikjop.minst, frikjop.mest) == (None, None)
    assert (honorar.minst, honorar.unntak) == (None, True)
    assert read_runde("veilederkorps-2013").frister.tilbud_innen_dato is None


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('slug = "forfase-2020"', "slug = 2020", "slug: skal være tekst"),
        ('slug = "forfase-2020"', "", "slug: mangler"),
        ("arsverk_timer = 1680", 'arsverk_timer = "mye"', "arsverk_timer: skal være et helt tall"),
        ("arsverk_timer = 1680", "arsverk_timer = true", "arsverk_timer: skal være et helt tall"),
        ("2020-03-15T23:59:59", "2020-03-15", "soknadsfrist: skal være dato og klokkeslett"),
        (
            "intervju_fra = 2020-03-18",
            "intervju_fra = 2020-03-18T09:00:00",
            "intervju_fra: skal være en dato",
        ),
        (
            'ordning = "oppfolgingsordningen"',
            'ordning = "ukjent"',
            "ordning: «ukjent» er ikke en av oppfolgingsordningen, veilederkorpset",
        ),
        ('form = "konsulent"', 'form = "frikjop"', "engasjement: «frikjop» står to ganger"),
        ('kode = "analyse"', 'kode = "skoleeier"', "kompetanse: «skoleeier» står to ganger"),
        ("unntak = false", "unntak = 0", "engasjement[0].unntak: skal være true eller false"),
        ("fra = 2020-06-08", "", "samling[0].fra: mangler"),
        ("fra = 2020-06-08", "frå = 1", None),
        ("\nlik_bakgrunn = 100\n", "\nlik_bakgrunn = 99\n", None),
        ("endring = 0", "", "vekter.endring: mangler"),
        ("intervju = 2", "intervju = 2\nukjent = 1", "vekter.ukjent: er ukjent"),
        ("[kompetanse.anker.3]", "[kompetanse.anker.4]", "kompetanse[0].anker.3: mangler"),
        ("[kontakt]", "[kontakt.x]", "kontakt.x: er ukjent"),
        ("min = 15", 'min = "lite"', "engasjement[0].min: skal være et helt tall"),
    ],
)
def test_a_fault_is_named_by_its_path(old: str, new: str, fault: str | None) -> None:
    assert old in TEXT
    if fault is not None:
        assert fault in _faults(TEXT.replace(old, new, 1))
    else:
        assert _faults(TEXT.replace(old, new, 1)) != []


def test_two_weights_that_stand_twice_must_agree() -> None:
    changed = TEXT.replace("lik_bakgrunn = 100", "lik_bakgrunn = 99", 1)
    assert _faults(changed) == ["sammensetning.lik_bakgrunn: er ikke lik vekter.lik_bakgrunn"]


def test_all_faults_are_named_at_once() -> None:
    faults = _faults('slug = 3\nsamling = 1\nengasjement = [1]\ntittel = "x"\nukjent = 1\n')
    assert faults[:2] == ["slug: skal være tekst", "ordning: mangler"]
    assert "tittel: skal være en tabell" in faults
    assert "samling: skal være en liste av tabeller" in faults
    assert "engasjement: skal være en liste av tabeller" in faults
    assert faults[-1] == "ukjent: er ukjent"


def test_a_text_that_is_not_toml_is_refused() -> None:
    assert _faults("slug = ")[0].startswith("TOML: ")


def test_an_unknown_round_is_named_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UgyldigDefinisjonError, match="finnes ikke blant forfase-2020"):
        read_runde("ukjent")
    with pytest.raises(UgyldigDefinisjonError):
        read_runde("../hemmelig", tmp_path)
