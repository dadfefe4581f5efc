"""From rows of text to the checked values of one of the lists of reference data.

Everything is checked before anything is used: the answer is the whole list, or every fault.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from rekruttering.felles.errors import N_, Hinder
from rekruttering.felles.tabellfil import Radfeil, Tabell, UleseligListeError
from rekruttering.kommune.rules import Endringstype, KommuneMalform, Listeslag, SamiskSprak

Verdi = str | int | float | date | None
# (code, first day, last day or None) of each office or county that is known.
Perioder = Collection[tuple[str, date, date | None]]


@dataclass(frozen=True)
class Rad:
    """A row: its number in the file, its key, and the values by the model's attribute."""

    nummer: int
    nokkel: tuple[Verdi, ...]
    verdier: Mapping[str, Verdi]


@dataclass(frozen=True)
class Liste:
    """A whole list without faults."""

    slag: Listeslag
    rader: tuple[Rad, ...]


class _AvvistError(Exception):
    """The text of a cell is not what the column holds."""

    def __init__(self, kode: str, tekst: str, **verdier: object) -> None:
        super().__init__(kode)
        self.hinder = Hinder(kode, tekst, verdier)


Leser = Callable[[str], Verdi]


def _optional(text: str) -> str:
    return text


def _required(text: str) -> str:
    if not text:
        raise _AvvistError("mangler", N_("Feltet er tomt."))
    return text


def _number(digits: int) -> Leser:
    def read(text: str) -> str:
        # Excel removes zeros in front of what looks like a number.
        number = _required(text).zfill(digits)
        if len(number) != digits or not number.isascii() or not number.isdigit():
            tekst = N_("«%(verdi)s» er ikke et nummer med %(sifre)s sifre.")
            raise _AvvistError("nummer", tekst, verdi=text, sifre=digits)
        return number

    return read


def _day(text: str) -> date:
    _required(text)
    try:
        if "." in text:
            day, month, year = text.split(".")
            return date(int(year), int(month), int(day))
        return date.fromisoformat(text)
    except ValueError as error:
        tekst = N_("«%(verdi)s» er ikke en dato. Skriv for eksempel 2024-01-31 eller 31.1.2024.")
        raise _AvvistError("dato", tekst, verdi=text) from error


def _degrees(low: float, high: float) -> Leser:
    def read(text: str) -> float:
        try:
            value = float(_required(text).replace(",", "."))
        except ValueError as error:
            tekst = N_("«%(verdi)s» er ikke et tall.")
            raise _AvvistError("tall", tekst, verdi=text) from error
        if not low <= value <= high:
            tekst = N_("%(verdi)s ligger utenfor Norge, fra %(fra)s til %(til)s grader.")
            raise _AvvistError("utenfor", tekst, verdi=text, fra=low, til=high)
        return value

    return read


def _count(text: str) -> int:
    plain = text.replace(" ", "").replace("\xa0", "")
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
        raise _AvvistError("antall", N_("«%(verdi)s» er ikke et helt tall."), verdi=text)
    return int(plain)


def _one_of(words: Mapping[str, str]) -> Leser:
    def read(text: str) -> str:
        word = words.get(_required(text).casefold())
        if word is None:
            tekst = N_("«%(verdi)s» er ukjent. Skriv en av disse: %(lovlige)s.")
            raise _AvvistError("ukjent", tekst, verdi=text, lovlige=", ".join(words))
        return word

    return read


def _or_none(read: Leser) -> Leser:
    return lambda text: read(text) if text else None


MALFORM: Final = {
    "nb": KommuneMalform.BOKMAL,
    "nn": KommuneMalform.NYNORSK,
    "nøytral": KommuneMalform.NOYTRAL,
}
SAMISK: Final = {
    "nordsamisk": SamiskSprak.NORDSAMISK,
    "lulesamisk": SamiskSprak.LULESAMISK,
    "sørsamisk": SamiskSprak.SORSAMISK,
}
ENDRING: Final = {str(member): member for member in Endringstype}


@dataclass(frozen=True)
class Kolonne:
    """A column of a list: its heading in the file, the model's attribute, and how to read it."""

    navn: str
    felt: str
    les: Leser


_PERIODE: Final = (
    Kolonne("gyldig_fra", "gyldig_fra", _day),
    Kolonne("gyldig_til", "gyldig_til", _or_none(_day)),
)
_SAMISKE_NAVN: Final = tuple(
    Kolonne(f"navn_{sprak}", f"navn_{sprak}", _optional)
    for sprak in ("nordsamisk", "lulesamisk", "sorsamisk", "kvensk")
)
KOLONNER: Final[Mapping[Listeslag, tuple[Kolonne, ...]]] = {
    Listeslag.EMBETER: (
        Kolonne("embete", "kode", _required),
        *_PERIODE,
        *(
            Kolonne(f"{navn}_{sprak}", f"{navn}_{sprak}", _required)
            for navn in ("betegnelse", "navn", "kortnavn")
            for sprak in ("nb", "nn")
        ),
    ),
    Listeslag.FYLKER: (
        Kolonne("fylkesnummer", "fylkesnummer", _number(2)),
        *_PERIODE,
        Kolonne("navn", "navn", _required),
        *_SAMISKE_NAVN,
        Kolonne("embete", "embete_kode", _required),
        Kolonne("malform", "malform", _or_none(_one_of(MALFORM))),
        Kolonne("innbyggere", "innbyggere", _or_none(_count)),
    ),
    Listeslag.KOMMUNER: (
        Kolonne("kommunenummer", "kommunenummer", _number(4)),
        *_PERIODE,
        Kolonne("navn", "navn", _required),
        Kolonne("navn_norsk", "navn_norsk", _required),
        *_SAMISKE_NAVN,
        Kolonne("fylkesnummer", "fylkesnummer", _number(2)),
        Kolonne("embete", "embete_kode", _required),
        Kolonne("administrasjonssenter", "administrasjonssenter", _required),
        Kolonne("breddegrad", "breddegrad", _degrees(57, 72)),
        Kolonne("lengdegrad", "lengdegrad", _degrees(4, 32)),
        Kolonne("malform", "malform", _one_of(MALFORM)),
        Kolonne("malform_grunnlag", "malform_grunnlag", _optional),
        Kolonne("samisk_sprak", "samisk_sprak", _or_none(_one_of(SAMISK))),
        Kolonne("samisk_fra", "samisk_fra", _or_none(_day)),
        Kolonne("innbyggere", "innbyggere", _or_none(_count)),
        Kolonne("offentlige_grunnskoler", "grunnskoler", _or_none(_count)),
    ),
    Listeslag.ENDRINGER: (
        Kolonne("gjelder_fra", "gjelder_fra", _day),
        Kolonne("gammelt_kommunenummer", "fra_nummer", _number(4)),
        Kolonne("gammelt_navn", "fra_navn", _required),
        Kolonne("nytt_kommunenummer", "til_nummer", _number(4)),
        Kolonne("nytt_navn", "til_navn", _required),
        Kolonne("type", "type", _one_of(ENDRING)),
    ),
}
NOKKEL: Final[Mapping[Listeslag, tuple[str, ...]]] = {
    Listeslag.EMBETER: ("kode", "gyldig_fra"),
    Listeslag.FYLKER: ("fylkesnummer", "gyldig_fra"),
    Listeslag.KOMMUNER: ("kommunenummer", "gyldig_fra"),
    Listeslag.ENDRINGER: ("gjelder_fra", "fra_nummer", "til_nummer"),
}


def read_liste(tabell: Tabell, *, embeter: Perioder = (), fylker: Perioder = ()) -> Liste:
    """Return the list that the columns tell it is.

    `embeter` and `fylker` are those that are known and that a row may refer to.

    Raises:
        UleseligListeError: with every fault, by row and column.
    """
    slag = _find_slag(tabell)
    rader: list[Rad] = []
    faults = list(tabell.feil)
    if not tabell.rader:
        tekst = N_("Filen har ingen rader under overskriftene.")
        faults.append(Radfeil(0, "", Hinder("ingen_rader", tekst)))
    for number, texts in tabell.rader:
        verdier, wrong = _read_row(KOLONNER[slag], number, texts)
        faults += wrong
        if not wrong:
            nokkel = tuple(verdier[felt] for felt in NOKKEL[slag])
            rader.append(Rad(number, nokkel, verdier))
    faults += _twice(slag, rader)
    if slag is not Listeslag.ENDRINGER:
        faults += _period_faults(rader)
    if slag is Listeslag.FYLKER or slag is Listeslag.KOMMUNER:
        faults += _one_day_faults(rader)
        faults += _unknown("embete", "embete_kode", rader, embeter)
    if slag is Listeslag.KOMMUNER:
        faults += _unknown("fylkesnummer", "fylkesnummer", rader, fylker)
        faults += _kommune_faults(rader)
    if faults:
        raise UleseligListeError(faults)
    return Liste(slag, tuple(rader))


def _find_slag(tabell: Tabell) -> Listeslag:
    """Return the kind whose columns are all there; else name what the likeliest kind lacks."""
    if not tabell.kolonner:
        tekst = N_("Den første raden må ha navnene på kolonnene.")
        raise UleseligListeError([Radfeil(0, "", Hinder("tom", tekst))])
    missing = {
        slag: [k.navn for k in kolonner if k.navn not in tabell.kolonner]
        for slag, kolonner in KOLONNER.items()
    }

    def likeness(slag: Listeslag) -> int:
        # A list of municipalities has every column of a list of counties, so what is there counts
        # for more than what is not.
        absent = len(missing[slag])
        return 3 * (len(KOLONNER[slag]) - absent) - absent

    likeliest = max(missing, key=likeness)
    if missing[likeliest]:
        hinder = Hinder("kolonne_mangler", N_("Kolonnen mangler."))
        absent = [Radfeil(1, navn, hinder) for navn in missing[likeliest]]
        raise UleseligListeError([*tabell.feil, *absent])
    return likeliest


def _read_row(
    kolonner: tuple[Kolonne, ...], number: int, texts: Mapping[str, str]
) -> tuple[dict[str, Verdi], list[Radfeil]]:
    verdier: dict[str, Verdi] = {}
    faults = []
    for kolonne in kolonner:
        try:
            verdier[kolonne.felt] = kolonne.les(texts[kolonne.navn])
        except _AvvistError as error:
            faults.append(Radfeil(number, kolonne.navn, error.hinder))
    return verdier, faults


def _twice(slag: Listeslag, rader: list[Rad]) -> Iterator[Radfeil]:
    seen: dict[tuple[Verdi, ...], int] = {}
    heading = next(k.navn for k in KOLONNER[slag] if k.felt in NOKKEL[slag])
    for rad in rader:
        first = seen.setdefault(rad.nokkel, rad.nummer)
        if first != rad.nummer:
            tekst = N_("Det samme står allerede i rad %(rad)s.")
            yield Radfeil(rad.nummer, heading, Hinder("dobbel", tekst, {"rad": first}))


def _period_faults(rader: list[Rad]) -> Iterator[Radfeil]:
    for rad in rader:
        fra, til = rad.verdier["gyldig_fra"], rad.verdier["gyldig_til"]
        if isinstance(fra, date) and isinstance(til, date) and til < fra:
            hinder = Hinder("periode", N_("Siste dag er før første dag."))
            yield Radfeil(rad.nummer, "gyldig_til", hinder)


def _one_day_faults(rader: list[Rad]) -> Iterator[Radfeil]:
    """Name the rows that begin on another day than most: the list must hold from one day."""
    days = Counter(rad.verdier["gyldig_fra"] for rad in rader)
    if len(days) > 1:
        day = days.most_common(1)[0][0]
        tekst = N_("Alle rader må gjelde fra samme dag. De fleste gjelder fra %(dag)s.")
        hinder = Hinder("ulike_dager", tekst, {"dag": str(day)})
        yield from (
            Radfeil(rad.nummer, "gyldig_fra", hinder)
            for rad in rader
            if rad.verdier["gyldig_fra"] != day
        )


def _unknown(heading: str, felt: str, rader: list[Rad], known: Perioder) -> Iterator[Radfeil]:
    tekst = N_("«%(verdi)s» finnes ikke den dagen raden gjelder fra.")
    for rad in rader:
        kode, day = rad.verdier[felt], rad.verdier["gyldig_fra"]
        if not isinstance(day, date) or not any(
            kode == other and fra <= day and (til is None or til >= day)
            for other, fra, til in known
        ):
            hinder = Hinder("ukjent_kode", tekst, {"verdi": kode})
            yield Radfeil(rad.nummer, heading, hinder)


def _kommune_faults(rader: list[Rad]) -> Iterator[Radfeil]:
    for rad in rader:
        if not str(rad.verdier["kommunenummer"]).startswith(str(rad.verdier["fylkesnummer"])):
            tekst = N_("De to første sifrene skal være fylkesnummeret.")
            yield Radfeil(rad.nummer, "kommunenummer", Hinder("fylke", tekst))
        if rad.verdier["samisk_fra"] and not rad.verdier["samisk_sprak"]:
            tekst = N_("Skriv hvilket samisk språk datoen gjelder.")
            yield Radfeil(rad.nummer, "samisk_sprak", Hinder("samisk", tekst))
