"""The page that tells what a call offers and asks: finished values for the template.

The public page and the coordinators' preview are the same page, made here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_interval
from flask import render_template, url_for
from flask_babel import get_locale, gettext

from rekruttering.felles import filters
from rekruttering.utlysning import rules
from rekruttering.utlysning.models import Engasjement, Utlysning, UtlysningSamling
from rekruttering.utlysning.rules import FORM_TEKST, ORDNING_TEKST, Enhet, UtlysningStatus


@dataclass(frozen=True)
class Faktum:
    """A line of the facts box; several values become a list."""

    navn: str
    verdi: str | tuple[str, ...]


@dataclass(frozen=True)
class Kriterietekst:
    """What is looked for, and why."""

    navn: str
    begrunnelse: str


@dataclass(frozen=True)
class Forhandsvisning:
    """The banner of a preview: the page in the other language, and the way back."""

    malform: str
    annen_url: str
    tilbake_url: str


@dataclass(frozen=True)
class Side:
    """A call in one language; `start_url` is None when nobody can apply (now)."""

    tittel: str
    ordning: str
    ingress: str
    tekst: str
    status: UtlysningStatus
    frist: str
    start_url: str | None
    fakta: tuple[Faktum, ...]
    kriterier: tuple[Kriterietekst, ...]
    sammensetning: str
    sjekkliste: tuple[str, ...]
    kontakt: Utlysning
    forhandsvisning: Forhandsvisning | None


def render_side(
    utlysning: Utlysning, now: datetime, forhandsvisning: Forhandsvisning | None = None
) -> str:
    """Return the page in the language of the request (or the one that is forced)."""
    return render_template("utlysning/vis.html", side=to_side(utlysning, now, forhandsvisning))


def to_side(
    utlysning: Utlysning, now: datetime, forhandsvisning: Forhandsvisning | None = None
) -> Side:
    """Return the finished values of the page."""
    sprak = str(get_locale() or "nb")
    is_open = rules.is_open(utlysning.status, utlysning.frist_at, now)
    start_url = url_for("soknad_soker.start", utlysning_id=utlysning.id) if is_open else None
    return Side(
        tittel=utlysning.tittel(sprak) or gettext("Uten tittel"),
        ordning=gettext(ORDNING_TEKST[utlysning.ordning]),
        ingress=utlysning.ingress(sprak),
        tekst=utlysning.tekst(sprak),
        status=utlysning.status,
        frist=filters.tidspunkt(utlysning.frist_at),
        start_url=None if forhandsvisning else start_url,
        fakta=tuple(_fakta(utlysning, sprak)),
        kriterier=tuple(
            Kriterietekst(k.navn(sprak), k.begrunnelse(sprak)) for k in utlysning.kompetanser
        ),
        sammensetning=utlysning.sammensetning(sprak),
        sjekkliste=tuple(_sjekkliste(utlysning, sprak)),
        kontakt=utlysning,
        forhandsvisning=forhandsvisning,
    )


def periode(fra: date | None, til: date | None) -> str:
    """Return «8.–9. juni 2020», or what is known of it; empty when nothing is."""
    if fra is None or til is None:
        return filters.dato(fra or til)
    text: str = format_interval(fra, til, "yMMMMd", locale=get_locale() or "nb")
    return text if fra != til else filters.dato(fra)


def omfang(engasjement: Engasjement, arsverk_timer: int) -> str:
    """Return the band in its own unit and in the other, or empty when the call names none."""
    minst, mest = engasjement.minst, engasjement.mest
    if minst is None or mest is None:
        return ""
    band = _span(minst, mest)
    if engasjement.enhet is Enhet.PROSENT:
        annet = _span(*(rules.to_hours(n, Enhet.PROSENT, arsverk_timer) for n in (minst, mest)))
        tekst = gettext(
            "%(band)s prosent av full stilling (%(annet)s timer)", band=band, annet=annet
        )
    else:
        annet = _span(*(rules.to_percent(n, Enhet.TIMER, arsverk_timer) for n in (minst, mest)))
        tekst = gettext(
            "%(band)s timer (%(annet)s prosent av full stilling)", band=band, annet=annet
        )
    return str(tekst)


def _span(low: int, high: int) -> str:
    return filters.tall(low) if low == high else f"{filters.tall(low)}–{filters.tall(high)}"


def _form(engasjement: Engasjement, arsverk_timer: int) -> str:
    """Return «Frikjøp: 15–25 prosent av full stilling (252–420 timer)»."""
    navn = gettext(FORM_TEKST[engasjement.form])
    if engasjement.unntak:
        navn = gettext("%(form)s, bare i særlige tilfeller", form=navn)
    hvor_mye = omfang(engasjement, arsverk_timer)
    return f"{navn}: {hvor_mye}" if hvor_mye else navn


def _samling(samling: UtlysningSamling, sprak: str) -> str:
    parts = (samling.tittel(sprak), periode(samling.fra_dato, samling.til_dato), samling.sted)
    return ", ".join(part for part in parts if part)


def _fakta(utlysning: Utlysning, sprak: str) -> Iterator[Faktum]:
    """Return the lines of the facts box that the call says something about."""
    u = utlysning
    yield Faktum(
        gettext("Søknadsfrist"), gettext("%(tid)s, norsk tid", tid=filters.tidspunkt(u.frist_at))
    )
    intervju = (periode(u.intervju_fra_dato, u.intervju_til_dato), u.intervjusted(sprak))
    if any(intervju):
        yield Faktum(gettext("Intervju"), tuple(part for part in intervju if part))
    if u.tilbud_innen_dato:
        yield Faktum(
            gettext("Tilbud"), gettext("Innen %(dag)s", dag=filters.dato(u.tilbud_innen_dato))
        )
    if u.periode_fra_dato or u.periode_til_dato:
        yield Faktum(gettext("Periode"), periode(u.periode_fra_dato, u.periode_til_dato))
    if u.engasjementer:
        former = tuple(_form(one, u.arsverk_timer) for one in u.engasjementer)
        yield Faktum(gettext("Engasjement"), former)
        arsverk = gettext("%(timer)s timer", timer=filters.tall(u.arsverk_timer))
        yield Faktum(gettext("Et årsverk er regnet som"), arsverk)
    if u.samlinger:
        yield Faktum(gettext("Samlinger"), tuple(_samling(s, sprak) for s in u.samlinger))


def _sjekkliste(utlysning: Utlysning, sprak: str) -> Iterator[str]:
    """Return what someone who applies can say yes to, so that they know before the long form."""
    u = utlysning
    yield gettext(
        "Du har erfaring fra skole, skoleeier, barnehage, PP-tjeneste, universitet eller høyskole."
    )
    former = [one for one in u.engasjementer if not one.unntak]
    if former:
        # Not every form has a band, and a name begins the line in the facts box only.
        tekster = (_form(one, u.arsverk_timer).replace(": ", " ") for one in former)
        tekst = gettext(", eller ").join(text[0].lower() + text[1:] for text in tekster)
        yield gettext("Du har tid til oppdraget: %(former)s.", former=tekst)
    if u.periode_fra_dato and u.periode_til_dato:
        tekst = periode(u.periode_fra_dato, u.periode_til_dato)
        yield gettext("Du kan være veileder i hele perioden %(periode)s.", periode=tekst)
    yield gettext("Du kan reise til kommunene du skal veilede.")
    if u.intervju_fra_dato and u.intervju_til_dato:
        tekst = periode(u.intervju_fra_dato, u.intervju_til_dato)
        yield gettext("Du kan stille til intervju i tiden %(periode)s.", periode=tekst)
    for samling in u.samlinger:
        yield gettext("Du kan delta på samlingen: %(samling)s.", samling=_samling(samling, sprak))
