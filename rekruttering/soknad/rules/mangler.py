"""What is missing in each section; plain values, no I/O.

A `Hinder` for each thing that stops a section from being complete. Its `kode` is the name of the
form's field, so that the same rule is shown beside the field, on the task list and when the
application is refused.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from rekruttering.felles.errors import N_, Hinder
from rekruttering.soknad.rules import Bakgrunn, Sprak
from rekruttering.soknad.rules.svar import (
    ArbeidInput,
    BakgrunnInput,
    Band,
    EngasjementInput,
    HabilitetInput,
    KompetanseInput,
    MotivasjonInput,
    OnskerInput,
    PersonInput,
    ReferanseInput,
    ReferanserInput,
    SprakInput,
    StedInput,
    Svar,
    VedleggInput,
)
from rekruttering.utlysning.rules import Engasjementsform, Enhet, to_hours

MAKS_KORT = 200
MAKS_TEKST = 4000
MAKS_MOTIVASJON = 6000
MAKS_YEAR = 60
MAKS_REISE_KM = 3000
MAKS_REFERANSER = 3
MAKS_TILKNYTNINGER = 40
_EPOST = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SIFFER = re.compile(r"\d")


def band_hours(amount: int, form: Engasjementsform, arsverk_timer: int) -> int:
    """Return the whole hours of an answer in per cent (frikjøp) or hours (konsulent)."""
    enhet = Enhet.PROSENT if form is Engasjementsform.FRIKJOP else Enhet.TIMER
    return to_hours(amount, enhet, arsverk_timer)


def mangler(svar: Svar, band: Sequence[Band]) -> list[Hinder]:
    """Return everything that stops this section from being complete.  Kilde: docs/regler.md#S1."""
    if isinstance(svar, EngasjementInput):
        return mangler_engasjement(svar, band)
    check: Callable[[Any], list[Hinder]] = _CHECKS[type(svar)]
    return check(svar)


def mangler_person(svar: PersonInput) -> list[Hinder]:
    """Return what is missing of name, telephone, home and language."""
    return [
        *_required("navn", svar.navn, N_("Skriv navnet ditt.")),
        *_too_long("navn", svar.navn, MAKS_KORT),
        *_telefon("telefon", svar.telefon, N_("Skriv telefonnummeret ditt.")),
        *_required("bosted", svar.bosted_kommune_id, N_("Velg kommunen du bor i.")),
        *_required("korrespondanse", svar.korrespondanse, N_("Velg språk for brev fra oss.")),
    ]


def mangler_arbeid(svar: ArbeidInput) -> list[Hinder]:
    """Return what is missing of employer and position."""
    kommune = N_("Velg kommunen der arbeidsgiveren din er.")
    return [
        *_required("arbeidsgiver", svar.arbeidsgiver, N_("Skriv hvem du arbeider for.")),
        *_too_long("arbeidsgiver", svar.arbeidsgiver, MAKS_KORT),
        *_required("arbeidssted", svar.arbeidsgiver_kommune_id, kommune),
        *_required("stilling", svar.stilling, N_("Skriv stillingen din.")),
        *_too_long("stilling", svar.stilling, MAKS_KORT),
    ]


def mangler_bakgrunn(svar: BakgrunnInput) -> list[Hinder]:
    """Return what is missing of background; years are asked for the sides that it names."""
    if svar.bakgrunn is None:
        return [Hinder("bakgrunn", N_("Velg bakgrunnen din."))]
    asked = []
    if svar.bakgrunn in (Bakgrunn.SKOLEEIER, Bakgrunn.BEGGE):
        asked.append("year_skoleeier")
    if svar.bakgrunn in (Bakgrunn.SKOLELEDER, Bakgrunn.BEGGE):
        asked.append("year_skoleleder")
    hinder = []
    if svar.bakgrunn is Bakgrunn.ANNEN:
        asked.append("year_annen")
        tekst = N_("Velg hvor den andre bakgrunnen er fra.")
        hinder += _required("annen_bakgrunn", svar.annen_bakgrunn, tekst)
    for name, text in YEAR_MANGLER.items():
        value = getattr(svar, name)
        if name in asked:
            hinder += _required(name, value, text)
        hinder += _between(name, value, 0, MAKS_YEAR)
    return hinder


YEAR_MANGLER = {
    "year_skoleeier": N_("Skriv hvor mange år du har arbeidet på skoleeiersiden."),
    "year_skoleleder": N_("Skriv hvor mange år du har vært skoleleder."),
    "year_annen": N_("Skriv hvor mange år du har arbeidet der."),
}


def mangler_kompetanse(svar: KompetanseInput) -> list[Hinder]:
    """Return what is missing of competence."""
    return [
        *_required(
            "formell_kompetanse", svar.formell_kompetanse, N_("Skriv hvilken utdanning du har.")
        ),
        *_too_long("formell_kompetanse", svar.formell_kompetanse, MAKS_TEKST),
        *_required("erfaring", svar.erfaring, N_("Skriv om erfaringen din.")),
        *_too_long("erfaring", svar.erfaring, MAKS_TEKST),
        *_required("fagomrader", svar.fagomrader, N_("Velg minst ett fagområde.")),
    ]


def mangler_sprak(svar: SprakInput) -> list[Hinder]:
    """Return which of the ten levels are not chosen."""
    hinder = []
    for sprak in Sprak:
        muntlig, skriftlig = svar.nivaer.get(sprak, (None, None))
        hinder += _required(f"{sprak}_muntlig", muntlig, MUNTLIG_MANGLER[sprak])
        hinder += _required(f"{sprak}_skriftlig", skriftlig, SKRIFTLIG_MANGLER[sprak])
    return hinder


MUNTLIG_MANGLER = {
    Sprak.BOKMAL: N_("Velg hvor godt du snakker bokmålsnært norsk."),
    Sprak.NYNORSK: N_("Velg hvor godt du snakker nynorsknært norsk."),
    Sprak.NORDSAMISK: N_("Velg hvor godt du snakker nordsamisk."),
    Sprak.LULESAMISK: N_("Velg hvor godt du snakker lulesamisk."),
    Sprak.SORSAMISK: N_("Velg hvor godt du snakker sørsamisk."),
}
SKRIFTLIG_MANGLER = {
    Sprak.BOKMAL: N_("Velg hvor godt du skriver bokmål."),
    Sprak.NYNORSK: N_("Velg hvor godt du skriver nynorsk."),
    Sprak.NORDSAMISK: N_("Velg hvor godt du skriver nordsamisk."),
    Sprak.LULESAMISK: N_("Velg hvor godt du skriver lulesamisk."),
    Sprak.SORSAMISK: N_("Velg hvor godt du skriver sørsamisk."),
}


def mangler_engasjement(svar: EngasjementInput, band: Sequence[Band]) -> list[Hinder]:
    """Return what is missing of the wanted form, and what lies outside the call's band.

    Kilde: docs/regler.md#E2.
    """
    valgt = next((ett for ett in band if ett.form is svar.form), None)
    if valgt is None:
        return [Hinder("form", N_("Velg hvordan du ønsker å arbeide."))]
    hinder = [
        *_required("minst", svar.minst, N_("Skriv det minste du vil arbeide.")),
        *_required("mest", svar.mest, N_("Skriv det meste du vil arbeide.")),
        *_inside("minst", svar.minst, valgt),
        *_inside("mest", svar.mest, valgt),
    ]
    if svar.minst is not None and svar.mest is not None and svar.minst > svar.mest:
        hinder.append(Hinder("mest", N_("Det meste kan ikke være mindre enn det minste.")))
    return hinder


def _inside(name: str, value: int | None, band: Band) -> list[Hinder]:
    """Return the fault of an amount outside the band; an open end is only kept reasonable."""
    prosent = band.enhet is Enhet.PROSENT
    low = band.minst if band.minst is not None else 1
    high = band.mest if band.mest is not None else (100 if prosent else 1950)
    if value is None or low <= value <= high:
        return []
    tekst = (
        N_("Skriv et tall fra %(minst)s til %(mest)s prosent.")
        if prosent
        else N_("Skriv et tall fra %(minst)s til %(mest)s timer.")
    )
    return [Hinder(name, tekst, {"minst": low, "mest": high})]


def mangler_sted(svar: StedInput) -> list[Hinder]:
    """Return what is missing of places; no wanted fylke means that all suit."""
    tekst = N_("Skriv hvor langt du kan reise, i kilometer.")
    hinder = [
        *_required("maks_reise_km", svar.maks_reise_km, tekst),
        *_between("maks_reise_km", svar.maks_reise_km, 1, MAKS_REISE_KM),
    ]
    if set(svar.onskede_fylker) & set(svar.uaktuelle_fylker):
        tekst = N_("Et fylke kan ikke både passe og ikke passe. Fjern det ett av stedene.")
        hinder.append(Hinder("uaktuelle_fylker", tekst))
    return hinder


def mangler_habilitet(svar: HabilitetInput) -> list[Hinder]:
    """Return what is missing of ties: to have none must be stated.  Kilde: docs/regler.md#H1."""
    har_noe = bool(svar.tilknytninger) or bool(svar.tilknytning_personer)
    hinder = []
    if svar.ingen_tilknytning and har_noe:
        tekst = N_("Du har krysset av for ingen tilknytning, men også skrevet en. Rett det ene.")
        hinder.append(Hinder("ingen_tilknytning", tekst))
    if not svar.ingen_tilknytning and not har_noe:
        tekst = N_("Skriv tilknytningene dine, eller kryss av for at du ikke har noen.")
        hinder.append(Hinder("ingen_tilknytning", tekst))
    for index, rad in enumerate(svar.tilknytninger):
        prefix = f"rader-{index}-"
        hinder += _required(prefix + "kommune", rad.kommune_id, N_("Velg kommune."))
        hinder += _required(prefix + "grunn", rad.grunn, N_("Velg hva slags tilknytning det er."))
        hinder += _too_long(prefix + "forklaring", rad.forklaring, MAKS_TEKST)
    return [*hinder, *_too_long("tilknytning_personer", svar.tilknytning_personer, MAKS_TEKST)]


def mangler_onsker(svar: OnskerInput) -> list[Hinder]:
    """Return what is wrong with the wishes; nobody has to have one."""
    return [
        *_too_long("makker_ja", svar.makker_ja, MAKS_TEKST),
        *_too_long("makker_nei", svar.makker_nei, MAKS_TEKST),
    ]


def mangler_motivasjon(svar: MotivasjonInput) -> list[Hinder]:
    """Return what is missing of the motivation."""
    return [
        *_required("motivasjon", svar.motivasjon, N_("Skriv hvorfor du vil bli veileder.")),
        *_too_long("motivasjon", svar.motivasjon, MAKS_MOTIVASJON),
    ]


def mangler_vedlegg(svar: VedleggInput) -> list[Hinder]:
    """Return whether the CV is missing."""
    return [] if svar.antall_cv else [Hinder("cv", N_("Last opp CV-en din som PDF."))]


def mangler_referanser(svar: ReferanserInput) -> list[Hinder]:
    """Return what is missing of the references, one to three."""
    if not svar.referanser:
        return [Hinder("rader-0-navn", N_("Skriv minst én referanse."))]
    hinder = []
    if len(svar.referanser) > MAKS_REFERANSER:
        tekst = N_("Du kan ha høyst tre referanser. Fjern noen.")
        hinder.append(Hinder(f"rader-{MAKS_REFERANSER}-navn", tekst))
    for index, rad in enumerate(svar.referanser):
        hinder += _mangler_referanse(f"rader-{index}-", rad)
    return hinder


def _mangler_referanse(prefix: str, rad: ReferanseInput) -> list[Hinder]:
    hinder = [
        *_required(prefix + "navn", rad.navn, N_("Skriv navnet på referansen.")),
        *_too_long(prefix + "navn", rad.navn, MAKS_KORT),
        *_required(prefix + "stilling", rad.stilling, N_("Skriv stillingen til referansen.")),
        *_too_long(prefix + "stilling", rad.stilling, MAKS_KORT),
        *_required(prefix + "virksomhet", rad.virksomhet, N_("Skriv hvor referansen arbeider.")),
        *_too_long(prefix + "virksomhet", rad.virksomhet, MAKS_KORT),
        *_telefon(prefix + "telefon", rad.telefon, ""),
    ]
    if not rad.telefon and not rad.epost:
        tekst = N_("Skriv telefonnummer eller e-postadresse, så vi kan nå referansen.")
        hinder.append(Hinder(prefix + "telefon", tekst))
    if rad.epost and not _EPOST.fullmatch(rad.epost):
        tekst = N_("Skriv en hel e-postadresse, for eksempel navn@kommune.no.")
        hinder.append(Hinder(prefix + "epost", tekst))
    return hinder


def _required(name: str, value: object, tekst: str) -> list[Hinder]:
    """Return the fault of an answer that is not there; zero is an answer."""
    return [Hinder(name, tekst)] if value in (None, "", ()) else []


def _too_long(name: str, value: str, maks: int) -> list[Hinder]:
    if len(value) <= maks:
        return []
    tekst = N_("Teksten er for lang. Den kan ha høyst %(maks)s tegn, og har %(antall)s.")
    return [Hinder(name, tekst, {"maks": maks, "antall": len(value)})]


def _between(name: str, value: int | None, low: int, high: int) -> list[Hinder]:
    if value is None or low <= value <= high:
        return []
    tekst = N_("Skriv et tall fra %(minst)s til %(mest)s.")
    return [Hinder(name, tekst, {"minst": low, "mest": high})]


def _telefon(name: str, value: str, missing: str) -> list[Hinder]:
    """Return the fault of a telephone number; an empty one is a fault only with `missing`."""
    if not value:
        return [Hinder(name, missing)] if missing else []
    if len(_SIFFER.findall(value)) >= 8 and len(value) <= 25:
        return []
    return [Hinder(name, N_("Skriv et telefonnummer med minst åtte sifre."))]


_CHECKS: dict[type, Callable[[Any], list[Hinder]]] = {
    PersonInput: mangler_person,
    ArbeidInput: mangler_arbeid,
    BakgrunnInput: mangler_bakgrunn,
    KompetanseInput: mangler_kompetanse,
    SprakInput: mangler_sprak,
    StedInput: mangler_sted,
    HabilitetInput: mangler_habilitet,
    OnskerInput: mangler_onsker,
    MotivasjonInput: mangler_motivasjon,
    VedleggInput: mangler_vedlegg,
    ReferanserInput: mangler_referanser,
}
