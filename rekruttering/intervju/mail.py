"""Mails of interviews and their outcomes."""

from babel.dates import format_datetime
from flask_babel import force_locale, gettext

from rekruttering.felles.clock import OSLO
from rekruttering.felles.mail import Epost, absolute_url, render
from rekruttering.intervju.models import Innstilling, Intervju
from rekruttering.intervju.rules import FORM_TEKST, Innstillingsutfall, Intervjuform
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang.models import Bruker


def soker_malform(soknad: Soknad) -> str:
    """Return the language in which this applicant is written to."""
    return str(soknad.korrespondanse or soknad.soker.malform)


def innkalling_epost(intervju: Intervju) -> Epost:
    """Return the mail that tells an applicant when and where."""
    soknad = intervju.soknad
    malform = soker_malform(soknad)
    with force_locale(malform):
        emne = gettext("Innkalling til intervju: %(tid)s", tid=_tid(intervju, malform))
        form = gettext(FORM_TEKST[intervju.form])
    tekst = render(
        "intervju_innkalling",
        malform,
        navn=soknad.navn,
        tittel=soknad.utlysning.tittel(malform),
        tid=_tid(intervju, malform),
        form=form,
        er_video=intervju.form is Intervjuform.VIDEO,
        sted=intervju.sted,
        kontakt=soknad.utlysning.kontakt_epost,
    )
    return Epost(soknad.soker.epost, emne, tekst, f"intervju-{intervju.id}-v{intervju.versjon}")


def ikke_holdt_epost(intervju: Intervju) -> Epost:
    """Return the neutral mail after an interview that did not take place."""
    soknad = intervju.soknad
    malform = soker_malform(soknad)
    with force_locale(malform):
        emne = gettext("Intervjuet ble ikke holdt")
    tekst = render(
        "intervju_ikke_holdt",
        malform,
        navn=soknad.navn,
        tittel=soknad.utlysning.tittel(malform),
        tid=_tid(intervju, malform),
        kontakt=soknad.utlysning.kontakt_epost,
    )
    nokkel = f"intervju-ikke-holdt-{intervju.id}-v{intervju.versjon}"
    return Epost(soknad.soker.epost, emne, tekst, nokkel)


def avlyst_epost(intervju: Intervju, medlem: Bruker) -> Epost:
    """Return the mail that tells a member that an interview is cancelled, and why."""
    malform = str(medlem.malform)
    with force_locale(malform):
        emne = gettext("Avlyst intervju: %(tid)s", tid=_tid(intervju, malform))
        grunn = gettext(intervju.ikke_holdt_grunn)
    tekst = render(
        "intervju_avlyst",
        malform,
        navn=intervju.soknad.navn,
        tid=_tid(intervju, malform),
        grunn=grunn,
        url=absolute_url("/panel"),
    )
    nokkel = f"intervju-avlyst-{intervju.id}-v{intervju.versjon}"
    return Epost(medlem.epost, emne, tekst, nokkel)


def vurder_epost(intervju: Intervju, medlem: Bruker) -> Epost:
    """Return the mail that asks a member to score, once the interview was held."""
    malform = str(medlem.malform)
    with force_locale(malform):
        emne = gettext("Klar for vurdering: %(navn)s", navn=intervju.soknad.navn)
    tekst = render(
        "intervju_vurder",
        malform,
        navn=intervju.soknad.navn,
        url=absolute_url(f"/panel/intervju/{intervju.id}"),
    )
    return Epost(medlem.epost, emne, tekst, f"intervju-vurder-{intervju.id}")


def utfall_epost(innstilling: Innstilling) -> Epost:
    """Return the mail that tells an applicant of a reserve place or a refusal, with the grounds."""
    soknad = innstilling.soknad
    malform = soker_malform(soknad)
    er_reserve = innstilling.utfall is Innstillingsutfall.RESERVE
    with force_locale(malform):
        emne = gettext("Du er reserve") if er_reserve else gettext("Svar på søknaden din")
    tekst = render(
        "intervju_utfall",
        malform,
        navn=soknad.navn,
        tittel=soknad.utlysning.tittel(malform),
        er_reserve=er_reserve,
        begrunnelse=soknad.avgjort_begrunnelse,
        kontakt=soknad.utlysning.kontakt_epost,
    )
    nokkel = f"innstilling-{innstilling.id}-v{innstilling.versjon}"
    return Epost(soknad.soker.epost, emne, tekst, nokkel)


def _tid(intervju: Intervju, malform: str) -> str:
    pattern = "EEEE d. MMMM y 'kl.' HH:mm"
    return str(format_datetime(intervju.start_at, pattern, OSLO, locale=malform))
