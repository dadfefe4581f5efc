"""The list of a round's applications, on the page and as a file."""

from datetime import datetime
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.felles import web
from rekruttering.felles.clock import OSLO
from rekruttering.felles.tabellfil import Ark, Celle, to_csv, to_excel
from rekruttering.felles.web import attachment
from rekruttering.soknad import policy, queries, rules
from rekruttering.soknad.forms import kommune_tekst
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.routes import visning
from rekruttering.soknad.routes.koordinator.blueprint import (
    bp,
    brodsmuler,
    read_utvalg,
    utvalg_args,
)
from rekruttering.soknad.rules import GOD_NOK, Gjenstar, SoknadStatus, Sprak
from rekruttering.tilgang import guard
from rekruttering.utlysning import queries as utlysning_queries
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import FORM_TEKST


@bp.get("/runde/<int:utlysning_id>/soknader")
@guard.requires(utlysning_queries.get_utlysning, policy.can_list_soknader)
def liste(utlysning: Utlysning) -> ResponseReturnValue:
    """Show the applications, what needs doing first."""
    form, utvalg = read_utvalg(utlysning)
    antall = queries.count_soknader(utlysning.id, utvalg)
    sider = max(1, -(-antall // queries.PER_SIDE))
    side = min(max(request.args.get("side", 1, type=int), 1), sider)
    args = utvalg_args()
    rader = [
        _rad(soknad, args) for soknad in queries.list_soknader(utlysning.id, utvalg, side=side)
    ]
    per_status = queries.count_by_status(utlysning.id)
    return render_template(
        "soknad/liste.html",
        utlysning=utlysning,
        tittel=utlysning.tittel(web.sprak()),
        form=form,
        rader=rader,
        antall=antall,
        side=side,
        sider=sider,
        sorter=utvalg.sorter,
        retning="desc" if utvalg.synkende else "asc",
        args=args,
        tall=_tall(utlysning.id, per_status),
        kladder=per_status[SoknadStatus.KLADD],
        saker=_saker(utlysning.id, per_status),
        brodsmuler=brodsmuler(utlysning, web.sprak()),
    )


@bp.get("/runde/<int:utlysning_id>/soknader/excel")
@guard.requires(utlysning_queries.get_utlysning, policy.can_list_soknader)
def excel(utlysning: Utlysning) -> ResponseReturnValue:
    """Send the filtered list as an Excel file."""
    header, rows = _export(utlysning)
    book = to_excel([Ark(_("Søknader"), header, rows)])
    return attachment(book, f"soknader-{utlysning.slug}.xlsx")


@bp.get("/runde/<int:utlysning_id>/soknader/csv")
@guard.requires(utlysning_queries.get_utlysning, policy.can_list_soknader)
def csv(utlysning: Utlysning) -> ResponseReturnValue:
    """Send the filtered list as CSV."""
    header, rows = _export(utlysning)
    return attachment(to_csv(header, rows), f"soknader-{utlysning.slug}.csv", "text/csv")


def _rad(soknad: Soknad, args: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": soknad.id,
        "navn": soknad.navn,
        "url": url_for(".vis", id=soknad.id, **args),
        "arbeidsgiver": soknad.arbeidsgiver,
        "stilling": soknad.stilling,
        "bakgrunn": _(rules.BAKGRUNN_TEKST[soknad.bakgrunn]) if soknad.bakgrunn else "",
        "bosted": soknad.bosted.navn_norsk if soknad.bosted else "",
        "engasjement": _engasjement(soknad),
        "samisk": ", ".join(_samisk(soknad)),
        "sendt_at": soknad.sendt_at,
        "status": soknad.status,
        "venter_pa_svar": _venter(soknad),
    }


def _venter(soknad: Soknad) -> bool:
    return soknad.status is soknad.sortert_status and soknad.meldt_status is not soknad.status


def _engasjement(soknad: Soknad) -> str:
    if soknad.form is None or soknad.minst is None or soknad.mest is None:
        return ""
    return visning.mengde(soknad, soknad.form, soknad.minst, soknad.mest)


def _samisk(soknad: Soknad) -> list[str]:
    return [
        _(rules.SPRAK_TEKST[rad.sprak])
        for rad in soknad.sprak
        if rad.sprak not in (Sprak.BOKMAL, Sprak.NYNORSK) and rad.muntlig in GOD_NOK
    ]


def _tall(utlysning_id: int, per_status: dict[SoknadStatus, int]) -> list[dict[str, Any]]:
    """Return the counts per state, each leading to its part of the list."""
    return [
        {
            "verdi": antall,
            "tekst": _(rules.STATUS_TEKST[status]),
            "url": url_for(".liste", utlysning_id=utlysning_id, status=status.value),
        }
        for status, antall in per_status.items()
        if status is not SoknadStatus.KLADD
    ]


def _saker(utlysning_id: int, per_status: dict[SoknadStatus, int]) -> list[dict[str, Any]]:
    """Return what a coordinator has to do with the applications now."""
    sorteres, svar = per_status[SoknadStatus.INNSENDT], queries.count_uten_svar(utlysning_id)
    saker = []
    if sorteres:
        url = url_for(".liste", utlysning_id=utlysning_id, gjenstar=Gjenstar.SORTERES.value)
        tekst = ngettext("Sorter %(num)s søknad", "Sorter %(num)s søknader", sorteres)
        saker.append({"tekst": tekst, "url": url})
    if svar:
        tekst = ngettext("Send svar til %(num)s søker", "Send svar til %(num)s søkere", svar)
        saker.append({"tekst": tekst, "url": url_for(".svar", utlysning_id=utlysning_id)})
    return [{**sak, "antall": None, "frist_tekst": None, "haster": False} for sak in saker]


def _export(utlysning: Utlysning) -> tuple[list[str], list[list[Celle]]]:
    _form, utvalg = read_utvalg(utlysning)
    header = [
        *(_("Søknadsnummer"), _("Navn"), _("E-postadresse"), _("Telefon"), _("Bor i")),
        *(_("Arbeidsgiver"), _("Stilling"), _("Bakgrunn"), _("År som skoleeier")),
        *(_("År som skoleleder"), _("Engasjement"), _("Minst"), _("Mest"), _("Samiske språk")),
        *(_("Lengste reise, km"), _("Sendt inn"), _("Status")),
    ]
    rows: list[list[Celle]] = [
        [
            *(s.id, s.navn, s.soker.epost, s.telefon),
            *(kommune_tekst(s.bosted) if s.bosted else "", s.arbeidsgiver, s.stilling),
            _(rules.BAKGRUNN_TEKST[s.bakgrunn]) if s.bakgrunn else "",
            *(s.year_skoleeier, s.year_skoleleder),
            _(FORM_TEKST[s.form]) if s.form else "",
            *(s.minst, s.mest, ", ".join(_samisk(s)), s.maks_reise_km, _local(s.sendt_at)),
            _(rules.STATUS_TEKST[s.status]),
        ]
        for s in queries.list_soknader(utlysning.id, utvalg)
    ]
    return header, rows


def _local(moment: datetime | None) -> str:
    return f"{moment.astimezone(OSLO):%Y-%m-%d %H:%M:%S}" if moment else ""
