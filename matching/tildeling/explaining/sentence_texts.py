"""Every text of the explanations, in bokmål and nynorsk: (nb, nn)."""

from __future__ import annotations

from typing import Final

# What is so about one veileder in one kommune, without the name before it.
LEDD: Final[dict[str, tuple[str, str]]] = {
    "egen_kommune": ("bor der", "bur der"),
    "arbeidsgiver": ("er ansatt der", "er tilsett der"),
    "inhabil": ("er inhabil der", "er inhabil der"),
    "uaktuelt_fylke": ("har sagt nei til fylket", "har sagt nei til fylket"),
    "for_lang_reise": (
        "har {verdi} km dit og reiser høyst {grense} km",
        "har {verdi} km dit og reiser høgst {grense} km",
    ),
    "las_forbudt": ("er låst ute derfra", "er låst ute derifrå"),
    "samisk_sprak": ("kan ikke {tekst}", "kan ikkje {tekst}"),
    "for_mange_timer": ("kan ta høyst {grense} timer", "kan ta høgst {grense} timar"),
    "for_fa_timer": ("skal ha minst {grense} timer", "skal ha minst {grense} timar"),
}

# The same where the kommune is not the one the text is about.
ANNET_STED: Final[dict[str, tuple[str, str]]] = {
    "egen_kommune": ("bor i {k}", "bur i {k}"),
    "arbeidsgiver": ("er ansatt i {k}", "er tilsett i {k}"),
    "inhabil": ("er inhabil i {k}", "er inhabil i {k}"),
    "uaktuelt_fylke": (
        "har sagt nei til fylket {k} ligger i",
        "har sagt nei til fylket {k} ligg i",
    ),
    "for_lang_reise": (
        "har {verdi} km til {k} og reiser høyst {grense} km",
        "har {verdi} km til {k} og reiser høgst {grense} km",
    ),
    "las_forbudt": ("er låst ute fra {k}", "er låst ute frå {k}"),
}

# What is so about two veiledere, a lock or everybody: whole sentences.
HELE: Final[dict[str, tuple[str, str]]] = {
    "ikke_par_med": (
        "{a} og {b} kan ikke være et par, for minst en av dem har sagt nei.",
        "{a} og {b} kan ikkje vere eit par, for minst éin av dei har sagt nei.",
    ),
    "for_mange_kommuner": (
        "Et par kan ha høyst {grense} {kommuner}.",
        "Eit par kan ha høgst {grense} {kommuner}.",
    ),
    "las_tildelt": ("Det er låst at {v} skal ha {k}.", "Det er låst at {v} skal ha {k}."),
    "las_par": (
        "Det er låst at {a} og {b} skal være et par.",
        "Det er låst at {a} og {b} skal vere eit par.",
    ),
}

# The same for many veiledere at once: one, several.
MANGE: Final[dict[str, tuple[tuple[str, str], tuple[str, str]]]] = {
    "egen_kommune": (("bor der", "bor der"), ("bur der", "bur der")),
    "arbeidsgiver": (("er ansatt der", "er ansatt der"), ("er tilsett der", "er tilsette der")),
    "inhabil": (("er inhabil der", "er inhabile der"), ("er inhabil der", "er inhabile der")),
    "uaktuelt_fylke": (
        ("har sagt nei til fylket", "har sagt nei til fylket"),
        ("har sagt nei til fylket", "har sagt nei til fylket"),
    ),
    "for_lang_reise": (
        ("har lengre dit enn de vil reise", "har lengre dit enn de vil reise"),
        ("har lengre dit enn dei vil reise", "har lengre dit enn dei vil reise"),
    ),
    "las_forbudt": (
        ("er låst ute derfra", "er låst ute derfra"),
        ("er låst ute derifrå", "er låste ute derifrå"),
    ),
    "samisk_sprak": (("kan ikke {tekst}", "kan ikke {tekst}"), ("kan ikkje {tekst}",) * 2),
    "for_mange_timer": (
        ("kan ta høyst {grense} timer",) * 2,
        ("kan ta høgst {grense} timar",) * 2,
    ),
    "for_fa_timer": (
        ("skal ha minst {grense} timer",) * 2,
        ("skal ha minst {grense} timar",) * 2,
    ),
}

GRUNN: Final[dict[str, tuple[str, str]]] = {
    "ingen": (
        "Ingen to veiledere kan ta {k} sammen.",
        "Ingen to rettleiarar kan ta {k} saman.",
    ),
    "ikke_en": ("{v} kan ikke ta {k}.", "{v} kan ikkje ta {k}."),
    "ikke_to": ("{v} kan ikke ta {k} sammen.", "{v} kan ikkje ta {k} saman."),
    "sprak_ingen": (
        "{k} trenger en som kan {sprak}, og det kan ingen av de {antall} veilederne.",
        "{k} treng ein som kan {sprak}, og det kan ingen av dei {antall} rettleiarane.",
    ),
    "sprak_noen": (
        "{k} trenger en som kan {sprak}, og det kan bare {v}.",
        "{k} treng ein som kan {sprak}, og det kan berre {v}.",
    ),
    "timer": ("{k} trenger {timer} {t}.", "{k} treng {timer} {t}."),
    "fyll": (
        "{k} trenger bare {timer} {t}, og det lar seg ikke gjøre å fylle opp med andre kommuner.",
        "{k} treng berre {timer} {t}, og det lèt seg ikkje gjere å fylle opp med andre kommunar.",
    ),
    "alle": ("Alle de {n} veilederne {ledd}.", "Alle dei {n} rettleiarane {ledd}."),
    "noen": ("{n} {veiledere} {ledd}.", "{n} {veiledere} {ledd}."),
    "naermest": (
        "Nærmest er {v}, som har {verdi} km dit og reiser høyst {grense} km.",
        "Nærast er {v}, som har {verdi} km dit og reiser høgst {grense} km.",
    ),
    "en_igjen": (
        "Da er bare {v} igjen, og det skal to til.",
        "Da er berre {v} att, og det skal to til.",
    ),
}

MANGEL: Final[dict[str, tuple[str, str]]] = {
    "ikke_samtidig": (
        "{k} kan få et par, men ikke samtidig med {andre}.",
        "{k} kan få eit par, men ikkje samtidig med {andre}.",
    ),
    "ikke_planen": (
        "{k} kan ikke få et par så lenge låsene holdes.",
        "{k} kan ikkje få eit par så lenge låsane blir haldne.",
    ),
    "sprak": (
        "{k} trenger {sprak}, {sammen}{timer} {t}. Det kan {v}.",
        "{k} treng {sprak}, {sammen}{timer} {t}. Det kan {v}.",
    ),
    "sammen": ("til sammen ", "til saman "),
    "hver": ("{v} (høyst {timer} {t})", "{v} (høgst {timer} {t})"),
    "ingen": ("ingen", "ingen"),
    "timer": (
        "Til sammen trenger de {timer} {t}.",
        "Til saman treng dei {timer} {t}.",
    ),
    "fa_kan": ("Bare {v} kan ta {k}.", "Berre {v} kan ta {k}."),
    "maks": (
        "Et par kan ha høyst {n} {kommuner}.",
        "Eit par kan ha høgst {n} {kommuner}.",
    ),
    "ellers": ("Det som står i veien, er {hva}.", "Det som står i vegen, er {hva}."),
    "ikke_minst": (
        "Det er ikke sikkert at det kommer an på alle disse.",
        "Det er ikkje sikkert at det kjem an på alle desse.",
    ),
    "bytte": (
        "{k} kan få et par hvis {andre} står uten i stedet.",
        "{k} kan få eit par dersom {andre} står utan i staden.",
    ),
    "bedre": (
        "{k} kan få et par uten at noen annen kommune mister sitt. Planen er ikke den beste: "
        "la den bli regnet ut på nytt.",
        "{k} kan få eit par utan at nokon annan kommune mistar sitt. Planen er ikkje den beste: "
        "lat han bli rekna ut på nytt.",
    ),
    "vet_ikke": (
        "Det ble ikke tid til å finne ut hvorfor {k} står uten par.",
        "Det vart ikkje tid til å finne ut kvifor {k} står utan par.",
    ),
}

HVA: Final[dict[str, tuple[str, str]]] = {
    "egen_kommune": ("hvor folk bor", "kvar folk bur"),
    "arbeidsgiver": ("hvor folk er ansatt", "kvar folk er tilsette"),
    "inhabil": ("inhabilitet", "inhabilitet"),
    "uaktuelt_fylke": ("fylker noen har sagt nei til", "fylke nokon har sagt nei til"),
    "for_lang_reise": ("hvor langt folk vil reise", "kor langt folk vil reise"),
    "las_forbudt": ("låser", "låsar"),
    "las_tildelt": ("låser", "låsar"),
    "las_par": ("låser", "låsar"),
    "ikke_par_med": ("hvem som vil være i par", "kven som vil vere i par"),
    "for_mange_kommuner": (
        "hvor mange kommuner et par kan ha",
        "kor mange kommunar eit par kan ha",
    ),
    "for_fa_timer": ("timene folk minst skal ha", "timane folk minst skal ha"),
    "for_mange_timer": ("timene folk høyst kan ta", "timane folk høgst kan ta"),
    "samisk_sprak": ("samisk språk", "samisk språk"),
}

KAPASITET: Final[dict[str, tuple[str, str]]] = {
    "timer": (
        "Kommunene trenger til sammen {timer} {t}. {n} {veiledere} kan som par ta høyst {mest}.",
        "Kommunane treng til saman {timer} {t}. {n} {veiledere} kan som par ta høgst {mest}.",
    ),
    "kommuner": (
        "Det er {m} {kommuner}. {n} {veiledere} kan som par ta høyst {mest}.",
        "Det er {m} {kommuner}. {n} {veiledere} kan som par ta høgst {mest}.",
    ),
}

ENDRING: Final[dict[str, tuple[str, str]]] = {
    "mest_timer": (
        "{v} kan ta {til} timer (nå høyst {fra})",
        "{v} kan ta {til} timar (no høgst {fra})",
    ),
    "minst_timer": (
        "{v} nøyer seg med {til} timer (nå minst {fra})",
        "{v} nøyer seg med {til} timar (no minst {fra})",
    ),
    "reise": (
        "{v} reiser opptil {til} km (nå høyst {fra})",
        "{v} reiser opptil {til} km (no høgst {fra})",
    ),
    "fylke": ("{v} sier ja til {fylke}", "{v} seier ja til {fylke}"),
    "inhabil": (
        "{v} likevel er habil i {k}",
        "{v} likevel er habil i {k}",
    ),
    "makker": ("{a} og {b} likevel kan være et par", "{a} og {b} likevel kan vere eit par"),
    "las_par": (
        "{a} og {b} ikke lenger er låst som par",
        "{a} og {b} ikkje lenger er låste som par",
    ),
    "las_tildelt": ("{v} ikke lenger er låst til {k}", "{v} ikkje lenger er låst til {k}"),
    "las_forbudt": (
        "{v} ikke lenger er låst ute fra {k}",
        "{v} ikkje lenger er låst ute frå {k}",
    ),
    "kommune_timer": (
        "{k} får {til} timer (nå {fra})",
        "{k} får {til} timar (no {fra})",
    ),
    "maks_kommuner": (
        "et par kan ha {til} kommuner (nå høyst {fra})",
        "eit par kan ha {til} kommunar (no høgst {fra})",
    ),
    "ny_veileder": (
        "dere får en veileder til ({bakgrunn}{sprak}, {lo}–{hi} timer, bosatt nær {k})",
        "de får ein rettleiar til ({bakgrunn}{sprak}, {lo}–{hi} timar, busett nær {k})",
    ),
    "sprak": (" med {sprak}", " med {sprak}"),
}

UTFALL: Final[dict[str, tuple[str, str]]] = {
    "hvis": ("Hvis {endringer}, får {k} et par.", "Dersom {endringer}, får {k} eit par."),
    "pa_nytt": (
        "Hvis planen regnes ut på nytt, får {k} et par.",
        "Dersom planen blir rekna ut på nytt, får {k} eit par.",
    ),
    "alle": ("Da har alle kommuner et par.", "Da har alle kommunar eit par."),
    "uten": (
        "Da står {n} {kommuner} uten par.",
        "Da står {n} {kommuner} utan par.",
    ),
    "mister": ("{k} mister paret sitt.", "{k} mistar paret sitt."),
    "ogsa": ("Også {k} får et par.", "Også {k} får eit par."),
    "dyrere": (
        "Planen blir {n} poeng dyrere ({total} i alt).",
        "Planen blir {n} poeng dyrare ({total} i alt).",
    ),
    "billigere": (
        "Planen blir {n} poeng billigere ({total} i alt).",
        "Planen blir {n} poeng billegare ({total} i alt).",
    ),
    "samme": ("Planen koster det samme ({total}).", "Planen kostar det same ({total})."),
    "berorte": (
        "{n} {veiledere} får andre kommuner eller en annen partner.",
        "{n} {veiledere} får andre kommunar eller ein annan partnar.",
    ),
    "ingen_berort": (
        "Ingen veiledere får andre kommuner.",
        "Ingen rettleiarar får andre kommunar.",
    ),
    "ikke_bevist": (
        "Det kan finnes en billigere plan.",
        "Det kan finnast ein billegare plan.",
    ),
    "minst": ("En mindre endring er ikke nok.", "Ei mindre endring er ikkje nok."),
}

SVAR: Final[dict[str, tuple[str, str]]] = {
    "er_slik": ("Slik er planen alt.", "Slik er planen alt."),
    "i": ("Med {v} i {k}:", "Med {v} i {k}:"),
    "par": ("Med {a} og {b} som par:", "Med {a} og {b} som par:"),
    "par_i": ("Med {a} og {b} i {k}:", "Med {a} og {b} i {k}:"),
    "uten_i": ("Uten {v} i {k}:", "Utan {v} i {k}:"),
    "uten_par": ("Uten {a} og {b} som par:", "Utan {a} og {b} som par:"),
    "i_stedet": ("{v} tar {k}.", "{v} tar {k}."),
    "motstrid": (
        "Det lar seg ikke gjøre sammen med låsene.",
        "Det lèt seg ikkje gjere saman med låsane.",
    ),
    "verdi": (
        "Med {v} i tillegg:",
        "Med {v} i tillegg:",
    ),
    "ikke_brukt": (
        "Planen har ikke bruk for {v}.",
        "Planen har ikkje bruk for {v}.",
    ),
}

ORD: Final[dict[str, tuple[tuple[str, str], tuple[str, str]]]] = {
    "timer": (("time", "timer"), ("time", "timar")),
    "kommuner": (("kommune", "kommuner"), ("kommune", "kommunar")),
    "veiledere": (("veileder", "veiledere"), ("rettleiar", "rettleiarar")),
}

BAKGRUNN: Final[dict[str, tuple[str, str]]] = {
    "skoleeier": ("fra skoleeier", "frå skoleeigar"),
    "skoleleder": ("fra skoleledelse", "frå skoleleiing"),
    "begge": ("fra både skoleeier og skoleledelse", "frå både skoleeigar og skoleleiing"),
    "annen": ("med annen bakgrunn", "med annan bakgrunn"),
}

FORKLARING: Final[dict[str, tuple[str, str]]] = {
    "alle": ("Alle kommuner har et par.", "Alle kommunar har eit par."),
    "uten": ("{n} {kommuner} står uten par.", "{n} {kommuner} står utan par."),
    "hvorfor": ("Hvorfor {k} står uten par", "Kvifor {k} står utan par"),
    "utveier": ("Dette hjelper {k}", "Dette hjelper {k}"),
    "ingen_utvei": (
        "Vi fant ingen enkel endring som gir {k} et par.",
        "Vi fann inga enkel endring som gir {k} eit par.",
    ),
    "ikke_alt": (
        "Det var ikke tid til å lete gjennom alt.",
        "Det var ikkje tid til å leite gjennom alt.",
    ),
    "las_regel": ("Låsen {las} bryter en regel: {hva}.", "Låsen {las} bryt ein regel: {hva}."),
    "las_sammen": (
        "Låsen {las} kan ikke holdes sammen med de andre låsene.",
        "Låsen {las} kan ikkje haldast saman med dei andre låsane.",
    ),
}
