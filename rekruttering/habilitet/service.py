"""Use cases of the register: declare and decide."""

from datetime import datetime

from rekruttering.felles import audit
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import N_, refuse_if
from rekruttering.felles.mail import enqueue
from rekruttering.habilitet import mail, queries, rules
from rekruttering.habilitet.models import Habilitet, Innsigelse
from rekruttering.habilitet.rules import Tilstand
from rekruttering.kommune.models import Kommune
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import GRUNN_TEKST
from rekruttering.tilgang.models import Bruker

# What stands as the reason of an entry that an objection opened; the objection says the rest.
INNSIGELSE = N_("Det er meldt innsigelse.")


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


def raise_innsigelse(
    person: Bruker, motpart: Soknad | Kommune, tekst: str, *, fra: Bruker, now: datetime
) -> Innsigelse:
    """Take an objection to `person`: the case is open from now on, and the person stays away.

    Objecting again replaces the text; the log keeps that it was sent.

    Raises:
        HindretError: nothing is said, or somebody objects to themselves.
    """
    refuse_if(rules.object_hindre(tekst, egen=person.id == fra.id))
    entry = _find(person, motpart)
    before = entry.tilstand if entry else None
    after = rules.after_objection(before)
    if entry is None:
        entry = Habilitet(bruker_id=person.id, erklart_at=now, erklart_av_id=fra.id)
        entry.soknad_id = motpart.id if isinstance(motpart, Soknad) else None
        entry.kommune_id = None if isinstance(motpart, Soknad) else motpart.id
    if before is not after:
        entry.tilstand, entry.grunn = after, INNSIGELSE
        entry.avgjort_at, entry.avgjort_av_id, entry.begrunnelse = None, None, ""
    db.session.add(entry)
    flush()
    row = next((each for each in entry.innsigelser if each.fra_id == fra.id), None)
    if row is not None and row.tekst == tekst and row.besvart_at is None:
        return row
    row = row or Innsigelse(habilitet=entry, fra=fra)
    row.tekst, row.sendt_at, row.svar, row.besvart_at = tekst, now, "", None
    db.session.add(row)
    flush()
    audit.record("innsigelse_meldt", entry, bruker=fra, fra=before, til=after, grunn=tekst)
    return row


def decide(
    habilitet: Habilitet,
    tilstand: Tilstand,
    begrunnelse: str,
    *,
    bruker: Bruker,
    now: datetime,
    svar: str = "",
) -> None:
    """Confirm or clear a tie; the answer stays until someone with the right decides again.

    Whoever has objected is told the outcome, with `svar` where there is one.

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
    for innsigelse in habilitet.innsigelser:
        if innsigelse.besvart_at is None:
            innsigelse.besvart_at, innsigelse.svar = now, svar
            flush()
            enqueue(mail.innsigelse_epost(innsigelse))
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
