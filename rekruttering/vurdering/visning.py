"""What the pages of scoring show; finished values for the templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from rekruttering.felles.clock import OSLO
from rekruttering.felles.errors import N_
from rekruttering.habilitet.rules import is_barred, is_clear
from rekruttering.intervju.visning import Kort, Medlem, Merke, to_kort, to_medlem
from rekruttering.utlysning.guidevisning import Guidedel, to_guide
from rekruttering.utlysning.models import Kompetanse
from rekruttering.vurdering import rules
from rekruttering.vurdering.arbeid import STEG_TEKST, Arbeid
from rekruttering.vurdering.models import Fellesskar, Ovingsskar, Ovingsvurdering, Skar, Vurdering
from rekruttering.vurdering.rules import (
    MANGEL_TEKST,
    VURDERING_TEKST,
    Mangel,
    Vurderingsplass,
    VurderingStatus,
)
from rekruttering.vurdering.rules.oving import Deltaker

_VURDERING_FARGE = {
    None: "neutral",
    VurderingStatus.KLADD: "info",
    VurderingStatus.LAST: "success",
    VurderingStatus.GJENAPNET: "warning",
}


@dataclass(frozen=True)
class Rad:
    """One interview of a member, with what is next."""

    kort: Kort
    steg: str
    ma_gjores: bool


@dataclass(frozen=True)
class Vurderingsmedlem(Medlem):
    """A member before one applicant, and how far the own scoring has come."""

    vurdering: Merke


@dataclass(frozen=True)
class Gitt:
    """One member's own score as it was locked."""

    navn: str
    poeng: str
    er_mangel: bool
    svar: str
    begrunnelse: str


@dataclass(frozen=True)
class Sammenligning:
    """One criterion on the joint page: every member's own score, and how far apart they are.

    `gitt` has one entry for each place in the panel, in its order. `snitt` is the mean of the
    `antall` scores that were given, None where there are none.
    """

    guide: Guidedel
    gitt: tuple[Gitt, ...]
    spenn: int
    snitt: float | None
    antall: int
    krever_grunn: bool
    forslag: int | None


def to_days(arbeid: Sequence[Arbeid]) -> list[tuple[date, list[Rad]]]:
    """Return a member's interviews by day; they come sorted by time."""
    rows = [Rad(to_kort(ett.intervju), STEG_TEKST[ett.steg], ett.ma_gjores) for ett in arbeid]
    return [
        (day, list(group))
        for day, group in groupby(rows, lambda rad: rad.kort.start_at.astimezone(OSLO).date())
    ]


def to_vurderingsmedlem(plass: Vurderingsplass) -> Vurderingsmedlem:
    """Return a member's place as pages show it; no scores."""
    medlem = to_medlem(plass)
    status = plass.status
    return Vurderingsmedlem(
        medlem.bruker_id,
        medlem.navn,
        medlem.leder,
        medlem.habilitet,
        Merke(
            status or "ikke_begynt",
            VURDERING_TEKST[status] if status else N_("Ikke begynt"),
            _VURDERING_FARGE[status],
        ),
    )


def to_sammenligninger(
    kompetanser: Sequence[Kompetanse],
    skarer: Sequence[Skar],
    plasser: Sequence[Vurderingsplass],
    sprak: str,
) -> list[Sammenligning]:
    """Return every criterion, the greatest spread first.

    What a member scored before a tie became known is not shown and does not count.
    """
    clear = {plass.bruker_id for plass in plasser if is_clear(plass.tilstand)}
    rows = []
    for kompetanse in kompetanser:
        egne = {
            skar.vurdering.bruker_id: skar
            for skar in skarer
            if skar.kompetanse_id == kompetanse.id and skar.vurdering.bruker_id in clear
        }
        poeng = [skar.poeng for skar in egne.values()]
        spenn = rules.spread(poeng)
        snitt, antall = rules.mean(poeng)
        rows.append(
            Sammenligning(
                to_guide(kompetanse, sprak),
                tuple(_to_place(plass, egne.get(plass.bruker_id)) for plass in plasser),
                spenn,
                snitt,
                antall,
                spenn >= rules.SPENN_KREVER_GRUNN,
                rules.joint_default(poeng),
            )
        )
    return sorted(rows, key=lambda rad: -rad.spenn)


def to_ovingsrader(
    kompetanser: Sequence[Kompetanse],
    skarer: Sequence[Ovingsskar],
    deltakere: Sequence[Deltaker],
    sprak: str,
) -> list[Sammenligning]:
    """Return the practice as it was scored, the greatest spread first."""
    rows = []
    for kompetanse in kompetanser:
        egne = {s.vurdering.bruker_id: s for s in skarer if s.kompetanse_id == kompetanse.id}
        poeng = [skar.poeng for skar in egne.values()]
        snitt, antall = rules.mean(poeng)
        spenn = rules.spread(poeng)
        gitt = tuple(_to_practice(d, egne.get(d.bruker_id)) for d in deltakere)
        krever = spenn >= rules.SPENN_KREVER_GRUNN
        guide = to_guide(kompetanse, sprak)
        rows.append(Sammenligning(guide, gitt, spenn, snitt, antall, krever, None))
    return sorted(rows, key=lambda rad: -rad.spenn)


def to_lagret(vurdering: Vurdering | None) -> dict[int, Gitt]:
    """Return a member's own stored scores by kompetanse_id."""
    skarer = vurdering.skarer if vurdering else []
    return {skar.kompetanse_id: _to_gitt(skar, "") for skar in skarer}


def to_ovingssvar(vurdering: Ovingsvurdering | None) -> dict[int, Gitt]:
    """Return a member's own stored practice scores by kompetanse_id."""
    skarer = vurdering.skarer if vurdering else []
    return {
        skar.kompetanse_id: Gitt(
            "",
            _points(skar.poeng, MANGEL_TEKST[skar.mangel] if skar.mangel else None),
            skar.poeng is None,
            "",
            skar.begrunnelse,
        )
        for skar in skarer
    }


def to_felles(fellesskarer: Sequence[Fellesskar]) -> dict[int, Gitt]:
    """Return the stored joint scores by kompetanse_id."""
    return {
        skar.kompetanse_id: Gitt("", _points(skar.poeng, None), False, "", skar.begrunnelse)
        for skar in fellesskarer
    }


def _to_gitt(skar: Skar, navn: str | None = None) -> Gitt:
    medlem = skar.vurdering.bruker if navn is None else None
    return Gitt(
        (medlem.navn or medlem.epost) if medlem else "",
        _points(skar.poeng, MANGEL_TEKST[skar.mangel] if skar.mangel else None),
        skar.poeng is None,
        skar.svar,
        skar.begrunnelse,
    )


def _to_place(plass: Vurderingsplass, skar: Skar | None) -> Gitt:
    """Return one member's cell; why there is no score is four different things."""
    if not is_clear(plass.tilstand):
        tekst = MANGEL_TEKST[Mangel.INHABIL] if is_barred(plass.tilstand) else N_("Ikke meldt")
        return Gitt(plass.navn, tekst, True, "", "")
    if skar is None:
        return Gitt(plass.navn, N_("Ikke scoret"), True, "", "")
    return _to_gitt(skar)


def _to_practice(deltaker: Deltaker, skar: Ovingsskar | None) -> Gitt:
    if skar is None:
        return Gitt(deltaker.navn, N_("Ikke låst"), True, "", "")
    mangel = MANGEL_TEKST[skar.mangel] if skar.mangel else None
    poeng = _points(skar.poeng, mangel)
    return Gitt(deltaker.navn, poeng, skar.poeng is None, "", skar.begrunnelse)


def _points(poeng: int | None, mangel: str | None) -> str:
    return str(poeng) if poeng is not None else mangel or "–"
