"""Panel members' scores: the applicant's latent quality, the member's severity and noise."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any, Final

from rekruttering.demo.grunnlag import list_tekster, make_rng
from rekruttering.demo.typer import Befolkning, Panelmedlem, Skar, Soker

KOMPETANSER_2020: Final = (
    "skoleeier",
    "skoleleder",
    "analyse",
    "veiledning",
    "samarbeid",
    "skriftlighet",
)
# What a background adds on a kompetanse, on the latent scale.
_TILLEGG: Final = {
    ("skoleeier", "skoleeier"): 0.5,
    ("skoleleder", "skoleeier"): -0.5,
    ("annen", "skoleeier"): -0.6,
    ("skoleeier", "skoleleder"): -0.4,
    ("skoleleder", "skoleleder"): 0.5,
    ("annen", "skoleleder"): -0.3,
    ("begge", "skoleeier"): 0.3,
    ("begge", "skoleleder"): 0.3,
}


def latent(seed: int, soker: Soker, kompetanse: str) -> float:
    """Return the applicant's latent quality on one kompetanse, about -2.5 to 2.5."""
    rng = make_rng(seed, "latent", soker.id, kompetanse)
    tillegg = _TILLEGG.get((soker.bakgrunn, kompetanse), 0.0)
    return 0.85 * soker.kvalitet + tillegg + rng.gauss(0, 0.4)


def make_skarer(
    befolkning: Befolkning,
    soker: Soker,
    medlem_id: str,
    kompetanser: Sequence[str] = KOMPETANSER_2020,
) -> tuple[Skar, ...]:
    """Return one member's scores with reasons that fit; the same every time for the same seed."""
    medlem = next(m for m in befolkning.panelmedlemmer if m.id == medlem_id)
    return skarer_av(befolkning.seed, soker, medlem, kompetanser)


def skarer_av(
    seed: int, soker: Soker, medlem: Panelmedlem, kompetanser: Sequence[str]
) -> tuple[Skar, ...]:
    """Return what `make_skarer` does, before there is a befolkning."""
    return tuple(_make_skar(seed, soker, medlem, kompetanse) for kompetanse in kompetanser)


def poeng_100(befolkning: Befolkning, soker: Soker) -> int:
    """Return the mean of the own panel's scores, 0–100, «ikke hørt» left out."""
    panel = [m for m in befolkning.panelmedlemmer if m.id in soker.panel]
    return panelpoeng(befolkning.seed, soker, panel)


def panelpoeng(seed: int, soker: Soker, panel: Sequence[Panelmedlem]) -> int:
    """Return the mean of the given members' scores, 0–100."""
    poeng = [
        skar.poeng
        for medlem in panel
        for skar in skarer_av(seed, soker, medlem, KOMPETANSER_2020)
        if skar.poeng is not None
    ]
    return round(sum(verdi - 1 for verdi in poeng) * 100 / (4 * len(poeng)))


def _make_skar(seed: int, soker: Soker, medlem: Panelmedlem, kompetanse: str) -> Skar:
    rng = make_rng(seed, "skar", soker.id, medlem.id, kompetanse)
    if rng.random() < 0.015:
        return Skar(kompetanse, None, str(_tekster()["generell"]["ikke_hort"]), "")
    verdi = 3.2 + latent(seed, soker, kompetanse) + medlem.strenghet + rng.gauss(0, 0.45)
    poeng = max(1, min(5, round(verdi)))
    trinn = {1: "lav", 2: "lav", 3: "middels", 4: "hoy", 5: "hoy"}[poeng]
    return Skar(kompetanse, poeng, _begrunnelse(rng, kompetanse, trinn), _svar(kompetanse, trinn))


def _begrunnelse(rng: Random, kompetanse: str, trinn: str) -> str:
    tekster = _tekster()
    generell = rng.choice(tekster["generell"][trinn])
    if kompetanse not in tekster:
        return str(generell)
    return f"{rng.choice(tekster[kompetanse]['vurdering'][trinn])} {generell}"


def _svar(kompetanse: str, trinn: str) -> str:
    tekster = _tekster()
    return str(tekster[kompetanse]["svar"][trinn][0]) if kompetanse in tekster else ""


def _tekster() -> dict[str, Any]:
    return list_tekster("vurderinger.toml")
