"""The demo population: applicants, staff and municipalities of the 2020 round, from a seed.

Pure Python: no Flask, no database, no clock. The same seed gives the same people, and each person
is drawn from an own stream of random numbers, so that a change in one leaves the others alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rekruttering.demo.ansatte import make_panelmedlemmer, make_statsforvaltere, make_udir
from rekruttering.demo.grunnlag import km, make_rng
from rekruttering.demo.kommunevalg import make_kommuner, trekk_tidligere
from rekruttering.demo.skarer import (
    KOMPETANSER_2020,
    make_skarer,
    panelpoeng,
    poeng_100,
)
from rekruttering.demo.sokere import make_sokere
from rekruttering.demo.typer import (
    Ansatt,
    Befolkning,
    Engasjementsonske,
    IdentifisertKommune,
    Kommunekontakt,
    Kompetanse,
    Panelbinding,
    Panelmedlem,
    Referanse,
    Skar,
    Soker,
    Sprakferdighet,
    Statsforvalterkontakt,
    Tilbudssvar,
    Tilknytning,
    Utfall,
)

__all__ = [
    "KOMPETANSER_2020",
    "Ansatt",
    "Befolkning",
    "Engasjementsonske",
    "IdentifisertKommune",
    "Kommunekontakt",
    "Kompetanse",
    "Panelbinding",
    "Panelmedlem",
    "Referanse",
    "Skar",
    "Soker",
    "Sprakferdighet",
    "Statsforvalterkontakt",
    "Tilknytning",
    "make_befolkning",
    "make_skarer",
    "poeng_100",
]

_KLADDER: Final = 4
_TRUKNE: Final = 3
_AVSLAG_SORTERING: Final = 15
_AVSLAG_INTERVJU: Final = 8
_RESERVER: Final = 7
_NEI: Final = 6
_UBESVARTE: Final = 2
_MAKKERE: Final = (
    {"skoleeier", "skoleleder"},
    {"begge", "skoleleder"},
    {"begge", "skoleeier"},
)
_BINDINGER: Final = (
    ("tidligere_kollega", "Vi arbeidet på samme kontor i flere år."),
    ("familie", "Søkeren er gift med søsteren min."),
    ("naer_venn", "Vi er nære venner."),
    ("felles_prosjekt", "Vi har skrevet en bok sammen."),
)


def make_befolkning(seed: int) -> Befolkning:
    """Return everyone in the demo round: the same people for the same seed."""
    kommuner = make_kommuner(seed)
    medlemmer = make_panelmedlemmer(seed)
    koordinator1, koordinator2, administrator = make_udir(seed)
    sokere = _add_partneronsker(seed, make_sokere(seed, kommuner))
    bindinger = _trekk_bindinger(seed, medlemmer, sokere)
    sokere = _add_paneler(medlemmer, bindinger, sokere)
    sokere = _add_utfall(seed, medlemmer, sokere)
    return Befolkning(
        seed=seed,
        sokere=sokere,
        panelmedlemmer=medlemmer,
        koordinatorer=(koordinator1, koordinator2),
        administrator=administrator,
        statsforvaltere=make_statsforvaltere(seed),
        kommuner=kommuner,
        i_ordningen_fra_for=trekk_tidligere(seed, {k.kommunenummer for k in kommuner}),
        panelbindinger=bindinger,
    )


def _add_partneronsker(seed: int, sokere: tuple[Soker, ...]) -> tuple[Soker, ...]:
    """Let some ask for a partner near by, most of them mutually, and a few refuse somebody."""
    rng = make_rng(seed, "partnere")
    onsker: dict[str, set[str]] = {}
    uonsket: dict[str, set[str]] = {}
    for soker in rng.sample(sokere, 14):
        naere = [
            annen
            for annen in sokere
            if annen.id != soker.id
            and {annen.bakgrunn, soker.bakgrunn} in _MAKKERE
            and km(soker.kommunenummer, annen.kommunenummer) <= 250
        ]
        if naere and soker.id not in onsker:
            makker = rng.choice(naere)
            onsker.setdefault(soker.id, set()).add(makker.id)
            if rng.random() < 0.7:
                onsker.setdefault(makker.id, set()).add(soker.id)
    for soker in rng.sample(sokere, 5):
        annen = rng.choice([s for s in sokere if s.id != soker.id])
        if annen.id not in onsker.get(soker.id, ()):
            uonsket[soker.id] = {annen.id}
    return tuple(
        replace(
            soker,
            onsker_par_med=tuple(sorted(onsker.get(soker.id, ()))),
            ikke_par_med=tuple(sorted(uonsket.get(soker.id, ()))),
        )
        for soker in sokere
    )


def _trekk_bindinger(
    seed: int, medlemmer: Sequence[Panelmedlem], sokere: Sequence[Soker]
) -> tuple[Panelbinding, ...]:
    rng = make_rng(seed, "panelbindinger")
    bindinger = []
    for nummer, soker in enumerate(rng.sample(sokere, 11)):
        medlem = rng.choice(medlemmer)
        if nummer < 8:
            grunn, forklaring = rng.choice(_BINDINGER)
            binding = Panelbinding(medlem.id, soker.id, grunn, forklaring, "erklaert")
        else:
            tekst = "Vi har møttes på konferanser og hatt litt kontakt på e-post."
            binding = Panelbinding(medlem.id, soker.id, "bekjent", tekst, "usikker")
        bindinger.append(binding)
    return tuple(bindinger)


def _add_paneler(
    medlemmer: Sequence[Panelmedlem],
    bindinger: Sequence[Panelbinding],
    sokere: Sequence[Soker],
) -> tuple[Soker, ...]:
    """Give each applicant a leader and two others, mixed, and nobody who has declared a tie."""
    sperret = {(b.medlem_id, b.soker_id) for b in bindinger if b.tilstand == "erklaert"}
    antall = dict.fromkeys((medlem.id for medlem in medlemmer), 0)
    ut = []
    for nummer, soker in enumerate(sokere):
        ledige = [m for m in medlemmer if (m.id, soker.id) not in sperret]
        # Fewest so far first; the turning order breaks ties and mixes the members.
        turer = {m.id: (int(m.id[1:]) * (nummer % 7 + 2)) % 11 for m in ledige}
        rang = {m.id: (antall[m.id], turer[m.id]) for m in ledige}
        ledige.sort(key=lambda m: rang[m.id])
        samiske = [m for m in ledige if set(soker.samiske_sprak) & set(m.sprak)]
        leder = next(m for m in ledige if m.leder)
        andre = [m for m in (*samiske, *ledige) if not m.leder]
        panel = tuple(dict.fromkeys((leder.id, *(m.id for m in andre))))[:3]
        for medlem_id in panel:
            antall[medlem_id] += 1
        ut.append(replace(soker, panel=panel))
    return tuple(ut)


def _add_utfall(
    seed: int, medlemmer: Sequence[Panelmedlem], sokere: Sequence[Soker]
) -> tuple[Soker, ...]:
    """Decide every application: sift on quality, then rank on the panel's scores."""
    rng = make_rng(seed, "utfall")
    vanlige = [soker.id for soker in sokere if not soker.samiske_sprak]
    utenfor = rng.sample(vanlige, _KLADDER + _TRUKNE)
    utfall: dict[str, Utfall] = dict.fromkeys(utenfor[:_KLADDER], "kladd")
    utfall |= dict.fromkeys(utenfor[_KLADDER:], "trukket")
    med = [soker for soker in sokere if soker.id not in utfall]
    # The sift sees papers only: quality with a good deal of noise.
    papir = {s.id: s.kvalitet + make_rng(seed, "papir", s.id).gauss(0, 0.3) for s in med}
    sortert = sorted(med, key=lambda s: (bool(s.samiske_sprak), papir[s.id]))
    utfall |= {soker.id: "avslag_sortering" for soker in sortert[:_AVSLAG_SORTERING]}
    panel = {m.id: m for m in medlemmer}
    intervjuet = sorted(
        sortert[_AVSLAG_SORTERING:],
        key=lambda s: (panelpoeng(seed, s, [panel[m] for m in s.panel]), s.id),
    )
    svake, rest = intervjuet[:_AVSLAG_INTERVJU], intervjuet[_AVSLAG_INTERVJU:]
    utfall |= {soker.id: "avslag_intervju" for soker in svake}
    utfall |= {soker.id: "reserve" for soker in rest[:_RESERVER]}
    innstilte = rest[_RESERVER:]
    svar: dict[str, Tilbudssvar] = {soker.id: "ja" for soker in innstilte}
    nei = rng.sample([s.id for s in innstilte if not s.samiske_sprak], _NEI + _UBESVARTE)
    svar |= dict.fromkeys(nei[:_NEI], "nei")
    svar |= dict.fromkeys(nei[_NEI:], "ubesvart")
    return tuple(_med_utfall(soker, utfall, svar) for soker in sokere)


def _med_utfall(soker: Soker, utfall: dict[str, Utfall], svar: dict[str, Tilbudssvar]) -> Soker:
    resultat = utfall.get(soker.id, "innstilt")
    sendt_at = None if resultat == "kladd" else soker.sendt_at
    return replace(soker, utfall=resultat, tilbudssvar=svar.get(soker.id), sendt_at=sendt_at)
