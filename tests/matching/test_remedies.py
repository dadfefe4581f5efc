from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from matching import (
    Bakgrunn,
    Endring,
    EndringType,
    Problem,
    SamiskSprak,
    Solver,
    Tiltak,
    apply,
    find_tiltak,
    problem_from_dict,
    problem_to_dict,
    recruit,
    solve,
    worth_of,
)
from matching.felles.progress import Clock

from .builders import make_kommune, make_problem, make_veileder, random_problem
from .oracle import best_value

NO_LIMIT = Solver(Clock(None, None), each_s=1e6)


def ways_out(problem: dict[str, Any], kommune: str, **options: Any) -> list[Tiltak]:
    read = problem_from_dict(problem)
    forslag = solve(read, max_time_s=None)
    found, complete = find_tiltak(read, forslag, read.kommune(kommune), NO_LIMIT, **options)
    assert complete
    return found


def oracle_value(problem: Problem) -> tuple[int, int] | None:
    return best_value(problem_to_dict(problem))


def test_every_way_out_has_the_value_of_the_changed_problem() -> None:
    checked = 0
    for seed in range(15):
        problem = random_problem(seed)
        read = problem_from_dict(problem)
        forslag = solve(read, max_time_s=None)
        if forslag.motstrid:
            continue
        for k in forslag.udekket[:1]:
            found, _ = find_tiltak(read, forslag, read.kommune(k), NO_LIMIT, mest=4)
            for each in found:
                checked += 1
                changed = apply(read, each.endringer)
                assert each.utfall.bevist
                assert oracle_value(changed) == (len(each.utfall.udekket), each.utfall.kostnad)
                assert each.utfall.udekket_endring < 0
                assert each.alle_trengs
    assert checked > 8


def test_the_least_change_of_a_kommunes_hours_is_the_least() -> None:
    checked = 0
    for seed in range(8):
        rng = Random(seed)
        people = [
            make_veileder(each, timer=[rng.choice((0, 90)), rng.choice((95, 140))])
            for each in ("A", "B")
        ]
        places = [make_kommune(each, timer=rng.choice((60, 80, 99))) for each in ("K1", "K2")]
        problem = make_problem(people, places)
        read = problem_from_dict(problem)
        forslag = solve(read, max_time_s=None)
        if forslag.motstrid or not forslag.udekket:
            continue
        found, _ = find_tiltak(read, forslag, read.kommune(forslag.udekket[0]), NO_LIMIT)
        for each in found:
            if not each.minst:
                continue
            checked += 1
            (endring,) = each.endringer
            assert endring.fra is not None
            assert endring.til is not None
            step = 1 if endring.til > endring.fra else -1
            for til in range(endring.fra + step, endring.til, step):
                best = oracle_value(apply(read, [replace(endring, til=til)]))
                # The kommuner covered before and this one could not be covered together.
                assert best is not None
                assert best[0] >= len(forslag.udekket)
    assert checked > 0


CASES: list[tuple[dict[str, Any], Endring]] = [
    (
        make_problem([make_veileder("A", timer=[0, 90]), make_veileder("B")]),
        Endring(EndringType.MEST_TIMER, ("A",), 90, 100),
    ),
    (
        make_problem([make_veileder("A", timer=[110, 300]), make_veileder("B")]),
        Endring(EndringType.MINST_TIMER, ("A",), 110, 100),
    ),
    (
        make_problem([make_veileder("A", timer=[110, 300]), make_veileder("B")]),
        Endring(EndringType.KOMMUNE_TIMER, ("K1",), 100, 110),
    ),
    (
        make_problem([make_veileder("A", timer=[0, 90]), make_veileder("B", timer=[0, 300])]),
        Endring(EndringType.KOMMUNE_TIMER, ("K1",), 100, 90),
    ),
    (
        make_problem(
            [make_veileder("A", maks_reise_km=100), make_veileder("B")],
            [make_kommune("K1", breddegrad=61.0)],
        ),
        Endring(EndringType.REISE, ("A",), 100, 145),
    ),
    (
        make_problem([make_veileder("A", uaktuelle_fylker=["11"]), make_veileder("B")]),
        Endring(EndringType.FYLKE, ("A",), tekst="11"),
    ),
    (
        make_problem([make_veileder("A", inhabil_i=["K1"]), make_veileder("B")]),
        Endring(EndringType.INHABIL, ("A", "K1")),
    ),
    (
        make_problem([make_veileder("A", ikke_par_med=["B"]), make_veileder("B")]),
        Endring(EndringType.MAKKER, ("A", "B")),
    ),
    (
        make_problem([make_veileder("A"), make_veileder("B")], laser={"forbudt": [["A", "K1"]]}),
        Endring(EndringType.LAS, ("A", "K1"), tekst="forbudt"),
    ),
    (
        make_problem(
            [make_veileder("A", inhabil_i=["K1"]), make_veileder("B"), make_veileder("C")],
            [make_kommune("K1"), make_kommune("K2")],
            laser={"par": [["A", "B"]]},
        ),
        Endring(EndringType.INHABIL, ("A", "K1")),
    ),
    (
        make_problem(
            [make_veileder("A"), make_veileder("B")],
            [make_kommune("K1"), make_kommune("K2")],
            regler={"maks_kommuner_per_par": 1, "reise_faktor": 1.3},
        ),
        Endring(EndringType.MAKS_KOMMUNER, (), 1, 2),
    ),
]


@pytest.mark.parametrize(("problem", "expected"), CASES)
def test_each_kind_of_change_is_found(problem: dict[str, Any], expected: Endring) -> None:
    read = problem_from_dict(problem)
    forslag = solve(read, max_time_s=None)
    kommune = forslag.udekket[0]
    found = ways_out(problem, kommune)

    assert (expected,) in {each.endringer for each in found}


def test_a_lock_is_lifted_where_it_keeps_a_pair_from_another_kommune() -> None:
    problem = make_problem(
        [make_veileder("A", timer=[0, 100]), make_veileder("B", timer=[0, 100])],
        [make_kommune("K1"), make_kommune("K2")],
        laser={"tildelt": [["A", "K2"]]},
    )
    read = problem_from_dict(problem)

    changed = apply(read, [Endring(EndringType.LAS, ("A", "K2"), tekst="tildelt")])
    unpaired = apply(
        replace(read, laser=replace(read.laser, par=(("A", "B"),))),
        [Endring(EndringType.LAS, ("B", "A"), tekst="par")],
    )

    assert changed.laser.tildelt == ()
    assert unpaired.laser.par == ()


def test_a_recruit_with_the_language_is_a_way_out() -> None:
    problem = make_problem(kommuner=[make_kommune("K1", samisk_sprak="nordsamisk")])

    found = ways_out(problem, "K1")

    kinds = [
        (new.bakgrunn, new.samiske_sprak)
        for each in found
        for endring in each.endringer
        if (new := endring.veileder) is not None
    ]
    assert kinds[0] == (Bakgrunn.SKOLEEIER, (SamiskSprak.NORDSAMISK,))


def test_hours_are_rounded_up_to_a_level_that_is_given() -> None:
    problem = make_problem([make_veileder("A", timer=[0, 90]), make_veileder("B")])

    found = ways_out(problem, "K1", nivaer=[80, 120, 160])

    assert Endring(EndringType.MEST_TIMER, ("A",), 90, 120) in {
        endring for each in found for endring in each.endringer
    }


def test_a_better_plan_is_the_only_way_out_where_there_is_one() -> None:
    read = problem_from_dict(make_problem())
    idle = solve(replace(read, veiledere=()), max_time_s=None)
    poor = replace(idle, ubrukte=("V1", "V2"), nedre_grense_udekket=0)

    found, complete = find_tiltak(read, poor, read.kommune("K1"), NO_LIMIT)

    assert complete
    assert [(each.endringer, each.utfall.udekket) for each in found] == [((), ())]


def test_the_worth_of_one_more_is_the_difference_of_two_solved_plans() -> None:
    for seed in range(8):
        read = problem_from_dict(random_problem(seed, veiledere=4, kommuner=3))
        forslag = solve(read, max_time_s=None)
        if forslag.motstrid:
            continue
        new = [
            recruit(read, read.kommuner[0], side, number=at).veileder
            for at, side in enumerate((Bakgrunn.SKOLEEIER, Bakgrunn.ANNEN))
        ]
        asked = [replace(each, ikke_par_med=("nobody",)) for each in new if each is not None]

        for verdi in worth_of(read, forslag, asked, NO_LIMIT):
            known = replace(verdi.veileder, ikke_par_med=())
            best = oracle_value(replace(read, veiledere=(*read.veiledere, known)))
            value = len(forslag.udekket) + verdi.utfall.udekket_endring, verdi.utfall.kostnad
            assert value == best
            assert verdi.utfall.kostnad_endring == verdi.utfall.kostnad - forslag.kostnad
