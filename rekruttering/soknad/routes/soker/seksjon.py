"""One page per section: saved whenever it is left, also when it is not complete."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError, KonfliktError
from rekruttering.felles.filters import hinder_tekst, tidspunkt
from rekruttering.felles.forms import posted
from rekruttering.kommune import queries as kommune_queries
from rekruttering.soknad import policy, queries, service
from rekruttering.soknad.forms import (
    Kommuneregister,
    SeksjonForm,
    from_skrevet,
    kommune_tekst,
    to_skrevet,
    walk,
)
from rekruttering.soknad.forms.seksjoner import Grunnlag, add_empty_row, make_form, tidy
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.queries import Seksjonsvalg
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
from rekruttering.soknad.rules.mangler import mangler
from rekruttering.soknad.rules.svar import Skrevet, Svar
from rekruttering.tilgang import guard
from rekruttering.utlysning.rules import FORM_TEKST, Engasjementsform

_SEKSJONER = ",".join(seksjon for seksjon in Seksjon if seksjon is not Seksjon.VEDLEGG)


@dataclass(frozen=True)
class Feil:
    """A fault with the id of its field."""

    id: str
    tekst: str


@dataclass(frozen=True)
class Innlevert:
    """A section as it was posted, with what it means and what is wrong with it."""

    form: SeksjonForm
    svar: Svar
    feil: list[Hinder]
    skrevet: Skrevet | None


@bp.route(f"/min-soknad/<int:id>/<any({_SEKSJONER}):seksjon>", methods=["GET", "POST"])
@guard.requires(queries.get_seksjon, policy.can_edit_seksjon)
def seksjon(valg: Seksjonsvalg) -> ResponseReturnValue:
    """Show a section, and save it."""
    grunnlag = get_grunnlag(valg.soknad)
    if request.method == "POST":
        return _save(valg, grunnlag)
    if valg.soknad.status is not SoknadStatus.KLADD:
        flash(_("Søknaden er ikke en kladd, så svarene kan ikke endres."), "info")
        return redirect(url_for(".vis", id=valg.soknad.id))
    kept = posted()
    if kept is not None:
        form = make_form(valg.seksjon, grunnlag, typed=tidy(valg.seksjon, kept))
        return _page(valg, grunnlag, form, versjon=kept.get("versjon"))
    form = _stored_form(valg, grunnlag)
    if valg.seksjon in valg.soknad.seksjonsversjoner:
        form.validate()
        form.show(service.seksjon_mangler(valg.soknad, valg.seksjon))
    return _page(valg, grunnlag, form)


def get_grunnlag(soknad: Soknad) -> Grunnlag:
    """Return what the pages offer to choose among."""
    on = queries.get_geografi_dato(soknad.utlysning)
    kommuner = Kommuneregister(kommune_queries.list_kommuner(on))
    return Grunnlag(soknad.utlysning, kommuner, kommune_queries.list_fylker(on))


def _stored_form(valg: Seksjonsvalg, grunnlag: Grunnlag) -> SeksjonForm:
    """Return the form as it was last left: as typed, where that could not all be stored."""
    skrevet = service.find_skrevet(valg.soknad, valg.seksjon)
    if skrevet is not None:
        return make_form(valg.seksjon, grunnlag, typed=from_skrevet(skrevet))
    stored = service.to_svar(valg.soknad, valg.seksjon)
    return make_form(valg.seksjon, grunnlag, stored=stored)


def _save(valg: Seksjonsvalg, grunnlag: Grunnlag) -> ResponseReturnValue:
    soknad, handling = valg.soknad, request.form.get("handling", "fortsett")
    fjern = re.fullmatch(r"fjern-(\d{1,4})", handling)
    typed = tidy(valg.seksjon, posted(), int(fjern[1]) if fjern else None)
    inn = _read(valg, grunnlag, typed)
    if _changed_elsewhere(valg, inn):
        return _conflict(valg, grunnlag, inn)
    try:
        with transaction():
            service.save_svar(soknad, inn.svar, now=clock.now(), skrevet=inn.skrevet)
    except HindretError as error:
        return _page(valg, grunnlag, inn.form, hindre=error.hindre, status=422)
    except KonfliktError:
        return _conflict(valg, grunnlag, inn)
    _tell_deadline(soknad)
    return _onwards(valg, grunnlag, inn, "rader" if fjern else handling)


def _onwards(
    valg: Seksjonsvalg, grunnlag: Grunnlag, inn: Innlevert, handling: str
) -> ResponseReturnValue:
    """Go where the button said; the next section waits until this one has been looked at."""
    soknad = valg.soknad
    if handling in ("rader", "legg-til"):
        ny = "?ny=1" if handling == "legg-til" else ""
        return redirect(f"{seksjon_url(soknad, valg.seksjon)}{ny}#rader", code=303)
    if handling == "oversikt":
        flash(_("Svarene er lagret."), "success")
        return redirect(url_for(".vis", id=soknad.id), code=303)
    if inn.feil:
        inn.form.show(inn.feil)
        return _page(valg, grunnlag, inn.form, lagret=True, status=422)
    return redirect(neste_url(soknad, valg.seksjon), code=303)


def _read(valg: Seksjonsvalg, grunnlag: Grunnlag, typed: MultiDict[str, Any]) -> Innlevert:
    form = make_form(valg.seksjon, grunnlag, typed=typed)
    form.validate()
    svar = form.to_input()
    feil = form.list_feil(mangler(svar, service.to_band(grunnlag.utlysning)))
    skrevet = to_skrevet(typed, feil) if form.keeps() else None
    return Innlevert(form, svar, feil, skrevet)


def _changed_elsewhere(valg: Seksjonsvalg, inn: Innlevert) -> bool:
    """Return whether someone saved other answers since this page was opened.

    The same answers sent twice (a double click) are no conflict.
    """
    if request.form.get("versjon") == str(_versjon(valg)):
        return False
    stored = service.find_skrevet(valg.soknad, valg.seksjon)
    if stored or inn.skrevet:
        felter = inn.skrevet.felter if inn.skrevet else None
        return (stored.felter if stored else None) != felter
    return inn.svar != service.to_svar(valg.soknad, valg.seksjon)


def _conflict(valg: Seksjonsvalg, grunnlag: Grunnlag, inn: Innlevert) -> ResponseReturnValue:
    """Show both texts; nothing is saved before the applicant chooses."""
    stored = visning.list_rader(valg.soknad, valg.seksjon)
    return _page(valg, grunnlag, inn.form, lagret_rader=stored, status=409)


def _tell_deadline(soknad: Soknad) -> None:
    frist_at = soknad.utlysning.frist_at
    if clock.now() > frist_at:
        tid = tidspunkt(frist_at)
        flash(_("Svarene er lagret i kladden, men fristen gikk ut %(tid)s.", tid=tid), "warning")


def _versjon(valg: Seksjonsvalg) -> int:
    return int(valg.soknad.seksjonsversjoner.get(valg.seksjon, 0))


def _page(
    valg: Seksjonsvalg,
    grunnlag: Grunnlag,
    form: SeksjonForm,
    *,
    versjon: str | None = None,
    lagret: bool = False,
    hindre: Sequence[Hinder] = (),
    lagret_rader: Sequence[visning.Rad] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    soknad, seksjon = valg.soknad, valg.seksjon
    feil = list_feil(form)
    antall_rader = len(form.rader) if hasattr(form, "rader") else 0
    add_empty_row(form, grunnlag.kommuner, asked="ny" in request.args)
    page = render_template(
        f"soknad/seksjon_{seksjon.value}.html",
        soknad=soknad,
        form=form,
        tittel=tittel(seksjon),
        nummer=list(Seksjon).index(seksjon) + 1,
        antall=len(Seksjon),
        brodsmuler=brodsmuler(
            soknad, web.sprak(), Lenke(tittel(seksjon), seksjon_url(soknad, seksjon))
        ),
        feil=feil,
        antall_rader=antall_rader,
        lagret=lagret,
        hindre=[hinder_tekst(hinder) for hinder in hindre],
        lagret_rader=lagret_rader,
        versjon=versjon if versjon is not None else _versjon(valg),
        denne_url=seksjon_url(soknad, seksjon),
        neste_url=neste_url(soknad, seksjon),
        tid_igjen=visning.tid_igjen(soknad.utlysning.frist_at, clock.now()),
        kommuner=grunnlag.kommuner.options(),
        tillegg=_tillegg(valg),
    )
    return page, status


def list_feil(form: SeksjonForm) -> list[Feil]:
    """Return the faults that the form shows, with the fields they belong to."""
    feil = [Feil("skjema", str(tekst)) for tekst in form.form_errors]
    for field in walk(form):
        navn = str(field.label.text).rstrip("?")
        feil += [Feil(field.id, f"{navn}: {tekst}") for tekst in field.errors]
    return feil


def _tillegg(valg: Seksjonsvalg) -> dict[str, Any]:
    """Return what only some sections show."""
    soknad = valg.soknad
    if valg.seksjon is Seksjon.ENGASJEMENT:
        return {"band": _band(soknad), "valgt": _valgt(soknad)}
    if valg.seksjon is Seksjon.HABILITET:
        egne = {k.id: kommune_tekst(k) for k in (soknad.bosted, soknad.arbeidssted) if k}
        return {"egne": list(egne.values())}
    return {}


def _band(soknad: Soknad) -> dict[Engasjementsform, str]:
    """Return a sentence on each engagement form: the call's own words, and the band in hours."""
    band = {}
    for e in soknad.utlysning.engasjementer:
        tekst = e.tekst(web.sprak())
        if e.minst is not None and e.mest is not None and e.form is Engasjementsform.FRIKJOP:
            timer = visning.timer(soknad, e.form, e.minst, e.mest)
            tekst = f"{tekst} {_('Det tilsvarer %(timer)s.', timer=timer)}"
        band[e.form.value] = tekst
    return {Engasjementsform(kode): tekst for kode, tekst in band.items()}


def _valgt(soknad: Soknad) -> str | None:
    """Return what is stored, in words with hours, when it can be."""
    if soknad.form is None or soknad.minst is None or soknad.mest is None:
        return None
    if soknad.minst > soknad.mest:
        return None
    mengde = visning.mengde(soknad, soknad.form, soknad.minst, soknad.mest)
    return f"{_(FORM_TEKST[soknad.form])}, {mengde}"
