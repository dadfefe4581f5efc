"""How many offers, and which, keep the coverage when some say no.

`parametre`: `grupper` by id, `prosent` who say yes of those who have not signed, `rekkefolge` in
which the offers go out; empty: those first who cover most together.
"""

from collections.abc import Callable, Mapping
from typing import Any

import matching
from rekruttering.analyse.adapter import framtider
from rekruttering.analyse.adapter.dekning import Frist, covered, only_coverage
from rekruttering.analyse.adapter.ord import Par, alle_kommuner, antall, avsnitt, desimal, sett
from rekruttering.felles.errors import N_

ANDEL = 0.9
FRAMTIDER = 200
_QUICK_S = 3.0
_MOST_NAMED = 8
TEKST = N_("Prøver mulige svar på tilbudene")

Tell = Callable[[dict[str, Any]], None]


def regn(order: dict[str, Any], tell: Tell, should_stop: Callable[[], bool]) -> dict[str, Any]:
    """Return the curve over the number of offers, what is recommended, and who adds most."""
    problem = only_coverage(matching.problem_from_dict(order["problem"]))
    parametre = order["parametre"]
    matching.warm_up()
    frist = Frist.within(float(order["maks_sekunder"]), should_stop)
    grupper: Mapping[str, str] = parametre["grupper"]
    free = [v.id for v in problem.veiledere if grupper[v.id] != "signert"]
    alle = frist.solve(problem, frist.igjen * 0.1, seed=order["fro"])
    mal = covered(problem, alle)[0]
    rekkefolge = list(parametre["rekkefolge"]) or _by_plan(alle, free, grupper)
    felles = {
        "mal": mal,
        "kommuner": len(problem.kommuner),
        "prosent": parametre["prosent"],
        "andel": ANDEL,
        "sendt": sum(grupper[each] == "tilbud" for each in free),
        "signert": len(problem.veiledere) - len(free),
        "rekkefolge": rekkefolge,
    }
    if not free:
        return {**avsnitt([]), **felles, "steg": [], "anbefalt": None, "fullstendig": True}
    # Where one solve is a matter of a moment, so are some hundred.
    if alle.status is matching.Status.OPTIMAL and alle.kjoring.sekunder <= _QUICK_S:
        kurve = framtider.regn(
            framtider.Oppgave(
                problem, tuple(rekkefolge), parametre["prosent"] / 100, mal, ANDEL, alle
            ),
            frist,
            order["fro"],
            lambda done, total: tell({"gjort": done, "totalt": total, "tekst": TEKST}),
        )
    else:
        kurve = _search(problem, felles, frist, order["fro"], tell)
    svar = {**felles, **kurve, "fullstendig": not should_stop()}
    return {**avsnitt(_said(svar)), **svar}


def _search(
    problem: matching.Problem, felles: Mapping[str, Any], frist: Frist, seed: int, tell: Tell
) -> dict[str, Any]:
    """Return the curve as the engine's own search finds it."""
    found = matching.robusthet(
        problem,
        dict.fromkeys(felles["rekkefolge"], felles["prosent"] / 100),
        rekkefolge=felles["rekkefolge"],
        mal=felles["mal"],
        andel=ANDEL,
        framtider=FRAMTIDER,
        max_time_s=frist.igjen,
        seed=seed,
        on_progress=lambda p: tell({"gjort": round(100 * p.bevist), "totalt": 100, "tekst": TEKST}),
        should_stop=frist.should_stop,
    )
    return _from_engine(found)


def _by_plan(alle: matching.Forslag, free: list[str], grupper: Mapping[str, str]) -> list[str]:
    """Return those with an offer, then the pairs of the plan that cover most, then the rest."""
    lag = sorted(alle.par, key=lambda each: (-len(each.kommuner), each.veiledere))
    planned = [v for each in lag for v in each.veiledere]
    place = {v: at for at, v in enumerate(planned)}
    return sorted(
        free, key=lambda v: (grupper[v] != "tilbud", place.get(v, len(planned)), int(v[1:]))
    )


def _from_engine(found: matching.Robusthet) -> dict[str, Any]:
    return {
        "steg": [
            {
                "antall": s.antall,
                "forventet": round(s.forventet, 3),
                "forventet_mest": round(s.forventet_mest, 3),
                "niva": s.niva,
                "mal_andel": round(s.mal_andel, 3),
            }
            for s in found.steg
        ],
        "anbefalt": found.anbefalt,
        # Proven: not even all the offers are enough.
        "for_lite": found.minst is None,
        "framtider": found.framtider,
        "eksakt": found.eksakt,
        "verdi": [
            {"id": v.veileder, "okning": round(v.okning, 3), "feil": round(v.standardfeil, 3)}
            for v in found.verdi[:_MOST_NAMED]
            if v.okning > 0
        ],
        "tillegg": [
            {"id": t.veileder, "okning": round(t.okning, 3), "niva": t.niva} for t in found.tillegg
        ],
    }


def _said(svar: Mapping[str, Any]) -> list[Par]:
    steg, sendt = svar["steg"], svar["sendt"]
    if not steg:
        return []
    last = steg[-1]
    said = [_needed(svar, sendt)]
    if svar["anbefalt"]:
        said.append(_gives(next(s for s in steg if s["antall"] == svar["anbefalt"])))
    elif svar["anbefalt"] is None:
        said.append(_gives(last))
    now = next((s for s in steg if s["antall"] == sendt), None)
    if sendt and now is not None and svar["anbefalt"] != 0:
        said.append(
            sett(
                (
                    "Med tilbudene som er sendt, dekkes {f} kommuner i snitt.",
                    "Med tilboda som er sende, blir {f} kommunar dekte i snitt.",
                ),
                f=_mean(now),
            )
        )
    return said


def _needed(svar: Mapping[str, Any], sendt: int) -> Par:
    n = svar["anbefalt"]
    alle = svar["mal"] == svar["kommuner"]
    mest: Par = ("{m}, det meste som går,", "{m}, det meste som går,")
    hva = alle_kommuner(svar["mal"]) if alle else sett(mest, m=antall(svar["mal"], "kommune"))
    verdier = {"hva": hva, "alle": antall(len(svar["rekkefolge"]), "soker")}
    if n is None:
        tekst = (
            "Det er ikke sikkert at tilbud til {alle} holder til {hva} i ni av ti tilfeller.",
            "Det er ikkje sikkert at tilbod til {alle} held til {hva} i ni av ti tilfelle.",
        )
        if svar["for_lite"]:
            tekst = (
                "Tilbud til {alle} holder ikke til {hva} i ni av ti tilfeller. "
                "Dere trenger flere søkere.",
                "Tilbod til {alle} held ikkje til {hva} i ni av ti tilfelle. "
                "De treng fleire søkjarar.",
            )
        return sett(tekst, **verdier)
    if not n:
        tekst = (
            "De {s} som har signert, holder til {hva} uten flere tilbud.",
            "Dei {s} som har signert, held til {hva} utan fleire tilbod.",
        )
        return sett(tekst, s=svar["signert"], **verdier)
    if n <= sendt:
        tekst = (
            "Dere har sendt nok tilbud: {n} holder til {hva} i ni av ti tilfeller.",
            "De har sendt nok tilbod: {n} held til {hva} i ni av ti tilfelle.",
        )
        return sett(tekst, n=antall(n, "tilbud"), **verdier)
    tekst = (
        "Send {n} til, {total} i alt, for å dekke {hva} i ni av ti tilfeller.",
        "Send {n} til, {total} i alt, for å dekke {hva} i ni av ti tilfelle.",
    )
    if not sendt:
        tekst = (
            "Send {n} for å dekke {hva} i ni av ti tilfeller.",
            "Send {n} for å dekke {hva} i ni av ti tilfelle.",
        )
    return sett(tekst, n=antall(n - sendt, "tilbud"), total=n, **verdier)


def _mean(steg: Mapping[str, Any]) -> str:
    """Return the mean, with its bound where that is another number."""
    low, high = desimal(steg["forventet"]), desimal(steg["forventet_mest"])
    return low if low == high else f"{low}–{high}"


def _gives(steg: Mapping[str, Any]) -> Par:
    return sett(
        (
            "{n} gir {f} dekkede kommuner i snitt, og minst {niva} i ni av ti tilfeller.",
            "{n} gir {f} dekte kommunar i snitt, og minst {niva} i ni av ti tilfelle.",
        ),
        n=antall(steg["antall"], "tilbud", stort=True),
        f=_mean(steg),
        niva=steg["niva"],
    )
