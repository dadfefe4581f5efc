"""The demo population: repeatable, believable, and able to serve the municipalities it has."""

import re
from collections import Counter
from functools import cache
from itertools import combinations

import pytest
from email_validator import validate_email

from rekruttering.demo.grunnlag import FAGOMRADER, km, list_kommunefakta
from rekruttering.demo.personer import (
    KOMPETANSER_2020,
    Ansatt,
    Befolkning,
    IdentifisertKommune,
    Soker,
    make_befolkning,
    make_skarer,
    poeng_100,
)
from rekruttering.demo.sokere import FRIST


@cache
def befolkning(seed: int = 2020) -> Befolkning:
    return make_befolkning(seed)


def ja(folk: Befolkning) -> list[Soker]:
    return [soker for soker in folk.sokere if soker.tilbudssvar == "ja"]


def kan_tjene(soker: Soker, kommune: IdentifisertKommune) -> bool:
    """Rules R3 of the allocation for one person."""
    nummer = kommune.kommunenummer
    bundet = {tilknytning.kommunenummer for tilknytning in soker.tilknytninger}
    return (
        nummer not in bundet | {soker.kommunenummer, soker.arbeidsgiver_kommunenummer}
        and list_kommunefakta()[nummer].fylkesnummer not in soker.uaktuelle_fylker
        and km(soker.kommunenummer, nummer) <= soker.maks_reise_km
    )


def test_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    assert make_befolkning(3) == make_befolkning(3)
    assert make_befolkning(3) != make_befolkning(4)


def test_sizes_are_those_of_the_real_round() -> None:
    folk = befolkning()
    assert len(folk.sokere) == 120
    assert Counter(k.grunnlag for k in folk.kommuner) == {"risikopoeng": 30, "spredning": 10}
    assert len(folk.panelmedlemmer) == 9
    assert len(folk.koordinatorer) == 2
    assert len(folk.statsforvaltere) == 10
    assert 70 <= len(ja(folk)) <= 80
    assert Counter(s.tilbudssvar for s in folk.sokere)["nei"] == 6


def test_applicants_and_municipalities_are_in_every_fylke_of_2020() -> None:
    folk, fakta = befolkning(), list_kommunefakta()
    fylker = {f.fylkesnummer for f in fakta.values()}
    assert {fakta[s.kommunenummer].fylkesnummer for s in folk.sokere} == fylker
    assert {fakta[k.kommunenummer].fylkesnummer for k in folk.kommuner} == fylker
    assert {s.embete for s in folk.statsforvaltere} == {f.embete for f in fakta.values()}


def test_ids_mail_addresses_and_phone_numbers_are_unique_and_cannot_be_real() -> None:
    folk = befolkning()
    ansatte: list[Ansatt] = [
        *folk.panelmedlemmer,
        *folk.koordinatorer,
        folk.administrator,
        *folk.statsforvaltere,
    ]
    personer: list[Soker | Ansatt] = [*folk.sokere, *ansatte]
    eposter = [p.epost for p in personer] + [k.kontakt.epost for k in folk.kommuner]
    telefoner = [p.telefon for p in personer] + [k.kontakt.telefon for k in folk.kommuner]
    assert len({p.id for p in personer}) == len(personer)
    assert len(set(eposter)) == len(eposter)
    assert len(set(telefoner)) == len(telefoner)
    for epost in eposter:
        assert epost.endswith(".example")
        validate_email(epost, check_deliverability=False)
    for telefon in telefoner:
        assert re.fullmatch(r"00 \d\d \d\d \d\d", telefon)  # no Norwegian number begins with 00


def test_backgrounds_have_the_years_that_belong_to_them() -> None:
    for soker in befolkning().sokere:
        assert (soker.year_skoleeier > 3) == (soker.bakgrunn in ("skoleeier", "begge"))
        assert (soker.year_skoleleder > 3) == (soker.bakgrunn in ("skoleleder", "begge"))
        assert (soker.annen_type is not None) == (soker.bakgrunn == "annen")
        assert (soker.year_annen > 0) == (soker.bakgrunn == "annen")
        alder = 2020 - soker.fodt_year
        assert 33 <= alder <= 70


def test_engagement_is_inside_the_band_of_the_round() -> None:
    bander = {"frikjop": (15, 25), "konsulent": (250, 420)}
    for soker in befolkning().sokere:
        minst, mest = bander[soker.engasjement.form]
        assert minst <= soker.engasjement.minst <= soker.engasjement.mest <= mest
        assert 250 <= soker.engasjement.timer()[0] <= soker.engasjement.timer()[1] <= 420
    assert {s.engasjement.form for s in befolkning().sokere} == {"frikjop", "konsulent"}


def test_nynorsk_is_at_home_in_the_west_and_every_letter_is_whole() -> None:
    fakta = list_kommunefakta()
    nynorsk = Counter(
        fakta[s.kommunenummer].fylkesnummer
        for s in befolkning().sokere
        if s.sprak_korrespondanse == "nn"
    )
    assert nynorsk["46"] >= 7
    assert nynorsk["03"] + nynorsk["18"] + nynorsk["54"] <= 3
    for soker in befolkning().sokere:
        assert soker.motivasjon.count("\n\n") >= 3
        assert "{" not in soker.motivasjon
        if soker.sprak_korrespondanse == "nn":
            assert not re.search(r"\b(jeg|ikke|hvordan|noen|fra|som leder)\b", soker.motivasjon)


def test_letters_differ() -> None:
    brev = {soker.motivasjon for soker in befolkning().sokere}
    assert len(brev) == 120


def test_wishes_do_not_contradict_each_other() -> None:
    ider = {soker.id for soker in befolkning().sokere}
    for soker in befolkning().sokere:
        assert not set(soker.onskede_fylker) & set(soker.uaktuelle_fylker)
        assert not set(soker.onsker_par_med) & set(soker.ikke_par_med)
        assert {*soker.onsker_par_med, *soker.ikke_par_med} <= ider - {soker.id}
        assert set(soker.fagomrader) <= set(FAGOMRADER)
    assert sum(bool(soker.onsker_par_med) for soker in befolkning().sokere) >= 10


def test_ties_name_real_municipalities_and_some_are_in_the_pulje() -> None:
    folk = befolkning()
    bundne = {t.kommunenummer for s in folk.sokere for t in s.tilknytninger}
    assert bundne <= set(list_kommunefakta())
    assert len(bundne & {k.kommunenummer for k in folk.kommuner}) >= 10
    assert len({t.grunn for s in folk.sokere for t in s.tilknytninger}) == 6


def test_applications_are_sent_before_the_deadline_and_drafts_are_not_sent() -> None:
    for soker in befolkning().sokere:
        assert (soker.sendt_at is None) == (soker.utfall == "kladd")
        assert soker.sendt_at is None or soker.sendt_at <= FRIST


def test_pulje_follows_the_reference_data_and_leaves_out_the_earlier_one() -> None:
    folk, fakta = befolkning(), list_kommunefakta()
    for kommune in folk.kommuner:
        assert kommune.malform == fakta[kommune.kommunenummer].malform
        assert kommune.samisk_sprak == fakta[kommune.kommunenummer].samisk_sprak
        assert 90 <= kommune.timer <= 200
        assert kommune.fagomrader
    identifiserte = {k.kommunenummer for k in folk.kommuner}
    assert len(identifiserte) == 40
    assert len(folk.i_ordningen_fra_for) == 6
    assert not identifiserte & set(folk.i_ordningen_fra_for)


def test_nobody_with_a_declared_tie_is_in_the_panel() -> None:
    folk = befolkning()
    paneler = {soker.id: soker.panel for soker in folk.sokere}
    ledere = {m.id for m in folk.panelmedlemmer if m.leder}
    for panel in paneler.values():
        assert len(set(panel)) == 3
        assert panel[0] in ledere
    for binding in folk.panelbindinger:
        if binding.tilstand == "erklaert":
            assert binding.medlem_id not in paneler[binding.soker_id]


def test_scores_are_repeatable_reasoned_and_follow_quality() -> None:
    folk = befolkning()
    soker = folk.sokere[0]
    skarer = make_skarer(folk, soker, soker.panel[0])
    assert skarer == make_skarer(folk, soker, soker.panel[0])
    assert [skar.kompetanse for skar in skarer] == list(KOMPETANSER_2020)
    alle = [s for p in folk.sokere for m in p.panel for s in make_skarer(folk, p, m)]
    assert {s.poeng for s in alle} == {None, 1, 2, 3, 4, 5}
    assert all(len(s.begrunnelse) > 20 for s in alle)
    etter_kvalitet = sorted(folk.sokere, key=lambda s: s.kvalitet)
    svake = [poeng_100(folk, s) for s in etter_kvalitet[:20]]
    sterke = [poeng_100(folk, s) for s in etter_kvalitet[-20:]]
    assert sum(sterke) / 20 > sum(svake) / 20 + 25


def test_scores_of_another_rounds_kompetanser_have_a_reason_too() -> None:
    folk = befolkning()
    (skar,) = make_skarer(folk, folk.sokere[0], "p1", ["prosessledelse"])
    assert skar.kompetanse == "prosessledelse"
    assert skar.begrunnelse


@pytest.mark.parametrize("seed", [1, 7, 2020])
def test_every_municipality_can_be_served_by_several_pairs_with_its_language(seed: int) -> None:
    folk = befolkning(seed)
    for kommune in folk.kommuner:
        aktuelle = [soker for soker in ja(folk) if kan_tjene(soker, kommune)]
        par = [
            (a, b)
            for a, b in combinations(aktuelle, 2)
            if not kommune.samisk_sprak
            or kommune.samisk_sprak in (*a.samiske_sprak, *b.samiske_sprak)
        ]
        assert len(par) >= 10, kommune
    samiske = Counter(k.samisk_sprak for k in folk.kommuner if k.samisk_sprak)
    assert samiske == {"nordsamisk": 2, "lulesamisk": 1, "sorsamisk": 2}
