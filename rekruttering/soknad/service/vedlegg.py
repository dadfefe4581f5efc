"""Takes in and removes the files of an application."""

import re
from datetime import datetime

from rekruttering.felles import audit
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import refuse_if
from rekruttering.soknad.innlesing import read_pdf
from rekruttering.soknad.models import Soknad, Vedlegg
from rekruttering.soknad.rules import Seksjon
from rekruttering.soknad.rules.overganger import save_hindre, vedlegg_hindre
from rekruttering.soknad.rules.svar import VedleggInput
from rekruttering.soknad.service.lesing import to_svar
from rekruttering.soknad.service.seksjoner import touch

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*]+")


def add_vedlegg(
    soknad: Soknad, filnavn: str, innhold: bytes, *, er_cv: bool, now: datetime
) -> Vedlegg:
    """Store a PDF and return it; a new CV takes the old one's place.

    Raises:
        HindretError: the file is not a PDF that can be read, is too large, or is one too many.
    """
    filnavn = safe_filnavn(filnavn)
    har = to_svar(soknad, Seksjon.VEDLEGG)
    assert isinstance(har, VedleggInput)
    refuse_if(save_hindre(soknad.status))
    refuse_if(
        vedlegg_hindre(
            read_pdf(innhold),
            filnavn,
            er_cv=er_cv,
            antall_cv=har.antall_cv,
            antall_andre=har.antall_andre,
        )
    )
    for gammel in [fil for fil in soknad.vedlegg if er_cv and fil.er_cv]:
        soknad.vedlegg.remove(gammel)
    vedlegg = Vedlegg(
        er_cv=er_cv,
        filnavn=filnavn,
        storrelse=len(innhold),
        lastet_opp_at=now,
        innhold=innhold,
    )
    soknad.vedlegg.append(vedlegg)
    touch(soknad, Seksjon.VEDLEGG, now)
    audit.record("fil_lastet_opp", soknad, bruker=soknad.soker, filnavn=filnavn, er_cv=er_cv)
    flush()
    return vedlegg


def delete_vedlegg(vedlegg: Vedlegg, *, now: datetime) -> None:
    """Remove a file from a draft."""
    soknad = vedlegg.soknad
    refuse_if(save_hindre(soknad.status))
    soknad.vedlegg.remove(vedlegg)
    touch(soknad, Seksjon.VEDLEGG, now)
    audit.record("fil_slettet", soknad, bruker=soknad.soker, filnavn=vedlegg.filnavn)
    db.session.flush()


def safe_filnavn(filnavn: str) -> str:
    """Return a file name without folders and control characters, at most 120 characters."""
    name = re.split(r"[/\\]", filnavn)[-1]
    name = " ".join(_UNPRINTABLE.sub(" ", name).split()).strip(" .") or "vedlegg"
    stem = name[:-4] if name.lower().endswith(".pdf") else name
    return f"{stem[:116].strip()}.pdf"
