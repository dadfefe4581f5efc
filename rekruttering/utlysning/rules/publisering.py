"""What must be in place before the public sees a call; plain values, no I/O.

Kilde: docs/regler.md#U2 (complete in both languages) and #U3 (dates in order).
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final

from rekruttering.felles.clock import OSLO
from rekruttering.felles.errors import N_, Hinder
from rekruttering.utlysning.rules import (
    ANKERTRINN,
    DELERE,
    MAX_KOMMUNER_PER_PAR,
    MAX_VEKT,
    VEKT_TEKST,
    Enhet,
    Seksjon,
    UtlysningStatus,
)
from rekruttering.utlysning.rules.definisjon import (
    Definisjon,
    Engasjementsvilkar,
    Frister,
    Grunnopplysninger,
    Kontakt,
    Kriterium,
    Samlinger,
    Sammensetning,
    Tospraklig,
    Vilkar,
)

# What the database holds no row of, so that not even a draft can be saved with it.
ALWAYS: Final = frozenset(
    {
        *("halvt_band", "band_null", "band_snudd", "band_prosent", "arsverk"),
        *("samling_snudd", "maks_kommuner", "vekter", "vekt", "kriterium_vekt", "kriterium_kode"),
    }
)
# For each text the sentence that says that it is missing, in bokmål and in nynorsk.
Mangel = tuple[str, str]
TITTEL: Final = (N_("Tittelen mangler på bokmål."), N_("Tittelen mangler på nynorsk."))
INGRESS: Final = (N_("Ingressen mangler på bokmål."), N_("Ingressen mangler på nynorsk."))
TEKST: Final = (N_("Teksten mangler på bokmål."), N_("Teksten mangler på nynorsk."))
STED: Final = (
    N_("Stedet for intervju mangler på bokmål."),
    N_("Stedet for intervju mangler på nynorsk."),
)
PAR: Final = (
    N_("Teksten om sammensetning mangler på bokmål."),
    N_("Teksten om sammensetning mangler på nynorsk."),
)
FORM: Final = (
    N_("Engasjement nummer %(nummer)s mangler tekst på bokmål."),
    N_("Engasjement nummer %(nummer)s mangler tekst på nynorsk."),
)
SAMLING: Final = (
    N_("Samling nummer %(nummer)s mangler tittel på bokmål."),
    N_("Samling nummer %(nummer)s mangler tittel på nynorsk."),
)
NAVN: Final = (
    N_("Kompetansen «%(kode)s» mangler navn på bokmål."),
    N_("Kompetansen «%(kode)s» mangler navn på nynorsk."),
)
BEGRUNNELSE: Final = (
    N_("Kompetansen «%(kode)s» mangler begrunnelse på bokmål."),
    N_("Kompetansen «%(kode)s» mangler begrunnelse på nynorsk."),
)
SPORSMAL: Final = (
    N_("Kompetansen «%(kode)s» mangler spørsmål nummer %(nummer)s på bokmål."),
    N_("Kompetansen «%(kode)s» mangler spørsmål nummer %(nummer)s på nynorsk."),
)
OPPFOLGING: Final = (
    N_("Kompetansen «%(kode)s» mangler et oppfølgingsspørsmål på bokmål."),
    N_("Kompetansen «%(kode)s» mangler et oppfølgingsspørsmål på nynorsk."),
)
ANKER: Final = (
    N_("Kompetansen «%(kode)s» mangler beskrivelse av trinn %(trinn)s på bokmål."),
    N_("Kompetansen «%(kode)s» mangler beskrivelse av trinn %(trinn)s på nynorsk."),
)


def publish_hindre(
    definisjon: Definisjon, status: UtlysningStatus, now: datetime
) -> dict[Seksjon, list[Hinder]]:
    """Return every reason why a call cannot be published, by the section where it is mended.

    Sections without reasons are left out.
    """
    hindre = content_hindre(definisjon)
    grunn = hindre.setdefault(Seksjon.GRUNN, [])
    if status is not UtlysningStatus.KLADD:
        grunn.insert(0, Hinder("status", N_("Utlysningen er allerede publisert.")))
    if definisjon.frister.frist_at <= now:
        tekst = N_("Søknadsfristen er gått ut. Sett en ny frist.")
        hindre.setdefault(Seksjon.FRISTER, []).insert(0, Hinder("frist_passert", tekst))
    return {seksjon: hindre[seksjon] for seksjon in Seksjon if hindre.get(seksjon)}


def content_hindre(definisjon: Definisjon) -> dict[Seksjon, list[Hinder]]:
    """Return what must be mended in each section, whenever the call is published."""
    frist = definisjon.frister.frist_at.astimezone(OSLO).date()
    hindre = {
        Seksjon.GRUNN: list(_grunn(definisjon.grunn)),
        Seksjon.TEKST: list(_missing(definisjon.tekst, TEKST, "tekst")),
        Seksjon.FRISTER: list(_frister(definisjon.frister)),
        Seksjon.ENGASJEMENT: list(_engasjement(definisjon.engasjement)),
        Seksjon.SAMLINGER: list(_samlinger(definisjon.samlinger, frist)),
        Seksjon.KOMPETANSER: list(_kompetanser(definisjon.kompetanser)),
        Seksjon.SAMMENSETNING: list(_sammensetning(definisjon.sammensetning)),
        Seksjon.KONTAKT: list(_kontakt(definisjon.kontakt)),
    }
    return {seksjon: found for seksjon, found in hindre.items() if found}


def save_hindre(hindre: Iterable[Hinder], status: UtlysningStatus) -> list[Hinder]:
    """Return which reasons stop a section from being saved.

    A draft may be half finished; what the public sees may not.
    """
    draft = status is UtlysningStatus.KLADD
    return [hinder for hinder in hindre if not draft or hinder.kode in ALWAYS]


def band_hindre(vilkar: Vilkar) -> list[Hinder]:
    """Return what is wrong with the band of an engagement form; no band at all is allowed.

    Kilde: docs/regler.md#E2.
    """
    minst, mest = vilkar.minst, vilkar.mest
    if minst is None and mest is None:
        return []
    if minst is None or mest is None:
        return [Hinder("halvt_band", N_("Skriv både det minste og det meste, eller ingen av dem."))]
    hindre = []
    if minst < 1:
        hindre.append(Hinder("band_null", N_("Det minste må være 1 eller mer.")))
    if minst > mest:
        tekst = N_("Det minste kan ikke være større enn det meste.")
        hindre.append(Hinder("band_snudd", tekst))
    if vilkar.enhet is Enhet.PROSENT and mest > 100:
        hindre.append(Hinder("band_prosent", N_("Det meste kan ikke være over 100 prosent.")))
    return hindre


def _missing(tekst: Tospraklig, mangel: Mangel, slag: str, **verdier: object) -> Iterator[Hinder]:
    for sprak, innhold, setning in (
        ("nb", tekst.nb, mangel[0]),
        ("nn", tekst.nn, mangel[1]),
    ):
        if not innhold.strip():
            yield Hinder(f"{slag}_{sprak}", setning, verdier)


def _grunn(grunn: Grunnopplysninger) -> Iterator[Hinder]:
    yield from _missing(grunn.tittel, TITTEL, "tittel")
    yield from _missing(grunn.ingress, INGRESS, "ingress")


def _frister(frister: Frister) -> Iterator[Hinder]:
    """Check that the dates that are given come in the order of the process."""
    frist = frister.frist_at.astimezone(OSLO).date()
    fra, til = frister.intervju_fra_dato, frister.intervju_til_dato
    tilbud = frister.tilbud_innen_dato
    start, slutt = frister.periode_fra_dato, frister.periode_til_dato
    pairs: tuple[tuple[date | None, date | None, str, str], ...] = (
        (frist, fra, "intervju_for_frist", N_("Intervjuene begynner før søknadsfristen.")),
        (fra, til, "intervju_snudd", N_("Intervjuene slutter før de begynner.")),
        (frist, tilbud, "tilbud_for_frist", N_("Tilbudene skal sendes før søknadsfristen.")),
        (til, tilbud, "tilbud_tidlig", N_("Tilbudene skal sendes før intervjuene er ferdige.")),
        (frist, start, "periode_for_frist", N_("Perioden begynner før søknadsfristen.")),
        (tilbud, start, "periode_tidlig", N_("Perioden begynner før tilbudene skal være sendt.")),
        (start, slutt, "periode_snudd", N_("Perioden slutter før den begynner.")),
    )
    for first, second, kode, tekst in pairs:
        if first and second and second < first:
            yield Hinder(kode, tekst)
    if fra or til or frister.intervjusted.nb or frister.intervjusted.nn:
        yield from _missing(frister.intervjusted, STED, "intervjusted")


def _engasjement(engasjement: Engasjementsvilkar) -> Iterator[Hinder]:
    if not engasjement.former:
        tekst = N_("Velg minst én form for engasjement.")
        yield Hinder("ingen_engasjement", tekst)
    if engasjement.arsverk_timer < 1:
        yield Hinder("arsverk", N_("Timene i et årsverk må være 1 eller mer."))
    for nummer, vilkar in enumerate(engasjement.former, start=1):
        yield from band_hindre(vilkar)
        yield from _missing(vilkar.tekst, FORM, "engasjement", nummer=nummer)


def _samlinger(samlinger: Samlinger, frist: date) -> Iterator[Hinder]:
    for nummer, samling in enumerate(samlinger.liste, start=1):
        yield from _missing(samling.tittel, SAMLING, "samling", nummer=nummer)
        if samling.til_dato < samling.fra_dato:
            tekst = N_("Samling nummer %(nummer)s slutter før den begynner.")
            yield Hinder("samling_snudd", tekst, {"nummer": nummer})
        if samling.fra_dato < frist:
            tekst = N_("Samling nummer %(nummer)s er før søknadsfristen.")
            yield Hinder("samling_for_frist", tekst, {"nummer": nummer})


def _kompetanser(kompetanser: tuple[Kriterium, ...]) -> Iterator[Hinder]:
    if not kompetanser:
        yield Hinder("ingen_kompetanser", N_("Legg inn minst én kompetanse."))
    for kriterium in kompetanser:
        yield from kriterium_hindre(kriterium)


def kriterium_hindre(kriterium: Kriterium) -> Iterator[Hinder]:
    """Return what a criterion lacks: reason, question and anchored scale, in both languages."""
    kode = {"kode": kriterium.kode}
    if not kriterium.kode:
        yield Hinder("kriterium_kode", N_("Kompetansen mangler kode."))
    if not 1 <= kriterium.vekt <= MAX_VEKT:
        tekst = N_("Vekten til kompetansen «%(kode)s» må være fra 1 til %(mest)s.")
        yield Hinder("kriterium_vekt", tekst, {"mest": MAX_VEKT, **kode})
    yield from _missing(kriterium.navn, NAVN, "navn", **kode)
    yield from _missing(kriterium.begrunnelse, BEGRUNNELSE, "begrunnelse", **kode)
    if not kriterium.sporsmal:
        tekst = N_("Kompetansen «%(kode)s» mangler spørsmål til intervjuet.")
        yield Hinder("ingen_sporsmal", tekst, dict(kode))
    for nummer, sporsmal in enumerate(kriterium.sporsmal, start=1):
        yield from _missing(sporsmal.tekst, SPORSMAL, "sporsmal", nummer=nummer, **kode)
        for oppfolging in sporsmal.oppfolging:
            yield from _missing(oppfolging, OPPFOLGING, "oppfolging", **kode)
    for trinn, anker in zip(ANKERTRINN, kriterium.anker, strict=True):
        yield from _missing(anker, ANKER, "anker", trinn=trinn, **kode)


def _sammensetning(sammensetning: Sammensetning) -> Iterator[Hinder]:
    yield from _missing(sammensetning.tekst, PAR, "sammensetning")
    if not 1 <= sammensetning.maks_kommuner_per_par <= MAX_KOMMUNER_PER_PAR:
        tekst = N_("Et par kan ha fra 1 til %(mest)s kommuner.")
        yield Hinder("maks_kommuner", tekst, {"mest": MAX_KOMMUNER_PER_PAR})
    vekter = dict(sammensetning.vekter)
    if vekter.keys() != VEKT_TEKST.keys():
        yield Hinder("vekter", N_("Alle vektene må være satt."))
    for navn, vekt in vekter.items():
        if not (navn in DELERE) <= vekt <= MAX_VEKT:
            tekst = N_("Vekten %(navn)s må være fra %(minst)s til %(mest)s.")
            verdier = {"navn": navn, "minst": int(navn in DELERE), "mest": MAX_VEKT}
            yield Hinder("vekt", tekst, verdier)


def _kontakt(kontakt: Kontakt) -> Iterator[Hinder]:
    if not kontakt.navn:
        yield Hinder("kontakt_navn", N_("Navnet på kontaktpersonen mangler."))
    if not kontakt.epost:
        yield Hinder("kontakt_epost", N_("E-postadressen til kontaktpersonen mangler."))
