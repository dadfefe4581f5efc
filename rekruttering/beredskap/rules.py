"""What can happen to a published plan, where it leaves holes, and why a step is refused."""

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from rekruttering.felles.errors import N_, Hinder
from rekruttering.tildeling.rules.plan import Par, Planlag

# Points for each municipality that a veileder loses, where nobody has said otherwise.
ENDRING = 120
ENDRING_GRENSER = (0, 10_000)
MAKS_TEGN = 2000


class HendelseType(StrEnum):
    """What happened to somebody in a published plan."""

    VEILEDER_UT = "veileder_ut"
    KOMMUNE_UT = "kommune_ut"
    KOMMUNE_INN = "kommune_inn"


class Lukkegrunn(StrEnum):
    """Why nobody has to look at it any more."""

    NY_PLAN = "ny_plan"
    OPPHEVET = "opphevet"
    KOORDINATOR = "koordinator"


# %(navn)s is a person or a municipality: what happened, and what is only supposed.
TITTEL = {
    HendelseType.VEILEDER_UT: N_("%(navn)s er ikke lenger veileder"),
    HendelseType.KOMMUNE_UT: N_("%(navn)s er ikke lenger med"),
    HendelseType.KOMMUNE_INN: N_("%(navn)s er kommet til"),
}
TENKT_TITTEL = {
    HendelseType.VEILEDER_UT: N_("Hva om %(navn)s trekker seg?"),
    HendelseType.KOMMUNE_UT: N_("Hva om %(navn)s takker nei?"),
    HendelseType.KOMMUNE_INN: N_("Hva om %(navn)s kommer til?"),
}
GJOREMAL = {
    HendelseType.VEILEDER_UT: N_("Finn ny veileder etter %(navn)s"),
    HendelseType.KOMMUNE_UT: N_("Se på planen: %(navn)s er ikke lenger med"),
    HendelseType.KOMMUNE_INN: N_("Finn veiledere til %(navn)s"),
}
PLANNAVN = {
    HendelseType.VEILEDER_UT: N_("Uten %(navn)s"),
    HendelseType.KOMMUNE_UT: N_("Uten %(navn)s"),
    HendelseType.KOMMUNE_INN: N_("Med %(navn)s"),
}
LUKKET_TEKST = {
    Lukkegrunn.NY_PLAN: N_("En ny plan er publisert"),
    Lukkegrunn.OPPHEVET: N_("Gjelder ikke lenger"),
    Lukkegrunn.KOORDINATOR: N_("Lukket av koordinator"),
}


class HullType(StrEnum):
    """What is missing where a published plan does not hold any more."""

    HALVT = "halvt"  # one of the two has left
    UTEN = "uten"  # a municipality has nobody
    BRUTT = "brutt"  # the pair is whole, but breaks a rule with what it has left


@dataclass(frozen=True, order=True)
class Hull:
    """A hole: the veiledere who are still there, and the municipalities it concerns, by id."""

    art: HullType
    veiledere: tuple[int, ...]
    kommuner: tuple[int, ...]


def what_is_left(
    plan: Iterable[Planlag], veiledere: AbstractSet[int], kommuner: AbstractSet[int]
) -> list[Hull]:
    """Return the pairs of a plan without those who have left, as holes or (art BRUTT) whole.

    `veiledere` and `kommuner` are those who are still there.  A pair without municipalities is
    nothing.
    """
    found = []
    for lag in sorted(plan):
        members = tuple(each for each in lag.veiledere if each in veiledere)
        places = tuple(each for each in lag.kommuner if each in kommuner)
        if places and len(members) == 2:
            found.append(Hull(HullType.BRUTT, members, places))
        elif places and members:
            found.append(Hull(HullType.HALVT, members, places))
        else:
            found += [Hull(HullType.UTEN, (), (each,)) for each in places]
    return found


def find_hull(left: Iterable[Hull], brutte: Collection[Par], nye: Iterable[int]) -> list[Hull]:
    """Return where somebody is missing.

    `left` is `what_is_left`, `brutte` the whole pairs among them that break a rule now, `nye` the
    municipalities that have come since the plan was made.
    """
    holes = [
        each for each in left if each.art is not HullType.BRUTT or each.veiledere in set(brutte)
    ]
    return holes + [Hull(HullType.UTEN, (), (each,)) for each in nye]


def pris_hindre(endring: int) -> list[Hinder]:
    """Return why a change cannot have this price."""
    minst, mest = ENDRING_GRENSER
    if minst <= endring <= mest:
        return []
    tekst = N_("Prisen må være et helt tall fra %(minst)s til %(mest)s poeng.")
    return [Hinder("endring", tekst, {"minst": minst, "mest": mest})]


def ny_hindre(*, publisert: bool, kjent: bool) -> list[Hinder]:
    """Return why nothing can be worked out; `kjent`: the choice is one of those offered."""
    if not publisert:
        return [Hinder("ingen_plan", N_("Ingen plan er publisert i denne runden."))]
    if not kjent:
        return [Hinder("hva", N_("Velg hva som skjer."))]
    return []


def velg_hindre(*, lukket: bool, tenkt: bool, kjent: bool, utdatert: bool) -> list[Hinder]:
    """Return every reason why no plan can be made from an alternative.

    `kjent`: the alternative stands in the answer; `utdatert`: something changed since.
    Kilde: docs/regler.md#B2.
    """
    hindre = []
    if lukket:
        hindre.append(Hinder("lukket", N_("Hendelsen er lukket.")))
    if tenkt:
        tekst = N_("Dette har ikke skjedd. Registrer det først, så kan du lage en plan.")
        hindre.append(Hinder("tenkt", tekst))
    if not kjent:
        hindre.append(Hinder("ukjent", N_("Forslaget finnes ikke lenger. Regn på nytt.")))
    elif utdatert:
        tekst = N_("Noe er endret etter at dette ble regnet ut. Regn på nytt.")
        hindre.append(Hinder("utdatert", tekst))
    return hindre


def regn_hindre(*, lukket: bool) -> list[Hinder]:
    """Return why nothing more is worked out about it."""
    return [Hinder("lukket", N_("Hendelsen er lukket."))] if lukket else []


def lukk_hindre(*, lukket: bool, begrunnelse: str) -> list[Hinder]:
    """Return every reason why it cannot be closed.  Kilde: docs/regler.md#B3."""
    hindre = []
    if lukket:
        hindre.append(Hinder("lukket", N_("Hendelsen er lukket.")))
    if not begrunnelse.strip():
        hindre.append(Hinder("begrunnelse", N_("Skriv hvorfor du lukker hendelsen.")))
    return hindre
