"""The rules of a round's interviews, and its rooms."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from rekruttering.felles import audit
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import N_, Hinder, KonfliktError, refuse_if
from rekruttering.intervju import queries
from rekruttering.intervju.models import Intervjuramme, Rom
from rekruttering.intervju.rules import Intervjuform
from rekruttering.intervju.rules.ramme import Ramme, ramme_hindre
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning


@dataclass(frozen=True)
class RammeInput:
    """The rules as a coordinator wants them; `reise` holds (from, to, minutes)."""

    ramme: Ramme
    reise: tuple[tuple[str, str, int], ...] = ()
    svarfrist_at: datetime | None = None


@dataclass(frozen=True)
class RomInput:
    """A room or a video link as a coordinator wants it."""

    navn: str
    form: Intervjuform
    sted: str
    adresse: str
    kapasitet: int
    trinnfri: bool
    apner_min: int
    stenger_min: int
    fra_dato: date | None = None
    til_dato: date | None = None
    i_bruk: bool = True


def update_ramme(
    utlysning: Utlysning, data: RammeInput, *, versjon: int, bruker: Bruker, now: datetime
) -> Intervjuramme:
    """Set how interviews are held in a round; what is planned stays until it is planned anew.

    Raises:
        KonfliktError: someone else changed the rules after `versjon` (0: no row yet) was read.
        HindretError: with these rules no interview could be held.
    """
    rad = queries.find_ramme(utlysning.id)
    if (rad.versjon if rad else 0) != versjon:
        raise KonfliktError
    refuse_if(ramme_hindre(data.ramme))
    if rad is None:
        rad = Intervjuramme(utlysning_id=utlysning.id, regler={}, endret_at=now)
        db.session.add(rad)
    default = asdict(Ramme())
    rad.regler = {k: v for k, v in asdict(data.ramme).items() if v != default[k]}
    rad.reise = [list(each) for each in data.reise]
    rad.svarfrist_at, rad.endret_at = data.svarfrist_at, now
    flush()
    audit.record("intervjuramme_endret", rad, bruker=bruker, regler=rad.regler, reise=rad.reise)
    return rad


def save_rom(
    utlysning: Utlysning, rom: Rom | None, data: RomInput, *, versjon: int, bruker: Bruker
) -> Rom:
    """Add a room (`rom` None) or change one; a link that is changed must be told anew.

    Raises:
        KonfliktError: someone else changed it after `versjon` was read.
        HindretError: the name is taken, or a field does not hold.
    """
    if rom is not None and rom.versjon != versjon:
        raise KonfliktError
    refuse_if(_rom_hindre(data, queries.list_rom(utlysning.id, alle=True), rom))
    if rom is None:
        rom = Rom(utlysning_id=utlysning.id)
        db.session.add(rom)
    moved = rom.id is not None and (rom.adresse, rom.form) != (data.adresse, data.form)
    for name, value in asdict(data).items():
        setattr(rom, name, value)
    flush()
    if moved:
        _move_along(rom)
    audit.record("rom_lagret", rom, bruker=bruker, navn=rom.navn, i_bruk=rom.i_bruk)
    return rom


def _rom_hindre(data: RomInput, alle: Sequence[Rom], rom: Rom | None) -> list[Hinder]:
    hindre = []
    others = [each for each in alle if rom is None or each.id != rom.id]
    if any(each.navn.casefold() == data.navn.casefold() for each in others):
        hindre.append(Hinder("navn", N_("Et annet rom har dette navnet.")))
    if data.stenger_min <= data.apner_min:
        hindre.append(Hinder("apent", N_("Rommet må stenge etter at det åpner.")))
    if (data.form is Intervjuform.VIDEO) != (not data.sted):
        hindre.append(Hinder("sted", N_("Et rom har et sted, og en videolenke har ikke.")))
    if data.fra_dato and data.til_dato and data.til_dato < data.fra_dato:
        hindre.append(Hinder("datoer", N_("Den siste dagen må være etter den første.")))
    return hindre


def _move_along(rom: Rom) -> None:
    """Let what is planned in a room follow its new address, as drafts until people are told."""
    for intervju in queries.list_ikke_holdt_i_rom(rom.id):
        intervju.form, intervju.sted, intervju.innkalt_at = rom.form, rom.adresse, None
    flush()
