"""The pulje of the demo: 40 municipalities drawn by lot, with need, language and a contact person.

The draw knows nothing of any municipality's results.
"""

from __future__ import annotations

from collections.abc import Collection
from random import Random
from typing import Final

from rekruttering.demo.grunnlag import FAGOMRADER, list_kommunefakta, make_rng
from rekruttering.demo.navn import Navnebok, Navnekilde, to_ascii
from rekruttering.demo.typer import Grunnlag, IdentifisertKommune, Kommunefakta, Kommunekontakt

# fylkesnummer: (by risikopoeng, by spredning): 30 and 10. Oslo can only differ between its schools.
KVOTER: Final = {
    "03": (0, 1),
    "11": (2, 1),
    "15": (2, 1),
    "18": (5, 1),
    "30": (4, 1),
    "34": (3, 1),
    "38": (1, 1),
    "42": (2, 0),
    "46": (3, 1),
    "50": (4, 1),
    "54": (4, 1),
}
# fylkesnummer: Sami language and how many municipalities of forvaltningsområdet there must be.
SAMISKE: Final = {
    "18": {"lulesamisk": 1, "sorsamisk": 1},
    "50": {"sorsamisk": 1},
    "54": {"nordsamisk": 2},
}
_BEHOV: Final = {
    "klasseledelse": "støtte til arbeid med klasseledelse og læringsmiljø",
    "laereplanarbeid": "støtte til lokalt læreplanarbeid",
    "fagdidaktikk": "løft i lesing, skriving og regning",
    "flerspraklighet": "bedre opplæring for flerspråklige elever",
    "barnehage": "bedre sammenheng mellom barnehage og skole",
    "ppt": "tettere samarbeid mellom skole og PP-tjeneste",
    "analyse": "hjelp til å forstå og bruke resultater",
    "ledelse": "støtte til skoleledere",
    "veiledning": "veiledning av lederteam",
    "organisasjonsutvikling": "utvikling av skolene som organisasjoner",
}
# Tjeldsund joins forvaltningsområdet in the middle of the round, where dates would blur.
_UTELATT: Final = frozenset({"5412"})
_STILLINGER: Final = ("kommunalsjef for oppvekst", "skolesjef", "oppvekstsjef")


def make_kommuner(seed: int) -> tuple[IdentifisertKommune, ...]:
    """Return the pulje, ordered by number."""
    rng = make_rng(seed, "pulje")
    navnebok = Navnebok(make_rng(seed, "kommunekontakter"))
    kommuner: list[IdentifisertKommune] = []
    for fylke, (risiko, spredning) in KVOTER.items():
        valgte = _trekk_i_fylke(rng, fylke, risiko + spredning)
        rng.shuffle(valgte)
        for plass, fakta in enumerate(valgte):
            grunnlag: Grunnlag = "risikopoeng" if plass < risiko else "spredning"
            kommuner.append(_make_kommune(rng, fakta, grunnlag, navnebok))
    kommuner.sort(key=lambda kommune: kommune.kommunenummer)
    return tuple(kommuner)


def trekk_tidligere(seed: int, valgte: Collection[str]) -> tuple[str, ...]:
    """Return six municipalities of the earlier pulje, which may not be identified again."""
    rng = make_rng(seed, "tidligere pulje")
    ledige = [
        nummer
        for nummer, fakta in list_kommunefakta().items()
        if nummer not in valgte and fakta.innbyggere < 30_000
    ]
    return tuple(sorted(rng.sample(ledige, 6)))


def _trekk_i_fylke(rng: Random, fylke: str, antall: int) -> list[Kommunefakta]:
    alle = [
        fakta
        for fakta in list_kommunefakta().values()
        if fakta.fylkesnummer == fylke and fakta.kommunenummer not in _UTELATT
    ]
    valgte: list[Kommunefakta] = []
    for sprak, minst in SAMISKE.get(fylke, {}).items():
        valgte += rng.sample([fakta for fakta in alle if fakta.samisk_sprak == sprak], minst)
    # Very small and very large municipalities would need another arrangement than a pair.
    vanlige = [
        fakta
        for fakta in alle
        if fakta.samisk_sprak is None and (1_200 <= fakta.innbyggere <= 45_000 or len(alle) == 1)
    ]
    return valgte + rng.sample(vanlige, antall - len(valgte))


def _make_kommune(
    rng: Random, fakta: Kommunefakta, grunnlag: Grunnlag, navnebok: Navnebok
) -> IdentifisertKommune:
    vanlige = [fag for fag in FAGOMRADER if fag not in ("ledelse", "veiledning")]
    fagomrader = tuple(sorted(rng.sample(vanlige, rng.choice((1, 2, 2, 3)))))
    timer = 100 + min(fakta.innbyggere // 1_000, 40) + 10 * rng.randrange(7)
    if fakta.samisk_sprak:
        timer += 20
    return IdentifisertKommune(
        kommunenummer=fakta.kommunenummer,
        grunnlag=grunnlag,
        timer=min(timer // 10 * 10, 200),
        malform=fakta.malform,
        samisk_sprak=fakta.samisk_sprak,
        fagomrader=fagomrader,
        kontakt=_make_kontakt(rng, fakta, navnebok),
        behov="Behov: " + "; ".join(_BEHOV[fag] for fag in fagomrader) + ".",
    )


def _make_kontakt(rng: Random, fakta: Kommunefakta, navnebok: Navnebok) -> Kommunekontakt:
    kilde: Navnekilde = fakta.samisk_sprak or ("vest" if fakta.malform == "nynorsk" else "norsk")
    fornavn, etternavn = navnebok.find_navn(kilde)
    sted = to_ascii(fakta.navn_norsk).replace(".", "-")
    return Kommunekontakt(
        navn=f"{fornavn} {etternavn}",
        stilling=rng.choice(_STILLINGER),
        epost=f"{to_ascii(f'{fornavn} {etternavn}')}@{sted}.kommune.example",
        telefon=f"00 40 {fakta.kommunenummer[:2]} {fakta.kommunenummer[2:]}",
    )
