"""One application before a coordinator: read, sort, take back."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import N_, Hinder, HindretError, KonfliktError
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import posted
from rekruttering.soknad import policy, queries, service
from rekruttering.soknad.forms.koordinator import BegrunnelseForm
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.queries import Handlingsvalg
from rekruttering.soknad.routes import visning
from rekruttering.soknad.routes.koordinator.blueprint import (
    Lenke,
    bp,
    brodsmuler,
    read_utvalg,
    utvalg_args,
)
from rekruttering.soknad.rules import Handling
from rekruttering.soknad.rules.overganger import decide_hindre, reopen_hindre
from rekruttering.tilgang import guard

_HANDLINGER = ",".join(f'"{handling}"' for handling in Handling)


@dataclass(frozen=True)
class Naboer:
    """The applications before and after this one in the filtered list, and its place there."""

    forrige: int | None
    neste: int | None
    nummer: int | None
    antall: int


@bp.get("/soknad/<int:id>")
@guard.requires(queries.get_soknad, policy.can_coordinate_soknad)
def vis(soknad: Soknad) -> ResponseReturnValue:
    """Show the whole application with its log."""
    naboer = _naboer(soknad)
    args = utvalg_args()
    return render_template(
        "soknad/vis.html",
        soknad=soknad,
        deler=visning.list_deler(soknad),
        hendelser=visning.list_hendelser(soknad),
        naboer=naboer,
        forrige_url=url_for(".vis", id=naboer.forrige, **args) if naboer.forrige else None,
        neste_url=url_for(".vis", id=naboer.neste, **args) if naboer.neste else None,
        handlinger=[
            (tekst, url_for(".avgjor", id=soknad.id, handling=handling.value, **args), handling)
            for handling, tekst in _mulige(soknad)
        ],
        hvorfor_ikke=_sort_hindre(soknad),
        venter_pa_svar=soknad.status is soknad.sortert_status
        and soknad.meldt_status is not soknad.status,
        brodsmuler=brodsmuler(
            soknad.utlysning, web.sprak(), Lenke(soknad.navn, url_for(".vis", id=soknad.id))
        ),
    )


@bp.route(f"/soknad/<int:id>/<any({_HANDLINGER}):handling>", methods=["GET", "POST"])
@guard.requires(queries.get_handling, policy.can_decide_valg)
def avgjor(valg: Handlingsvalg) -> ResponseReturnValue:
    """Ask for the grounds, and shortlist, decline or take back."""
    form = BegrunnelseForm(posted())
    if request.method == "GET":
        return _page(valg, form, [], str(valg.soknad.versjon), 200)
    soknad, versjon = valg.soknad, request.form.get("versjon", "")
    if versjon != str(soknad.versjon):
        return _page(valg, form, [_changed()], str(soknad.versjon), 409)
    neste = _naboer(soknad).neste
    try:
        with transaction():
            _do(valg, form.begrunnelse.data or "")
    except HindretError as error:
        return _page(valg, form, error.hindre, versjon, 422)
    except KonfliktError:
        again = queries.get_handling(valg.soknad.id, valg.handling)
        return _page(again, form, [_changed()], str(again.soknad.versjon), 409)
    flash(_done(valg.handling, soknad.navn), "success")
    stay = valg.handling is Handling.GJENAPNE or neste is None
    target = soknad.id if stay else neste
    return redirect(url_for(".vis", id=target, **utvalg_args()), code=303)


def _done(handling: Handling, navn: str) -> str:
    tekst = {
        Handling.TIL_INTERVJU: N_("%(navn)s er satt til intervju. Svaret er ikke sendt ennå."),
        Handling.AVSLAG: N_("%(navn)s er avslått. Svaret er ikke sendt ennå."),
        Handling.GJENAPNE: N_("Avgjørelsen om %(navn)s er tatt tilbake."),
    }[handling]
    return str(_(tekst, navn=navn))


def _do(valg: Handlingsvalg, begrunnelse: str) -> None:
    use_case = {
        Handling.TIL_INTERVJU: service.shortlist,
        Handling.AVSLAG: service.decline,
        Handling.GJENAPNE: service.reopen,
    }[valg.handling]
    use_case(valg.soknad, bruker=guard.get_bruker(), begrunnelse=begrunnelse, now=clock.now())


def _changed() -> Hinder:
    return Hinder("endret", service.ENDRET_TEKST)


def _mulige(soknad: Soknad) -> list[tuple[Handling, str]]:
    """Return what can be done with the application now, with the words of the buttons."""
    if not _sort_hindre(soknad):
        return [(Handling.TIL_INTERVJU, _("Til intervju")), (Handling.AVSLAG, _("Avslag"))]
    if not reopen_hindre(soknad.status, soknad.sortert_status, soknad.meldt_status, "x"):
        return [(Handling.GJENAPNE, _("Ta avgjørelsen tilbake"))]
    return []


def _sort_hindre(soknad: Soknad) -> list[Hinder]:
    return decide_hindre(soknad.status, soknad.utlysning.frist_at, clock.now(), None)


def _naboer(soknad: Soknad) -> Naboer:
    _form, utvalg = read_utvalg(soknad.utlysning)
    ids = queries.list_ids(soknad.utlysning_id, utvalg)
    if soknad.id not in ids:
        return Naboer(None, None, None, len(ids))
    place = ids.index(soknad.id)
    forrige = ids[place - 1] if place else None
    neste = ids[place + 1] if place + 1 < len(ids) else None
    return Naboer(forrige, neste, place + 1, len(ids))


def _page(
    valg: Handlingsvalg, form: BegrunnelseForm, hindre: list[Hinder], versjon: str, status: int
) -> ResponseReturnValue:
    soknad = valg.soknad
    for hinder in hindre:
        if hinder.kode == "begrunnelse":
            form.begrunnelse.errors = [*form.begrunnelse.errors, hinder_tekst(hinder)]
    tittel = {
        Handling.TIL_INTERVJU: _("Sett %(navn)s til intervju", navn=soknad.navn),
        Handling.AVSLAG: _("Gi %(navn)s avslag", navn=soknad.navn),
        Handling.GJENAPNE: _("Ta avgjørelsen om %(navn)s tilbake", navn=soknad.navn),
    }[valg.handling]
    page = render_template(
        "soknad/avgjor.html",
        soknad=soknad,
        form=form,
        handling=valg.handling,
        overskrift=tittel,
        hindre=[hinder for hinder in hindre if hinder.kode != "begrunnelse"],
        versjon=versjon,
        denne_url=url_for(".avgjor", id=soknad.id, handling=valg.handling.value, **utvalg_args()),
        tilbake_url=url_for(".vis", id=soknad.id, **utvalg_args()),
        brodsmuler=brodsmuler(
            soknad.utlysning,
            web.sprak(),
            Lenke(soknad.navn, url_for(".vis", id=soknad.id, **utvalg_args())),
            Lenke(tittel, request.path),
        ),
    )
    return page, status
