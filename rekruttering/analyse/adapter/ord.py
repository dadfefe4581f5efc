"""Words for what applicants can cover, in bokmål and nynorsk; people and places are `{S5}`, `{K7}`.

The engine speaks of veiledere; before they are engaged they are søkere.
"""

import re
from collections.abc import Iterable, Sequence

Par = tuple[str, str]
NB, NN = 0, 1
_TALL = (
    ("ingen", "én", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti"),
    ("ingen", "éin", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti"),
)
_SOKER = (
    {"veilederne": "søkerne", "veiledere": "søkere", "veileder": "søker"},
    {"rettleiarane": "søkjarane", "rettleiarar": "søkjarar", "rettleiar": "søkjar"},
)
_ORD: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "kommune": (("kommune", "kommuner"), ("kommune", "kommunar")),
    "soker": (("søker", "søkere"), ("søkjar", "søkjarar")),
    "tilbud": (("tilbud", "tilbud"), ("tilbod", "tilbod")),
    "time": (("time", "timer"), ("time", "timar")),
}


def sett(tekst: Par, **verdier: object) -> Par:
    """Return a text filled in both languages; a value that is a pair gives each its own."""

    def fill(at: int) -> str:
        own = {k: v[at] if isinstance(v, tuple) else v for k, v in verdier.items()}
        return tekst[at].format(**own)

    return fill(NB), fill(NN)


def tall(number: int) -> str:
    """Return a whole number; from ten thousand on in groups of three."""
    return str(number) if abs(number) < 10_000 else f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def desimal(value: float) -> str:
    """Return a number with one decimal, or none where it is whole."""
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def antall(number: int, ord: str, *, stort: bool = False) -> Par:
    """Return «tre kommuner» or «14 kommuner»; `stort` with a capital."""

    def say(at: int) -> str:
        # «et tilbud» is neuter, and «én» is not.
        if number == 1 and ord == "tilbud":
            word = ("ett", "eitt")[at]
        else:
            word = _TALL[at][number] if 0 <= number < len(_TALL[at]) else tall(number)
        text = f"{word} {_ORD[ord][at][number != 1]}"
        return text[0].upper() + text[1:] if stort else text

    return say(NB), say(NN)


def alle_kommuner(number: int) -> Par:
    """Return «alle 40 kommuner», or what to call the only one."""
    if number == 1:
        return "den ene kommunen", "den eine kommunen"
    return f"alle {number} kommuner", f"alle {number} kommunane"


def liste(deler: Sequence[str], ord: Par = ("og", "og")) -> Par:
    """Return «a, b og c»."""
    if len(deler) < 2:
        return "".join(deler), "".join(deler)
    head, last = ", ".join(deler[:-1]), deler[-1]
    return f"{head} {ord[NB]} {last}", f"{head} {ord[NN]} {last}"


def steder(ids: Iterable[str], ord: Par = ("og", "og")) -> Par:
    """Return the places for names as a list."""
    return liste([f"{{{each}}}" for each in ids], ord)


def soker_ord(tekst: str, at: int) -> str:
    """Return one of the engine's sentences with søkere for veiledere."""

    def other(found: re.Match[str]) -> str:
        return _SOKER[at][found[0]]

    return re.sub(rf"\b({'|'.join(_SOKER[at])})\b", other, tekst)


def avsnitt(tekster: Iterable[Par]) -> dict[str, list[str]]:
    """Return sentences as an answer holds them."""
    alle = list(tekster)
    return {"nb": [nb for nb, _ in alle], "nn": [nn for _, nn in alle]}
