"""What the pages of a hearing show; finished values for the templates."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from rekruttering.horing.models import Horingsmottaker, Horingssvar
from rekruttering.horing.queries import Rad
from rekruttering.horing.rules import BEHANDLING_TEKST, Mottakerslag, Par, find_endrede
from rekruttering.horing.rules.plan import Horingsplan
from rekruttering.kommune.rules import sort_key
from rekruttering.soknad.rules import BAKGRUNN_TEKST, SPRAK_TEKST, Niva
from rekruttering.tilbud.models import Veileder

_GODT = frozenset({Niva.GODT, Niva.FLYTENDE})


@dataclass(frozen=True)
class Medlem:
    """A proposed veileder as those who are heard see them; `km` is by road, None without a home."""

    navn: str
    bakgrunn: str
    sprak: str
    bosted: str
    km: int


@dataclass(frozen=True)
class Hort:
    """One municipality on the page of those who are heard; `andre` are the pair's others there."""

    id: int
    navn: str
    medlemmer: tuple[Medlem, ...]
    andre: tuple[str, ...]


def list_hort(
    rader: Sequence[Rad], plan: Horingsplan, veiledere: Mapping[int, Veileder]
) -> list[Hort]:
    """Return the own municipalities with the proposed pairs, by name; nothing else is told."""
    own = {rad.puljekommune.id: rad.puljekommune.kommune.navn for rad in rader}
    return sorted(
        (_hort(id, own, plan, veiledere) for id in own),
        key=lambda hort: (sort_key(hort.navn), hort.id),
    )


def _hort(
    id: int, own: Mapping[int, str], plan: Horingsplan, veiledere: Mapping[int, Veileder]
) -> Hort:
    lag = plan.find_lag(id)
    if lag is None:
        return Hort(id, own[id], (), ())
    members = [
        _medlem(veiledere[veileder], km)
        for veileder, km in zip(lag.veiledere, lag.km[id], strict=True)
    ]
    andre = sorted((own[other] for other in lag.km if other in own and other != id), key=sort_key)
    return Hort(id, own[id], tuple(sorted(members, key=_by_name)), tuple(andre))


def _by_name(medlem: Medlem) -> str:
    return sort_key(medlem.navn)


def _medlem(veileder: Veileder, km: int) -> Medlem:
    soknad = veileder.soknad
    return Medlem(
        navn=soknad.navn,
        bakgrunn=_(BAKGRUNN_TEKST[soknad.bakgrunn]) if soknad.bakgrunn else "",
        sprak=_sprak(veileder),
        bosted=soknad.bosted.navn if soknad.bosted else "",
        km=km,
    )


def _sprak(veileder: Veileder) -> str:
    """Return the languages spoken well, and which of them are spoken only."""
    order = list(SPRAK_TEKST)
    known = sorted(veileder.soknad.sprak, key=lambda each: order.index(each.sprak))
    words = []
    for each in known:
        if each.muntlig in _GODT:
            navn = _(SPRAK_TEKST[each.sprak])
            both = each.skriftlig in _GODT
            words.append(navn if both else _("%(sprak)s (muntlig)", sprak=navn))
    return ", ".join(words)


@dataclass(frozen=True)
class Mottakerrad:
    """Somebody who is heard, as the coordinator follows them."""

    navn: str
    slag: Mottakerslag
    status: str
    status_tekst: str
    farge: str
    svart_at: datetime | None
    svart_av: str
    varslet: bool
    pamint_at: datetime | None


@dataclass(frozen=True)
class Svarrad:
    """A comment or an objection with what was done with it."""

    id: int
    fra: str
    hvem: str
    svart_at: datetime
    tekst: str
    habilitet_id: int | None
    ferdig: bool
    behandling: str
    behandling_merknad: str
    behandlet_av: str
    behandlet_at: datetime | None


@dataclass(frozen=True)
class Merknadsrad:
    """A row of the plan with what came in; `par_na` only where it is another than was sent."""

    navn: str
    par: str
    par_na: str | None
    svar: tuple[Svarrad, ...]

    @property
    def ferdig(self) -> bool:
        """Whether everything at the row is dealt with."""
        return all(svar.ferdig for svar in self.svar)


@dataclass(frozen=True)
class Navn:
    """The names that the coordinator's page needs, by id and by code."""

    veiledere: Mapping[int, str]
    kommuner: Mapping[int, str]
    embeter: Mapping[str, str]

    def par(self, par: Par | None) -> str:
        """Return «Kari Nordmann og Ola Nordmann», or that there is no pair."""
        if par is None:
            return str(_("ingen"))
        a, b = sorted((self.veiledere[id] for id in par), key=sort_key)
        return str(_("%(a)s og %(b)s", a=a, b=b))

    def mottaker(self, mottaker: Horingsmottaker) -> str:
        """Return what a recipient is called."""
        if mottaker.embete_kode is not None:
            return self.embeter.get(mottaker.embete_kode, mottaker.embete_kode)
        return self.kommuner.get(mottaker.puljekommune_id or 0, "")


def to_mottakerrad(mottaker: Horingsmottaker, navn: Navn, merknader: int) -> Mottakerrad:
    """Return a recipient for the list; `merknader` is how many comments and objections came."""
    if mottaker.svart_at is None:
        status = ("ubesvart", _("Ikke svart"), "warning")
    elif mottaker.uten_merknader:
        status = ("fullfort", _("Ingen merknader"), "success")
    else:
        status = ("fullfort", _("Har svart (%(antall)s)", antall=merknader), "success")
    svart_av = mottaker.svart_av
    return Mottakerrad(
        navn=navn.mottaker(mottaker),
        slag=mottaker.slag,
        status=status[0],
        status_tekst=status[1],
        farge=status[2],
        svart_at=mottaker.svart_at,
        svart_av=(svart_av.navn or svart_av.epost) if svart_av else "",
        varslet=mottaker.varslet_at is not None,
        pamint_at=mottaker.pamint_at,
    )


def to_svarrad(svar: Horingssvar, navn: Navn) -> Svarrad:
    """Return a comment for the list."""
    behandlet_av = svar.behandlet_av
    return Svarrad(
        id=svar.id,
        fra=navn.mottaker(svar.mottaker),
        hvem=svar.svart_av.navn or svar.svart_av.epost,
        svart_at=svar.svart_at,
        tekst=svar.tekst,
        habilitet_id=svar.innsigelse.habilitet_id if svar.innsigelse else None,
        ferdig=svar.is_handled,
        behandling=BEHANDLING_TEKST[svar.behandling] if svar.behandling else "",
        behandling_merknad=svar.behandling_merknad,
        behandlet_av=(behandlet_av.navn or behandlet_av.epost) if behandlet_av else "",
        behandlet_at=svar.behandlet_at,
    )


def list_merknadsrader(
    svar: Collection[Horingssvar], plan: Horingsplan, na: Mapping[int, Par], navn: Navn
) -> list[Merknadsrad]:
    """Return what came in by row, by name; `na` is the plan as it is now."""
    sent = plan.par
    endret = find_endrede(sent, na)
    by_row: dict[int, list[Svarrad]] = {}
    for each in svar:
        if each.puljekommune_id is not None:
            by_row.setdefault(each.puljekommune_id, []).append(to_svarrad(each, navn))
    rader = [
        Merknadsrad(
            navn=navn.kommuner[id],
            par=navn.par(sent.get(id)),
            par_na=navn.par(na.get(id)) if id in endret else None,
            svar=tuple(found),
        )
        for id, found in by_row.items()
    ]
    return sorted(rader, key=lambda rad: sort_key(rad.navn))
