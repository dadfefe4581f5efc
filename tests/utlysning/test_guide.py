from typing import Any

import pytest
from flask import Flask

from rekruttering.felles import audit, clock
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning import guide, queries, service
from rekruttering.utlysning.models import Kompetanse, Utlysning
from rekruttering.utlysning.rules import UtlysningStatus
from rekruttering.utlysning.rules.guide import merknad_hindre, remove_hindre
from tests.tilgang.factories import login, make_bruker
from tests.utlysning.factories import make_kompetanse, make_utlysning

SPORSMAL = [{"nb": f"Spørsmål {n}", "nn": f"Spørsmål {n}", "oppfolging": []} for n in (1, 2)]


def koder(error: pytest.ExceptionInfo[HindretError]) -> list[str]:
    return [hinder.kode for hinder in error.value.hindre]


def make_round(*kompetanser: Kompetanse, **felter: Any) -> Utlysning:
    """Return a round whose applications are sorted, so that interviews come next."""
    felter = {"status": UtlysningStatus.VURDERING, "kompetanser": list(kompetanser), **felter}
    return make_utlysning(**felter)


def open_interviews(utlysning: Utlysning) -> None:
    koordinator = make_bruker(Rolle.KOORDINATOR)
    service.advance_status(utlysning, UtlysningStatus.INTERVJU, bruker=koordinator, now=clock.now())
    db.session.commit()


def remove(kompetanse: Kompetanse, plass: int = 0, grunn: str = "Ledende.") -> None:
    koordinator = make_bruker(Rolle.KOORDINATOR)
    guide.remove_sporsmal(kompetanse, plass, grunn, bruker=koordinator, now=clock.now())
    db.session.commit()


def test_a_question_is_taken_out_with_a_reason_while_the_round_is_interviewed() -> None:
    hindre = remove_hindre(
        UtlysningStatus.INTERVJU, "Ledende.", finnes=True, siste_kompetanse=False
    )
    assert hindre == []
    hindre = remove_hindre(UtlysningStatus.TILBUD, "", finnes=False, siste_kompetanse=True)
    assert [hinder.kode for hinder in hindre] == ["status", "finnes_ikke", "siste", "grunn"]


def test_a_remark_is_in_both_languages_or_in_none() -> None:
    assert merknad_hindre("", "") == []
    assert merknad_hindre("Forslag", "Forslag") == []
    assert [hinder.kode for hinder in merknad_hindre("Forslag", "")] == ["merknad"]


def test_interviews_do_not_open_before_the_guide_is_complete_in_both_languages(
    context: Any,
) -> None:
    utlysning = make_round(
        make_kompetanse(begrunnelse_nn="", sporsmal=[]),
        make_kompetanse("ledelse", 1, anker={"1": {"nb": "Lav", "nn": "Låg"}}, vekt=20_000),
    )
    with pytest.raises(HindretError) as error:
        open_interviews(utlysning)
    assert koder(error) == [
        *("begrunnelse_nn", "ingen_sporsmal", "kriterium_vekt"),
        *("anker_nb", "anker_nn", "anker_nb", "anker_nn"),
    ]
    assert utlysning.status is UtlysningStatus.VURDERING
    assert queries.list_guider(utlysning.id) == []


def test_a_round_without_criteria_cannot_be_interviewed(context: Any) -> None:
    with pytest.raises(HindretError) as error:
        open_interviews(make_round())
    assert koder(error) == ["guide_tom"]


def test_the_guide_is_frozen_when_the_interviews_open(context: Any) -> None:
    utlysning = make_round(make_kompetanse())
    open_interviews(utlysning)
    (versjon,) = queries.list_guider(utlysning.id)
    assert (versjon.nummer, [en["kode"] for en in versjon.innhold]) == (1, ["analyse"])
    again = guide.freeze(utlysning, bruker=None, now=clock.now())
    assert again is versjon
    with pytest.raises(HindretError):
        service.remove_kompetanse(
            utlysning.kompetanser[0], bruker=make_bruker(Rolle.KOORDINATOR), now=clock.now()
        )


def test_a_faulty_question_goes_for_everyone_and_the_version_before_it_stays(context: Any) -> None:
    utlysning = make_round(make_kompetanse(sporsmal=SPORSMAL), make_kompetanse("ledelse", 1))
    open_interviews(utlysning)
    remove(utlysning.kompetanser[0])
    ny, gammel = queries.list_guider(utlysning.id)
    assert (ny.nummer, ny.grunn, ny.fjernet["tekst"]["nb"]) == (2, "Ledende.", "Spørsmål 1")
    assert [len(en["sporsmal"]) for en in ny.innhold] == [1, 1]
    assert [len(en["sporsmal"]) for en in gammel.innhold] == [2, 1]
    assert audit.list_linjer(utlysning)[-1].handling == "fjernet_sporsmal"


def test_a_criterion_without_questions_goes_with_its_last_one(context: Any) -> None:
    utlysning = make_round(make_kompetanse(), make_kompetanse("ledelse", 1))
    open_interviews(utlysning)
    forste, andre = utlysning.kompetanser
    remove(forste)
    assert [en.kode for en in queries.list_kompetanser(utlysning.id)] == ["ledelse"]
    with pytest.raises(HindretError) as error:
        remove(andre)
    assert koder(error) == ["siste"]


def test_a_copied_round_does_not_take_over_what_was_taken_out(context: Any) -> None:
    utlysning = make_round(
        make_kompetanse(), make_kompetanse("ledelse", 1), guide_merknad_nb="F", guide_merknad_nn="F"
    )
    open_interviews(utlysning)
    remove(utlysning.kompetanser[0])
    kopi = service.copy_utlysning(
        utlysning,
        "kopi",
        utlysning.frist_at,
        move_dates=False,
        bruker=make_bruker(Rolle.KOORDINATOR),
        now=clock.now(),
    )
    assert [en.kode for en in kopi.kompetanser] == ["ledelse"]
    assert kopi.guide_merknad("nn") == "F"


def test_the_remark_is_changed_until_the_guide_is_frozen(app: Flask) -> None:
    with app.app_context():
        utlysning = make_round(make_kompetanse())
        id, koordinator = utlysning.id, make_bruker(Rolle.KOORDINATOR).id
    client = login(app, koordinator)
    address = f"/runde/{id}/guide/merknad"
    assert client.get(address).status_code == 200
    half = client.post(address, data={"merknad_nb": "Forslag."})
    assert (half.status_code, "både på bokmål og nynorsk" in half.text) == (422, True)
    data = {"merknad_nb": "Et forslag.", "merknad_nn": "Eit forslag."}
    assert client.post(address, data=data).status_code == 303
    assert "Et forslag." in client.get(f"/runde/{id}/guide").text
    with app.app_context():
        open_interviews(queries.get_utlysning(id))
    late = client.post(address, data={**data, "merknad_nb": "Nytt."})
    assert (late.status_code, "Nytt." in late.text) == (422, True)


def test_a_coordinator_sees_what_the_guide_lacks_and_takes_a_question_out(app: Flask) -> None:
    with app.app_context():
        utlysning = make_round(make_kompetanse(sporsmal=SPORSMAL), make_kompetanse("ledelse", 1))
        id, kompetanse = utlysning.id, utlysning.kompetanser[0].id
        uferdig = make_round(make_kompetanse(sporsmal=[]), slug="uferdig").id
        koordinator = make_bruker(Rolle.KOORDINATOR).id
    client = login(app, koordinator)
    assert "mangler spørsmål til intervjuet" in client.get(f"/runde/{uferdig}/guide").text
    page = client.get(f"/runde/{uferdig}").text
    assert "mangler spørsmål til intervjuet" in page
    assert "Fjern for alle" not in client.get(f"/runde/{id}/guide").text
    with app.app_context():
        open_interviews(queries.get_utlysning(id))
    assert "Fjern for alle" in client.get(f"/runde/{id}/guide").text
    address = f"/runde/kompetanse/{kompetanse}/sporsmal/0/fjern"
    assert client.get(address).status_code == 200
    data = {"tekst": "Spørsmål 1", "grunn": "Spør om to ting."}
    assert client.post(address, data={**data, "grunn": ""}).status_code == 422
    assert client.post(address, data=data).status_code == 303
    # The second click finds another question in its place.
    assert client.post(address, data=data).status_code == 409
    page = client.get(f"/runde/{id}/guide").text
    assert "Spør om to ting." in page
    assert "Fryst, versjon 2" in page
    assert client.get(f"/runde/kompetanse/{kompetanse}/sporsmal/1/fjern").status_code == 404
