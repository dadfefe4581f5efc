from __future__ import annotations

from dataclasses import replace

from matching.timeplan import (
    EndringSlag,
    Intervju,
    Prisendring,
    RuleId,
    endringer,
    flytt_hindre,
    generate,
    ledige_tider,
    plan_brudd,
    problem_from_dict,
    solve,
)

from .builders import make_medlem, make_problem, make_soker, span

TI = 10 * 60
TO = [
    make_soker("S1", onsker=[span("10:00", "11:00")], steder=["video", "oslo"]),
    make_soker("S2", ledig=[span("09:00", "15:00")]),
]
FIRE = [make_medlem(f"M{n}") for n in range(1, 5)]
PROBLEM = problem_from_dict(make_problem(TO, FIRE))
ONE = Intervju("S1", TI, "lenke", "M1", ("M1", "M2"))
TWO = Intervju("S2", TI + 90, "lenke", "M1", ("M1", "M2"))


def test_a_move_is_stopped_by_every_rule_it_breaks() -> None:
    flytt = flytt_hindre(PROBLEM, [ONE, TWO], replace(ONE, start=TI + 75))

    assert {each.regel for each in flytt.hindre} == {
        RuleId.UTENFOR_RUTENETT,
        RuleId.SOKER_OPPTATT,
        RuleId.PAUSE,
    }


def test_what_was_broken_before_does_not_stop_another_move() -> None:
    wrong = replace(TWO, start=8 * 60)

    flytt = flytt_hindre(PROBLEM, [ONE, wrong], replace(ONE, start=TI + 30))

    assert flytt.hindre == ()
    assert flytt.dyrere == (Prisendring("onsketid", 0, 10),)


def test_a_move_tells_what_gets_cheaper_and_who_must_be_told() -> None:
    late = replace(ONE, start=TI + 60)

    flytt = flytt_hindre(PROBLEM, [late], replace(ONE, leder="M3", medlemmer=("M3", "M2")))

    assert flytt.billigere == (Prisendring("onsketid", 10, 0),)
    (endring,) = flytt.endringer
    assert (endring.slag, endring.ut, endring.inn) == (EndringSlag.FLYTTET, ("M1",), ("M3",))


def test_changes_are_named_by_the_gravest() -> None:
    def slag(after: Intervju) -> list[EndringSlag]:
        return [each.slag for each in endringer(PROBLEM, [ONE], [after])]

    assert slag(ONE) == []
    assert slag(replace(ONE, start=TI + 30)) == [EndringSlag.FLYTTET]
    assert slag(replace(ONE, rom="oslo1")) == [EndringSlag.NYTT_STED]
    assert slag(replace(ONE, leder="M2")) == [EndringSlag.BYTTET_PANEL]
    assert slag(TWO) == [EndringSlag.AVLYST, EndringSlag.NYTT]


def test_free_times_keep_every_rule_and_leave_the_rest() -> None:
    same = ledige_tider(PROBLEM, [ONE, TWO], "S1")
    other = ledige_tider(PROBLEM, [ONE, TWO], "S1", samme_panel=False)

    assert [(each.start, each.rom) for each in same] == [
        (9 * 60, "lenke"),
        (9 * 60, "oslo1"),
        (9 * 60 + 30, "lenke"),
        (9 * 60 + 30, "oslo1"),
        (TI, "oslo1"),
    ]
    assert {each.medlemmer for each in same} == {("M1", "M2")}
    assert [(x.start, x.medlemmer) for x in other if x.start > TI] == [
        (TI + 30, ("M3", "M4")),
        (TI + 30, ("M3", "M4")),
        (TI + 60, ("M3", "M4")),
        (TI + 60, ("M3", "M4")),
    ]


def test_every_free_time_of_a_real_plan_can_be_taken() -> None:
    problem = generate(16, 6, 2)
    plan = solve(problem, max_time_s=1.0).intervjuer

    for soker in [each.soker for each in plan[:6]]:
        for nytt in ledige_tider(problem, plan, soker, samme_panel=False):
            flytt = flytt_hindre(problem, plan, nytt)
            assert flytt.hindre == ()
            assert plan_brudd(problem, flytt.intervjuer) == []


def test_one_without_a_place_can_be_given_one() -> None:
    assert ledige_tider(PROBLEM, [TWO], "S1") == []
    assert ledige_tider(PROBLEM, [TWO], "S1", samme_panel=False)[0].start == 9 * 60
