import ast
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

import rekruttering.vurdering
from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.felles.errors import Hinder, HindretError, KonfliktError
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.vurdering import arbeid, grunnlag, policy, queries, service
from rekruttering.vurdering.arbeid import Steg
from rekruttering.vurdering.models import Ovingskasus
from rekruttering.vurdering.rules import Svar, VurderingStatus, oving
from rekruttering.vurdering.rules.oving import Deltaker
from tests.intervju.factories import AFTER, BEFORE, make_intervju, make_panel
from tests.tilgang.factories import login, make_bruker
from tests.vurdering.factories import (
    make_oving,
    make_ovingskasus,
    make_skarer,
    make_vurdering,
    make_vurdert,
)

LAST = VurderingStatus.LAST


def koder(hindre: list[Hinder]) -> list[str]:
    return [hinder.kode for hinder in hindre]


def make_practice() -> tuple[Ovingskasus, list[Bruker]]:
    """Return a practice and the three members of the round's only panel."""
    panel = make_panel()
    return make_ovingskasus(panel.utlysning), [medlem.bruker for medlem in panel.medlemmer]


def test_a_practice_has_a_name_and_a_text_in_both_languages_until_somebody_begins() -> None:
    assert oving.kasus_hindre("Kari", "Tekst", "Tekst", begynt=False) == []
    hindre = oving.kasus_hindre("", "", "", begynt=True)
    assert koder(hindre) == ["navn", "tekst_nb", "tekst_nn", "begynt"]


def test_a_locked_practice_is_final_and_a_lock_names_what_is_missing() -> None:
    assert oving.write_hindre(None) == []
    assert koder(oving.write_hindre(LAST)) == ["last"]
    svar = [Svar("Analyse", 3, None, ""), Svar("Ledelse", None, None, "")]
    hindre = oving.practice_lock_hindre(VurderingStatus.KLADD, svar)
    assert koder(hindre) == ["mangler_begrunnelse", "mangler_poeng"]


def test_the_practice_comes_before_the_applicants() -> None:
    assert oving.practice_first_hindre(gjenstar=False) == []
    assert koder(oving.practice_first_hindre(gjenstar=True)) == ["oving_forst"]


def test_the_comparison_waits_for_everybody_unless_it_is_opened() -> None:
    deltakere = [Deltaker(1, "A", LAST), Deltaker(2, "B", VurderingStatus.KLADD)]
    (hinder,) = oving.comparison_hindre(deltakere, apnet=False)
    assert hinder.verdier == {"navn": "B"}
    assert oving.comparison_hindre(deltakere, apnet=True) == []
    assert oving.comparison_hindre(deltakere[:1], apnet=False) == []


def test_no_applicant_is_scored_before_the_own_practice_is_locked(context: Any) -> None:
    intervju = make_intervju(held=True)
    kasus = make_ovingskasus(intervju.soknad.utlysning)
    medlem = intervju.panel.medlemmer[0].bruker
    assert arbeid.get_arbeid(intervju, medlem.id, AFTER).steg is Steg.OVING
    assert [each.steg for each in arbeid.list_arbeid(medlem.id, AFTER)] == [Steg.OVING]
    with pytest.raises(HindretError, match="oving_forst"):
        service.save_vurdering(intervju, medlem, make_skarer(intervju), now=AFTER)
    make_oving(kasus, medlem, locked=False)
    with pytest.raises(HindretError, match="oving_forst"):
        service.save_vurdering(intervju, medlem, make_skarer(intervju), now=AFTER)
    make_oving(kasus, medlem)
    assert arbeid.get_arbeid(intervju, medlem.id, AFTER).steg is Steg.VURDER
    assert make_vurdering(intervju, medlem).status is LAST


def test_the_text_stands_once_somebody_has_begun(context: Any) -> None:
    kasus, (medlem, *_) = make_practice()
    koordinator = make_bruker(Rolle.KOORDINATOR)
    ny = service.OvingskasusInput("Ny", "Ny tekst", "Ny tekst")

    def save(versjon: int, data: service.OvingskasusInput = ny) -> Ovingskasus:
        return service.save_ovingskasus(
            kasus.utlysning, data, versjon=versjon, bruker=koordinator, now=BEFORE
        )

    with pytest.raises(KonfliktError):
        save(0)
    assert save(kasus.versjon).navn == "Ny"
    assert save(0) is kasus
    make_oving(kasus, medlem, locked=False)
    with pytest.raises(HindretError, match="begynt"):
        save(kasus.versjon, service.OvingskasusInput("Annen", "a", "b"))


def test_the_same_practice_is_locked_once_and_an_old_tab_is_refused(context: Any) -> None:
    kasus, (medlem, *_) = make_practice()
    vurdering = make_oving(kasus, medlem, locked=False)
    with pytest.raises(KonfliktError):
        service.save_oving(kasus, medlem, [], versjon=0, now=BEFORE)
    service.lock_oving(vurdering, now=BEFORE)
    service.lock_oving(vurdering, now=AFTER)
    assert vurdering.last_at == BEFORE
    with pytest.raises(HindretError, match="last"):
        service.save_oving(kasus, medlem, [], now=BEFORE)


def test_the_query_holds_no_ones_practice_before_the_own_lock(context: Any) -> None:
    kasus, (egen, andre, _) = make_practice()
    make_oving(kasus, andre, 5)
    make_oving(kasus, egen, 2, locked=False)
    assert queries.list_ovingsskarer(kasus, egen.id) == []
    assert not policy.can_compare_oving(egen, kasus)
    make_oving(kasus, egen, 2)
    assert {skar.poeng for skar in queries.list_ovingsskarer(kasus, egen.id)} == {2, 5}
    assert policy.can_compare_oving(egen, kasus)


def test_a_coordinator_in_a_panel_locks_first_and_others_just_wait(context: Any) -> None:
    kasus, (egen, andre, _) = make_practice()
    make_oving(kasus, andre, 5)
    koordinator = make_bruker(Rolle.KOORDINATOR)
    assert policy.can_compare_oving(koordinator, kasus)
    assert len(queries.list_ovingsskarer(kasus, koordinator.id)) == 3
    assert not policy.can_do_oving(koordinator, kasus)
    assert not policy.can_compare_oving(make_bruker(), kasus)
    assert not policy.can_manage_oving(egen, kasus)
    assert policy.can_manage_oving(koordinator, kasus)
    assert policy.can_read_guide(egen, kasus.utlysning)
    assert not policy.can_read_guide(make_bruker(Rolle.PANEL), kasus.utlysning)


def test_the_practice_changes_no_ranking_no_figure_and_no_document(context: Any) -> None:
    intervju = make_vurdert(poeng=4)
    utlysning, now = intervju.soknad.utlysning, clock.now()
    kompetanser = list(utlysning.kompetanser)

    def everything() -> list[object]:
        liste = service.list_rangering(utlysning.id)
        samlet = grunnlag.collect(utlysning)
        return [
            [(rad.plass, rad.poeng, rad.soknad.navn) for rad in liste],
            service.fingerprint(liste),
            service.measure(utlysning.id, kompetanser, juster=True),
            grunnlag.to_document(samlet, "nb", now),
            queries.count_uten_utfall(utlysning.id),
            queries.count_ikke_vurdert(utlysning.id),
        ]

    before = everything()
    kasus = make_ovingskasus(utlysning)
    for medlem in intervju.panel.medlemmer:
        make_oving(kasus, medlem.bruker, 1)
    assert everything() == before
    assert b"Kari" not in grunnlag.to_workbook(grunnlag.collect(utlysning), "nb")


def test_only_the_practices_own_files_know_its_tables() -> None:
    folder = Path(rekruttering.vurdering.__file__).parent
    names = {"Ovingskasus", "Ovingsvurdering", "Ovingsskar"}
    know = set()
    for file in folder.parent.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        imported = {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        if imported & names:
            know.add(file.relative_to(folder.parent).as_posix())
    assert know == {
        "vurdering/policy.py",
        "vurdering/queries/oving.py",
        "vurdering/routes/oving.py",
        "vurdering/service/oving.py",
        "vurdering/visning.py",
    }


def fill_in(app: Flask, versjon: str = "0", poeng: str = "4") -> dict[str, str]:
    """Return a practice form as a browser posts it."""
    with app.app_context():
        kompetanser = db.session.query(Ovingskasus).one().utlysning.kompetanser
        fields = {f"k{k.id}-valg": poeng for k in kompetanser}
        return {
            "versjon": versjon,
            **fields,
            **{f"k{k.id}-begrunnelse": "Ja." for k in kompetanser},
        }


def test_members_practise_and_then_compare(app: Flask) -> None:
    with app.app_context():
        kasus, medlemmer = make_practice()
        id, (a, b, _) = kasus.id, [medlem.id for medlem in medlemmer]
        for bruker in medlemmer[1:]:
            make_oving(kasus, bruker, 2)
    client = login(app, a)
    assert "Øving: Kari Øving" in client.get("/panel").text
    address = f"/panel/oving/{id}"
    assert "Slik svarte hun." in client.get(address).text
    assert client.get(f"/oving/{id}/sammenligning").status_code == 404
    refused = client.post(address, data={"versjon": "0", "las": "1"})
    assert (refused.status_code, refused.text.count("velg poeng")) == (422, 3)
    assert client.post(address, data={**fill_in(app, "1"), "las": "1"}).status_code == 303
    assert client.post(address, data={**fill_in(app, "1"), "las": "1"}).status_code == 409
    page = client.get(f"/oving/{id}/sammenligning").text
    assert "Øvde seg til 2." in page
    assert "2,7 (n = 3)" in page
    assert login(app, b).get(f"/oving/{id}/sammenligning").status_code == 200


def test_the_later_of_two_tabs_sees_both_practice_texts(app: Flask) -> None:
    with app.app_context():
        kasus, medlemmer = make_practice()
        id, a = kasus.id, medlemmer[0].id
    client = login(app, a)
    address = f"/panel/oving/{id}"
    assert client.post(address, data=fill_in(app)).status_code == 303
    late = client.post(address, data=fill_in(app, "0", "1"))
    assert (late.status_code, "Poeng: 4" in late.text) == (409, True)


def test_a_coordinator_makes_the_practice_and_opens_the_comparison(app: Flask) -> None:
    with app.app_context():
        panel = make_panel()
        runde, medlem = panel.utlysning_id, panel.medlemmer[0].bruker_id
        koordinator = make_bruker(Rolle.KOORDINATOR).id
    client = login(app, koordinator)
    address = f"/runde/{runde}/oving"
    page = client.get(address).text
    assert "Kari Øvrebø finnes ikke." in page
    data = {"versjon": "0", "navn": "Kari Øving", "tekst_nb": "Tekst.", "tekst_nn": "Tekst."}
    assert client.post(address, data={**data, "tekst_nn": ""}).status_code == 422
    assert client.post(address, data=data).status_code == 303
    late = client.post(address, data={**data, "tekst_nb": "Min tekst."})
    assert (late.status_code, "Min tekst." in late.text) == (409, True)
    with app.app_context():
        kasus = queries.find_ovingskasus(runde)
        assert kasus is not None
        make_oving(kasus, db.session.get_one(Bruker, medlem))
        id = kasus.id
    waiting = client.get(f"/oving/{id}/sammenligning").text
    assert "Medlem 2 har ikke låst" in waiting
    assert "Øvde seg" not in waiting
    assert "Åpne sammenligningen nå" in client.get(address).text
    changed = client.post(address, data={**data, "versjon": "1", "tekst_nb": "Annen."})
    assert (changed.status_code, "Alle skal vurdere den samme teksten" in changed.text) == (
        422,
        True,
    )
    for _ in range(2):
        assert client.post(f"/oving/{id}/apne").status_code == 303
    assert "Øvde seg til 3." in client.get(f"/oving/{id}/sammenligning").text
    assert "Øvde seg til 3." in login(app, medlem).get(f"/oving/{id}/sammenligning").text


def test_members_read_the_guide_of_the_round_before_any_interview(app: Flask) -> None:
    with app.app_context():
        panel = make_panel()
        runde, medlem = panel.utlysning_id, panel.medlemmer[0].bruker_id
        annen = make_bruker(Rolle.PANEL).id
    address = f"/panel/runde/{runde}/guide"
    assert "Fortell om en gang du gjorde det." in login(app, medlem).get(address).text
    assert login(app, annen).get(address).status_code == 404
