"""How the applicants spread over fylker, backgrounds and Sami languages, still without names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rekruttering.demo.grunnlag import list_kommunefakta, make_rng, trekk_vektet
from rekruttering.demo.typer import AnnenType, Bakgrunn, Samisk

# fylkesnummer: applicants; 120 in all.
SOKERE_I_FYLKE: Final = {
    "03": 8,
    "11": 10,
    "15": 9,
    "18": 12,
    "30": 15,
    "34": 12,
    "38": 8,
    "42": 8,
    "46": 13,
    "50": 13,
    "54": 12,
}
_BAKGRUNNER: Final[tuple[tuple[Bakgrunn, AnnenType | None, int], ...]] = (
    ("skoleeier", None, 35),
    ("skoleleder", None, 48),
    ("begge", None, 20),
    ("annen", "barnehage", 6),
    ("annen", "ppt", 6),
    ("annen", "uh", 5),
)
# (fylkesnummer, language, where they live): one applicant for each municipality named.
_SAMISKE: Final[tuple[tuple[str, Samisk, tuple[str, ...]], ...]] = (
    ("54", "nordsamisk", ("5401", "5403", "5403", "5437", "5430", "5401", "5441")),
    ("18", "lulesamisk", ("1804", "1806", "1804")),
    ("18", "sorsamisk", ("1824", "1824")),
    ("50", "sorsamisk", ("5001", "5006", "5007", "5041")),
    ("03", "nordsamisk", ("0301",)),
)


@dataclass(frozen=True)
class Plass:
    """An applicant to be."""

    kommunenummer: str
    bakgrunn: Bakgrunn
    annen_type: AnnenType | None
    samisk: Samisk | None


def make_plasser(seed: int) -> list[Plass]:
    """Return one place per applicant, shuffled."""
    rng = make_rng(seed, "plasser")
    hjem: list[tuple[str, Samisk | None]] = []
    rest = dict(SOKERE_I_FYLKE)
    for fylke, sprak, steder in _SAMISKE:
        hjem += [(sted, sprak) for sted in steder]
        rest[fylke] -= len(steder)
    for fylke, antall in rest.items():
        kommuner = [
            f.kommunenummer for f in list_kommunefakta().values() if f.fylkesnummer == fylke
        ]
        hjem += [(trekk_vektet(rng, kommuner), None) for _ in range(antall)]
    rng.shuffle(hjem)
    bakgrunner = [(b, annen) for b, annen, antall in _BAKGRUNNER for _ in range(antall)]
    rng.shuffle(bakgrunner)
    return [
        Plass(sted, bakgrunn, annen, sprak)
        for (sted, sprak), (bakgrunn, annen) in zip(hjem, bakgrunner, strict=True)
    ]
