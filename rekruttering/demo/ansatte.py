"""Udir's staff and the county governors' contacts in the demo."""

from __future__ import annotations

from typing import Final

from rekruttering.demo.grunnlag import embetenavn, list_kommunefakta, make_rng
from rekruttering.demo.navn import Navnebok, to_ascii
from rekruttering.demo.typer import Ansatt, Panelmedlem, Sprak, Statsforvalterkontakt

_ANTALL_PANELMEDLEMMER: Final = 9
# The first three may lead a panel; each of the last three masters a Sami language.
_SAMISKE: Final[dict[int, Sprak]] = {6: "nordsamisk", 7: "lulesamisk", 8: "sorsamisk"}


def make_panelmedlemmer(seed: int) -> tuple[Panelmedlem, ...]:
    """Return nine panel members: three may lead, one speaks each Sami language."""
    rng = make_rng(seed, "panel")
    navnebok = Navnebok(make_rng(seed, "panelnavn"))
    medlemmer = []
    for plass in range(_ANTALL_PANELMEDLEMMER):
        fornavn, etternavn = navnebok.find_navn("norsk")
        sprak: tuple[Sprak, ...] = ("bokmal", "nynorsk")
        if plass in _SAMISKE:
            sprak = (*sprak, _SAMISKE[plass])
        medlemmer.append(
            Panelmedlem(
                id=f"p{plass + 1}",
                fornavn=fornavn,
                etternavn=etternavn,
                epost=_epost(fornavn, etternavn, "udir.example"),
                telefon=f"00 20 10 {plass + 1:02}",
                stilling="avdelingsdirektør" if plass == 0 else "seniorrådgiver",
                leder=plass < 3,
                strenghet=round(rng.gauss(0, 0.3), 2),
                sprak=sprak,
            )
        )
    return tuple(medlemmer)


def make_udir(seed: int) -> tuple[Ansatt, Ansatt, Ansatt]:
    """Return two coordinators and an administrator."""
    navnebok = Navnebok(make_rng(seed, "udir"))
    stillinger = ("seniorrådgiver", "rådgiver", "systemansvarlig")
    ider = ("koordinator1", "koordinator2", "admin1")
    ansatte = []
    for plass, (ansatt_id, stilling) in enumerate(zip(ider, stillinger, strict=True), start=1):
        fornavn, etternavn = navnebok.find_navn("norsk")
        epost = _epost(fornavn, etternavn, "udir.example")
        telefon = f"00 20 20 {plass:02}"
        ansatte.append(Ansatt(ansatt_id, fornavn, etternavn, epost, telefon, stilling))
    return ansatte[0], ansatte[1], ansatte[2]


def make_statsforvaltere(seed: int) -> tuple[Statsforvalterkontakt, ...]:
    """Return one contact per embete of 2020."""
    navnebok = Navnebok(make_rng(seed, "statsforvaltere"))
    embeter = sorted({fakta.embete for fakta in list_kommunefakta().values()})
    kontakter = []
    for plass, embete in enumerate(embeter, start=1):
        vest = embete in ("vestland", "more-og-romsdal", "rogaland")
        fornavn, etternavn = navnebok.find_navn("vest" if vest else "norsk")
        kontakter.append(
            Statsforvalterkontakt(
                id=f"sf-{embete}",
                fornavn=fornavn,
                etternavn=etternavn,
                epost=_epost(fornavn, etternavn, f"{embete}.fylkesmannen.example"),
                telefon=f"00 30 10 {plass:02}",
                stilling=f"utdanningsdirektør, {embetenavn(embete)}",
                embete=embete,
            )
        )
    return tuple(kontakter)


def _epost(fornavn: str, etternavn: str, domene: str) -> str:
    return f"{to_ascii(f'{fornavn} {etternavn}')}@{domene}"
