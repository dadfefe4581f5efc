"""What was changed after it was locked or set; finished values for the templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from rekruttering.felles.errors import N_
from rekruttering.utlysning.models import Kompetanse
from rekruttering.vurdering.models import Fellesskar, Vurdering
from rekruttering.vurdering.rules import MANGEL_TEKST, Mangel


@dataclass(frozen=True)
class Endring:
    """One score that was changed: `fra` and `til` are points or the reason for none."""

    hvem: str
    kompetanse: str
    fra: str
    fra_begrunnelse: str
    til: str
    til_begrunnelse: str
    fra_at: datetime | None
    grunn: str


def list_endringer(
    kompetanser: Sequence[Kompetanse],
    vurderinger: Sequence[Vurdering],
    fellesskarer: Sequence[Fellesskar],
    sprak: str,
) -> list[Endring]:
    """Return the changes, members first, each against what came after it."""
    navn = {kompetanse.id: kompetanse.navn(sprak) for kompetanse in kompetanser}
    rows = [rad for vurdering in vurderinger for rad in _own(vurdering, navn)]
    for skar in fellesskarer:
        states = [*skar.tidligere, _plain(skar.poeng, None, skar.begrunnelse)]
        for before, then in pairwise(states):
            kompetanse = navn.get(skar.kompetanse_id, "")
            rows.append(
                _to_endring(N_("Felles poeng"), kompetanse, before, then, before["satt_at"], "")
            )
    return rows


def _own(vurdering: Vurdering, navn: dict[int, str]) -> list[Endring]:
    now = {
        skar.kompetanse_id: _plain(skar.poeng, skar.mangel, skar.begrunnelse)
        for skar in vurdering.skarer
    }
    states = [*(_by_kompetanse(en["skarer"]) for en in vurdering.tidligere), now]
    rows = []
    for en, (before, after) in zip(vurdering.tidligere, pairwise(states), strict=True):
        for id, kompetanse in navn.items():
            fra, til = before.get(id, _plain(None, None, "")), after.get(id, _plain(None, None, ""))
            if fra != til:
                hvem = vurdering.bruker.navn or vurdering.bruker.epost
                rows.append(_to_endring(hvem, kompetanse, fra, til, en["last_at"], en["grunn"]))
    return rows


def _by_kompetanse(skarer: Sequence[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {
        skar["kompetanse_id"]: _plain(skar["poeng"], skar["mangel"], skar["begrunnelse"])
        for skar in skarer
    }


def _plain(poeng: int | None, mangel: str | None, begrunnelse: str) -> dict[str, Any]:
    return {"poeng": poeng, "mangel": mangel, "begrunnelse": begrunnelse}


def _to_endring(
    hvem: str,
    kompetanse: str,
    fra: dict[str, Any],
    til: dict[str, Any],
    at: str | None,
    grunn: str,
) -> Endring:
    return Endring(
        hvem,
        kompetanse,
        _points(fra),
        fra["begrunnelse"],
        _points(til),
        til["begrunnelse"],
        datetime.fromisoformat(at) if at else None,
        grunn,
    )


def _points(plain: dict[str, Any]) -> str:
    if plain["poeng"] is not None:
        return str(plain["poeng"])
    mangel = plain.get("mangel")
    return MANGEL_TEKST[Mangel(mangel)] if mangel else "–"
