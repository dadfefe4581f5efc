"""Mails about a published allocation, each in the recipient's own målform.

The same functions write what is shown before anything is sent.  `nokkel` names the allocation, so
that one allocation mails a person once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import force_locale, gettext

from rekruttering.felles.errors import N_
from rekruttering.felles.mail import Epost, absolute_url, render
from rekruttering.pulje.mail import sprak_of
from rekruttering.pulje.models import Puljekommune
from rekruttering.tilbud.models import Veileder
from rekruttering.tilgang.models import Bruker


@dataclass(frozen=True)
class Lagbilde:
    """A pair with its municipalities and the hours each member spends, stored or not."""

    veiledere: tuple[Veileder, Veileder]
    kommuner: tuple[Puljekommune, ...]
    timer: int

    def makker(self, veileder: Veileder) -> Veileder:
        """Return the other one."""
        a, b = self.veiledere
        return b if veileder.id == a.id else a


@dataclass(frozen=True)
class Kommunebytte:
    """A municipality with its pairs before and after; an empty pair is none."""

    row: Puljekommune
    for_: tuple[Veileder, ...]
    na: tuple[Veileder, ...]


def _subject(sprak: str, tekst: str, **verdier: object) -> str:
    with force_locale(sprak):
        return str(gettext(tekst, **verdier))


def _sprak_of(veileder: Veileder) -> str:
    return (veileder.soknad.korrespondanse or veileder.bruker.malform).value


def veileder_epost(
    nokkel: str, veileder: Veileder, lag: Lagbilde, for_: Lagbilde | None = None
) -> Epost:
    """Return the mail that tells a veileder partner, municipalities, contacts and hours.

    With `for_`, the pair as it was, the mail begins with what is different.
    """
    sprak, makker = _sprak_of(veileder), lag.makker(veileder)
    before = {row.id for row in for_.kommuner} if for_ else set()
    after = {row.id for row in lag.kommuner}
    tekst = render(
        "tildeling_veileder",
        sprak,
        mottaker=veileder.soknad.navn,
        for_makker=for_.makker(veileder).soknad.navn if for_ else "",
        ny_makker=bool(for_ and for_.makker(veileder).id != makker.id),
        nye=[row for row in lag.kommuner if row.id not in before] if for_ else [],
        borte=[row for row in for_.kommuner if row.id not in after] if for_ else [],
        endret=for_ is not None,
        makker=makker.soknad.navn,
        makker_epost=makker.bruker.epost,
        makker_telefon=makker.soknad.telefon,
        timer=lag.timer,
        kommuner=lag.kommuner,
        url=absolute_url("/min-tildeling"),
    )
    emne = N_("Tildelingen din er endret") if for_ else N_("Du har fått makker og kommuner")
    return Epost(
        til=veileder.bruker.epost,
        emne=_subject(sprak, emne),
        tekst=tekst,
        nokkel=f"{nokkel}-veileder-{veileder.id}",
    )


def veileder_ute_epost(nokkel: str, veileder: Veileder, for_: Lagbilde, *, sluttet: bool) -> Epost:
    """Return the mail that tells a veileder that partner and municipalities are gone.

    `sluttet`: the veileder has left the round.
    """
    sprak = _sprak_of(veileder)
    tekst = render(
        "tildeling_veileder_ute",
        sprak,
        mottaker=veileder.soknad.navn,
        makker=for_.makker(veileder).soknad.navn,
        kommuner=for_.kommuner,
        sluttet=sluttet,
    )
    return Epost(
        til=veileder.bruker.epost,
        emne=_subject(sprak, N_("Du har ikke lenger makker og kommuner")),
        tekst=tekst,
        nokkel=f"{nokkel}-veileder-{veileder.id}",
    )


def kommune_epost(
    nokkel: str, row: Puljekommune, lag: Lagbilde, for_: Collection[Veileder] = ()
) -> Epost:
    """Return the mail that tells a municipality who its veiledere are and how to reach them.

    With `for_`, the pair as it was, the mail begins with who is new and who has left.
    """
    sprak, navn = sprak_of(row.malform), row.kommune.navn
    before, after = {each.id for each in for_}, {each.id for each in lag.veiledere}
    tekst = render(
        "tildeling_kommune",
        sprak,
        mottaker=row.kontakt_navn,
        kommune=navn,
        nye=[each for each in lag.veiledere if for_ and each.id not in before],
        borte=[each for each in for_ if each.id not in after],
        veiledere=lag.veiledere,
        timer=row.timer,
        url=absolute_url("/min-kommune"),
    )
    emne = N_("Endring: veilederne til %(kommune)s") if for_ else N_("Veilederne til %(kommune)s")
    return Epost(
        til=row.kontakt_epost,
        emne=_subject(sprak, emne, kommune=navn),
        tekst=tekst,
        nokkel=f"{nokkel}-kommune-{row.id}",
    )


def kommune_ute_epost(
    nokkel: str, row: Puljekommune, for_: Sequence[Veileder], *, er_med: bool
) -> Epost:
    """Return the mail that tells a municipality that its veiledere are gone.

    `er_med`: the municipality still takes part.
    """
    sprak, navn = sprak_of(row.malform), row.kommune.navn
    tekst = render(
        "tildeling_kommune_ute",
        sprak,
        mottaker=row.kontakt_navn,
        kommune=navn,
        veiledere=for_,
        er_med=er_med,
        url=absolute_url("/min-kommune"),
    )
    return Epost(
        til=row.kontakt_epost,
        emne=_subject(sprak, N_("%(kommune)s har ikke lenger veiledere"), kommune=navn),
        tekst=tekst,
        nokkel=f"{nokkel}-kommune-{row.id}",
    )


def region_epost(
    nokkel: str,
    kode: str,
    mottaker: Bruker,
    bytter: Sequence[Kommunebytte],
    *,
    endret: bool,
) -> Epost:
    """Return the mail that tells a statsforvalter which pairs the embete's municipalities have.

    `endret`: something was published before, and `bytter` is only what is different.
    """
    sprak = mottaker.malform.value
    tekst = render(
        "tildeling_statsforvalter",
        sprak,
        mottaker=mottaker.navn,
        endret=endret,
        bytter=bytter,
        url=absolute_url("/min-region"),
    )
    first = N_("Veiledere til kommunene i embetet")
    emne = N_("Endring: veiledere til kommunene i embetet") if endret else first
    return Epost(
        til=mottaker.epost,
        emne=_subject(sprak, emne),
        tekst=tekst,
        nokkel=f"{nokkel}-embete-{kode}",
    )
