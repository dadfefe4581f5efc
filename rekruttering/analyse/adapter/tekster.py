"""What the answers say beside the engine's own sentences, in bokmål and nynorsk.

The answers are made in a process without the application, so these are not translated when shown.
"""

from collections.abc import Mapping, Sequence
from typing import Final

Par = Mapping[str, str]

# Somebody who is only thought of.
NY: Final[Par] = {"nb": "den nye veilederen", "nn": "den nye rettleiaren"}

BRUTT: Final[Par] = {
    "nb": "Planen bryter en regel. Da kan vi ikke forklare den ennå.",
    "nn": "Planen bryt ein regel. Då kan vi ikkje forklare han enno.",
}
RETT: Final[Par] = {
    "nb": "Rett planen for hånd, eller la resten bli regnet ut på nytt. Spør så igjen.",
    "nn": "Rett planen for hand, eller lat resten bli rekna ut på nytt. Spør så igjen.",
}

# Why somebody cannot be in a kommune, whatever the rest of the plan is like.
_STED: Final[Mapping[str, Par]] = {
    "egen_kommune": {"nb": "{a} bor i {b}.", "nn": "{a} bur i {b}."},
    "arbeidsgiver": {"nb": "{a} er ansatt i {b}.", "nn": "{a} er tilsett i {b}."},
    "inhabil": {"nb": "{a} er inhabil i {b}.", "nn": "{a} er inhabil i {b}."},
    "uaktuelt_fylke": {
        "nb": "{a} har sagt nei til fylket der {b} ligger.",
        "nn": "{a} har sagt nei til fylket der {b} ligg.",
    },
    "for_lang_reise": {
        "nb": "{a} har for lang reise til {b}.",
        "nn": "{a} har for lang reise til {b}.",
    },
    "las_forbudt": {"nb": "{a} er sperret for {b}.", "nn": "{a} er sperra for {b}."},
}
_BRUDD: Final[Mapping[str, Par]] = {
    **_STED,
    "ikke_par_med": {
        "nb": "{a} og {b} kan ikke være par.",
        "nn": "{a} og {b} kan ikkje vere par.",
    },
    "ingen_kommune": {
        "nb": "{a} og {b} har ingen kommune.",
        "nn": "{a} og {b} har ingen kommune.",
    },
    "for_mange_kommuner": {
        "nb": "{a} og {b} har flere kommuner enn et par kan ha.",
        "nn": "{a} og {b} har fleire kommunar enn eit par kan ha.",
    },
    "for_fa_timer": {
        "nb": "{a} og {b} får færre timer enn avtalt.",
        "nn": "{a} og {b} får færre timar enn avtalt.",
    },
    "for_mange_timer": {
        "nb": "{a} og {b} får flere timer enn avtalt.",
        "nn": "{a} og {b} får fleire timar enn avtalt.",
    },
    "samisk_sprak": {
        "nb": "Verken {a} eller {b} kan det samiske språket kommunen bruker.",
        "nn": "Verken {a} eller {b} kan det samiske språket kommunen bruker.",
    },
    "veileder_i_flere_lag": {"nb": "{a} står i flere par.", "nn": "{a} står i fleire par."},
    "kommune_i_flere_lag": {"nb": "{a} har flere par.", "nn": "{a} har fleire par."},
}
_UTEN_LAS: Final[Mapping[str, Par]] = {
    "las_tildelt": {
        "nb": "{a} er festet til {b}, men planen er ikke slik. Svaret ser bort fra den låsen.",
        "nn": "{a} er festa til {b}, men planen er ikkje slik. Svaret ser bort frå den låsen.",
    },
    "las_par": {
        "nb": "{a} og {b} er festet som par, men planen er ikke slik. "
        "Svaret ser bort fra den låsen.",
        "nn": "{a} og {b} er festa som par, men planen er ikkje slik. "
        "Svaret ser bort frå den låsen.",
    },
}

# A plan that was changed by hand beside the best one with the same locks.
BEDRE_DEKKER: Final[Par] = {
    "nb": "Planen er ikke den beste: Regnet ut på nytt med de samme låsene får {n} {kommuner} til "
    "et par. Alt under er målt mot planen slik den er nå.",
    "nn": "Planen er ikkje den beste: Rekna ut på nytt med dei same låsane får {n} {kommuner} til "
    "eit par. Alt under er målt mot planen slik han er no.",
}
BEDRE_PRIS: Final[Par] = {
    "nb": "Planen er ikke den beste: Regnet ut på nytt med de samme låsene blir den {n} poeng "
    "billigere ({total} i alt). Alt under er målt mot planen slik den er nå.",
    "nn": "Planen er ikkje den beste: Rekna ut på nytt med dei same låsane blir han {n} poeng "
    "billegare ({total} i alt). Alt under er målt mot planen slik han er no.",
}
KOMMUNER: Final[Mapping[str, tuple[str, str]]] = {
    "nb": ("kommune", "kommuner"),
    "nn": ("kommune", "kommunar"),
}
INGEN_UTVEI: Final[Par] = {
    "nb": "Vi fant ingen enkel endring som gir {k} et par.",
    "nn": "Vi fann inga enkel endring som gir {k} eit par.",
}
IKKE_ALT: Final[Par] = {
    "nb": "Det var ikke tid til å lete gjennom alt.",
    "nn": "Det var ikkje tid til å leite gjennom alt.",
}
HVORFOR: Final[Par] = {
    "nb": "Hvorfor {k} står uten par:",
    "nn": "Kvifor {k} står utan par:",
}
HAR_PAR: Final[Par] = {
    "nb": "{k} har et par i planen.",
    "nn": "{k} har eit par i planen.",
}
INGEN_KAN: Final[Par] = {
    "nb": "{v} kan ikke ha noen av kommunene:",
    "nn": "{v} kan ikkje ha nokon av kommunane:",
}
# After the engine's reasons by kommune: how many kommuner a rule keeps a veileder out of.
ANTALL: Final[Mapping[str, Par]] = {
    **_STED,
    "for_mange_timer": {
        "nb": "{a} har ikke timer nok til {b}.",
        "nn": "{a} har ikkje timar nok til {b}.",
    },
}
FLERE: Final[Par] = {"nb": "{n} andre kommuner", "nn": "{n} andre kommunar"}
PROVD: Final[Par] = {
    "nb": "{v} kan ha {n} av kommunene. Vi regnet ut planen på nytt med {v} der det ser billigst "
    "ut ({provd} forsøk).",
    "nn": "{v} kan ha {n} av kommunane. Vi rekna ut planen på nytt med {v} der det ser billegast "
    "ut ({provd} forsøk).",
}
IKKE_TID: Final[Par] = {
    "nb": "Det ble ikke tid til å regne ut en plan med {v}.",
    "nn": "Det vart ikkje tid til å rekne ut ein plan med {v}.",
}
BEVIST: Final[Par] = {
    "nb": "Planen er bevist best, så ingen plan med {v} er bedre.",
    "nn": "Planen er bevist best, så ingen plan med {v} er betre.",
}
PROSENT: Final[Par] = {
    "nb": "For {v} er det {til} prosent av et årsverk, nå {fra}.",
    "nn": "For {v} er det {til} prosent av eit årsverk, no {fra}.",
}
OVER_BANDET: Final[Par] = {
    "nb": "{til} timer er mer enn utlysningen åpner for (høyst {mest}).",
    "nn": "{til} timar er meir enn utlysinga opnar for (høgst {mest}).",
}

IKKE_PAR: Final[Par] = {
    "nb": "{a} og {b} kan ikke være et par:",
    "nn": "{a} og {b} kan ikkje vere eit par:",
}
INGEN_FELLES: Final[Par] = {
    "nb": "Det er ingen kommune som begge kan ha.",
    "nn": "Det er ingen kommune som begge kan ha.",
}
TIMER_PASSER_IKKE: Final[Par] = {
    "nb": "To i et par har like mange timer. {a} skal ha minst {minst} timer, og {b} kan ta høyst "
    "{mest}.",
    "nn": "To i eit par har like mange timar. {a} skal ha minst {minst} timar, og {b} kan ta høgst "
    "{mest}.",
}
FYLLER_IKKE: Final[Par] = {
    "nb": "Begge kan ha {k}, men hvordan de enn settes sammen, gir det ikke timer som passer for "
    "begge.",
    "nn": "Begge kan ha {k}, men korleis dei enn blir sette saman, gir det ikkje timar som passar "
    "for begge.",
}

# Whom a new plan touches, and how.
BLIR_RESERVE: Final[Par] = {
    "nb": "{v} mister {borte} og blir reserve.",
    "nn": "{v} mistar {borte} og blir reserve.",
}
FRA_RESERVE: Final[Par] = {
    "nb": "{v} er reserve nå, og får {nye} sammen med {makker}.",
    "nn": "{v} er reserve no, og får {nye} saman med {makker}.",
}
NY_FAR: Final[Par] = {
    "nb": "En ny veileder får {nye} sammen med {makker}.",
    "nn": "Ein ny rettleiar får {nye} saman med {makker}.",
}
FAR_OG_MISTER: Final[Par] = {
    "nb": "{v} får {nye} og mister {borte}.",
    "nn": "{v} får {nye} og mistar {borte}.",
}
FAR: Final[Par] = {"nb": "{v} får {nye} i tillegg.", "nn": "{v} får {nye} i tillegg."}
MISTER: Final[Par] = {"nb": "{v} mister {borte}.", "nn": "{v} mistar {borte}."}
SAMME: Final[Par] = {
    "nb": "{v} beholder kommunene sine.",
    "nn": "{v} beheld kommunane sine.",
}
NY_MAKKER: Final[Par] = {"nb": " Ny makker: {makker}.", "nn": " Ny makkar: {makker}."}


def brudd(regel: str, steder: Sequence[str]) -> Par:
    """Return a broken rule as a sentence in both languages; the places stand for names."""
    a, b = (*steder, "", "")[:2]
    return {sprak: text.format(a=a, b=b) for sprak, text in _BRUDD[regel].items()}


def uten_las(regel: str, steder: Sequence[str]) -> Par:
    """Return which lock is left aside as a sentence in both languages."""
    a, b = steder
    return {sprak: text.format(a=a, b=b) for sprak, text in _UTEN_LAS[regel].items()}


def joined(parts: Sequence[str]) -> str:
    """Return «a, b og c»."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} og {parts[-1]}"
