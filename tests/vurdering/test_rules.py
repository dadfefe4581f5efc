import pytest

from rekruttering.felles.errors import Hinder
from rekruttering.habilitet.rules import Tilstand
from rekruttering.intervju.rules import IntervjuStatus
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.vurdering import rules
from rekruttering.vurdering.rules import (
    Felles,
    Innstillingsutfall,
    Mangel,
    Svar,
    Vurderingsplass,
    VurderingStatus,
)


def koder(hindre: list[Hinder]) -> list[str]:
    return [hinder.kode for hinder in hindre]


def plass(
    id: int,
    tilstand: Tilstand | None = Tilstand.INGEN,
    status: VurderingStatus | None = VurderingStatus.LAST,
) -> Vurderingsplass:
    return Vurderingsplass(id, f"Medlem {id}", False, tilstand, status)


def test_a_locked_scoring_and_a_cancelled_interview_are_not_written_to() -> None:
    assert rules.save_hindre(IntervjuStatus.PLANLAGT, None) == []
    hindre = rules.save_hindre(IntervjuStatus.AVLYST, VurderingStatus.LAST)
    assert koder(hindre) == ["intervju", "last"]


def test_a_lock_is_refused_with_every_criterion_that_is_not_complete() -> None:
    svar = [
        Svar("A", None, None, ""),
        Svar("B", 4, None, ""),
        Svar("C", 4, None, "Godt."),
        Svar("D", None, Mangel.IKKE_HORT, ""),
    ]
    hindre = rules.lock_hindre(IntervjuStatus.PLANLAGT, VurderingStatus.LAST, svar)
    assert koder(hindre) == ["ikke_holdt", "last", "mangler_poeng", "mangler_begrunnelse"]
    assert [hinder.verdier.get("navn") for hinder in hindre[2:]] == ["A", "B"]
    assert rules.lock_hindre(IntervjuStatus.HOLDT, VurderingStatus.KLADD, svar[2:]) == []


def test_a_scoring_is_reopened_with_a_reason_until_the_joint_scores_are_set() -> None:
    last = VurderingStatus.LAST
    assert rules.reopen_hindre(last, SoknadStatus.TIL_INTERVJU, "Feil søker.") == []
    hindre = rules.reopen_hindre(VurderingStatus.KLADD, SoknadStatus.INTERVJUET, "")
    assert koder(hindre) == ["ikke_last", "felles_satt", "grunn"]


def test_the_joint_page_waits_for_everyone_who_is_not_barred() -> None:
    ferdig = [plass(1), plass(2), plass(3, Tilstand.ERKLART, None)]
    assert rules.joint_open_hindre(IntervjuStatus.HOLDT, ferdig) == []
    venter = [plass(1, None), plass(2, Tilstand.AVKLART, None), plass(3, Tilstand.MISTENKT)]
    assert koder(rules.joint_open_hindre(IntervjuStatus.PLANLAGT, venter)) == [
        "ikke_holdt",
        "ikke_erklart",
        "ikke_last",
        "usikker",
    ]
    alene = [plass(1), plass(2, Tilstand.BEKREFTET)]
    assert koder(rules.joint_open_hindre(IntervjuStatus.HOLDT, alene)) == ["for_fa"]


@pytest.mark.parametrize(
    ("poeng", "spenn", "forslag"),
    [
        ((), 0, None),
        ((None, None), 0, None),
        ((4, None, 4), 0, 4),
        ((3, 4), 1, 4),
        ((3, 3, 4), 1, 3),
        ((2, 4, 3), 2, None),
    ],
)
def test_the_mean_is_proposed_rounded_half_up_unless_the_spread_is_two(
    poeng: tuple[int | None, ...], spenn: int, forslag: int | None
) -> None:
    assert (rules.spread(poeng), rules.joint_default(poeng)) == (spenn, forslag)


def test_a_joint_score_needs_a_reason_where_the_members_differ() -> None:
    til_intervju = SoknadStatus.TIL_INTERVJU
    assert rules.joint_hindre(til_intervju, [Felles("A", (2, 4), 3, "Enige om 3.")]) == []
    felles = [
        Felles("A", (2, 4), 3, ""),
        Felles("B", (3, 3), None, ""),
        Felles("C", (None, None), 2, ""),
        Felles("D", (None, None), None, ""),
    ]
    assert koder(rules.joint_hindre(SoknadStatus.INNSTILT, felles)) == [
        "status",
        "mangler_begrunnelse",
        "mangler_poeng",
        "ikke_grunnlag",
    ]
    tom = [Felles("D", (None, None), None, "")]
    assert koder(rules.joint_hindre(til_intervju, tom)) == ["uten_poeng"]


@pytest.mark.parametrize(
    ("felles", "poeng"),
    [
        ([(1, 1), (1, 3)], 0),
        ([(5, 1), (5, 2)], 100),
        ([(3, 1), (None, 5)], 50),
        ([(4, 1), (4, 1), (5, 1)], 83),
        ([(5, 1), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1)], 13),
        ([(5, 3), (1, 1)], 75),
        ([(None, 1)], 0),
        ([], 0),
    ],
)
def test_points_are_the_weighted_mean_on_a_scale_to_100_rounded_half_up(
    felles: list[tuple[int | None, int]], poeng: int
) -> None:
    assert rules.points(felles) == poeng


def test_equal_points_share_a_rank_and_the_next_rank_is_skipped() -> None:
    assert rules.ranks([70, 90, 70, 50]) == [2, 1, 2, 4]


def test_the_cut_lines_are_inside() -> None:
    utfall = [rules.outcome_at(poeng, 80, 60) for poeng in (80, 79, 60, 59)]
    innstilt, reserve, avslag = Innstillingsutfall
    assert utfall == [innstilt, reserve, reserve, avslag]


def test_cut_lines_do_not_cross_and_every_used_outcome_has_grounds() -> None:
    assert rules.cut_hindre(60, 60) == []
    hindre = rules.cut_hindre(50, 60, [Innstillingsutfall.AVSLAG])
    assert koder(hindre) == ["begrunnelse_avslag", "grense"]


def test_an_outcome_needs_joint_scores_and_grounds_and_a_told_refusal_stands() -> None:
    def hindre(
        soknad: SoknadStatus,
        meldt: SoknadStatus | None = None,
        *,
        har_felles: bool = True,
        begrunnelse: str = "Solid.",
    ) -> list[str]:
        return koder(
            rules.innstill_hindre(soknad, meldt, har_felles=har_felles, begrunnelse=begrunnelse)
        )

    assert hindre(SoknadStatus.INTERVJUET) == []
    assert hindre(SoknadStatus.AVSLAG, SoknadStatus.RESERVE) == []
    assert hindre(SoknadStatus.AVSLAG, SoknadStatus.AVSLAG) == ["meldt"]
    assert hindre(SoknadStatus.TRUKKET) == ["trukket"]
    assert hindre(SoknadStatus.TIL_INTERVJU) == ["ikke_vurdert"]
    assert hindre(SoknadStatus.INTERVJUET, har_felles=False, begrunnelse="") == [
        "ikke_vurdert",
        "begrunnelse",
    ]
