"""Draws the applicants one by one, each from a stream of random numbers of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from rekruttering.demo.grunnlag import FAGOMRADER, km, list_kommunefakta, make_rng, naere
from rekruttering.demo.navn import Navnebok, Navnekilde, to_ascii
from rekruttering.demo.plasser import Plass, make_plasser
from rekruttering.demo.tekst import (
    Skribent,
    make_kompetanser,
    make_motivasjon,
    tilknytningstekst,
)
from rekruttering.demo.typer import (
    Engasjementsonske,
    IdentifisertKommune,
    Korrespondanse,
    Niva,
    Referanse,
    Soker,
    Sprak,
    Sprakferdighet,
    Tilknytning,
    Tilknytningsgrunn,
)
from rekruttering.demo.yrker import FYLKESSETE, Arbeid, kommunenavn, trekk_arbeid

APNING: Final = datetime(2020, 2, 11, 8, 0)  # noqa: DTZ001  local time, as in the round's file
FRIST: Final = datetime(2020, 3, 15, 23, 59, 59)  # noqa: DTZ001
_FRIKJOP: Final = ((15, 20), (15, 25), (15, 25), (18, 25), (20, 25), (15, 22))
_KONSULENT: Final = ((250, 300), (250, 420), (280, 380), (300, 420), (250, 350))
_GRUNNER: Final[tuple[tuple[Tilknytningsgrunn, float], ...]] = (
    ("tidligere_arbeidsgiver", 0.5),
    ("betalt_oppdrag", 0.2),
    ("familie", 0.14),
    ("politisk_verv", 0.05),
    ("barns_skole", 0.05),
)
_FAG_ETTER_BAKGRUNN: Final = {
    "skoleeier": ("analyse", "organisasjonsutvikling", "ledelse", "veiledning"),
    "skoleleder": ("ledelse", "klasseledelse", "laereplanarbeid", "veiledning"),
    "begge": ("ledelse", "analyse", "organisasjonsutvikling", "veiledning"),
    "barnehage": ("barnehage", "ledelse", "veiledning"),
    "ppt": ("ppt", "veiledning", "klasseledelse"),
    "uh": ("fagdidaktikk", "veiledning", "analyse"),
}


@dataclass(frozen=True)
class _Utkast:
    """What the later draws for one applicant build on."""

    nummer: int
    plass: Plass
    innvandret: bool
    navn: tuple[str, str]
    sprak: Korrespondanse
    arbeid: Arbeid
    fagomrader: tuple[str, ...]
    aar: tuple[int, int, int]  # years as skoleeier, skoleleder, other


def make_sokere(seed: int, pulje: Sequence[IdentifisertKommune]) -> tuple[Soker, ...]:
    """Return the applicants; the pulje matters only for where ties are likely to be."""
    navnebok = Navnebok(make_rng(seed, "sokernavn"))
    identifiserte = frozenset(kommune.kommunenummer for kommune in pulje)
    return tuple(
        _make_soker(seed, nummer, plass, navnebok, identifiserte)
        for nummer, plass in enumerate(make_plasser(seed), start=1)
    )


def _make_soker(
    seed: int, nummer: int, plass: Plass, navnebok: Navnebok, identifiserte: frozenset[str]
) -> Soker:
    rng = make_rng(seed, "soker", nummer)
    utkast = _make_utkast(rng, nummer, plass, navnebok)
    fornavn, etternavn = utkast.navn
    kvalitet = max(-2.2, min(2.2, rng.gauss(0.1, 0.85)))
    if plass.samisk:
        kvalitet = max(kvalitet, 0.4)  # too few to lose: the demo must be able to cover
    onskede, uaktuelle = _trekk_fylker(rng, plass)
    return Soker(
        id=f"s{nummer:03}",
        fornavn=fornavn,
        etternavn=etternavn,
        fodt_year=2020 - 27 - sum(utkast.aar) - rng.randint(3, 13),
        epost=f"{to_ascii(f'{fornavn} {etternavn}')}@epost.example",
        telefon=f"00 10 {nummer // 100:02} {nummer % 100:02}",
        kommunenummer=plass.kommunenummer,
        sprak_korrespondanse=utkast.sprak,
        arbeidsgiver=utkast.arbeid.arbeidsgiver,
        arbeidsgiver_kommunenummer=utkast.arbeid.kommunenummer,
        stilling=utkast.arbeid.stilling,
        bakgrunn=plass.bakgrunn,
        annen_type=plass.annen_type,
        year_skoleeier=utkast.aar[0],
        year_skoleleder=utkast.aar[1],
        year_annen=utkast.aar[2],
        kompetanser=make_kompetanser(rng, utkast.sprak, 0.5 + 0.15 * kvalitet),
        fagomrader=utkast.fagomrader,
        sprak=_trekk_sprak(rng, utkast),
        engasjement=_trekk_engasjement(rng, utkast.arbeid),
        onskede_fylker=onskede,
        uaktuelle_fylker=uaktuelle,
        maks_reise_km=_trekk_reise(rng, plass),
        tilknytninger=_trekk_tilknytninger(rng, utkast, identifiserte),
        motivasjon=make_motivasjon(rng, _to_skribent(utkast)),
        referanser=_trekk_referanser(rng, utkast),
        sendt_at=_trekk_sendt(rng),
        kvalitet=round(kvalitet, 3),
    )


def _make_utkast(rng: Random, nummer: int, plass: Plass, navnebok: Navnebok) -> _Utkast:
    fakta = list_kommunefakta()[plass.kommunenummer]
    innvandret = plass.samisk is None and rng.random() < 0.09
    kilde: Navnekilde = "norsk"
    if plass.samisk:
        kilde = plass.samisk
    elif innvandret:
        kilde = "innvandret"
    elif fakta.fylkesnummer in ("11", "15", "46"):
        kilde = "vest"
    vestland = fakta.fylkesnummer in ("11", "15", "46")
    sjanse = {"nynorsk": 0.85, "noytral": 0.3 if vestland else 0.05, "bokmal": 0.02}[fakta.malform]
    sprak: Korrespondanse = "nn" if rng.random() < sjanse else "nb"
    hoved = _FAG_ETTER_BAKGRUNN[plass.annen_type or plass.bakgrunn]
    fag = {*rng.sample(hoved, 2), *rng.sample(FAGOMRADER, rng.choice((1, 2)))}
    if innvandret or plass.samisk:
        fag.add("flerspraklighet")
    return _Utkast(
        nummer=nummer,
        plass=plass,
        innvandret=innvandret,
        navn=navnebok.find_navn(kilde),
        sprak=sprak,
        arbeid=trekk_arbeid(rng, plass.kommunenummer, plass.bakgrunn, plass.annen_type, sprak),
        fagomrader=tuple(sorted(fag, key=lambda kode: (kode not in hoved, kode))),
        aar=_trekk_aar(rng, plass),
    )


def _trekk_aar(rng: Random, plass: Plass) -> tuple[int, int, int]:
    if plass.bakgrunn == "skoleeier":
        return rng.randint(5, 22), rng.choice((0, 0, 0, 2, 3)), 0
    if plass.bakgrunn == "skoleleder":
        return rng.choice((0, 0, 0, 1, 2)), rng.randint(5, 24), 0
    if plass.bakgrunn == "begge":
        return rng.randint(4, 12), rng.randint(5, 14), 0
    return 0, rng.choice((0, 0, 2)), rng.randint(7, 24)


def _to_skribent(utkast: _Utkast) -> Skribent:
    plass = utkast.plass
    hoved = {"skoleeier": 0, "skoleleder": 1, "annen": 2}.get(plass.bakgrunn)
    return Skribent(
        sprak=utkast.sprak,
        bakgrunn=plass.bakgrunn,
        annen_type=plass.annen_type,
        year=sum(utkast.aar) if hoved is None else utkast.aar[hoved],
        stilling=utkast.arbeid.stilling,
        kommunenummer=plass.kommunenummer,
        fagomrader=utkast.fagomrader,
        samisk=plass.samisk,
        innvandret=utkast.innvandret,
    )


def _trekk_sprak(rng: Random, utkast: _Utkast) -> tuple[Sprakferdighet, ...]:
    malform = list_kommunefakta()[utkast.plass.kommunenummer].malform
    nivaer: dict[Sprak, tuple[Niva, Niva]] = {"bokmal": ("flytende", "flytende")}
    if utkast.sprak == "nn":
        nivaer["bokmal"] = ("flytende", "godt")
        nivaer["nynorsk"] = ("flytende", "flytende")
    else:
        sjanse = {"nynorsk": 0.95, "noytral": 0.4, "bokmal": 0.28}[malform]
        skriver = rng.random() < sjanse
        nivaer["nynorsk"] = ("godt", "godt") if skriver else ("godt", "litt")
    if utkast.plass.samisk:
        nivaer[utkast.plass.samisk] = ("flytende", rng.choice(("flytende", "godt", "godt")))
    elif utkast.plass.kommunenummer.startswith("54") and rng.random() < 0.4:
        nivaer["nordsamisk"] = ("litt", "ingen")
    return tuple(Sprakferdighet(sprak, *niva) for sprak, niva in nivaer.items())


def _trekk_engasjement(rng: Random, arbeid: Arbeid) -> Engasjementsonske:
    # Those in charge of a whole municipality can seldom be released for a day a week.
    if rng.random() < (0.6 if arbeid.stilling == "rådmann" else 0.3):
        return Engasjementsonske("konsulent", *rng.choice(_KONSULENT))
    return Engasjementsonske("frikjop", *rng.choice(_FRIKJOP))


def _trekk_reise(rng: Random, plass: Plass) -> int:
    fylke = list_kommunefakta()[plass.kommunenummer].fylkesnummer
    if plass.samisk:
        return rng.choice((700, 800, 1000, 1200))
    if fylke in ("18", "54"):
        return rng.choice((300, 500, 600, 800, 1000, 1500))
    return rng.choice((150, 200, 250, 300, 300, 400, 500, 600, 800, 1200))


def _trekk_fylker(rng: Random, plass: Plass) -> tuple[tuple[str, ...], tuple[str, ...]]:
    hjem = plass.kommunenummer
    eget = list_kommunefakta()[hjem].fylkesnummer
    etter_avstand = sorted(FYLKESSETE, key=lambda nr: (nr != eget, km(hjem, FYLKESSETE[nr]), nr))
    onskede: list[str] = []
    if rng.random() < 0.65:
        onskede = etter_avstand[: rng.choice((1, 1, 2, 3))]
        if rng.random() < 0.15:
            onskede.append(rng.choice(etter_avstand[3:]))
    uaktuelle: list[str] = []
    if rng.random() < 0.35:
        fjerne = [nummer for nummer in etter_avstand[5:] if nummer not in onskede]
        uaktuelle = rng.sample(fjerne, rng.choice((1, 2, 3)))
    return tuple(sorted(onskede)), tuple(sorted(uaktuelle))


def _trekk_tilknytninger(
    rng: Random, utkast: _Utkast, identifiserte: frozenset[str]
) -> tuple[Tilknytning, ...]:
    hjem, arbeidssted = utkast.plass.kommunenummer, utkast.arbeid.kommunenummer
    funnet: dict[str, Tilknytningsgrunn] = {}
    if utkast.arbeid.arbeidsgiver == kommunenavn(arbeidssted):
        funnet[arbeidssted] = "arbeidsgiver"
    omkrets = [nummer for nummer in naere(hjem, 250) if nummer != arbeidssted]
    aktuelle = [nummer for nummer in omkrets if nummer in identifiserte]
    for grunn, sjanse in _GRUNNER:
        if rng.random() >= sjanse:
            continue
        # About every third tie is to a municipality in the pulje, so that the rule is seen at work.
        velg_i = aktuelle if aktuelle and rng.random() < 0.35 else omkrets[:15]
        if velg_i:
            funnet.setdefault(rng.choice(velg_i), grunn)
    return tuple(
        Tilknytning(nummer, grunn, tilknytningstekst(grunn, utkast.sprak))
        for nummer, grunn in sorted(funnet.items())
    )


def _trekk_referanser(rng: Random, utkast: _Utkast) -> tuple[Referanse, ...]:
    navnebok = Navnebok(rng)
    stillinger = ("rådmann", "kommunalsjef for oppvekst", "rektor")
    referanser = []
    for plass in range(2):
        fornavn, etternavn = navnebok.find_navn("norsk")
        referanser.append(
            Referanse(
                navn=f"{fornavn} {etternavn}",
                stilling=rng.choice(stillinger),
                virksomhet=utkast.arbeid.arbeidsgiver,
                telefon=f"00 50 {utkast.nummer // 100:02}{plass} {utkast.nummer % 100:02}",
                epost=f"{to_ascii(f'{fornavn} {etternavn}')}@referanse.example",
            )
        )
    return tuple(referanser)


def _trekk_sendt(rng: Random) -> datetime:
    """Return a time before the deadline; four in ten wait for the last three days."""
    if rng.random() < 0.4:
        return FRIST - timedelta(seconds=int(60 + rng.random() ** 2 * 3 * 86_400))
    hele = int((FRIST - APNING).total_seconds())
    return (APNING + timedelta(seconds=rng.randrange(hele))).replace(microsecond=0)
