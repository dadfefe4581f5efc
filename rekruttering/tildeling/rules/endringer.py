"""What one plan means for people when it takes the place of another; plain values, no I/O."""

from collections.abc import Iterable
from dataclasses import dataclass

from rekruttering.tildeling.rules.plan import Planlag


@dataclass(frozen=True)
class Veilederendring:
    """A veileder with another partner or other municipalities, before and after.

    The partner is None, and the municipalities are none, where the veileder is in no pair.
    """

    veileder: int
    makker_for: int | None
    makker_na: int | None
    kommuner_for: tuple[int, ...]
    kommuner_na: tuple[int, ...]

    @property
    def er_ny(self) -> bool:
        """Whether the veileder was in no pair before."""
        return self.makker_for is None

    @property
    def er_ute(self) -> bool:
        """Whether the veileder is in no pair any more."""
        return self.makker_na is None

    @property
    def mistet(self) -> tuple[int, ...]:
        """The municipalities that the veileder does not have any more."""
        return tuple(each for each in self.kommuner_for if each not in self.kommuner_na)

    @property
    def fikk(self) -> tuple[int, ...]:
        """The municipalities that the veileder did not have before."""
        return tuple(each for each in self.kommuner_na if each not in self.kommuner_for)


@dataclass(frozen=True)
class Kommuneendring:
    """A municipality whose pair (veileder ids, ascending; empty: none) is not the same."""

    kommune: int
    par_for: tuple[int, ...]
    par_na: tuple[int, ...]

    @property
    def er_ny(self) -> bool:
        """Whether the municipality had no pair before."""
        return not self.par_for

    @property
    def er_ute(self) -> bool:
        """Whether the municipality has no pair any more."""
        return not self.par_na

    @property
    def nye(self) -> tuple[int, ...]:
        """The veiledere that the municipality did not have before."""
        return tuple(each for each in self.par_na if each not in self.par_for)

    @property
    def borte(self) -> tuple[int, ...]:
        """The veiledere that the municipality does not have any more."""
        return tuple(each for each in self.par_for if each not in self.par_na)


@dataclass(frozen=True)
class Endringer:
    """Everyone for whom two plans differ, and everyone for whom they do not; all by id.

    Who stands in neither plan stands nowhere.
    """

    veiledere: tuple[Veilederendring, ...]
    kommuner: tuple[Kommuneendring, ...]
    uendrede_veiledere: tuple[int, ...]
    uendrede_kommuner: tuple[int, ...]


def find_endringer(gammel: Iterable[Planlag], ny: Iterable[Planlag]) -> Endringer:
    """Return what changes for each veileder and municipality from one plan to another."""
    before, after = _Plan(gammel), _Plan(ny)
    veiledere = [
        Veilederendring(
            veileder,
            before.makker.get(veileder),
            after.makker.get(veileder),
            before.kommuner.get(veileder, ()),
            after.kommuner.get(veileder, ()),
        )
        for veileder in sorted(before.makker.keys() | after.makker.keys())
    ]
    kommuner = [
        Kommuneendring(kommune, before.par.get(kommune, ()), after.par.get(kommune, ()))
        for kommune in sorted(before.par.keys() | after.par.keys())
    ]
    return Endringer(
        tuple(each for each in veiledere if not _same(each)),
        tuple(each for each in kommuner if each.par_for != each.par_na),
        tuple(each.veileder for each in veiledere if _same(each)),
        tuple(each.kommune for each in kommuner if each.par_for == each.par_na),
    )


def _same(endring: Veilederendring) -> bool:
    return (endring.makker_for, endring.kommuner_for) == (endring.makker_na, endring.kommuner_na)


class _Plan:
    """A plan by veileder and by municipality."""

    def __init__(self, lag: Iterable[Planlag]) -> None:
        self.makker: dict[int, int] = {}
        self.kommuner: dict[int, tuple[int, ...]] = {}
        self.par: dict[int, tuple[int, ...]] = {}
        for each in lag:
            a, b = each.veiledere
            self.makker |= {a: b, b: a}
            self.kommuner |= dict.fromkeys((a, b), each.kommuner)
            self.par |= dict.fromkeys(each.kommuner, each.veiledere)
