"""A named person decides pair by pair, and opens a decided plan again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import N_, HindretError, KonfliktError
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import posted
from rekruttering.habilitet.rules import ERKLARINGER, Tilstand
from rekruttering.kommune.rules import sort_key
from rekruttering.pulje import queries as pulje_queries
from rekruttering.pulje.rules import DELTAR
from rekruttering.tilbud import queries as tilbud_queries
from rekruttering.tildeling import policy, queries, service
from rekruttering.tildeling.eksport import Avtalerad, list_avtaledata, omregning
from rekruttering.tildeling.forms import ParvedtakForm, UtvalgForm, VedtakForm
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules import APEN, STATUS_TEKST, TildelingStatus
from rekruttering.tildeling.rules.historikk import Bakhistorie
from rekruttering.tildeling.rules.plan import Planlag
from rekruttering.tildeling.rules.vedtak import from_nokkel, to_nokkel
from rekruttering.tildeling.vedtaksvisning import (
    Grunnlag,
    Skrevet,
    Utvalg,
    Vedtaksbilde,
    make_bilde,
)
from rekruttering.tilgang import guard
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.queries import get_utlysning
from rekruttering.utlysning.rules import FORM_TEKST, HISTORIKK_TEKST, Seksjon
from rekruttering.utlysning.rules.overganger import edit_hindre

bp = Blueprint("vedtak", __name__)
SVAR_TEKST = {
    Tilstand.INGEN: N_("Ingen tilknytning"),
    Tilstand.MISTENKT: N_("Usikker"),
    Tilstand.ERKLART: N_("Inhabil"),
}


@dataclass(frozen=True)
class Innsendt:
    """What was posted: the pairs chosen with their words, and the same as it was typed."""

    vedtak: service.Vedtak
    skrevet: Skrevet
    en: str

    @property
    def tomt(self) -> bool:
        """Whether nothing was chosen and nothing said."""
        return not self.vedtak.par and not any(self.vedtak.utelatt.values())


@bp.route("/tildeling/<int:id>/vedtak", methods=["GET", "POST"])
@guard.requires(queries.get_tildeling, policy.can_decide)
def vis(tildeling: Tildeling) -> ResponseReturnValue:
    """Show every pair with its decision; decide on one, on those chosen, or take one back."""
    form = ParvedtakForm(posted())
    back = request.form.get("angre", "")
    if request.method == "POST" and back:
        return _take_back(tildeling, back)
    sent = _read(request.form if request.method == "POST" else {}, form.ord.data or "")
    feil: list[str] = []
    if request.method == "POST" and form.validate():
        feil = [] if not sent.tomt else [_("Velg minst ett par, eller skriv en begrunnelse.")]
        try:
            if not feil:
                return _decide(tildeling, sent, form)
        except HindretError as error:
            feil = [hinder_tekst(hinder) for hinder in error.hindre]
    skrevet = _with_missing(tildeling, sent)
    page = _page(tildeling, form, skrevet, feil)
    return page, 422 if form.has_errors or feil else 200


def _read(values: Mapping[str, Any], felles_ord: str) -> Innsendt:
    """Return what was posted; a pair without words of its own gets those for all chosen."""
    par = {key[4:]: str(text) for key, text in values.items() if key.startswith("ord-")}
    kommuner = {
        int(key[8:]): str(text).strip()
        for key, text in values.items()
        if key.startswith("utelatt-") and key[8:].isascii() and key[8:].isdigit()
    }
    en = str(values.get("en", ""))
    marked = values.getlist("valgt") if hasattr(values, "getlist") else []
    chosen: dict[Planlag, str] = {}
    for nokkel in [en] if en else marked:
        lag = from_nokkel(nokkel)
        if lag is not None:
            words = par.get(nokkel, "").strip()
            # Words for all are for those that are asked to give some.
            chosen[lag] = words or (felles_ord if nokkel in par and not en else "")
    skrevet = Skrevet(par=par, kommuner=kommuner, valgt=frozenset(marked))
    return Innsendt(service.Vedtak(chosen, {} if en else kommuner), skrevet, en)


def _with_missing(tildeling: Tildeling, sent: Innsendt) -> Skrevet:
    avvik = service.find_avvik(tildeling).par if sent.vedtak.par else frozenset()
    missing = {
        to_nokkel(lag) for lag, words in sent.vedtak.par.items() if lag in avvik and not words
    }
    skrevet = sent.skrevet
    return Skrevet(skrevet.par, skrevet.kommuner, skrevet.valgt, missing)


def _decide(tildeling: Tildeling, sent: Innsendt, form: ParvedtakForm) -> ResponseReturnValue:
    with transaction():
        new = service.decide(tildeling, sent.vedtak, bruker=guard.get_bruker(), now=clock.now())
    tekst = ngettext("%(num)s vedtak er lagret.", "%(num)s vedtak er lagret.", new)
    flash(tekst, "success" if new else "info")
    left = {key: text for key, text in sent.skrevet.par.items() if text and key != sent.en}
    unsaved = bool(sent.en) and bool(left or any(sent.skrevet.kommuner.values()))
    if unsaved:
        # Words for other pairs would be lost on the way; the same post again changes nothing.
        return _page(tildeling, form, sent.skrevet, [])
    bilde = make_bilde(_grunnlag(tildeling), Skrevet())
    last = sent.en or max((to_nokkel(lag) for lag in sent.vedtak.par), default="")
    following = bilde.after(last)
    anchor = f"par-{following.nr}" if following else "ferdig"
    where = url_for(".vis", id=tildeling.id, utvalg=request.args.get("utvalg"), _anchor=anchor)
    return redirect(where, code=303)


def _take_back(tildeling: Tildeling, nokkel: str) -> ResponseReturnValue:
    lag = from_nokkel(nokkel)
    if lag is None:
        raise KonfliktError
    with transaction():
        service.take_back(tildeling, lag, bruker=guard.get_bruker())
    flash(_("Vedtaket er tatt tilbake."), "success")
    return redirect(url_for(".vis", id=tildeling.id, utvalg=request.args.get("utvalg")), code=303)


def _grunnlag(tildeling: Tildeling) -> Grunnlag:
    avvik = service.find_avvik(tildeling)
    left_out = queries.map_puljekommuner(avvik.utelatt).values()
    before = queries.load_lag(tildeling.kopi_av_id) if tildeling.kopi_av_id else []
    return Grunnlag(
        lag=queries.load_lag(tildeling.id),
        forslag=service.list_foreslatt(tildeling),
        avvik=avvik,
        utelatt=queries.sorted_by_navn([row for row in left_out if row.status in DELTAR]),
        utelatelser={row.puljekommune_id: row for row in queries.list_utelatelser(tildeling.id)},
        navn=service.navn_of(tildeling),
        tidligere_ord={service.planlag(lag): lag.begrunnelse for lag in before},
    )


def _page(tildeling: Tildeling, form: ParvedtakForm, skrevet: Skrevet, feil: list[str]) -> str:
    bilde = make_bilde(_grunnlag(tildeling), skrevet)
    utvalg = UtvalgForm(request.args)
    chosen = Utvalg(utvalg.utvalg.data) if utvalg.utvalg.data in list(Utvalg) else Utvalg.ALLE
    utvalg.utvalg.data = chosen.value
    return render_template(
        "tildeling/vedtak.html",
        tildeling=tildeling,
        tildeling_tekst=STATUS_TEKST,
        form=form,
        utvalg=utvalg,
        valgt=chosen.value,
        bilde=bilde,
        rader=bilde.choose(chosen),
        avtaler=_avtaler(tildeling),
        form_tekst=FORM_TEKST,
        tall=_tall(bilde),
        feil=feil,
        hindre=[] if feil else service.list_hindre(tildeling),
        apen=tildeling.status in APEN,
        vedtatt=tildeling.status is TildelingStatus.VEDTATT,
        uerklarte=len(service.list_uerklarte(tildeling)),
        publisert=tildeling.status is TildelingStatus.PUBLISERT,
    )


def _avtaler(tildeling: Tildeling) -> dict[str, list[tuple[Avtalerad, str]]]:
    """Return what the two agreements are to say, with the conversion, by pair key."""
    rader = {rad.veileder_id: rad for rad in list_avtaledata(tildeling)}
    return {
        to_nokkel(lag): [(rader[each], omregning(rader[each])) for each in lag.veiledere]
        for lag in service.utkast_of(tildeling).lag
    }


def _tall(bilde: Vedtaksbilde) -> list[dict[str, object]]:
    par, vedtatt, uten = len(bilde.rader), bilde.vedtatt, bilde.uten_ord
    figures = (
        (par, _("par i planen")),
        (vedtatt, _("vedtatt")),
        (par - vedtatt, _("ikke vedtatt")),
        (uten, ngettext("endring uten begrunnelse", "endringer uten begrunnelse", uten)),
    )
    return [{"verdi": verdi, "tekst": tekst, "url": None} for verdi, tekst in figures]


@bp.route("/tildeling/<int:id>/gjenapne", methods=["GET", "POST"])
@guard.requires(queries.get_tildeling, policy.can_decide)
def gjenapne(tildeling: Tildeling) -> ResponseReturnValue:
    """Open a decided plan again, with a reason."""
    form = VedtakForm(posted(), data={"versjon": str(tildeling.versjon)})
    feil: list[str] = []
    if request.method == "POST" and form.validate():
        if tildeling.status in APEN:
            flash(_("Planen er allerede åpnet igjen."), "info")
            return redirect(url_for(".vis", id=tildeling.id), code=303)
        try:
            with transaction():
                service.reopen(
                    tildeling,
                    bruker=guard.get_bruker(),
                    begrunnelse=form.begrunnelse.data or "",
                    sett_versjon=form.sett_versjon,
                )
        except HindretError as error:
            feil = [hinder_tekst(hinder) for hinder in error.hindre]
        else:
            flash(_("Planen er åpnet igjen og kan endres."), "success")
            return redirect(url_for(".vis", id=tildeling.id), code=303)
    page = render_template("tildeling/gjenapne.html", tildeling=tildeling, form=form, feil=feil)
    return page, 422 if form.has_errors or feil else 200


@bp.route("/tildeling/<int:id>/tilknytning", methods=["GET", "POST"])
@guard.requires(queries.get_tildeling, policy.can_decide)
def tilknytning(tildeling: Tildeling) -> ResponseReturnValue:
    """Note what veiledere have answered about ties that nobody had spoken of."""
    rows = service.list_uerklarte(tildeling)
    typed: Mapping[str, str] = posted() or {}
    answers = [(v, row, typed.get(f"svar-{v.id}-{row.id}", "")) for v, row in rows]
    feil: list[str] = []
    if request.method == "POST":
        chosen = [each for each in answers if each[2] in list(ERKLARINGER)]
        feil = [] if chosen or not rows else [_("Velg et svar for minst én.")]
        try:
            with transaction():
                for veileder, row, svar in chosen:
                    service.note_svar(
                        veileder,
                        row,
                        Tilstand(svar),
                        typed.get(f"grunn-{veileder.id}-{row.id}", "").strip(),
                        bruker=guard.get_bruker(),
                        now=clock.now(),
                    )
        except HindretError as error:
            feil = [hinder_tekst(hinder) for hinder in error.hindre]
            rows = service.list_uerklarte(tildeling)
        if not feil:
            flash(_("Svarene er skrevet inn i registeret over habilitet."), "success")
            return redirect(url_for(".vis", id=tildeling.id), code=303)
    page = render_template(
        "tildeling/tilknytning.html",
        tildeling=tildeling,
        form=ParvedtakForm(),
        feil=feil,
        rader=rows,
        skrevet=typed,
        valg=[(each.value, SVAR_TEKST[each]) for each in ERKLARINGER],
    )
    return page, 422 if feil else 200


@bp.get("/runde/<int:utlysning_id>/historikk")
@guard.requires(get_utlysning, policy.can_allocate)
def historikk(utlysning: Utlysning) -> ResponseReturnValue:
    """Show who has worked with whom and where in earlier rounds, and what that counts for."""
    pulje = pulje_queries.find_pulje(utlysning.id)
    veiledere = tilbud_queries.list_veiledere(utlysning.id)
    rows = queries.sorted_by_navn(queries.list_deltakere(pulje.id)) if pulje else []
    bakhistorie = queries.map_tidligere(utlysning, veiledere, rows)
    own = {each.id for each in veiledere if each.soknad.makker_ja.strip()}
    here = {each.bruker_id for each in veiledere}
    people = [
        (veileder, tidligere, tidligere.makker_of(veileder.bruker_id))
        for veileder in sorted(veiledere, key=lambda each: sort_key(each.soknad.navn))
        for tidligere in bakhistorie.veiledere.get(veileder.id, ())
    ]
    return render_template(
        "tildeling/historikk.html",
        utlysning=utlysning,
        valg=HISTORIKK_TEKST[utlysning.historikk],
        valgt=utlysning.historikk.value,
        kan_endres=not edit_hindre(Seksjon.SAMMENSETNING, utlysning.status),
        tall=_historikktall(bakhistorie, own),
        personer=[(v, t, navn, bruker_id in here) for v, t, (bruker_id, navn) in people],
        kommuner=[(row, t) for row in rows for t in bakhistorie.kommuner.get(row.id, ())],
    )


def _historikktall(bakhistorie: Bakhistorie, own: set[int]) -> list[dict[str, object]]:
    before, again = len(bakhistorie.veiledere), len(bakhistorie.makkere)
    counts = len(bakhistorie.makkere.keys() - own)
    figures = (
        (
            before,
            ngettext("veileder med tidligere makker", "veiledere med tidligere makker", before),
        ),
        (again, _("har en tidligere makker i runden")),
        (counts, _("av dem har ikke selv ønsket en makker")),
        (len(bakhistorie.kommuner), _("kommuner som har hatt par før")),
    )
    return [{"verdi": verdi, "tekst": tekst, "url": None} for verdi, tekst in figures]
