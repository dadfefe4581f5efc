"""Mails of the register."""

from flask_babel import force_locale, gettext

from rekruttering.felles.mail import Epost, render
from rekruttering.habilitet.models import Innsigelse
from rekruttering.habilitet.rules import is_barred


def innsigelse_epost(innsigelse: Innsigelse) -> Epost:
    """Return the mail that tells whoever objected what came of it."""
    malform, habilitet = str(innsigelse.fra.malform), innsigelse.habilitet
    with force_locale(malform):
        emne = gettext("Svar på det du meldte om habilitet")
    tekst = render(
        "innsigelse_svar",
        malform,
        person=habilitet.bruker.navn or habilitet.bruker.epost,
        medhold=is_barred(habilitet.tilstand),
        om_soker=habilitet.soknad_id is not None,
        svar=innsigelse.svar,
    )
    nokkel = f"innsigelse-{innsigelse.id}-{habilitet.versjon}"
    return Epost(innsigelse.fra.epost, emne, tekst, nokkel)
