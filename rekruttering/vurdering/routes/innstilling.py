"""The ranked list: cut lines previewed before they take effect, and one applicant at a time."""

from collections import Counter

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError, KonfliktError
from rekruttering.felles.forms import posted
from rekruttering.felles.pdf import MEDIETYPE
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.policy import can_decide_soknad
from rekruttering.soknad.queries import get_soknad
from rekruttering.tilgang import guard
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Kompetanse
from rekruttering.utlysning.queries import get_utlysning, list_kompetanser
from rekruttering.vurdering import grunnlag, queries, rules, service
from rekruttering.vurdering.forms import GrenseForm, InnstillForm, UtfallForm
from rekruttering.vurdering.models import Innstilling
from rekruttering.vurdering.rules import UTFALL_TEKST, Innstillingsutfall
from rekruttering.vurdering.service import Rangert

bp = Blueprint("innstilling", __name__)


@bp.route("/runde/<int:utlysning_id>/innstilling", methods=["GET", "POST"])
@guard.requires_rolle(Rolle.KOORDINATOR)
def rangering(utlysning_id: int) -> ResponseReturnValue:
    """Show the ranked list; with cut lines in the address, also what they would do."""
    utlysning = get_utlysning(utlysning_id)
    liste = service.list_rangering(utlysning_id)
    merke = service.fingerprint(liste)
    form = UtfallForm(posted() or request.args or None, grunnlag=merke)
    hindre: list[Hinder] = []
    endret = False
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                antall = service.innstill_by_grense(
                    utlysning, form.to_input(), bruker=guard.get_bruker(), now=clock.now()
                )
        except HindretError as error:
            hindre = error.hindre
        except KonfliktError:
            endret = True
        else:
            tekst = ngettext("%(num)s søker fikk utfall.", "%(num)s søkere fikk utfall.", antall)
            flash(tekst, "success")
            return redirect(url_for(".rangering", utlysning_id=utlysning_id), code=303)
    form.grunnlag.data = merke
    page = _page(utlysning_id, liste, form, endret=endret, hindre=hindre)
    return page, 409 if endret else 422 if form.has_errors or hindre else 200


@bp.route("/soknad/<int:id>/innstilling", methods=["GET", "POST"])
@guard.requires(get_soknad, can_decide_soknad)
def en(soknad: Soknad) -> ResponseReturnValue:
    """Set one applicant's outcome."""
    innstilling = queries.find_innstilling(soknad.id)
    form = InnstillForm(posted(), data=_stored(innstilling, soknad))
    endret = request.method == "POST" and form.versjon.data != _versjon(innstilling)
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate() and not endret:
        utfall, begrunnelse, til_soker = form.to_input()
        try:
            with transaction():
                service.innstill(
                    soknad,
                    utfall,
                    begrunnelse,
                    til_soker=til_soker,
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                    versjon=int(_versjon(innstilling)),
                )
        except HindretError as error:
            hindre = error.hindre
        except KonfliktError:
            endret, innstilling = True, queries.find_innstilling(soknad.id)
        else:
            flash(_("Utfallet er lagret."), "success")
            return redirect(url_for(".rangering", utlysning_id=soknad.utlysning_id), code=303)
    form.versjon.data = _versjon(innstilling)
    page = render_template(
        "vurdering/innstill.html",
        form=form,
        hindre=hindre,
        endret=innstilling if endret else None,
        utfall_tekst=UTFALL_TEKST,
        soknad=soknad,
        **_ranked(soknad),
    )
    return page, 409 if endret else 422 if form.has_errors or hindre else 200


@bp.post("/runde/<int:utlysning_id>/innstilling/meld")
@guard.requires_rolle(Rolle.KOORDINATOR)
def notify(utlysning_id: int) -> ResponseReturnValue:
    """Tell reserves and those refused who have not been told."""
    with transaction():
        antall = service.send_utfall(
            get_utlysning(utlysning_id), bruker=guard.get_bruker(), now=clock.now()
        )
    flash(ngettext("%(num)s søker har fått beskjed.", "%(num)s søkere har fått beskjed.", antall))
    return redirect(url_for(".rangering", utlysning_id=utlysning_id), code=303)


@bp.get("/runde/<int:utlysning_id>/innstilling/pdf")
@guard.requires_rolle(Rolle.KOORDINATOR)
def pdf(utlysning_id: int) -> ResponseReturnValue:
    """Hand over the grounds for selection as one accessible document."""
    utlysning, now = get_utlysning(utlysning_id), clock.now()
    innhold = grunnlag.to_document(grunnlag.collect(utlysning), web.sprak(), now)
    return web.attachment(innhold, f"grunnlag-{utlysning.slug}.pdf", MEDIETYPE)


@bp.get("/runde/<int:utlysning_id>/innstilling/excel")
@guard.requires_rolle(Rolle.KOORDINATOR)
def excel(utlysning_id: int) -> ResponseReturnValue:
    """Hand over the grounds for selection as a workbook."""
    utlysning = get_utlysning(utlysning_id)
    innhold = grunnlag.to_workbook(grunnlag.collect(utlysning), web.sprak())
    return web.attachment(innhold, f"grunnlag-{utlysning.slug}.xlsx")


def _page(
    utlysning_id: int,
    liste: list[Rangert],
    form: UtfallForm,
    *,
    endret: bool,
    hindre: list[Hinder],
) -> str:
    valgt = bool(request.values.get("innstilt")) and form.innstilt.data is not None
    grenser = None
    if valgt and form.reserve.data is not None and form.innstilt.data is not None:
        grenser = (form.innstilt.data, form.reserve.data)
        hindre = hindre or rules.cut_hindre(*grenser)
    blir = {
        rad.soknad.id: rules.outcome_at(rad.poeng, *grenser)
        for rad in liste
        if grenser and rad.innstilling is None
    }
    kompetanser = list_kompetanser(utlysning_id)
    return render_template(
        "vurdering/innstilling.html",
        utlysning=get_utlysning(utlysning_id),
        liste=[(rad, {s.kompetanse_id: s.poeng for s in rad.profil}) for rad in liste],
        kompetanser=[(k.id, k.navn(web.sprak())) for k in kompetanser],
        form=form,
        grenseform=GrenseForm(request.args or None) if not valgt else form,
        grenser=grenser,
        blir=blir,
        stoy=_noisy(liste, kompetanser, grenser),
        antall_blir=Counter(blir.values()),
        utfall=Innstillingsutfall,
        utfall_tekst=UTFALL_TEKST,
        uten=queries.count_uten_utfall(utlysning_id),
        ikke_vurdert=queries.count_ikke_vurdert(utlysning_id),
        uten_beskjed=len(queries.list_uten_beskjed(utlysning_id)),
        endret=endret,
        hindre=hindre,
    )


def _ranked(soknad: Soknad) -> dict[str, object]:
    """Return what the page of one applicant says of rank, joint scores and recommendation."""
    liste = service.list_rangering(soknad.utlysning_id)
    rad = next((rad for rad in liste if rad.soknad.id == soknad.id), None)
    return {
        "rangert": rad,
        "profil": _profile(rad),
        "anbefaling": queries.find_anbefaling(rad.intervju.id) if rad else None,
        "anbefaling_tekst": rules.ANBEFALING_TEKST,
    }


def _noisy(
    liste: list[Rangert], kompetanser: list[Kompetanse], grenser: tuple[int, int] | None
) -> set[int]:
    """Return the applicants whom the members' disagreement could move across a line."""
    if grenser is None or not liste:
        return set()
    utlysning_id = liste[0].soknad.utlysning_id
    feil = service.measure(utlysning_id, kompetanser, juster=False).feil
    return {
        rad.soknad.id for rad in liste if rules.is_near(rad.poeng, grenser, feil.get(rad.soknad.id))
    }


def _profile(rad: Rangert | None) -> list[tuple[str, int | None, str]]:
    skarer = rad.profil if rad else ()
    return [(s.kompetanse.navn(web.sprak()), s.poeng, s.begrunnelse) for s in skarer]


def _stored(innstilling: Innstilling | None, soknad: Soknad) -> dict[str, object]:
    if innstilling is None:
        return {"versjon": "0"}
    til_soker = soknad.avgjort_begrunnelse
    return {
        "versjon": str(innstilling.versjon),
        "utfall": innstilling.utfall,
        "begrunnelse": innstilling.begrunnelse,
        "til_soker": "" if til_soker == innstilling.begrunnelse else til_soker,
    }


def _versjon(innstilling: Innstilling | None) -> str:
    return str(innstilling.versjon) if innstilling else "0"
