"""Mails of offers, and the text of the agreement."""

from datetime import date, datetime

from babel.dates import format_date, format_datetime
from flask_babel import force_locale, gettext

from rekruttering.felles.clock import OSLO
from rekruttering.felles.errors import N_
from rekruttering.felles.mail import Epost, absolute_url, render
from rekruttering.soknad.models import Soknad
from rekruttering.tilbud.models import Avtale, Tilbud
from rekruttering.tilbud.rules import Band
from rekruttering.utlysning.models import Utlysning, UtlysningSamling
from rekruttering.utlysning.rules import ENHET_TEKST, FORM_TEKST, Engasjementsform

_EMNER = {
    "tilbud_sendt": N_("Du har fått et tilbud"),
    "tilbud_paminnelse": N_("Husk å svare på tilbudet"),
    "tilbud_ny_frist": N_("Ny frist for å svare på tilbudet"),
    "tilbud_trukket": N_("Tilbudet er trukket tilbake"),
    "tilbud_utlopt": N_("Svarfristen for tilbudet er gått ut"),
    "tilbud_nei": N_("Vi har fått svaret ditt: nei takk"),
    "tilbud_ja": N_("Vi har fått svaret ditt: ja takk"),
}


def malform_of(soknad: Soknad) -> str:
    """Return the language in which this applicant is written to."""
    return str(soknad.korrespondanse or soknad.soker.malform)


def tilbud_epost(navn: str, tilbud: Tilbud, **mer: object) -> Epost:
    """Return one of the mails named above; one goes out for each version of the offer."""
    soknad = tilbud.soknad
    malform = malform_of(soknad)
    with force_locale(malform):
        emne = gettext(_EMNER[navn])
    tekst = render(
        navn,
        malform,
        navn=soknad.navn,
        tittel=soknad.utlysning.tittel(malform),
        frist=_moment(tilbud.svarfrist_at, malform),
        kontakt=soknad.utlysning.kontakt_epost,
        url=absolute_url(f"/mitt-tilbud/{tilbud.id}"),
        **mer,
    )
    nokkel = f"{navn.replace('_', '-')}-{tilbud.id}-v{tilbud.versjon}"
    return Epost(soknad.soker.epost, emne, tekst, nokkel)


def ja_epost(tilbud: Tilbud, avtale: Avtale) -> Epost:
    """Return the receipt of an acceptance, with the whole agreement."""
    return tilbud_epost("tilbud_ja", tilbud, avtale=avtale.tekst)


def avtale_tekst(
    soknad: Soknad,
    malform: str,
    *,
    band: Band | None = None,
    form: Engasjementsform | None = None,
    minst: int = 0,
    mest: int = 0,
    signert_navn: str = "",
    signert_at: datetime | None = None,
) -> str:
    """Return the agreement as Markdown: with the choices made, or before them without a `band`.

    Kilde: docs/regler.md#T6.
    """
    utlysning = soknad.utlysning
    return render(
        "tilbud_avtale",
        malform,
        navn=soknad.navn,
        tittel=utlysning.tittel(malform),
        omfang=_omfang(band, form, minst, mest, malform),
        periode=_periode(utlysning, malform),
        samlinger=[_samling(samling, malform) for samling in utlysning.samlinger],
        signert_navn=signert_navn,
        signert_tid=_moment(signert_at, malform) if signert_at else "",
    )


def _omfang(
    band: Band | None, form: Engasjementsform | None, minst: int, mest: int, malform: str
) -> str:
    """Return «Frikjøp, 15–25 prosent (252–420 timer)»; empty before the choice."""
    if band is None or form is None:
        return ""
    with force_locale(malform):
        tekst = gettext(FORM_TEKST[form])
        enhet = gettext(ENHET_TEKST[band.enhet])
        timer = gettext("timer i perioden")
    fra, til = band.timer(minst), band.timer(mest)
    return f"{tekst}, {minst}–{mest} {enhet} ({fra}–{til} {timer})"


def _samling(samling: UtlysningSamling, malform: str) -> str:
    dager = f"{_day(samling.fra_dato, malform)} – {_day(samling.til_dato, malform)}"
    return f"{samling.tittel(malform)}, {dager}, {samling.sted}"


def _periode(utlysning: Utlysning, malform: str) -> tuple[str, str] | None:
    fra, til = utlysning.periode_fra_dato, utlysning.periode_til_dato
    return (_day(fra, malform), _day(til, malform)) if fra and til else None


def _day(value: date, malform: str) -> str:
    return str(format_date(value, "d. MMMM y", locale=malform))


def _moment(value: datetime, malform: str) -> str:
    return str(format_datetime(value, "EEEE d. MMMM y 'kl.' HH:mm:ss", OSLO, locale=malform))
