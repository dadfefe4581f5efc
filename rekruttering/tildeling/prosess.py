"""The solver's process as the worker sees it: started, asked to stop, killed, never left behind.

The solver runs apart from the worker because it may overrun its limit or take the process down.
"""

import json
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from rekruttering.felles.errors import DomainError

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent.parent
# A cold start imports the libraries and may compile the engine's inner loops.
START_S = 90.0
# How long a stopped or overdue run may take to hand over what it has, before it is killed.
GRACE_S = 20.0
CHILD = "from rekruttering.tildeling.adapter import serve; serve()"

OnProgress = Callable[[dict[str, Any]], None]


class BeregningError(DomainError):
    """The solver's process ended without an answer."""


def find_forslag(
    problem: Mapping[str, Any],
    *,
    max_time_s: float,
    seed: int,
    on_progress: OnProgress,
    should_stop: Callable[[], bool],
) -> dict[str, Any]:
    """Return the proposal for a problem, both as JSON values; blocks until it is there.

    `on_progress` gets fase, udekket, kostnad, nedre_grense_udekket, nedre_grense and sekunder.
    When `should_stop` turns true the best so far comes back.

    Raises:
        BeregningError: the process died, or did not hand over in time and was killed.
    """
    order = {"problem": dict(problem), "maks_sekunder": max_time_s, "fro": seed}
    with _child() as process:
        answers = _answers(process)
        _send(process, json.dumps(order))
        deadline = time.monotonic() + max_time_s + GRACE_S + START_S
        stopping = False
        while time.monotonic() < deadline:
            if not stopping and should_stop():
                stopping = True
                deadline = min(deadline, time.monotonic() + GRACE_S)
                _send(process, "stopp")
            try:
                answer = answers.get(timeout=0.1)
            except Empty:
                continue
            if answer is None:
                break
            if "forslag" in answer:
                found: dict[str, Any] = answer["forslag"]
                return found
            on_progress(answer)
    raise BeregningError("beregningen endte uten svar")


@contextmanager
def _child() -> Iterator["subprocess.Popen[str]"]:
    """Start the solver's process, and see to it that it is gone afterwards."""
    process = subprocess.Popen(  # noqa: S603  # our own interpreter and a constant
        [sys.executable, "-c", CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        # Ctrl-C in a terminal is for the worker; this process ends when the worker does.
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        log.debug("prosessen var borte før røret ble lukket")


def _send(process: "subprocess.Popen[str]", line: str) -> None:
    """Write a line to the child; one that has died is noticed by its silence."""
    if process.stdin is None:
        return
    try:
        process.stdin.write(line + "\n")
        process.stdin.flush()
    except BrokenPipeError:
        log.warning("beregningen tok ikke imot en beskjed")


def _answers(process: "subprocess.Popen[str]") -> "Queue[dict[str, Any] | None]":
    """Return a queue of the child's answers; None when there will be no more."""
    answers: Queue[dict[str, Any] | None] = Queue()

    def read() -> None:
        for line in process.stdout or ():
            answers.put(json.loads(line))
        answers.put(None)

    threading.Thread(target=read, daemon=True).start()
    return answers
