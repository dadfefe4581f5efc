"""Lists as files: upload with a look before it is stored, template and export."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import posted
from rekruttering.felles.tabellfil import Ark, Celle, UleseligListeError, to_csv, to_excel
from rekruttering.felles.web import attachment
from rekruttering.kommune.rules import MALFORM_TEKST, SAMISK_TEKST
from rekruttering.pulje import policy, queries, service
from rekruttering.pulje.forms import OpplastingForm
from rekruttering.pulje.innlesing import BARE_EKSPORT, KOLONNER
from rekruttering.pulje.models import Kommuneopplasting, Pulje, Puljekommune
from rekruttering.pulje.rules import FAGOMRADE_TEKST, GRUNNLAG_TEKST, STATUS_TEKST, Fagomrade
from rekruttering.tilgang import guard

bp = Blueprint("pulje_filer", __name__)

HEADER = [kolonne.navn for kolonne in KOLONNER]
FELT_TEKST: dict[str, Mapping[Any, str]] = {
    "grunnlag": GRUNNLAG_TEKST,
    "malform": MALFORM_TEKST,
    "samisk_sprak": SAMISK_TEKST,
    "fagomrader": FAGOMRADE_TEKST,
}


@bp.route("/runde/<int:utlysning_id>/kommuner/opplasting", methods=["GET", "POST"])
@guard.requires(queries.get_pulje_of, policy.can_manage_pulje)
def last_opp(pulje: Pulje) -> ResponseReturnValue:
    """Read a file; show every fault, or go on to what it would change."""
    form = OpplastingForm(posted())
    feil = []
    if request.method == "POST" and form.validate():
        fil = form.fil.data
        try:
            with transaction():
                svar = service.upload(
                    pulje,
                    fil.filename,
                    fil.read(),
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
                opplasting_id = svar.opplasting.id if svar.opplasting else None
        except UleseligListeError as error:
            form.fil.errors = [hinder_tekst(each.hinder) for each in error.feil]
        else:
            if opplasting_id is not None:
                return redirect(url_for(".se_over", id=opplasting_id), code=303)
            feil = svar.feil
    page = render_template(
        "pulje/last_opp.html", pulje=pulje, form=form, feil=feil, kolonner=KOLONNER
    )
    return page, 422 if form.has_errors or feil else 200


@bp.get("/opplasting/<int:id>")
@guard.requires(queries.get_opplasting, policy.can_manage_opplasting)
def se_over(opplasting: Kommuneopplasting) -> ResponseReturnValue:
    """Show what an upload adds and changes, before anything is stored."""
    rader = service.read_rader(opplasting)
    return render_template(
        "pulje/se_over.html",
        opplasting=opplasting,
        nye=[rad for rad in rader if rad.puljekommune_id is None],
        endrede=[
            (rad.kommune, [_endring(endring) for endring in rad.endringer])
            for rad in rader
            if rad.endringer
        ],
        like=sum(rad.puljekommune_id is not None and not rad.endringer for rad in rader),
        grunnlag=GRUNNLAG_TEKST,
    )


def _endring(endring: service.Endring) -> tuple[str, str, str]:
    """Return a change as (field, before, after) in words."""
    names = {
        "grunnlag": _("Grunnlag"),
        "timer": _("Timer"),
        "malform": _("Målform"),
        "samisk_sprak": _("Samisk språk"),
        "fagomrader": _("Fagområder"),
        "behov": _("Behov"),
        "kontakt_navn": _("Kontaktperson"),
        "kontakt_epost": _("E-post"),
        "kontakt_telefon": _("Telefon"),
    }
    return names[endring.felt], _words(endring.felt, endring.fra), _words(endring.felt, endring.til)


def _words(felt: str, verdi: str) -> str:
    if felt not in FELT_TEKST or not verdi:
        return verdi or _("ingenting")
    labels = {str(code): text for code, text in FELT_TEKST[felt].items()}
    return ", ".join(_(labels[code]) for code in verdi.split(","))


@bp.post("/opplasting/<int:id>/lagre")
@guard.requires(queries.get_opplasting, policy.can_manage_opplasting)
def lagre(opplasting: Kommuneopplasting) -> ResponseReturnValue:
    """Store an upload as it was shown; once more does nothing."""
    with transaction():
        service.confirm_upload(opplasting, bruker=guard.get_bruker(), now=clock.now())
    flash(_("Kommunene fra filen er lagret."), "success")
    return redirect(url_for("pulje.kommuner", utlysning_id=opplasting.pulje.utlysning_id), code=303)


@bp.get("/runde/<int:utlysning_id>/kommuner/mal-excel")
@guard.requires(queries.get_pulje_of, policy.can_manage_pulje)
def mal_excel(_pulje: Pulje) -> ResponseReturnValue:
    """Hand out an empty workbook to fill in, with a second sheet that explains the columns."""
    forklaring = [(each.navn, "ja" if each.kreves else "nei", each.hjelp) for each in KOLONNER]
    forklaring.append(("fagområder", "", ", ".join(FAGOMRADE_TEKST.values())))
    sheets = [
        Ark("Kommuner", HEADER, nummer=True),
        Ark("Forklaring", ["kolonne", "må fylles ut", "forklaring"], forklaring),
    ]
    return attachment(to_excel(sheets), "kommuner-mal.xlsx")


@bp.get("/runde/<int:utlysning_id>/kommuner/mal-csv")
@guard.requires(queries.get_pulje_of, policy.can_manage_pulje)
def mal_csv(_pulje: Pulje) -> ResponseReturnValue:
    """Hand out the empty CSV file."""
    return attachment(to_csv(HEADER, []), "kommuner-mal.csv", "text/csv")


@bp.get("/runde/<int:utlysning_id>/kommuner/eksport")
@guard.requires(queries.get_pulje_of, policy.can_manage_pulje)
def eksporter(pulje: Pulje) -> ResponseReturnValue:
    """Hand out the list; the file can be edited and uploaded again."""
    fylker = queries.map_fylkesnavn(pulje.innsats_fra_dato)
    rows = [_eksportrad(row, fylker) for row in queries.list_puljekommuner(pulje.id)]
    ark = Ark("Kommuner", [*HEADER, *BARE_EKSPORT], rows, nummer=True)
    return attachment(to_excel([ark]), f"kommuner-{pulje.id}.xlsx")


def _eksportrad(row: Puljekommune, fylker: dict[str, str]) -> list[Celle]:
    return [
        row.kommune.kommunenummer,
        row.kommune.navn,
        GRUNNLAG_TEKST[row.grunnlag],
        row.timer,
        MALFORM_TEKST[row.malform],
        SAMISK_TEKST[row.samisk_sprak] if row.samisk_sprak else "ingen",
        ", ".join(FAGOMRADE_TEKST[Fagomrade(each)] for each in row.fagomrader),
        row.behov,
        row.kontakt_navn,
        row.kontakt_epost,
        row.kontakt_telefon,
        fylker.get(row.kommune.fylkesnummer, row.kommune.fylkesnummer),
        STATUS_TEKST[row.status],
    ]
