"""What each applicant without an offer is worth: solved with and without each of them.

With somebody signed or offered already: what each would add to those.  Before that nobody adds
anything alone, for a municipality needs two: then what would be lost without each.
"""

from collections.abc import Callable, Mapping
from typing import Any

import matching
from rekruttering.analyse.adapter.dekning import Evner, Frist, covered, only_coverage, without
from rekruttering.analyse.adapter.ord import Par, antall, avsnitt, sett
from rekruttering.felles.errors import N_

_EACH_S, _POINTS_EACH_S = 5.0, 4.0
_COVERAGE, _BASE_POINTS = 0.5, 0.15
_NAMED = 3
TEKST = (N_("Prøver søkerne én for én"), N_("Regner ut hva hver av dem sparer"))

Tell = Callable[[dict[str, Any]], None]


def regn(order: dict[str, Any], tell: Tell, should_stop: Callable[[], bool]) -> dict[str, Any]:
    """Return the applicants, the most valuable first; those not tried for want of time counted."""
    problem = matching.problem_from_dict(order["problem"])
    grupper: Mapping[str, str] = order["parametre"]["grupper"]
    matching.warm_up()
    frist = Frist.within(float(order["maks_sekunder"]), should_stop)
    kandidater = [v.id for v in problem.veiledere if grupper[v.id] == "kandidat"]
    if len(problem.veiledere) - len(kandidater) >= 2:
        return _Med(problem, kandidater, frist, tell, order["fro"]).regn()
    return _uten(only_coverage(problem), kandidater, frist, tell, order["fro"])


class _Med:
    """What each adds to those who have signed or have an offer.

    Each is put back into the whole problem, so that what others have said of them counts, too.
    """

    def __init__(
        self,
        problem: matching.Problem,
        kandidater: list[str],
        frist: Frist,
        tell: Tell,
        seed: int,
    ) -> None:
        self._problem = problem
        self._kandidater = kandidater
        self._frist = frist
        self._tell = tell
        self._seed = seed
        self._rader: dict[str, dict[str, Any]] = {}

    def regn(self) -> dict[str, Any]:
        """Return the answer."""
        base = only_coverage(without(self._problem, self._kandidater))
        before = self._frist.solve(base, _EACH_S * 4, seed=self._seed)
        dekket, mest = covered(base, before)
        if before.udekket:
            self._coverage(base, before)
        else:
            # Nobody can add to what is whole.
            self._rader = {each: _rad(each, 0, (), bevist=True) for each in self._kandidater}
        self._points()
        rader = sorted(
            self._rader.values(),
            key=lambda rad: (-rad["kommuner_antall"], -(rad["poeng"] or 0), _nr(rad["id"])),
        )
        left = len(self._kandidater) - len(rader)
        return {
            **avsnitt(_said_med(rader, dekket, len(base.kommuner))),
            "modus": "med",
            "dekket": dekket,
            "mest": mest,
            "kommuner": len(base.kommuner),
            "rader": rader,
            "ikke_provd": left,
            "fullstendig": not left and not self._frist.should_stop(),
        }

    def _with(self, problem: matching.Problem, id: str) -> matching.Problem:
        return without(problem, [each for each in self._kandidater if each != id])

    def _coverage(self, base: matching.Problem, before: matching.Forslag) -> None:
        end = Frist.within(self._frist.igjen * _COVERAGE, self._frist.should_stop)
        full = only_coverage(self._problem)
        useful = Evner.of(full).any_of([base.kommune(each) for each in before.udekket])
        ordered = sorted(self._kandidater, key=lambda id: (id not in useful, _nr(id)))
        for at, id in enumerate(ordered):
            if end.is_over():
                return
            self._say(0, at, len(ordered))
            after = end.solve(self._with(full, id), _EACH_S, seed=self._seed, plan=before)
            gain = max(0, len(before.udekket) - len(after.udekket))
            nye = sorted(set(before.udekket) - set(after.udekket), key=_nr) if gain else []
            # Where a swap is needed besides, those that are new say too much.
            names = nye if len(nye) == gain else []
            proven = len(after.udekket) == after.nedre_grense_udekket
            self._rader[id] = _rad(id, gain, names, bevist=proven)

    def _points(self) -> None:
        """Find out what each saves in points, the best first, as far as there is time."""
        seconds = max(_POINTS_EACH_S, self._frist.igjen * _BASE_POINTS)
        base = without(self._problem, self._kandidater)
        before = self._frist.solve(base, seconds, seed=self._seed)
        proven = before.status is matching.Status.OPTIMAL
        ordered = sorted(self._rader.values(), key=lambda r: (-r["kommuner_antall"], _nr(r["id"])))
        for at, rad in enumerate(ordered):
            if self._frist.is_over():
                return
            self._say(1, at, len(ordered))
            part = self._with(self._problem, rad["id"])
            after = self._frist.solve(part, _POINTS_EACH_S, seed=self._seed, plan=before)
            rad["brukt"] = rad["id"] not in after.ubrukte
            # Points of plans that cover more are no comparison.
            if len(after.udekket) == len(before.udekket):
                rad["poeng"] = max(0, before.kostnad - after.kostnad)
                rad["poeng_bevist"] = proven and after.status is matching.Status.OPTIMAL

    def _say(self, phase: int, done: int, total: int) -> None:
        self._tell({"gjort": phase * total + done, "totalt": 2 * total, "tekst": TEKST[phase]})


def _uten(
    problem: matching.Problem, kandidater: list[str], frist: Frist, tell: Tell, seed: int
) -> dict[str, Any]:
    """Return what would be lost without each applicant whom the best plan uses.

    Those it does not use can be spared: it stands without them.
    """
    forslag = frist.solve(problem, frist.igjen * 0.3, seed=seed)
    dekket, mest = covered(problem, forslag)
    evner = Evner.of(problem)
    used = [each for each in kandidater if each not in forslag.ubrukte]
    # The fewer others can do the same, the sooner it is looked at.
    scarce = {
        each: min((len(can) for can in evner.kan.values() if each in can), default=len(kandidater))
        for each in used
    }
    rader, tried = [], 0
    for each in sorted(used, key=lambda id: (scarce[id], _nr(id))):
        if frist.is_over():
            break
        tell({"gjort": tried, "totalt": len(used), "tekst": TEKST[0]})
        after = frist.solve(without(problem, [each]), _EACH_S, seed=seed, plan=forslag)
        # At least so many are lost: what no plan without the applicant exceeds.
        lost = dekket - (len(problem.kommuner) - after.nedre_grense_udekket)
        found = dekket - (len(problem.kommuner) - len(after.udekket))
        tried += 1
        if lost > 0:
            gone = sorted(set(after.udekket) - set(forslag.udekket), key=_nr)
            rader.append(_rad(each, lost, gone if lost == len(gone) else (), bevist=lost == found))
    rader.sort(key=lambda rad: (-rad["kommuner_antall"], _nr(rad["id"])))
    return {
        **avsnitt(_said_uten(rader, tried == len(used))),
        "modus": "uten",
        "dekket": dekket,
        "mest": mest,
        "kommuner": len(problem.kommuner),
        "rader": rader,
        "kan_erstattes": len(kandidater) - len(rader) - (len(used) - tried),
        "ikke_provd": len(used) - tried,
        "fullstendig": tried == len(used) and not frist.should_stop(),
    }


def _rad(id: str, number: int, kommuner: Any, *, bevist: bool) -> dict[str, Any]:
    return {
        "id": id,
        "kommuner_antall": number,
        "kommuner": list(kommuner),
        "poeng": None,
        "poeng_bevist": False,
        "brukt": None,
        "bevist": bevist,
    }


def _said_med(rader: list[dict[str, Any]], dekket: int, alle: int) -> list[Par]:
    said = []
    best = [rad for rad in rader if rad["kommuner_antall"]]
    if dekket == alle:
        said.append(
            (
                "De som har signert eller fått tilbud, dekker alle kommunene hvis alle blir med.",
                "Dei som har signert eller fått tilbod, dekker alle kommunane om alle blir med.",
            )
        )
    elif best:
        said += [_one_med(rad) for rad in best[:_NAMED]]
    elif rader:
        said.append(
            (
                "Ingen av dem gir alene en kommune til. Se hvem dere bør rekruttere.",
                "Ingen av dei gir åleine ein kommune til. Sjå kven de bør rekruttere.",
            )
        )
    return said


def _one_med(rad: dict[str, Any]) -> Par:
    tekst = (
        "Et tilbud til {v} gir {n} til, hvis alle sier ja.",
        "Eit tilbod til {v} gir {n} til, om alle seier ja.",
    )
    return sett(tekst, v=f"{{{rad['id']}}}", n=antall(rad["kommuner_antall"], "kommune"))


def _said_uten(rader: list[dict[str, Any]], complete: bool) -> list[Par]:
    if not rader:
        if not complete:
            return []
        return [
            (
                "Ingen enkelt søker er uunnværlig: uten én kan like mange kommuner dekkes.",
                "Ingen enkelt søkjar er uunnverleg: utan éin kan like mange kommunar dekkast.",
            )
        ]
    tekst = (
        "Uten {v} kan {n} færre dekkes.",
        "Utan {v} kan {n} færre dekkast.",
    )
    return [
        sett(tekst, v=f"{{{rad['id']}}}", n=antall(rad["kommuner_antall"], "kommune"))
        for rad in rader[:_NAMED]
    ]


def _nr(ref: str) -> tuple[str, int]:
    return ref[0], int(ref[1:])
