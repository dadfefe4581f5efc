"""What earlier rounds say: who was a pair and where, and what that counts for as a wish."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rekruttering.utlysning.rules import Historikk

Par = tuple[int, int]


@dataclass(frozen=True)
class Tidligere:
    """A pair in the published plan of an earlier round: users and municipalities, by name too.

    `kommuner` are (kommunenummer, name) as they were then.
    """

    runde_id: int
    runde_nb: str
    runde_nn: str
    brukere: Par
    navn: tuple[str, str]
    kommuner: tuple[tuple[str, str], ...]

    def runde(self, sprak: str) -> str:
        """Return the round's title in one language (nb, nn)."""
        return self.runde_nn if sprak == "nn" else self.runde_nb

    def makker_of(self, bruker_id: int) -> tuple[int, str]:
        """Return the other one of the pair: user id and name."""
        other = 1 if self.brukere[0] == bruker_id else 0
        return self.brukere[other], self.navn[other]


@dataclass(frozen=True)
class Bakhistorie:
    """Earlier rounds as one round sees them.

    `veiledere` maps veileder ids, `kommuner` puljekommune ids (also under another number or before
    a merger) to earlier pairs; `makkere` maps veileder ids to earlier partners in this round.
    """

    veiledere: Mapping[int, tuple[Tidligere, ...]] = field(default_factory=dict)
    kommuner: Mapping[int, tuple[Tidligere, ...]] = field(default_factory=dict)
    makkere: Mapping[int, frozenset[int]] = field(default_factory=dict)


def make_bakhistorie(
    tidligere: Sequence[Tidligere],
    brukere: Mapping[int, int],
    slekt: Mapping[int, Collection[str]],
) -> Bakhistorie:
    """Return what earlier pairs mean to a round.

    `brukere` maps the round's veileder ids to user ids, `slekt` its puljekommune ids to every
    number that the municipality has or had.
    """
    veileder_of = {bruker: veileder for veileder, bruker in brukere.items()}
    of_veileder: dict[int, list[Tidligere]] = {}
    of_kommune: dict[int, list[Tidligere]] = {}
    makkere: dict[int, set[int]] = {}
    for each in tidligere:
        here = [veileder_of[bruker] for bruker in each.brukere if bruker in veileder_of]
        for veileder in here:
            of_veileder.setdefault(veileder, []).append(each)
            makkere.setdefault(veileder, set()).update(v for v in here if v != veileder)
        numre = {nummer for nummer, _navn in each.kommuner}
        for row, slekten in slekt.items():
            if numre & set(slekten):
                of_kommune.setdefault(row, []).append(each)
    return Bakhistorie(
        {key: tuple(value) for key, value in of_veileder.items()},
        {key: tuple(value) for key, value in of_kommune.items()},
        {key: frozenset(value) for key, value in makkere.items() if value},
    )


def add_historikk(
    valg: Historikk,
    onsker: Mapping[int, tuple[int, ...]],
    uonsket: Mapping[int, tuple[int, ...]],
    makkere: Mapping[int, Collection[int]],
) -> dict[int, tuple[int, ...]]:
    """Return whom each veileder is counted as wishing for, by veileder id.

    Somebody with a wish of their own has that and no other.  With continuity, one without is
    counted as wishing for earlier partners; with variation, for everyone but them.  An earlier
    partner whose own wish says the opposite is left out, so that no wish of a person is weighed
    against history.  Kilde: docs/regler.md#R33.
    """
    found = dict(onsker)
    if valg is Historikk.UTEN_BETYDNING:
        return found
    for veileder in sorted(onsker):
        if onsker[veileder]:
            continue
        partners = [v for v in makkere.get(veileder, ()) if v in onsker]
        refused = {*uonsket.get(veileder, ())}
        if valg is Historikk.KONTINUITET:
            # Whoever wishes for another is left to that.
            kept = [v for v in partners if not onsker[v] or veileder in onsker[v]]
            found[veileder] = tuple(sorted(v for v in kept if v not in refused))
        else:
            avoided = {v for v in partners if veileder not in onsker[v]}
            found[veileder] = _all_but(onsker, {veileder, *avoided}) if avoided else ()
    return found


def _all_but(everyone: Iterable[int], out: Collection[int]) -> tuple[int, ...]:
    return tuple(sorted(each for each in everyone if each not in out))
