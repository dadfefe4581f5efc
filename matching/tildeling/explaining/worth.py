"""What one more veileder is worth: the problem with each of them added, solved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from matching.tildeling.explaining.changes import Endring, EndringType, Utfall, apply, to_utfall
from matching.tildeling.explaining.remedies import Solver
from matching.tildeling.forslag import Forslag
from matching.tildeling.problem import Problem, Veileder


@dataclass(frozen=True, slots=True)
class Verdi:
    """What a veileder would add; `brukt` if the new plan uses the veileder at all.

    Where the solve was not proven, `utfall.bevist` is false and the cost is an upper estimate.
    """

    veileder: Veileder
    brukt: bool
    utfall: Utfall


def worth_of(
    problem: Problem,
    forslag: Forslag,
    veiledere: Sequence[Veileder],
    solver: Solver,
    tell: Callable[[], None] = lambda: None,
) -> list[Verdi]:
    """Return what each veileder would add alone, the most valuable first; fewer if stopped.

    They are not in the problem.  Wishes and ties that concern nobody in it are left out.

    Raises:
        UgyldigFilError: an id is in the problem already, or a value is impossible.
    """
    found = []
    for each in veiledere:
        if solver.clock.must_stop():
            break
        tell()
        endring = Endring(EndringType.NY_VEILEDER, (each.id,), veileder=_known(problem, each))
        after = solver.solve(apply(problem, [endring]), forslag)
        utfall = to_utfall(forslag, after)
        found.append(Verdi(each, each.id not in after.ubrukte, utfall))
    return sorted(found, key=lambda v: (len(v.utfall.udekket), v.utfall.kostnad, v.veileder.id))


def _known(problem: Problem, veileder: Veileder) -> Veileder:
    def people(ider: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(filter(problem.has_veileder, ider))

    return replace(
        veileder,
        inhabil_i=tuple(filter(problem.has_kommune, veileder.inhabil_i)),
        onsker_par_med=people(veileder.onsker_par_med),
        ikke_par_med=people(veileder.ikke_par_med),
    )
