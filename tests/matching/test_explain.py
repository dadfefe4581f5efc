from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from matching import (
    Forslag,
    Kapasitet,
    PasserIkkeError,
    Problem,
    Sentences,
    Solver,
    Sporsmal,
    Valg,
    alternatives,
    explain,
    forklaring_to_dict,
    forslag_to_json,
    problem_from_dict,
    problem_to_json,
    recruit,
    solve,
    why_not,
    without_pair,
    worth_of,
)
from matching.__main__ import main
from matching.felles.console import Bar
from matching.felles.progress import Clock, Steg
from matching.tildeling.explain import to_kapasitet
from matching.tildeling.explaining import sentence_texts

from .builders import crowded_problem, make_kommune, make_problem, make_veileder, random_problem

NAVN = {
    "A": "Anna", "B": "Bjørn", "C": "Cato", "D": "Dina", "E": "Eli",
    "K1": "Alta", "K2": "Bodø", "K3": "Hamar",
}  # fmt: skip
NB = Sentences("nb", lambda each: NAVN.get(each, each), lambda nummer: f"fylke nr. {nummer}")
NN = Sentences("nn", lambda each: NAVN.get(each, each))
NO_LIMIT = Solver(Clock(None, None), each_s=1e6)

FAULTS = make_problem(
    [
        make_veileder("A", samiske_sprak=["nordsamisk"], inhabil_i=["K1"]),
        make_veileder("B", samiske_sprak=["nordsamisk"], timer=[0, 90]),
        make_veileder("C", samiske_sprak=["nordsamisk"], maks_reise_km=100, kommunenummer="1101"),
        make_veileder("D"),
        make_veileder("E"),
    ],
    [make_kommune("K1", samisk_sprak="nordsamisk", breddegrad=61.0)],
)
SHORTAGE = make_problem(
    [
        make_veileder("A", samiske_sprak=["sørsamisk"], timer=[0, 250]),
        *(make_veileder(each, timer=[0, 300]) for each in "BCD"),
    ],
    [make_kommune(each, samisk_sprak="sørsamisk", timer=120) for each in ("K1", "K2", "K3")],
)


def solved(problem: dict[str, Any]) -> tuple[Problem, Forslag]:
    read = problem_from_dict(problem)
    return read, solve(read, max_time_s=None)


def reasons(problem: dict[str, Any], sentences: Sentences) -> list[str]:
    forklaring = explain(*solved(problem), valg=Valg(mest_tiltak=0))
    return [line for each in forklaring.udekket for line in sentences.udekket(each)]


def test_three_faults_are_told_in_one_reason() -> None:
    assert reasons(FAULTS, NB) == [
        "Ingen to veiledere kan ta Alta sammen. Alta trenger en som kan nordsamisk, og det kan "
        "bare Anna, Bjørn og Cato. Alta trenger 100 timer. Anna er inhabil der. Cato bor der og "
        "har 145 km dit og reiser høyst 100 km. Bjørn kan ta høyst 90 timer."
    ]
    assert reasons(FAULTS, NN) == [
        "Ingen to rettleiarar kan ta Alta saman. Alta treng ein som kan nordsamisk, og det kan "
        "berre Anna, Bjørn og Cato. Alta treng 100 timar. Anna er inhabil der. Cato bur der og har "
        "145 km dit og reiser høgst 100 km. Bjørn kan ta høgst 90 timar."
    ]


def test_a_shortage_is_told_with_who_there_is_and_what_to_swap() -> None:
    (k,) = solved(SHORTAGE)[1].udekket
    others = sorted({"K1", "K2", "K3"} - {k})
    first, second = (NAVN[each] for each in others)

    assert reasons(SHORTAGE, NB) == [
        f"{NAVN[k]} kan få et par, men ikke samtidig med {first} og {second}. "
        f"{NAVN[k]}, {first} og {second} trenger sørsamisk, til sammen 360 timer. "
        "Det kan Anna (høyst 250 timer).",
        f"{NAVN[k]} kan få et par hvis {first} eller {second} står uten i stedet.",
    ]


def test_few_who_can_go_are_named_once() -> None:
    problem = make_problem(
        [make_veileder("A", timer=[0, 250]), make_veileder("B")],
        [make_kommune(each, timer=120) for each in ("K1", "K2", "K3")],
    )

    assert reasons(problem, NN)[0].endswith(
        "Til saman treng dei 360 timar. Berre Anna og Bjørn kan ta Hamar, Alta og Bodø. "
        "Det som står i vegen, er timane folk høgst kan ta."
    )


def test_many_people_are_told_in_numbers() -> None:
    people = [make_veileder(f"V{n}", maks_reise_km=100 + n) for n in range(8)]
    problem = make_problem(people, [make_kommune("K1", breddegrad=61.0)])

    assert reasons(problem, NB) == [
        "Ingen to veiledere kan ta Alta sammen. Alle de 8 veilederne har lengre dit enn de vil "
        "reise. Nærmest er V7, som har 145 km dit og reiser høyst 107 km."
    ]


def test_one_who_is_left_cannot_go_alone() -> None:
    problem = make_problem(
        [make_veileder("A", kommunenummer="1101"), make_veileder("B")],
    )

    assert reasons(problem, NB) == [
        "Ingen to veiledere kan ta Alta sammen. Anna bor der. Da er bare Bjørn igjen, og det skal "
        "to til."
    ]


def test_what_is_needed_and_what_there_is_are_compared() -> None:
    problem = make_problem(
        [make_veileder("A", timer=[0, 250]), make_veileder("B")],
        [make_kommune(each, timer=120) for each in ("K1", "K2", "K3")],
    )
    read = problem_from_dict(problem)
    crowded = replace(read, regler=replace(read.regler, maks_kommuner_per_par=2))

    kapasitet = to_kapasitet(crowded)

    assert kapasitet == Kapasitet(2, 3, 2, 360, 250)
    assert kapasitet.for_lite
    assert NB.kapasitet(kapasitet) == [
        "Kommunene trenger til sammen 360 timer. 2 veiledere kan som par ta høyst 250.",
        "Det er 3 kommuner. 2 veiledere kan som par ta høyst 2.",
    ]


def test_a_way_out_is_told_with_its_price_and_whom_it_touches() -> None:
    problem = make_problem([make_veileder("A", timer=[0, 90]), make_veileder("B", timer=[0, 200])])
    read, forslag = solved(problem)

    (udekket,) = explain(read, forslag, max_time_s=None).udekket
    raised = next(each for each in udekket.tiltak if each.endringer[0].type == "mest_timer")
    shorter = next(each for each in udekket.tiltak if each.endringer[0].type == "kommune_timer")

    assert NB.tiltak(raised) == (
        "Hvis Anna kan ta 100 timer (nå høyst 90), får Alta et par. Da har alle kommuner et par. "
        f"Planen blir {raised.utfall.kostnad} poeng dyrere ({raised.utfall.kostnad} i alt). "
        "2 veiledere får andre kommuner eller en annen partner."
    )
    assert NN.tiltak(shorter).startswith(
        "Dersom Alta får 90 timar (no 100), får Alta eit par. Ei mindre endring er ikkje nok."
    )


def test_every_text_has_both_languages_with_the_same_figures() -> None:
    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    tables = [value for name, value in vars(sentence_texts).items() if isinstance(value, dict)]
    pairs = [
        pair for table in tables if table is not vars(sentence_texts) for pair in table.values()
    ]
    for nb, nn in (pair for pair in pairs if isinstance(pair, tuple)):
        for one, other in zip(*((x,) if isinstance(x, str) else x for x in (nb, nn)), strict=True):
            assert other
            assert fields(one) == fields(other)


def test_every_kind_of_sentence_can_be_said_in_both_languages() -> None:
    said = 0
    for seed in range(6):
        make = crowded_problem if seed % 2 else random_problem
        read, forslag = solved(make(seed))
        forklaring = explain(read, forslag, valg=Valg(mest_tiltak=1), max_time_s=None)
        lines = [line for each in (NB, NN) for line in each.forklaring(forklaring)]
        if forslag.par:
            v, k = forslag.par[0].veiledere[0], forslag.par[0].kommuner[0]
            for other in alternatives(read, forslag, v, k, NO_LIMIT, antall=1):
                lines += [NB.alternativ(other, k), NN.alternativ(other, k)]
            pair = without_pair(read, forslag, forslag.par[0].veiledere, NO_LIMIT)
            lines += [NB.alternativ(pair), NN.alternativ(pair)]
        people = read.veiledere[0].id, read.veiledere[1].id
        for asked in (Sporsmal(people[:1], read.kommuner[0].id), Sporsmal(people)):
            svar = why_not(read, forslag, asked, NO_LIMIT)
            lines += [*NB.svar(svar), *NN.svar(svar)]
        new = recruit(read, read.kommuner[0], read.veiledere[0].bakgrunn).veileder
        if new is not None and not forslag.motstrid:
            lines += [NB.verdi(each) for each in worth_of(read, forslag, [new], NO_LIMIT)]
        said += len(lines)
        assert not [line for line in lines if "{" in line or "  " in line or "None" in line]
    assert said > 40


def test_reasons_come_for_all_before_ways_out_and_progress_is_told() -> None:
    read, forslag = solved(SHORTAGE)
    steps: list[Steg] = []

    forklaring = explain(read, forslag, on_progress=steps.append, max_time_s=None, workers=2)

    assert forklaring.fullstendig
    assert (steps[0].gjort, steps[-1].gjort, steps[-1].totalt) == (0, 2, 2)
    assert forklaring.udekket[0].tiltak


def test_a_stopped_run_says_that_it_is_not_complete() -> None:
    read, forslag = solved(SHORTAGE)

    forklaring = explain(read, forslag, should_stop=lambda: True)

    assert not forklaring.fullstendig
    assert [(each.grunner, each.mangel) for each in forklaring.udekket] == [(None, None)]
    assert NB.forklaring(forklaring)[-1] == "Det var ikke tid til å lete gjennom alt."


def test_a_proposal_of_another_problem_is_refused() -> None:
    _, forslag = solved(SHORTAGE)

    with pytest.raises(PasserIkkeError) as caught:
        explain(problem_from_dict(FAULTS), forslag)

    assert caught.value.avvik


def test_locks_that_cannot_be_kept_are_the_explanation() -> None:
    problem = make_problem(
        [make_veileder("A", inhabil_i=["K1"]), make_veileder("B")],
        laser={"tildelt": [["A", "K1"]]},
    )

    assert NB.forklaring(explain(*solved(problem))) == [
        "Låsen Anna og Alta bryter en regel: inhabilitet."
    ]


def write(folder: Path, problem: Problem, forslag: Forslag) -> list[str]:
    paths = [folder / "problem.json", folder / "forslag.json"]
    paths[0].write_text(problem_to_json(problem))
    paths[1].write_text(forslag_to_json(forslag))
    return [str(each) for each in paths]


def test_the_command_prints_sentences_or_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read, forslag = solved(make_problem([make_veileder("A", inhabil_i=["K1"]), make_veileder("B")]))
    paths = write(tmp_path, read, forslag)

    assert main(["explain", *paths, "--workers", "1", "--sprak", "nn"]) == 0
    assert capsys.readouterr().out.startswith("1 kommune står utan par.\n")
    assert main(["explain", *paths, "--workers", "1", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    again = explain(read, forslag)
    assert data == json.loads(json.dumps(forklaring_to_dict(again)))


def test_the_command_says_that_nothing_is_uncovered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = write(tmp_path, *solved(make_problem()))

    assert main(["explain", *paths, "--workers", "1"]) == 0
    assert capsys.readouterr().out == "Alle kommuner har et par.\n"


def test_the_command_refuses_what_does_not_belong_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read, _ = solved(FAULTS)
    _, forslag = solved(SHORTAGE)
    paths = write(tmp_path, read, forslag)

    assert main(["explain", *paths]) == 1
    assert "ukjent kommune" in capsys.readouterr().err
    Path(paths[1]).write_text("{}")
    assert main(["explain", *paths]) == 2
    assert len(capsys.readouterr().err.splitlines()) > 3


def test_without_two_people_nobody_can_go() -> None:
    problem = make_problem([make_veileder("A")])

    assert reasons(problem, NB) == [
        "Ingen to veiledere kan ta Alta sammen. Da er bare Anna igjen, og det skal to til."
    ]


def test_steps_are_drawn_on_a_terminal() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()

    with Bar(terminal) as bar:
        bar.show_steg(Steg(1, 4, "K1", 2.0))

    assert terminal.getvalue() == "\r[#####...............]    2.0 s  1 av 4: K1\n"
