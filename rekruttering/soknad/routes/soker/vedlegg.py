"""The section of files: uploaded, replaced, deleted and fetched one by one."""

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import FileField

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import HindretError
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import BaseForm, posted
from rekruttering.soknad import policy, queries, service
from rekruttering.soknad.models import Soknad, Vedlegg
from rekruttering.soknad.routes import visning
from rekruttering.soknad.routes.soker.blueprint import (
    Lenke,
    bp,
    brodsmuler,
    neste_url,
    seksjon_url,
    tittel,
)
from rekruttering.soknad.rules import Seksjon, SoknadStatus
from rekruttering.tilgang import guard


class VedleggForm(BaseForm):
    """A CV, another file, or both."""

    cv = FileField(lazy_gettext("CV"))
    andre = FileField(lazy_gettext("Annet vedlegg"))


@bp.route("/min-soknad/<int:id>/vedlegg", methods=["GET", "POST"])
@guard.requires(queries.get_soknad, policy.can_edit_soknad)
def vedlegg(soknad: Soknad) -> ResponseReturnValue:
    """Show the files, and take in new ones."""
    if soknad.status is not SoknadStatus.KLADD:
        flash(_("Søknaden er ikke en kladd, så filene kan ikke endres."), "info")
        return redirect(url_for(".vis", id=soknad.id), code=303)
    form = VedleggForm(posted())
    if request.method == "GET":
        return _page(soknad, form, 200)
    form.validate()
    uploaded = _take_in(soknad, form)
    handling = request.form.get("handling", "fortsett")
    if handling == "last-opp" and not uploaded and not form.has_errors:
        form.cv.errors = [_("Velg en fil først.")]
    if form.has_errors:
        return _page(soknad, form, 422)
    if uploaded:
        flash(_("Filen er lagret."), "success")
    here = seksjon_url(soknad, Seksjon.VEDLEGG)
    onwards = neste_url(soknad, Seksjon.VEDLEGG)
    places = {"last-opp": here, "oversikt": url_for(".vis", id=soknad.id)}
    return redirect(places.get(handling, onwards), code=303)


@bp.post("/min-soknad/<int:id>/vedlegg/<int:vedlegg_id>/slett")
@guard.requires(queries.get_vedlegg, policy.can_edit_vedlegg)
def delete_vedlegg(fil: Vedlegg) -> ResponseReturnValue:
    """Delete a file of a draft."""
    soknad = fil.soknad
    with transaction():
        service.delete_vedlegg(fil, now=clock.now())
    flash(_("Filen er slettet."), "success")
    return redirect(seksjon_url(soknad, Seksjon.VEDLEGG), code=303)


@bp.get("/soknad/<int:id>/vedlegg/<int:vedlegg_id>")
@guard.requires(queries.get_vedlegg, policy.can_read_vedlegg)
def download(fil: Vedlegg) -> ResponseReturnValue:
    """Send a file to someone who may read the application."""
    return send_file(
        BytesIO(fil.innhold),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=fil.filnavn,
    )


def _take_in(soknad: Soknad, form: VedleggForm) -> int:
    """Store what was chosen, each file by itself; a fault of one does not stop the other."""
    taken = 0
    for field in (form.cv, form.andre):
        fil = field.data
        if not fil or not fil.filename:
            continue
        try:
            with transaction():
                service.add_vedlegg(
                    soknad, fil.filename, fil.read(), er_cv=field is form.cv, now=clock.now()
                )
        except HindretError as error:
            field.errors = [hinder_tekst(hinder) for hinder in error.hindre]
        else:
            taken += 1
    return taken


def _page(soknad: Soknad, form: VedleggForm, status: int) -> ResponseReturnValue:
    filer = [
        {
            "id": fil.id,
            "er_cv": fil.er_cv,
            "navn": fil.filnavn,
            "lenke": visning.fil_lenke(soknad.id, fil.id, fil.filnavn, fil.storrelse),
        }
        for fil in sorted(soknad.vedlegg, key=lambda fil: (not fil.er_cv, fil.id))
    ]
    page = render_template(
        "soknad/vedlegg.html",
        soknad=soknad,
        form=form,
        filer=filer,
        har_cv=any(fil.er_cv for fil in soknad.vedlegg),
        tittel=tittel(Seksjon.VEDLEGG),
        nummer=list(Seksjon).index(Seksjon.VEDLEGG) + 1,
        antall=len(Seksjon),
        brodsmuler=brodsmuler(
            soknad,
            web.sprak(),
            Lenke(tittel(Seksjon.VEDLEGG), seksjon_url(soknad, Seksjon.VEDLEGG)),
        ),
        tid_igjen=visning.tid_igjen(soknad.utlysning.frist_at, clock.now()),
    )
    return page, status
