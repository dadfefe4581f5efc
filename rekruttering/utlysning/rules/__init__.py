"""States and vocabulary of a call; plain values, no I/O.

Beside it: `definisjon` (a whole call as plain values), `publisering` (what must be in place before
the public sees it) and `overganger` (why a change of state or an edit is refused).
"""

from datetime import datetime
from enum import StrEnum
from typing import Final

from rekruttering.felles.errors import N_


class Ordning(StrEnum):
    """The programme that the call recruits for."""

    OPPFOLGINGSORDNINGEN = "oppfolgingsordningen"
    VEILEDERKORPSET = "veilederkorpset"


class UtlysningStatus(StrEnum):
    """Where a round stands; whether it is open for applications follows from the deadline."""

    KLADD = "kladd"
    PUBLISERT = "publisert"
    VURDERING = "vurdering"
    INTERVJU = "intervju"
    TILBUD = "tilbud"
    TILDELING = "tildeling"
    I_DRIFT = "i_drift"
    AVSLUTTET = "avsluttet"


class Engasjementsform(StrEnum):
    """How a veileder is engaged."""

    FRIKJOP = "frikjop"
    KONSULENT = "konsulent"


class Enhet(StrEnum):
    """Unit of an engagement's band."""

    PROSENT = "prosent"
    TIMER = "timer"


class Sammensetningsregel(StrEnum):
    """How the members of a pair complement each other."""

    PAR_EIER_LEDER = "par_eier_leder"


class Historikk(StrEnum):
    """What it counts for a new pair that two people were a pair in an earlier round."""

    UTEN_BETYDNING = "uten_betydning"
    VARIASJON = "variasjon"
    KONTINUITET = "kontinuitet"


class Seksjon(StrEnum):
    """The parts of a call that are edited and saved each by itself."""

    GRUNN = "grunnopplysninger"
    TEKST = "tekst"
    FRISTER = "frister"
    ENGASJEMENT = "engasjement"
    SAMLINGER = "samlinger"
    KOMPETANSER = "kompetanser"
    SAMMENSETNING = "sammensetning"
    KONTAKT = "kontakt"


ORDNING_TEKST = {
    Ordning.OPPFOLGINGSORDNINGEN: N_("Oppfølgingsordningen"),
    Ordning.VEILEDERKORPSET: N_("Veilederkorpset"),
}
STATUS_TEKST = {
    UtlysningStatus.KLADD: N_("Kladd"),
    UtlysningStatus.PUBLISERT: N_("Publisert"),
    UtlysningStatus.VURDERING: N_("Vurdering"),
    UtlysningStatus.INTERVJU: N_("Intervju"),
    UtlysningStatus.TILBUD: N_("Tilbud"),
    UtlysningStatus.TILDELING: N_("Tildeling"),
    UtlysningStatus.I_DRIFT: N_("I drift"),
    UtlysningStatus.AVSLUTTET: N_("Avsluttet"),
}
FORM_TEKST = {
    Engasjementsform.FRIKJOP: N_("Frikjøp"),
    Engasjementsform.KONSULENT: N_("Konsulent"),
}
SEKSJON_TEKST = {
    Seksjon.GRUNN: N_("Grunnopplysninger"),
    Seksjon.TEKST: N_("Tekst"),
    Seksjon.FRISTER: N_("Frister og datoer"),
    Seksjon.ENGASJEMENT: N_("Engasjement"),
    Seksjon.SAMLINGER: N_("Samlinger"),
    Seksjon.KOMPETANSER: N_("Kompetanser"),
    Seksjon.SAMMENSETNING: N_("Sammensetning og vekter"),
    Seksjon.KONTAKT: N_("Kontakt"),
}
REGEL_TEKST = {
    Sammensetningsregel.PAR_EIER_LEDER: N_(
        "Par, helst én med erfaring fra skoleeiersiden og én fra skoleledelse"
    ),
}
HISTORIKK_TEKST = {
    Historikk.UTEN_BETYDNING: N_("Uten betydning: tidligere par teller ikke"),
    Historikk.VARIASJON: N_("Variasjon: helst en annen makker enn sist"),
    Historikk.KONTINUITET: N_("Kontinuitet: helst samme makker som sist"),
}
VEKT_TEKST = {
    "intervju": N_("Poeng fra intervjuet"),
    "reise_km_per_poeng": N_("Kilometer til kommunen for ett poeng"),
    "parreise_km_per_poeng": N_("Kilometer mellom de to i paret for ett poeng"),
    "lik_bakgrunn": N_("Begge har samme bakgrunn"),
    "annen_bakgrunn": N_("Én har annen bakgrunn"),
    "ekstra_fylke": N_("Hvert fylke ut over det første"),
    "time_fra_midten": N_("Hver time fra midten av rammen"),
    "malform": N_("Målform som veilederen ikke har"),
    "fagomrade": N_("Fagområde som ingen av de to har"),
    "partneronske": N_("Ønske om makker som ikke blir oppfylt"),
    "fylkesonske": N_("Fylke utenfor ønskene"),
    "endring": N_("Endring fra gjeldende tildeling"),
}
# What a new call begins with; the weights that the engine was tuned on.
STANDARD_VEKTER: Final = {
    "intervju": 2,
    "reise_km_per_poeng": 5,
    "parreise_km_per_poeng": 20,
    "lik_bakgrunn": 100,
    "annen_bakgrunn": 40,
    "ekstra_fylke": 60,
    "time_fra_midten": 1,
    "malform": 20,
    "fagomrade": 15,
    "partneronske": 15,
    "fylkesonske": 5,
    "endring": 0,
}
STANDARD_ARSVERK: Final = 1680
STANDARD_KOMMUNER_PER_PAR: Final = 4
# These divide a distance, so they are at least one.
DELERE: Final = frozenset({"reise_km_per_poeng", "parreise_km_per_poeng"})
MAX_VEKT: Final = 10_000
MAX_KOMMUNER_PER_PAR: Final = 12
ANKERTRINN: Final = ("1", "3", "5")
ENHETER: Final = {
    Engasjementsform.FRIKJOP: Enhet.PROSENT,
    Engasjementsform.KONSULENT: Enhet.TIMER,
}
ENHET_TEKST = {Enhet.PROSENT: N_("prosent"), Enhet.TIMER: N_("timer")}


def to_hours(amount: int, enhet: Enhet, arsverk_timer: int) -> int:
    """Return whole hours of a share of a full position, or the hours themselves.

    With 1 680 hours a year, 15 % is 252 hours.  Kilde: docs/regler.md#E1.
    """
    return amount if enhet is Enhet.TIMER else (amount * arsverk_timer + 50) // 100


def to_percent(amount: int, enhet: Enhet, arsverk_timer: int) -> int:
    """Return the nearest whole percentage of a full position, or the percentage itself."""
    if enhet is Enhet.PROSENT:
        return amount
    return (200 * amount + arsverk_timer) // (2 * arsverk_timer)


def is_open(status: UtlysningStatus, frist_at: datetime, now: datetime) -> bool:
    """Return whether applications may be sent; the second of the deadline is in time.

    Kilde: docs/regler.md#U1.
    """
    return status is UtlysningStatus.PUBLISERT and now <= frist_at
