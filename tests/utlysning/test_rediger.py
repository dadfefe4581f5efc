import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning import adapter, queries
from rekruttering.utlysning.rules import Seksjon, UtlysningStatus
from rekruttering.utlysning.rules.definisjon import Definisjon
from tests.tilgang.factories import login, make_bruker
from tests.utlysning.factories import make_kompetanse, make_utlysning

KLADD = UtlysningStatus.KLADD
FORM_FIELD = re.compile(
    r'<input(?P<input>[^>]*)>|<textarea[^>]*name="(?P<area>[^"]*)"[^>]*>\r?\n?(?P<text>[^<]*)<'
    r'|<select[^>]*name="(?P<select>[^"]*)".*?<option selected value="(?P<chosen>[^"]*)"',
    re.DOTALL,
)


@pytest.fixture
def koordinator(app: Flask) -> FlaskClient:
    with app.app_context():
        bruker_id = make_bruker(Rolle.KOORDINATOR).id
    return login(app, bruker_id)


def _make(app: Flask, **felter: object) -> int:
    with app.app_context():
        return make_utlysning(**{"status": KLADD, **felter}).id


def _stored(app: Flask, utlysning_id: int) -> Definisjon:
    with app.app_context():
        return adapter.to_definisjon(queries.get_utlysning(utlysning_id))


def _fields(page: str) -> dict[str, str]:
    """Return what a browser would send of the page's last form, untouched."""
    form = page.rsplit('<form method="post" novalidate>', 1)[1].split("</form>")[0]
    fields = {}
    for match in FORM_FIELD.finditer(form):
        if match["area"]:
            fields[match["area"]] = match["text"]
        elif match["select"]:
            fields[match["select"]] = match["chosen"]
        else:
            values = dict(re.findall(r'(\w+)="([^"]*)"', match["input"]))
            box = values.get("type") in ("checkbox", "radio")
            if not box or " checked" in match["input"]:
                fields[values["name"]] = values.get("value", "y")
    return fields


def _open(client: FlaskClient, url: str) -> dict[str, str]:
    return _fields(client.get(url).text)


@pytest.mark.parametrize("seksjon", [s for s in Seksjon if s is not Seksjon.KOMPETANSER])
def test_saving_a_section_untouched_changes_nothing(
    app: Flask, koordinator: FlaskClient, seksjon: Seksjon
) -> None:
    utlysning_id = _make(app)
    before = _stored(app, utlysning_id)
    url = f"/runde/{utlysning_id}/rediger/{seksjon}"
    response = koordinator.post(url, data=_open(koordinator, url))
    assert response.status_code == 303
    assert response.headers["Location"] == f"/runde/{utlysning_id}/rediger"
    assert _stored(app, utlysning_id) == before


@pytest.mark.parametrize(
    ("seksjon", "typed", "attribute", "expected"),
    [
        ("grunnopplysninger", {"tittel_nn": " Ny tittel "}, "tittel_nn", "Ny tittel"),
        ("tekst", {"tekst_nb": "## A\r\n\r\nB"}, "tekst_nb", "## A\n\nB"),
        ("frister", {"tilbud_innen_dato-dag": "1"}, "tilbud_innen_dato", date(2099, 3, 1)),
        ("sammensetning", {"vekt_malform": "25"}, "vekter", {"malform": 25}),
        ("engasjement", {"arsverk_timer": "1 700"}, "arsverk_timer", 1700),
        ("kontakt", {"telefon": "11 11 11 11"}, "kontakt_telefon", "11 11 11 11"),
    ],
)
def test_what_is_typed_is_saved(
    app: Flask,
    koordinator: FlaskClient,
    seksjon: str,
    typed: dict[str, str],
    attribute: str,
    expected: Any,
) -> None:
    utlysning_id = _make(app)
    url = f"/runde/{utlysning_id}/rediger/{seksjon}"
    koordinator.post(url, data={**_open(koordinator, url), **typed})
    with app.app_context():
        stored = getattr(queries.get_utlysning(utlysning_id), attribute)
        if isinstance(expected, dict):
            assert stored.items() >= expected.items()
            assert len(stored) == 12
        else:
            assert stored == expected


def test_the_overview_counts_what_each_section_lacks(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = _make(app, tittel_nn="", ingress_nn="")
    page = koordinator.get(f"/runde/{utlysning_id}/rediger").text
    assert page.count("2 ting å rette") == 1
    assert "Gå til publisering" in page


def test_the_overview_of_a_published_call_says_what_is_locked(
    app: Flask, koordinator: FlaskClient
) -> None:
    utlysning_id = _make(app, status=UtlysningStatus.PUBLISERT)
    page = koordinator.get(f"/runde/{utlysning_id}/rediger").text
    assert page.count("Kan ikke endres nå") == 1
    assert "Gå til publisering" not in page
    section = koordinator.get(f"/runde/{utlysning_id}/rediger/engasjement").text
    assert "søkerne svarer ut fra rammene" in section
    assert ">Lagre<" not in section


def test_two_tabs_show_both_texts_and_overwrite_nothing_unseen(
    app: Flask, koordinator: FlaskClient
) -> None:
    utlysning_id = _make(app, tekst_nb="Først")
    url = f"/runde/{utlysning_id}/rediger/tekst"
    first, second = _open(koordinator, url), _open(koordinator, url)
    assert koordinator.post(url, data={**first, "tekst_nb": "Fra første"}).status_code == 303
    conflict = koordinator.post(url, data={**second, "tekst_nb": "Fra andre"})
    assert conflict.status_code == 409
    assert "Fra første" in conflict.text
    assert _fields(conflict.text)["tekst_nb"] == "Fra andre"
    assert _stored(app, utlysning_id).tekst.nb == "Fra første"
    assert koordinator.post(url, data=_fields(conflict.text)).status_code == 303
    assert _stored(app, utlysning_id).tekst.nb == "Fra andre"


def test_a_double_click_is_harmless(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = _make(app)
    url = f"/runde/{utlysning_id}/rediger/kontakt"
    data = {**_open(koordinator, url), "navn": "Ny"}
    assert [koordinator.post(url, data=data).status_code for _ in range(2)] == [303, 303]


def test_a_conflict_shows_dates_and_ticks_in_words(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = _make(app)
    for seksjon, first, second, shown in (
        ("frister", {"tilbud_innen_dato-dag": "1"}, {"tilbud_innen_dato-dag": "2"}, "1.3.2099"),
        ("engasjement", {"frikjop-unntak": "y"}, {"frikjop-mest": "30"}, "Ja"),
        ("kontakt", {"telefon": ""}, {"telefon": "1"}, "(tomt)"),
        ("samlinger", {"samlinger-0-fjern": "y"}, {"samlinger-0-sted": "Bodø"}, "(tomt)"),
    ):
        url = f"/runde/{utlysning_id}/rediger/{seksjon}"
        opened = _open(koordinator, url)
        koordinator.post(url, data={**opened, **first})
        conflict = koordinator.post(url, data={**opened, **second})
        assert conflict.status_code == 409
        assert shown in conflict.text.split("Lagret nå")[1].split("<form")[0]


def test_typed_text_survives_an_expired_session(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = _make(app)
    url = f"/runde/{utlysning_id}/rediger/tekst"
    data = {**_open(koordinator, url), "tekst_nb": "Lang tekst"}
    with koordinator.session_transaction() as cookie:
        user = cookie.pop("_user_id")
    assert "/logg-inn" in koordinator.post(url, data=data).headers["Location"]
    with koordinator.session_transaction() as cookie:
        cookie["_user_id"] = user
    fields = _fields(koordinator.get(url).text)
    assert (fields["tekst_nb"], fields["versjon"]) == ("Lang tekst", data["versjon"])


@pytest.mark.parametrize(
    ("seksjon", "typed", "setning"),
    [
        ("tekst", {"tekst_nb": "x" * 30_001}, "Skriv høyst 30000 tegn."),
        ("frister", {"periode_fra_dato-maned": "13"}, "Skriv en dato som finnes"),
        ("engasjement", {"frikjop-minst": "lite"}, "Skriv et helt tall."),
        ("engasjement", {"frikjop-minst": ""}, "Skriv både det minste og det meste"),
        ("engasjement", {"arsverk_timer": "0"}, "Skriv et tall fra 1 til 3000."),
        ("samlinger", {"samlinger-0-til_dato-dag": "1"}, "slutter før den begynner"),
        ("samlinger", {"samlinger-1-sted": "Bodø"}, "Skriv den første dagen."),
        ("samlinger", {"samlinger-1-fra_dato-dag": "40"}, "Skriv en dato som finnes"),
        ("sammensetning", {"maks_kommuner_per_par": "13"}, "Skriv et tall fra 1 til 12."),
        ("sammensetning", {"vekt_intervju": ""}, "Skriv et tall."),
        ("sammensetning", {"vekt_reise_km_per_poeng": "0"}, "må være fra 1 til 10000"),
        ("kontakt", {"epost": "ikke en adresse"}, "Skriv en hel e-postadresse"),
        ("grunnopplysninger", {"slug": ""}, "Skriv adressen til utlysningen."),
    ],
)
def test_what_cannot_be_saved_has_a_sentence(
    app: Flask, koordinator: FlaskClient, seksjon: str, typed: dict[str, str], setning: str
) -> None:
    utlysning_id = _make(app)
    before = _stored(app, utlysning_id)
    url = f"/runde/{utlysning_id}/rediger/{seksjon}"
    response = koordinator.post(url, data={**_open(koordinator, url), **typed})
    assert response.status_code == 422
    assert setning in response.text
    assert _stored(app, utlysning_id) == before


def test_a_gathering_is_added_and_another_removed(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = _make(app)
    url = f"/runde/{utlysning_id}/rediger/samlinger"
    added = {
        "samlinger-1-tittel_nb": "Andre",
        "samlinger-1-tittel_nn": "Andre",
        **{f"samlinger-1-fra_dato-{part}": v for part, v in _parts(date(2099, 5, 1)).items()},
        **{f"samlinger-1-til_dato-{part}": v for part, v in _parts(date(2099, 5, 2)).items()},
    }
    koordinator.post(url, data={**_open(koordinator, url), **added})
    titles = [s.tittel.nb for s in _stored(app, utlysning_id).samlinger.liste]
    assert titles == ["Andre", "Første samling"]
    koordinator.post(url, data={**_open(koordinator, url), "samlinger-0-fjern": "y"})
    titles = [s.tittel.nb for s in _stored(app, utlysning_id).samlinger.liste]
    assert titles == ["Første samling"]


def _parts(day: date) -> dict[str, str]:
    return {"dag": str(day.day), "maned": str(day.month), "year": str(day.year)}


def test_a_published_text_stays_complete(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = _make(app, status=UtlysningStatus.PUBLISERT)
    url = f"/runde/{utlysning_id}/rediger/tekst"
    response = koordinator.post(url, data={**_open(koordinator, url), "tekst_nn": ""})
    assert response.status_code == 422
    assert "Teksten mangler på nynorsk." in response.text


def test_a_section_that_is_not_there_is_not_found(app: Flask, koordinator: FlaskClient) -> None:
    assert koordinator.get(f"/runde/{_make(app)}/rediger/ukjent").status_code == 404
    assert koordinator.get("/runde/999/rediger/tekst").status_code == 404


def _criteria(app: Flask, utlysning_id: int) -> list[str]:
    return [k.kode for k in _stored(app, utlysning_id).kompetanser]


def _criterion_id(app: Flask, utlysning_id: int, place: int) -> int:
    with app.app_context():
        return queries.get_utlysning(utlysning_id).kompetanser[place].id


def test_a_criterion_is_saved_untouched_and_changed(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = _make(app)
    before = _stored(app, utlysning_id)
    url = f"/runde/kompetanse/{_criterion_id(app, utlysning_id, 0)}"
    opened = _open(koordinator, url)
    assert koordinator.post(url, data=opened).status_code == 303
    assert _stored(app, utlysning_id) == before
    typed = {
        "sporsmal-1-sporsmal_nb": "Hva mer?",
        "sporsmal-1-oppfolging_nb": "Én\r\n\r\nTo",
        "sporsmal-1-oppfolging_nn": "Ein",
        "vekt": "3",
    }
    assert koordinator.post(url, data={**opened, **typed}).status_code == 303
    kriterium = _stored(app, utlysning_id).kompetanser[0]
    assert kriterium.vekt == 3
    assert [(o.nb, o.nn) for o in kriterium.sporsmal[1].oppfolging] == [("Én", "Ein"), ("To", "")]


def test_two_tabs_on_one_criterion_show_both_texts(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = _make(app)
    url = f"/runde/kompetanse/{_criterion_id(app, utlysning_id, 0)}"
    opened = _open(koordinator, url)
    koordinator.post(url, data={**opened, "navn_nb": "Fra første"})
    conflict = koordinator.post(url, data={**opened, "navn_nb": "Fra andre"})
    assert conflict.status_code == 409
    assert "Fra første" in conflict.text
    assert _fields(conflict.text)["navn_nb"] == "Fra andre"


def test_a_criterion_is_added_moved_and_removed(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = _make(app, kompetanser=[make_kompetanse("en")])
    ny = f"/runde/{utlysning_id}/rediger/kompetanser/ny"
    data = {**_open(koordinator, ny), "kode": "to", "navn_nb": "To"}
    assert koordinator.post(ny, data=data).status_code == 303
    assert koordinator.post(ny, data=data).status_code == 422
    second = _criterion_id(app, utlysning_id, 1)
    assert koordinator.post(f"/runde/kompetanse/{second}/opp").status_code == 303
    assert _criteria(app, utlysning_id) == ["to", "en"]
    page = koordinator.get(f"/runde/{utlysning_id}/rediger/kompetanser").text
    assert page.index(">To<") < page.index(">Kompetanse en<")
    assert "Det kan ikke angres" in koordinator.get(f"/runde/kompetanse/{second}/fjern").text
    assert koordinator.post(f"/runde/kompetanse/{second}/fjern").status_code == 303
    assert _criteria(app, utlysning_id) == ["en"]


def test_a_criterion_that_is_wrong_has_a_sentence(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = _make(app)
    url = f"/runde/kompetanse/{_criterion_id(app, utlysning_id, 0)}"
    response = koordinator.post(url, data={**_open(koordinator, url), "kode": "Æ", "vekt": "0"})
    assert response.status_code == 422
    assert "Bruk bare små bokstaver" in response.text
    taken = koordinator.post(url, data={**_open(koordinator, url), "kode": "analyse"})
    assert taken.status_code == 422
    assert "har koden «analyse»" in taken.text


def test_a_call_without_criteria_says_so(app: Flask, koordinator: FlaskClient) -> None:
    utlysning_id = _make(app, kompetanser=[])
    page = koordinator.get(f"/runde/{utlysning_id}/rediger/kompetanser").text
    assert "ingen kompetanser ennå" in page


def test_the_guide_of_a_round_in_interviews_is_read_only(
    app: Flask, koordinator: FlaskClient
) -> None:
    utlysning_id = _make(app, status=UtlysningStatus.INTERVJU)
    page = koordinator.get(f"/runde/{utlysning_id}/rediger/kompetanser").text
    assert "alle søkere skal vurderes likt" in page
    assert "Flytt opp" not in page
    kompetanse_id = _criterion_id(app, utlysning_id, 1)
    assert koordinator.post(f"/runde/kompetanse/{kompetanse_id}/fjern").status_code == 422
    assert koordinator.post(f"/runde/kompetanse/{kompetanse_id}/opp").status_code == 422
    assert len(_criteria(app, utlysning_id)) == 3
