"""The page of somebody who objects, wherever it stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError
from rekruttering.felles.forms import posted
from rekruttering.habilitet import service
from rekruttering.habilitet.forms import InnsigelseForm
from rekruttering.habilitet.models import Innsigelse
from rekruttering.habilitet.rules import is_barred
from rekruttering.kommune.models import Kommune
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang.models import Bruker

# Takes an objection to a person, as `service.raise_innsigelse` does: the person, the text, when.
Meld = Callable[[Bruker, str, datetime], object]


@dataclass(frozen=True)
class Innsigelsesside:
    """Whom one may object to, over what, and the words around it; `tilbake` is {tekst, url}.

    `meld` takes the objection where more than the register must hear of it.
    """

    personer: Mapping[int, Bruker]
    navn: Mapping[int, str]
    gjelder: Soknad | Kommune
    meldt: Sequence[Innsigelse]
    tilbake: Mapping[str, str]
    ingress: str
    tom_tekst: str
    meld: Meld | None = None


def answer(side: Innsigelsesside, *, fra: Bruker) -> ResponseReturnValue:
    """Show the page, or take the objection and show the page again."""
    form = InnsigelseForm(posted())
    form.offer(dict(side.navn))
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                person, tekst = side.personer[form.person.data], form.tekst.data or ""
                if side.meld is not None:
                    side.meld(person, tekst, clock.now())
                else:
                    service.raise_innsigelse(person, side.gjelder, tekst, fra=fra, now=clock.now())
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Meldingen er sendt. Du får svar på e-post når saken er avgjort."), "success")
            return redirect(request.path, code=303)
    page = render_template(
        "habilitet/innsigelse.html",
        form=form,
        hindre=hindre,
        meldt=to_meldt(side.meldt),
        tilbake=side.tilbake,
        ingress=side.ingress,
        tom_tekst=side.tom_tekst,
    )
    return page, 422 if form.has_errors or hindre else 200


@dataclass(frozen=True)
class Meldt:
    """An objection; `medhold` is whether the person stays away, once it is answered."""

    person: str
    tekst: str
    sendt_at: datetime
    besvart_at: datetime | None
    medhold: bool
    svar: str


def to_meldt(innsigelser: Sequence[Innsigelse]) -> list[Meldt]:
    """Return the objections as the page shows them."""
    return [
        Meldt(
            en.habilitet.bruker.navn or en.habilitet.bruker.epost,
            en.tekst,
            en.sendt_at,
            en.besvart_at,
            is_barred(en.habilitet.tilstand),
            en.svar,
        )
        for en in innsigelser
    ]
