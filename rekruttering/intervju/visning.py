"""What the pages of interviews show; finished values for the templates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_datetime

from rekruttering.felles.clock import OSLO
from rekruttering.felles.errors import N_
from rekruttering.habilitet.rules import CLEAR, TILSTAND_TEKST
from rekruttering.habilitet.visning import FARGE
from rekruttering.intervju import rules
from rekruttering.intervju.adapter import to_moment
from rekruttering.intervju.models import Intervju, Panel, Timeplan
from rekruttering.intervju.queries import list_paneler, list_rom
from rekruttering.intervju.rules import FORM_TEKST, INTERVJU_TEKST, IntervjuStatus, Plass
from rekruttering.utlysning.queries import list_kompetanser

# What stands for a name or a time in an explanation: «{S17}», «{t540}».
_MARK = re.compile(r"\{([SMRPX]\d+|t-?\d+)\}")

_INTERVJU_FARGE = {
    IntervjuStatus.PLANLAGT: "info",
    IntervjuStatus.HOLDT: "success",
    IntervjuStatus.IKKE_HOLDT: "warning",
    IntervjuStatus.AVLYST: "neutral",
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
    minutter: int
    fastsatt: bool


@dataclass(frozen=True)
class Medlem:
    """A member before one applicant."""

    bruker_id: int
    navn: str
    leder: bool
    habilitet: Merke


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
        minutter=round((intervju.slutt_at - intervju.start_at).total_seconds() / 60),
        fastsatt=intervju.fastsatt,
    )


def to_medlem(plass: Plass) -> Medlem:
    """Return a member's place as pages show it."""
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
    )


def panel_medlemmer(panel: Panel) -> list[tuple[str, bool]]:
    """Return the names of a panel's members and whether each leads."""
    return [(m.bruker.navn or m.bruker.epost, m.leder) for m in panel.medlemmer]


@dataclass(frozen=True)
class Avtale:
    """An interview as its applicant has been told of it, or what became of it."""

    tilstand: str
    start_at: datetime
    slutt_at: datetime
    minutter: int
    form_tekst: str
    er_video: bool
    sted: str
    er_lenke: bool
    medlemmer: tuple[str, ...]


def to_avtale(intervju: Intervju | None) -> Avtale | None:
    """Return what the applicant may see; None while nothing has been told."""
    if intervju is None or intervju.varslet is None:
        return None
    told = intervju.varslet
    start_at, slutt_at = (datetime.fromisoformat(told[key]) for key in ("start_at", "slutt_at"))
    form = rules.Intervjuform(told["form"])
    tilstand = intervju.status.value
    if intervju.avbrutt_at is not None:
        tilstand = "avbrutt"
    return Avtale(
        tilstand,
        start_at,
        slutt_at,
        round((slutt_at - start_at).total_seconds() / 60),
        FORM_TEKST[form],
        form is rules.Intervjuform.VIDEO,
        told["sted"],
        told["sted"].startswith(("https://", "http://")),
        tuple(navn for _id, navn in told["medlemmer"]),
    )


@dataclass(frozen=True)
class Guidedel:
    """A criterion of the guide for a printed day: what is asked, and what each step sounds like."""

    navn: str
    begrunnelse: str
    sporsmal: tuple[tuple[str, tuple[str, ...]], ...]
    anker: tuple[tuple[str, str], ...]


def to_guide_liste(utlysning_id: int, sprak: str) -> list[Guidedel]:
    """Return the guide of a round in one language."""
    return [
        Guidedel(
            each.navn(sprak),
            each.begrunnelse(sprak),
            tuple(
                (_in(en, sprak), tuple(_in(to, sprak) for to in en.get("oppfolging", ())))
                for en in each.sporsmal
            ),
            tuple((trinn, _in(tekst, sprak)) for trinn, tekst in sorted(each.anker.items())),
        )
        for each in list_kompetanser(utlysning_id)
    ]


def _in(value: Any, sprak: str) -> str:
    return str(value.get(sprak) or value.get("nb", ""))


def to_setninger(timeplan: Timeplan, sprak: str, navn: Mapping[int, str]) -> dict[int, list[str]]:
    """Return why each has no time, by soknad_id, with names and times filled in.

    `navn` are the applicants' names; members, rooms and panels are looked up here.
    """
    if not timeplan.forklaringer:
        return {}
    names = {f"S{id}": name for id, name in navn.items()}
    for panel in list_paneler(timeplan.utlysning_id):
        names[f"P{panel.id}"] = panel.navn
        names |= {f"M{m.bruker_id}": m.bruker.navn or m.bruker.epost for m in panel.medlemmer}
    names |= {f"R{rom.id}": rom.navn for rom in list_rom(timeplan.utlysning_id, alle=True)}
    first = date.fromisoformat(timeplan.problem["forste_dag"])

    def fill(match: re.Match[str]) -> str:
        ref = match[1]
        if ref.startswith("t"):
            moment = to_moment(first, int(ref[1:]))
            return str(format_datetime(moment, "EEEE d. MMMM 'kl.' HH:mm", OSLO, locale=sprak))
        return names.get(ref, ref)

    return {
        each["soknad_id"]: [_MARK.sub(fill, text) for text in each.get(sprak) or each["nb"]]
        for each in timeplan.forklaringer
    }
