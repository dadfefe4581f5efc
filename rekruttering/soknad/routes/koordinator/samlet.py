"""Many applications at once: sorted together, and told together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import N_, Hinder, HindretError, KonfliktError
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import posted
from rekruttering.soknad import policy, queries, service
from rekruttering.soknad.forms.koordinator import BegrunnelseForm
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.routes.koordinator.blueprint import (
    Lenke,
    bp,
    brodsmuler,
    utvalg_args,
)
from rekruttering.soknad.rules import Handling, SoknadStatus
from rekruttering.soknad.rules.overganger import decide_hindre
from rekruttering.tilgang import guard
from rekruttering.utlysning import queries as utlysning_queries
from rekruttering.utlysning.models import Utlysning

_EGEN = Hinder("egen", N_("Dette er din egen søknad. En annen må behandle den."))


@dataclass(frozen=True)
class Vurdert:
    """A chosen application, and every reason why it cannot be sorted."""

    soknad: Soknad
    hindre: list[Hinder]


@bp.route("/runde/<int:utlysning_id>/soknader/beslutning", methods=["GET", "POST"])
@guard.requires(utlysning_queries.get_utlysning, policy.can_list_soknader)
def beslutning(utlysning: Utlysning) -> ResponseReturnValue:
    """Say how many of the chosen can be sorted and why the rest cannot; then do it."""
    values = request.values.getlist("valg")
    handling = (
        Handling.AVSLAG if request.values.get("utfall") == "avslag" else Handling.TIL_INTERVJU
    )
    versjoner = _versjoner(values)
    vurdert = _judge(utlysning, list(versjoner))
    if not vurdert:
        flash(_("Velg minst én søknad i listen først."), "info")
        return redirect(url_for(".liste", utlysning_id=utlysning.id, **utvalg_args()), code=303)
    form = BegrunnelseForm(posted())
    if request.method == "GET":
        return _confirm(utlysning, handling, vurdert, form, [], 200)
    soknader = [ett.soknad for ett in vurdert if not ett.hindre]
    if any(versjoner[soknad.id] != str(soknad.versjon) for soknad in soknader) or len(
        soknader
    ) != len(versjoner):
        return _confirm(utlysning, handling, vurdert, form, [_changed()], 409)
    try:
        with transaction():
            _decide_all(soknader, handling, form.begrunnelse.data or "")
    except HindretError as error:
        return _confirm(utlysning, handling, vurdert, form, error.hindre[:1], 422)
    except KonfliktError:
        again = _judge(utlysning, list(versjoner))
        return _confirm(utlysning, handling, again, form, [_changed()], 409)
    flash(_done(handling, len(soknader)), "success")
    return redirect(url_for(".liste", utlysning_id=utlysning.id, **utvalg_args()), code=303)


@bp.route("/runde/<int:utlysning_id>/soknader/svar", methods=["GET", "POST"])
@guard.requires(utlysning_queries.get_utlysning, policy.can_list_soknader)
def svar(utlysning: Utlysning) -> ResponseReturnValue:
    """Show whose answers wait, and send them."""
    soknader = queries.list_uten_svar(utlysning.id)
    if request.method == "GET":
        return _svar_page(utlysning, soknader, [], 200)
    versjoner = _versjoner(request.form.getlist("valg"))
    chosen = [soknad for soknad in soknader if soknad.id in versjoner]
    if not chosen:
        flash(_("Svarene er allerede sendt."), "info")
        return redirect(url_for(".liste", utlysning_id=utlysning.id), code=303)
    if any(versjoner[soknad.id] != str(soknad.versjon) for soknad in chosen):
        return _svar_page(utlysning, soknader, [_changed()], 409)
    try:
        with transaction():
            service.send_svar(chosen, bruker=guard.get_bruker(), now=clock.now())
    except KonfliktError:
        again = queries.list_uten_svar(utlysning.id)
        return _svar_page(utlysning, again, [_changed()], 409)
    antall = len(chosen)
    tekst = ngettext(
        "Svar er sendt til %(num)s søker.", "Svar er sendt til %(num)s søkere.", antall
    )
    flash(tekst, "success")
    return redirect(url_for(".liste", utlysning_id=utlysning.id), code=303)


def _versjoner(values: Sequence[str]) -> dict[int, str]:
    """Return the chosen ids with the versions that were seen («12-3»); the list has no versions."""
    pairs = (value.partition("-") for value in values)
    return {int(id_): versjon for id_, _dash, versjon in pairs if re.fullmatch("[0-9]{1,9}", id_)}


def _judge(utlysning: Utlysning, ids: Sequence[int]) -> list[Vurdert]:
    bruker, now = guard.get_bruker(), clock.now()
    vurdert = []
    for soknad in queries.list_valgte(utlysning.id, ids):
        hindre = decide_hindre(soknad.status, utlysning.frist_at, now, None)
        egen = [] if policy.can_decide_soknad(bruker, soknad) else [_EGEN]
        vurdert.append(Vurdert(soknad, [*egen, *hindre]))
    return vurdert


def _decide_all(soknader: Sequence[Soknad], handling: Handling, begrunnelse: str) -> None:
    decide = service.decline if handling is Handling.AVSLAG else service.shortlist
    bruker, now = guard.get_bruker(), clock.now()
    for soknad in soknader:
        decide(soknad, bruker=bruker, begrunnelse=begrunnelse, now=now)


def _changed() -> Hinder:
    return Hinder("endret", service.ENDRET_TEKST)


def _done(handling: Handling, antall: int) -> str:
    if handling is Handling.AVSLAG:
        tekst = ngettext("%(num)s søker er avslått.", "%(num)s søkere er avslått.", antall)
    else:
        tekst = ngettext(
            "%(num)s søker er satt til intervju.", "%(num)s søkere er satt til intervju.", antall
        )
    return f"{tekst} {_('Svarene er ikke sendt ennå.')}"


def _confirm(
    utlysning: Utlysning,
    handling: Handling,
    vurdert: Sequence[Vurdert],
    form: BegrunnelseForm,
    hindre: Sequence[Hinder],
    status: int,
) -> ResponseReturnValue:
    for hinder in hindre:
        if hinder.kode == "begrunnelse":
            form.begrunnelse.errors = [hinder_tekst(hinder)]
    kan = [ett.soknad for ett in vurdert if not ett.hindre]
    if avslag := handling is Handling.AVSLAG:
        tittel = ngettext("Avslå %(num)s søker", "Avslå %(num)s søkere", len(kan))
    else:
        tittel = ngettext(
            "Sett %(num)s søker til intervju", "Sett %(num)s søkere til intervju", len(kan)
        )
    page = render_template(
        "soknad/beslutning.html",
        utlysning=utlysning,
        form=form,
        avslag=avslag,
        utfall=handling.value,
        overskrift=tittel,
        kan=kan,
        kan_ikke=[ett for ett in vurdert if ett.hindre],
        hindre=[hinder for hinder in hindre if hinder.kode != "begrunnelse"],
        denne_url=url_for(".beslutning", utlysning_id=utlysning.id, **utvalg_args()),
        tilbake_url=url_for(".liste", utlysning_id=utlysning.id, **utvalg_args()),
        brodsmuler=brodsmuler(utlysning, web.sprak(), Lenke(tittel, request.path)),
    )
    return page, status


def _svar_page(
    utlysning: Utlysning, soknader: Sequence[Soknad], hindre: Sequence[Hinder], status: int
) -> ResponseReturnValue:
    page = render_template(
        "soknad/svar.html",
        utlysning=utlysning,
        intervju=[s for s in soknader if s.status is SoknadStatus.TIL_INTERVJU],
        avslag=[s for s in soknader if s.status is SoknadStatus.AVSLAG],
        antall=len(soknader),
        hindre=hindre,
        tilbake_url=url_for(".liste", utlysning_id=utlysning.id),
        brodsmuler=brodsmuler(utlysning, web.sprak(), Lenke(_("Send svar"), request.path)),
    )
    return page, status
