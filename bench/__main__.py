"""The commands: `python -m bench run|report|oracle|second|timeplan|bord|one`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bench import series
from bench.experiments import MODES, PARTS


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    args = _parser().parse_args(argv)
    code: int = args.run(args)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = parser.add_subparsers(required=True)

    each = commands.add_parser("run", help="measure what is not measured yet")
    _add_mode(each)
    each.add_argument("--workers", type=int, default=series.cores(), help="threads of each run")
    each.add_argument("--part", choices=PARTS, action="append", help="only this part")
    each.add_argument("--fresh", action="store_true", help="forget earlier measurements")
    each.add_argument("--list", action="store_true", help="say what would be run, and how long")
    each.set_defaults(run=_run)

    each = commands.add_parser("report", help="write docs/benchmarks from what was measured")
    _add_mode(each)
    each.add_argument(
        "-o", "--output", type=Path, help="folder (docs/benchmarks; quick: build/bench/quick)"
    )
    each.set_defaults(run=_report)

    each = commands.add_parser("oracle", help="compare with every plan of tiny problems")
    _add_campaign(each, 5000)
    each.set_defaults(run=_oracle)

    each = commands.add_parser("second", help="compare with the plain model on small problems")
    _add_campaign(each, 200)
    each.set_defaults(run=_second)

    each = commands.add_parser("timeplan", help="the interview timetable beside two others")
    each.add_argument("--max-time", type=float, default=60.0, help="seconds of each run")
    each.add_argument("--workers", type=int, default=series.cores(), help="threads of each run")
    each.add_argument("--sizes", type=int, default=3, help="so many of the three sizes")
    each.add_argument("--seeds", type=int, nargs="+", default=[1])
    each.add_argument("-o", "--output", type=Path, help="the rows as JSON")
    each.set_defaults(run=_timeplan)

    each = commands.add_parser("bord", help="the coordinator's board by size of round")
    each.add_argument("--rounds", type=int, default=20, help="so many times each page")
    each.add_argument("--solve", type=float, default=10.0, help="seconds for each plan")
    each.add_argument("--sizes", type=int, default=3, help="so many of the three sizes")
    each.add_argument("-o", "--output", type=Path, help="the tables as Markdown")
    each.set_defaults(run=_bord)

    each = commands.add_parser("one", help="(one run in this process; used by `run`)")
    each.add_argument("run_json")
    each.add_argument("told", type=Path)
    each.set_defaults(run=_one)
    return parser


def _add_mode(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mode", choices=MODES, default="standard")


def _add_campaign(parser: argparse.ArgumentParser, number: int) -> None:
    parser.add_argument("--number", type=int, default=number, help="problems")
    parser.add_argument("--first", type=int, default=0, help="seed of the first problem")
    parser.add_argument("--workers", type=int, default=series.cores(), help="processes")


def _run(args: argparse.Namespace) -> int:
    parts = tuple(args.part or (*PARTS, "checks"))
    if args.list:
        return series.show(args.mode, args.workers, parts)
    return series.run(args.mode, args.workers, parts, fresh=args.fresh)


def _report(args: argparse.Namespace) -> int:
    from bench.report import write_report  # needs the plotting library

    return write_report(str(args.mode), args.output)


def _timeplan(args: argparse.Namespace) -> int:
    from bench.timeplan import SIZES, compare  # loads the solvers

    compare(
        SIZES[: args.sizes],
        args.seeds,
        max_time_s=args.max_time,
        workers=args.workers,
        output=args.output,
    )
    return 0


def _bord(args: argparse.Namespace) -> int:
    from bench.bord import SIZES, compare  # loads the application

    sizes = SIZES[: args.sizes]
    compare(sizes, rounds=args.rounds, solve_s=args.solve, output=args.output)
    return 0


def _oracle(args: argparse.Namespace) -> int:
    from bench.campaigns import against_oracle

    return against_oracle.command(args.first, args.number, args.workers)


def _second(args: argparse.Namespace) -> int:
    from bench.campaigns import against_plain

    return against_plain.command(args.first, args.number, args.workers)


def _one(args: argparse.Namespace) -> int:
    from bench.one import run_one
    from bench.runs import Run

    run_one(Run(**json.loads(args.run_json)), args.told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
