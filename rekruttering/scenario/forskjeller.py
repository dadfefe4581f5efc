"""Two plans side by side, as finished values: figures, and what differs in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from rekruttering.felles.filters import tall
from rekruttering.kommune.rules import sort_key
from rekruttering.scenario.sammenligning import (
    Faktaforskjell,
    Kommuneforskjell,
    Planbilde,
    Sammenligning,
    to_belastning,
)
from rekruttering.scenario.visning import SAMISKE, join_words, name_of, pair_words, weight_name
from rekruttering.tildeling.rules.plan import Navn
from rekruttering.tildeling.rules.tekster import LEDD_TEKST

# How the engine spells what the application spells without Norwegian letters.
_SPRAK = {"sørsamisk": "sorsamisk"}


def _(tekst: str, **verdier: object) -> str:
    return str(gettext(tekst, **verdier))


@dataclass(frozen=True)
class Linje:
    """One figure of two plans, and what it changes by with its sign; empty where it does not."""

    tekst: str
    a: str
    b: str
    endring: str = ""
    sum: bool = False


@dataclass(frozen=True)
class Tabelldel:
    """Figures that belong together."""

    tittel: str
    linjer: tuple[Linje, ...]


def _linje(tekst: str, a: float, b: float, desimaler: int = 0, *, sum: bool = False) -> Linje:
    change = round(b - a, desimaler)
    sign = "+" if change > 0 else "−"
    words = f"{sign}{tall(abs(change), desimaler)}" if change else ""
    return Linje(tekst, tall(a, desimaler), tall(b, desimaler), words, sum)


def short_lines(a: Planbilde, b: Planbilde, a_tried: int | None = None) -> list[Linje]:
    """Return the figures that the page of weights follows.

    `a_tried`: the points of the first plan in the weights of the second.
    """
    own = sum(b.ledd.values())
    return [
        _linje(_("Kommuner uten par"), len(a.udekket), len(b.udekket)),
        _linje(_("Poeng i vektene du prøver"), own if a_tried is None else a_tried, own),
        _linje(_("Poeng i rundens vekter"), a.kostnad_runde, b.kostnad_runde),
        _linje(_("Kilometer reise"), a.reise.sum_km, b.reise.sum_km),
        _linje(_("Lengste reise, km"), a.reise.lengst_km, b.reise.lengst_km),
        _linje(
            _("Timer fra midten av rammen, i snitt"),
            to_belastning(a).fra_midten,
            to_belastning(b).fra_midten,
            1,
        ),
        *_sami_line(a, b),
    ]


def _sami_line(a: Planbilde, b: Planbilde) -> list[Linje]:
    """Return how many municipalities with a Sami language have got it, all languages together."""
    if not a.sprak.samisk and not b.sprak.samisk:
        return []
    met = [sum(plan.sprak.samisk_dekket.values()) for plan in (a, b)]
    need = [sum(plan.sprak.samisk.values()) for plan in (a, b)]
    words = [_("%(antall)s av %(alle)s", antall=m, alle=n) for m, n in zip(met, need, strict=True)]
    return [Linje(_("Samiske språk dekket"), words[0], words[1], _linje("", *met).endring)]


def make_tabell(a: Planbilde, b: Planbilde) -> list[Tabelldel]:
    """Return everything that is counted of two plans, in the order that matters."""
    return [
        Tabelldel(
            _("Dekning"),
            (
                _linje(_("Kommuner med par"), len(a.dekket), len(b.dekket)),
                _linje(_("Kommuner uten par"), len(a.udekket), len(b.udekket)),
                *_breach_lines(a, b),
            ),
        ),
        Tabelldel(_("Poeng i rundens vekter nå, færre er bedre"), _cost_lines(a, b)),
        Tabelldel(_("Poeng i planens egne vekter"), _own_lines(a, b)),
        Tabelldel(
            _("Reise"),
            (
                _linje(_("Kilometer reise"), a.reise.sum_km, b.reise.sum_km),
                _linje(_("Lengste reise, km"), a.reise.lengst_km, b.reise.lengst_km),
                _linje(_("Kilometer mellom makkerne"), a.reise.mellom_km, b.reise.mellom_km),
            ),
        ),
        Tabelldel(_("Belastning"), _load_lines(a, b)),
        Tabelldel(_("Språk"), tuple(_language_lines(a, b))),
    ]


def _breach_lines(a: Planbilde, b: Planbilde) -> list[Linje]:
    if not a.brudd and not b.brudd:
        return []
    return [_linje(_("Regler og låser som er brutt"), len(a.brudd), len(b.brudd))]


def _cost_lines(a: Planbilde, b: Planbilde) -> tuple[Linje, ...]:
    terms = [
        _linje(_(tekst), a.ledd_runde.get(kode, 0), b.ledd_runde.get(kode, 0))
        for kode, tekst in LEDD_TEKST.items()
    ]
    return (*terms, _linje(_("Til sammen"), a.kostnad_runde, b.kostnad_runde, sum=True))


def _own_lines(a: Planbilde, b: Planbilde) -> tuple[Linje, ...]:
    own = (sum(a.ledd.values()), sum(b.ledd.values()))
    lines: list[Linje] = []
    if a.endring or b.endring:
        lines.append(_linje(_("Par og kommuner"), *own))
        lines.append(_linje(_("Pris på endringer"), a.endring, b.endring))
    return (*lines, _linje(_("Til sammen"), a.kostnad, b.kostnad, sum=True))


def _load_lines(a: Planbilde, b: Planbilde) -> tuple[Linje, ...]:
    first, second = to_belastning(a), to_belastning(b)
    lines = [
        _linje(_("Veiledere i bruk"), len(a.i_bruk), len(b.i_bruk)),
        _linje(_("Reserver"), len(a.ubrukte), len(b.ubrukte)),
        _linje(_("Færrest timer"), first.minst, second.minst),
        _linje(_("Timer for den midterste"), first.median, second.median),
        _linje(_("Flest timer"), first.mest, second.mest),
        _linje(_("Timer fra midten av rammen, i snitt"), first.fra_midten, second.fra_midten, 1),
    ]
    if first.utenfor or second.utenfor:
        lines.append(_linje(_("Veiledere utenfor rammen"), first.utenfor, second.utenfor))
    return tuple(lines)


def _language_lines(a: Planbilde, b: Planbilde) -> list[Linje]:
    lines = []
    for sprak in sorted(a.sprak.samisk.keys() | b.sprak.samisk.keys()):
        name = _(SAMISKE[_SPRAK.get(sprak, sprak)])
        met = [plan.sprak.samisk_dekket.get(sprak, 0) for plan in (a, b)]
        need = [plan.sprak.samisk.get(sprak, 0) for plan in (a, b)]
        change = _linje("", met[0], met[1]).endring
        words = [
            _("%(antall)s av %(alle)s", antall=m, alle=n) for m, n in zip(met, need, strict=True)
        ]
        lines.append(Linje(_("%(sprak)s: kommuner dekket", sprak=name), words[0], words[1], change))
    shares = [_share(plan) for plan in (a, b)]
    if any(plan.sprak.malform for plan in (a, b)):
        change = _linje("", *shares).endring
        words = [_("%(tall)s %%", tall=share) for share in shares]
        tekst = _("Veiledere som skriver kommunens målform")
        lines.append(Linje(tekst, words[0], words[1], change))
    return lines


def _share(bilde: Planbilde) -> int:
    asked = bilde.sprak.malform
    return round(100 * bilde.sprak.malform_kan / asked) if asked else 100


# --- what takes one to the other, in words -----------------------------------------------------


def change_counts(found: Sammenligning) -> list[tuple[int, str]]:
    """Return how much differs, as figures with their words."""
    pairs, people, places = len(found.nye_par), len(found.veiledere), len(found.kommuner)
    return [
        (places, ngettext("kommune med andre veiledere", "kommuner med andre veiledere", places)),
        (people, ngettext("veileder berøres", "veiledere berøres", people)),
        (pairs, ngettext("nytt par", "nye par", pairs)),
        (
            found.uberorte_kommuner,
            ngettext("kommune som før", "kommuner som før", found.uberorte_kommuner),
        ),
    ]


def one_line(bilde: Planbilde, found: Sammenligning | None) -> str:
    """Return the outcome of a turned weight as one line, for a narrow screen."""
    words = [
        ngettext("%(num)s kommune uten par", "%(num)s kommuner uten par", len(bilde.udekket)),
        _("%(km)s km reise", km=tall(bilde.reise.sum_km)),
    ]
    if found is not None:
        number = len(found.kommuner)
        words.append(ngettext("%(num)s kommune endret", "%(num)s kommuner endret", number))
    return " · ".join(words)


@dataclass(frozen=True)
class Forskjeller:
    """What differs in sentences: municipalities, pairs, and people who come in or fall out."""

    kommuner: list[str]
    par: list[str]
    veiledere: list[str]


def make_forskjeller(found: Sammenligning, navn: Navn) -> Forskjeller:
    """Return the difference list in words, by name."""
    places = sorted(found.kommuner, key=lambda k: sort_key(name_of(navn.kommuner, k.kommune)))
    parted = [_("%(par)s er ikke lenger et par.", par=p) for p in _pairs(found.opploste_par, navn)]
    joined = [_("%(par)s blir et par.", par=p) for p in _pairs(found.nye_par, navn)]
    return Forskjeller(
        [_place_words(each, navn) for each in places], joined + parted, _people_words(found, navn)
    )


def _pairs(pairs: Sequence[tuple[int, int]], navn: Navn) -> list[str]:
    return sorted((pair_words(navn, par) for par in pairs), key=sort_key)


def _place_words(each: Kommuneforskjell, navn: Navn) -> str:
    kommune = name_of(navn.kommuner, each.kommune)
    if each.fra is None:
        par = pair_words(navn, each.til or ())
        return _("%(kommune)s er ny og får %(par)s.", kommune=kommune, par=par)
    before = pair_words(navn, each.fra)
    if each.til is None:
        return _("%(kommune)s er ikke med lenger. Den hadde %(par)s.", kommune=kommune, par=before)
    if not each.til:
        return _("%(kommune)s mister %(par)s og står uten par.", kommune=kommune, par=before)
    if not each.fra:
        par = pair_words(navn, each.til)
        return _("%(kommune)s stod uten par og får %(par)s.", kommune=kommune, par=par)
    kept = set(each.fra) & set(each.til)
    if not kept:
        return _(
            "%(kommune)s går fra %(fra)s til %(til)s.",
            kommune=kommune,
            fra=before,
            til=pair_words(navn, each.til),
        )
    return _(
        "%(kommune)s beholder %(samme)s og får %(ny)s i stedet for %(gammel)s.",
        kommune=kommune,
        samme=pair_words(navn, sorted(kept)),
        ny=pair_words(navn, sorted(set(each.til) - kept)),
        gammel=pair_words(navn, sorted(set(each.fra) - kept)),
    )


def _people_words(found: Sammenligning, navn: Navn) -> list[str]:
    used_a, used_b = found.a.i_bruk, found.b.i_bruk
    words = []
    for id in sorted(used_a ^ used_b, key=lambda id: sort_key(name_of(navn.veiledere, id))):
        name = name_of(navn.veiledere, id)
        if id in used_b:
            words.append(_("%(navn)s kommer i bruk.", navn=name))
        elif id in found.b.band:
            words.append(_("%(navn)s blir reserve.", navn=name))
        else:
            words.append(_("%(navn)s er ikke med lenger.", navn=name))
    return words


def fact_words(fakta: Faktaforskjell, navn: Navn) -> list[str]:
    """Return in what two plans rest on different things, a sentence for each."""
    words = [
        *_only_words(fakta.bare_a_kommuner, navn.kommuner, _("Bare den første har med %(navn)s.")),
        *_only_words(fakta.bare_b_kommuner, navn.kommuner, _("Bare den andre har med %(navn)s.")),
        *_only_words(
            fakta.bare_a_veiledere, navn.veiledere, _("Bare den første har med %(navn)s.")
        ),
        *_only_words(fakta.bare_b_veiledere, navn.veiledere, _("Bare den andre har med %(navn)s.")),
    ]
    for kommune, (before, after) in fakta.timer.items():
        name = name_of(navn.kommuner, kommune)
        words.append(
            _(
                "%(navn)s: %(a)s timer i den første, %(b)s i den andre.",
                navn=name,
                a=before,
                b=after,
            )
        )
    for veileder, (first, second) in fakta.band.items():
        name = name_of(navn.veiledere, veileder)
        verdier = {"a": f"{first[0]}–{first[1]}", "b": f"{second[0]}–{second[1]}"}
        words.append(
            _("%(navn)s: %(a)s timer i den første, %(b)s i den andre.", navn=name, **verdier)
        )
    if fakta.andre:
        words.append(
            ngettext(
                "Andre opplysninger om %(num)s veileder eller kommune er ulike, for eksempel "
                "reisegrense, språk eller habilitet.",
                "Andre opplysninger om %(num)s veiledere og kommuner er ulike, for eksempel "
                "reisegrense, språk eller habilitet.",
                len(fakta.andre),
            )
        )
    return words


def weight_words(fakta: Faktaforskjell) -> list[str]:
    """Return which weights and rules two plans were made under that are not the same."""
    words = [
        _("%(vekt)s: %(a)s i den første, %(b)s i den andre.", vekt=weight_name(kode), a=a, b=b)
        for kode, (a, b) in fakta.vekter.items()
    ]
    if fakta.maks_kommuner is not None:
        a, b = fakta.maks_kommuner
        words.append(
            _("Flest kommuner for ett par: %(a)s i den første, %(b)s i den andre.", a=a, b=b)
        )
    return words


def _only_words(ids: Sequence[int], names: Mapping[int, str], tekst: str) -> list[str]:
    if not ids:
        return []
    found = sorted((name_of(names, id) for id in ids), key=sort_key)
    return [tekst % {"navn": join_words(found)}]
