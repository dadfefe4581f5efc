"""Mails of log-in."""

from flask_babel import force_locale, gettext

from rekruttering.felles.mail import Epost, render


def kode_epost(epost: str, kode: str, kode_id: int, malform: str) -> Epost:
    """Return the mail that carries a one-time code."""
    with force_locale(malform):
        emne = gettext("Kode for innlogging: %(kode)s", kode=kode)
    tekst = render("innloggingskode", malform, kode=kode)
    return Epost(til=epost, emne=emne, tekst=tekst, nokkel=f"kode-{kode_id}")


def ansatt_epost(epost: str, kode_id: int, malform: str) -> Epost:
    """Return the mail that tells a member of staff to log in the staff's way."""
    with force_locale(malform):
        emne = gettext("Logg inn som ansatt")
    return Epost(
        til=epost, emne=emne, tekst=render("innlogging_ansatt", malform), nokkel=f"kode-{kode_id}"
    )
