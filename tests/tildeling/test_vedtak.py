from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from rekruttering.felles import audit, clock
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.habilitet.rules import Tilstand
from rekruttering.kommune.models import Kommuneendring
from rekruttering.soknad.models import Tilknytning
from rekruttering.soknad.rules import Tilknytningsgrunn
from rekruttering.tildeling import queries, service
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tildeling.rules.plan import Handling, HandlingType, Planlag
from rekruttering.tilgang.models import Bruker
from tests.habilitet.factories import make_habilitet
from tests.kommune.factories import make_kommune
from tests.pulje.factories import make_koordinator
from tests.tildeling.factories import make_runde, make_tildeling

pytestmark = pytest.mark.usefixtures("context")


@dataclass
class Bord:
    """A plan with two pairs, and two coordinators."""

    tildeling: Tildeling
    kari: Bruker
    per: Bruker

    @property
    def lag(self) -> list[Planlag]:
        """The pairs of the plan, in order."""
        return sorted(service.utkast_of(self.tildeling).lag)

    def decide(
        self,
        par: dict[Planlag, str],
        *,
        bruker: Bruker | None = None,
        utelatt: dict[int, str] | None = None,
    ) -> int:
        """Let Kari, or another, decide on pairs."""
        new = service.decide(
            self.tildeling,
            service.Vedtak(par, utelatt or {}),
            bruker=bruker or self.kari,
            now=clock.now(),
        )
        db.session.commit()
        return new

    def change(self, handling: Handling) -> None:
        """Let Per change the plan by hand."""
        service.adjust(
            self.tildeling,
            handling,
            sett_versjon=self.tildeling.versjon,
            bruker=self.per,
            now=clock.now(),
        )
        db.session.commit()

    def swap(self) -> None:
        """Let the two pairs change municipalities."""
        one, other = self.lag
        self.change(Handling(HandlingType.BYTT_KOMMUNER, (), (one.kommuner[0], other.kommuner[0])))

    def approve(self, **mer: Any) -> None:
        """Let Kari decide on the whole."""
        service.approve(
            self.tildeling,
            bruker=self.kari,
            begrunnelse="God plan.",
            now=clock.now(),
            **mer,
        )
        db.session.commit()


@pytest.fixture
def bord(context: object) -> Bord:
    """A fresh plan."""
    kari, per = make_koordinator(), make_koordinator()
    kari.navn, per.navn = "Kari Nes", "Per Lund"
    return Bord(make_tildeling(), kari, per)


def koder(error: pytest.ExceptionInfo[HindretError]) -> list[str]:
    return [hinder.kode for hinder in error.value.hindre]


def test_a_named_person_decides_on_one_pair_and_the_log_has_it(bord: Bord) -> None:
    first, _second = bord.lag
    assert bord.decide({first: ""}) == 1
    by = {service.planlag(lag): lag.vedtatt_av for lag in queries.load_lag(bord.tildeling.id)}
    assert list(by.values()).count(None) == 1
    assert by[first] is bord.kari
    assert audit.list_linjer(bord.tildeling)[-1].handling == "par_vedtatt"


def test_the_same_decision_twice_is_one(bord: Bord) -> None:
    first, _second = bord.lag
    bord.decide({first: ""})
    assert bord.decide({first: ""}) == 0


def test_a_pair_that_differs_needs_own_words(bord: Bord) -> None:
    bord.swap()
    changed = bord.lag
    with pytest.raises(HindretError) as error:
        bord.decide(dict.fromkeys(changed, ""))
    assert koder(error) == ["avvik", "avvik"]
    assert bord.decide(dict.fromkeys(changed, "Kortere reise.")) == 2


def test_a_change_by_hand_voids_the_decision_on_that_pair_only(bord: Bord) -> None:
    bord.decide(dict.fromkeys(bord.lag, ""))
    first, second = bord.lag
    bord.change(Handling(HandlingType.OPPLOS, first.veiledere, ()))
    decided = [lag.vedtatt_at is not None for lag in queries.load_lag(bord.tildeling.id)]
    assert decided == [True]
    assert bord.lag == [second]


def test_what_somebody_else_decided_or_changed_is_not_overwritten(bord: Bord) -> None:
    first, second = bord.lag
    bord.decide({first: ""})
    with pytest.raises(HindretError) as error:
        bord.decide({first: "Enig.", second: ""}, bruker=bord.per)
    assert koder(error) == ["andre"]
    assert error.value.hindre[0].verdier["andre"] == "Kari Nes"
    service.take_back(bord.tildeling, first, bruker=bord.kari)
    bord.swap()
    with pytest.raises(HindretError) as error:
        bord.decide({first: ""})
    assert koder(error) == ["endret"]


def test_two_coordinators_decide_on_a_pair_each_at_the_same_time(bord: Bord) -> None:
    first, second = bord.lag
    assert bord.decide({first: ""}) == 1
    assert bord.decide({second: ""}, bruker=bord.per) == 1


def test_a_decision_is_seen_by_whoever_changes_the_plan_from_an_older_page(bord: Bord) -> None:
    seen = bord.tildeling.versjon
    first, _second = bord.lag
    bord.decide({first: ""})
    with pytest.raises(KonfliktError):
        service.adjust(
            bord.tildeling,
            Handling(HandlingType.OPPLOS, first.veiledere, ()),
            sett_versjon=seen,
            bruker=bord.per,
            now=clock.now(),
        )


def test_a_decision_is_taken_back_and_the_log_keeps_the_words(bord: Bord) -> None:
    first, second = bord.lag
    bord.decide({first: "Kjenner fylket."})
    service.take_back(bord.tildeling, first, bruker=bord.kari)
    service.take_back(bord.tildeling, second, bruker=bord.kari)
    line = audit.list_linjer(bord.tildeling)[-1]
    assert line.handling == "parvedtak_trukket"
    assert line.detaljer["tidligere_begrunnelse"] == "Kjenner fylket."
    assert all(lag.vedtatt_at is None for lag in queries.load_lag(bord.tildeling.id))


def test_a_pair_that_breaks_a_rule_now_cannot_be_decided_and_others_can(bord: Bord) -> None:
    first, second = bord.lag
    lost = queries.map_veiledere([first.veiledere[0]])[first.veiledere[0]]
    lost.sluttet_at = clock.now()
    db.session.commit()
    with pytest.raises(HindretError) as error:
        bord.decide({first: ""})
    assert koder(error) == ["sluttet"]
    assert bord.decide({second: ""}) == 1


def test_the_whole_plan_decides_what_nobody_has_decided_and_stands_as_proposed(bord: Bord) -> None:
    first, _second = bord.lag
    bord.decide({first: ""}, bruker=bord.per)
    bord.approve()
    by = {service.planlag(lag): lag.vedtatt_av for lag in queries.load_lag(bord.tildeling.id)}
    assert sorted(each.navn for each in by.values() if each) == ["Kari Nes", "Per Lund"]
    assert by[first] is bord.per
    assert bord.tildeling.status is TildelingStatus.VEDTATT


def test_the_whole_plan_is_not_decided_before_every_difference_has_its_words(bord: Bord) -> None:
    _first, second = bord.lag
    bord.change(Handling(HandlingType.FLYTT, (), second.kommuner))
    with pytest.raises(HindretError) as error:
        bord.approve()
    [hinder] = error.value.hindre
    row = queries.map_puljekommuner(second.kommuner)[second.kommuner[0]]
    assert (hinder.kode, hinder.verdier) == ("utelatt", {"kommune": row.kommune.navn})
    assert bord.decide({}, utelatt={row.id: "Kommunen venter til høsten."}) == 1
    assert bord.decide({}, utelatt={row.id: "Kommunen venter til høsten."}) == 0
    bord.approve()
    [said] = queries.list_utelatelser(bord.tildeling.id)
    assert (said.begrunnelse, said.vedtatt_av.navn) == ("Kommunen venter til høsten.", "Kari Nes")


def test_differing_pairs_without_words_are_named_one_by_one(bord: Bord) -> None:
    bord.swap()
    with pytest.raises(HindretError) as error:
        bord.approve()
    assert koder(error) == ["avvik", "avvik"]
    names = {hinder.verdier["a"] for hinder in error.value.hindre}
    assert len(names) == 2


def test_words_about_a_municipality_that_has_a_pair_are_not_kept(bord: Bord) -> None:
    first, _second = bord.lag
    assert bord.decide({}, utelatt={first.kommuner[0]: "Uten par."}) == 0
    assert queries.list_utelatelser(bord.tildeling.id) == []


def test_the_version_that_was_seen_is_the_one_that_is_decided(bord: Bord) -> None:
    seen = bord.tildeling.versjon
    bord.swap()
    with pytest.raises(KonfliktError):
        bord.approve(sett_versjon=seen)


def test_a_decided_plan_is_opened_again_with_a_reason_and_the_pairs_stay_decided(
    bord: Bord,
) -> None:
    bord.approve()
    with pytest.raises(HindretError) as error:
        service.reopen(bord.tildeling, bruker=bord.per, begrunnelse="")
    assert koder(error) == ["begrunnelse"]
    service.reopen(bord.tildeling, bruker=bord.per, begrunnelse="Ny opplysning.")
    db.session.commit()
    line = audit.list_linjer(bord.tildeling)[-1]
    assert bord.tildeling.status is TildelingStatus.JUSTERT
    assert bord.tildeling.vedtatt_at is None
    assert (line.handling, line.detaljer["tidligere_begrunnelse"]) == (
        "tildeling_gjenapnet",
        "God plan.",
    )
    assert all(lag.vedtatt_av is bord.kari for lag in queries.load_lag(bord.tildeling.id))


def test_a_published_plan_is_not_opened_again() -> None:
    tildeling = make_tildeling(status=TildelingStatus.PUBLISERT)
    with pytest.raises(HindretError) as error:
        service.reopen(tildeling, bruker=make_koordinator(), begrunnelse="Feil.")
    assert koder(error) == ["status"]


def test_nobody_is_decided_on_who_has_said_nothing_of_ties(bord: Bord) -> None:
    first, _second = bord.lag
    lag = queries.load_lag(bord.tildeling.id)
    silent = next(each for each in lag if service.planlag(each) == first).veileder_a
    place = queries.map_puljekommuner(first.kommuner)[first.kommuner[0]].kommune
    silent.soknad.ingen_tilknytning = None
    db.session.commit()
    for attempt in (lambda: bord.decide({first: ""}), bord.approve):
        with pytest.raises(HindretError) as error:
            attempt()
        [hinder] = error.value.hindre
        assert (hinder.kode, hinder.verdier) == (
            "ikke_erklart",
            {"navn": silent.soknad.navn, "kommuner": place.navn},
        )
    make_habilitet(silent.bruker, place, Tilstand.INGEN)
    bord.approve()


def test_an_undeclared_tie_stops_publishing_of_a_plan_that_is_decided(bord: Bord) -> None:
    bord.approve()
    queries.load_lag(bord.tildeling.id)[0].veileder_b.soknad.ingen_tilknytning = None
    db.session.commit()
    with pytest.raises(HindretError) as error:
        service.publish(bord.tildeling, bruker=bord.kari, now=clock.now())
    assert koder(error) == ["ikke_erklart"]


def test_ties_stated_in_the_application_are_an_answer_for_every_municipality(bord: Bord) -> None:
    soknad = queries.load_lag(bord.tildeling.id)[0].veileder_a.soknad
    soknad.ingen_tilknytning = None
    soknad.tilknytninger = [
        Tilknytning(kommune=make_kommune(), grunn=next(iter(Tilknytningsgrunn)))
    ]
    db.session.commit()
    assert service.list_hindre(bord.tildeling) == []


def test_an_entry_for_another_municipality_is_no_answer(bord: Bord) -> None:
    veileder = queries.load_lag(bord.tildeling.id)[0].veileder_a
    veileder.soknad.ingen_tilknytning = None
    make_habilitet(veileder.bruker, make_kommune(), Tilstand.INGEN)
    db.session.commit()
    assert [hinder.kode for hinder in service.list_hindre(bord.tildeling)] == ["ikke_erklart"]


def test_an_entry_under_the_municipalitys_former_number_is_an_answer(bord: Bord) -> None:
    lag = queries.load_lag(bord.tildeling.id)[0]
    lag.veileder_a.soknad.ingen_tilknytning = None
    former = make_kommune()
    db.session.add(
        Kommuneendring(
            gjelder_fra=date(2020, 1, 1),
            fra_nummer=former.kommunenummer,
            til_nummer=lag.plasseringer[0].puljekommune.kommune.kommunenummer,
        )
    )
    make_habilitet(lag.veileder_a.bruker, former, Tilstand.INGEN)
    db.session.commit()
    assert service.list_hindre(bord.tildeling) == []


def test_a_copy_starts_without_decisions() -> None:
    tildeling = make_tildeling(make_runde()[0], TildelingStatus.VEDTATT)
    copied = service.copy(tildeling, "Variant", bruker=make_koordinator())
    assert all(lag.vedtatt_at is None for lag in queries.load_lag(copied.id))
