"""What the page of decisions shows, pair by pair; asks the database nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from rekruttering.felles.errors import N_
from rekruttering.kommune.rules import sort_key
from rekruttering.pulje.models import Puljekommune
from rekruttering.tildeling.models import Lag, Utelatelse
from rekruttering.tildeling.rules.plan import Navn, Planlag
from rekruttering.tildeling.rules.vedtak import Avvik, to_nokkel
from rekruttering.tildeling.service.beslutning import navn_of_bruker, planlag


class Utvalg(StrEnum):
    """Which pairs the page shows."""

    ALLE = "alle"
    GJENSTAR = "gjenstar"
    AVVIK = "avvik"


UTVALG_TEKST = {
    Utvalg.ALLE: N_("Alle par"),
    Utvalg.GJENSTAR: N_("Par som ikke er vedtatt"),
    Utvalg.AVVIK: N_("Par som er annerledes enn forslaget"),
}


@dataclass(frozen=True)
class Skrevet:
    """What somebody typed and has not got stored: words by pair key, by municipality, and marks."""

    par: Mapping[str, str] = field(default_factory=dict)
    kommuner: Mapping[int, str] = field(default_factory=dict)
    valgt: Collection[str] = ()
    mangler: Collection[str] = ()


@dataclass(frozen=True)
class Forslagslag:
    """A pair of the proposal, in names."""

    navn: str
    kommuner: str


@dataclass(frozen=True)
class Parrad:
    """A pair on the page: who, where, how it differs, and the decision or the words so far."""

    nokkel: str
    nr: int
    navn: tuple[str, str]
    kommuner: tuple[tuple[str, int], ...]
    timer: int
    kostnad: int
    avviker: bool
    foreslatt: tuple[Forslagslag, ...]
    vedtatt_at: datetime | None
    vedtatt_av: str
    begrunnelse: str
    skrevet: str
    valgt: bool
    mangler: bool

    @property
    def tittel(self) -> str:
        """The two names."""
        return " – ".join(self.navn)


@dataclass(frozen=True)
class Utelattrad:
    """A municipality that the proposal gave a pair and the plan does not."""

    id: int
    navn: str
    timer: int
    foreslatt: str
    begrunnelse: str
    vedtatt_at: datetime | None
    vedtatt_av: str
    skrevet: str


@dataclass(frozen=True)
class Vedtaksbilde:
    """The whole page: every pair in the order of names, and what is left without."""

    rader: tuple[Parrad, ...]
    utelatt: tuple[Utelattrad, ...]

    @property
    def vedtatt(self) -> int:
        """How many pairs are decided."""
        return sum(rad.vedtatt_at is not None for rad in self.rader)

    @property
    def uten_ord(self) -> int:
        """How many differences nobody has decided on in own words."""
        par = sum(rad.avviker and rad.vedtatt_at is None for rad in self.rader)
        return par + sum(not rad.begrunnelse for rad in self.utelatt)

    def choose(self, utvalg: Utvalg) -> tuple[Parrad, ...]:
        """Return the pairs to show."""
        if utvalg is Utvalg.GJENSTAR:
            return tuple(rad for rad in self.rader if rad.vedtatt_at is None)
        if utvalg is Utvalg.AVVIK:
            return tuple(rad for rad in self.rader if rad.avviker)
        return self.rader

    def after(self, nokkel: str) -> Parrad | None:
        """Return the next pair that waits for a decision after this one, or the first."""
        place = next((i for i, rad in enumerate(self.rader) if rad.nokkel == nokkel), -1)
        turned = self.rader[place + 1 :] + self.rader[: place + 1]
        return next((rad for rad in turned if rad.vedtatt_at is None), None)


@dataclass(frozen=True)
class Grunnlag:
    """What the page is made from; `tidligere_ord` are words on the same pairs of the plan that
    this one is a copy of."""

    lag: Sequence[Lag]
    forslag: Collection[Planlag]
    avvik: Avvik
    utelatt: Sequence[Puljekommune]
    utelatelser: Mapping[int, Utelatelse]
    navn: Navn
    tidligere_ord: Mapping[Planlag, str]


def make_bilde(grunnlag: Grunnlag, skrevet: Skrevet) -> Vedtaksbilde:
    """Return the page, with what was typed where it is not stored."""
    rows = sorted(grunnlag.lag, key=lambda lag: (sort_key(_tittel(lag)), lag.id))
    return Vedtaksbilde(
        tuple(_rad(nr, lag, grunnlag, skrevet) for nr, lag in enumerate(rows, start=1)),
        tuple(_utelatt(row, grunnlag, skrevet) for row in grunnlag.utelatt),
    )


def _tittel(lag: Lag) -> str:
    return " – ".join(_navn(lag))


def _navn(lag: Lag) -> tuple[str, str]:
    a, b = sorted((lag.veileder_a.soknad.navn, lag.veileder_b.soknad.navn), key=sort_key)
    return a, b


def _rad(nr: int, lag: Lag, grunnlag: Grunnlag, skrevet: Skrevet) -> Parrad:
    value = planlag(lag)
    nokkel = to_nokkel(value)
    places = sorted(
        (each.puljekommune for each in lag.plasseringer), key=lambda row: sort_key(row.kommune.navn)
    )
    avviker = value in grunnlag.avvik.par
    words = grunnlag.tidligere_ord.get(value, "") if avviker else ""
    return Parrad(
        nokkel=nokkel,
        nr=nr,
        navn=_navn(lag),
        kommuner=tuple((row.kommune.navn, row.timer) for row in places),
        timer=lag.timer,
        kostnad=lag.kostnad,
        avviker=avviker,
        foreslatt=_foreslatt(value, grunnlag) if avviker else (),
        vedtatt_at=lag.vedtatt_at,
        vedtatt_av=navn_of_bruker(lag.vedtatt_av) if lag.vedtatt_av else "",
        begrunnelse=lag.begrunnelse,
        skrevet=skrevet.par.get(nokkel, words),
        valgt=nokkel in skrevet.valgt,
        mangler=nokkel in skrevet.mangler,
    )


def _foreslatt(lag: Planlag, grunnlag: Grunnlag) -> tuple[Forslagslag, ...]:
    """Return what the machine proposed for the two, and for the municipalities they have."""
    near = [
        each
        for each in grunnlag.forslag
        if set(each.veiledere) & set(lag.veiledere) or set(each.kommuner) & set(lag.kommuner)
    ]
    return tuple(
        Forslagslag(
            " – ".join(grunnlag.navn.veiledere.get(v, "?") for v in each.veiledere),
            ", ".join(
                sorted((grunnlag.navn.kommuner.get(k, "?") for k in each.kommuner), key=sort_key)
            ),
        )
        for each in sorted(near)
    )


def _utelatt(row: Puljekommune, grunnlag: Grunnlag, skrevet: Skrevet) -> Utelattrad:
    stored = grunnlag.utelatelser.get(row.id)
    proposed = next((each for each in grunnlag.forslag if row.id in each.kommuner), None)
    members = proposed.veiledere if proposed else ()
    words = stored.begrunnelse if stored else ""
    return Utelattrad(
        id=row.id,
        navn=row.kommune.navn,
        timer=row.timer,
        foreslatt=" – ".join(grunnlag.navn.veiledere.get(v, "?") for v in members),
        begrunnelse=words,
        vedtatt_at=stored.vedtatt_at if stored else None,
        vedtatt_av=navn_of_bruker(stored.vedtatt_av) if stored else "",
        skrevet=skrevet.kommuner.get(row.id, words),
    )
