"""Mails of interviews: what people are asked, told and reminded of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from babel.dates import format_datetime
from flask_babel import force_locale, gettext

from rekruttering.felles.clock import OSLO
from rekruttering.felles.kalender import Adresse, Hendelse, Metode, make_del
from rekruttering.felles.mail import Epost, absolute_url, calendar_uid, get_avsender, render
from rekruttering.intervju.models import Intervju, Intervjusvar
from rekruttering.intervju.rules import FORM_TEKST, Intervjuform
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning


def soker_malform(soknad: Soknad) -> str:
    """Return the language in which this applicant is written to."""
    return str(soknad.korrespondanse or soknad.soker.malform)


def tider_epost(
    svar: Intervjusvar, frist_at: datetime | None, *, paminnelse: bool = False
) -> Epost:
    """Return the mail that asks an applicant when the interview can be."""
    soknad = svar.soknad
    malform = soker_malform(soknad)
    with force_locale(malform):
        emne = gettext("Når kan du komme til intervju?")
    tekst = render(
        "intervju_tider",
        malform,
        navn=soknad.navn,
        tittel=soknad.utlysning.tittel(malform),
        frist=_moment(frist_at, malform) if frist_at else None,
        paminnelse=paminnelse,
        url=absolute_url(f"/min-soknad/{soknad.id}/intervjutider"),
        kontakt=soknad.utlysning.kontakt_epost,
    )
    slag = "paminnelse" if paminnelse else "sporsmal"
    return Epost(soknad.soker.epost, emne, tekst, f"intervjutider-{slag}-{soknad.id}")


def medlemstider_epost(utlysning: Utlysning, medlem: Bruker) -> Epost:
    """Return the mail that asks a member when interviews cannot be."""
    malform = str(medlem.malform)
    with force_locale(malform):
        emne = gettext("Når kan du ikke være med på intervju?")
    tekst = render(
        "intervju_medlemstider",
        malform,
        tittel=utlysning.tittel(malform),
        url=absolute_url(f"/panel/tider/{utlysning.id}"),
    )
    return Epost(medlem.epost, emne, tekst, f"medlemstider-{utlysning.id}")


def innkalling_epost(intervju: Intervju, now: datetime) -> Epost:
    """Return the mail that tells an applicant when and where, with the invitation."""
    soknad = intervju.soknad
    malform = soker_malform(soknad)
    tid = _moment(intervju.start_at, malform)
    with force_locale(malform):
        emne = gettext("Innkalling til intervju: %(tid)s", tid=tid)
        if intervju.sekvens:
            emne = gettext("Endret intervju: %(tid)s", tid=tid)
    tekst = render(
        "intervju_innkalling",
        malform,
        navn=soknad.navn,
        tittel=soknad.utlysning.tittel(malform),
        endret=bool(intervju.sekvens),
        panel=_names(intervju),
        url=absolute_url(f"/min-soknad/{soknad.id}/intervju"),
        kontakt=soknad.utlysning.kontakt_epost,
        **_where(intervju, malform),
    )
    kalender = make_del(soker_hendelse(intervju, malform, now), Metode.REQUEST)
    return Epost(soknad.soker.epost, emne, tekst, _key(intervju), kalender)


def medlem_epost(intervju: Intervju, medlem: Bruker, now: datetime) -> Epost:
    """Return the mail that tells a member of an interview, with the invitation."""
    malform = str(medlem.malform)
    with force_locale(malform):
        emne = gettext(
            "Intervju med %(navn)s: %(tid)s",
            navn=intervju.soknad.navn,
            tid=_moment(intervju.start_at, malform),
        )
    tekst = render(
        "intervju_medlem",
        malform,
        navn=intervju.soknad.navn,
        panel=_names(intervju),
        url=absolute_url(f"/panel/intervju/{intervju.id}"),
        **_where(intervju, malform),
    )
    kalender = make_del(medlem_hendelse(intervju, medlem, malform, now), Metode.REQUEST)
    return Epost(medlem.epost, emne, tekst, _key(intervju), kalender)


def ute_epost(
    intervju: Intervju, fortalt: Mapping[str, Any], medlem: Bruker, now: datetime
) -> Epost:
    """Return the mail that tells a member not to come to what `fortalt` told of."""
    malform = str(medlem.malform)
    tid = _moment(datetime.fromisoformat(fortalt["start_at"]), malform)
    with force_locale(malform):
        emne = gettext("Du er ikke lenger med i intervjuet %(tid)s", tid=tid)
    tekst = render(
        "intervju_ute",
        malform,
        navn=intervju.soknad.navn,
        tid=tid,
        url=absolute_url("/panel"),
    )
    hendelse = medlem_hendelse(intervju, medlem, malform, now, fortalt)
    return Epost(medlem.epost, emne, tekst, _key(intervju), make_del(hendelse, Metode.CANCEL))


def avlyst_epost(intervju: Intervju, medlem: Bruker, now: datetime) -> Epost:
    """Return the mail that tells a member that an interview is cancelled, and why."""
    malform = str(medlem.malform)
    tid = _moment(_told_start(intervju), malform)
    with force_locale(malform):
        emne = gettext("Avlyst intervju: %(tid)s", tid=tid)
        grunn = gettext(intervju.ikke_holdt_grunn)
    tekst = render(
        "intervju_avlyst",
        malform,
        navn=intervju.soknad.navn,
        tid=tid,
        grunn=grunn,
        url=absolute_url("/panel"),
    )
    hendelse = medlem_hendelse(intervju, medlem, malform, now, intervju.varslet)
    return Epost(medlem.epost, emne, tekst, _key(intervju), make_del(hendelse, Metode.CANCEL))


def avlyst_soker_epost(intervju: Intervju, now: datetime) -> Epost:
    """Return the mail that tells an applicant that the interview is cancelled."""
    soknad = intervju.soknad
    malform = soker_malform(soknad)
    tid = _moment(_told_start(intervju), malform)
    with force_locale(malform):
        emne = gettext("Avlyst intervju: %(tid)s", tid=tid)
    tekst = render(
        "intervju_avlyst_soker",
        malform,
        navn=soknad.navn,
        tittel=soknad.utlysning.tittel(malform),
        tid=tid,
        kontakt=soknad.utlysning.kontakt_epost,
    )
    hendelse = soker_hendelse(intervju, malform, now, intervju.varslet)
    kalender = make_del(hendelse, Metode.CANCEL)
    return Epost(soknad.soker.epost, emne, tekst, _key(intervju), kalender)


def paminnelse_epost(intervju: Intervju) -> Epost:
    """Return the applicant's reminder of an interview, from what stands when it is sent."""
    soknad = intervju.soknad
    malform = soker_malform(soknad)
    with force_locale(malform):
        emne = gettext("Husk intervjuet %(tid)s", tid=_moment(intervju.start_at, malform))
    tekst = render(
        "intervju_paminnelse",
        malform,
        navn=soknad.navn,
        panel=_names(intervju),
        url=absolute_url(f"/min-soknad/{soknad.id}/intervju"),
        kontakt=soknad.utlysning.kontakt_epost,
        **_where(intervju, malform),
    )
    nokkel = f"intervju-paminnelse-{intervju.id}-s{intervju.sekvens}"
    return Epost(soknad.soker.epost, emne, tekst, nokkel)


def ikke_holdt_epost(intervju: Intervju, *, kan_velge: bool) -> Epost:
    """Return the neutral mail after an interview that did not take place or broke off."""
    soknad = intervju.soknad
    malform = soker_malform(soknad)
    avbrutt = intervju.avbrutt_at is not None
    with force_locale(malform):
        emne = (
            gettext("Intervjuet ble avbrutt") if avbrutt else gettext("Intervjuet ble ikke holdt")
        )
    tekst = render(
        "intervju_ikke_holdt",
        malform,
        navn=soknad.navn,
        tittel=soknad.utlysning.tittel(malform),
        tid=_moment(intervju.start_at, malform),
        avbrutt=avbrutt,
        url=absolute_url(f"/min-soknad/{soknad.id}/intervju") if kan_velge else None,
        kontakt=soknad.utlysning.kontakt_epost,
    )
    nokkel = f"intervju-ikke-holdt-{intervju.id}-v{intervju.versjon}"
    return Epost(soknad.soker.epost, emne, tekst, nokkel)


def soker_hendelse(
    intervju: Intervju, malform: str, now: datetime, fortalt: Mapping[str, Any] | None = None
) -> Hendelse:
    """Return the interview in the applicant's calendar, as it is or as it was told."""
    soknad = intervju.soknad
    with force_locale(malform):
        tittel = gettext("Intervju: %(tittel)s", tittel=soknad.utlysning.tittel(malform))
        beskrivelse = gettext(
            "Panel: %(panel)s. Spørsmål: %(kontakt)s.",
            panel=_names(intervju),
            kontakt=soknad.utlysning.kontakt_epost,
        )
    lenke = absolute_url(f"/min-soknad/{soknad.id}/intervju")
    mottaker = Adresse(soknad.navn, soknad.soker.epost)
    return _hendelse(intervju, (tittel, beskrivelse, lenke), mottaker, now, fortalt)


def medlem_hendelse(
    intervju: Intervju,
    medlem: Bruker,
    malform: str,
    now: datetime,
    fortalt: Mapping[str, Any] | None = None,
) -> Hendelse:
    """Return the interview in a member's calendar, as it is or as it was told."""
    with force_locale(malform):
        tittel = gettext("Intervju med %(navn)s", navn=intervju.soknad.navn)
        beskrivelse = gettext("Panel: %(panel)s.", panel=_names(intervju))
    lenke = absolute_url(f"/panel/intervju/{intervju.id}")
    mottaker = Adresse(medlem.navn, medlem.epost)
    return _hendelse(intervju, (tittel, beskrivelse, lenke), mottaker, now, fortalt)


def _hendelse(
    intervju: Intervju,
    ord_: tuple[str, str, str],
    mottaker: Adresse,
    now: datetime,
    fortalt: Mapping[str, Any] | None,
) -> Hendelse:
    start_at, slutt_at, sted = intervju.start_at, intervju.slutt_at, intervju.sted
    if fortalt is not None:
        start_at = datetime.fromisoformat(fortalt["start_at"])
        slutt_at, sted = datetime.fromisoformat(fortalt["slutt_at"]), fortalt["sted"]
    tittel, beskrivelse, lenke = ord_
    return Hendelse(
        uid=calendar_uid("intervju", intervju.id),
        sekvens=intervju.sekvens,
        start_at=start_at,
        slutt_at=slutt_at,
        tittel=tittel,
        beskrivelse=beskrivelse,
        sted=sted,
        laget_at=now,
        arrangor=get_avsender(),
        mottaker=mottaker,
        lenke=lenke,
    )


def _where(intervju: Intervju, malform: str) -> dict[str, object]:
    with force_locale(malform):
        form = gettext(FORM_TEKST[intervju.form])
    return {
        "tid": _moment(intervju.start_at, malform),
        "minutter": round((intervju.slutt_at - intervju.start_at).total_seconds() / 60),
        "form": form,
        "er_video": intervju.form is Intervjuform.VIDEO,
        "sted": intervju.sted,
    }


def _names(intervju: Intervju) -> str:
    return ", ".join(plass.bruker.navn or plass.bruker.epost for plass in intervju.plasser)


def _told_start(intervju: Intervju) -> datetime:
    told = intervju.varslet
    return datetime.fromisoformat(told["start_at"]) if told else intervju.start_at


def _key(intervju: Intervju) -> str:
    return f"intervju-{intervju.id}-s{intervju.sekvens}"


def _moment(moment: datetime, malform: str) -> str:
    pattern = "EEEE d. MMMM y 'kl.' HH:mm"
    return str(format_datetime(moment, pattern, OSLO, locale=malform))
