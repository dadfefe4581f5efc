"""The figures are checked against published data sets with known results."""

import random

import pytest

from rekruttering.vurdering import statistikk
from rekruttering.vurdering.statistikk import Maleniva, alpha, alpha_intervall, fit, is_connected

N = None
# Krippendorff, «Computing Krippendorff's Alpha-Reliability» (2011): 4 observers, 12 units.
KRIPPENDORFF_2011 = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]
# Hayes & Krippendorff (2007), table 1: 40 articles (rows), 5 observers, «.» is missing.
HAYES_ROWS = [
    "112.2",
    "1101.",
    "2333.",
    ".00.0",
    "000.0",
    "000.0",
    "102.1",
    "1.20.",
    "222.2",
    "2111.",
    ".100.",
    "0000.",
    "1222.",
    "33223",
    "111.1",
    "111.1",
    "212.2",
    "1233.",
    "1101.",
    "000.0",
    "0011.",
    "00.00",
    "2333.",
    "0000.",
    "12.22",
    "0111.",
    "00010",
    "1212.",
    "1122.",
    "112.2",
    "110.0",
    "2121.",
    "22.22",
    "3222.",
    "222.2",
    "223.2",
    "222.2",
    "22.12",
    "2222.",
    "111.1",
]


def hayes() -> list[list[float | None]]:
    """Return the published table with one row per observer."""
    rows = [[None if mark == "." else float(mark) for mark in row] for row in HAYES_ROWS]
    return [list(column) for column in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    ("niva", "published"),
    [
        (Maleniva.NOMINAL, 0.743),
        (Maleniva.ORDINAL, 0.815),
        (Maleniva.INTERVALL, 0.849),
        (Maleniva.FORHOLD, 0.797),
    ],
)
def test_alpha_is_as_published_with_missing_scores(niva: Maleniva, published: float) -> None:
    found = alpha(KRIPPENDORFF_2011, niva)
    assert found is not None
    assert round(found, 3) == published


@pytest.mark.parametrize(
    ("niva", "published"),
    [(Maleniva.NOMINAL, 0.477), (Maleniva.ORDINAL, 0.760), (Maleniva.INTERVALL, 0.757)],
)
def test_alpha_is_as_hayes_and_krippendorff_published(niva: Maleniva, published: float) -> None:
    found = alpha(hayes(), niva)
    assert found is not None
    assert round(found, 3) == published


def test_the_jackknife_interval_holds_the_published_bootstrap_one() -> None:
    interval = alpha_intervall(hayes())
    assert interval is not None
    # Hayes & Krippendorff: 0.699–0.814 from 10 000 bootstrap samples, known to be too narrow.
    assert interval.fra == pytest.approx(0.699, abs=0.06)
    assert interval.til == pytest.approx(0.814, abs=0.06)
    assert (interval.n, round(interval.verdi, 2)) == (40, 0.76)


def test_full_agreement_is_1_and_what_does_not_vary_has_no_alpha() -> None:
    assert alpha([[1, 2, 3], [1, 2, 3]]) == 1.0
    assert alpha([[3, 3, 3], [3, 3, 3]]) is None
    assert alpha([[1, N], [N, 2]]) is None
    assert alpha([]) is None


def test_an_interval_needs_two_units_and_an_alpha_without_any_of_them() -> None:
    assert alpha_intervall([[1], [2]]) is None
    assert alpha_intervall([[1, 3], [1, 3]]) is None
    assert alpha_intervall([[3, 3], [3, 3]]) is None


@pytest.mark.parametrize(
    ("df", "table"),
    [(1, 12.706), (2, 4.303), (5, 2.571), (8, 2.306), (10, 2.228), (29, 2.045), (1000, 1.962)],
)
def test_the_quantile_of_t_is_that_of_the_tables(df: int, table: float) -> None:
    assert statistikk.t_quantile(df) == pytest.approx(table, abs=0.004)


def test_panels_that_share_nobody_are_not_connected() -> None:
    closed = [(1, 10), (2, 10), (3, 11), (4, 11)]
    assert not is_connected(closed)
    assert is_connected([*closed, (2, 11)])
    assert not is_connected([])


def make_scores(mixed: bool) -> dict[tuple[int, int], float]:
    """Return exact scores: applicant n has 10 n, member 1 is 6 below and member 2 is 6 above."""
    severity = {1: -6.0, 2: 6.0, 3: 0.0}
    pairs = [(m, s) for s in range(1, 7) for m in ((1, 2, 3) if mixed else ((1,), (2,))[s % 2])]
    return {(m, s): 10.0 * s + severity[m] for m, s in pairs}


def test_exact_scores_give_back_severity_and_applicant() -> None:
    modell = fit(make_scores(mixed=True))
    assert modell is not None
    assert {m: round(en.verdi, 6) for m, en in modell.strenghet.items()} == {1: -6, 2: 6, 3: 0}
    assert {s: round(en.verdi, 6) for s, en in modell.sokere.items()} == {
        s: 10.0 * s for s in range(1, 7)
    }
    assert [modell.sokere[s].plass for s in (6, 5, 1)] == [1, 2, 6]
    assert (modell.sokere[6].plass_fra, modell.sokere[6].plass_til) == (1, 1)
    assert modell.spredning == pytest.approx(0, abs=1e-9)


def test_closed_panels_and_too_few_scores_have_no_model() -> None:
    assert fit(make_scores(mixed=False)) is None
    assert fit({(1, 1): 50.0, (2, 1): 60.0}) is None
    assert fit({}) is None


def test_the_interval_of_severity_holds_the_truth_as_often_as_it_says() -> None:
    rng, inside, rounds = random.Random(2020), 0, 200
    for _ in range(rounds):
        exact = make_scores(mixed=True)
        modell = fit({pair: value + rng.gauss(0, 8) for pair, value in exact.items()})
        assert modell is not None
        inside += modell.strenghet[1].fra <= -6 <= modell.strenghet[1].til
    assert 0.91 <= inside / rounds <= 0.99


def test_noise_leaves_several_places_open() -> None:
    rng = random.Random(1)
    scores = {(m, s): 50 + s + rng.gauss(0, 10) for m in range(3) for s in range(8)}
    modell = fit(scores)
    assert modell is not None
    assert all(en.plass_fra <= en.plass <= en.plass_til for en in modell.sokere.values())
    assert modell.sokere[0].plass_til - modell.sokere[0].plass_fra >= 3


def test_the_error_of_a_mean_is_pooled_over_applicants() -> None:
    error = statistikk.within_error({(1, 1): 40, (2, 1): 60, (1, 2): 50, (2, 2): 50, (3, 3): 9})
    # Squares 200 and 0 over two degrees of freedom: a standard deviation of 10.
    assert error == {1: pytest.approx(10 / 2**0.5), 2: pytest.approx(10 / 2**0.5), 3: 10}
    assert statistikk.within_error({(1, 1): 40}) == {}
