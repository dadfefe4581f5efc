"""Problems whose best value is known by construction, with the proof of it as numbers.

A plan is chosen first; then distances are set so that prices exist which prove it best.  Whole
numbers half(k) >= 0 for kommuner; rate(i), own(i) and mu(i) <= 0 for veiledere; and
pi(k) = 2 half(k), with w = `time_fra_midten`, such that

    (a)  place(i, k) >= half(k) - rate(i) hours(k)         0 <= rate(i) <= w
    (b)  pair(i, j)  >= own(i) + own(j)
    (c)  intervju(i) + own(i) - rate(i) middle(i) >= mu(i)

where place = reise + malform + fylkesonske of one member, and pair = parreise + bakgrunn +
partneronske.  For any two i, j and any set M with hours H, dropping the other terms, which are
never negative,

    c({i, j}, M) >= pair(i, j) + sum over both v of
                      intervju(v) + sum_M place(v, k) + w |H - middle(v)|
                 >= sum_M pi(k) + sum over both v of
                      intervju(v) + own(v) - rate(v) H + w |H - middle(v)|          by (a), (b)
                 >= sum_M pi(k) + mu(i) + mu(j)                                     by (c)

since w |H - mid| - rate H is least at H = mid when 0 <= rate <= w.  Let T be the largest pi(k).
A plan that leaves at most U uncovered therefore costs at least

    sum_k pi(k) + sum_i mu(i) - U T

(the uncovered lose at most U T, and mu <= 0 for whoever is left out).  The planted plan meets
everything with equality: its lag are at their middle in one fylke with every subject area known,
(a) and (b) are equations there, mu = 0 for who is not used, and the uncovered have pi = T.

Coverage, `U` by family (the numbers `tar` prove it: a lag covers at most (tar_i + tar_j) / 2 of the
kommuner in `teller`, so at least |teller| - sum tar / 2 of these are left):

    dekket  everything is covered
    sprak   s veiledere know the Sami language of maks * s + U kommuner; a lag takes at most maks
    knapt   two veiledere for each maks kommuner, and U kommuner more than that
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from random import Random

from bench.tables import Plan
from matching import (
    STANDARD_REGLER,
    STANDARD_VEKTER,
    Avstand,
    Bakgrunn,
    Kommune,
    Problem,
    SamiskSprak,
    Tildeling,
    Veileder,
    generate,
    lag_ledd,
)
from matching.felles.seeds import make_rng
from matching.tildeling.cost import MEDLEM_LEDD, PAR_LEDD

FAMILIES = ("dekket", "sprak", "knapt")
_MAKS = 4
_VEKTER = replace(STANDARD_VEKTER, intervju=6, reise_km_per_poeng=1, time_fra_midten=3)
_MIDDLES = (300, 335, 360)
_SIZES = (1, 2, 2, 3, 3, 3, 4, 4)
_DECOYS = (0, 0, 2, 5, 15, 40)
"""How much dearer a place or a pair that would undercut the plan is made than it must be."""
_SPRAK = SamiskSprak.NORDSAMISK


@dataclass(frozen=True)
class Planted:
    """A problem with its best plan, and the numbers that prove it best (see the module)."""

    problem: Problem
    plan: Plan
    uncovered: int
    cost: int
    pi: list[int]
    mu: list[int]
    teller: frozenset[int]
    tar: list[int]

    def reduced_cost(self, i: int, j: int, kommuner: tuple[int, ...]) -> int:
        """Return the cost of a lag less its prices: never negative, whatever the lag."""
        veiledere, alle = self.problem.veiledere, self.problem.kommuner
        lag = Tildeling((veiledere[i], veiledere[j]), tuple(alle[k] for k in kommuner))
        prices = sum(self.pi[k] for k in kommuner) + self.mu[i] + self.mu[j]
        return sum(lag_ledd(self.problem, lag).values()) - prices

    @property
    def least_cost(self) -> int:
        """Return the lower bound that the prices prove."""
        return sum(self.pi) + sum(self.mu) - self.uncovered * max(self.pi)

    @property
    def least_uncovered(self) -> int:
        """Return the lower bound of uncovered kommuner that `teller` and `tar` prove."""
        return max(0, len(self.teller) - sum(self.tar) // 2)


def plant(family: str, veiledere: int, kommuner: int, seed: int) -> Planted:
    """Return a planted problem of this size; the same seed gives the same one."""
    rng = make_rng(seed)
    draft = generate(veiledere, kommuner, seed)
    groups, uncovered, maks = _groups(rng, family, veiledere, kommuner)
    alle, middles = _kommuner(rng, family, draft, groups, uncovered)
    pairs = _pairs(rng, draft, alle, groups)
    plan = [(*pair, tuple(group)) for pair, group in zip(pairs, groups, strict=True)]
    people = _people(rng, family, draft, alle, plan, middles)
    regler = replace(STANDARD_REGLER, maks_kommuner_per_par=maks)
    problem = Problem(regler, _VEKTER, tuple(people), tuple(alle))
    return _priced(rng, problem, plan, uncovered, _proof_of_cover(family, problem, plan, maks))


def _groups(
    rng: Random, family: str, veiledere: int, kommuner: int
) -> tuple[list[list[int]], list[int], int]:
    """Return the kommuner of each planted lag, the uncovered ones, and the most of a pair."""
    if family == "knapt":
        number = veiledere // 2
        maks = kommuner // number
        cut = [maks] * number
    else:
        maks = _MAKS
        left = kommuner - (0 if family == "dekket" else max(1, kommuner // 40))
        cut = [maks] * (0 if family == "dekket" else max(1, kommuner // 60))
        left -= sum(cut)
        while left:
            cut.append(min(left, rng.choice(_SIZES)))
            left -= cut[-1]
    order = iter(range(kommuner))
    groups = [[next(order) for _ in range(size)] for size in cut]
    if len(groups) * 2 > veiledere or maks < 1:
        raise ValueError(f"{veiledere} veiledere are too few for {kommuner} kommuner")
    return groups, list(order), maks


def _kommuner(
    rng: Random, family: str, draft: Problem, groups: list[list[int]], uncovered: list[int]
) -> tuple[list[Kommune], list[int]]:
    """Return the kommuner, those of a group close together, and the hours of each group."""
    alle = sorted(draft.kommuner, key=lambda each: (each.fylkesnummer, each.lengdegrad))
    middles = []
    for number, group in enumerate(groups):
        middle = rng.choice(_MIDDLES)
        middles.append(middle)
        first = alle[group[0]]
        samisk = family == "sprak" and len(group) == _MAKS and number < _samiske(draft)
        for k, hours in zip(group, _parts(rng, middle, len(group)), strict=True):
            alle[k] = replace(
                alle[k],
                breddegrad=round(first.breddegrad + rng.gauss(0, 0.3), 4),
                lengdegrad=round(first.lengdegrad + rng.gauss(0, 0.6), 4),
                fylkesnummer=first.fylkesnummer,
                timer=hours,
                samisk_sprak=_SPRAK if samisk else None,
            )
    for k in uncovered:
        alle[k] = replace(alle[k], samisk_sprak=_SPRAK if family == "sprak" else None)
    renamed = [
        replace(each, id=f"K{k + 1}", kommunenummer=f"{each.fylkesnummer}{k + 100}")
        for k, each in enumerate(alle)
    ]
    return renamed, middles


def _samiske(draft: Problem) -> int:
    """Return how many planted lag work in Sami: the first ones, all of the largest size."""
    return max(1, len(draft.kommuner) // 60)


def _parts(rng: Random, total: int, number: int) -> list[int]:
    """Return whole fives that add up to `total`, none far from the others."""
    left, parts = total // 5, []
    for more in range(number - 1, 0, -1):
        fair = left // (more + 1)
        parts.append(fair + rng.randint(-fair // 3, fair // 3))
        left -= parts[-1]
    return [5 * part for part in (*parts, left)]


def _pairs(
    rng: Random, draft: Problem, alle: list[Kommune], groups: list[list[int]]
) -> list[tuple[int, int]]:
    """Return two veiledere for each group, among the nearest who are still free."""
    free = set(range(len(draft.veiledere)))
    pairs: list[tuple[int, int]] = []
    for group in groups:
        at = alle[group[0]]

        def distance(i: int, at: Kommune = at) -> tuple[float, int]:
            v = draft.veiledere[i]
            north, east = v.breddegrad - at.breddegrad, (v.lengdegrad - at.lengdegrad) / 2
            return north * north + east * east, i

        near = sorted(free, key=distance)[:5]
        i, j = sorted(rng.sample(near, 2))
        pairs.append((i, j))
        free -= {i, j}
    return pairs


def _people(
    rng: Random, family: str, draft: Problem, alle: list[Kommune], plan: Plan, middles: list[int]
) -> list[Veileder]:
    """Return the veiledere: the planted ones fit their lag, the others have too few points."""
    people = [
        replace(
            each,
            kommunenummer=f"{each.fylkesnummer}99",
            arbeidsgiver_kommunenummer=f"{each.fylkesnummer}99",
            samiske_sprak=(),
            inhabil_i=(rng.choice(alle).id,) if rng.random() < 0.1 else (),
            timer=_band(rng, rng.choice(_MIDDLES)),
            poeng=rng.randint(30, 49),
        )
        for each in draft.veiledere
    ]
    for (i, j, kommuner), middle in zip(plan, middles, strict=True):
        served = [alle[k] for k in kommuner]
        samisk = family == "sprak" and served[0].samisk_sprak is not None
        fag = sorted({each for kommune in served for each in kommune.fagomrader})
        cut = rng.randint(0, len(fag))
        sides = [Bakgrunn.SKOLEEIER, Bakgrunn.SKOLELEDER]
        rng.shuffle(sides)
        for v, other, known, side in ((i, j, fag[:cut], sides[0]), (j, i, fag[cut:], sides[1])):
            people[v] = _fitted(rng, people[v], people[other].id, served, (middle, side))
            people[v] = replace(people[v], fagomrader=tuple(known))
        if samisk:
            people[i] = replace(people[i], samiske_sprak=(_SPRAK,))
    return people


def _fitted(
    rng: Random,
    veileder: Veileder,
    partner: str,
    served: list[Kommune],
    shape: tuple[int, Bakgrunn],
) -> Veileder:
    """Return the veileder such that the planted lag breaks no rule; distance is seen to later."""
    fylker, ids = {k.fylkesnummer for k in served}, {k.id for k in served}
    return replace(
        veileder,
        timer=_band(rng, shape[0]),
        bakgrunn=shape[1],
        poeng=rng.randint(75, 100),
        uaktuelle_fylker=tuple(f for f in veileder.uaktuelle_fylker if f not in fylker),
        inhabil_i=tuple(k for k in veileder.inhabil_i if k not in ids),
        onsker_par_med=(),
        ikke_par_med=tuple(v for v in veileder.ikke_par_med if v != partner),
    )


def _band(rng: Random, middle: int) -> tuple[int, int]:
    width = rng.randrange(40, 101, 5)
    return middle - width, middle + width


def _proof_of_cover(
    family: str, problem: Problem, plan: Plan, maks: int
) -> tuple[frozenset[int], list[int]]:
    """Return `teller` and `tar`: which kommuner are counted, and how many each veileder takes."""
    everybody = range(len(problem.veiledere))
    if family == "dekket":
        return frozenset(), [0 for _ in everybody]
    if family == "knapt":
        used = {i for lag in plan for i in lag[:2]}
        # With an odd number of veiledere one is over, and no plan can use everybody.
        return frozenset(range(len(problem.kommuner))), [
            maks if i in used else 0 for i in everybody
        ]
    teller = frozenset(k for k, each in enumerate(problem.kommuner) if each.samisk_sprak)
    return teller, [2 * maks if v.samiske_sprak else 0 for v in problem.veiledere]


def _priced(
    rng: Random,
    problem: Problem,
    plan: Plan,
    uncovered: list[int],
    cover: tuple[frozenset[int], list[int]],
) -> Planted:
    """Set the distances by the certificate and return the whole."""
    own = _own_prices(rng, problem, plan)
    used = {i for lag in plan for i in lag[:2]}
    w = problem.vekter
    intervju = [w.intervju * (100 - v.poeng) for v in problem.veiledere]
    rate, mu = [], []
    for i, v in enumerate(problem.veiledere):
        most = (intervju[i] + own[i]) // max(1, v.timer_midt)
        lowest = min(w.time_fra_midten, most + 1)
        rate.append(rng.randint(lowest, w.time_fra_midten) if i in used else min(lowest, most))
        mu.append(intervju[i] + own[i] - rate[i] * v.timer_midt if i in used else 0)
        if mu[i] > 0:
            raise ValueError("a planted veileder is too dear for any rate")
    half, places = _places(rng, problem, plan, uncovered, rate)
    far = _reach(problem, plan, places)
    people = tuple(replace(v, maks_reise_km=far[i]) for i, v in enumerate(problem.veiledere))
    avstander = (*places.values(), *_pair_distances(rng, problem, plan, own))
    regler = replace(problem.regler, avstander_km=avstander)
    whole = Problem(regler, problem.vekter, people, problem.kommuner)
    pi = [2 * each for each in half]
    cost = sum(pi) + sum(mu) - sum(pi[k] for k in uncovered)
    return Planted(whole, plan, len(uncovered), cost, pi, mu, *cover)


def _own_prices(rng: Random, problem: Problem, plan: Plan) -> list[int]:
    """Return own(i): each planted pair's cost shared between the two, nothing for the others."""
    own = [0 for _ in problem.veiledere]
    for i, j, _ in plan:
        cost = _pair_cost(problem, i, j)
        own[i] = rng.randint(0, cost)
        own[j] = cost - own[i]
    return own


def _pair_cost(problem: Problem, i: int, j: int) -> int:
    par = (problem.veiledere[i], problem.veiledere[j])
    return sum(term(problem, par) for name, term in PAR_LEDD.items() if name != "intervju")


def _place_cost(problem: Problem, i: int, k: int) -> int:
    veileder, kommune = problem.veiledere[i], problem.kommuner[k]
    return sum(term(problem, veileder, kommune) for term in MEDLEM_LEDD.values())


def _places(
    rng: Random, problem: Problem, plan: Plan, uncovered: list[int], rate: list[int]
) -> tuple[list[int], dict[tuple[int, int], Avstand]]:
    """Return half(k), and the distances that make (a) hold, with equality in the plan."""
    serving = {k: (i, j) for i, j, kommuner in plan for k in kommuner}
    alle = problem.kommuner
    half = [0 for _ in alle]
    for k, pair in serving.items():
        half[k] = max(_place_cost(problem, i, k) + rate[i] * alle[k].timer for i in pair)
    for k in uncovered:
        half[k] = max(half)
    avstander = {}
    for k, kommune in enumerate(alle):
        for i, veileder in enumerate(problem.veiledere):
            cost = _place_cost(problem, i, k)
            lacking = half[k] - rate[i] * kommune.timer - cost
            planted = i in serving.get(k, ())
            if lacking > 0 or (planted and lacking < 0):
                more = lacking + (0 if planted else rng.choice(_DECOYS))
                km = problem.km(veileder, kommune) + more * problem.vekter.reise_km_per_poeng
                avstander[i, k] = Avstand(veileder.id, kommune.id, km)
    return half, avstander


def _reach(problem: Problem, plan: Plan, places: dict[tuple[int, int], Avstand]) -> list[int]:
    """Return `maks_reise_km` of everyone, stretched where the plan needs it."""
    far = [v.maks_reise_km for v in problem.veiledere]
    for i, j, kommuner in plan:
        for v in (i, j):
            for k in kommuner:
                known = places.get((v, k))
                km = known.km if known else problem.km(problem.veiledere[v], problem.kommuner[k])
                far[v] = max(far[v], km)
    return far


def _pair_distances(rng: Random, problem: Problem, plan: Plan, own: list[int]) -> Iterator[Avstand]:
    """Yield the distances that make (b) hold; the planted pairs meet it as they are."""
    planted = {(i, j) for i, j, _ in plan}
    per = problem.vekter.parreise_km_per_poeng
    for i, j in combinations(range(len(problem.veiledere)), 2):
        if own[i] + own[j] == 0 or (i, j) in planted:
            continue
        lacking = own[i] + own[j] - _pair_cost(problem, i, j)
        if lacking > 0:
            a, b = problem.veiledere[i], problem.veiledere[j]
            km = problem.km_par(a, b) + (lacking + rng.choice(_DECOYS)) * per
            yield Avstand(a.id, b.id, km)
