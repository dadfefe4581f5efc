"""What the pages of interviews show; finished values for the templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from rekruttering.felles.clock import OSLO
from rekruttering.felles.errors import N_
from rekruttering.habilitet.rules import CLEAR, TILSTAND_TEKST
from rekruttering.habilitet.visning import FARGE
from rekruttering.intervju import rules
from rekruttering.intervju.arbeid import STEG_TEKST, Arbeid
from rekruttering.intervju.models import Fellesskar, Intervju, Panel, Skar, Vurdering
from rekruttering.intervju.rules import (
    FORM_TEKST,
    INTERVJU_TEKST,
    MANGEL_TEKST,
    VURDERING_TEKST,
    IntervjuStatus,
    Plass,
    VurderingStatus,
)
from rekruttering.utlysning.models import Kompetanse

_INTERVJU_FARGE = {
    IntervjuStatus.PLANLAGT: "info",
    IntervjuStatus.HOLDT: "success",
    IntervjuStatus.IKKE_HOLDT: "warning",
    IntervjuStatus.AVLYST: "neutral",
}
_VURDERING_FARGE = {
    None: "neutral",
    VurderingStatus.KLADD: "info",
    VurderingStatus.LAST: "success",
    VurderingStatus.GJENAPNET: "warning",
}


@dataclass(frozen=True)
class Merke:
    """A state as a tag: code, text (marked for translation) and colour."""

    kode: str
    tekst: str
    farge: str


@dataclass(frozen=True)
class Kort:
    """One interview in a list."""

    id: int
    soknad_id: int
    soker: str
    panel: str
    start_at: datetime
    klokkeslett: str
    form_tekst: str
    er_video: bool
    sted: str
    er_lenke: bool
    status: Merke
    innkalt: bool
    ikke_holdt_grunn: str


@dataclass(frozen=True)
class Rad:
    """One interview of a member, with what is next."""

    kort: Kort
    steg: str
    ma_gjores: bool


@dataclass(frozen=True)
class Medlem:
    """A member before one applicant."""

    bruker_id: int
    navn: str
    leder: bool
    habilitet: Merke
    vurdering: Merke


@dataclass(frozen=True)
class Guide:
    """A criterion with its questions and anchors in the reader's language."""

    id: int
    navn: str
    begrunnelse: str
    sporsmal: tuple[tuple[str, tuple[str, ...]], ...]
    anker: dict[str, str]


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
    """One criterion on the joint page: the members' own scores, and how far apart they are."""

    guide: Guide
    gitt: tuple[Gitt, ...]
    spenn: int
    antall: int
    krever_grunn: bool
    forslag: int | None


def to_kort(intervju: Intervju) -> Kort:
    """Return an interview as lists show it."""
    return Kort(
        id=intervju.id,
        soknad_id=intervju.soknad_id,
        soker=intervju.soknad.navn,
        panel=intervju.panel.navn,
        start_at=intervju.start_at,
        klokkeslett=f"{intervju.start_at.astimezone(OSLO):%H:%M}",
        form_tekst=FORM_TEKST[intervju.form],
        er_video=intervju.form is rules.Intervjuform.VIDEO,
        sted=intervju.sted,
        er_lenke=intervju.sted.startswith(("https://", "http://")),
        status=Merke(
            intervju.status, INTERVJU_TEKST[intervju.status], _INTERVJU_FARGE[intervju.status]
        ),
        innkalt=intervju.innkalt_at is not None,
        ikke_holdt_grunn=intervju.ikke_holdt_grunn,
    )


def to_days(arbeid: Sequence[Arbeid]) -> list[tuple[date, list[Rad]]]:
    """Return a member's interviews by day; they come sorted by time."""
    rows = [Rad(to_kort(ett.intervju), STEG_TEKST[ett.steg], ett.ma_gjores) for ett in arbeid]
    return [
        (day, list(group))
        for day, group in groupby(rows, lambda rad: rad.kort.start_at.astimezone(OSLO).date())
    ]


def to_medlem(plass: Plass) -> Medlem:
    """Return a member's place as pages show it; no scores."""
    tilstand = plass.tilstand
    tekst = TILSTAND_TEKST[tilstand] if tilstand else N_("Ikke meldt")
    habil = dict.fromkeys(CLEAR, N_("Habil"))
    return Medlem(
        plass.bruker_id,
        plass.navn,
        plass.leder,
        Merke(
            tilstand or "ubesvart",
            habil.get(tilstand, tekst) if tilstand else tekst,
            FARGE[tilstand] if tilstand else "warning",
        ),
        Merke(
            plass.status or "ikke_begynt",
            VURDERING_TEKST[plass.status] if plass.status else N_("Ikke begynt"),
            _VURDERING_FARGE[plass.status],
        ),
    )


def to_guide(kompetanse: Kompetanse, sprak: str) -> Guide:
    """Return a criterion of the interview guide in one language."""
    return Guide(
        kompetanse.id,
        kompetanse.navn(sprak),
        kompetanse.begrunnelse(sprak),
        tuple(
            (_text(en, sprak), tuple(_text(to, sprak) for to in en.get("oppfolging", ())))
            for en in kompetanse.sporsmal
        ),
        {trinn: _text(tekst, sprak) for trinn, tekst in sorted(kompetanse.anker.items())},
    )


def to_sammenligninger(
    kompetanser: Sequence[Kompetanse], skarer: Sequence[Skar], sprak: str
) -> list[Sammenligning]:
    """Return every criterion, the greatest spread first."""
    rows = []
    for kompetanse in kompetanser:
        egne = [skar for skar in skarer if skar.kompetanse_id == kompetanse.id]
        poeng = [skar.poeng for skar in egne]
        spenn = rules.spread(poeng)
        rows.append(
            Sammenligning(
                to_guide(kompetanse, sprak),
                tuple(_to_gitt(skar) for skar in egne),
                spenn,
                sum(ett is not None for ett in poeng),
                spenn >= rules.SPENN_KREVER_GRUNN,
                rules.joint_default(poeng),
            )
        )
    return sorted(rows, key=lambda rad: -rad.spenn)


def to_lagret(vurdering: Vurdering | None) -> dict[int, Gitt]:
    """Return a member's own stored scores by kompetanse_id."""
    skarer = vurdering.skarer if vurdering else []
    return {skar.kompetanse_id: _to_gitt(skar, "") for skar in skarer}


def to_felles(fellesskarer: Sequence[Fellesskar]) -> dict[int, Gitt]:
    """Return the stored joint scores by kompetanse_id."""
    return {
        skar.kompetanse_id: Gitt("", _points(skar.poeng, None), False, "", skar.begrunnelse)
        for skar in fellesskarer
    }


def panel_medlemmer(panel: Panel) -> list[tuple[str, bool]]:
    """Return the names of a panel's members and whether each leads."""
    return [(m.bruker.navn or m.bruker.epost, m.leder) for m in panel.medlemmer]


def _to_gitt(skar: Skar, navn: str | None = None) -> Gitt:
    medlem = skar.vurdering.bruker if navn is None else None
    return Gitt(
        (medlem.navn or medlem.epost) if medlem else "",
        _points(skar.poeng, MANGEL_TEKST[skar.mangel] if skar.mangel else None),
        skar.poeng is None,
        skar.svar,
        skar.begrunnelse,
    )


def _points(poeng: int | None, mangel: str | None) -> str:
    return str(poeng) if poeng is not None else mangel or "–"


def _text(value: Any, sprak: str) -> str:
    return str(value.get(sprak) or value.get("nb", ""))
