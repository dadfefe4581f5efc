"""What a person decides on: where a plan differs from the proposal, and what must be said of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rekruttering.felles.errors import N_, Hinder
from rekruttering.tildeling.rules import APEN, STATUS_TEKST, TildelingStatus
from rekruttering.tildeling.rules.plan import Planlag, to_lag

_NOKKEL = re.compile(r"(\d{1,9})-(\d{1,9}):(\d{1,9}(?:\.\d{1,9})*)")
MAKS_TEGN = 4000


@dataclass(frozen=True)
class Avvik:
    """How a plan differs from what the machine proposed.

    `par` are the pairs that do not stand exactly so in the proposal, `utelatt` the municipalities
    (puljekommune ids, ascending) that the proposal gave a pair and the plan does not.
    """

    par: frozenset[Planlag]
    utelatt: tuple[int, ...]


def find_avvik(forslag: Iterable[Planlag], plan: Iterable[Planlag]) -> Avvik:
    """Return how a plan differs from a proposal."""
    proposed, planned = frozenset(forslag), frozenset(plan)
    before = {kommune for lag in proposed for kommune in lag.kommuner}
    now = {kommune for lag in planned for kommune in lag.kommuner}
    return Avvik(planned - proposed, tuple(sorted(before - now)))


def to_nokkel(lag: Planlag) -> str:
    """Return a pair with its municipalities as one word: it changes when the pair does."""
    a, b = lag.veiledere
    return f"{a}-{b}:{'.'.join(map(str, lag.kommuner))}"


def from_nokkel(nokkel: str) -> Planlag | None:
    """Return the pair behind a word of `to_nokkel`, or None when it is no such word."""
    found = _NOKKEL.fullmatch(nokkel)
    if found is None or found[1] == found[2]:
        return None
    return to_lag((int(found[1]), int(found[2])), map(int, found[3].split(".")))


@dataclass(frozen=True)
class Parvedtak:
    """What is known when a person decides on one pair.

    `navn` are the two names; `endret`: the pair is not in the plan any more; `avviker`: it is not
    in the proposal; `andre`: who decided on it before, when that was somebody else.
    """

    navn: tuple[str, str]
    begrunnelse: str
    endret: bool = False
    avviker: bool = False
    andre: str = ""


def decide_hindre(status: TildelingStatus, par_liste: Sequence[Parvedtak]) -> list[Hinder]:
    """Return every reason why pairs cannot be decided.  Kilde: docs/regler.md#R30."""
    hindre = open_hindre(status)
    for par in par_liste:
        verdier: dict[str, object] = dict(zip("ab", par.navn, strict=True))
        if par.endret:
            tekst = N_("%(a)s og %(b)s er endret siden du åpnet siden. Se på paret på nytt.")
            hindre.append(Hinder("endret", tekst, verdier))
        elif par.andre:
            tekst = N_("%(a)s og %(b)s er allerede vedtatt av %(andre)s.")
            hindre.append(Hinder("andre", tekst, {**verdier, "andre": par.andre}))
        elif par.avviker and not par.begrunnelse.strip():
            hindre.append(words_hinder(par.navn))
    return hindre


def open_hindre(status: TildelingStatus) -> list[Hinder]:
    """Return why nothing can be decided in a plan that is decided as a whole."""
    if status in APEN:
        return []
    tekst = N_("Planen er %(status)s. Åpne den igjen før du endrer noe.")
    return [Hinder("status", tekst, {"status": STATUS_TEKST[status].lower()})]


def words_hinder(navn: tuple[str, str]) -> Hinder:
    """Return that a pair that differs from the proposal is not decided in own words yet."""
    tekst = N_("%(a)s og %(b)s er ikke slik maskinen foreslo. Vedta paret med egne ord.")
    return Hinder("avvik", tekst, dict(zip("ab", navn, strict=True)))


def left_out_hinder(kommune: str) -> Hinder:
    """Return that nobody has said why a municipality lost the pair that was proposed."""
    tekst = N_("%(kommune)s hadde et par i forslaget og har ikke noe nå. Skriv hvorfor.")
    return Hinder("utelatt", tekst, {"kommune": kommune})


def undeclared_hinder(navn: str, kommuner: Sequence[str]) -> Hinder:
    """Return that somebody has said nothing of ties to municipalities.

    Kilde: docs/regler.md#R31.
    """
    tekst = N_("%(navn)s har ikke svart på om det finnes tilknytninger til %(kommuner)s.")
    verdier: dict[str, object] = {"navn": navn, "kommuner": ", ".join(kommuner)}
    return Hinder("ikke_erklart", tekst, verdier)


def reopen_hindre(status: TildelingStatus, begrunnelse: str) -> list[Hinder]:
    """Return why a decided plan cannot be opened again.  Kilde: docs/regler.md#R32."""
    hindre = []
    if not begrunnelse.strip():
        hindre.append(Hinder("begrunnelse", N_("Skriv hvorfor planen åpnes igjen.")))
    if status is not TildelingStatus.VEDTATT:
        tekst = N_("Bare en vedtatt plan som ikke er publisert, kan åpnes igjen.")
        hindre.append(Hinder("status", tekst))
    return hindre
