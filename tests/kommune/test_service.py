from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from rekruttering.felles import audit
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.tabellfil import UleseligListeError
from rekruttering.kommune import queries, service
from rekruttering.kommune.models import Kommune, Listeopplasting
from rekruttering.kommune.rules import KommuneMalform
from rekruttering.kommune.service import Handling
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from tests.kommune.lister import make_list
from tests.tilgang.factories import make_bruker

NOW = datetime(2027, 11, 1, tzinfo=UTC)
BEFORE, AFTER = date(2027, 12, 31), date(2028, 1, 1)


@pytest.fixture
def bruker(context: Any) -> Bruker:
    return make_bruker(Rolle.ADMINISTRATOR)


def _upload(bruker: Bruker, innhold: bytes) -> Listeopplasting:
    return service.create_opplasting("ny.csv", innhold, bruker=bruker, now=NOW)


def _confirm(bruker: Bruker, innhold: bytes) -> None:
    opplasting = _upload(bruker, innhold)
    merke = service.preview_opplasting(opplasting).merke
    service.confirm_opplasting(opplasting, merke, bruker=bruker, now=NOW)


def _rows() -> list[tuple[object, ...]]:
    columns = Kommune.__table__.columns.keys()
    rows = queries.list_rows(Kommune)
    return [tuple(getattr(row, name) for name in columns) for row in rows]


def test_loading_again_changes_nothing(context: Any) -> None:
    before = _rows()
    innlasting = service.load_reference_data()
    assert all(not forslag.endringer for forslag in innlasting.forslag)
    assert _rows() == before
    assert str(innlasting).endswith("0 nye rader, 0 avsluttet, 1602 uendret")


def test_loading_keeps_what_an_administrator_corrected(context: Any) -> None:
    kommune = queries.find_kommune("1101", date(2024, 5, 1))
    assert kommune is not None
    kommune.malform = KommuneMalform.NYNORSK
    service.load_reference_data()
    assert kommune.malform is KommuneMalform.NYNORSK


def test_an_upload_alone_changes_nothing(bruker: Bruker) -> None:
    before = _rows()
    _upload(bruker, make_list(without=("1101",)))
    assert _rows() == before


def test_a_preview_says_what_goes_on_what_ends_and_what_is_new(bruker: Bruker) -> None:
    changes = {
        "1103": {"malform": "nn"},
        "1106": {"kommunenummer": "1199", "navn": "Nykommune"},
    }
    forslag = service.preview_opplasting(_upload(bruker, make_list(changes, without=("1101",))))
    assert [(h, forslag.count(h)) for h in Handling] == [
        (Handling.NY, 1),
        (Handling.VIDEREFORT, 355 - 0),
        (Handling.ENDRET, 0),
        (Handling.AVSLUTTET, 2),
    ]
    with_changes = [e for e in forslag.endringer if e.handling is Handling.VIDEREFORT and e.felter]
    assert [(e.kode, [f.felt for f in e.felter]) for e in with_changes] == [("1103", ["malform"])]
    ended = [e.kode for e in forslag.endringer if e.handling is Handling.AVSLUTTET]
    assert ended == ["1101", "1106"]


def test_a_confirmed_list_ends_the_old_periods_and_begins_new_ones(bruker: Bruker) -> None:
    _confirm(bruker, make_list({"1103": {"malform": "nn"}}, without=("1101",)))
    before, after = queries.find_kommune("1103", BEFORE), queries.find_kommune("1103", AFTER)
    assert before is not None
    assert after is not None
    assert (before.malform, before.gyldig_til) == (KommuneMalform.NOYTRAL, BEFORE)
    assert (after.malform, after.gyldig_til) == (KommuneMalform.NYNORSK, None)
    assert queries.find_kommune("1101", BEFORE) is not None
    assert queries.find_kommune("1101", AFTER) is None
    assert len(queries.list_kommuner(AFTER)) == 356


def test_loading_the_products_lists_after_a_newer_one_changes_nothing(bruker: Bruker) -> None:
    _confirm(bruker, make_list(without=("1101",)))
    before = _rows()
    service.load_reference_data()
    assert _rows() == before


def test_the_same_list_again_changes_nothing(bruker: Bruker) -> None:
    _confirm(bruker, make_list())
    forslag = service.preview_opplasting(_upload(bruker, make_list()))
    assert (forslag.endringer, forslag.uendret) == ((), 357)


def test_a_corrected_list_from_the_same_day_corrects_rows(bruker: Bruker) -> None:
    _confirm(bruker, make_list())
    _confirm(bruker, make_list({"1103": {"innbyggere": "150001"}}))
    kommune = queries.find_kommune("1103", AFTER)
    assert kommune is not None
    assert kommune.innbyggere == 150001
    assert len(queries.list_kommuner(AFTER)) == 357


def test_an_open_row_before_a_later_one_is_a_fault(bruker: Bruker) -> None:
    _confirm(bruker, make_list())
    old = make_list().replace(b"2028-01-01", b"2026-01-01")
    with pytest.raises(UleseligListeError) as caught:
        _upload(bruker, old)
    assert len(caught.value.feil) == 357
    assert {(f.kolonne, f.hinder.kode) for f in caught.value.feil} == {("gyldig_til", "overlapper")}


def test_a_file_with_faults_leaves_nothing_behind(bruker: Bruker) -> None:
    with pytest.raises(UleseligListeError):
        _upload(bruker, make_list({"1103": {"malform": "x"}}))
    db.session.flush()
    assert db.session.query(Listeopplasting).count() == 0


def test_a_faulty_file_of_the_product_stops_the_load(context: Any, tmp_path: Path) -> None:
    for name in service.FILER:
        (tmp_path / name).write_bytes((service.DATA / name).read_bytes())
    (tmp_path / "endringer.csv").write_text("gjelder_fra\n2024-01-01\n")
    with pytest.raises(UleseligListeError):
        service.load_reference_data(tmp_path)


def test_confirming_twice_stores_once(bruker: Bruker) -> None:
    opplasting = _upload(bruker, make_list())
    merke = service.preview_opplasting(opplasting).merke
    first = service.confirm_opplasting(opplasting, merke, bruker=bruker, now=NOW)
    before = _rows()
    second = service.confirm_opplasting(opplasting, merke, bruker=bruker, now=NOW)
    assert first is not None
    assert second is None
    assert _rows() == before
    assert [line.handling for line in audit.list_linjer(opplasting)] == ["lastet_opp", "bekreftet"]


def test_what_changed_since_the_preview_is_seen_before_it_is_stored(bruker: Bruker) -> None:
    opplasting = _upload(bruker, make_list())
    merke = service.preview_opplasting(opplasting).merke
    _confirm(bruker, make_list({"1103": {"malform": "nn"}}))
    with pytest.raises(KonfliktError):
        service.confirm_opplasting(opplasting, merke, bruker=bruker, now=NOW)


def test_a_discarded_list_cannot_be_confirmed(bruker: Bruker) -> None:
    opplasting = _upload(bruker, make_list())
    merke = service.preview_opplasting(opplasting).merke
    service.discard_opplasting(opplasting, bruker=bruker, now=NOW)
    service.discard_opplasting(opplasting, bruker=bruker, now=NOW)
    with pytest.raises(HindretError):
        service.confirm_opplasting(opplasting, merke, bruker=bruker, now=NOW)
    assert [line.handling for line in audit.list_linjer(opplasting)] == ["lastet_opp", "forkastet"]


def test_a_stored_list_cannot_be_discarded(bruker: Bruker) -> None:
    opplasting = _upload(bruker, make_list())
    merke = service.preview_opplasting(opplasting).merke
    service.confirm_opplasting(opplasting, merke, bruker=bruker, now=NOW)
    with pytest.raises(HindretError):
        service.discard_opplasting(opplasting, bruker=bruker, now=NOW)


def test_offices_may_be_renamed_by_a_list_of_their_own(bruker: Bruker) -> None:
    heading = "embete,gyldig_fra,gyldig_til,betegnelse_nb,betegnelse_nn,navn_nb,navn_nn"
    row = "agder,2028-01-01,,embete,embete,Embetet i Agder,Embetet i Agder,Agder,Agder"
    _confirm(bruker, f"{heading},kortnavn_nb,kortnavn_nn\n{row}\n".encode())
    after, before = queries.find_embete("agder", AFTER), queries.find_embete("agder", BEFORE)
    assert after is not None
    assert before is not None
    assert (before.navn_nb, after.navn_nb) == ("Statsforvalteren i Agder", "Embetet i Agder")
    # A list of offices need not name all of them.
    assert len(queries.list_embeter(AFTER)) == 10


def test_successions_are_added_by_a_list_of_their_own(bruker: Bruker) -> None:
    heading = "gjelder_fra,gammelt_kommunenummer,gammelt_navn,nytt_kommunenummer,nytt_navn,type"
    _confirm(bruker, f"{heading}\n2028-01-01,5501,Tromsø,5599,Tromsø,nytt_nummer\n".encode())
    assert queries.list_forgjengere("5599") == ["1902", "5401", "5501"]
