import copy
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from rekruttering.analyse.models import Analyse
from rekruttering.analyse.rules import AnalyseStatus
from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.rules.plan import Handling, HandlingType
from rekruttering.vedtakspakke import dokument, queries, service
from rekruttering.vedtakspakke.cli import to_lines
from rekruttering.vedtakspakke.gjenskap import Resultat, from_json, gjenskap
from rekruttering.vedtakspakke.rules import DELER, Utfall, fingerprint, list_mangler
from tests.pulje.factories import make_koordinator
from tests.tildeling.factories import make_runde, make_tildeling
from tests.vedtakspakke.factories import decide_all, do, make_pakke, solve_here, swap

pytestmark = pytest.mark.usefixtures("context")


def never(*_order: object) -> dict[str, Any]:
    raise AssertionError("solved")


def seal(innhold: dict[str, Any]) -> dict[str, Any]:
    """Return a changed pack with the fingerprint it now has."""
    return {**innhold, "avtrykk": fingerprint(innhold)}


def wrong(resultat: Resultat) -> list[str]:
    return [each.kode for each in resultat.punkter if each.holder is False]


def test_publishing_keeps_a_pack_of_everything_with_its_fingerprint() -> None:
    tildeling = make_tildeling()
    swap(tildeling)
    decide_all(tildeling)
    [pakke] = queries.list_pakker(tildeling.id)
    value = pakke.innhold
    assert list_mangler(value) == []
    assert set(value) == {*DELER, "avtrykk"}
    assert value["avtrykk"] == pakke.avtrykk == fingerprint(value)
    assert value["problem"] == tildeling.kjoring.problem
    assert value["forslag"] == tildeling.kjoring.forslag
    assert value["tildeling"]["status"] == "publisert"
    assert value["kjoring"]["fro"] == 1
    assert [each["gjelder"] for each in value["justeringer"]] == [True]
    assert {each["begrunnelse"] for each in value["plan"]} == {"Kjenner kommunen."}
    assert {value["navn"][each["vedtatt_av"]] for each in value["plan"]} == {"Kari Nes"}
    assert "tildeling_publisert" in [each["handling"] for each in value["logg"]]


def test_a_publication_that_is_refused_leaves_no_pack() -> None:
    tildeling = make_tildeling()
    with pytest.raises(HindretError):
        tildeling_service.publish(tildeling, bruker=make_koordinator(), now=clock.now())
    assert queries.list_pakker(tildeling.id) == []


def test_a_pack_never_changes() -> None:
    pakke = make_pakke()
    pakke.avtrykk = "0" * 64
    with pytest.raises(TypeError):
        db.session.flush()
    db.session.rollback()
    db.session.delete(queries.get_pakke(pakke.id))
    with pytest.raises(TypeError):
        db.session.flush()


def test_the_same_plan_asked_for_twice_is_one_pack_and_another_plan_a_new_one() -> None:
    tildeling = make_tildeling()
    first = service.make_pakke(tildeling, bruker=make_koordinator(), now=clock.now())
    again = service.make_pakke(tildeling, bruker=make_koordinator(), now=clock.now())
    assert again is first
    swap(tildeling)
    assert service.make_pakke(tildeling, bruker=None, now=clock.now()) is not first


def test_alternatives_that_were_shown_are_in_it() -> None:
    tildeling = make_tildeling()
    db.session.add(
        Analyse(
            utlysning_id=tildeling.utlysning_id,
            tildeling_id=tildeling.id,
            type="alternativer",
            nokkel="x",
            parametre={},
            problem={},
            maks_sekunder=1,
            status=AnalyseStatus.FERDIG,
            svar={"nb": ["{K1} kan få {V1}."], "nn": ["{K1} kan få {V1}."]},
            bedt_at=clock.now(),
        )
    )
    db.session.commit()
    value = service.make_pakke(tildeling, bruker=None, now=clock.now()).innhold
    assert [each["type"] for each in value["alternativer"]] == ["alternativer"]
    assert dokument.to_document(value, "nb") == dokument.to_document(value, "nb")


def test_replaying_gives_the_same_plan() -> None:
    resultat = gjenskap(make_pakke().innhold, solve_here)
    assert (resultat.utfall, wrong(resultat)) == (Utfall.LIK, [])
    assert from_json(json.loads(json.dumps(resultat.to_json()))) == resultat
    assert to_lines(resultat)[-1] == "Pakken gir den samme planen på nytt."


def test_steps_that_were_undone_are_not_made_again() -> None:
    tildeling = make_tildeling()
    swap(tildeling)
    tildeling_service.undo(tildeling, sett_versjon=tildeling.versjon, bruker=make_koordinator())
    pakke = make_pakke(tildeling)
    assert [each["gjelder"] for each in pakke.innhold["justeringer"]] == [False]
    assert gjenskap(pakke.innhold, solve_here).utfall is Utfall.LIK


def test_every_kind_of_step_is_made_again() -> None:
    tildeling = make_tildeling(make_runde(veiledere=6, kommuner=2)[0])
    one, other = sorted(tildeling_service.utkast_of(tildeling).lag)
    [spare, *_rest] = [
        each.id
        for each in tildeling_queries.map_veiledere(range(1, 100)).values()
        if each.id not in {*one.veiledere, *other.veiledere}
    ]
    do(tildeling, Handling(HandlingType.BYTT_VEILEDER, (one.veiledere[0], spare), ()))
    do(tildeling, Handling(HandlingType.FEST_PAR, other.veiledere, ()))
    do(tildeling, Handling(HandlingType.FLYTT, (), one.kommuner))
    pakke = make_pakke(tildeling)
    assert gjenskap(pakke.innhold, solve_here).utfall is Utfall.LIK
    assert [each["begrunnelse"] for each in pakke.innhold["uten_par"]] == ["Venter til høsten."]


def test_a_copy_of_a_changed_plan_is_replayed_too() -> None:
    tildeling = make_tildeling()
    swap(tildeling)
    copied = tildeling_service.copy(tildeling, "Variant", bruker=make_koordinator())
    db.session.commit()
    pakke = make_pakke(copied)
    [step] = pakke.innhold["justeringer"]
    assert step["handling"] == {"type": "kopi", "fra": tildeling.id}
    assert gjenskap(pakke.innhold, solve_here).utfall is Utfall.LIK


def test_a_pack_that_somebody_changed_is_refused_at_once() -> None:
    value = copy.deepcopy(make_pakke().innhold)
    value["plan"][0]["begrunnelse"] = "Noe annet."
    resultat = gjenskap(value, never)
    assert (resultat.utfall, [each.kode for each in resultat.punkter]) == (
        Utfall.ULIK,
        ["avtrykk"],
    )


def test_a_run_that_was_stopped_is_checked_and_not_solved_again() -> None:
    value = copy.deepcopy(make_pakke().innhold)
    value["forslag"]["status"] = "avbrutt"
    resultat = gjenskap(seal(value), never)
    assert resultat.utfall is Utfall.ETTERPROVD
    assert [each.holder for each in resultat.punkter if each.kode == "tid"] == [None]


def test_a_machine_that_does_not_finish_says_so() -> None:
    value = make_pakke().innhold
    resultat = gjenskap(value, lambda p, s, n: {**solve_here(p, s, n), "status": "avbrutt"})
    assert resultat.utfall is Utfall.ETTERPROVD
    assert "Maskinen ble ikke ferdig" in " ".join(to_lines(resultat))


def test_another_answer_is_told_apart_by_whether_it_is_as_good() -> None:
    value = make_pakke().innhold
    empty = {"par": [], "udekket": [], "kjoring": {"versjon": "0"}, "status": "optimal"}
    as_good = {**empty, "kostnad": value["forslag"]["kostnad"]}
    resultat = gjenskap(value, lambda *_order: as_good)
    assert (resultat.utfall, wrong(resultat)) == (Utfall.ULIK, ["losning"])
    lines = " ".join(to_lines(resultat))
    assert "som er like godt" in lines
    assert "versjon" in [each.kode for each in resultat.punkter]
    worse = gjenskap(value, lambda *_order: {**empty, "kostnad": 1})
    assert "et annet forslag, med 1 poeng" in " ".join(to_lines(worse))


@pytest.mark.parametrize(
    ("change", "koder"),
    [
        (lambda v: v["plan"].pop(), ["plan"]),
        (lambda v: v["plan"][0].update(kostnad=-1), ["pris"]),
        (lambda v: v["kjoring"].update(avtrykk="0"), ["oppgave"]),
        (lambda v: v["forslag"].update(kostnad=-1), ["forslag", "losning"]),
        (lambda v: v["justeringer"][0]["differanse"]["ut"].append([[1, 2], [99]]), ["justering"]),
        (lambda v: v["justeringer"][0]["handling"].update(kommuner=[1, 1]), ["justering"]),
    ],
)
def test_whatever_does_not_hold_is_named(change: Any, koder: list[str]) -> None:
    value = copy.deepcopy(make_pakke().innhold)
    change(value)
    resultat = gjenskap(seal(value), solve_here)
    assert resultat.utfall is Utfall.ULIK
    assert set(wrong(resultat)) <= {*koder}
    assert wrong(resultat) != []


def test_what_is_no_pack_is_told_by_what_it_lacks() -> None:
    assert list_mangler([]) == list(DELER)
    assert list_mangler({"format": "annet/1"}) == ["format"]
    assert list_mangler({"format": "vedtakspakke/1"})[-1] == "avtrykk"


@pytest.mark.parametrize("sprak", ["nb", "nn"])
def test_the_document_is_tagged_and_the_same_every_time(sprak: str) -> None:
    value = make_pakke().innhold
    document = dokument.to_document(value, sprak)
    assert document.startswith(b"%PDF")
    assert b"/StructTreeRoot" in document
    assert f"/Lang ({sprak}".encode() in document.replace(b"/Lang(", b"/Lang (")
    assert document == dokument.to_document(value, sprak)


def test_the_command_says_what_it_came_to(app: Flask, tmp_path: Path) -> None:
    value = make_pakke().innhold
    runner = app.test_cli_runner()

    def run(innhold: object) -> tuple[int, str]:
        fil = tmp_path / "pakke.json"
        fil.write_text(innhold if isinstance(innhold, str) else json.dumps(innhold))
        result = runner.invoke(args=["vedtakspakke", "gjenskap", str(fil)])
        return result.exit_code, result.output

    assert run(value)[0] == 0
    code, output = run({**value, "avtrykk": "0"})
    assert (code, "STEMMER IKKE" in output) == (1, True)
    assert run("{")[0] == run({"format": "annet"})[0] == 2
    stopped = {**value, "forslag": {**value["forslag"], "status": "avbrutt"}}
    assert run(seal(stopped))[0] == 3
