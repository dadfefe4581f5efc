from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from rekruttering.felles import audit
from rekruttering.felles.clock import OSLO
from rekruttering.felles.errors import HindretError
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning import adapter, innlesing, queries, service
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import Seksjon, UtlysningStatus
from rekruttering.utlysning.rules.definisjon import (
    Engasjementsvilkar,
    Kontakt,
    Samlinger,
    Seksjonsverdier,
    Tospraklig,
)
from tests.tilgang.factories import make_bruker
from tests.utlysning.builders import (
    FRIST,
    INGEN,
    NOW,
    TEKST,
    make_definisjon,
    make_kriterium,
    make_samling,
    make_vilkar,
)
from tests.utlysning.factories import make_utlysning

KLADD, PUBLISERT = UtlysningStatus.KLADD, UtlysningStatus.PUBLISERT
AFTER = datetime(2098, 1, 1, tzinfo=OSLO)


@pytest.fixture
def bruker(context: Any) -> Bruker:
    return make_bruker(Rolle.KOORDINATOR)


def _koder(error: pytest.ExceptionInfo[HindretError]) -> list[str]:
    return [hinder.kode for hinder in error.value.hindre]


def _merke(utlysning: Utlysning, seksjon: Seksjon) -> str:
    return service.merke(adapter.to_definisjon(utlysning).seksjoner()[seksjon])


def _update(
    utlysning: Utlysning, seksjon: Seksjon, verdier: Seksjonsverdier, bruker: Bruker
) -> None:
    service.update_seksjon(
        utlysning,
        seksjon,
        verdier,
        opened_with=_merke(utlysning, seksjon),
        bruker=bruker,
        now=AFTER,
    )


@pytest.mark.parametrize("slug", innlesing.list_slugs())
def test_a_real_round_is_stored_whole(context: Any, slug: str) -> None:
    definisjon = innlesing.read_runde(slug)
    utlysning = service.create_from_definisjon(definisjon, bruker=None, now=NOW)
    assert adapter.to_definisjon(utlysning) == replace(definisjon, publiseres_at=None)
    assert utlysning.status is KLADD


def test_a_new_call_is_an_empty_draft(bruker: Bruker) -> None:
    grunn = make_definisjon("min-runde").grunn
    utlysning = service.create_utlysning(grunn, FRIST, bruker=bruker, now=NOW)
    assert (utlysning.status, utlysning.slug, utlysning.tekst_nb) == (KLADD, "min-runde", "")
    assert utlysning.vekter["lik_bakgrunn"] == 100
    assert [line.handling for line in audit.list_linjer(utlysning)] == ["opprettet"]


def test_an_address_is_taken_once(bruker: Bruker) -> None:
    make_utlysning(slug="ny-runde")
    with pytest.raises(HindretError) as caught:
        service.create_from_definisjon(make_definisjon(), bruker=bruker, now=NOW)
    assert _koder(caught) == ["slug_opptatt"]


def test_what_cannot_be_stored_is_refused(bruker: Bruker) -> None:
    former = (make_vilkar(25, 15),)
    definisjon = make_definisjon(engasjement=Engasjementsvilkar(1680, former))
    with pytest.raises(HindretError) as caught:
        service.create_from_definisjon(definisjon, bruker=bruker, now=NOW)
    assert _koder(caught) == ["band_snudd"]


def test_a_copy_moves_every_date_with_the_deadline(bruker: Bruker) -> None:
    source = service.create_from_definisjon(make_definisjon(), bruker=None, now=NOW)
    kopi = service.copy_utlysning(
        source, "kopi", FRIST + timedelta(days=365), move_dates=True, bruker=bruker, now=NOW
    )
    assert (kopi.slug, kopi.status, kopi.tittel_nb) == ("kopi", KLADD, source.tittel_nb)
    assert kopi.intervju_fra_dato == date(2021, 3, 18)
    assert kopi.periode_til_dato == date(2022, 6, 30)
    assert [s.fra_dato for s in kopi.samlinger] == [date(2021, 6, 8)]
    assert [k.kode for k in kopi.kompetanser] == [k.kode for k in source.kompetanser]
    assert {k.id for k in kopi.kompetanser}.isdisjoint(k.id for k in source.kompetanser)


def test_a_copy_may_leave_the_dates_out(bruker: Bruker) -> None:
    source = make_utlysning(periode_til_dato=None)
    kopi = service.copy_utlysning(source, "kopi", FRIST, move_dates=False, bruker=bruker, now=NOW)
    assert (kopi.intervju_fra_dato, kopi.periode_fra_dato) == (None, None)
    assert kopi.samlinger == []
    assert kopi.intervjusted_nb == source.intervjusted_nb


def test_an_open_end_stays_open_in_a_copy(bruker: Bruker) -> None:
    source = make_utlysning(periode_til_dato=None)
    kopi = service.copy_utlysning(source, "kopi", FRIST, move_dates=True, bruker=bruker, now=NOW)
    assert kopi.periode_til_dato is None


@pytest.mark.parametrize(
    ("seksjon", "verdier"),
    [
        (Seksjon.GRUNN, make_definisjon("ny-adresse").grunn),
        (Seksjon.TEKST, Tospraklig("## Ny", "## Ny tekst")),
        (Seksjon.FRISTER, make_definisjon().frister),
        (Seksjon.ENGASJEMENT, Engasjementsvilkar(1700, (make_vilkar(30, 40, tekst=INGEN),))),
        (Seksjon.SAMLINGER, Samlinger((make_samling(), make_samling(sted="Bodø")))),
        (Seksjon.SAMLINGER, Samlinger(())),
        (Seksjon.SAMMENSETNING, make_definisjon().sammensetning),
        (Seksjon.KONTAKT, Kontakt("Ny", "ny@udir.example", "1")),
    ],
)
def test_each_section_is_saved_by_itself(
    bruker: Bruker, seksjon: Seksjon, verdier: Seksjonsverdier
) -> None:
    utlysning = make_utlysning(status=KLADD)
    before = adapter.to_definisjon(utlysning).seksjoner()
    _update(utlysning, seksjon, verdier, bruker)
    assert adapter.to_definisjon(utlysning).seksjoner() == {**before, seksjon: verdier}


def test_a_form_of_engagement_can_go_and_come_back(bruker: Bruker) -> None:
    utlysning = make_utlysning(status=KLADD)
    both = adapter.to_definisjon(utlysning).engasjement
    _update(utlysning, Seksjon.ENGASJEMENT, replace(both, former=both.former[1:]), bruker)
    _update(utlysning, Seksjon.ENGASJEMENT, both, bruker)
    assert adapter.to_definisjon(utlysning).engasjement == both


def test_the_log_tells_what_was_and_what_is(bruker: Bruker) -> None:
    utlysning = make_utlysning(kontakt_navn="Før")
    kontakt = adapter.to_definisjon(utlysning).kontakt
    _update(utlysning, Seksjon.KONTAKT, replace(kontakt, navn="Etter"), bruker)
    (line,) = audit.list_linjer(utlysning)
    assert (line.handling, line.bruker_id) == ("endret_kontakt", bruker.id)
    assert line.detaljer == {"navn": ["Før", "Etter"]}


def test_saving_what_is_stored_changes_nothing(bruker: Bruker) -> None:
    utlysning = make_utlysning()
    version = utlysning.versjon
    tekst = adapter.to_definisjon(utlysning).tekst
    service.update_seksjon(
        utlysning, Seksjon.TEKST, tekst, opened_with="gammelt", bruker=bruker, now=AFTER
    )
    assert utlysning.versjon == version
    assert audit.list_linjer(utlysning) == []


def test_someone_elses_words_are_not_overwritten_unseen(bruker: Bruker) -> None:
    utlysning = make_utlysning(status=KLADD)
    opened = _merke(utlysning, Seksjon.TEKST)
    _update(utlysning, Seksjon.TEKST, Tospraklig("Din", "Din"), bruker)
    with pytest.raises(service.EndretAvAndreError):
        service.update_seksjon(
            utlysning, Seksjon.TEKST, TEKST, opened_with=opened, bruker=bruker, now=AFTER
        )
    assert utlysning.tekst_nb == "Din"


def test_two_people_may_edit_different_sections(bruker: Bruker) -> None:
    utlysning = make_utlysning(status=KLADD)
    opened = _merke(utlysning, Seksjon.TEKST)
    _update(utlysning, Seksjon.KONTAKT, Kontakt("Ny", "ny@udir.example", ""), bruker)
    service.update_seksjon(
        utlysning, Seksjon.TEKST, TEKST, opened_with=opened, bruker=bruker, now=AFTER
    )
    assert utlysning.tekst_nb == TEKST.nb


def test_what_is_published_cannot_become_incomplete(bruker: Bruker) -> None:
    utlysning = make_utlysning()
    with pytest.raises(HindretError) as caught:
        _update(utlysning, Seksjon.TEKST, Tospraklig("Bare bokmål", ""), bruker)
    assert _koder(caught) == ["tekst_nn"]


def test_address_bands_and_deadline_of_a_published_call_are_kept(bruker: Bruker) -> None:
    utlysning = make_utlysning()
    definisjon = adapter.to_definisjon(utlysning)
    former = Engasjementsvilkar(1680, definisjon.engasjement.former[:1])
    earlier = replace(definisjon.frister, frist_at=AFTER + timedelta(days=1))
    with pytest.raises(HindretError) as slug:
        _update(utlysning, Seksjon.GRUNN, replace(definisjon.grunn, slug="annen"), bruker)
    with pytest.raises(HindretError) as band:
        _update(utlysning, Seksjon.ENGASJEMENT, former, bruker)
    with pytest.raises(HindretError) as frist:
        _update(utlysning, Seksjon.FRISTER, earlier, bruker)
    assert _koder(slug) == ["adresse_last"]
    assert _koder(band) == ["last"]
    assert _koder(frist) == ["frist_tidligere"]


def test_another_calls_address_cannot_be_taken_by_editing(bruker: Bruker) -> None:
    make_utlysning(slug="opptatt")
    utlysning = make_utlysning(status=KLADD)
    grunn = replace(adapter.to_definisjon(utlysning).grunn, slug="opptatt")
    with pytest.raises(HindretError) as caught:
        _update(utlysning, Seksjon.GRUNN, grunn, bruker)
    assert _koder(caught) == ["slug_opptatt"]


def test_a_complete_draft_is_published(bruker: Bruker) -> None:
    utlysning = service.create_from_definisjon(make_definisjon(), bruker=bruker, now=NOW)
    service.publish(utlysning, bruker=bruker, now=NOW)
    assert (utlysning.status, utlysning.publisert_at) == (PUBLISERT, NOW)
    assert audit.list_linjer(utlysning)[-1].handling == "publisert"
    assert queries.list_publiserte() == [utlysning]


def test_publishing_names_every_reason(bruker: Bruker) -> None:
    definisjon = make_definisjon(tekst=INGEN, kontakt=Kontakt("", "", ""))
    utlysning = service.create_from_definisjon(definisjon, bruker=bruker, now=NOW)
    with pytest.raises(HindretError) as caught:
        service.publish(utlysning, bruker=bruker, now=FRIST)
    assert _koder(caught) == [
        *("tekst_nb", "tekst_nn", "frist_passert", "kontakt_navn", "kontakt_epost")
    ]
    assert utlysning.status is KLADD


def test_a_round_goes_on_after_its_deadline(bruker: Bruker) -> None:
    utlysning = make_utlysning()
    after = utlysning.frist_at + timedelta(seconds=1)
    with pytest.raises(HindretError):
        service.advance_status(utlysning, UtlysningStatus.VURDERING, bruker=bruker, now=AFTER)
    for _ in range(2):
        service.advance_status(utlysning, UtlysningStatus.VURDERING, bruker=bruker, now=after)
    (line,) = audit.list_linjer(utlysning)
    assert line.detaljer == {"fra": "publisert", "til": "vurdering"}


def test_criteria_are_added_changed_moved_and_removed(bruker: Bruker) -> None:
    utlysning = make_utlysning(status=KLADD)
    ny = service.add_kompetanse(utlysning, make_kriterium("ny"), bruker=bruker, now=AFTER)
    service.move_kompetanse_up(ny, bruker=bruker, now=AFTER)
    changed = make_kriterium("nyere", vekt=2)
    opened = service.merke(adapter.to_kriterium(ny))
    service.update_kompetanse(ny, changed, opened_with=opened, bruker=bruker, now=AFTER)
    service.remove_kompetanse(utlysning.kompetanser[0], bruker=bruker, now=AFTER)
    stored = queries.get_utlysning(utlysning.id)
    assert sorted((k.rekkefolge, k.kode, k.vekt) for k in stored.kompetanser) == [
        (1, "skoleleder", 1),
        (2, "nyere", 2),
        (3, "analyse", 1),
    ]
    assert [line.handling for line in audit.list_linjer(utlysning)] == [
        *("la_til_kompetanse", "flyttet_kompetanse", "endret_kompetanse", "fjernet_kompetanse")
    ]


def test_the_first_criterion_stays_first(bruker: Bruker) -> None:
    utlysning = make_utlysning(status=KLADD)
    service.move_kompetanse_up(utlysning.kompetanser[0], bruker=bruker, now=AFTER)
    assert audit.list_linjer(utlysning) == []


def test_a_code_is_used_once_in_a_call(bruker: Bruker) -> None:
    utlysning = make_utlysning(status=KLADD)
    with pytest.raises(HindretError) as caught:
        service.add_kompetanse(utlysning, make_kriterium("analyse"), bruker=bruker, now=AFTER)
    assert _koder(caught) == ["kode_opptatt"]


def test_someone_elses_criterion_is_not_overwritten_unseen(bruker: Bruker) -> None:
    kompetanse = make_utlysning(status=KLADD).kompetanser[0]
    stored = adapter.to_kriterium(kompetanse)
    service.update_kompetanse(kompetanse, stored, opened_with="x", bruker=bruker, now=AFTER)
    with pytest.raises(service.EndretAvAndreError):
        service.update_kompetanse(
            kompetanse, make_kriterium(), opened_with="x", bruker=bruker, now=AFTER
        )


def test_the_guide_is_frozen_from_the_interviews_on(bruker: Bruker) -> None:
    utlysning = make_utlysning(status=UtlysningStatus.INTERVJU)
    kompetanse = utlysning.kompetanser[1]
    opened = service.merke(adapter.to_kriterium(kompetanse))
    with pytest.raises(HindretError):
        service.add_kompetanse(utlysning, make_kriterium("ny"), bruker=bruker, now=AFTER)
    with pytest.raises(HindretError):
        service.update_kompetanse(
            kompetanse, make_kriterium("ny"), opened_with=opened, bruker=bruker, now=AFTER
        )
    with pytest.raises(HindretError):
        service.remove_kompetanse(kompetanse, bruker=bruker, now=AFTER)
    with pytest.raises(HindretError):
        service.move_kompetanse_up(kompetanse, bruker=bruker, now=AFTER)


def test_the_last_criterion_of_a_published_call_stays(bruker: Bruker) -> None:
    utlysning = make_utlysning()
    for kompetanse in list(utlysning.kompetanser)[1:]:
        service.remove_kompetanse(kompetanse, bruker=bruker, now=AFTER)
    with pytest.raises(HindretError) as caught:
        service.remove_kompetanse(utlysning.kompetanser[0], bruker=bruker, now=AFTER)
    assert _koder(caught) == ["ingen_kompetanser"]
