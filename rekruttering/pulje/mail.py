"""Mails about being identified."""

from flask_babel import force_locale, gettext

from rekruttering.felles.mail import Epost, absolute_url, render
from rekruttering.kommune.rules import KommuneMalform
from rekruttering.pulje.models import Puljekommune


def sprak_of(malform: KommuneMalform) -> str:
    """Return the language a municipality is written to in; a neutral one gets bokmål."""
    return "nn" if malform is KommuneMalform.NYNORSK else "nb"


def identifisert_epost(puljekommune: Puljekommune) -> Epost:
    """Return the mail that asks a municipality's contact for an answer."""
    sprak = sprak_of(puljekommune.malform)
    navn = puljekommune.kommune.navn
    with force_locale(sprak):
        emne = gettext("%(kommune)s får tilbud om veiledere", kommune=navn)
    tekst = render(
        "pulje_identifisert",
        sprak,
        mottaker=puljekommune.kontakt_navn,
        kommune=navn,
        fra_year=puljekommune.pulje.innsats_fra_dato.year,
        til_year=puljekommune.pulje.innsats_til_dato.year,
        url=absolute_url("/min-kommune"),
    )
    return Epost(
        til=puljekommune.kontakt_epost,
        emne=emne,
        tekst=tekst,
        nokkel=f"pulje-identifisert-{puljekommune.id}",
    )
