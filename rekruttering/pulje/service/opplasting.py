"""Use cases of uploading a list: read, show what will change, store it whole."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from rekruttering.felles import audit
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import N_, Hinder, refuse_if
from rekruttering.felles.tabellfil import Radfeil
from rekruttering.kommune.models import Kommune
from rekruttering.kommune.rules import KommuneMalform, SamiskSprak
from rekruttering.pulje import innlesing, queries, rules
from rekruttering.pulje.innlesing import Rad
from rekruttering.pulje.models import Kommuneopplasting, Pulje, Puljekommune
from rekruttering.pulje.rules import Grunnlag
from rekruttering.pulje.service.kommuner import (
    CONTACT,
    SHOWN,
    PuljekommuneInput,
    add_hindre,
    column_values,
    insert,
    update_kommune,
)
from rekruttering.tilgang.models import Bruker


@dataclass(frozen=True)
class Endring:
    """One field that an upload changes, before and after; codes, not labels."""

    felt: str
    fra: str
    til: str


@dataclass(frozen=True)
class Forslagsrad:
    """One row of an upload: what is added (`puljekommune_id` None) or changed."""

    inn: PuljekommuneInput
    kommune: str
    puljekommune_id: int | None
    versjon: int | None
    endringer: tuple[Endring, ...] = ()


@dataclass
class Opplastingssvar:
    """An upload that waits for a yes, or every fault of the file."""

    opplasting: Kommuneopplasting | None = None
    feil: list[Radfeil] = field(default_factory=list)


def upload(
    pulje: Pulje, filnavn: str, innhold: bytes, *, bruker: Bruker, now: datetime
) -> Opplastingssvar:
    """Read a file and keep what it would change, or return every fault; nothing is stored yet.

    Raises:
        UleseligListeError: the file cannot be read at all.
    """
    register = queries.map_kommuner(pulje.innsats_fra_dato)
    lest = innlesing.read_file(innhold, register)
    stored = {row.kommune.kommunenummer: row for row in queries.list_puljekommuner(pulje.id)}
    deltakelser = queries.map_deltakelser(pulje)
    feil = list(lest.feil)
    rader = []
    for rad in lest.rader:
        kommune = register[rad.kommunenummer]
        row = stored.get(rad.kommunenummer)
        if row is None:
            tidligere = queries.list_related(rad.kommunenummer, deltakelser)
            hindre = rules.identifisert_hindre(kommune.navn, pulje.trukket_dato, tidligere)
            feil += [Radfeil(rad.rad, "kommunenummer", hinder) for hinder in hindre]
        rader.append(_forslagsrad(_to_input(rad), kommune, row, pulje))
    if feil:
        return Opplastingssvar(feil=sorted(feil, key=lambda each: each.rad))
    opplasting = Kommuneopplasting(
        pulje=pulje,
        lastet_opp_av=bruker,
        filnavn=filnavn[:200],
        rader=[asdict(rad) for rad in rader],
        opprettet_at=now,
    )
    db.session.add(opplasting)
    flush()
    return Opplastingssvar(opplasting=opplasting)


def _to_input(rad: Rad) -> PuljekommuneInput:
    samisk = rad.samisk_sprak
    return PuljekommuneInput(
        kommunenummer=rad.kommunenummer,
        grunnlag=rad.grunnlag,
        timer=rad.timer,
        kontakt_navn=rad.kontakt_navn,
        kontakt_epost=rad.kontakt_epost,
        kontakt_telefon=rad.kontakt_telefon,
        fagomrader=rad.fagomrader,
        behov=rad.behov,
        malform=rad.malform,
        samisk_sprak=SamiskSprak(samisk) if samisk else None,
        samisk_fra_register=samisk is None,
    )


def _forslagsrad(
    inn: PuljekommuneInput, kommune: Kommune, row: Puljekommune | None, pulje: Pulje
) -> Forslagsrad:
    if row is None:
        return Forslagsrad(inn, kommune.navn, None, None)
    values = column_values(inn, kommune, pulje)
    endringer = tuple(
        Endring(name, _plain(getattr(row, name)), _plain(values[name]))
        for name in (*SHOWN, *CONTACT)
        if _plain(getattr(row, name)) != _plain(values[name])
    )
    return Forslagsrad(inn, kommune.navn, row.id, row.versjon, endringer)


def _plain(value: object) -> str:
    """Return a value as text that can be compared and kept in JSON."""
    if isinstance(value, list):
        return ",".join(str(each) for each in value)
    return "" if value is None else str(value)


def read_rader(opplasting: Kommuneopplasting) -> list[Forslagsrad]:
    """Return the rows of an upload as they were written."""
    return [_to_forslagsrad(rad) for rad in opplasting.rader]


def _to_forslagsrad(rad: Mapping[str, Any]) -> Forslagsrad:
    inn = dict(rad["inn"])
    inn["grunnlag"] = Grunnlag(inn["grunnlag"])
    inn["malform"] = KommuneMalform(inn["malform"]) if inn["malform"] else None
    inn["samisk_sprak"] = SamiskSprak(inn["samisk_sprak"]) if inn["samisk_sprak"] else None
    inn["fagomrader"] = tuple(inn["fagomrader"])
    endringer = tuple(Endring(**endring) for endring in rad["endringer"])
    return Forslagsrad(
        PuljekommuneInput(**inn), rad["kommune"], rad["puljekommune_id"], rad["versjon"], endringer
    )


def confirm_upload(opplasting: Kommuneopplasting, *, bruker: Bruker, now: datetime) -> None:
    """Store an upload as it was shown, all of it or nothing; a second yes changes nothing.

    Raises:
        HindretError: the list was changed since the file was read, or a rule no longer holds.
    """
    if opplasting.lagret_at is not None:
        return
    pulje = opplasting.pulje
    rader = read_rader(opplasting)
    register = queries.map_kommuner(pulje.innsats_fra_dato)
    deltakelser = queries.map_deltakelser(pulje)
    stored = {row.id: row for row in queries.list_puljekommuner(pulje.id)}
    hindre: list[Hinder] = []
    for rad in rader:
        if rad.puljekommune_id is None:
            kommune = register[rad.inn.kommunenummer]
            hindre += add_hindre(pulje, kommune, deltakelser, rad.inn)
        else:
            hindre += _changed_hindre(stored.get(rad.puljekommune_id), rad)
    refuse_if(hindre)
    opplasting.lagret_at = now
    flush()
    for rad in rader:
        if rad.puljekommune_id is None:
            insert(pulje, register[rad.inn.kommunenummer], rad.inn, bruker, now)
        elif rad.endringer:
            row = stored[rad.puljekommune_id]
            update_kommune(row, rad.inn, versjon=row.versjon, bruker=bruker, now=now)
    audit.record("opplasting_lagret", opplasting, bruker=bruker, **_tally(rader))


def _changed_hindre(row: Puljekommune | None, rad: Forslagsrad) -> list[Hinder]:
    if row is not None and row.versjon == rad.versjon:
        return []
    tekst = N_("%(kommune)s er endret av noen andre etter at filen ble lest. Last opp på nytt.")
    return [Hinder("endret", tekst, {"kommune": rad.kommune})]


def _tally(rader: Sequence[Forslagsrad]) -> dict[str, object]:
    nye = sum(rad.puljekommune_id is None for rad in rader)
    return {"nye": nye, "endret": sum(bool(rad.endringer) for rad in rader)}
