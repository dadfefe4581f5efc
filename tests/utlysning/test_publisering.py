from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from rekruttering.utlysning.rules import Seksjon, UtlysningStatus
from rekruttering.utlysning.rules.definisjon import (
    Definisjon,
    Engasjementsvilkar,
    Kontakt,
    Samlinger,
    Sporsmal,
    Tospraklig,
)
from rekruttering.utlysning.rules.publisering import (
    band_hindre,
    content_hindre,
    publish_hindre,
    save_hindre,
)
from tests.utlysning.builders import (
    FRIST,
    INGEN,
    NOW,
    TEKST,
    make_definisjon,
    make_frister,
    make_kriterium,
    make_samling,
    make_sammensetning,
    make_vilkar,
)

KLADD = UtlysningStatus.KLADD
BARE_NB = Tospraklig("Tekst", " ")


def _codes(definisjon: Definisjon) -> dict[Seksjon, list[str]]:
    return {s: [h.kode for h in found] for s, found in content_hindre(definisjon).items()}


def test_a_complete_draft_can_be_published() -> None:
    assert publish_hindre(make_definisjon(), KLADD, NOW) == {}


def test_a_call_is_published_once() -> None:
    hindre = publish_hindre(make_definisjon(), UtlysningStatus.PUBLISERT, NOW)
    assert [h.kode for h in hindre[Seksjon.GRUNN]] == ["status"]


def test_the_deadline_must_be_ahead() -> None:
    assert publish_hindre(make_definisjon(), KLADD, FRIST - timedelta(seconds=1)) == {}
    hindre = publish_hindre(make_definisjon(), KLADD, FRIST)
    assert [h.kode for h in hindre[Seksjon.FRISTER]] == ["frist_passert"]


def test_every_text_is_demanded_in_both_languages() -> None:
    grunn = replace(make_definisjon().grunn, tittel=INGEN, ingress=BARE_NB)
    definisjon = make_definisjon(
        grunn=grunn,
        tekst=BARE_NB,
        frister=make_frister(intervjusted=INGEN),
        engasjement=Engasjementsvilkar(1680, (make_vilkar(), make_vilkar(tekst=BARE_NB))),
        samlinger=Samlinger((make_samling(tittel=BARE_NB),)),
        kompetanser=(
            make_kriterium(
                navn=BARE_NB,
                begrunnelse=BARE_NB,
                sporsmal=(Sporsmal(BARE_NB, (BARE_NB,)),),
                anker=(TEKST, BARE_NB, INGEN),
            ),
        ),
        sammensetning=make_sammensetning(tekst=BARE_NB),
    )
    assert _codes(definisjon) == {
        Seksjon.GRUNN: ["tittel_nb", "tittel_nn", "ingress_nn"],
        Seksjon.TEKST: ["tekst_nn"],
        Seksjon.FRISTER: ["intervjusted_nb", "intervjusted_nn"],
        Seksjon.ENGASJEMENT: ["engasjement_nn"],
        Seksjon.SAMLINGER: ["samling_nn"],
        Seksjon.KOMPETANSER: [
            *("navn_nn", "begrunnelse_nn", "sporsmal_nn", "oppfolging_nn"),
            *("anker_nn", "anker_nb", "anker_nn"),
        ],
        Seksjon.SAMMENSETNING: ["sammensetning_nn"],
    }


def test_a_reason_says_which_of_several_it_is_about() -> None:
    former = (make_vilkar(), make_vilkar(tekst=BARE_NB))
    definisjon = make_definisjon(engasjement=Engasjementsvilkar(1680, former))
    (hinder,) = content_hindre(definisjon)[Seksjon.ENGASJEMENT]
    assert hinder.verdier == {"nummer": 2}


@pytest.mark.parametrize(
    ("felter", "koder"),
    [
        ({"intervju_fra_dato": date(2020, 3, 14)}, ["intervju_for_frist"]),
        ({"intervju_fra_dato": date(2020, 3, 15)}, []),
        ({"intervju_til_dato": date(2020, 3, 17)}, ["intervju_snudd"]),
        ({"tilbud_innen_dato": date(2020, 4, 6)}, ["tilbud_tidlig"]),
        ({"tilbud_innen_dato": date(2020, 3, 1)}, ["tilbud_for_frist", "tilbud_tidlig"]),
        ({"periode_fra_dato": date(2020, 4, 14)}, ["periode_tidlig"]),
        ({"periode_fra_dato": date(2020, 3, 1)}, ["periode_for_frist", "periode_tidlig"]),
        ({"periode_til_dato": date(2020, 7, 31)}, ["periode_snudd"]),
        ({"intervju_fra_dato": None, "tilbud_innen_dato": None}, []),
    ],
)
def test_dates_come_in_the_order_of_the_process(felter: dict[str, Any], koder: list[str]) -> None:
    definisjon = make_definisjon(frister=make_frister(**felter))
    assert _codes(definisjon).get(Seksjon.FRISTER, []) == koder


def test_a_call_without_interviews_needs_no_place_for_them() -> None:
    frister = make_frister(intervju_fra_dato=None, intervju_til_dato=None, intervjusted=INGEN)
    assert _codes(make_definisjon(frister=frister)) == {}


def test_a_place_is_demanded_in_both_languages_when_it_is_there_in_one() -> None:
    frister = make_frister(
        intervju_fra_dato=None, intervju_til_dato=None, intervjusted=Tospraklig("", "Video")
    )
    assert _codes(make_definisjon(frister=frister)) == {Seksjon.FRISTER: ["intervjusted_nb"]}


@pytest.mark.parametrize(
    ("minst", "mest", "koder"),
    [
        (15, 25, []),
        (20, 20, []),
        (None, None, []),
        (15, None, ["halvt_band"]),
        (None, 25, ["halvt_band"]),
        (0, 25, ["band_null"]),
        (25, 15, ["band_snudd"]),
        (50, 101, ["band_prosent"]),
    ],
)
def test_a_band_has_both_ends_in_order(
    minst: int | None, mest: int | None, koder: list[str]
) -> None:
    assert [h.kode for h in band_hindre(make_vilkar(minst, mest))] == koder


def test_something_must_be_offered_and_a_full_position_has_hours() -> None:
    definisjon = make_definisjon(engasjement=Engasjementsvilkar(0, ()))
    assert _codes(definisjon) == {Seksjon.ENGASJEMENT: ["ingen_engasjement", "arsverk"]}


def test_gatherings_are_optional_and_after_the_deadline() -> None:
    assert _codes(make_definisjon(samlinger=Samlinger(()))) == {}
    early = make_samling(fra_dato=date(2020, 3, 14), til_dato=date(2020, 3, 13))
    definisjon = make_definisjon(samlinger=Samlinger((early,)))
    assert _codes(definisjon) == {Seksjon.SAMLINGER: ["samling_snudd", "samling_for_frist"]}


def test_a_criterion_has_code_weight_and_question() -> None:
    assert _codes(make_definisjon(kompetanser=())) == {Seksjon.KOMPETANSER: ["ingen_kompetanser"]}
    bare = make_kriterium(kode="", vekt=0, sporsmal=())
    assert _codes(make_definisjon(kompetanser=(bare,))) == {
        Seksjon.KOMPETANSER: ["kriterium_kode", "kriterium_vekt", "ingen_sporsmal"]
    }


def test_every_weight_is_there_and_within_its_limits() -> None:
    vekter = dict(make_sammensetning().vekter)
    del vekter["endring"]
    vekter |= {"reise_km_per_poeng": 0, "intervju": 10_001, "malform": 0}
    definisjon = make_definisjon(
        sammensetning=make_sammensetning(vekter=tuple(vekter.items()), maks_kommuner_per_par=13)
    )
    assert _codes(definisjon) == {
        Seksjon.SAMMENSETNING: ["maks_kommuner", "vekter", "vekt", "vekt"]
    }


def test_someone_must_be_there_to_ask() -> None:
    definisjon = make_definisjon(kontakt=Kontakt("", "", ""))
    assert _codes(definisjon) == {Seksjon.KONTAKT: ["kontakt_navn", "kontakt_epost"]}


def test_a_draft_may_be_half_finished_but_not_impossible() -> None:
    vilkar = make_vilkar(25, 15, tekst=INGEN)
    definisjon = make_definisjon(engasjement=Engasjementsvilkar(1680, (vilkar,)))
    found = content_hindre(definisjon)[Seksjon.ENGASJEMENT]
    assert [h.kode for h in save_hindre(found, KLADD)] == ["band_snudd"]
    assert len(save_hindre(found, UtlysningStatus.PUBLISERT)) == 3
