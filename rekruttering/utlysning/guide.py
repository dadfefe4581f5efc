"""Use cases of the interview guide: what it lacks, freezing it, and taking a question out.

The guide is the criteria of a round with their questions and anchors. It is edited like the rest of
the call until the interviews open; from then on every applicant meets the same version, and a
faulty question is taken out for everyone, never rewritten for the rest.
"""

from datetime import datetime
from typing import Any

from rekruttering.felles import audit, events
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import N_, Hinder, refuse_if
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning import adapter, queries
from rekruttering.utlysning.events import KompetanseUtgar
from rekruttering.utlysning.models import Guide, Kompetanse, Utlysning
from rekruttering.utlysning.rules import Seksjon, guide, overganger, publisering


def list_hindre(utlysning_id: int) -> list[Hinder]:
    """Return everything that the guide of a round lacks, in the order of the criteria.

    Every criterion has a reason, a weight, a question with its follow-ups, and anchors for the
    lowest, the middle and the highest step, in both languages.
    """
    kompetanser = queries.list_kompetanser(utlysning_id)
    if not kompetanser:
        return [Hinder("guide_tom", N_("Utlysningen har ingen kompetanser å vurdere."))]
    return [
        hinder
        for kompetanse in kompetanser
        for hinder in publisering.kriterium_hindre(adapter.to_kriterium(kompetanse))
    ]


def freeze(utlysning: Utlysning, *, bruker: Bruker | None, now: datetime) -> Guide:
    """Keep the guide as it is now as version 1; frozen once is frozen.  Kilde: docs/regler.md#V3.

    Raises:
        HindretError: with everything that the guide lacks.
    """
    versjoner = queries.list_guider(utlysning.id)
    if versjoner:
        return versjoner[-1]
    refuse_if(list_hindre(utlysning.id))
    return _write(utlysning, 1, {}, "", bruker, now)


def set_merknad(utlysning: Utlysning, nb: str, nn: str, *, bruker: Bruker, now: datetime) -> None:
    """Set what stands on top of the guide.

    Raises:
        HindretError: the guide is frozen, or the remark lacks a language.
    """
    if (utlysning.guide_merknad_nb, utlysning.guide_merknad_nn) == (nb, nn):
        return
    hindre = overganger.edit_hindre(Seksjon.KOMPETANSER, utlysning.status)
    refuse_if([*hindre, *guide.merknad_hindre(nb, nn)])
    utlysning.guide_merknad_nb, utlysning.guide_merknad_nn = nb, nn
    utlysning.endret_at = now
    flush()
    audit.record("endret_guide_merknad", utlysning, bruker=bruker)


def remove_sporsmal(
    kompetanse: Kompetanse, plass: int, grunn: str, *, bruker: Bruker, now: datetime
) -> Guide:
    """Take a question (by its place, from 0) out for everyone, and return the new version.

    A criterion without questions is taken out too: nobody is judged on what nobody was asked.

    Raises:
        HindretError: the round is not being interviewed, there is no such question, nothing
            would be left, or a later area has built on the criterion.
    """
    utlysning = kompetanse.utlysning
    igjen = [sporsmal for n, sporsmal in enumerate(kompetanse.sporsmal) if n != plass]
    finnes = kompetanse.utgatt_at is None and 0 <= plass < len(kompetanse.sporsmal)
    siste = finnes and not igjen and len(queries.list_kompetanser(utlysning.id)) == 1
    hindre = guide.remove_hindre(utlysning.status, grunn, finnes=finnes, siste_kompetanse=siste)
    refuse_if(hindre)
    fjernet = kompetanse.sporsmal[plass]
    if igjen:
        kompetanse.sporsmal = igjen
    else:
        events.publish(KompetanseUtgar(kompetanse))
        kompetanse.utgatt_at, kompetanse.utgatt_grunn = now, grunn
    utlysning.endret_at = now
    flush()
    nummer = max((row.nummer for row in queries.list_guider(utlysning.id)), default=0) + 1
    hva = {
        "kode": kompetanse.kode,
        "navn": {"nb": kompetanse.navn_nb, "nn": kompetanse.navn_nn},
        "tekst": {"nb": fjernet["nb"], "nn": fjernet["nn"]},
        "utgatt": not igjen,
    }
    return _write(utlysning, nummer, hva, grunn, bruker, now)


def _write(
    utlysning: Utlysning,
    nummer: int,
    fjernet: dict[str, Any],
    grunn: str,
    bruker: Bruker | None,
    now: datetime,
) -> Guide:
    kriterier = [adapter.to_kriterium(k) for k in queries.list_kompetanser(utlysning.id)]
    row = Guide(utlysning_id=utlysning.id, nummer=nummer, laget_at=now, laget_av=bruker)
    row.innhold = [adapter.to_innhold(kriterium) for kriterium in kriterier]
    row.fjernet, row.grunn = fjernet, grunn
    db.session.add(row)
    flush()
    handling = "fjernet_sporsmal" if fjernet else "frosset_guide"
    detaljer = {"nummer": nummer, "grunn": grunn, "kompetanse": fjernet.get("kode", "")}
    audit.record(handling, utlysning, bruker=bruker, **detaljer)
    return row
