"""The commands `python -m matching timeplan solve|check|explain|generate`; codes as the others."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from matching.felles.console import Bar, StopSignal
from matching.felles.kjoring import Status
from matching.timeplan.explain import explain
from matching.timeplan.forslag import Timeplan
from matching.timeplan.forslag_json import timeplan_from_json, timeplan_to_json
from matching.timeplan.instances import generate
from matching.timeplan.problem import to_lokal
from matching.timeplan.problem_json import problem_from_json, problem_to_json
from matching.timeplan.search import solve
from matching.timeplan.sentences import setninger
from matching.timeplan.validate import check

OK, WRONG, STOPPED = 0, 1, 130
Read = Callable[[Path], bytes]
Write = Callable[[Path | None, str], None]


class Commands:
    """The commands of the timetable, with the caller's ways to read and write files."""

    def __init__(self, read: Read, write: Write) -> None:
        """Keep how files are read and written."""
        self._read = read
        self._write = write

    def add_to(self, commands: Any, kinds: dict[str, Callable[[str], Any]], cores: int) -> None:
        """Add the command `timeplan` with its own commands; `kinds` reads seconds and counts."""
        top = commands.add_parser("timeplan", help="intervjuer: hvem når, hvor og hos hvem")
        own = top.add_subparsers(required=True, metavar="kommando")

        each = own.add_parser("solve", help="finn den beste planen og bevis hvor god den er")
        each.add_argument("problem", type=Path, help="fil på formatet timeplanproblem/1")
        each.add_argument("-o", "--output", type=Path, help="planen skrives hit (ellers stdout)")
        each.add_argument("--max-time", type=kinds["seconds"], default=60.0, help="sekunder")
        each.add_argument("--workers", type=kinds["count"], default=cores, help="tråder")
        each.add_argument("--seed", type=int, default=1, help="frø for tilfeldige valg")
        each.add_argument("--start", type=Path, help="en tidligere plan å begynne fra")
        each.set_defaults(run=self._solve)

        each = own.add_parser("check", help="regn etter alt i en plan, uten løser")
        each.add_argument("problem", type=Path)
        each.add_argument("plan", type=Path)
        each.set_defaults(run=self._check)

        each = own.add_parser("explain", help="hvorfor noen ikke har fått tid, og minste utvei")
        each.add_argument("problem", type=Path)
        each.add_argument("plan", type=Path)
        each.add_argument("--max-time", type=kinds["seconds"], default=60.0, help="sekunder")
        each.add_argument(
            "--sprak", choices=("nb", "nn"), default="nb", help="bokmål eller nynorsk"
        )
        each.set_defaults(run=self._explain)

        each = own.add_parser("generate", help="lag et syntetisk problem")
        each.add_argument("--sokere", type=kinds["count"], required=True)
        each.add_argument("--medlemmer", type=kinds["count"], required=True)
        each.add_argument("--seed", type=int, default=1)
        each.add_argument("-o", "--output", type=Path, help="problemet skrives hit")
        each.set_defaults(run=self._generate)

    def _solve(self, args: argparse.Namespace) -> int:
        problem = problem_from_json(self._read(args.problem))
        start = timeplan_from_json(self._read(args.start)) if args.start else None
        with StopSignal() as stop, Bar(sys.stderr, "uten tid") as bar:
            plan = solve(
                problem,
                max_time_s=args.max_time,
                workers=args.workers,
                seed=args.seed,
                on_progress=bar.show,
                should_stop=stop.asked,
                start=start,
            )
        self._write(args.output, timeplan_to_json(plan))
        sys.stderr.write(_summary(plan) + "\n")
        if plan.status is Status.UMULIG:
            return WRONG
        return STOPPED if stop.asked() else OK

    def _check(self, args: argparse.Namespace) -> int:
        problem = problem_from_json(self._read(args.problem))
        avvik = check(problem, timeplan_from_json(self._read(args.plan)))
        for each in avvik:
            sys.stdout.write(f"{each}\n")
        sys.stdout.write(f"{len(avvik)} avvik\n" if avvik else "alt stemmer\n")
        return WRONG if avvik else OK

    def _explain(self, args: argparse.Namespace) -> int:
        problem = problem_from_json(self._read(args.problem))
        plan = timeplan_from_json(self._read(args.plan))
        avvik = check(problem, plan)
        for each in avvik:
            sys.stderr.write(f"{each}\n")
        if avvik:
            return WRONG

        def tid(minutt: int) -> str:
            return to_lokal(problem.forste_dag, minutt).isoformat(" ", timespec="minutes")

        with StopSignal() as stop:
            liste = explain(problem, plan, max_time_s=args.max_time, should_stop=stop.asked)
        for forklaring in liste:
            sys.stdout.write(f"{forklaring.soker}\n")
            for line in setninger(forklaring, lambda own: own, tid, args.sprak):
                sys.stdout.write(f"  {line}\n")
        if not liste:
            sys.stdout.write("alle har fått tid\n")
        return STOPPED if stop.asked() else OK

    def _generate(self, args: argparse.Namespace) -> int:
        problem = generate(args.sokere, args.medlemmer, args.seed)
        self._write(args.output, problem_to_json(problem))
        return OK


def _summary(plan: Timeplan) -> str:
    if plan.status is Status.UMULIG:
        lines = ["umulig: disse låsene kan ikke holdes"]
        for each in plan.motstrid:
            hvorfor = ", ".join((*each.regler, *each.sammen_med))
            lines.append(f"  {each.las} {each.soker}: {hvorfor}")
        return "\n".join(lines)
    return (
        f"{plan.status}: {len(plan.intervjuer)} intervjuer, {len(plan.uplassert)} uten tid "
        f"(grense {plan.nedre_grense_uplassert}), kostnad {plan.kostnad} "
        f"(grense {plan.nedre_grense}), {plan.kjoring.sekunder} s"
    )
