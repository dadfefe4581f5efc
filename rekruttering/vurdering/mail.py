"""Mails of scoring and of outcomes."""

from flask_babel import force_locale, gettext

from rekruttering.felles.mail import Epost, absolute_url, render
from rekruttering.intervju.mail import soker_malform
from rekruttering.intervju.models import Intervju
from rekruttering.tilgang.models import Bruker
from rekruttering.vurdering.models import Innstilling
from rekruttering.vurdering.rules import Innstillingsutfall


def vurder_epost(intervju: Intervju, medlem: Bruker) -> Epost:
    """Return the mail that asks a member to score, once the interview was held."""
    malform = str(medlem.malform)
    with force_locale(malform):
        emne = gettext("Klar for vurdering: %(navn)s", navn=intervju.soknad.navn)
    tekst = render(
        "vurdering_klar",
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
        "vurdering_utfall",
        malform,
        navn=soknad.navn,
        tittel=soknad.utlysning.tittel(malform),
        er_reserve=er_reserve,
        begrunnelse=soknad.avgjort_begrunnelse,
        kontakt=soknad.utlysning.kontakt_epost,
    )
    nokkel = f"innstilling-{innstilling.id}-v{innstilling.versjon}"
    return Epost(soknad.soker.epost, emne, tekst, nokkel)
