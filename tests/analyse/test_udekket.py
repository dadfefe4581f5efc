"""Reasons are proven by solving without them; every way out is applied and solved again."""

from dataclasses import replace
from typing import Any

from matching import (
    Bakgrunn,
    Endring,
    EndringType,
    Forslag,
    Malform,
    Problem,
    SamiskSprak,
    Veileder,
    apply,
    problem_from_dict,
)
from rekruttering.tildeling.adapter import row_id
from tests.analyse.bestilling import answer, figures, solved, value
from tests.matching.builders import crowded_problem, make_kommune, make_problem, make_veileder


def to_endring(stored: dict[str, Any]) -> Endring:
    """Return a change as it was before it was stored."""
    new = stored["veileder"]
    veileder = None
    if new is not None:
        words: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in new.items()}
        words["bakgrunn"] = Bakgrunn(new["bakgrunn"])
        words["malformer"] = tuple(map(Malform, new["malformer"]))
        words["samiske_sprak"] = tuple(map(SamiskSprak, new["samiske_sprak"]))
        veileder = Veileder(**words)
    return Endring(
        EndringType(stored["type"]),
        tuple(stored["ider"]),
        stored["fra"],
        stored["til"],
        stored["tekst"],
        veileder,
    )


def uncovered(number: int) -> list[tuple[Problem, Forslag]]:
    found = []
    for seed in range(number):
        problem = problem_from_dict(crowded_problem(seed))
        forslag = solved(problem)
        if forslag.udekket and forslag.par:
            found.append((problem, forslag))
    return found


def test_every_way_out_gives_the_plan_it_says_when_its_changes_are_made() -> None:
    tried: set[str] = set()
    for problem, forslag in uncovered(14):
        kommune = forslag.udekket[0]
        svar = answer("udekket", problem, forslag, kommune=row_id(kommune))
        for valg in svar["valg"]:
            endringer = [to_endring(each) for each in valg["endringer"]]
            best = solved(apply(problem, endringer))
            if valg["utfall"]["bevist"]:
                assert figures(valg["utfall"]) == value(best)
            assert kommune not in best.udekket or figures(valg["utfall"]) == value(best)
            tried |= {each.type.value for each in endringer}
            assert valg["kommune"] == row_id(kommune)
    assert len(tried) >= 4


def lacking_language() -> tuple[Problem, Forslag]:
    people = [make_veileder("V1"), make_veileder("V2")]
    kommuner = [
        make_kommune("K1"),
        make_kommune("K2", kommunenummer="1102", samisk_sprak="sørsamisk"),
    ]
    problem = problem_from_dict(make_problem(people, kommuner))
    return problem, solved(problem)


def test_the_reason_is_said_and_without_it_there_is_a_pair() -> None:
    problem, forslag = lacking_language()
    svar = answer("udekket", problem, forslag, kommune=2)
    assert svar["innledning"]["nb"] == [
        "Ingen to veiledere kan ta {K2} sammen. {K2} trenger en som kan sørsamisk, "
        "og det kan ingen av de 2 veilederne."
    ]
    speaks = replace(problem.veiledere[0], samiske_sprak=(SamiskSprak.SORSAMISK,))
    assert solved(replace(problem, veiledere=(speaks, problem.veiledere[1]))).udekket == ()


def test_hours_are_also_said_in_per_cent_and_beside_what_the_round_offers() -> None:
    people = [make_veileder("V1", timer=[252, 336]), make_veileder("V2", timer=[252, 840])]
    problem = problem_from_dict(make_problem(people, [make_kommune("K1", timer=420)]))
    parametre: dict[str, Any] = {"arsverk_timer": 1680, "nivaer": [252, 336, 420]}
    svar = answer("udekket", problem, solved(problem), kommune=1, mest_timer=420, **parametre)
    text = next(valg["nb"] for valg in svar["valg"] if "{V1} kan ta" in valg["nb"])
    assert text.startswith("Hvis {V1} kan ta 420 timer (nå høyst 336), får {K1} et par.")
    assert text.endswith("For {V1} er det 25 prosent av et årsverk, nå 20.")
    svar = answer("udekket", problem, solved(problem), kommune=1, mest_timer=400, **parametre)
    text = next(valg["nb"] for valg in svar["valg"] if "{V1} kan ta" in valg["nb"])
    assert text.endswith("420 timer er mer enn utlysningen åpner for (høyst 400).")


def test_a_lock_that_is_in_the_way_is_loosened_by_one_step() -> None:
    people = [make_veileder("V1"), make_veileder("V2")]
    problem = problem_from_dict(
        make_problem(people, [make_kommune("K1")], laser={"forbudt": [["V1", "K1"]]})
    )
    svar = answer("udekket", problem, solved(problem), kommune=1)
    steps = [valg["handling"] for valg in svar["valg"]]
    assert {"type": "tillat", "veiledere": [1], "kommuner": [1]} in steps
    assert all(step is None or step["type"] == "tillat" for step in steps)


def test_a_kommune_with_a_pair_is_told_so() -> None:
    problem, forslag = lacking_language()
    svar = answer("udekket", problem, forslag, kommune=1)
    assert (svar["nb"], svar["nn"]) == (
        ["{K1} har et par i planen."],
        ["{K1} har eit par i planen."],
    )


def test_a_plan_that_breaks_a_rule_is_not_explained() -> None:
    problem, forslag = lacking_language()
    people = (replace(problem.veiledere[0], inhabil_i=("K1",)), problem.veiledere[1])
    for type in ("udekket", "forklaring"):
        svar = answer(type, replace(problem, veiledere=people), forslag, kommune=2)
        assert svar["brutt"]
        assert svar["nb"][1] == "{V1} er inhabil i {K1}."


def test_all_uncovered_are_explained_one_by_one_under_what_all_lack() -> None:
    people = [make_veileder("V1"), make_veileder("V2")]
    kommuner = [make_kommune(f"K{n}", timer=200) for n in (1, 2, 3)]
    problem = problem_from_dict(make_problem(people, kommuner))
    told: list[dict[str, Any]] = []
    svar = answer("forklaring", problem, solved(problem), told=told)
    assert svar["innledning"]["nb"] == [
        "2 kommuner står uten par.",
        "Kommunene trenger til sammen 600 timer. 2 veiledere kan som par ta høyst 300.",
    ]
    assert len(svar["kommuner"]) == 2
    assert {part["kommune"] for part in svar["kommuner"]} == {
        row_id(each) for each in solved(problem).udekket
    }
    heads = [line for line in svar["nn"] if line.startswith("Kvifor {K")]
    assert len(heads) == 2
    assert told[0]["tekst"].startswith("{K")


def test_a_plan_that_covers_all_has_nothing_to_explain() -> None:
    problem = problem_from_dict(make_problem())
    assert answer("forklaring", problem, solved(problem))["nb"] == ["Alle kommuner har et par."]


def test_a_stopped_explanation_says_that_it_had_no_time() -> None:
    problem, forslag = lacking_language()
    svar = answer("udekket", problem, forslag, kommune=2, should_stop=lambda: True)
    assert svar["nb"] == [
        "Det ble ikke tid til å finne ut hvorfor {K2} står uten par.",
        "Det var ikke tid til å lete gjennom alt.",
    ]
    assert not svar["fullstendig"]
