"""The bottleneck in words: of what there is too little, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import matching
from rekruttering.analyse.adapter.dekning import Frist
from rekruttering.analyse.adapter.ord import NB, NN, Par, liste, sett, tall

# The engine's rules as what there is too little of; the first that holds is named.
_ORD: dict[matching.RuleId, Par] = {
    matching.RuleId.FOR_LANG_REISE: (
        "hvor langt søkerne vil reise",
        "kor langt søkjarane vil reise",
    ),
    matching.RuleId.UAKTUELT_FYLKE: (
        "fylker søkerne har sagt nei til",
        "fylke søkjarane har sagt nei til",
    ),
    matching.RuleId.FOR_MANGE_TIMER: ("timene søkerne kan ta", "timane søkjarane kan ta"),
    matching.RuleId.FOR_FA_TIMER: (
        "timene søkerne minst vil ha",
        "timane søkjarane minst vil ha",
    ),
    matching.RuleId.FOR_MANGE_KOMMUNER: (
        "hvor mange kommuner et par kan ha",
        "kor mange kommunar eit par kan ha",
    ),
    matching.RuleId.INHABIL: ("habilitet", "habilitet"),
    matching.RuleId.EGEN_KOMMUNE: ("hvor søkerne bor", "kvar søkjarane bur"),
    matching.RuleId.ARBEIDSGIVER: ("hvor søkerne er ansatt", "kvar søkjarane er tilsette"),
    matching.RuleId.IKKE_PAR_MED: (
        "hvem som vil arbeide sammen",
        "kven som vil arbeide saman",
    ),
}
_FA: Par = ("antallet søkere", "talet på søkjarar")
_MOST_SAID = 2
_EACH_S = 3.0
# Longer than any way in Norway, and more hours than anybody has.
_FAR, _LONG = 5_000, 50_000


@dataclass(frozen=True)
class Flaskehals:
    """Of what there is too little, with the fylkesnummer and the kommuner it keeps uncovered."""

    kode: str
    tekst: Par
    fylker: tuple[str, ...]
    kommuner: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as an answer holds it."""
        return {
            "kode": self.kode,
            "nb": self.tekst[NB],
            "nn": self.tekst[NN],
            "fylker": list(self.fylker),
            "kommuner": list(self.kommuner),
        }


def find_flaskehalser(
    problem: matching.Problem, forklaring: matching.Forklaring, fylker: Mapping[str, str]
) -> list[Flaskehals]:
    """Return the bottlenecks, the one that keeps most municipalities uncovered first."""
    found: dict[str, tuple[Par, list[matching.Kommune]]] = {}
    for each in forklaring.udekket:
        named = _name(problem, each)
        if named is not None:
            kode, tekst = named
            found.setdefault(kode, (tekst, []))[1].append(problem.kommune(each.kommune))
    few = forklaring.kapasitet.for_lite
    ordered = sorted(found.items(), key=lambda item: (-len(item[1][1]), item[0]))
    rows = [_row(kode, tekst, here, fylker) for kode, (tekst, here) in ordered]
    if not few:
        return rows
    sprak = [row for row in rows if row.kode in set(matching.SamiskSprak)]
    return [Flaskehals("antall", _FA, (), ()), *sprak]


def _name(problem: matching.Problem, each: matching.Udekket) -> tuple[str, Par] | None:
    """Return the code and the words for what keeps one municipality uncovered."""
    if each.grunner is not None and each.grunner.grunner:
        main = sorted(each.grunner.grunner, key=lambda grunn: not grunn.hovedgrunn)[0]
        regler = list(main.regler)
    elif each.mangel is not None and each.mangel.knapphet and each.mangel.knapphet[0].minimal:
        regler = list(each.mangel.knapphet[0].regler)
        behov = each.mangel.knapphet[0].sprakbehov
        if matching.RuleId.SAMISK_SPRAK in regler and behov:
            own = problem.kommune(each.kommune).samisk_sprak
            kinds = [b.sprak for b in behov]
            sprak = own.value if own is not None and own.value in kinds else kinds[0]
            return sprak, (sprak, sprak)
    else:
        return None
    sprak_kode = problem.kommune(each.kommune).samisk_sprak
    if matching.RuleId.SAMISK_SPRAK in regler and sprak_kode is not None:
        return sprak_kode.value, (sprak_kode.value, sprak_kode.value)
    kode = next((rule for rule in _ORD if rule in regler), None)
    return None if kode is None else (kode.value, _ORD[kode])


def _row(
    kode: str, tekst: Par, here: list[matching.Kommune], fylker: Mapping[str, str]
) -> Flaskehals:
    numre = sorted({k.fylkesnummer for k in here})
    navn = liste([fylker.get(nr, nr) for nr in numre])
    return Flaskehals(
        kode,
        sett(("{hva} i {hvor}", "{hva} i {hvor}"), hva=tekst, hvor=navn),
        tuple(numre),
        tuple(k.id for k in here),
    )


def find_lettelse(
    problem: matching.Problem, forslag: matching.Forslag, frist: Frist, seed: int
) -> Flaskehals | None:
    """Return the limit that covers most municipalities when it is taken away, each one tried.

    For where no few municipalities stand in each other's way, but many.
    """
    best: tuple[int, matching.RuleId] | None = None
    for regel, wider in without_limit(problem):
        if frist.is_over():
            break
        left = len(frist.solve(wider, _EACH_S, seed=seed, plan=forslag).udekket)
        if left < len(forslag.udekket) and (best is None or left < best[0]):
            best = left, regel
    if best is None:
        return None
    return Flaskehals(best[1].value, _ORD[best[1]], (), ())


def without_limit(
    problem: matching.Problem,
) -> list[tuple[matching.RuleId, matching.Problem]]:
    """Return the problem without each limit that a person or a round has set."""

    def everybody(**changes: Any) -> matching.Problem:
        return replace(problem, veiledere=tuple(replace(v, **changes) for v in problem.veiledere))

    def hours(lo: bool) -> matching.Problem:
        return replace(
            problem,
            veiledere=tuple(
                replace(v, timer=(0, v.timer[1]) if lo else (v.timer[0], _LONG))
                for v in problem.veiledere
            ),
        )

    many = replace(problem.regler, maks_kommuner_per_par=problem.regler.maks_kommuner_per_par + 1)
    return [
        (matching.RuleId.FOR_MANGE_TIMER, hours(lo=False)),
        (matching.RuleId.FOR_LANG_REISE, everybody(maks_reise_km=_FAR)),
        (matching.RuleId.UAKTUELT_FYLKE, everybody(uaktuelle_fylker=())),
        (matching.RuleId.FOR_FA_TIMER, hours(lo=True)),
        (matching.RuleId.FOR_MANGE_KOMMUNER, replace(problem, regler=many)),
    ]


def say(stopp: list[Flaskehals]) -> Par:
    """Return the sentence about the greatest of them."""
    told = [each.tekst for each in stopp[:_MOST_SAID]]
    hva = (", og ".join(nb for nb, _ in told), ", og ".join(nn for _, nn in told))
    if len(told) > 1:
        return sett(("Flaskehalsene er {hva}.", "Flaskehalsane er {hva}."), hva=hva)
    return sett(("Flaskehalsen er {hva}.", "Flaskehalsen er {hva}."), hva=hva)


def kapasitet(each: matching.Kapasitet) -> list[Par]:
    """Return what all applicants together cannot give; nothing where there is enough."""
    said = []
    if each.timer > each.mest_timer:
        tekst = (
            "Kommunene trenger til sammen {timer} timer fra hver av to. "
            "De {n} søkerne kan som par ta høyst {mest}.",
            "Kommunane treng til saman {timer} timar frå kvar av to. "
            "Dei {n} søkjarane kan som par ta høgst {mest}.",
        )
        said.append(
            sett(tekst, timer=tall(each.timer), n=each.veiledere, mest=tall(each.mest_timer))
        )
    if each.kommuner > each.mest_kommuner:
        tekst = (
            "De {n} søkerne kan som par ta høyst {mest} av de {m} kommunene.",
            "Dei {n} søkjarane kan som par ta høgst {mest} av dei {m} kommunane.",
        )
        said.append(sett(tekst, n=each.veiledere, mest=each.mest_kommuner, m=each.kommuner))
    return said
