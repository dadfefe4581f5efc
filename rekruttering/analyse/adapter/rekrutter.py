"""Whom to recruit: kinds of applicants that are tried near every place, one after the other.

A kind is a language and a base; hours, travel and the like are as among the applicants there are.
What is said has been solved: it gives at least so many municipalities more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import matching
from rekruttering.analyse.adapter.dekning import Frist
from rekruttering.analyse.adapter.ord import NB, NN, Par, antall, liste, sett, steder

# So many kinds are recommended in a row, and so many places tried in one fylke.
_STEPS = 4
_BASES = 6
_EACH_S = 3.0


@dataclass(frozen=True)
class _Forsok:
    """One or two of a kind near a kommune, and the plan that came out."""

    sprak: matching.SamiskSprak | None
    base: matching.Kommune
    antall: int
    problem: matching.Problem
    forslag: matching.Forslag


def find_raad(
    problem: matching.Problem,
    forslag: matching.Forslag,
    fylker: Mapping[str, str],
    frist: Frist,
    seed: int,
) -> list[dict[str, Any]]:
    """Return whom to recruit first, then next, until all are covered or nobody helps."""
    found: list[dict[str, Any]] = []
    while forslag.udekket and len(found) < _STEPS and not frist.is_over():
        tried = list(_try_all(problem, forslag, frist, seed))
        best = min((len(each.forslag.udekket) for each in tried), default=len(forslag.udekket))
        gain = len(forslag.udekket) - best
        if gain <= 0:
            break
        good = [each for each in tried if len(each.forslag.udekket) == best]
        # The same language is named with all its places; a language that fewer know goes first.
        sprak = next((each.sprak for each in good if each.sprak is not None), None)
        same = [each for each in good if each.sprak == sprak]
        least = min(each.antall for each in same)
        same = [each for each in same if each.antall == least]
        found.append(_to_json(problem, forslag, tried, same, fylker, first=not found))
        problem, forslag = same[0].problem, same[0].forslag
    return found


def _try_all(
    problem: matching.Problem, forslag: matching.Forslag, frist: Frist, seed: int
) -> Iterable[_Forsok]:
    """Yield one more of each kind near each place; where no single one helps, two."""
    left = [problem.kommune(each) for each in forslag.udekket]
    helped = False
    for number in (1, 2):
        if helped:
            return
        for sprak in dict.fromkeys(k.samisk_sprak for k in left):
            for base in _bases(problem, [k for k in left if k.samisk_sprak is sprak]):
                if frist.is_over():
                    return
                made = _with(problem, base, sprak, number)
                after = frist.solve(made, _EACH_S, seed=seed, plan=forslag)
                helped |= len(after.udekket) < len(left)
                yield _Forsok(sprak, base, number, made, after)


def _with(
    problem: matching.Problem,
    base: matching.Kommune,
    sprak: matching.SamiskSprak | None,
    number: int,
) -> matching.Problem:
    sides = (matching.Bakgrunn.SKOLEEIER, matching.Bakgrunn.SKOLELEDER)
    for at in range(number):
        # One of a pair with the language is enough.
        known = () if sprak is None or at else (sprak,)
        # Ids count on from those recruited before.
        nr = 1 + sum(v.id.startswith("ny") for v in problem.veiledere)
        endring = matching.recruit(problem, base, sides[at], known, number=nr)
        problem = matching.apply(problem, [endring])
    return problem


def _bases(problem: matching.Problem, left: Sequence[matching.Kommune]) -> list[matching.Kommune]:
    """Return the places to try: those left out, then the others of their fylker."""
    found = []
    for nr in dict.fromkeys(k.fylkesnummer for k in left):
        own = [k for k in left if k.fylkesnummer == nr]
        others = [k for k in problem.kommuner if k.fylkesnummer == nr and k not in own]
        found += [*own, *others][:_BASES]
    return found


def _to_json(
    problem: matching.Problem,
    forslag: matching.Forslag,
    tried: Sequence[_Forsok],
    same: Sequence[_Forsok],
    fylker: Mapping[str, str],
    *,
    first: bool,
) -> dict[str, Any]:
    one = same[0]
    gain = len(forslag.udekket) - len(one.forslag.udekket)
    nye = [set(forslag.udekket) - set(each.forslag.udekket) for each in same]
    left = len(one.forslag.udekket)
    said = sett(
        (
            "{forst}{hvem} til, med base {hvor}, dekker {n}{hvilke}. {rest}",
            "{forst}{hvem} til, med base {hvor}, dekker {n}{hvilke}. {rest}",
        ),
        forst=("", "") if first else ("Deretter: ", "Deretter: "),
        hvem=_who(one, stort=first),
        hvor=_where(problem, tried, same, fylker),
        n=antall(gain, "kommune"),
        hvilke=_which(nye),
        rest=_rest(left),
    )
    return {
        "nb": said[NB],
        "nn": said[NN],
        "sprak": one.sprak.value if one.sprak else None,
        "antall": one.antall,
        "baser": [each.base.id for each in same],
        "gir": gain,
        "igjen": left,
    }


def _who(one: _Forsok, *, stort: bool) -> Par:
    if one.sprak is None:
        return antall(one.antall, "soker", stort=stort)
    tekst: Par = ("{en} {sprak}talende", "{en} {sprak}talande")
    if one.antall > 1:
        tekst = (
            "{en} {sprak}talende og én annen søker",
            "{en} {sprak}talande og éin annan søkjar",
        )
    en = ("Én", "Éin") if stort else ("én", "éin")
    return sett(tekst, en=en, sprak=one.sprak.value)


def _where(
    problem: matching.Problem,
    tried: Sequence[_Forsok],
    same: Sequence[_Forsok],
    fylker: Mapping[str, str],
) -> Par:
    """Return «i Troms eller Finnmark» where every kommune there was tried and does, else some."""
    good = {each.base.id for each in same}
    of_kind = [e for e in tried if e.sprak == same[0].sprak and e.antall == same[0].antall]
    numre = dict.fromkeys(each.base.fylkesnummer for each in same)
    whole = [
        nr
        for nr in numre
        if {k.id for k in problem.kommuner if k.fylkesnummer == nr}
        == {e.base.id for e in of_kind if e.base.fylkesnummer == nr and e.base.id in good}
    ]
    if len(whole) == len(numre):
        navn = liste([fylker.get(nr, nr) for nr in whole], ("eller", "eller"))
        return sett(("i {hvor}", "i {hvor}"), hvor=navn)
    places = steder([each.base.id for each in same[:3]], ("eller", "eller"))
    return sett(("nær {hvor}", "nær {hvor}"), hvor=places)


def _which(nye: Sequence[set[str]]) -> Par:
    """Return which they are, where every place gives the same."""
    if any(each != nye[0] for each in nye) or len(nye[0]) > 4:
        return "", ""
    return sett((" ({k})", " ({k})"), k=steder(sorted(nye[0])))


def _rest(left: int) -> Par:
    if not left:
        return "Da er alle kommuner dekket.", "Da er alle kommunane dekte."
    n = antall(left, "kommune")
    return sett(("Da står {n} igjen uten par.", "Da står {n} att utan par."), n=n)
