"""Makes the rows of the board: municipalities with their pair, veiledere with their load."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.bord.queries import Kommunerad, Lagrad, Veilederrad
from rekruttering.bord.rules import Filter, Kjenning, kommune_tegn, matches, veileder_tegn
from rekruttering.bord.service import Grunnlag
from rekruttering.bord.tekster import join
from rekruttering.bord.visning import Medlem, Rad, Veilederkort, address, pair_of, par_kode
from rekruttering.horing.models import Horingssvar
from rekruttering.kommune.rules import MALFORM_TEKST, SAMISK_TEKST, KommuneMalform, sort_key
from rekruttering.pulje.rules import FAGOMRADE_TEKST, Fagomrade
from rekruttering.soknad.rules import BAKGRUNN_TEKST, SPRAK_TEKST, Sprak
from rekruttering.tildeling import adapter
from rekruttering.tildeling.models import Tildeling

SAMISKE = frozenset({Sprak.NORDSAMISK, Sprak.LULESAMISK, Sprak.SORSAMISK})
# More people than this who cannot go to a municipality are given as a number.
FLEST_NAVN = 3


def proposed_pairs(tildeling: Tildeling) -> dict[int, tuple[int, int]]:
    """Return the pair that the machine gave each municipality, by puljekommune id."""
    forslag: Mapping[str, Any] = tildeling.kjoring.forslag or {"par": []}
    found = {}
    for each in forslag["par"]:
        a, b = sorted(adapter.row_id(ref) for ref in each["veiledere"])
        found.update({adapter.row_id(ref): (a, b) for ref in each["kommuner"]})
    return found


class Bordmaker:
    """Makes the rows of a plan; everything they need has been read."""

    def __init__(
        self,
        grunnlag: Grunnlag,
        fylker: Mapping[str, str],
        sprak: Mapping[int, Sequence[Sprak]],
        merknader: Mapping[int, Sequence[Horingssvar]],
    ) -> None:
        self._all = grunnlag
        self._fylker, self._sprak, self._merknader = fylker, sprak, merknader
        self._proposed = proposed_pairs(grunnlag.tildeling)
        self._ties = self._make_ties()
        id = grunnlag.tildeling.id
        self._kommune_url = address("bord.kommune", "kommune", id=id)
        self._veileder_url = address("bord.veileder", "veileder", id=id)
        self._why_kommune = address("analyse.kommune", "kommune", id=id)
        self._why_veileder = address("analyse.veileder", "veileder", id=id)
        self._words: dict[str, str] = {each: _(text) for each, text in SPRAK_TEKST.items()}
        self._words |= {each: _(text) for each, text in BAKGRUNN_TEKST.items()}
        self._par_url = address("bord.par", "b", id=id, a=0)

    def _make_ties(self) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """Return who is barred where, by municipality and by veileder, as the run knew it."""
        by_kommune: dict[int, list[int]] = defaultdict(list)
        by_veileder: dict[int, list[int]] = defaultdict(list)
        numbers: dict[str, int] = {
            each.kommunenummer: adapter.row_id(each.id) for each in self._all.problem.kommuner
        }
        for veileder in self._all.problem.veiledere:
            own = (veileder.kommunenummer, veileder.arbeidsgiver_kommunenummer)
            places = {adapter.row_id(ref) for ref in veileder.inhabil_i}
            places |= {numbers[each] for each in own if each in numbers}
            id = adapter.row_id(veileder.id)
            for kommune in sorted(places):
                by_kommune[kommune].append(id)
                by_veileder[id].append(kommune)
        return by_kommune, by_veileder

    def _par_of(self, lag: Lagrad) -> tuple[tuple[int, int], str, str]:
        """Return a pair's members by name, its code and its address."""
        people = self._all.veiledere
        a, b = sorted(lag.veiledere, key=lambda id: (sort_key(people[id].navn), id))
        first, second = lag.veiledere
        url = self._par_url(second).replace("/0/", f"/{first}/")
        return (a, b), par_kode(lag.veiledere), url

    @cached_property
    def endrede(self) -> frozenset[int]:
        """The municipalities whose pair differs from the machine's, with or without one."""
        now = {k: lag.veiledere for k, lag in self._all.lag_av_kommune.items()}
        return frozenset(
            k for k in now.keys() | self._proposed.keys() if now.get(k) != self._proposed.get(k)
        )

    def rader(self, filter: Filter) -> list[Rad]:
        """Return the municipalities that are asked for, in Norwegian order."""
        ids = set(self._all.kommune_ids) | self._all.lag_av_kommune.keys()
        rows = [self._all.kommuner[id] for id in ids if id in self._all.kommuner]
        found = [row for row in rows if matches(filter, self._kommunekjenning(row))]
        ordered = sorted(found, key=lambda row: (sort_key(row.navn), row.id))
        return [self.rad(row.id) for row in ordered]

    def _kommunekjenning(self, row: Kommunerad) -> Kjenning:
        lag = self._all.lag_av_kommune.get(row.id)
        people = lag.veiledere if lag else ()
        return Kjenning(
            kommune_tegn(
                med_par=lag is not None,
                samisk=row.samisk is not None,
                lengste_km=max((self.total_km(lag, id) for id in people), default=0) if lag else 0,
                endret=row.id in self.endrede,
                merknader=len(self._merknader.get(row.id, ())),
            ),
            frozenset({row.fylke}),
            (row.navn, *(self._all.veiledere[id].navn for id in people)),
        )

    def rad(self, kommune: int) -> Rad:
        """Return one municipality with its pair."""
        row = self._all.kommuner[kommune]
        lag = self._all.lag_av_kommune.get(row.id)
        changed = row.id in self.endrede
        par: tuple[Medlem, ...] = ()
        code = url = ""
        if lag is not None:
            members, code, url = self._par_of(lag)
            people = [self._all.veiledere[id] for id in members]
            par = tuple(
                Medlem(each.navn, each.bosted, self._all.km[each.id, row.id]) for each in people
            )
        return Rad(
            id=row.id,
            navn=row.navn,
            fylke=self.fylke(row),
            fakta=self.fakta(row),
            par=par,
            par_kode=code,
            par_url=url,
            merker=self._kommunemerker(row, lag, changed),
            inhabile=self._inhabile(row.id),
            merknader=tuple(self._merknader.get(row.id, ())),
            for_=self._proposed_words(row.id) if changed else "",
            url=self._kommune_url(row.id),
            hvorfor_url=self._why_kommune(row.id),
        )

    def _proposed_words(self, kommune: int) -> str:
        proposed = self._proposed.get(kommune)
        return pair_of(self._all, proposed) if proposed else str(_("uten par"))

    def total_km(self, lag: Lagrad, veileder: int) -> int:
        """Return how far a member has to all municipalities of the pair, one way."""
        return sum(self._all.km[veileder, kommune] for kommune in lag.kommuner)

    def fylke(self, row: Kommunerad) -> str:
        """Return the name of a municipality's fylke."""
        return self._fylker.get(row.fylke, row.fylke)

    def fakta(self, row: Kommunerad) -> str:
        """Return a municipality's need in a few words."""
        parts = [ngettext("%(num)s time", "%(num)s timer", row.timer)]
        if row.malform is not KommuneMalform.NOYTRAL:
            parts.append(_(MALFORM_TEKST[row.malform]).lower())
        if row.samisk is not None:
            parts.append(_(SAMISK_TEKST[row.samisk]).lower())
        return " · ".join(parts)

    def fagomrader(self, row: Kommunerad) -> str:
        """Return the subject areas that a municipality asks for."""
        return join([_(FAGOMRADE_TEKST[Fagomrade(each)]).lower() for each in row.fagomrader])

    def _kommunemerker(
        self, row: Kommunerad, lag: Lagrad | None, changed: bool
    ) -> tuple[tuple[str, str], ...]:
        merker = []
        if lag is None:
            merker.append((_("Uten par"), "danger"))
        if row.samisk is not None:
            merker.append((_(SAMISK_TEKST[row.samisk]), "info"))
        if changed:
            merker.append((_("Endret"), "warning"))
        if lag is not None and lag.vedtatt_at is not None:
            merker.append((_("Vedtatt"), "success"))
        laser = self._all.laser
        if any(kommune == row.id for _v, kommune in laser.tildelt) or (
            lag is not None and lag.veiledere in laser.par
        ):
            merker.append((_("Festet"), "neutral"))
        if any(kommune == row.id for _v, kommune in laser.forbudt):
            merker.append((_("Sperre"), "neutral"))
        return tuple(merker)

    def _inhabile(self, kommune: int) -> str:
        ids = [id for id in self._ties[0].get(kommune, ()) if id in self._all.veiledere]
        if len(ids) > FLEST_NAVN:
            return str(_("%(antall)s veiledere kan ikke arbeide her", antall=len(ids)))
        names = sorted((self._all.veiledere[id].navn for id in ids), key=sort_key)
        return str(_("Kan ikke arbeide her: %(navn)s", navn=join(names))) if names else ""

    def veiledere(self, filter: Filter) -> list[Veilederkort]:
        """Return the people that are asked for, in Norwegian order; who has left only in a pair."""
        ids = set(self._all.veileder_ids) | self._all.lag_av_veileder.keys()
        rows = [self._all.veiledere[id] for id in ids if id in self._all.veiledere]
        here = [
            row for row in rows if row.sluttet_at is None or row.id in self._all.lag_av_veileder
        ]
        found = [row for row in here if matches(filter, self._veilederkjenning(row))]
        ordered = sorted(found, key=lambda row: (sort_key(row.navn), row.id))
        return [self.kort(row.id) for row in ordered]

    def _veilederkjenning(self, row: Veilederrad) -> Kjenning:
        lag = self._all.lag_av_veileder.get(row.id)
        places = [self._all.kommuner[each] for each in (lag.kommuner if lag else ())]
        return Kjenning(
            veileder_tegn(
                i_par=lag is not None,
                samisk=bool(SAMISKE & set(self._sprak.get(row.id, ()))),
                km=self.total_km(lag, row.id) if lag else 0,
                endret=any(each.id in self.endrede for each in places),
                merknader=sum(len(self._merknader.get(each.id, ())) for each in places),
            ),
            frozenset({row.bosted_nummer[:2], *(each.fylke for each in places)}),
            (row.navn, self._makker(row), row.bosted, *(each.navn for each in places)),
        )

    def _makker(self, row: Veilederrad) -> str:
        lag = self._all.lag_av_veileder.get(row.id)
        return self._all.veiledere[sum(lag.veiledere) - row.id].navn if lag else ""

    def kort(self, veileder: int) -> Veilederkort:
        """Return one veileder with load, languages and ties."""
        row = self._all.veiledere[veileder]
        lag = self._all.lag_av_veileder.get(row.id)
        places = lag.kommuner if lag else ()
        kommuner = self._all.kommuner
        ties = [kommuner[k].navn for k in self._ties[1].get(row.id, ()) if k in kommuner]
        background = self._words[row.bakgrunn] if row.bakgrunn else ""
        return Veilederkort(
            id=row.id,
            navn=row.navn,
            fakta=" · ".join(filter(None, (row.bosted, background))),
            sprak=", ".join(self._words[each] for each in self._sprak.get(row.id, ())),
            timer=lag.timer if lag else 0,
            minst=row.timer_minst,
            mest=row.timer_mest,
            makker=self._makker(row),
            kommuner=", ".join(
                f"{kommuner[k].navn} {self._all.km[row.id, k]}\N{NO-BREAK SPACE}km" for k in places
            ),
            km=self.total_km(lag, row.id) if lag else 0,
            inhabil_i=join(sorted(ties, key=sort_key)),
            merker=self._veiledermerker(row, lag),
            url=self._veileder_url(row.id),
            hvorfor_url=self._why_veileder(row.id),
        )

    def _veiledermerker(self, row: Veilederrad, lag: Lagrad | None) -> tuple[tuple[str, str], ...]:
        merker = []
        if row.sluttet_at is not None:
            merker.append((_("Har sluttet"), "danger"))
        laser = self._all.laser
        if any(veileder == row.id for veileder, _k in laser.tildelt) or (
            lag is not None and lag.veiledere in laser.par
        ):
            merker.append((_("Festet"), "neutral"))
        if any(veileder == row.id for veileder, _k in laser.forbudt):
            merker.append((_("Sperre"), "neutral"))
        return tuple(merker)
