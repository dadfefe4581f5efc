"""A pack replayed: solved again, changed by hand again, compared; needs no database."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from rekruttering.felles.errors import N_
from rekruttering.tildeling import adapter
from rekruttering.tildeling.rules.plan import Planlag, Utkast, find_differanse, to_lag, utfor
from rekruttering.tildeling.rules.plan_json import differanse_from_json, handling_from_json
from rekruttering.vedtakspakke.rules import Utfall, fingerprint

Json = Mapping[str, Any]
# Problem, seconds and seed in, a proposal out; one thread, as every run of the service.
Solve = Callable[[Json, float, int], Json]
OPTIMAL = "optimal"


@dataclass(frozen=True)
class Punkt:
    """One thing that was looked at: whether it holds (None: worth knowing), in words."""

    kode: str
    holder: bool | None
    tekst: str
    verdier: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Resultat:
    """What a replay came to, point by point."""

    utfall: Utfall
    punkter: tuple[Punkt, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the result as a JSON value."""
        return {"utfall": self.utfall.value, "punkter": [asdict(each) for each in self.punkter]}


def from_json(value: Json) -> Resultat:
    """Return what `Resultat.to_json` wrote."""
    return Resultat(Utfall(value["utfall"]), tuple(Punkt(**each) for each in value["punkter"]))


def gjenskap(pakke: Json, solve: Solve, maks_sekunder: float | None = None) -> Resultat:
    """Return whether a pack gives the same plan again.

    The problem is solved with the seed and the time of the run.  A run that was ended by its time
    or by a person can end anywhere: then its proposal is checked, and that is said.
    """
    whole = fingerprint(pakke) == pakke["avtrykk"]
    seal = _point(
        "avtrykk",
        whole,
        N_("Pakken er slik den ble laget: avtrykket stemmer."),
        N_("Pakken er endret etter at den ble laget: avtrykket stemmer ikke."),
    )
    if not whole:
        # What somebody has changed says nothing, whatever else would hold.
        return Resultat(Utfall.ULIK, (seal,))
    punkter = [seal, *_given(pakke)]
    again, solved = _solve_again(pakke, solve, maks_sekunder)
    punkter += [*again, *_plan(pakke)]
    if any(each.holder is False for each in punkter):
        return Resultat(Utfall.ULIK, tuple(punkter))
    return Resultat(Utfall.LIK if solved else Utfall.ETTERPROVD, tuple(punkter))


def _point(kode: str, holds: bool, yes: str, no: str, **verdier: object) -> Punkt:
    return Punkt(kode, holds, yes if holds else no, verdier)


def _given(pakke: Json) -> list[Punkt]:
    """Check the problem and the proposal as they stand in the pack."""
    problem, forslag = pakke["problem"], pakke["forslag"]
    return [
        _point(
            "oppgave",
            fingerprint(problem) == pakke["kjoring"]["avtrykk"],
            N_("Oppgaven er den kjøringen fikk."),
            N_("Oppgaven er en annen enn den kjøringen fikk."),
        ),
        _point(
            "forslag",
            not adapter.check(problem, forslag),
            N_("Forslaget følger reglene, og alle poengene er regnet om og stemmer."),
            N_("Forslaget bryter en regel, eller et poengtall stemmer ikke."),
        ),
    ]


def _solve_again(
    pakke: Json, solve: Solve, maks_sekunder: float | None
) -> tuple[list[Punkt], bool]:
    """Return what solving again showed, and whether both runs came to an end by themselves."""
    kjoring, forslag = pakke["kjoring"], pakke["forslag"]
    if forslag["status"] != OPTIMAL:
        tekst = N_(
            "Kjøringen ble avsluttet av tidsgrensen eller av en person, før maskinen var ferdig. "
            "Da kan ikke det samme forslaget regnes ut igjen. Vi har etterprøvd forslaget i stedet."
        )
        return [Punkt("tid", None, tekst)], False
    seconds = float(maks_sekunder or kjoring["maks_sekunder"])
    again = solve(pakke["problem"], seconds, int(kjoring["fro"]))
    solved = again["status"] == OPTIMAL
    return [_compare(forslag, again, solved=solved), *_version(forslag, again)], solved


def _compare(forslag: Json, again: Json, *, solved: bool) -> Punkt:
    if not solved:
        tekst = N_("Maskinen ble ikke ferdig denne gangen. Prøv igjen med lengre tid.")
        return Punkt("losning", None, tekst)
    same = to_plan(forslag["par"]) == to_plan(again["par"])
    as_good = (len(forslag["udekket"]), forslag["kostnad"]) == (
        len(again["udekket"]),
        again["kostnad"],
    )
    no = N_("Regnet på nytt ga oppgaven et annet forslag, som er like godt: %(poeng)s poeng.")
    if not as_good:
        no = N_("Regnet på nytt ga oppgaven et annet forslag, med %(poeng)s poeng.")
    return _point(
        "losning",
        same,
        N_("Regnet på nytt med samme startverdi ga oppgaven det samme forslaget."),
        no,
        **({} if same else {"poeng": again["kostnad"]}),
    )


def _version(forslag: Json, again: Json) -> list[Punkt]:
    """Say that another version of the optimiser has answered, where that is so."""
    then, now = forslag["kjoring"]["versjon"], again["kjoring"]["versjon"]
    if then == now:
        return []
    tekst = N_("Forslaget er laget med versjon %(da)s av maskinen, og regnet på nytt med %(na)s.")
    return [Punkt("versjon", None, tekst, {"da": then, "na": now})]


def _plan(pakke: Json) -> list[Punkt]:
    """Make the changes by hand again, and compare with the plan that was decided."""
    steps = [each for each in pakke["justeringer"] if each["gjelder"]]
    plan = frozenset(to_plan(pakke["forslag"]["par"]))
    punkter = []
    for step in steps:
        found = _step(plan, step)
        if found is None:
            tekst = N_("Endring %(nr)s for hånd lar seg ikke gjøre om igjen.")
            punkter.append(Punkt("justering", False, tekst, {"nr": step["nr"]}))
            return punkter
        plan = found
    if steps:
        tekst = N_("Endringene for hånd er gjort om igjen, i samme rekkefølge: %(antall)s.")
        punkter.append(Punkt("justering", True, tekst, {"antall": len(steps)}))
    decided = frozenset(to_plan(pakke["plan"]))
    punkter.append(
        _point(
            "plan",
            plan == decided,
            N_("Planen som kommer ut, er den samme: %(par)s par."),
            N_("Planen som kommer ut, er en annen: %(antall)s par er ulike."),
            **({"par": len(decided)} if plan == decided else {"antall": len(plan ^ decided)}),
        )
    )
    return [*punkter, _priced(pakke, decided)]


def _step(plan: frozenset[Planlag], step: Json) -> frozenset[Planlag] | None:
    """Return the plan after one step, or None when it does not do what it did."""
    differanse = differanse_from_json({"laser_for": {}, "laser_etter": {}, **step["differanse"]})
    if not plan.issuperset(differanse.ut):
        return None
    after = (plan - set(differanse.ut)) | set(differanse.inn)
    if step["handling"]["type"] == "kopi":
        return after
    now = Utkast(plan, differanse.laser_for)
    done = find_differanse(now, utfor(now, handling_from_json(step["handling"])))
    return after if done == differanse else None


def _priced(pakke: Json, decided: frozenset[Planlag]) -> Punkt:
    problem = adapter.known(fingerprint(pakke["problem"]), lambda: pakke["problem"])
    vurdering = adapter.vurder(problem, Utkast(decided))
    stored = {
        to_lag(map(adapter.row_id, each["veiledere"]), map(adapter.row_id, each["kommuner"])): each
        for each in pakke["plan"]
    }
    same = all(
        (stored[lag]["timer"], stored[lag]["kostnad"]) == (pris.timer, pris.kostnad)
        for lag, pris in vurdering.lag.items()
    )
    return _point(
        "pris",
        same and not vurdering.brudd,
        N_("Planen følger reglene i oppgaven. Timer og poeng for hvert par stemmer."),
        N_("Planen bryter en regel i oppgaven, eller timer og poeng stemmer ikke."),
    )


def to_plan(par_liste: Iterable[Json]) -> set[Planlag]:
    """Return pairs of a proposal or of a pack's plan as plain values."""
    return {
        to_lag(map(adapter.row_id, each["veiledere"]), map(adapter.row_id, each["kommuner"]))
        for each in par_liste
    }
