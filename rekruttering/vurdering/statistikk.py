"""Agreement and severity: figures of how members score; plain numbers, no I/O.

Nothing here changes a score or a rank that decides. What is measured is shown with its
uncertainty, or not at all.

Kilde: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011); Hayes & Krippendorff (2007);
Hughes, arXiv 2210.13265 (jackknife); Roberts et al. (2010) on severity.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Matrise = npt.NDArray[np.float64]
# One row per observer, one column per unit; None is missing.
Skarer = Sequence[Sequence[float | None]]
MINST_FOR_ENIGHET = 30
_PROSENT = 0.95
_TINY = 1e-9


class Maleniva(StrEnum):
    """What the distance between two scores means."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVALL = "intervall"
    FORHOLD = "forhold"


@dataclass(frozen=True)
class Intervall:
    """An estimate with its 95 % interval; `n` is how many units it rests on."""

    verdi: float
    fra: float
    til: float
    n: int


@dataclass(frozen=True)
class Justert:
    """One applicant in the additive model, on the scale of the observations.

    `plass_fra` and `plass_til` are the best and the worst rank that the data do not exclude.
    """

    verdi: float
    fra: float
    til: float
    plass: int
    plass_fra: int
    plass_til: int


@dataclass(frozen=True)
class Modell:
    """The additive model: who is strict (below 0) or mild (above 0), and each applicant adjusted.

    `spredning` is the standard deviation of what the model does not explain.
    """

    strenghet: Mapping[int, Intervall]
    sokere: Mapping[int, Justert]
    spredning: float


def alpha(skarer: Skarer, niva: Maleniva = Maleniva.ORDINAL) -> float | None:
    """Return Krippendorff's alpha; None where nothing can be compared or nothing varies.

    `skarer` has one row per observer and one column per unit, with None for missing.
    """
    values, counts = _counts(skarer)
    return _alpha(counts, _distance(niva, values, counts))


def alpha_intervall(skarer: Skarer, niva: Maleniva = Maleniva.ORDINAL) -> Intervall | None:
    """Return alpha with a 95 % jackknife interval over the units.

    Each unit that can be compared is left out once. None where alpha has no value, also without
    any one of the units.
    """
    values, counts = _counts(skarer)
    whole = _alpha(counts, _distance(niva, values, counts))
    n = len(counts)
    if whole is None or n < 2:
        return None
    without: list[float] = []
    for unit in range(n):
        rest = np.delete(counts, unit, axis=0)
        ett = _alpha(rest, _distance(niva, values, rest))
        if ett is None:
            return None
        without.append(ett)
    each = np.asarray(without)
    error = float(np.sqrt((n - 1) / n * np.sum((each - each.mean()) ** 2)))
    reach = t_quantile(n - 1) * error
    return Intervall(whole, max(whole - reach, -1.0), min(whole + reach, 1.0), n)


def is_connected(pairs: Sequence[tuple[int, int]]) -> bool:
    """Return whether members and applicants hang together in one piece through who scored whom.

    Only then can a strict member be told from a weak applicant. No pairs at all do not.
    """
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for medlem, soker in pairs:
        parent[root(("medlem", medlem))] = root(("soker", soker))
    return len({root(node) for node in list(parent)}) == 1


def fit(verdier: Mapping[tuple[int, int], float]) -> Modell | None:
    """Return the additive model of (member, applicant) -> score by least squares.

    score = applicant + member's severity + noise, where the severities sum to 0. None where the
    graph is not connected, or where there are no observations over to tell noise from effects.
    """
    pairs = list(verdier)
    if not is_connected(pairs):
        return None
    medlemmer = sorted({medlem for medlem, _ in pairs})
    sokere = sorted({soker for _, soker in pairs})
    df = len(pairs) - len(medlemmer) - len(sokere) + 1
    if df < 1:
        return None
    design = np.zeros((len(pairs), len(sokere) + len(medlemmer)))
    for row, (medlem, soker) in enumerate(pairs):
        design[row, sokere.index(soker)] = 1
        design[row, len(sokere) + medlemmer.index(medlem)] = 1
    y = np.asarray([verdier[pair] for pair in pairs])
    # Adding the sum of the severities as an equation fixes the level without touching the fit.
    extra = np.concatenate([np.zeros(len(sokere)), np.ones(len(medlemmer))])
    inverse = np.linalg.inv(design.T @ design + np.outer(extra, extra))
    effects = inverse @ design.T @ y
    residual = y - design @ effects
    variance = float(residual @ residual) / df
    # The equation is exact, so what it adds to the inverse is no uncertainty of the estimates.
    cov = variance * inverse @ design.T @ design @ inverse
    n = len(sokere)
    t = t_quantile(df)
    strenghet = {
        medlem: _interval(effects[n + i], cov[n + i, n + i], t, sum(m == medlem for m, _ in pairs))
        for i, medlem in enumerate(medlemmer)
    }
    return Modell(
        strenghet, dict(_adjusted(sokere, effects[:n], cov[:n, :n], t)), float(np.sqrt(variance))
    )


def within_error(verdier: Mapping[tuple[int, int], float]) -> dict[int, float]:
    """Return the standard error of each applicant's mean of the members' scores.

    The members' standard deviation around the applicant's mean is pooled over all applicants; it
    holds severity and noise alike. Empty where no applicant has two members.
    """
    by_soker: dict[int, list[float]] = {}
    for (_, soker), verdi in verdier.items():
        by_soker.setdefault(soker, []).append(verdi)
    df = sum(len(each) - 1 for each in by_soker.values())
    if df < 1:
        return {}
    squares = sum(sum((v - _mean(each)) ** 2 for v in each) for each in by_soker.values())
    pooled = (squares / df) ** 0.5
    return {soker: pooled / len(each) ** 0.5 for soker, each in by_soker.items()}


def t_quantile(df: int, prosent: float = _PROSENT) -> float:
    """Return the two-sided quantile of Student's t.

    Exact for 1 and 2 degrees of freedom; else the expansion of Abramowitz & Stegun 26.7.5, for
    95 % too small by 0.03 at 3 degrees and by less than 0.001 from 8 on.
    """
    p = (1 + prosent) / 2
    if df == 1:
        return float(np.tan(np.pi * (p - 0.5)))
    if df == 2:
        return float((2 * p - 1) / np.sqrt(2 * p * (1 - p)))
    z = NormalDist().inv_cdf(p)
    return (
        z
        + (z**3 + z) / (4 * df)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * df**3)
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _interval(verdi: float, variance: float, t: float, n: int) -> Intervall:
    reach = t * float(np.sqrt(max(variance, 0.0)))
    return Intervall(float(verdi), float(verdi) - reach, float(verdi) + reach, n)


def _adjusted(
    sokere: Sequence[int], effects: Matrise, cov: Matrise, t: float
) -> list[tuple[int, Justert]]:
    """Rank the applicants, and count who is certainly above and certainly below each."""
    over = np.zeros(len(sokere), dtype=int)
    under = np.zeros(len(sokere), dtype=int)
    for i, j in combinations(range(len(sokere)), 2):
        error = float(np.sqrt(max(cov[i, i] + cov[j, j] - 2 * cov[i, j], 0.0)))
        difference = float(effects[i] - effects[j])
        if abs(difference) > t * error + _TINY:
            high, low = (i, j) if difference > 0 else (j, i)
            over[low] += 1
            under[high] += 1
    rows = []
    for i, soker in enumerate(sokere):
        en = _interval(effects[i], cov[i, i], t, 0)
        plass = 1 + int(np.sum(effects > effects[i] + _TINY))
        worst = len(sokere) - int(under[i])
        rows.append((soker, Justert(en.verdi, en.fra, en.til, plass, 1 + int(over[i]), worst)))
    return rows


def _counts(skarer: Skarer) -> tuple[list[float], Matrise]:
    """Return the values in use, and how often each unit got each; units with one score fall out."""
    columns = [[v for v in column if v is not None] for column in zip(*skarer, strict=True)]
    columns = [column for column in columns if len(column) > 1]
    values = sorted({v for column in columns for v in column})
    counts = np.zeros((len(columns), len(values)))
    for row, column in enumerate(columns):
        for value in column:
            counts[row, values.index(value)] += 1
    return values, counts


def _alpha(counts: Matrise, distance: Matrise) -> float | None:
    if not len(counts):
        return None
    n_u = counts.sum(axis=1)
    coincidence = np.einsum("uc,uk,u->ck", counts, counts, 1 / (n_u - 1))
    coincidence -= np.diag((counts / (n_u - 1)[:, None]).sum(axis=0))
    n_c = coincidence.sum(axis=1)
    n = n_c.sum()
    expected = float((np.outer(n_c, n_c) * distance).sum() / (n - 1))
    if expected < _TINY:
        return None
    observed = float((coincidence * distance).sum())
    return float(1 - observed / expected)


def _distance(niva: Maleniva, values: Sequence[float], counts: Matrise) -> Matrise:
    """Return the squared distance between each two values."""
    n_c = counts.sum(axis=0)
    square: dict[Maleniva, Callable[[int, int], float]] = {
        Maleniva.NOMINAL: lambda _c, _k: 1.0,
        Maleniva.ORDINAL: lambda c, k: float(
            (n_c[min(c, k) : max(c, k) + 1].sum() - (n_c[c] + n_c[k]) / 2) ** 2
        ),
        Maleniva.INTERVALL: lambda c, k: (values[c] - values[k]) ** 2,
        Maleniva.FORHOLD: lambda c, k: ((values[c] - values[k]) / (values[c] + values[k])) ** 2,
    }
    size = len(values)
    distance = np.zeros((size, size))
    for c, k in combinations(range(size), 2):
        distance[c, k] = distance[k, c] = square[niva](c, k)
    return distance
