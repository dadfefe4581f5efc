"""How many municipalities the applicants can cover at most, what stands in the way, and who helps.

`parametre`: `grupper` says how each counts (signert, tilbud, kandidat) by id, `fylker` names each
fylkesnummer.  Only the rules count here, not what a plan costs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import matching
from rekruttering.analyse.adapter import flaskehals, rekrutter
from rekruttering.analyse.adapter.dekning import Evner, Frist, covered, only_coverage, without
from rekruttering.analyse.adapter.ord import (
    NB,
    NN,
    Par,
    alle_kommuner,
    antall,
    avsnitt,
    liste,
    sett,
    soker_ord,
)
from rekruttering.felles.errors import N_

# The part of the time that each step may take; the ways out have the rest.
_SOLVE, _STEPS, _REASONS = 0.4, 0.1, 0.2
# A reason that names more municipalities than this says nothing to anybody.
_FEW = 6
_SWAP: Par = (
    "{k} kan få et par, men da må en annen kommune stå uten.",
    "{k} kan få eit par, men da må ein annan kommune stå utan.",
)
_DEL: Par = ("{d} av {m} {ord}", "{d} av {m} {ord}")
_MELLOM: Par = ("minst {d} og høyst {mest} av {m} {ord}", "minst {d} og høgst {mest} av {m} {ord}")
# Where those who have signed, or they and those who have an offer, are enough.
_NOK: tuple[Par, Par] = (
    ("De {n} som har signert, kan dekke {hva}.", "Dei {n} som har signert, kan dekke {hva}."),
    (
        "De {n} som har signert eller fått tilbud, kan dekke {hva}.",
        "Dei {n} som har signert eller fått tilbod, kan dekke {hva}.",
    ),
)
_ORD: tuple[Par, Par] = (("kommune", "kommune"), ("kommuner", "kommunar"))
_GROUPS = (("signert",), ("signert", "tilbud"))
TEKST = (
    N_("Finner ut hvor mange kommuner som kan dekkes"),
    N_("Finner ut hvorfor resten ikke kan dekkes"),
    N_("Prøver hvem dere kan rekruttere"),
)


def regn(
    order: dict[str, Any],
    tell: Callable[[dict[str, Any]], None],
    should_stop: Callable[[], bool],
) -> dict[str, Any]:
    """Return the answer; what time or a stop cut short is not `fullstendig`."""
    problem = only_coverage(matching.problem_from_dict(order["problem"]))
    parametre, seconds, seed = order["parametre"], float(order["maks_sekunder"]), order["fro"]
    matching.warm_up()
    frist = Frist.within(seconds, should_stop)
    _tell(tell, 0)
    forslag = frist.solve(problem, seconds * _SOLVE, seed=seed)
    trinn = _trinn(problem, parametre["grupper"], frist, seconds * _STEPS, seed)
    _tell(tell, 1)
    forklaring = _forklar(problem, forslag, frist, seconds * _REASONS, seed)
    evner = Evner.of(problem)
    _tell(tell, 2)
    raad = rekrutter.find_raad(problem, forslag, parametre["fylker"], frist, seed)
    _tell(tell, 3)
    bilde = _Bilde(problem, forslag, evner, parametre)
    stopp = flaskehals.find_flaskehalser(problem, forklaring, parametre["fylker"])
    if forslag.udekket and not stopp:
        stopp = _lettelse(problem, forslag, frist, seed)
    dekket, mest = covered(problem, forslag)
    return {
        **avsnitt([bilde.first(stopp, trinn), *bilde.further(forklaring)]),
        "kommuner": len(problem.kommuner),
        "sokere": len(problem.veiledere),
        "dekket": dekket,
        "mest": mest,
        "udekket": list(forslag.udekket),
        "trinn": trinn,
        "flaskehalser": [each.to_json() for each in stopp],
        "hvorfor": _hvorfor(forklaring, parametre["fylker"]),
        "raad": raad,
        "fylker": bilde.fylker(),
        "sprak": bilde.sprak(),
        "plan": _plan(forslag),
        "fullstendig": dekket == mest and forklaring.fullstendig and not should_stop(),
    }


def _tell(tell: Callable[[dict[str, Any]], None], done: int) -> None:
    tekst = TEKST[min(done, len(TEKST) - 1)]
    tell({"gjort": done, "totalt": len(TEKST), "tekst": tekst})


def _trinn(
    problem: matching.Problem,
    grupper: Mapping[str, str],
    frist: Frist,
    seconds: float,
    seed: int,
) -> list[dict[str, Any]]:
    """Return what those who have signed cover, and those who have an offer, too."""
    found: list[dict[str, Any]] = []
    for med in _GROUPS:
        here = [v.id for v in problem.veiledere if grupper.get(v.id) in med]
        same = bool(found) and found[-1]["antall"] == len(here)
        if len(here) < 2 or len(here) == len(problem.veiledere) or same or frist.is_over():
            continue
        part = without(problem, {v.id for v in problem.veiledere} - set(here))
        dekket, mest = covered(part, frist.solve(part, seconds / len(_GROUPS), seed=seed))
        found.append({"grupper": list(med), "antall": len(here), "dekket": dekket, "mest": mest})
    return found


def _forklar(
    problem: matching.Problem,
    forslag: matching.Forslag,
    frist: Frist,
    seconds: float,
    seed: int,
) -> matching.Forklaring:
    """Return why the rest have no pair, without what could be done about each."""
    return matching.explain(
        problem,
        forslag,
        valg=matching.Valg(mest_tiltak=0),
        max_time_s=min(seconds, frist.igjen),
        seed=seed,
        should_stop=frist.is_over,
    )


def _lettelse(
    problem: matching.Problem, forslag: matching.Forslag, frist: Frist, seed: int
) -> list[flaskehals.Flaskehals]:
    found = flaskehals.find_lettelse(problem, forslag, frist, seed)
    return [] if found is None else [found]


def _plan(forslag: matching.Forslag) -> list[dict[str, Any]]:
    return [
        {"veiledere": list(lag.veiledere), "kommuner": list(lag.kommuner)} for lag in forslag.par
    ]


def _hvorfor(forklaring: matching.Forklaring, fylker: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the engine's reasons for each municipality left out."""

    def say(sprak: Any, at: int, each: matching.Udekket) -> list[str]:
        if each.mangel is not None and each.mangel.knapphet and not _is_near(each.mangel):
            return [_SWAP[at].format(k=f"{{{each.kommune}}}")]
        ord = matching.Sentences(sprak, lambda id: f"{{{id}}}", lambda nr: fylker.get(nr, nr))
        return [soker_ord(line, at) for line in ord.udekket(each)]

    return [
        {"kommune": each.kommune, "nb": say("nb", NB, each), "nn": say("nn", NN, each)}
        for each in forklaring.udekket
    ]


def _is_near(mangel: matching.Mangel) -> bool:
    """Return whether a shortage is one of a few municipalities, and all of them matter."""
    return all(each.minimal and len(each.kommuner) <= _FEW for each in mangel.knapphet)


@dataclass(frozen=True)
class _Bilde:
    problem: matching.Problem
    forslag: matching.Forslag
    evner: Evner
    parametre: Mapping[str, Any]

    def first(self, stopp: list[flaskehals.Flaskehals], trinn: Sequence[Mapping[str, Any]]) -> Par:
        """Return the answer in one sentence, and the bottleneck in another."""
        dekket, mest = covered(self.problem, self.forslag)
        alle = len(self.problem.kommuner)
        enough = next((each for each in trinn if each["dekket"] == alle), None)
        if enough is not None:
            tekst = _NOK[len(enough["grupper"]) - 1]
            return sett(tekst, n=enough["antall"], hva=alle_kommuner(alle))
        if dekket == alle:
            what = alle_kommuner(alle)
        elif dekket == mest:
            what = sett(_DEL, d=dekket, m=alle, ord=_ORD[alle != 1])
        else:
            what = sett(_MELLOM, d=dekket, mest=mest, m=alle, ord=_ORD[alle != 1])
        said = sett(
            ("{hvem} kan {hva} dekkes.", "{hvem} kan {hva} dekkast."),
            hvem=self._who(),
            hva=what,
        )
        if not stopp:
            return said
        hals = flaskehals.say(stopp)
        return f"{said[NB]} {hals[NB]}", f"{said[NN]} {hals[NN]}"

    def _who(self) -> Par:
        count = {"signert": 0, "tilbud": 0, "kandidat": 0}
        for v in self.problem.veiledere:
            count[self.parametre["grupper"][v.id]] += 1
        total = sum(count.values())
        if count["kandidat"] == total:
            return sett(("Med dagens {s}", "Med dagens {s}"), s=_sokere(total))
        deler = [
            (tekst, count[gruppe])
            for gruppe, tekst in (
                ("signert", ("{n} som har signert", "{n} som har signert")),
                ("tilbud", ("{n} som har fått tilbud", "{n} som har fått tilbod")),
                ("kandidat", ("{n} til som kan få det", "{n} til som kan få det")),
            )
            if count[gruppe]
        ]
        said = [sett(tekst, n=n) for tekst, n in deler]
        return f"Med {liste([p[NB] for p in said])[NB]}", f"Med {liste([p[NN] for p in said])[NN]}"

    def further(self, forklaring: matching.Forklaring) -> list[Par]:
        """Return what is short for everybody, and what hangs by one applicant."""
        said = flaskehals.kapasitet(forklaring.kapasitet)
        for sprak in matching.SamiskSprak:
            need = [k for k in self.problem.kommuner if k.samisk_sprak is sprak]
            kan = sorted(
                v.id
                for v in self.problem.veiledere
                if sprak in v.samiske_sprak and v.id in self.evner.any_of(need)
            )
            if len(kan) == 1:
                said.append(
                    sett(
                        (
                            "Bare {v} kan {sprak} og ta noen av kommunene som trenger det ({k}).",
                            "Berre {v} kan {sprak} og ta nokon av kommunane som treng det ({k}).",
                        ),
                        v=f"{{{kan[0]}}}",
                        sprak=sprak.value,
                        k=antall(len(need), "kommune"),
                    )
                )
        return said

    def fylker(self) -> list[dict[str, Any]]:
        """Return need, applicants and coverage of each fylke, by number."""
        numre = sorted({k.fylkesnummer for k in self.problem.kommuner})
        return [
            {"nummer": nr, **self._row([k for k in self.problem.kommuner if k.fylkesnummer == nr])}
            for nr in numre
        ]

    def sprak(self) -> list[dict[str, Any]]:
        """Return the same for each målform and Sami language; `kan` are those who know it.

        A municipality with a Sami language also has a målform, and is in two rows.
        """
        found = []
        for form in matching.Malform:
            here = [k for k in self.problem.kommuner if k.malform is form]
            fri = form is matching.Malform.NOYTRAL
            kan = {v.id for v in self.problem.veiledere if fri or form in v.malformer}
            if here or not fri:
                found.append(self._sprakrad(form.value, here, kan, krav=False))
        for sprak in matching.SamiskSprak:
            here = [k for k in self.problem.kommuner if k.samisk_sprak is sprak]
            kan = {v.id for v in self.problem.veiledere if sprak in v.samiske_sprak}
            found.append(self._sprakrad(sprak.value, here, kan, krav=True))
        return found

    def _sprakrad(
        self, navn: str, here: list[matching.Kommune], kan: set[str], *, krav: bool
    ) -> dict[str, Any]:
        can = len(self.evner.any_of(here) & kan)
        return {**self._row(here), "sprak": navn, "kan": len(kan), "sokere": can, "krav": krav}

    def _row(self, here: list[matching.Kommune]) -> dict[str, Any]:
        left = set(self.forslag.udekket)
        return {
            "kommuner": len(here),
            "timer": sum(k.timer for k in here),
            "sokere": len(self.evner.any_of(here)),
            "dekket": sum(k.id not in left for k in here),
        }


def _sokere(number: int) -> Par:
    return (
        f"{number} {'søker' if number == 1 else 'søkere'}",
        f"{number} {'søkjar' if number == 1 else 'søkjarar'}",
    )
