"""The coordinator takes a plan out: spreadsheets, agreements' data and letters."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from rekruttering.felles import clock
from rekruttering.felles.errors import N_, Hinder, NotFoundError, refuse_if
from rekruttering.felles.pdf import MEDIETYPE
from rekruttering.felles.tabellfil import to_csv, to_excel
from rekruttering.felles.web import attachment
from rekruttering.tildeling import brev as brevmodul
from rekruttering.tildeling import eksport, policy, queries
from rekruttering.tildeling.brev import Brev
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tilgang import guard
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.rules import FORM_TEKST

bp = Blueprint("eksport", __name__)
CSV = "text/csv"
ZIP = "application/zip"


@bp.get("/tildeling/<int:id>/eksport/csv")
@guard.requires(queries.get_tildeling, policy.can_decide)
def plan_csv(tildeling: Tildeling) -> ResponseReturnValue:
    """Hand out who goes where as CSV."""
    ark = eksport.list_ark(tildeling)[0]
    return attachment(to_csv(ark.header, ark.rader), f"tildeling-{tildeling.id}.csv", CSV)


@bp.get("/tildeling/<int:id>/avtaledata")
@guard.requires(queries.get_tildeling, policy.can_decide)
def avtaledata(tildeling: Tildeling) -> ResponseReturnValue:
    """Show what each veileder's agreement is to say, with the conversion of hours."""
    rader = eksport.list_avtaledata(tildeling)
    return render_template(
        "tildeling/avtaledata.html",
        tildeling=tildeling,
        rader=[(rad, eksport.omregning(rad)) for rad in rader],
        form_tekst=FORM_TEKST,
    )


@bp.get("/tildeling/<int:id>/avtaledata/excel")
@guard.requires(queries.get_tildeling, policy.can_decide)
def avtaledata_excel(tildeling: Tildeling) -> ResponseReturnValue:
    """Hand out the agreements' data as a workbook."""
    ark = eksport.to_avtaleark(eksport.list_avtaledata(tildeling))
    return attachment(to_excel([ark]), f"avtaledata-{tildeling.id}.xlsx")


@bp.get("/tildeling/<int:id>/avtaledata/csv")
@guard.requires(queries.get_tildeling, policy.can_decide)
def avtaledata_csv(tildeling: Tildeling) -> ResponseReturnValue:
    """Hand out the agreements' data as CSV."""
    ark = eksport.to_avtaleark(eksport.list_avtaledata(tildeling))
    return attachment(to_csv(ark.header, ark.rader), f"avtaledata-{tildeling.id}.csv", CSV)


def _published(tildeling: Tildeling) -> None:
    """Refuse letters of what nobody may know yet.  Kilde: docs/regler.md#R36."""
    tekst = N_("Brevene lages av den publiserte planen. Denne planen er ikke publisert.")
    ok = tildeling.status is TildelingStatus.PUBLISERT
    refuse_if([] if ok else [Hinder("ikke_publisert", tekst)])


@bp.get("/tildeling/<int:id>/brev")
@guard.requires(queries.get_tildeling, policy.can_decide)
def brev(tildeling: Tildeling) -> ResponseReturnValue:
    """List the letters of a published plan."""
    _published(tildeling)
    veiledere, kommuner = brevmodul.list_brev(tildeling)
    return render_template(
        "tildeling/brev.html", tildeling=tildeling, veiledere=veiledere, kommuner=kommuner
    )


@bp.get("/tildeling/<int:id>/brev/alle")
@guard.requires(queries.get_tildeling, policy.can_decide)
def brev_alle(tildeling: Tildeling) -> ResponseReturnValue:
    """Hand out every letter of a published plan in one archive."""
    _published(tildeling)
    veiledere, kommuner = brevmodul.list_brev(tildeling)
    innhold = brevmodul.to_zip(veiledere + kommuner, clock.now())
    return attachment(innhold, f"brev-{tildeling.id}.zip", ZIP)


@dataclass(frozen=True)
class Brevvalg:
    """One letter as its address names it: to a veileder or to a municipality of a plan."""

    tildeling: Tildeling
    til_veileder: int | None = None
    til_kommune: int | None = None


def _get_veilederbrev(id: int, veileder_id: int) -> Brevvalg:
    return Brevvalg(queries.get_tildeling(id), til_veileder=veileder_id)


def _get_kommunebrev(id: int, puljekommune_id: int) -> Brevvalg:
    return Brevvalg(queries.get_tildeling(id), til_kommune=puljekommune_id)


def _can_see(bruker: Bruker, valg: Brevvalg) -> bool:
    return policy.can_decide(bruker, valg.tildeling)


@bp.get("/tildeling/<int:id>/brev/veileder/<int:veileder_id>")
@guard.requires(_get_veilederbrev, _can_see)
def brev_veileder(valg: Brevvalg) -> ResponseReturnValue:
    """Hand out the letter to one veileder."""
    return _one(valg)


@bp.get("/tildeling/<int:id>/brev/kommune/<int:puljekommune_id>")
@guard.requires(_get_kommunebrev, _can_see)
def brev_kommune(valg: Brevvalg) -> ResponseReturnValue:
    """Hand out the letter to one municipality."""
    return _one(valg)


def _one(valg: Brevvalg) -> ResponseReturnValue:
    _published(valg.tildeling)
    veiledere, kommuner = brevmodul.list_brev(valg.tildeling)
    found = next((each for each in veiledere if each.til.id == valg.til_veileder), None)
    found = found or next((each for each in kommuner if each.til.id == valg.til_kommune), None)
    return _letter(found)


def _letter(found: Brev | None) -> ResponseReturnValue:
    if found is None:
        raise NotFoundError
    return attachment(brevmodul.to_document(found, clock.now()), found.filnavn, MEDIETYPE)
