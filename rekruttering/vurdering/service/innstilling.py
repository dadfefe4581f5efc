"""From joint scores to outcomes: a ranked list, cut lines, and grounds in words."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rekruttering.felles import audit, events
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import KonfliktError, refuse_if
from rekruttering.felles.mail import enqueue
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.queries import lock_round
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.soknad.service import note_told
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning
from rekruttering.vurdering import mail, queries, rules
from rekruttering.vurdering.events import InnstillingEndret
from rekruttering.vurdering.models import Fellesskar, Innstilling
from rekruttering.vurdering.rules import Innstillingsutfall

_STATUS = {
    Innstillingsutfall.INNSTILT: SoknadStatus.INNSTILT,
    Innstillingsutfall.RESERVE: SoknadStatus.RESERVE,
    Innstillingsutfall.AVSLAG: SoknadStatus.AVSLAG,
}


@dataclass(frozen=True)
class Rangert:
    """One applicant's place: rank (equal points, equal rank), points 0-100, and the profile."""

    plass: int
    delt: bool
    poeng: int
    intervju: Intervju
    profil: tuple[Fellesskar, ...]
    innstilling: Innstilling | None

    @property
    def soknad(self) -> Soknad:
        """The application."""
        return self.intervju.soknad


@dataclass(frozen=True)
class GrenseInput:
    """Two cut lines (points, the line itself is inside) and the grounds for each outcome.

    `til_soker` holds what the applicants are told, by outcome; left out: the grounds themselves.
    `grunnlag` is the `fingerprint` of the list that the coordinator saw in the preview.
    """

    innstilt_fra: int
    reserve_fra: int
    begrunnelser: dict[Innstillingsutfall, str]
    grunnlag: str
    til_soker: dict[Innstillingsutfall, str] = field(default_factory=dict)


def list_rangering(utlysning_id: int) -> list[Rangert]:
    """Return the ranked list: by points, then number of fives and name for display only."""
    rows = [
        (_points(felles), intervju, tuple(felles), innstilling)
        for intervju, felles, innstilling in queries.list_rangerte(utlysning_id)
    ]
    alle = [poeng for poeng, *_ in rows]
    rangert = [
        Rangert(plass, alle.count(poeng) > 1, poeng, intervju, profil, innstilling)
        for plass, (poeng, intervju, profil, innstilling) in zip(
            rules.ranks(alle), rows, strict=True
        )
    ]
    return sorted(rangert, key=_order)


def fingerprint(rangering: Sequence[Rangert]) -> str:
    """Return a short text that changes when anything in the list changes."""
    rows = [(r.soknad.id, r.poeng, str(r.soknad.status), _versjon(r)) for r in rangering]
    return hashlib.sha256(repr(sorted(rows)).encode()).hexdigest()[:16]


def innstill(
    soknad: Soknad,
    utfall: Innstillingsutfall,
    begrunnelse: str,
    *,
    bruker: Bruker,
    now: datetime,
    til_soker: str | None = None,
    versjon: int | None = None,
) -> Innstilling:
    """Recommend, put in reserve or decline one applicant, with written grounds; twice is once.

    `til_soker` is what the applicant is told of the grounds; None: the same text.

    Raises:
        HindretError: there is no joint score, no grounds, or a later step stands in the way.
        KonfliktError: the outcome was changed after `versjon` (0: none yet) was read.
    """
    lock_round(soknad.utlysning_id)
    innstilling = queries.find_innstilling(soknad.id)
    til_soker = begrunnelse if til_soker is None else til_soker
    wanted = (utfall, begrunnelse, til_soker)
    if innstilling and wanted == _present(innstilling):
        return innstilling
    if versjon is not None and versjon != (innstilling.versjon if innstilling else 0):
        raise KonfliktError
    felles = queries.list_fellesskarer_for(soknad.id)
    hindre = rules.innstill_hindre(
        soknad.status, soknad.meldt_status, har_felles=bool(felles), begrunnelse=begrunnelse
    )
    refuse_if(hindre)
    before = innstilling.utfall if innstilling else None
    innstilling = innstilling or Innstilling(soknad=soknad)
    innstilling.poeng = _points(felles)
    _write(innstilling, wanted, bruker, now)
    detaljer = {"fra": before, "til": utfall, "poeng": innstilling.poeng}
    audit.record("innstilt", soknad, bruker=bruker, begrunnelse=begrunnelse, **detaljer)
    if before is not None and before is not utfall:
        events.publish(InnstillingEndret(innstilling, before))
    return innstilling


def innstill_by_grense(
    utlysning: Utlysning, data: GrenseInput, *, bruker: Bruker, now: datetime
) -> int:
    """Give everyone without an outcome the one that the cut lines say; return how many.

    Raises:
        HindretError: the lines cross, or an outcome that is used has no grounds.
        KonfliktError: the list is not the one that was previewed.
    """
    lock_round(utlysning.id)
    rangering = list_rangering(utlysning.id)
    if fingerprint(rangering) != data.grunnlag:
        raise KonfliktError
    nye = {
        rad: rules.outcome_at(rad.poeng, data.innstilt_fra, data.reserve_fra)
        for rad in rangering
        if rad.innstilling is None
    }
    used = [utfall for utfall in Innstillingsutfall if utfall in nye.values()]
    uten_grunn = [utfall for utfall in used if not data.begrunnelser.get(utfall)]
    refuse_if(rules.cut_hindre(data.innstilt_fra, data.reserve_fra, uten_grunn))
    for rad, utfall in nye.items():
        innstill(
            rad.soknad,
            utfall,
            data.begrunnelser[utfall],
            til_soker=data.til_soker.get(utfall),
            bruker=bruker,
            now=now,
        )
    return len(nye)


def send_utfall(utlysning: Utlysning, *, bruker: Bruker, now: datetime) -> int:
    """Tell reserves and those refused who have not been told; return how many."""
    venter = queries.list_uten_beskjed(utlysning.id)
    for innstilling in venter:
        note_told(innstilling.soknad, now=now)
        enqueue(mail.utfall_epost(innstilling))
        audit.record("utfall_sendt", innstilling.soknad, bruker=bruker, utfall=innstilling.utfall)
    flush()
    return len(venter)


def drop_innstilling(soknad: Soknad) -> None:
    """Forget the outcome of an application that is sorted anew; the log keeps what it was."""
    innstilling = queries.find_innstilling(soknad.id)
    if innstilling is not None:
        db.session.delete(innstilling)
        flush()


def _write(
    innstilling: Innstilling,
    wanted: tuple[Innstillingsutfall, str, str],
    bruker: Bruker,
    now: datetime,
) -> None:
    soknad = innstilling.soknad
    innstilling.utfall, innstilling.begrunnelse, soknad.avgjort_begrunnelse = wanted
    innstilling.innstilt_at, innstilling.innstilt_av_id = now, bruker.id
    soknad.status, soknad.endret_at = _STATUS[innstilling.utfall], now
    soknad.avgjort_at, soknad.avgjort_av = now, bruker
    db.session.add(innstilling)
    flush()


def _present(innstilling: Innstilling) -> tuple[Innstillingsutfall, str, str]:
    return innstilling.utfall, innstilling.begrunnelse, innstilling.soknad.avgjort_begrunnelse


def _points(felles: Sequence[Fellesskar]) -> int:
    return rules.points([(skar.poeng, skar.kompetanse.vekt) for skar in felles])


def _order(rangert: Rangert) -> tuple[int, int, str, int]:
    femmere = sum(skar.poeng == max(rules.SKALA) for skar in rangert.profil)
    return (-rangert.poeng, -femmere, rangert.soknad.navn.casefold(), rangert.soknad.id)


def _versjon(rangert: Rangert) -> int:
    return rangert.innstilling.versjon if rangert.innstilling else 0
