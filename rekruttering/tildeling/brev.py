"""Letters from a published plan, each in the recipient's own målform, as tagged PDF."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from rekruttering.felles.filters import dato, tall
from rekruttering.felles.pdf import Avsnitt, Del, Overskrift, Punkter, Tabell, to_pdf
from rekruttering.kommune.rules import sort_key
from rekruttering.pulje.mail import sprak_of
from rekruttering.pulje.models import Puljekommune
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling import queries
from rekruttering.tildeling.eksport import Avtalerad, list_avtaledata, omregning
from rekruttering.tildeling.models import Lag, Tildeling
from rekruttering.utlysning.rules import FORM_TEKST


@dataclass(frozen=True)
class Brev:
    """A letter that can be written: to a veileder of a pair, or to a municipality."""

    tildeling: Tildeling
    lag: Lag
    til: Veileder | Puljekommune
    avtale: Avtalerad | None = None

    @property
    def mottaker(self) -> str:
        """The name of the recipient."""
        til = self.til
        return til.soknad.navn if isinstance(til, Veileder) else til.kommune.navn

    @property
    def sprak(self) -> str:
        """The language of the recipient (nb, nn)."""
        til = self.til
        if isinstance(til, Veileder):
            return (til.soknad.korrespondanse or til.bruker.malform).value
        return sprak_of(til.malform)

    @property
    def filnavn(self) -> str:
        """A file name that every system can hold, and that no other letter has."""
        kind = "veileder" if isinstance(self.til, Veileder) else "kommune"
        plain = unicodedata.normalize("NFKD", self.mottaker.translate(_TO_ASCII))
        words = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower())
        return f"{kind}-{words.strip('-') or 'brev'}-{self.til.id}.pdf"


_TO_ASCII = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A"})


def list_brev(tildeling: Tildeling) -> tuple[list[Brev], list[Brev]]:
    """Return the letters of a plan: to veiledere and to municipalities, each by name."""
    lag = queries.load_lag(tildeling.id)
    avtaler = {rad.veileder_id: rad for rad in list_avtaledata(tildeling)}
    veiledere = [
        Brev(tildeling, one, veileder, avtaler[veileder.id])
        for one in lag
        for veileder in (one.veileder_a, one.veileder_b)
    ]
    kommuner = [Brev(tildeling, one, each.puljekommune) for one in lag for each in one.plasseringer]
    return _sorted(veiledere), _sorted(kommuner)


def _sorted(brev: Iterable[Brev]) -> list[Brev]:
    return sorted(brev, key=lambda each: (sort_key(each.mottaker), each.til.id))


def to_document(brev: Brev, now: datetime) -> bytes:
    """Return a letter as a document."""
    with force_locale(brev.sprak):
        til = brev.til
        if isinstance(til, Veileder):
            tittel, deler = _til_veileder(brev, til)
        else:
            tittel, deler = _til_kommune(brev, til)
        signed = brev.tildeling.publisert_at or now
        deler = [
            Avsnitt(f"{brev.mottaker}\n{dato(signed)}"),
            *deler,
            Avsnitt(_("Vennlig hilsen") + "\nUtdanningsdirektoratet"),
        ]
        return to_pdf(tittel, deler, sprak=brev.sprak, bunn=tittel, now=signed)


def _til_veileder(brev: Brev, til: Veileder) -> tuple[str, list[Del]]:
    lag, avtale = brev.lag, brev.avtale
    makker = lag.veileder_b if til.id == lag.veileder_a_id else lag.veileder_a
    rows = queries.sorted_by_navn([each.puljekommune for each in lag.plasseringer])
    fakta = [_("Timer i perioden: %(timer)s", timer=tall(lag.timer))]
    if avtale is not None:
        fakta.append(_("Stillingsandel: %(omregning)s", omregning=omregning(avtale)))
        if avtale.form is not None:
            fakta.append(_("Form: %(form)s", form=_(FORM_TEKST[avtale.form])))
        if avtale.fra_dato is not None and avtale.til_dato is not None:
            fra, til_dato = dato(avtale.fra_dato), dato(avtale.til_dato)
            fakta.append(_("Periode: %(fra)s til %(til)s", fra=fra, til=til_dato))
    header = (_("Kommune"), _("Timer"), _("Kontaktperson"))
    kontakter = tuple((row.kommune.navn, tall(row.timer), _kontakt(row)) for row in rows)
    return _("Makker og kommuner"), [
        Avsnitt(
            _(
                "Utdanningsdirektoratet har vedtatt hvem du skal arbeide sammen med, "
                "og hvilke kommuner dere skal veilede."
            )
        ),
        Overskrift(_("Makkeren din")),
        Avsnitt(_person(makker)),
        Overskrift(_("Omfanget for deg")),
        Punkter(tuple(fakta)),
        Overskrift(_("Kommunene deres")),
        Tabell(_("Kommunene med timer og kontakt"), header, kontakter, (3, 1, 4), _TALL_I_MIDTEN),
        Avsnitt(_("Ta kontakt med makkeren din først, og så med kommunene.")),
    ]


_TALL_I_MIDTEN = (False, True, False)


def _til_kommune(brev: Brev, til: Puljekommune) -> tuple[str, list[Del]]:
    navn = til.kommune.navn
    deler: list[Del] = [
        Avsnitt(
            _(
                "Utdanningsdirektoratet har vedtatt hvem som skal veilede %(kommune)s i forfasen.",
                kommune=navn,
            )
        ),
        Overskrift(_("Veilederne")),
        Punkter((_person(brev.lag.veileder_a), _person(brev.lag.veileder_b))),
        Avsnitt(_("Hver av dem har %(timer)s timer til dere i perioden.", timer=tall(til.timer))),
        Avsnitt(_("De tar kontakt med dere for å avtale et første møte.")),
        Overskrift(_("Hvis en av dem ikke er upartisk")),
        Avsnitt(
            _(
                "Har en av veilederne en tilknytning til kommunen, melder dere fra på siden "
                "«Min kommune». Utdanningsdirektoratet avgjør saken og finner en annen om det "
                "trengs."
            )
        ),
    ]
    return _("Veilederne til %(kommune)s", kommune=navn), deler


def _person(veileder: Veileder) -> str:
    parts = (veileder.soknad.navn, veileder.bruker.epost, veileder.soknad.telefon)
    return "\n".join(part for part in parts if part)


def _kontakt(row: Puljekommune) -> str:
    return "\n".join(p for p in (row.kontakt_navn, row.kontakt_epost, row.kontakt_telefon) if p)


def to_zip(brev_liste: Iterable[Brev], now: datetime) -> bytes:
    """Return letters in one archive; the same letters give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for brev in brev_liste:
            entry = zipfile.ZipInfo(brev.filnavn)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, to_document(brev, now))
    return out.getvalue()
