"""Motivation letters and other sentences of an applicant, put together from data/demo."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from rekruttering.demo.grunnlag import list_fylkesnavn, list_kommunefakta, list_tekster
from rekruttering.demo.typer import (
    AnnenType,
    Bakgrunn,
    Kompetanse,
    Korrespondanse,
    Samisk,
    Tilknytningsgrunn,
)

_OMRADER = ("veiledning", "organisasjonsutvikling", "ledelse", "analyse")


@dataclass(frozen=True)
class Skribent:
    """What a letter depends on."""

    sprak: Korrespondanse
    bakgrunn: Bakgrunn
    annen_type: AnnenType | None
    year: int
    stilling: str
    kommunenummer: str
    fagomrader: tuple[str, ...]
    samisk: Samisk | None
    innvandret: bool


def make_motivasjon(rng: Random, skribent: Skribent) -> str:
    """Return a letter of three to five paragraphs in the writer's målform."""
    tekster = _tekster()
    sprak = skribent.sprak
    fakta = list_kommunefakta()[skribent.kommunenummer]
    samisk = tekster["samisksprak"][skribent.samisk] if skribent.samisk else ""
    ord_ = {
        "year": str(skribent.year),
        "stilling": skribent.stilling,
        "kommune": fakta.navn_norsk,
        "fylke": list_fylkesnavn()[fakta.fylkesnummer],
        "fag": _ramse([tekster["fag"][fag][sprak] for fag in skribent.fagomrader[:2]]),
        "samisk": samisk,
        "Samisk": samisk.capitalize(),
    }
    kilde = "eksempel_annen" if skribent.annen_type else "eksempel"
    eksempler = rng.sample(tekster[kilde][sprak], rng.choice((1, 1, 2)))
    avsnitt = [
        rng.choice(tekster["apning"][skribent.annen_type or skribent.bakgrunn][sprak]),
        *eksempler,
        f"{rng.choice(tekster['hvordan'][sprak])} {rng.choice(tekster['faglig'][sprak])}",
    ]
    if skribent.samisk:
        avsnitt.append(rng.choice(tekster["samisk"][sprak]))
    if skribent.innvandret:
        avsnitt.append(tekster["flerspraklig"][sprak])
    avsnitt.append(" ".join(rng.sample(tekster["avslutning"][sprak], rng.choice((1, 2)))))
    return "\n\n".join(del_.format(**ord_) for del_ in avsnitt)


def make_kompetanser(rng: Random, sprak: Korrespondanse, sjanse: float) -> tuple[Kompetanse, ...]:
    """Return the four areas; each has formal competence with the given chance, else a blank."""
    tekster = _tekster()
    return tuple(
        Kompetanse(
            omrade=omrade,
            formell=rng.choice(tekster["formell"][omrade][sprak]) if rng.random() < sjanse else "",
            erfaring=rng.choice(tekster["erfaring"][omrade][sprak]),
        )
        for omrade in _OMRADER
    )


def tilknytningstekst(grunn: Tilknytningsgrunn, sprak: Korrespondanse) -> str:
    """Return the applicant's own sentence for a tie."""
    return str(_tekster()["tilknytning"][grunn][sprak])


def _tekster() -> dict[str, Any]:
    return list_tekster("soknadstekster.toml")


def _ramse(deler: list[str]) -> str:
    return " og ".join(deler)
