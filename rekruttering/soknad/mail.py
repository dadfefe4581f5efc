"""Mails about an application; each in the language that the applicant chose."""

from datetime import datetime

from flask_babel import force_locale, gettext

from rekruttering.felles.errors import N_
from rekruttering.felles.mail import Epost, absolute_url, render
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus

_EMNER = {
    "kvittering": N_("Vi har fått søknaden din: %(tittel)s"),
    "trukket": N_("Søknaden din er trukket: %(tittel)s"),
    "til_intervju": N_("Vi vil gjerne snakke med deg: %(tittel)s"),
    "avslag": N_("Svar på søknaden din: %(tittel)s"),
    "paminnelse": N_("Søknaden din er ikke sendt inn: %(tittel)s"),
    "kladd_tilbake": N_("Søknaden din ble ikke sendt inn: %(tittel)s"),
}


def kvittering(soknad: Soknad) -> Epost:
    """Return the receipt of an application that was just sent in."""
    return _epost(soknad, "kvittering", f"sendt-{_stamp(soknad.sendt_at)}")


def trukket(soknad: Soknad, now: datetime) -> Epost:
    """Return the confirmation that an application was withdrawn."""
    return _epost(soknad, "trukket", f"trukket-{_stamp(now)}")


def svar(soknad: Soknad) -> Epost:
    """Return the answer to an applicant after the first sorting."""
    navn = {
        SoknadStatus.TIL_INTERVJU: "til_intervju",
        SoknadStatus.AVSLAG: "avslag",
    }[soknad.status]
    return _epost(soknad, navn, f"svar-{soknad.status}-{_stamp(soknad.avgjort_at)}")


def paminnelse(soknad: Soknad, varsel: str) -> Epost:
    """Return the reminder that a draft has not been sent; `varsel` names the deadline and when."""
    return _epost(soknad, "paminnelse", f"paminnelse-{varsel}")


def kladd_tilbake(soknad: Soknad, varsel: str) -> Epost:
    """Return the message that the deadline passed and the draft was not sent."""
    return _epost(soknad, "kladd_tilbake", f"kladd-{varsel}")


def _epost(soknad: Soknad, navn: str, hendelse: str) -> Epost:
    malform = str(soknad.korrespondanse or soknad.soker.malform)
    tittel = soknad.utlysning.tittel(malform)
    with force_locale(malform):
        emne = gettext(_EMNER[navn], tittel=tittel)
    tekst = render(
        f"soknad_{navn}",
        malform,
        soknad=soknad,
        tittel=tittel,
        navn=soknad.navn or soknad.soker.navn,
        lenke=absolute_url(f"/min-soknad/{soknad.id}"),
    )
    nokkel = f"soknad-{soknad.id}-{hendelse}"
    return Epost(til=soknad.soker.epost, emne=emne, tekst=tekst, nokkel=nokkel)


def _stamp(moment: datetime | None) -> str:
    return f"{moment:%Y%m%dT%H%M%S%f}" if moment else ""
