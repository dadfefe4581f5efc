"""Mails about a published allocation, each in the recipient's own målform."""

from collections.abc import Sequence

from flask_babel import force_locale, gettext

from rekruttering.felles.errors import N_
from rekruttering.felles.mail import Epost, absolute_url, render
from rekruttering.pulje.mail import sprak_of
from rekruttering.pulje.models import Puljekommune
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling.models import Lag, Tildeling
from rekruttering.tilgang.models import Bruker


def _subject(sprak: str, tekst: str, **verdier: object) -> str:
    with force_locale(sprak):
        return str(gettext(tekst, **verdier))


def veileder_epost(tildeling: Tildeling, lag: Lag, veileder: Veileder, makker: Veileder) -> Epost:
    """Return the mail that tells a veileder partner, municipalities, contacts and hours."""
    sprak = (veileder.soknad.korrespondanse or veileder.bruker.malform).value
    tekst = render(
        "tildeling_veileder",
        sprak,
        mottaker=veileder.soknad.navn,
        makker=makker.soknad.navn,
        makker_epost=makker.bruker.epost,
        makker_telefon=makker.soknad.telefon,
        timer=lag.timer,
        kommuner=[plassering.puljekommune for plassering in lag.plasseringer],
        url=absolute_url("/min-tildeling"),
    )
    return Epost(
        til=veileder.bruker.epost,
        emne=_subject(sprak, N_("Du har fått makker og kommuner")),
        tekst=tekst,
        nokkel=f"tildeling-{tildeling.id}-veileder-{veileder.id}",
    )


def kommune_epost(tildeling: Tildeling, lag: Lag, row: Puljekommune) -> Epost:
    """Return the mail that tells a municipality who its veiledere are and how to reach them."""
    sprak = sprak_of(row.malform)
    tekst = render(
        "tildeling_kommune",
        sprak,
        mottaker=row.kontakt_navn,
        kommune=row.kommune.navn,
        veiledere=[lag.veileder_a, lag.veileder_b],
        timer=row.timer,
        url=absolute_url("/min-kommune"),
    )
    return Epost(
        til=row.kontakt_epost,
        emne=_subject(sprak, N_("Veilederne til %(kommune)s"), kommune=row.kommune.navn),
        tekst=tekst,
        nokkel=f"tildeling-{tildeling.id}-kommune-{row.id}",
    )


def region_epost(
    tildeling: Tildeling, kode: str, mottaker: Bruker, rows: Sequence[tuple[Puljekommune, Lag]]
) -> Epost:
    """Return the mail that tells a statsforvalter which pairs the embete's municipalities got."""
    sprak = mottaker.malform.value
    tekst = render(
        "tildeling_statsforvalter",
        sprak,
        mottaker=mottaker.navn,
        kommuner=[(row, (lag.veileder_a, lag.veileder_b)) for row, lag in rows],
        url=absolute_url("/min-region"),
    )
    return Epost(
        til=mottaker.epost,
        emne=_subject(sprak, N_("Veiledere til kommunene i embetet")),
        tekst=tekst,
        nokkel=f"tildeling-{tildeling.id}-embete-{kode}",
    )
