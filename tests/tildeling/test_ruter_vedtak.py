import io
import re
import zipfile
from datetime import date
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.kommune.rules import KommuneMalform
from rekruttering.tildeling import queries, service
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tildeling.rules.plan import Handling, HandlingType
from rekruttering.tildeling.rules.vedtak import to_nokkel
from rekruttering.tilgang.rules import Malform
from rekruttering.utlysning.rules import Engasjementsform, Historikk
from tests.kommune.factories import make_kommune
from tests.pulje.factories import count_queries, make_koordinator, make_puljekommune
from tests.tildeling.factories import make_id, make_runde, make_tildeling, make_veileder, text_of
from tests.tildeling.test_historikk import make_earlier
from tests.tilgang.factories import login
from tests.utlysning.factories import make_utlysning


def swap(id: int) -> None:
    """Let the two pairs of a plan change municipalities by hand."""
    tildeling = queries.get_tildeling(id)
    one, other = sorted(service.utkast_of(tildeling).lag)
    handling = Handling(HandlingType.BYTT_KOMMUNER, (), (one.kommuner[0], other.kommuner[0]))
    service.adjust(
        tildeling,
        handling,
        sett_versjon=tildeling.versjon,
        bruker=make_koordinator(),
        now=clock.now(),
    )
    db.session.commit()


def nokler(app: Flask, id: int) -> list[str]:
    with app.app_context():
        plan = service.utkast_of(queries.get_tildeling(id)).lag
        return [to_nokkel(lag) for lag in sorted(plan)]


def decided(app: Flask, id: int) -> dict[str, str]:
    """The words on each pair that is decided, by key."""
    with app.app_context():
        return {
            to_nokkel(service.planlag(lag)): lag.begrunnelse
            for lag in queries.load_lag(id)
            if lag.vedtatt_at is not None
        }


def test_one_pair_is_decided_and_the_page_goes_on_to_the_next(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = make_id(app)
    first, _second = nokler(app, id)
    for _n in range(2):
        answer = koordinator.post(f"/tildeling/{id}/vedtak", data={"en": first})
        assert answer.status_code == 303
        assert re.search(r"#par-\d$", answer.location)
    assert decided(app, id) == {first: ""}


def test_several_are_decided_at_once_with_words_for_those_that_differ(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = make_id(app)
    with app.app_context():
        swap(id)
    first, second = nokler(app, id)
    page = koordinator.get(f"/tildeling/{id}/vedtak").text
    assert page.count("Maskinen foreslo:") == 2
    typed = {"valgt": [first, second], f"ord-{first}": "Kjenner fylket.", f"ord-{second}": ""}
    refused = koordinator.post(f"/tildeling/{id}/vedtak", data=typed)
    assert refused.status_code == 422
    assert "Kjenner fylket." in refused.text
    assert "Skriv hvorfor paret er annerledes" in refused.text
    assert decided(app, id) == {}
    done = koordinator.post(f"/tildeling/{id}/vedtak", data={**typed, "ord": "Kortere reise."})
    assert done.status_code == 303
    assert decided(app, id) == {first: "Kjenner fylket.", second: "Kortere reise."}


def test_words_for_other_pairs_are_still_there_after_one_is_decided(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = make_id(app)
    with app.app_context():
        swap(id)
    first, second = nokler(app, id)
    words = {f"ord-{first}": "Ferdig.", f"ord-{second}": "Halvskrevet"}
    answer = koordinator.post(f"/tildeling/{id}/vedtak", data={"en": first, **words})
    assert answer.status_code == 200
    assert "Halvskrevet" in answer.text
    assert decided(app, id) == {first: "Ferdig."}


def test_nothing_chosen_is_said(app: Flask, koordinator: FlaskClient) -> None:
    id = make_id(app)
    answer = koordinator.post(f"/tildeling/{id}/vedtak", data={"valgt": "tull", "utelatt-x": "a"})
    assert answer.status_code == 422
    assert "Velg minst ett par" in answer.text


def test_a_decision_is_taken_back(app: Flask, koordinator: FlaskClient) -> None:
    id = make_id(app)
    first, _second = nokler(app, id)
    koordinator.post(f"/tildeling/{id}/vedtak", data={"en": first})
    answer = koordinator.post(f"/tildeling/{id}/vedtak", data={"angre": first})
    assert answer.status_code == 303
    assert decided(app, id) == {}
    assert koordinator.post(f"/tildeling/{id}/vedtak", data={"angre": "tull"}).status_code == 409


def test_a_municipality_that_lost_its_pair_is_explained_on_the_page(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = make_id(app)
    with app.app_context():
        tildeling = queries.get_tildeling(id)
        lost = sorted(service.utkast_of(tildeling).lag)[0].kommuner[0]
        service.adjust(
            tildeling,
            Handling(HandlingType.FLYTT, (), (lost,)),
            sett_versjon=tildeling.versjon,
            bruker=make_koordinator(),
            now=clock.now(),
        )
        db.session.commit()
    where = f"/tildeling/{id}/vedta"
    assert "Skriv hvorfor." in koordinator.get(where).text
    koordinator.post(f"/tildeling/{id}/vedtak", data={f"utelatt-{lost}": "Venter til høsten."})
    assert "Venter til høsten." in koordinator.get(f"/tildeling/{id}/vedtak").text
    assert koordinator.post(where, data={"begrunnelse": "God plan."}).status_code == 303


def test_the_list_can_be_narrowed_to_what_is_left(app: Flask, koordinator: FlaskClient) -> None:
    id = make_id(app)
    first, second = nokler(app, id)
    koordinator.post(f"/tildeling/{id}/vedtak", data={"en": first})
    page = koordinator.get(f"/tildeling/{id}/vedtak?utvalg=gjenstar").text
    assert (f'value="{first}"' in page, f'value="{second}"' in page) == (False, True)
    assert "Ingen par å vise her." in koordinator.get(f"/tildeling/{id}/vedtak?utvalg=avvik").text
    assert koordinator.get(f"/tildeling/{id}/vedtak?utvalg=tull").status_code == 200


def test_what_another_decided_from_an_older_page_is_refused_by_name(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = make_id(app)
    first, _second = nokler(app, id)
    with app.app_context():
        annen = make_koordinator()
        annen.navn = "Per Lund"
        db.session.commit()
        annen_id = annen.id
    other = login(app, annen_id)
    other.post(f"/tildeling/{id}/vedtak", data={"en": first})
    late = koordinator.post(f"/tildeling/{id}/vedtak", data={"en": first})
    assert late.status_code == 422
    assert "er allerede vedtatt av Per Lund." in late.text


def test_a_decided_plan_is_opened_again_on_a_page_of_its_own(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = make_id(app, TildelingStatus.VEDTATT)
    page = koordinator.get(f"/tildeling/{id}/gjenapne").text
    versjon = re.search(r'name="versjon"[^>]*value="(\d+)"', page)
    assert versjon is not None
    assert koordinator.post(f"/tildeling/{id}/gjenapne", data={}).status_code == 422
    typed = {"begrunnelse": "Ny opplysning.", "versjon": versjon[1]}
    for _n in range(2):
        assert koordinator.post(f"/tildeling/{id}/gjenapne", data=typed).status_code == 303
    with app.app_context():
        assert queries.get_tildeling(id).status is TildelingStatus.JUSTERT
    published = make_id(app, TildelingStatus.PUBLISERT)
    late = koordinator.post(f"/tildeling/{published}/gjenapne", data={"begrunnelse": "Nei."})
    assert late.status_code == 422


def test_the_page_of_decisions_asks_the_database_as_often_for_one_pair_as_for_three(
    app: Flask, koordinator: FlaskClient
) -> None:
    one = make_id(app, veiledere=2, kommuner=1)
    three = make_id(app, veiledere=6, kommuner=3)
    for path in ("vedtak", "avtaledata"):
        counts = [
            count_queries(app, partial(koordinator.get, f"/tildeling/{id}/{path}"))
            for id in (one, three)
        ]
        assert counts[0] == counts[1]


def test_who_is_told_is_listed_before_anything_is_published(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = make_id(app, TildelingStatus.VEDTATT)
    with app.app_context():
        addresses = [
            veileder.bruker.epost
            for lag in queries.load_lag(id)
            for veileder in (lag.veileder_a, lag.veileder_b)
        ]
    page = koordinator.get(f"/tildeling/{id}/publiser").text
    assert all(address in page for address in addresses)


def test_what_a_veileder_answers_about_ties_is_noted_in_the_register(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = make_id(app, veiledere=2, kommuner=1)
    where = f"/tildeling/{id}/tilknytning"
    assert "Alle i planen har svart" in koordinator.get(where).text
    with app.app_context():
        lag = queries.load_lag(id)[0]
        lag.veileder_a.soknad.ingen_tilknytning = None
        db.session.commit()
        name = lag.veileder_a.soknad.navn
        field = f"{lag.veileder_a_id}-{lag.plasseringer[0].puljekommune_id}"
    assert "Skriv inn svar om tilknytning" in koordinator.get(f"/tildeling/{id}/vedtak").text
    assert name in koordinator.get(where).text
    assert koordinator.post(where, data={}).status_code == 422
    refused = koordinator.post(where, data={f"svar-{field}": "erklart", f"grunn-{field}": ""})
    assert "Skriv hva tilknytningen består i." in refused.text
    assert koordinator.post(where, data={f"svar-{field}": "ingen"}).status_code == 303
    with app.app_context():
        assert service.list_hindre(queries.get_tildeling(id)) == []


# --- exports and letters --------------------------------------------------------------------------


def make_published(app: Flask) -> int:
    with app.app_context():
        utlysning, _pulje = make_runde(veiledere=2, kommuner=1)
        utlysning.periode_til_dato = date(2021, 6, 30)
        tildeling = make_tildeling(utlysning, TildelingStatus.PUBLISERT)
        lag = queries.load_lag(tildeling.id)[0]
        lag.veileder_a.soknad.form = Engasjementsform.FRIKJOP
        lag.veileder_a.soknad.navn = "=Kari Nes"
        lag.veileder_a.soknad.korrespondanse = Malform.NN
        lag.plasseringer[0].puljekommune.malform = KommuneMalform.NYNORSK
        db.session.commit()
        return tildeling.id


def test_the_agreements_data_say_form_share_hours_period_partner_and_municipalities(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = make_published(app)
    page = text_of(koordinator.get(f"/tildeling/{id}/avtaledata").text)
    for part in ("Frikjøp", "260 av 1 680 timer = 15,5 prosent", "1.8.2020–30.6.2021"):
        assert part in page.replace("\xa0", " ")
    book = load_workbook(io.BytesIO(koordinator.get(f"/tildeling/{id}/avtaledata/excel").data))
    [first, *_rest] = book["Avtaledata"].iter_rows(min_row=2, values_only=True)
    assert (first[0], first[3], first[4]) == ("'=Kari Nes", 260, 15.5)


def test_csv_is_what_norwegian_excel_reads_and_no_formula(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = make_published(app)
    for path in ("eksport/csv", "avtaledata/csv"):
        innhold = koordinator.get(f"/tildeling/{id}/{path}").data
        assert innhold.startswith(b"\xef\xbb\xbf")
        lines = innhold.decode("utf-8-sig").split("\r\n")
        assert ";" in lines[0]
        assert any("'=Kari Nes" in line for line in lines[1:])


def test_the_export_follows_what_was_changed_by_hand(app: Flask, koordinator: FlaskClient) -> None:
    id = make_id(app)
    with app.app_context():
        tildeling = queries.get_tildeling(id)
        gone = sorted(service.utkast_of(tildeling).lag)[0]
        service.adjust(
            tildeling,
            Handling(HandlingType.OPPLOS, gone.veiledere, ()),
            sett_versjon=tildeling.versjon,
            bruker=make_koordinator(),
            now=clock.now(),
        )
        db.session.commit()
        name = queries.map_puljekommuner(gone.kommuner)[gone.kommuner[0]].kommune.navn
    book = load_workbook(io.BytesIO(koordinator.get(f"/tildeling/{id}/eksport").data))
    rows = {row[0]: row[3] for row in book["Kommuner"].iter_rows(min_row=2, values_only=True)}
    assert rows[name] in ("", None)
    assert book["Veiledere"].max_row == 1 + 4


def test_letters_are_in_the_recipients_own_language_and_in_one_archive(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = make_published(app)
    page = text_of(koordinator.get(f"/tildeling/{id}/brev").text)
    assert page.count("nynorsk") == 2
    answer = koordinator.get(f"/tildeling/{id}/brev/alle")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        names = archive.namelist()
        letters = [archive.read(name) for name in names]
    assert [name.partition("-")[0] for name in names] == ["veileder", "veileder", "kommune"]
    languages = [re.search(rb"/Lang ?\((n[bn])", letter) for letter in letters]
    assert sorted(found[1] for found in languages if found) == [b"nb", b"nn", b"nn"]
    assert koordinator.get(f"/tildeling/{id}/brev/alle").data == answer.data


def test_one_letter_is_fetched_by_itself_and_others_are_not_there(
    app: Flask, koordinator: FlaskClient
) -> None:
    id = make_published(app)
    with app.app_context():
        lag = queries.load_lag(id)[0]
        til = (lag.veileder_a_id, lag.plasseringer[0].puljekommune_id)
        outside = make_veileder(make_utlysning()).id
    for kind, number in zip(("veileder", "kommune"), til, strict=True):
        answer = koordinator.get(f"/tildeling/{id}/brev/{kind}/{number}")
        assert answer.data.startswith(b"%PDF")
    assert koordinator.get(f"/tildeling/{id}/brev/veileder/{outside}").status_code == 404


@pytest.mark.parametrize("path", ["brev", "brev/alle", "brev/veileder/1"])
def test_there_are_no_letters_before_the_plan_is_published(
    app: Flask, koordinator: FlaskClient, path: str
) -> None:
    id = make_id(app, TildelingStatus.VEDTATT)
    answer = koordinator.get(f"/tildeling/{id}/{path}")
    assert answer.status_code == 422
    assert "er ikke publisert" in answer.text


# --- earlier rounds -------------------------------------------------------------------------------


def test_the_page_of_earlier_rounds_says_who_and_where_and_what_it_counts_for(
    app: Flask, koordinator: FlaskClient
) -> None:
    with app.app_context():
        place = make_kommune(navn="Gamlebyen")
        kari, _ola = make_earlier("Kari Nes", "Ola Vik", kommune=place)
        utlysning, pulje = make_runde(veiledere=1, kommuner=1)
        utlysning.historikk = Historikk.VARIASJON
        make_puljekommune(pulje, place)
        now = make_veileder(utlysning, navn="Kari N. Nes")
        now.bruker_id = kari.id
        db.session.commit()
        where = f"/runde/{utlysning.id}/historikk"
    page = text_of(koordinator.get(where).text)
    for part in ("Kari N. Nes Ola Vik Gamlebyen", "Variasjon", "Gamlebyen Kari Nes"):
        assert part in page


def test_a_round_without_a_past_says_so(app: Flask, koordinator: FlaskClient) -> None:
    with app.app_context():
        utlysning_id = make_utlysning().id
    page = koordinator.get(f"/runde/{utlysning_id}/historikk").text
    assert "Ingen av veilederne i runden har vært i par" in page
