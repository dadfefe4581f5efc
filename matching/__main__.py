"""The commands: `python -m matching solve|check|explain|generate`.

Exit codes: 0 done and, for check, everything holds; 1 `check` found something wrong (`explain`
checks first), or locks cannot be kept; 2 bad arguments or a bad file, every fault named; 130
stopped by Ctrl-C, with the best so far written.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from matching.felles.console import Bar, StopSignal
from matching.felles.json_reader import Feil, UgyldigFilError
from matching.felles.kjoring import Status
from matching.tildeling.explain import PasserIkkeError, explain, forklaring_to_dict
from matching.tildeling.explaining.sentences import Sentences
from matching.tildeling.forslag import Forslag, forslag_from_json, forslag_to_json
from matching.tildeling.instances import generate
from matching.tildeling.problem_json import problem_from_json, problem_to_json
from matching.tildeling.search import solve
from matching.tildeling.validate import check
from matching.timeplan import commands as timeplan_commands

OK, WRONG, BAD_INPUT, STOPPED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    args = _parser().parse_args(argv)
    try:
        code: int = args.run(args)
    except UgyldigFilError as error:
        for feil in error.feil:
            print(feil, file=sys.stderr)
        return BAD_INPUT
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m matching",
        description="Danner par av veiledere og fordeler dem på kommuner.",
    )
    commands = parser.add_subparsers(required=True, metavar="kommando")

    each = commands.add_parser("solve", help="finn det beste forslaget og bevis hvor godt det er")
    each.add_argument("problem", type=Path, help="fil på formatet tildelingsproblem/1")
    each.add_argument("-o", "--output", type=Path, help="forslaget skrives hit (ellers stdout)")
    each.add_argument("--max-time", type=_positive, default=60.0, help="sekunder (standard 60)")
    each.add_argument("--workers", type=_count, default=_cores(), help="tråder (standard: alle)")
    each.add_argument("--seed", type=int, default=1, help="frø for tilfeldige valg (standard 1)")
    each.add_argument("--start", type=Path, help="et tidligere forslag å begynne fra")
    each.set_defaults(run=_solve)

    each = commands.add_parser("check", help="regn etter alt i et forslag, uten løser")
    each.add_argument("problem", type=Path)
    each.add_argument("forslag", type=Path)
    each.set_defaults(run=_check)

    each = commands.add_parser(
        "explain", help="si hvorfor kommuner står uten par, og hva som hjelper"
    )
    each.add_argument("problem", type=Path)
    each.add_argument("forslag", type=Path)
    each.add_argument("--sprak", choices=("nb", "nn"), default="nb", help="bokmål eller nynorsk")
    each.add_argument("--json", action="store_true", help="skriv data i stedet for setninger")
    each.add_argument("--max-time", type=_positive, default=60.0, help="sekunder (standard 60)")
    each.add_argument("--workers", type=_count, default=_cores(), help="tråder (standard: alle)")
    each.set_defaults(run=_explain)

    each = commands.add_parser("generate", help="lag et syntetisk problem")
    each.add_argument("--veiledere", type=_count, required=True)
    each.add_argument("--kommuner", type=_count, required=True)
    each.add_argument("--seed", type=int, default=1)
    each.add_argument("-o", "--output", type=Path, help="problemet skrives hit (ellers stdout)")
    each.set_defaults(run=_generate)
    timeplan = timeplan_commands.Commands(_read, _write)
    timeplan.add_to(commands, {"seconds": _positive, "count": _count}, _cores())
    return parser


def _positive(text: str) -> float:
    value = float(text)
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} er ikke et antall sekunder")
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} er ikke minst 1")
    return value


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UgyldigFilError([Feil(str(path), error.strerror or str(error))]) from None


def _write(path: Path | None, text: str) -> None:
    """Write a whole file or nothing: a reader never sees half a proposal."""
    if path is None:
        sys.stdout.write(text)
        return
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UgyldigFilError([Feil(str(path), error.strerror or str(error))]) from None


def _solve(args: argparse.Namespace) -> int:
    problem = problem_from_json(_read(args.problem))
    start = forslag_from_json(_read(args.start)) if args.start else None
    with StopSignal() as stop, Bar(sys.stderr) as bar:
        forslag = solve(
            problem,
            max_time_s=args.max_time,
            workers=args.workers,
            seed=args.seed,
            on_progress=bar.show,
            should_stop=stop.asked,
            start=start,
        )
    _write(args.output, forslag_to_json(forslag))
    print(_summary(forslag), file=sys.stderr)
    if forslag.status is Status.UMULIG:
        return WRONG
    return STOPPED if stop.asked() else OK


def _summary(forslag: Forslag) -> str:
    if forslag.status is Status.UMULIG:
        lines = ["umulig: disse låsene kan ikke holdes"]
        for each in forslag.motstrid:
            hvorfor = ", ".join((*each.regler, *each.sammen_med))
            lines.append(f"  {each.las} {' '.join(each.ider)}: {hvorfor or 'bryter en regel'}")
        return "\n".join(lines)
    return (
        f"{forslag.status}: {len(forslag.par)} par, {len(forslag.udekket)} udekket "
        f"(grense {forslag.nedre_grense_udekket}), kostnad {forslag.kostnad} "
        f"(grense {forslag.nedre_grense}), {forslag.kjoring.sekunder} s"
    )


def _check(args: argparse.Namespace) -> int:
    problem = problem_from_json(_read(args.problem))
    avvik = check(problem, forslag_from_json(_read(args.forslag)))
    for each in avvik:
        print(each)
    print(f"{len(avvik)} avvik" if avvik else "alt stemmer")
    return WRONG if avvik else OK


def _explain(args: argparse.Namespace) -> int:
    problem = problem_from_json(_read(args.problem))
    forslag = forslag_from_json(_read(args.forslag))
    with StopSignal() as stop, Bar(sys.stderr) as bar:
        try:
            forklaring = explain(
                problem,
                forslag,
                max_time_s=args.max_time,
                workers=args.workers,
                on_progress=bar.show_steg,
                should_stop=stop.asked,
            )
        except PasserIkkeError as error:
            for each in error.avvik:
                print(each, file=sys.stderr)
            return WRONG
    if args.json:
        print(json.dumps(forklaring_to_dict(forklaring), ensure_ascii=False, indent=1))
    else:
        print("\n".join(Sentences(args.sprak, str).forklaring(forklaring)))
    return STOPPED if stop.asked() else OK


def _generate(args: argparse.Namespace) -> int:
    _write(args.output, problem_to_json(generate(args.veiledere, args.kommuner, args.seed)))
    return OK


if __name__ == "__main__":
    sys.exit(main())
