"""Use cases of the register: declare and decide."""

from datetime import datetime

from rekruttering.felles import audit
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import refuse_if
from rekruttering.habilitet import queries, rules
from rekruttering.habilitet.models import Habilitet
from rekruttering.habilitet.rules import Tilstand
from rekruttering.kommune.models import Kommune
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import GRUNN_TEKST
from rekruttering.tilgang.models import Bruker


def declare(
    bruker: Bruker,
    motpart: Soknad | Kommune,
    tilstand: Tilstand,
    grunn: str = "",
    *,
    av: Bruker,
    now: datetime,
) -> Habilitet:
    """Write what `bruker` says of a tie to an applicant or a municipality; the same twice is once.

    Raises:
        HindretError: the entry is decided already, a reason is missing, or a tie is taken back.
    """
    entry = _find(bruker, motpart)
    if entry is not None and (entry.tilstand, entry.grunn) == (tilstand, grunn):
        return entry
    before = entry.tilstand if entry else None
    refuse_if(rules.declare_hindre(before, tilstand, grunn))
    entry = entry or Habilitet(bruker_id=bruker.id, **_motpart(motpart))
    entry.tilstand, entry.grunn = tilstand, grunn
    entry.erklart_at, entry.erklart_av_id = now, av.id
    db.session.add(entry)
    flush()
    audit.record("habilitet_erklart", entry, bruker=av, fra=before, til=tilstand, grunn=grunn)
    return entry


def decide(
    habilitet: Habilitet,
    tilstand: Tilstand,
    begrunnelse: str,
    *,
    bruker: Bruker,
    now: datetime,
) -> None:
    """Confirm or clear a tie; the answer stays until someone with the right decides again.

    Raises:
        HindretError: a reason is missing, or it is the user's own case.
    """
    if (habilitet.tilstand, habilitet.begrunnelse) == (tilstand, begrunnelse):
        return
    egen_sak = habilitet.bruker_id == bruker.id
    refuse_if(rules.decide_hindre(tilstand, begrunnelse, egen_sak=egen_sak))
    before = habilitet.tilstand
    habilitet.tilstand, habilitet.begrunnelse = tilstand, begrunnelse
    habilitet.avgjort_at, habilitet.avgjort_av_id = now, bruker.id
    flush()
    audit.record(
        "habilitet_avgjort",
        habilitet,
        bruker=bruker,
        fra=before,
        til=tilstand,
        begrunnelse=begrunnelse,
    )


def declare_tilknytninger(soknad: Soknad, *, now: datetime) -> None:
    """Write the ties to municipalities that an applicant states; what is decided stays decided.

    A tie that an earlier version of the application stated, and this one does not, is taken back.
    """
    grunner: dict[int, list[str]] = {}
    kommuner = {tilknytning.kommune_id: tilknytning.kommune for tilknytning in soknad.tilknytninger}
    for tilknytning in soknad.tilknytninger:
        tekst = f"{GRUNN_TEKST[tilknytning.grunn]}. {tilknytning.forklaring}".strip()
        grunner.setdefault(tilknytning.kommune_id, []).append(tekst)
    for entry in queries.list_egne_kommuner(soknad.soker_id):
        if entry.tilstand is Tilstand.ERKLART and entry.kommune_id not in grunner:
            _take_back(entry, soknad.soker, now)
    for kommune_id, tekster in grunner.items():
        found = queries.find_habilitet(soknad.soker_id, kommune_id=kommune_id)
        if found is None or found.tilstand not in rules.DECIDED:
            grunn = "\n".join(tekster)
            declare(
                soknad.soker,
                kommuner[kommune_id],
                Tilstand.ERKLART,
                grunn,
                av=soknad.soker,
                now=now,
            )


def _take_back(entry: Habilitet, soker: Bruker, now: datetime) -> None:
    """Let an application that was corrected before the deadline correct the register too."""
    entry.tilstand, entry.grunn, entry.erklart_at = Tilstand.INGEN, "", now
    flush()
    audit.record("habilitet_rettet", entry, bruker=soker, fra=Tilstand.ERKLART)


def _find(bruker: Bruker, motpart: Soknad | Kommune) -> Habilitet | None:
    if isinstance(motpart, Soknad):
        return queries.find_habilitet(bruker.id, soknad_id=motpart.id)
    return queries.find_habilitet(bruker.id, kommune_id=motpart.id)


def _motpart(motpart: Soknad | Kommune) -> dict[str, int]:
    key = "soknad_id" if isinstance(motpart, Soknad) else "kommune_id"
    return {key: motpart.id}
